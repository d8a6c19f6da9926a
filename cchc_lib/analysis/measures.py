"""Evaluates declared measures (parameters/measures.yaml) over a span: exact numbers with the rows they were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cchc_lib.domain.forms import Form
from cchc_lib.domain.parameters import Measure, Parameters
from cchc_lib.domain.periods import Calendar, Period, Span
from cchc_lib.domain.results import Indicator, Source

from . import dossiers as dossier_rules
from .dossiers import SOURCE, by_place
from .rows import Data, FormRows, rows_of

if TYPE_CHECKING:
    from .dossiers_at_size import DossiersAtSize, Register

    AnyDossiers = dossier_rules.Dossiers | DossiersAtSize

MOST_ROWS = 100_000  # rows of one sheet above which a source names the first, the last and how many
LARGE = 300_000  # dossiers of all quarters together above which they are counted on the disk (the results are the same)


@dataclass(frozen=True)
class Measured:
    """The exact value of a measure in a span.

    value None: the form was not submitted (gap names the quarters). empty: it was submitted and holds no row that counts.
    partial: some units that owe the form are missing (named). addresses gives the rows that were counted (most values are
    only compared with and nobody asks for their rows); dossiers: the dossiers and the flags that were counted.
    """

    value: Fraction | None
    gap: tuple[str, ...] = ()
    missing_units: tuple[str, ...] = ()
    empty: bool = False
    addresses: Callable[[], pd.DataFrame] | None = field(default=None, compare=False, repr=False)
    dossiers: tuple[AnyDossiers, tuple[str, ...]] | None = field(default=None, compare=False, repr=False)

    @property
    def partial(self) -> bool:
        return bool(self.missing_units)

    @property
    def rows(self) -> pd.DataFrame:
        """The source addresses (_file, _sheet, _row) of the rows that were counted."""
        return self.addresses() if self.addresses else pd.DataFrame(columns=SOURCE)


class Workspace:
    """What computations may look at: the parameters, the quarters read, and what was already computed from them."""

    def __init__(self, parameters: Parameters, data: Data) -> None:
        self.parameters = parameters
        self.data = data
        self._rows: dict[tuple[str, Span], FormRows] = {}
        self._measured: dict[tuple[str, Span], Measured] = {}
        self._dossiers: dict[Span, AnyDossiers] = {}
        self.indicators: dict[tuple[str, Period], Indicator] = {}  # kept by indicators.indicator_of

    @cached_property
    def calendar(self) -> Calendar:
        return self.parameters.calendar

    def form(self, form_id: str) -> Form:
        return self.parameters.forms[form_id]

    def rows(self, form_id: str, span: Span) -> FormRows:
        """The rows of a form that count in a span; a form that this body does not have is one that nobody submitted."""
        key = (form_id, span)
        if key not in self._rows:
            own = self.parameters.forms.get(form_id)
            self._rows[key] = rows_of(own, span, self.data) if own else FormRows(pd.DataFrame, gap=tuple(one.id for one in span.quarters))
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

    def dossiers(self, span: Span) -> AnyDossiers:
        """Dossiers of a span, from the newest submission of each not later than the span's last quarter."""
        if span not in self._dossiers:
            self._dossiers[span] = self._dossiers_of(span)
        return self._dossiers[span]

    def _dossiers_of(self, span: Span) -> AnyDossiers:
        quarters = [quarter for quarter in self._up_to(span) if self.data[quarter].submitted("ho_so_tthc")]
        refused = self.parameters.refused_rule(span.period, span.window)
        if quarters and self._register is not None:
            fields = dossier_rules.fields_by_code(self.catalogue(span))
            return self._register.window([quarter.id for quarter in quarters], span.window, refused, fields)
        frames = [self.data[quarter].tables["ho_so_tthc"] for quarter in quarters]
        frame = dossier_rules.newest_versions(frames) if frames else pd.DataFrame()
        if len(frame):
            frame = dossier_rules.classified(frame, span.window, refused)
            frame = dossier_rules.with_fields(frame, self.catalogue(span))
        return dossier_rules.Dossiers(frame, span.window)

    @cached_property
    def _register(self) -> Register | None:
        """The registers of all quarters for queries, where they are too large to be held as data frames."""
        tables = {quarter.id: one.tables for quarter, one in sorted(self.data.items(), key=lambda item: item[0].id) if one.submitted("ho_so_tthc")}
        parts = [(quarter, *stored_table(own, "ho_so_tthc")) for quarter, own in tables.items()]
        if sum(rows for _, _, rows in parts) <= LARGE:
            return None
        from .dossiers_at_size import Register

        return Register({quarter: part for quarter, part, _ in parts})

    def _received(self, rows: FormRows, span: Span) -> bool:
        """Whether any dossier was received in the span."""
        return self._register.received(rows.quarters, span.window) if self._register is not None else not rows.frame.empty

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
            dossiers = self.dossiers(span)
            count = dossiers.count(measure.dossiers)
            empty = not count and not self._received(rows, span)
            flags = tuple(measure.dossiers)
            return Measured(Fraction(count), (), rows.missing_units, empty, partial(dossiers.addresses, flags), (dossiers, flags))
        frame = rows.frame
        kept = matches(frame, measure, span)
        value = added(frame, measure.sum, kept) - added(frame, measure.less, kept) if measure.sum else Fraction(int(kept.sum()))
        return Measured(value, (), rows.missing_units, frame.empty, lambda: _addresses(frame, kept))


