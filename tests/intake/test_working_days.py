"""Working days between two days: weekends, holidays and the dated corrections, by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.domain.parameters import DayOff
from cchc_lib.intake.working_days import days_after, late_days

DAYS = st.dates(dt.date(2023, 12, 1), dt.date(2024, 6, 1))


def after(due: str, end: str, *days_off: DayOff) -> int:
    pair = dt.date.fromisoformat(due), dt.date.fromisoformat(end)
    return days_after([pair], days_off)[pair]


@pytest.mark.parametrize(("due", "end", "days"), [
    ("2024-03-06", "2024-03-06", 0),
    ("2024-03-06", "2024-03-07", 1),
    ("2024-03-08", "2024-03-11", 1),  # Friday to Monday
    ("2024-03-08", "2024-03-09", 1),  # on a Saturday: counts for the Monday
    ("2024-03-09", "2024-03-11", 1),
    ("2024-03-11", "2024-03-08", -1),
    ("2024-03-09", "2024-03-08", -1),
    ("2024-02-07", "2024-02-15", 1),  # Tết: 08/02 … 14/02 are days off
])
def test_working_days_after_the_due_day(due: str, end: str, days: int) -> None:
    assert after(due, end) == days


def test_corrections_of_the_office_hold() -> None:
    off, on = DayOff(day=dt.date(2024, 3, 7), off=True, source="x"), DayOff(day=dt.date(2024, 3, 9), off=False, source="x")
    assert after("2024-03-06", "2024-03-08", off) == 1
    assert after("2024-03-08", "2024-03-11", on) == 2


@given(DAYS, DAYS)
def test_late_never_reads_as_on_time_and_agrees_with_the_units_own_lateness(due: dt.date, end: dt.date) -> None:
    found = days_after([(due, end), (end, due)])
    assert (found[due, end] > 0) == (end > due) and found[due, end] == -found[end, due]
    assert max(found[due, end], 0) == late_days(due, end)


def test_nothing_asked_is_nothing_told() -> None:
    assert days_after([]) == {}
