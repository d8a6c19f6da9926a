"""Declared corrections (parameters/corrections/<quarter>.yaml), put into raw cells before anything is typed.

A correction names the wrong value that it expects; once the source is repaired it no longer fits and is a fault.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.parameters import Correction
from cchc_lib.domain.text import tidy, vid

from .cells import Setting, read_cell
from .codes import finding
from .layout import Header
from .raw import RawSheet, cell_address
from .values import is_blank, shown


def for_file(corrections: Sequence[Correction], file: str) -> list[Correction]:
    """Those that name a file, with its quarter's folder before it (2024-Q1/van-phong.xlsx) or without."""
    names = {_plain(file), _plain(file.split("/", 1)[-1])}
    return [one for one in corrections if _plain(one.file) in names]


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./")


def for_sheet(corrections: Sequence[Correction], sheet: str) -> list[Correction]:
    return [one for one in corrections if vid(one.sheet) == vid(sheet)]


def apply_to(
    sheet: RawSheet, form: Form, header: Header, corrections: Sequence[Correction], setting: Setting, file: str
) -> tuple[list[Finding], list[Correction]]:
    """Changes the sheet's cells: each correction gives the finding that it was made, or the fault that it no longer fits.

    Those of rows that are not in the sheet are given back.
    """
    own = [(one, index) for one in corrections if (index := _index(sheet, one.row)) is not None]
    if own:
        sheet.hold()
    later = [one for one in corrections if _index(sheet, one.row) is None]
    return [_apply(sheet, form, header, one, index, setting, file) for one, index in own], later


def _apply(sheet: RawSheet, form: Form, header: Header, one: Correction, index: int, setting: Setting, file: str) -> Finding:
    column, position = _column(form, header, one)
    if column is None or position is None:
        return lost(one, form, header, file)
    place = Place(file, sheet.name, one.row, column.title, cell_address(one.row, position))
    cell = sheet.rows[index][position]
    if not _same(cell, one.expected, column, setting):
        return finding("dinh_chinh_khong_khop", place, found=shown(cell), needed=one.expected or "trống", form=form.id)
    sheet.rows[index][position] = one.value or ""  # type: ignore[index]
    return finding(
        "da_dinh_chinh", place, found=shown(cell) or "trống", needed=one.value or "trống", why=one.why, who=one.who, form=form.id,
    )


def _column(form: Form, header: Header, one: Correction) -> tuple[Column | None, int | None]:
    column = next((own for own in form.kept if vid(one.column) in (own.id, *map(vid, own.aliases))), None)
    return column, header.columns.get(column.id) if column else None


def without_effect(made: Sequence[Finding], rows: np.ndarray) -> list[Finding]:
    """What was said of corrections, those of rows that turned out to be no data (a title, the header, a total) as faults."""
    return [
        replace(finding("dinh_chinh_khong_thay", one.place, found=f"dòng {one.place.row}, không phải dòng số liệu,"), form=one.form)
        if one.code == "da_dinh_chinh" and one.place.row not in rows else one
        for one in made
    ]


def lost(one: Correction, form: Form, header: Header, file: str) -> Finding:
    """The fault of a correction whose row, or column, is not in its sheet."""
    what = f"cột «{one.column}»" if _column(form, header, one)[1] is None else f"dòng {one.row}"
    return not_found(one, f"{what} của trang «{one.sheet}»", file)


def not_found(one: Correction, what: str, file: str) -> Finding:
    """The fault of a correction that points to nothing."""
    return finding("dinh_chinh_khong_thay", Place(file, one.sheet, one.row, one.column), found=what)


def _index(sheet: RawSheet, row: int) -> int | None:
    if sheet.row_numbers is not None:
        return sheet.row_numbers.index(row) if row in sheet.row_numbers else None
    return row - 1 if 1 <= row <= len(sheet.rows) else None


def _same(cell: object, expected: str | None, column: Column, setting: Setting) -> bool:
    """Whether a cell holds what the correction expects: the same to read, or the same once typed."""
    if expected is None or not tidy(expected):
        return is_blank(cell)
    if not is_blank(cell) and tidy(shown(cell)) == tidy(expected):
        return True
    value = read_cell(cell, column, setting).value
    return value is not None and value == read_cell(expected, column, setting).value
