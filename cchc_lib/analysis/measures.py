"""Evaluates declared measures (parameters/measures.yaml) over a span: exact numbers with the rows they were made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import pandas as pd

from cchc_lib.domain.forms import Form
from cchc_lib.domain.parameters import Measure, Parameters
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.results import Source

from . import dossiers as dossier_rules
from .rows import Data, FormRows, rows_of

SOURCE = ["_file", "_sheet", "_row"]


@dataclass(frozen=True)
class Measured:
    """The exact value of a measure in a span.

    value None: the form was not submitted (gap names the quarters). empty: it was submitted and holds no row that counts.
    partial: some units that owe the form are missing (named). rows: source addresses of the rows that were counted.
    """

    value: Fraction | None
    gap: tuple[str, ...] = ()
    missing_units: tuple[str, ...] = ()
    empty: bool = False
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SOURCE), compare=False)

    @property
    def partial(self) -> bool:
        return bool(self.missing_units)


class Workspace:
    """What computations may look at: the parameters, the quarters read, and what was already computed from them.

    as_of: the period that is reported; no quarter after its last one is ever looked at.
    """

    def __init__(self, parameters: Parameters, data: Data) -> None:
        self.parameters = parameters
        self.data = data
        self._rows: dict[tuple[str, Span], FormRows] = {}
        self._measured: dict[tuple[str, Span], Measured] = {}
        self._dossiers: dict[Span, dossier_rules.Dossiers] = {}

    @cached_property
    def calendar(self):  # noqa: ANN201 - Calendar, built from parameters
        return self.parameters.calendar

    def form(self, form_id: str) -> Form:
        return self.parameters.forms[form_id]

    def rows(self, form_id: str, span: Span) -> FormRows:
        """The rows of a form that count in a span."""
        key = (form_id, span)
        if key not in self._rows:
            self._rows[key] = rows_of(self.form(form_id), span, self.data)
        return self._rows[key]

    def has(self, span: Span) -> bool:
        """True when something was submitted for every quarter of the span."""
        return all(quarter in self.data for quarter in span.quarters)

    def measure(self, measure_id: str, span: Span) -> Measured:
        """The value of a declared measure in a span. Raises KeyError for an id that is not declared."""
        key = (measure_id, span)
        if key not in self._measured:
            self._measured[key] = self._evaluate(self.parameters.measures[measure_id], span)
        return self._measured[key]

    def dossiers(self, span: Span) -> dossier_rules.Dossiers:
        """Dossiers of a span, from the newest submission of each not later than the span's last quarter."""
        if span not in self._dossiers:
            frames = [self.data[quarter].tables["ho_so_tthc"] for quarter in self._up_to(span) if self.data[quarter].submitted("ho_so_tthc")]
            refused = self.parameters.refused_rule(span.period, span.window)
            frame = dossier_rules.newest_versions(frames) if frames else pd.DataFrame()
            if len(frame):
                frame = dossier_rules.classified(frame, span.window, refused)
                frame = dossier_rules.with_fields(frame, self.catalogue(span))
            self._dossiers[span] = dossier_rules.Dossiers(frame, span.window)
        return self._dossiers[span]

    def catalogue(self, span: Span) -> pd.DataFrame:
        """All procedures known by the end of a span: this or an earlier quarter's catalogue, newest last."""
        frames = [self.data[quarter].tables["danh_muc_tthc"] for quarter in self._up_to(span) if self.data[quarter].submitted("danh_muc_tthc")]
        frames = [frame for frame in frames if len(frame)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def _up_to(self, span: Span) -> list[Period]:
        last = self.calendar.span(span.last_quarter).window.end
        return sorted((quarter for quarter in self.data if self.calendar.span(quarter).window.end <= last), key=lambda quarter: quarter.id)

    def _evaluate(self, measure: Measure, span: Span) -> Measured:
        rows = self.rows(measure.form, span)
        if not rows.available:
            return Measured(None, rows.gap)
        if measure.special:
            from .special import SPECIAL

            return SPECIAL[measure.special](self, measure, span, rows)
        if measure.dossiers:
            counted = self.dossiers(span).where(measure.dossiers)
            return measured(Fraction(len(counted)), rows, counted, empty=rows.frame.empty and counted.empty)
        counted = rows.frame[matches(rows.frame, measure, span)] if len(rows.frame) else rows.frame
        value = added(counted, measure.sum) - added(counted, measure.less) if measure.sum else Fraction(len(counted))
        return measured(value, rows, counted)


def measured(value: Fraction, rows: FormRows, counted: pd.DataFrame, *, empty: bool | None = None) -> Measured:
    """A value with the addresses of the rows that it was made of."""
    addresses = counted[SOURCE] if len(counted) else pd.DataFrame(columns=SOURCE)
    return Measured(value, missing_units=rows.missing_units, empty=rows.frame.empty if empty is None else empty, rows=addresses)


def matches(frame: pd.DataFrame, measure: Measure, span: Span) -> pd.Series:
    """Which rows meet the measure's conditions."""
    kept = pd.Series(True, index=frame.index)
    for column, wanted in measure.where.items():
        kept &= _meets(frame, column, wanted, span.window.end).fillna(False).astype(bool)
    return kept


def _meets(frame: pd.DataFrame, column: str, wanted: object, end: date) -> pd.Series:
    values = frame[column]
    if isinstance(wanted, dict):
        kept = values.notna()
        if wanted.get("not_after") == "period_end":
            kept &= values <= pd.Timestamp(end)
        if other := wanted.get("not_after_column"):
            kept &= values <= frame[other]
        return kept
    if isinstance(wanted, (list, tuple)):
        return values.isin(list(wanted))
    return values == wanted


def added(frame: pd.DataFrame, columns: Iterable[str]) -> Fraction:
    """The exact sum of columns over all rows; blanks add nothing."""
    total = Fraction(0)
    for column in columns:
        for value in frame[column].dropna() if column in frame else ():
            total += Fraction(value if isinstance(value, Decimal) else int(value))
    return total


def sources(*parts: pd.DataFrame) -> tuple[Source, ...]:
    """The addresses of rows, one per file and sheet, row numbers as runs: "5-9, 12"."""
    frames = [part for part in parts if len(part)]
    if not frames:
        return ()
    frame = pd.concat(frames).drop_duplicates()
    found = []
    for (file, sheet), rows in frame.groupby(["_file", "_sheet"], sort=True):
        found.append(Source(file=str(file), sheet=str(sheet), rows=runs(int(row) for row in rows["_row"])))
    return tuple(found)


def runs(numbers: Iterable[int]) -> str:
    """Numbers as runs: 5, 6, 7, 12 -> "5-7, 12"."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