def stored_table(tables: Mapping[str, pd.DataFrame], form_id: str) -> tuple[pd.DataFrame | Path, int]:
    """A form's table and its number of rows: the file where it lies on the disk as Parquet, else the frame."""
    stored = getattr(tables, "stored", None)
    return stored(form_id) if stored else (tables[form_id], len(tables[form_id]))


def measured(value: Fraction, rows: FormRows, counted: pd.DataFrame) -> Measured:
    """A value with the addresses of the rows that it was made of."""
    return Measured(value, (), rows.missing_units, rows.frame.empty, lambda: _addresses(counted))


def _addresses(frame: pd.DataFrame, kept: np.ndarray | None = None) -> pd.DataFrame:
    if not len(frame):
        return pd.DataFrame(columns=SOURCE)
    return frame[SOURCE] if kept is None else frame[SOURCE][kept]


def matches(frame: pd.DataFrame, measure: Measure, span: Span) -> np.ndarray:
    """Which rows meet the measure's conditions: one yes or no a row."""
    kept = np.ones(len(frame), dtype=bool)
    for column, wanted in measure.where.items() if len(frame) else ():
        kept &= _meets(frame, column, wanted, span.window.end).to_numpy(dtype=bool, na_value=False)
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


def added(frame: pd.DataFrame, columns: Iterable[str], kept: np.ndarray | None = None) -> Fraction:
    """The exact sum of columns over all rows, or over those kept; blanks add nothing."""
    total = Fraction(0)
    for column in columns:
        if column in frame:
            values = frame[column] if kept is None else frame[column][kept]
            total += _sum(values.dropna().tolist())
    return total


def _sum(values: Sequence[object]) -> Fraction:
    if all(isinstance(value, Decimal) for value in values):
        return sum(map(Fraction, values), Fraction(0))  # type: ignore[arg-type]
    return Fraction(sum(map(int, values)))  # type: ignore[call-overload]


Place = tuple[str, str]  # file and sheet


@dataclass(frozen=True)
class Rows:
    """The rows of one sheet that count: their numbers, or only the first, the last and how many where they are too many."""

    numbers: np.ndarray | None
    first: int = 0
    last: int = 0
    count: int = 0

    @classmethod
    def of(cls, numbers: np.ndarray) -> Rows:
        if len(numbers) <= MOST_ROWS:
            return cls(numbers)
        return cls(None, int(numbers.min()), int(numbers.max()), len(numbers))

    def source(self, place: Place) -> Source:
        if self.numbers is not None:
            return Source(file=place[0], sheet=place[1], rows=runs(self.numbers))
        return Source(file=place[0], sheet=place[1], rows=f"{self.first}-{self.last}", counted=self.count)


def sources(*parts: Measured | pd.DataFrame) -> tuple[Source, ...]:
    """The addresses of rows, one per file and sheet, row numbers as runs: "5-9, 12".

    parts: what was measured of one span, or rows with their addresses.
    """
    found: dict[Place, list[np.ndarray]] = {}
    wide: dict[Place, Rows] = {}
    flags: dict[AnyDossiers, list[str]] = {}
    for part in parts:
        if isinstance(part, Measured) and part.dossiers is not None:
            flags.setdefault(part.dossiers[0], []).extend(part.dossiers[1])
            continue
        for place, numbers in by_place(part.rows if isinstance(part, Measured) else part):
            found.setdefault(place, []).append(numbers)
    for dossiers, own in flags.items():
        for place, rows in dossiers.places(tuple(dict.fromkeys(own)), MOST_ROWS):
            if isinstance(rows, tuple):
                wide[place] = Rows(None, *rows)
            else:
                found.setdefault(place, []).append(rows)
    every = {place: Rows.of(np.unique(np.concatenate(numbers))) for place, numbers in found.items()} | wide
    return tuple(every[place].source(place) for place in sorted(every))


def dossier_sources(dossiers: AnyDossiers, flags: Sequence[str], field: str | None = None) -> tuple[Source, ...]:
    """The addresses of the dossiers that have any of some flags, of one field or of all."""
    places = dossiers.places(flags, MOST_ROWS, field)
    found = {place: Rows(None, *rows) if isinstance(rows, tuple) else Rows(rows) for place, rows in places}
    return tuple(found[place].source(place) for place in sorted(found))


def runs(numbers: Iterable[int]) -> str:
    """Numbers as runs: 5, 6, 7, 12 -> "5-7, 12"."""
    rows = np.unique(numbers if isinstance(numbers, np.ndarray) else np.array(list(numbers), dtype=np.int64))
    if not len(rows):
        return ""
    cuts = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = rows[np.concatenate([[0], cuts + 1])], rows[np.concatenate([cuts, [len(rows) - 1]])]
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True))
