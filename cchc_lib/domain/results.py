"""What is computed and written to results.json: judged indicators, statistics, tasks, form II.06a.

Numbers are text where exactness matters: numerator and denominator exact, value with 12 decimals half-up.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cchc_lib.domain.printing import number

SCHEMA = 1
SAMPLE_MARK = "SỐ LIỆU MINH HỌA"  # what everything made from invented figures says

DAT = "đạt"
CHUA_DAT = "chưa đạt"
DANG_THUC_HIEN = "đang thực hiện"
KHONG_PHAT_SINH = "không phát sinh"
CHUA_CO_SO_LIEU = "chưa có số liệu"
STATUSES = (DAT, CHUA_DAT, DANG_THUC_HIEN, KHONG_PHAT_SINH, CHUA_CO_SO_LIEU)
Status = Literal["đạt", "chưa đạt", "đang thực hiện", "không phát sinh", "chưa có số liệu"]

TOTAL_FIELD = "Tổng cộng"
UNKNOWN_FIELD = "Chưa xác định"


class Result(BaseModel):
    """Base of results: written once, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Result):
    """The rows that an indicator was computed from: "5-1223", or "5-9, 12" where they are not one run.

    counted: how many rows of the one run that is given count, where they are too many to be listed; else None.
    """

    file: str
    sheet: str
    rows: str
    counted: int | None = Field(default=None, exclude_if=lambda value: value is None)


class Amount(Result):
    """A value with what it was divided from; status None when it was computed but not judged (no plan)."""

    numerator: str | None = None
    denominator: str | None = None
    value: str | int | None = None
    printed: str | None = None
    status: Status | None = None
    reason: Literal["form", "plan"] | None = None
    gap: tuple[str, ...] = ()


class Compared(Amount):
    """The same indicator in another period; change: the reported value less this one (percentage points for shares)."""

    period: str
    change: str | None = None
    printed_change: str | None = None


class Part(Result):
    """One part of an indicator that has several (2.3.a: công chức, viên chức)."""

    name: str
    value: int
    target: int
    met: bool


class Pace(Result):
    """A year-end target inside the year: what should have been reached by now, and whether it was."""

    expected: str
    printed: str
    ahead: bool


class Indicator(Amount):
    """A target with its result in the period, in the year to date and beside earlier periods.

    distance: how far a missed target is from its number, never negative; 0 where "trên 95%" got exactly 95%.
    """

    id: str
    area: str
    name: str
    text: str = ""
    unit: str
    kind: Literal["ratio", "count", "level", "checklist"]
    comparison: str
    target: str | int | None = None
    partial: bool = False
    missing_units: tuple[str, ...] = ()
    distance: str | None = None
    printed_distance: str | None = None
    year_to_date: Amount
    previous: Compared | None = None
    same_period_last_year: Compared | None = None
    parts: tuple[Part, ...] = ()
    pace: Pace | None = None
    base: str | None = None
    source: str | None = None
    sources: tuple[Source, ...] = ()

    def _repr_markdown_(self) -> str:
        """The result in a line, where a notebook would show all fields one after the other."""
        base = f" ({number(Fraction(self.numerator))}/{number(Fraction(self.denominator))})" if self.numerator and self.denominator else ""
        return f"**{self.id} {self.name}**: {f'{self.printed}{base}, ' if self.printed else ''}{self.status or 'không đánh giá'}"


# How a figure's id begins: 06a/<field>/<column>, stat/<id>, task/<id>, summary/…; an indicator's is its id alone.
DOSSIERS, STATISTIC, TASK, SUMMARY = "06a", "stat", "task", "summary"

# The sums of form II.06a: column -> the counts that make it up.
DOSSIER_SUMS = {
    "received": ("online", "direct", "carried_over"),
    "resolved": ("early", "on_time", "late"),
    "pending": ("pending_in_time", "pending_overdue"),
}


class DossierRow(Result):
    """One row of form II.06a: dossiers of a field by where they stand."""

    field: str
    online: int = 0
    direct: int = 0
    carried_over: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    pending_in_time: int = 0
    pending_overdue: int = 0

    @property
    def received(self) -> int:
        return self.online + self.direct + self.carried_over

    @property
    def resolved(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def pending(self) -> int:
        return self.pending_in_time + self.pending_overdue


class StatisticResult(Result):
    """A row of annex III; value None where there are no data (reason in status)."""

    id: str
    name: str
    unit: str
    value: str | None = None
    year_to_date: str | None = None
    printed: str | None = None
    printed_year_to_date: str | None = None
    status: Status | None = None
    gap: tuple[str, ...] = ()
    partial: bool = False
    sources: tuple[Source, ...] = ()


class TaskReport(Result):
    """What one unit wrote of one task."""

    unit: str
    status: str
    done: str | None = None
    result: str | None = None
    difficulty: str | None = None
    source: Source | None = None


class TaskResult(Result):
    """A task of the plan with the worst status of its rows."""

    id: str
    area: str
    text: str
    status: str
    lead: str | None = None
    with_units: tuple[str, ...] = ()
    due: str | None = None
    product: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    reports: tuple[TaskReport, ...] = ()


class Chart(Result):
    """A drawn figure: file name of its PNG, what it says in words, and its data. in_report: it stands in the Word report."""

    id: str
    file: str
    caption: str
    alt: str
    source: str = ""
    data: dict[str, Any] = Field(default_factory=dict)
    in_report: bool = True


class PastPoint(Result):
    """An indicator in one period, and what that year's plan wanted of it."""

    period: str
    value: str | int | None = None
    printed: str | None = None
    status: Status | None = None
    target: str | int | None = None


class PastResult(Result):
    """An indicator over periods, oldest first."""

    id: str
    points: tuple[PastPoint, ...]


class Words(Result):
    """What a unit wrote in Đánh giá chung, word for word."""

    section: str
    text: str
    unit: str | None = None
    indicator: str | None = None


class AreaResult(Result):
    """The product of one area notebook. past: its indicators over the quarters, which the report need not compute again."""

    schema_: int = Field(default=SCHEMA, alias="schema")
    area: str
    period: dict[str, str]
    sample: bool = False
    indicators: tuple[Indicator, ...] = ()
    statistics: tuple[StatisticResult, ...] = ()
    dossiers: tuple[DossierRow, ...] = ()
    tasks: tuple[TaskResult, ...] = ()
    words: tuple[Words, ...] = ()
    charts: tuple[Chart, ...] = ()
    past: tuple[PastResult, ...] = ()
    details: dict[str, Any] = Field(default_factory=dict)
    findings: tuple[dict[str, Any], ...] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
