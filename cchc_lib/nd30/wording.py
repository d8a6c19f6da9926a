"""The fixed phrases of Phụ lục I with their blanks filled in, or left for the registry to fill."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from .decree import (
    AS_ABOVE,
    AUTHORITY_PREFIXES,
    END_MARK,
    KEEP_LABEL,
    NUMBER_LABEL,
    day_text,
    document_number,
    month_text,
)
from .text import Run, clean, upper

# Room for the registry to write in (khoản 3, 4 Mục II).
_BLANK = " " * 6
_LIST_END = re.compile(r"[\s;.,]+$")


def number_and_symbol(number: str | int | None, symbol: str) -> str:
    """``Số: 05/BC-BQL``, or with room kept where the registry gives the number."""
    return f"{NUMBER_LABEL} {document_number(number) or _BLANK}/{clean(symbol).strip()}"


def issue_date(date: datetime.date | None = None, *, month: int | None = None, year: int | None = None) -> str:
    """``ngày 05 tháng 3 năm 2024``; what is not known is left blank for the registry."""
    day = _BLANK if date is None else day_text(date.day)
    month, year = (month, year) if date is None else (date.month, date.year)
    return f"ngày {day} tháng {_BLANK if month is None else month_text(month)} năm {year or _BLANK}".rstrip()


def dash_list(items: Sequence[str]) -> list[str]:
    """Each item with its dash; ``;`` after each, ``.`` after the last."""
    bare = [_LIST_END.sub("", clean(item)).removeprefix("- ") for item in items]
    return [f"- {item}{'.' if number == len(bare) else ';'}" for number, item in enumerate(bare, 1)]


def recipient_list(recipients: Sequence[str], keep: str, as_above: bool) -> list[str]:
    """The list under ``Nơi nhận:`` (điểm d khoản 9 Mục II): as above where there is a Kính gửi, the file copy last."""
    first = [AS_ABOVE] if as_above and AS_ABOVE not in map(_bare, recipients) else []
    return dash_list([*first, *recipients, f"{KEEP_LABEL} {_bare(keep)}"])


def _bare(item: str) -> str:
    return _LIST_END.sub("", clean(item)).removeprefix("- ")


def basis_list(items: Sequence[str]) -> list[str]:
    """The căn cứ: each ends ``;``, the last ``.`` (điểm a khoản 6 Mục II)."""
    bare = [_LIST_END.sub("", clean(item)) for item in items]
    return [f"{item}{'.' if number == len(bare) else ';'}" for number, item in enumerate(bare, 1)]


def authority_line(text: str) -> str:
    """``KT. TRƯỞNG BAN``: capitals, one space after the sign of authority (điểm b khoản 7 Mục II)."""
    line = upper(text).strip()
    for prefix in AUTHORITY_PREFIXES:
        if line.startswith(prefix):
            return f"{prefix} {line[len(prefix) :].strip()}"
    return line


def without_stop(text: str) -> str:
    """A title without the colon or full stop that the decree's samples do not have."""
    return clean(text).strip().rstrip(".:;").rstrip()


def heading_title(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a title, the last one without its stop."""
    return (*runs[:-1], replace(runs[-1], text=runs[-1].text.rstrip().rstrip(".:;").rstrip())) if runs else ()


def with_end_mark(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The last words of the body with ``./.`` in the place of their full stop; a traced figure stays by itself."""
    *before, last = runs
    bare = last.text.rstrip()
    if bare.endswith(END_MARK):
        return runs
    if last.bookmark is not None:
        return (*runs, Run(END_MARK))
    return (*before, replace(last, text=bare.rstrip(".;,") + END_MARK))
