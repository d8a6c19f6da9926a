"""One reader for numbers, one for dates, one for yes/no, months, choices, durations, texts: here the world's mess stops.

Every reader takes a raw cell that is not blank and returns a Cell: its value, or None with what is wrong. A finding may
come with a value (something was decided) or without one (nothing was guessed).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from cchc_lib.domain.forms import Column
from cchc_lib.domain.periods import Window, reporting_month
from cchc_lib.domain.text import nearest, tidy, vid

from .legacy import legacy_encoding
from .raw import ErrorCell, PercentNumber, UncachedFormula


class Problem(NamedTuple):
    """What is wrong with a cell: a code of codes.CODES and the words of its sentence."""

    code: str
    found: str = ""
    needed: str = ""
    hint: str = ""


class Cell(NamedTuple):
    """A typed value, None where there is none; problem: what to report of it."""

    value: object
    problem: Problem | None = None


BLANK = Cell(None)
NEEDED = {
    "text": "nội dung",
    "integer": "một số nguyên (ví dụ 12 hoặc 1.234)",
    "decimal": "một số (ví dụ 12 hoặc 1.234,5)",
    "date": "một ngày có thật (ngày/tháng/năm)",
    "month": "một tháng (ví dụ 3, 03/2024 hoặc Tháng 3)",
    "yes_no": "Có hoặc Không",
    "duration": "số ngày (ví dụ 10 ngày làm việc)",
}
FIRST_YEAR, LAST_YEAR = 1950, 2100  # a year before is an Excel epoch accident, one after a slip of the hand
LARGEST = 10**15  # Excel keeps 15 digits

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def needed(column: Column) -> str:
    """What a cell of the column should hold, in words."""
    return f"một trong: {', '.join(column.values)}" if column.type == "choice" else NEEDED[column.type]


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value[:1].isalnum() and not tidy(value))


def shown(value: object) -> str:
    """A raw cell as people read it in Excel."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, Decimal)):
        return _digits(value)
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != dt.time() else f"{value:%d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return tidy(value)


def _digits(value: float | Decimal) -> str:
    """A number to the 15 digits that Excel keeps, without exponent or trailing zeros."""
    text = format(_exact(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(format(value, ".15g") if isinstance(value, float) else value)


@dataclass(frozen=True)
class Months:
    """What a reporting month without a year means in this quarter: the one of that number nearest to the window."""

    window: Window
    rule: str = "nd09"

    def nearest(self, number: int) -> dt.date:
        years = range(self.window.start.year - 1, self.window.end.year + 2)
        middle = self.window.start + (self.window.end - self.window.start) / 2

        def distance(year: int) -> int:
            return abs((reporting_month(year, number, self.rule).end - middle).days)

        return dt.date(min(years, key=distance), number, 1)


@dataclass(frozen=True)
class Setting:
    """What the readers need to know of the quarter: its months, and the state mapping of one-stop software."""

    months: Months
    states: Mapping[str, str]


def read_cell(value: object, column: Column, setting: Setting) -> Cell:
    """The typed value of one raw cell of a column; blank cells give no problem here (whether one may be blank is a row's matter)."""
    if is_blank(value):
        return BLANK
    if isinstance(value, ErrorCell):
        return Cell(None, Problem("o_loi", str(value), needed(column)))
    if isinstance(value, UncachedFormula):
        return Cell(None, Problem("cong_thuc_chua_tinh"))
    match column.type:
        case "integer" | "decimal":
            return _within(number(value, column), column)
        case "date":
            return day(value)
        case "month":
            return month(value, setting.months)
        case "yes_no":
            return yes_no(value)
        case "choice":
            return choice(value, column, setting.states if column.id == "trang_thai" else {})
        case "duration":
            return duration(value)
    return text(value, is_code=column.id == "ma_tthc")


# --- numbers ---------------------------------------------------------------------------------------------------------
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:,\d+)?")
_POINTS = re.compile(r"[+-]?\d*(?:\.\d*)+(?:,\d+)?")  # points that group no thousands
_SIGNS = str.maketrans({"−": "-", "–": "-"})


def number(value: object, column: Column) -> Cell:
    """A number: an Excel number as it is, a text by Vietnamese rules (forms.yaml, numbers)."""
    if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
        return Cell(None, Problem("khong_phai_so", shown(value), needed(column)))
    if isinstance(value, (int, float, Decimal)):
        return _number(value, column)
    words = tidy(value)
    digits = words.translate(_SIGNS).removesuffix("%").strip()
    if _GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits):
        return _whole(Decimal(digits.replace(".", "").replace(",", ".")), words, column)
    if _POINTS.fullmatch(digits) and any(c.isdigit() for c in digits):
        return Cell(None, Problem("so_khong_ro", words))
    return Cell(None, Problem("khong_phai_so", words, needed(column)))


