"""Personal columns in a workbook that is copied: emptied, so that no output of the program holds what they held.

A form declares its own. One-stop software exports others beside them ("SĐT", "Số CMND/CCCD", "Họ tên người nộp"), on the form's
sheet or on one that nobody reads: these are known by the words of their headings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from cchc_lib.domain.forms import Form
from cchc_lib.domain.text import vid

from .layout import HEADER_LINES, HEADER_ROWS

_LAST_LINE = HEADER_ROWS + HEADER_LINES  # by then the header has ended
_ENOUGH = 3  # other headings beside it: "Địa chỉ" alone may be anything
_LONGEST_HEADING = 60
_PERSONAL_WORDS = re.compile(
    r"(?:^|_)(?:ho_ten|ho_va_ten|ten_nguoi|chu_ho_so|nguoi_(?:nop|yeu_cau|de_nghi|lien_he|dai_dien|duoc_cap)"
    r"|dien_thoai|sdt|so_dt|so_di_dong|zalo|email|e_mail|thu_dien_tu|cccd|cmnd|cmt|can_cuoc|chung_minh|so_dinh_danh|ho_chieu"
    r"|so_giay_to|ngay_sinh|nam_sinh|ngay_thang_nam_sinh)(?:_|$)"
)
_OF_PEOPLE = re.compile(r"(?:^|_)(?:dia_chi|ca_nhan)(?:_|$)")  # elsewhere they may be a unit's


def empty_personal(sheet: Any, forms: Collection[Form]) -> bool:
    """Empties the personal columns of a sheet of openpyxl, whether it is laid out as one of the forms or not; whether there were any."""
    cells = [cell for row in sheet.iter_rows(max_row=_LAST_LINE) for cell in row if isinstance(cell.value, str)]
    form, known = _laid_out_as(cells, forms)
    if form is None:
        heads = list(_foreign_heads(cells))
    else:
        declared = {name for column in form.columns if column.personal for name in _names(column)}
        bottom, kept = max(_bottom(sheet, cell) for cell in known), {cell.column for cell in known}
        header = [cell for cell in cells if bottom - HEADER_LINES < cell.row <= bottom and cell.column not in kept]
        heads = [cell for cell in header if vid(cell.value) in declared or _is_personal(cell.value, of_people=bool(declared))]
    for head in heads:
        _empty_below(sheet, head)
    if heads:  # what a filter or a pivot table remembers of a column is a copy of it
        sheet.auto_filter.filterColumn = []
        sheet._pivots = []
    return bool(heads)


def _laid_out_as(cells: list[Any], forms: Collection[Form]) -> tuple[Form | None, list[Any]]:
    """The form whose columns, personal ones aside, head most of the sheet's, and these headings; no form where they are too few."""
    best: tuple[Form | None, list[Any]] = (None, [])
    for form in forms:
        names = {name for column in form.columns if not column.personal for name in _names(column)}
        found = [cell for cell in cells if vid(cell.value) in names]
        if len({cell.column for cell in found}) > max(len({cell.column for cell in best[1]}), _ENOUGH - 1):
            best = (form, found)
    return best


def _bottom(sheet: Any, cell: Any) -> int:
    """The last line of the header that a heading reaches."""
    return max((one.max_row for one in sheet.merged_cells.ranges if cell.coordinate in one), default=cell.row)


def _foreign_heads(cells: list[Any]) -> Iterator[Any]:
    """The personal headings of a sheet that is no form: in a row that looks like a header."""
    for row in sorted({cell.row for cell in cells}):
        line = [cell for cell in cells if cell.row == row and len(cell.value) <= _LONGEST_HEADING]
        if len(line) >= _ENOUGH:
            yield from (cell for cell in line if _is_personal(cell.value, of_people=True))


def _is_personal(heading: str, *, of_people: bool) -> bool:
    """Whether a heading names what belongs to a person. of_people: the table is of people's dossiers."""
    name = vid(heading) if len(heading) <= _LONGEST_HEADING else ""
    return _PERSONAL_WORDS.search(name) is not None or of_people and _OF_PEOPLE.search(name) is not None


def _empty_below(sheet: Any, head: Any) -> None:
    for (cell,) in sheet.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column):
        if type(cell).__name__ != "MergedCell":
            cell.value = cell.comment = cell.hyperlink = None


def _names(column: Any) -> set[str]:
    return {vid(name) for name in (column.title, *column.aliases)}
