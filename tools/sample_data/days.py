"""Quarters, windows and working days of the sample."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from cchc_lib.domain.periods import Period, Window, months_in, window_of
from cchc_lib.intake.working_days import is_working_day

QUARTERS = tuple(Period(year, f"Q{n}") for year in (2023, 2024) for n in (1, 2, 3, 4))

is_working = cache(is_working_day)


def working_days(start: date, end: date) -> list[date]:
    """The working days from start to end, both counted."""
    span = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in span if is_working(day)]


def after(day: date, count: int) -> date:
    """The working day that comes count working days after day."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def next_working(day: date) -> date:
    """day itself, or the first working day after it."""
    return day if is_working(day) else after(day, 1)


def window(quarter: Period) -> Window:
    return window_of(quarter, "nd09")


def months(quarter: Period) -> list[int]:
    return [month.month for month in months_in(window(quarter))]


def due_day(quarter: Period) -> date:
    """The last working day of the window: units send their data "trước ngày 15"."""
    return open_days(quarter)[-1]


def open_days(quarter: Period) -> list[date]:
    """The working days that a file sent on the due day can tell of."""
    return working_days(window(quarter).start, window(quarter).end)
