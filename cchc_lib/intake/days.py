"""The one reader of days (the day always comes before the month), and of reporting months."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from cchc_lib.domain.periods import MONTH_ENDS_ON, Window, reporting_month
from cchc_lib.domain.text import tidy, vid

from .values import NEEDED, Cell, Problem, exact_of, shown

FIRST_YEAR, LAST_YEAR = 1950, 2100  # a year before is an Excel epoch accident, one after a slip of the hand
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm]|SA|CH|Z|[+-]\d{2}:?\d{2})?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TIME)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})" + _TIME)
_IN_WORDS = re.compile(r"(?:ngay_)?(\d{1,2})_thang_(\d{1,2})_nam_(\d{4})")
_SERIALS = range((dt.date(1990, 1, 1) - dt.date(1899, 12, 30)).days, (dt.date(2100, 1, 1) - dt.date(1899, 12, 30)).days)


def day(value: object) -> Cell:
    """A day: an Excel date, a datetime, or a text with the day before the month."""
    if isinstance(value, dt.date):  # datetime too
        if FIRST_YEAR <= value.year < LAST_YEAR:
            return Cell(dt.date(value.year, value.month, value.day))
        return _checked_day(value.year, value.month, value.day, shown(value))
    if isinstance(value, (dt.time, dt.timedelta)):  # a number below 1, or out of range, shown as a date
        return Cell(None, Problem("ngay_1900", str(value), NEEDED["date"]))
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        return _no_day(shown(value))
    if not isinstance(value, str):
        return _serial_day(value)
    words = tidy(value)
    if match := _DAY_FIRST.fullmatch(words):
        return _checked_day(_year(match[4]), int(match[3]), int(match[1]), words, short=len(match[4]) == 2)
    if match := _YEAR_FIRST.fullmatch(words):
        return _checked_day(int(match[1]), int(match[3]), int(match[4]), words)
    if match := _IN_WORDS.fullmatch(vid(words)):
        return _checked_day(int(match[3]), int(match[2]), int(match[1]), words)
    return _no_day(words)


def _no_day(words: str) -> Cell:
    return Cell(None, Problem("khong_phai_ngay", words, NEEDED["date"]))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _serial_day(value: float | Decimal) -> Cell:
    """A bare number in a date column: Excel's own count of days when it can be one."""
    whole = int(value) if exact_of(value).is_finite() else -1
    if whole in _SERIALS:
        found = dt.date(1899, 12, 30) + dt.timedelta(days=whole)
        return Cell(found, Problem("ngay_thanh_so", shown(value), shown(found)))
    return _no_day(shown(value))


def _checked_day(year: int, month_: int, day_: int, words: str, *, short: bool = False) -> Cell:
    if year < FIRST_YEAR:
        code = "ngay_1900" if year >= 1899 else "ngay_vo_ly"
        return Cell(None, Problem(code, words, NEEDED["date"]))
    try:
        found = dt.date(year, month_, day_)
    except ValueError:
        return _no_day(words)
    if year >= LAST_YEAR:
        return Cell(None, Problem("ngay_vo_ly", words, NEEDED["date"]))
    return Cell(found, Problem("nam_hai_chu_so", words, shown(found)) if short else None)


# --- reporting months ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Months:
    """What a reporting month without a year means in this quarter: the one of that number nearest to the window."""

    window: Window
    rule: str = "nd09"

    def nearest(self, number: int) -> dt.date:
        return _nearest(self.window, self.rule, number)


@cache
def _nearest(window: Window, rule: str, number: int) -> dt.date:
    years = range(window.start.year - 1, window.end.year + 2)
    middle = window.start + (window.end - window.start) / 2

    def distance(year: int) -> int:
        return abs((reporting_month(year, number, rule).end - middle).days)

    return dt.date(min(years, key=distance), number, 1)


_MONTH = re.compile(r"(?:thang_|thang|t_|t)?(\d{1,2})(?:_nam)?(?:_(\d{4}))?")
_YEAR_MONTH = re.compile(r"(\d{4})_(\d{1,2})")


def month(value: object, months: Months) -> Cell:
    """A reporting month as its first calendar day: 3, 03/2024, Tháng 3, T3/2024, or the date that Excel made of one."""
    if isinstance(value, dt.date):  # datetime too
        return _month_of_day(value.year, value.month, value.day, months, shown(value))
    if isinstance(value, (bool, dt.time, dt.timedelta)):
        return _no_month(shown(value))
    if isinstance(value, (int, float, Decimal)):
        exact = exact_of(value)
        whole = exact.is_finite() and exact == exact.to_integral_value()
        return _checked_month(None, int(exact), months, shown(value)) if whole else _no_month(str(value))
    words = tidy(value)
    if match := _MONTH.fullmatch(vid(words)):
        return _checked_month(int(match[2]) if match[2] else None, int(match[1]), months, words)
    if match := _YEAR_MONTH.fullmatch(vid(words)):
        return _checked_month(int(match[1]), int(match[2]), months, words)
    found = day(value)
    if isinstance(found.value, dt.date):
        return _month_of_day(found.value.year, found.value.month, found.value.day, months, words)
    return _no_month(words)


def _no_month(words: str) -> Cell:
    return Cell(None, Problem("khong_phai_thang", words, NEEDED["month"]))


def _checked_month(year: int | None, number_: int, months: Months, words: str) -> Cell:
    if not 1 <= number_ <= 12 or (year is not None and not FIRST_YEAR <= year < LAST_YEAR):
        return _no_month(words)
    return Cell(months.nearest(number_) if year is None else dt.date(year, number_, 1))


def _month_of_day(year: int, month_: int, day_: int, months: Months, words: str) -> Cell:
    """Excel writes a month as its first day. Another day stands for its month only while the rule in force agrees."""
    if 1899 <= year < FIRST_YEAR:
        return Cell(None, Problem("ngay_1900", words, NEEDED["month"]))
    if day_ > MONTH_ENDS_ON and months.rule != "calendar":
        return _no_month(words)
    return _checked_month(year, month_, months, words)
