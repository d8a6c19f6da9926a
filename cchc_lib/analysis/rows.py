"""Which rows of a form count in a span, by the form's own `span` (parameters/forms).

flow: the rows of all quarters of the span, a later quarter's row in place of an earlier one with the same key, dated inside
the window. stock and ytd: the rows of the span's last quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from cchc_lib.domain.forms import Form
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.submissions import QuarterData

Data = Mapping[Period, QuarterData]


@dataclass(frozen=True)
class FormRows:
    """The rows of one form that count in one span.

    gap: quarters whose form nobody submitted; with a gap there is no value. missing_units: names of units that owe the form
    and have not sent it: the value is partial.
    """

    made: Callable[[], pd.DataFrame]
    gap: tuple[str, ...] = ()
    missing_units: tuple[str, ...] = ()
    quarters: tuple[str, ...] = field(default=())

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows; put together when they are first asked for."""
        return self.made()

    @property
    def available(self) -> bool:
        return not self.gap

    @property
    def partial(self) -> bool:
        return bool(self.missing_units)


def quarters_asked(form: Form, span: Span) -> Sequence[Period]:
    """The quarters whose submissions a form's value is made of."""
    return span.quarters if form.span == "flow" else span.quarters[-1:]


def rows_of(form: Form, span: Span, data: Data) -> FormRows:
    """The rows of a form that count in a span. Raises nothing: an absent form gives an empty frame and a gap."""
    quarters = quarters_asked(form, span)
    gap = tuple(quarter.id for quarter in quarters if quarter not in data or not data[quarter].submitted(form.id))

    def made() -> pd.DataFrame:
        frames = [data[quarter].tables[form.id] for quarter in quarters if quarter.id not in gap]
        frame = newest(frames, form.row_key)
        return dated_inside(frame, form, span) if form.span == "flow" else frame

    missing = [unit for quarter in quarters if quarter in data for unit in data[quarter].missing_units(form.id)]
    return FormRows(made, gap, tuple(dict.fromkeys(missing)), tuple(quarter.id for quarter in quarters))


def newest(frames: Sequence[pd.DataFrame], key: Sequence[str]) -> pd.DataFrame:
    """Frames put together, oldest first; of rows with the same key the last stays, in the place it was met."""
    frames = [frame for frame in frames if len(frame)] or list(frames[:1])
    if not frames:
        return pd.DataFrame()
    frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    if key and len(frame):
        frame = frame.drop_duplicates(list(key), keep="last")
    return frame


def dated_inside(frame: pd.DataFrame, form: Form, span: Span) -> pd.DataFrame:
    """The rows of a flow form whose date, or reporting month, lies in the span."""
    if frame.empty or form.date is None:
        return frame
    dates = frame[form.date]
    if form.column(form.date).type == "month":
        return frame[dates.isin(pd.to_datetime(list(span.months)))]
    return frame[dates.between(pd.Timestamp(span.window.start), pd.Timestamp(span.window.end))]
