"""The hidden sheet of lists behind the drop-downs: a named range for each, so that no 255-character limit bites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .looks import Looks

SHEET = "_danh_sach"
YES_NO = ("Có", "Không")
TICK = ("x",)


class Lists:
    """Lists of one workbook; the same values are kept once. Written with `write` after all sheets have asked for theirs."""

    def __init__(self) -> None:
        self._names: dict[tuple, str] = {}

    def name(self, wanted: str, values: Sequence[str]) -> str:
        """The named range that holds the values; wanted: the name it gets when it is new, letters and _ only."""
        return self._names.setdefault(tuple(values), f"ds_{wanted}")

    def write(self, workbook: Any, looks: Looks) -> None:
        """Adds the hidden sheet and its names."""
        from xlsxwriter.utility import xl_col_to_name

        sheet = workbook.add_worksheet(SHEET)
        for column, (values, name) in enumerate(self._names.items()):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, 1):
                sheet.write_string(row, column, value, looks.of(num_format="@"))
            letters = xl_col_to_name(column, True)
            workbook.define_name(name, f"='{SHEET}'!{letters}$2:{letters}${len(values) + 1}")
        sheet.protect()
        sheet.hide()
