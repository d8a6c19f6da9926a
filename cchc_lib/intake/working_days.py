"""Working days of state agencies: the holidays package plus the dated corrections of parameters/days_off.yaml."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import accumulate
from functools import lru_cache

from cchc_lib.domain.parameters import DayOff, Parameters
from cchc_lib.domain.periods import Period

ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=1)
def _vietnam():
    import holidays  # here: importing it takes longer than most commands need

    return holidays.country_holidays("VN")


def is_working_day(day: dt.date, days_off: Sequence[DayOff] = ()) -> bool:
    """Whether agencies work on a day; the dated corrections go before the package."""
    for one in days_off:
        if one.day == day:
            return not one.off
    return bool(_vietnam().is_working_day(day))


def due_day(quarter: Period, parameters: Parameters) -> dt.date:
    """The last working day not after the due day (14: «trước ngày 15») of the quarter's last month."""
    own = parameters.periods.get(quarter.id)
    if own and own.due:
        return own.due
    last_month = 3 * (quarter.quarter_number or 4)
    rules = parameters.rules_on(dt.date(quarter.year, last_month, 1))
    day = dt.date(quarter.year, last_month, rules.due_day)
    while not is_working_day(day, parameters.days_off):
        day -= ONE_DAY
    return day


def late_days(due: dt.date, arrived: dt.date, days_off: Sequence[DayOff] = ()) -> int:
    """Working days after the due day up to the arrival; 0 in time. What comes on a day off counts for the next working day."""
    if arrived <= due:
        return 0
    count, day = 0, due
    while day < arrived:
        day += ONE_DAY
        count += is_working_day(day, days_off)
    return count if is_working_day(arrived, days_off) else count + 1


def days_after(pairs: Iterable[tuple[dt.date, dt.date]], days_off: Sequence[DayOff] = ()) -> dict[tuple[dt.date, dt.date], int]:
    """(due day, end) -> working days from the one to the other: 0 on the same day, < 0 for an end before the due day.

    A later day that is a day off counts for the next working day, as in late_days; two different days are never 0 apart.
    """
    wanted = dict.fromkeys(pairs)
    if not wanted:
        return {}
    first, last = min(map(min, wanted)), max(map(max, wanted))
    works = [is_working_day(first + number * ONE_DAY, days_off) for number in range((last - first).days + 1)]
    until = list(accumulate(works))

    def apart(early: dt.date, late: dt.date) -> int:
        return until[(late - first).days] - until[(early - first).days] + (early < late and not works[(late - first).days])

    return {(due, end): apart(due, end) if due <= end else -apart(end, due) for due, end in wanted}
