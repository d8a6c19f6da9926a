"""The hidden mark of a generated workbook: which unit and quarter it was made for, and where its «Không phát sinh» ticks are.

A very hidden sheet «_cchc» holds it, one fact a row (written by the generator of blank forms with mark_rows):

    cchc     1                      the mark's own version
    unit     <unit id>
    period   <quarter, 2024-Q1>
    form     <sheet title>  <form id>  <form version>  <tick cell, e.g. H2>  <prefilled column ids, joined by ;>  <given>

No rows and no tick means not submitted; no rows and a tick means submitted and empty. A row in which only prefilled
columns hold something was left alone by the unit and is no row. given: the sign (given.py) of rows that came complete,
such as last quarter's catalogue: untouched and without a tick they are not submitted; the tick there says «Không thay đổi».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_lib.domain.text import tidy, vid

from .cells import yes_no
from .raw import RawBook, RawSheet

SHEET = "_cchc"
VERSION = "1"


@dataclass(frozen=True)
class FormMark:
    """What the mark says of one form's sheet."""

    sheet: str
    form: str
    version: int = 1
    tick: str = ""
    prefilled: tuple[str, ...] = ()
    given: str = ""


@dataclass(frozen=True)
class Mark:
    unit: str
    period: str
    forms: tuple[FormMark, ...] = ()

    def of_sheet(self, title: str) -> FormMark | None:
        return next((one for one in self.forms if vid(one.sheet) == vid(title)), None)


def mark_rows(mark: Mark) -> list[list[str]]:
    """The rows of the hidden sheet."""
    rows = [["cchc", VERSION], ["unit", mark.unit], ["period", mark.period]]
    return rows + [
        ["form", one.sheet, one.form, str(one.version), one.tick, ";".join(one.prefilled), one.given] for one in mark.forms
    ]


def read_mark(book: RawBook) -> Mark | None:
    """The mark of a workbook; None when it carries none, or one that makes no sense."""
    sheet = next((one for one in book.sheets if one.name == SHEET), None)
    if sheet is None:
        return None
    rows = [[tidy(cell) for cell in row] + [""] * 7 for row in sheet.rows]
    facts = {row[0]: row[1] for row in rows if row[0] in ("cchc", "unit", "period")}
    if "cchc" not in facts:
        return None
    forms = tuple(
        FormMark(row[1], row[2], int(float(row[3])) if re.fullmatch(r"\d{1,4}(\.0)?", row[3]) else 1, row[4],
                 tuple(filter(None, row[5].split(";"))), row[6])
        for row in rows if row[0] == "form"
    )
    return Mark(facts.get("unit", ""), facts.get("period", ""), forms)


def is_ticked(sheet: RawSheet, tick: str) -> bool:
    """Whether the «Không phát sinh» cell of a sheet is ticked: x, ✓, Có, 1 or TRUE."""
    cell = _cell(sheet.rows, tick)
    return cell not in (None, "") and yes_no(cell).value is True


def _cell(rows: Sequence[Sequence[object]], address: str) -> object:
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", address)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2]) - 1
    return rows[row][column - 1] if row < len(rows) and column <= len(rows[row]) else None
