"""The one reader of numbers: real Excel numbers as they are, texts by the Vietnamese rules."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from cchc_lib.domain.forms import Column
from cchc_lib.domain.text import tidy

from .raw import PercentNumber
from .values import LARGEST, Cell, Problem, digits, exact_of, needed, shown

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(?:,\d+)?")
_POINTS = re.compile(r"[+-]?\d*(?:\.\d*)+(?:,\d+)?")  # points that group no thousands
_SIGNS = str.maketrans({"−": "-", "–": "-"})


def number(value: object, column: Column) -> Cell:
    """A number: an Excel number as it is, a text by Vietnamese rules: 1.234 is a thousand and more, 1,5 one and a half."""
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
    if type(value) is float and value.is_integer() and abs(value) < LARGEST:  # what nearly every cell holds
        return Cell(Decimal(int(value)) if column.type == "decimal" else int(value))
    exact = exact_of(value)
    if not exact.is_finite():
        return Cell(None, Problem("khong_phai_so", str(value), needed(column)))
    read = _whole(exact, shown(value), column)
    if isinstance(value, PercentNumber) and read.problem is None:
        printed = f"{digits(exact_of(float(value) * 100))}%".replace(".", ",")
        return Cell(read.value, Problem("o_phan_tram", digits(exact).replace(".", ","), printed))
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


def within(cell: Cell, column: Column) -> Cell:
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
