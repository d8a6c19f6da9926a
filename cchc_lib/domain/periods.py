"""Reporting periods and their windows (Nghị định 09/2019/NĐ-CP, Điều 12; the plan of 2024, section IV).

A quarter runs from the 15th of the month before it to the 14th of its last month, so quý I of 2024 is
15/12/2023 … 14/3/2024. Consecutive windows tile the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from .errors import UsageError
from .text import vid

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
CUMULATED = {"6T": 2, "9T": 3, "N": 4}
MONTH_ENDS_ON = 14  # a reporting month: from the 15th of the month before (Nghị định 09/2019/NĐ-CP, Điều 12)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


class PeriodError(UsageError, ValueError):
    """A period that there is not, or whose days nobody gave; the message says what is accepted."""


@dataclass(frozen=True, order=True)
class Window:
    """A closed span of days, both ends counted."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def overlaps(self, other: Window) -> bool:
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True)
class Period:
    """One reporting period: a quarter, a cumulated period (6T, 9T, N) or a report on request (DX1 …)."""

    year: int
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in QUARTERS and self.kind not in CUMULATED and not re.fullmatch(r"DX[1-9]\d?", self.kind):
            raise PeriodError(f"Không có kỳ «{self.kind}»")

    @property
    def id(self) -> str:
        return f"{self.year}-{self.kind}"

    def __str__(self) -> str:
        return self.id

    @property
    def is_quarter(self) -> bool:
        return self.kind in QUARTERS

    @property
    def is_cumulated(self) -> bool:
        return self.kind in CUMULATED

    @property
    def is_request(self) -> bool:
        return self.kind.startswith("DX")

    @property
    def quarter_number(self) -> int | None:
        """The last quarter that the period reaches (6T -> 2, N -> 4); None for a report on request."""
        if self.is_quarter:
            return int(self.kind[1])
        return CUMULATED.get(self.kind)

    @property
    def is_year_end(self) -> bool:
        return self.quarter_number == 4

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters whose submissions make up the period; empty for a report on request (its file says)."""
        if self.is_quarter:
            return (self,)
        return tuple(Period(self.year, f"Q{n}") for n in range(1, CUMULATED.get(self.kind, 0) + 1))

    @property
    def quarters_to_date(self) -> tuple[Period, ...]:
        """The quarters of the year up to and with the period's last one."""
        return tuple(Period(self.year, f"Q{n}") for n in range(1, (self.quarter_number or 0) + 1))

    @property
    def previous(self) -> Period | None:
        """The quarter before; for a year the year before; None for 6T, 9T and reports on request."""
        if self.kind == "N":
            return Period(self.year - 1, "N")
        if not self.is_quarter:
            return None
        number = int(self.kind[1])
        return Period(self.year - 1, "Q4") if number == 1 else Period(self.year, f"Q{number - 1}")

    @property
    def same_period_last_year(self) -> Period | None:
        return None if self.is_request else Period(self.year - 1, self.kind)

    @property
    def next(self) -> Period | None:
        """The quarter after a quarter; None for the others."""
        if not self.is_quarter:
            return None
        number = int(self.kind[1])
        return Period(self.year + 1, "Q1") if number == 4 else Period(self.year, f"Q{number + 1}")

    @property
    def label(self) -> str:
        """As administrative prose names it: quý I năm 2024, 6 tháng đầu năm 2024, năm 2024."""
        if self.is_request:
            return f"đột xuất lần {self.kind[2:]} năm {self.year}"
        return f"{self.short_label} năm {self.year}" if self.is_quarter else f"{self.short_label} {self.year}"

    @property
    def short_label(self) -> str:
        """Without the year: quý I, 6 tháng đầu năm, năm."""
        if self.is_quarter:
            return f"quý {ROMAN[int(self.kind[1])]}"
        if self.is_request:
            return f"đột xuất lần {self.kind[2:]}"
        return {"6T": "6 tháng đầu năm", "9T": "9 tháng đầu năm", "N": "năm"}[self.kind]


_WORDS = {"i": "Q1", "ii": "Q2", "iii": "Q3", "iv": "Q4", "1": "Q1", "2": "Q2", "3": "Q3", "4": "Q4"}
ACCEPTED = "2024-Q1 … 2024-Q4, 2024-6T, 2024-9T, 2024-N, 2024-DX1 (hoặc Q1/2024, quý I/2024)"


def parse_period(text: str) -> Period:
    """The period that text names: 2024-Q1, Q1/2024, quý I/2024, 2024-6T, năm 2024 …

    Raises PeriodError, naming what is accepted, for anything else.
    """
    words = vid(text).split("_")
    years = [w for w in words if re.fullmatch(r"(19|20|21)\d\d", w)]
    rest = [w for w in words if w not in years]
    if len(years) == 1:
        kind = _kind_of("".join(rest))
        if kind:
            return Period(int(years[0]), kind)
    raise PeriodError(f"Không hiểu kỳ «{text}»; cần một trong: {ACCEPTED}")


