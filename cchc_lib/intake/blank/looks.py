"""How blank workbooks look: one place for fonts, colours, widths and number formats."""

from __future__ import annotations

from typing import Any

from cchc_lib.domain.forms import Column

INK, MUTED, LINE = "#1F2937", "#6B7280", "#BFC5CE"
HEAD, HEAD_OPTIONAL, GIVEN, FAULT = "#D9E5F3", "#EEF2F7", "#F3F6EE", "#F8D7D4"
FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_scheme": "", "font_size": 12, "font_color": INK, "valign": "vcenter"}
# The format of every cell that no other is given to. Excel deletes a row of a protected sheet only where all its cells, to
# the last column, are unlocked.
EVERY_CELL = FONT | {"locked": False}
# Months are text: a cell with a month format makes 03/01/1900 of a typed 3.
NUMBER_FORMATS = {"integer": "#,##0", "decimal": "#,##0.00", "date": "dd/mm/yyyy"}
_WIDTHS = {"integer": 14, "decimal": 16, "date": 14, "month": 12, "yes_no": 12, "duration": 18}
_WIDE = ("Nội dung", "Trích yếu", "Tên văn bản", "Tên TTHC", "Kết quả", "Khó khăn", "Phương án", "Tên dự án", "Tên lớp", "Tên báo cáo")
FIRST_COLUMN_LEAST = 19  # room for the words «Không phát sinh» above


class Looks:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple, Any] = {}

    def of(self, **properties: Any) -> Any:
        """The format with these properties on top of the house font; locked unless they say otherwise."""
        wanted = {**FONT, "locked": True, **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(wanted)
        return self._made[key]

    def mark(self, **properties: Any) -> Any:
        """A format for a conditional rule: only what it changes."""
        return self._workbook.add_format(properties)

    def cell(self, column: Column, *, given: bool = False, border: bool = True) -> Any:
        """A cell of the data area: unlocked, with the number format of its type."""
        properties: dict[str, Any] = {"locked": False, "num_format": number_format(column), "valign": "top"}
        if column.type in ("text", "duration", "choice"):
            properties["text_wrap"] = True
        if column.type in ("date", "month", "yes_no"):
            properties["align"] = "center"
        if border:
            properties |= {"border": 1, "border_color": LINE}
        if given:
            properties["bg_color"] = GIVEN
        if column.personal:
            properties["font_color"] = MUTED
        return self.of(**properties)

    def head(self, *, required: bool) -> Any:
        emphasis = {"bold": True, "bg_color": HEAD} if required else {"italic": True, "bg_color": HEAD_OPTIONAL}
        return self.of(align="center", text_wrap=True, border=1, border_color=LINE, **emphasis)


def number_format(column: Column) -> str:
    """Excel's format of a column; a year is no quantity and gets no thousands separator."""
    return "0" if column.id == "nam" else NUMBER_FORMATS.get(column.type, "@")


def width(column: Column) -> int:
    """Width of a column in characters."""
    if column.type in _WIDTHS:
        return _WIDTHS[column.type]
    if column.type == "choice":
        return min(max(16, *(len(value) + 4 for value in column.values)), 26)
    return 44 if column.title.startswith(_WIDE) else 22


def head_height(titles_and_widths: list[tuple[str, int]]) -> int:
    """Points that a header row needs so that no wrapped title is cut."""
    lines = max(-(-len(title) * 12 // (10 * max(columns, 1))) for title, columns in titles_and_widths)
    return 18 * max(2, lines)


def row_height(texts_and_widths: list[tuple[str, int]]) -> int:
    """Points that wrapped texts need; a column of n characters holds somewhat more of a proportional letter."""
    return 17 * max(1 + int(len(text) / (columns * 1.12)) for text, columns in texts_and_widths)