def _number(value: float | Decimal, column: Column) -> Cell:
    exact = _exact(value)
    if not exact.is_finite():
        return Cell(None, Problem("khong_phai_so", str(value), needed(column)))
    read = _whole(exact, shown(value), column)
    if isinstance(value, PercentNumber) and read.problem is None:
        printed = f"{_digits(_exact(float(value) * 100))}%".replace(".", ",")
        return Cell(read.value, Problem("o_phan_tram", _digits(exact).replace(".", ","), printed))
    return read


def _whole(exact: Decimal, words: str, column: Column) -> Cell:
    if abs(exact) >= LARGEST:
        return Cell(None, Problem("ngoai_khoang", words, "số nhỏ hơn 10^15"))
    if column.type == "decimal":
        return Cell(_stripped(exact))
    if exact != exact.to_integral_value():
        return Cell(None, Problem("khong_phai_so_nguyen", words, needed(column)))
    return Cell(int(exact))


def _stripped(exact: Decimal) -> Decimal:
    """Without trailing zeros or exponent, so that equal numbers look equal."""
    stripped = exact.normalize()
    return stripped.quantize(Decimal(1)) if stripped.as_tuple().exponent > 0 else stripped + 0


def _within(cell: Cell, column: Column) -> Cell:
    if cell.value is None:
        return cell
    low = column.min is not None and cell.value < column.min  # type: ignore[operator]
    high = column.max is not None and cell.value > column.max  # type: ignore[operator]
    if not (low or high):
        return cell
    bounds = [f"từ {column.min}" if column.min is not None else "", f"đến {column.max}" if column.max is not None else ""]
    kind = "số nguyên" if column.type == "integer" else "số"
    wanted = " ".join(filter(None, [kind, *bounds])) + (" trở lên" if column.max is None else "")
    return Cell(None, Problem("ngoai_khoang", shown(cell.value).replace(".", ","), wanted))


# --- dates: the day always comes before the month -----------------------------------------------------------------------
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp][Mm]|SA|CH|Z|[+-]\d{2}:?\d{2})?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TIME)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})" + _TIME)
_IN_WORDS = re.compile(r"(?:ngay_)?(\d{1,2})_thang_(\d{1,2})_nam_(\d{4})")
_SERIALS = range((dt.date(1990, 1, 1) - dt.date(1899, 12, 30)).days, (dt.date(2100, 1, 1) - dt.date(1899, 12, 30)).days)


def day(value: object) -> Cell:
    """A day: an Excel date, a datetime, or a text with the day before the month."""
    if isinstance(value, dt.datetime):
        return _checked_day(value.year, value.month, value.day, shown(value))
    if isinstance(value, dt.date):
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
    whole = int(value) if _exact(value).is_finite() else -1
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


# --- reporting months -----------------------------------------------------------------------------------------------------
_MONTH = re.compile(r"(?:thang_|thang|t_|t)?(\d{1,2})(?:_nam)?(?:_(\d{4}))?")
_YEAR_MONTH = re.compile(r"(\d{4})_(\d{1,2})")


def month(value: object, months: Months) -> Cell:
    """A reporting month as its first calendar day: 3, 03/2024, Tháng 3, T3/2024, or the date that Excel made of one."""
    if isinstance(value, dt.date):  # datetime too
        return _month_of_day(value.year, value.month, value.day, months, shown(value))
    if isinstance(value, (bool, dt.time, dt.timedelta)):
        return _no_month(shown(value))
    if isinstance(value, (int, float, Decimal)):
        exact = _exact(value)
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
    if day_ > 14 and months.rule != "calendar":
        return _no_month(words)
    return _checked_month(year, month_, months, words)


