"""What a column of a blank form accepts: drop-downs, bounds, and the messages that explain them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cchc_lib.domain.forms import Column, Form

from .lists import YES_NO, Lists
from .words import CATALOGUE, Words

_TITLE, _MESSAGE = 32, 255  # Excel's limits for the title and the text of a message
_EARLIEST = dt.date(1950, 1, 1)
_LATEST = dt.date(2099, 12, 31)


def validation(form: Form, column: Column, words: Words, lists: Lists, codes: tuple[str, str] | None) -> dict[str, Any]:
    """The rule of one column with its messages. codes: the name and the range of the known procedure codes."""
    rule = _rule(form, column, words, lists, codes)
    return rule | {
        "input_title": _cut(column.title, _TITLE),
        "input_message": _cut(words.how_to_fill(column), _MESSAGE),
        "error_title": "Cần xem lại",
        "error_message": _cut(words.what_is_wrong(column), _MESSAGE),
    }


def _rule(form: Form, column: Column, words: Words, lists: Lists, codes: tuple[str, str] | None) -> dict[str, Any]:
    if column.type == "choice":
        return {"validate": "list", "source": f"={lists.name(f'{form.id}_{column.id}', column.values)}"}
    if column.type == "yes_no":
        return {"validate": "list", "source": f"={lists.name('co_khong', YES_NO)}"}
    if column.type == "month":
        return {"validate": "list", "source": f"={lists.name('thang', words.months)}"}
    if column.type == "integer":
        return {"validate": "integer"} | _bounds(column)
    if column.type == "decimal":
        return {"validate": "decimal"} | _bounds(column)
    if column.type == "date":  # a warning only: a date that Excel keeps as text is read all the same
        return {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST, "error_type": "warning"}
    return _suggestions(form, column, words, lists, codes)


def _bounds(column: Column) -> dict[str, Any]:
    low = column.min if column.min is not None else -(10**12)
    high = column.max if column.max is not None else 10**12
    return {"criteria": "between", "minimum": low, "maximum": high}


def _suggestions(form: Form, column: Column, words: Words, lists: Lists, codes: tuple[str, str] | None) -> dict[str, Any]:
    """Known units and procedures are offered; others may be typed after a question."""
    if column.id == "don_vi":
        return {"validate": "list", "source": f"={lists.name('don_vi', words.unit_names)}", "error_type": "warning"}
    if column.id == "ma_tthc" and codes and form.id != CATALOGUE:
        return {"validate": "list", "source": f"={codes[0]}", "error_type": "warning"}
    return {"validate": "any"}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
