"""From a raw cell to the typed value of its column: here the world's mess stops.

Every reader takes a raw cell that is not blank and returns a Cell: its value, or None with what is wrong. A finding may
come with a value (something was decided) or without one (nothing was guessed).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from cchc_lib.domain.forms import Column
from cchc_lib.domain.text import nearest, tidy, vid

from .days import Months, day, month
from .legacy import legacy_encoding
from .numbers import number, within
from .raw import ErrorCell, UncachedFormula
from .values import BLANK, LARGEST, NEEDED, Cell, Problem, digits, exact_of, is_blank, needed, shown


CODE = "ma_tthc"  # the column of procedure codes, which Excel takes for numbers


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
            return within(number(value, column), column)
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
    if column.lines and isinstance(value, str):
        return lines(value)
    return text(value, is_code=column.id == CODE)


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


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel writes a control character
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


def lines(value: str) -> Cell:
    """Tidy text whose lines stay apart."""
    read = [text(line) for line in value.replace("_x000D_", "").splitlines() if not is_blank(line)]
    problem = next((one.problem for one in read if one.problem), None)
    return Cell("\n".join(str(one.value) for one in read if one.value is not None) or None, problem)


_PLAIN = re.compile(r"[0-9A-Za-z][!-~]*(?: [!-~]+)*").fullmatch


def is_plain_text(cell: object) -> bool:
    """Whether a cell of a column of text is its own value, with nothing to put in order and nothing wrong; quick to say of most."""
    return type(cell) is str and (cell.isalnum() and cell.isascii() or bool(_PLAIN(cell))) and "_x" not in cell


def _is_tidy(words: str) -> bool:
    """Plain ASCII without anything to put in order: most codes are, and need no more work."""
    return words.isascii() and words.isprintable() and "  " not in words and words == words.strip() and "_x" not in words


def _number_as_text(value: float | Decimal, is_code: bool) -> Cell:
    exact = exact_of(value)
    if not exact.is_finite():
        return Cell(str(value))
    if abs(exact) >= LARGEST:
        return Cell(None, Problem("so_qua_dai"))
    if is_code and 1 <= exact < 10:
        return Cell(f"{exact:.6f}")
    return Cell(digits(exact))