# --- yes and no -------------------------------------------------------------------------------------------------------------
_TICKS = frozenset("✓✔☑√xX")
_YES = frozenset({"co", "1", "true", "dung", "yes"})
_NO = frozenset({"khong", "0", "false", "sai", "no"})


def is_tick(value: object) -> bool:
    """Whether a cell is x or ✓: the marks that make a blank in their column mean Không."""
    return isinstance(value, str) and tidy(value).rstrip("\ufe0f\ufe0e") in _TICKS


def yes_no(value: object) -> Cell:
    """Có/Không, x or ✓, 1/0, TRUE/FALSE."""
    if is_tick(value):
        return Cell(True)
    if isinstance(value, bool):
        return Cell(value)
    if isinstance(value, (int, float, Decimal)):
        return Cell(bool(value)) if value in (0, 1) else Cell(None, Problem("khong_phai_co_khong", shown(value), NEEDED["yes_no"]))
    word = vid(value) if isinstance(value, str) else ""
    if word in _YES or word in _NO:
        return Cell(word in _YES)
    return Cell(None, Problem("khong_phai_co_khong", shown(value), NEEDED["yes_no"]))


# --- choices, durations, texts -------------------------------------------------------------------------------------------------
def choice(value: object, column: Column, states: Mapping[str, str]) -> Cell:
    """One of the column's values by the id rule, or by the mapping of one-stop software's states."""
    words = shown(value)
    word = vid(words)
    by_id = {vid(one): one for one in column.values}
    found = by_id.get(word) or by_id.get(vid(states.get(word, "")))
    if found:
        return Cell(found)
    near = nearest(words, column.values)
    code = "trang_thai_la" if column.id == "trang_thai" else "ngoai_danh_sach"
    return Cell(None, Problem(code, words, needed(column), f"; có phải «{near}»?" if near else ""))


def duration(value: object) -> Cell:
    """A length of time as it was written; one without a number is kept and noted."""
    read = text(value)
    if read.problem or read.value is None or any(c.isdigit() for c in str(read.value)):
        return read
    return Cell(read.value, Problem("thoi_han_khong_so", str(read.value)))


_SHORT_CODE = re.compile(r"(\d)[.,](\d{1,5})")
_MAYBE_LEGACY = re.compile(r"[\u0080-\u00ff]")


def text(value: object, *, is_code: bool = False) -> Cell:
    """Tidy text. is_code: a procedure code, which Excel makes a number ("3.00054") and which has six decimals."""
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE")
    if isinstance(value, (int, float, Decimal)):
        return _number_as_text(value, is_code)
    if not isinstance(value, str):
        words = shown(value)
        problem = Problem("ngay_trong_cot_chu", words) if isinstance(value, dt.date) else None
        return Cell(words, problem)
    if _is_tidy(value):
        words = value
    else:
        words = tidy(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)) if "_x" in value else tidy(value)
    if is_code and (match := _SHORT_CODE.fullmatch(words)):
        return Cell(f"{match[1]}.{match[2]:0<6}")
    if _MAYBE_LEGACY.search(words) and (encoding := legacy_encoding(words)):
        return Cell(words, Problem("chu_phong_cu", encoding))
    return Cell(words or None)


def _is_tidy(words: str) -> bool:
    """Plain ASCII without anything to put in order: most codes are, and need no more work."""
    return words.isascii() and words.isprintable() and "  " not in words and words == words.strip() and "_x" not in words


def _number_as_text(value: float | Decimal, is_code: bool) -> Cell:
    exact = _exact(value)
    if not exact.is_finite():
        return Cell(str(value))
    if abs(exact) >= LARGEST:
        return Cell(None, Problem("so_qua_dai"))
    if is_code and 1 <= exact < 10:
        return Cell(f"{exact:.6f}")
    return Cell(_digits(exact))


def as_number(words: str) -> Decimal | None:
    """The number that a parameter's text stands for, for comparing with a cell; None when it is none."""
    try:
        return Decimal(words.strip())
    except InvalidOperation:
        return None


def days_of(cells: Sequence[object]) -> list[dt.date]:
    """The days among raw cells."""
    return [cell.date() if isinstance(cell, dt.datetime) else cell for cell in cells if isinstance(cell, dt.date)]
