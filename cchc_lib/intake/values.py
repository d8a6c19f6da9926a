"""What the cell readers have in common: a typed value with what is wrong with it, and how a raw cell looks to people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from cchc_lib.domain.forms import Column
from cchc_lib.domain.text import tidy


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
LARGEST = 10**15  # Excel keeps 15 digits


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
        return digits(value)
    if isinstance(value, dt.datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.time() != dt.time() else f"{value:%d/%m/%Y}"
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return tidy(value)


def digits(value: float | Decimal) -> str:
    """A number to the 15 digits that Excel keeps, without exponent or trailing zeros."""
    text = format(exact_of(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_of(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(format(value, ".15g") if isinstance(value, float) else value)
