"""Judges exact values against targets, to the letter of the plan.

95,0 % does not meet "trên 95%"; 1999/2000 is not "100%"; 0 of 0 is «không phát sinh», nobody submitted is «chưa có số liệu».
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from cchc_lib.domain.periods import Period, Span, window_of
from cchc_lib.domain.plan import Target
from cchc_lib.domain.printing import decimal_text, percent
from cchc_lib.domain.results import CHUA_DAT, DANG_THUC_HIEN, DAT, Pace, Status

COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}


def share(numerator: Fraction, denominator: Fraction) -> Fraction | None:
    """Percentage of denominator, exact; None where nothing arose (denominator 0)."""
    return None if denominator == 0 else numerator * 100 / denominator


def meets(value: Fraction, comparison: str, target: Fraction) -> bool:
    """value against target by the comparison's letter, on exact numbers."""
    return COMPARE[comparison](value, target)


def status_of(value: Fraction, target: Target, span: Span) -> Status | None:
    """The status of a computed value; None where the plan sets no number (nothing to judge by)."""
    if target.value is None:
        return None
    met = meets(value, target.comparison, Fraction(target.value))
    if target.due == "year_end" and not is_year_end(span):
        return DAT if met else DANG_THUC_HIEN
    return DAT if met else CHUA_DAT


def is_year_end(span: Span) -> bool:
    """Whether year-end targets are judged finally in this period: Q4, N, or a window that reaches the year's last day."""
    period = span.period
    return period.is_year_end or (period.is_request and span.window.end >= window_of(Period(period.year, "N")).end)


def pace_of(value: Fraction, target: Target, span: Span) -> Pace | None:
    """For a year-end target inside the year: the pace of the plan, else value × k/4, and whether it is kept."""
    if target.due != "year_end" or target.value is None or is_year_end(span):
        return None
    expected = expected_by(target, quarter_reached(span))
    assert expected is not None
    ahead = meets(value, target.comparison, expected)
    return Pace(expected=decimal_text(expected), printed=percent(expected), ahead=ahead)


def expected_by(target: Target, quarter: int) -> Fraction | None:
    """What a year-end target wants by the end of a quarter (1–4): the plan's pace, else value × k/4; None without a number."""
    if target.value is None:
        return None
    return Fraction(target.pace[quarter - 1]) if target.pace else Fraction(target.value) * quarter / 4


def quarter_reached(span: Span) -> int:
    """Which quarter of the year the span's end lies in (1–4)."""
    if span.period.quarter_number:
        return span.period.quarter_number
    year = span.period.year
    for number in range(1, 5):
        if span.window.end <= window_of(Period(year, f"Q{number}")).end:
            return number
    return 4
