"""Personal columns in a workbook that is copied: emptied, so that no output of the program holds what they held."""

from __future__ import annotations

from typing import Any

from cchc_lib.domain.forms import Form
from cchc_lib.domain.text import vid

_HEADER_ROWS = 24  # the header stands in the first 20 rows and has up to four lines
_ENOUGH = 3  # other columns of the form beside it: "Địa chỉ" alone may be anything


def empty_personal(sheet: Any, form: Form) -> bool:
    """Empties the form's personal columns in a sheet of openpyxl that is laid out as the form; whether there were any."""
    personal = {name for column in form.columns if column.personal for name in _names(column)}
    if not personal:
        return False
    others = {name: column.id for column in form.columns if not column.personal for name in _names(column)}
    header = [cell for row in sheet.iter_rows(max_row=_HEADER_ROWS) for cell in row if isinstance(cell.value, str)]
    if len({others[name] for cell in header if (name := vid(cell.value)) in others}) < _ENOUGH:
        return False
    found = [cell for cell in header if vid(cell.value) in personal]
    for head in found:
        for (cell,) in sheet.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column):
            if type(cell).__name__ != "MergedCell":
                cell.value = cell.comment = cell.hyperlink = None
    return bool(found)


def _names(column: Any) -> set[str]:
    return {vid(name) for name in (column.title, *column.aliases)}