def _kind_of(word: str) -> str | None:
    if match := re.fullmatch(r"(?:q|quy)(iv|i{1,3}|[1-4])(?:nam)?", word):
        return _WORDS[match[1]]
    if match := re.fullmatch(r"([69])(?:t|thang(?:daunam)?)", word):
        return f"{match[1]}T"
    if word in ("n", "nam", "canam"):
        return "N"
    if match := re.fullmatch(r"(?:dx|dotxuat(?:lan)?)([1-9]\d?)(?:nam)?", word):
        return f"DX{match[1]}"
    return None


def reporting_month(year: int, month: int, rule: str = "nd09") -> Window:
    """The days of a reporting month: 15/2 … 14/3 for month 3 under the 15–14 rule, the calendar month otherwise."""
    if rule == "calendar":
        return Window(date(year, month, 1), _month_after(year, month) - timedelta(days=1))
    year_before, month_before = (year - 1, 12) if month == 1 else (year, month - 1)
    return Window(date(year_before, month_before, MONTH_ENDS_ON + 1), date(year, month, MONTH_ENDS_ON))


def _month_after(year: int, month: int) -> date:
    return date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)


def window_of(period: Period, rule: str = "nd09") -> Window:
    """The window of a quarter or cumulated period under rule nd09 or calendar."""
    if period.quarter_number is None:
        raise PeriodError(
            f"Kỳ {period} cần ngày bắt đầu và kết thúc", where=f"parameters/periods/{period}.yaml",
            remedy="Ghi trong tệp đó: rule: dates, from: và to: (hoặc --set period/from=… --set period/to=…).",
        )
    last_month = 3 * period.quarter_number
    first_month = last_month - 2 if period.is_quarter else 1
    return Window(reporting_month(period.year, first_month, rule).start, reporting_month(period.year, last_month, rule).end)


def months_in(window: Window, rule: str = "nd09") -> tuple[date, ...]:
    """The reporting months of a window, each as its first calendar day.

    A month belongs to the window that holds its last day, so windows that tile the calendar share no month and lose none.
    """
    return tuple(
        date(year, month, 1)
        for year, month in _months_around(window)
        if reporting_month(year, month, rule).end in window
    )


def _months_around(window: Window) -> Iterator[tuple[int, int]]:
    for year in range(window.start.year, window.end.year + 1):
        for month in range(1, 13):
            yield year, month


@dataclass(frozen=True)
class Span:
    """A period with its window in force: what every computation is told about time.

    rule is nd09, calendar or dates (explicit days in the period's file); month_rule says how reporting months are cut.
    """

    period: Period
    window: Window
    rule: str = "nd09"
    month_rule: str = "nd09"
    quarters: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        if not self.quarters:
            object.__setattr__(self, "quarters", self.period.quarters)

    @cached_property
    def months(self) -> tuple[date, ...]:
        return months_in(self.window, self.month_rule)

    @property
    def last_quarter(self) -> Period:
        return self.quarters[-1]


def overlapping_quarters(window: Window, rule: str = "nd09") -> tuple[Period, ...]:
    """The quarters whose windows share a day with window, oldest first."""
    found = []
    for year in range(window.start.year - 1, window.end.year + 2):
        for kind in QUARTERS:
            quarter = Period(year, kind)
            if window_of(quarter, rule).overlaps(window):
                found.append(quarter)
    return tuple(found)


def tiles(previous: Window, current: Window) -> int:
    """Days between two windows that ought to touch: 0 when they do, > 0 a gap, < 0 an overlap."""
    return (current.start - previous.end).days - 1


@dataclass(frozen=True)
class Calendar:
    """The windows of all periods: the rule in force at each one's end, and the dates that period files set otherwise.

    rule: nd09 or calendar; rule_on: the rule of a day, where the rule has changed with time. overrides: period id -> Span,
    from parameters/periods/.
    """

    rule: str = "nd09"
    overrides: Mapping[str, Span] = field(default_factory=dict)
    rule_on: Callable[[date], str] | None = None

    def rule_of(self, period: Period) -> str:
        """The rule in force on the last day of the period's last calendar month."""
        return self.rule_on(window_of(period, "calendar").end) if self.rule_on else self.rule

    def span(self, period: Period) -> Span:
        """The period's window in force. Raises PeriodError for a report on request without a period file."""
        if override := self.overrides.get(period.id):
            return override
        rule = self.rule_of(period)
        return Span(period, window_of(period, rule), rule, rule)

    def year_to_date(self, period: Period) -> Span:
        """From the first window of the year to the period's end; the period itself for a report on request."""
        current = self.span(period)
        if period.is_request:
            return current
        first = self.span(Period(period.year, "Q1"))
        window = Window(min(first.window.start, current.window.start), current.window.end)
        return Span(period, window, current.rule, current.month_rule, period.quarters_to_date)
