"""Tables as far as the text needs them: position and width of cells, their borders, what the table style gives."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .effective import TableContext
from .model import Cell
from .properties import overlay
from .styles import Style, StyleSheet, conditions, table_level, table_look
from .xml import child, integer, local, q, twips, val

DEFAULT_CELL_MARGIN = 108  # twips, Word's own left and right cell margin
_NO_BORDER = {"nil", "none", None}


class TableReader:
    """Yields the cells of tables; counts tables so that a cell knows its own."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._count = 0
        self._contexts: dict[tuple[str, tuple[str, ...]], TableContext] = {}

    def cells(self, table: etree._Element) -> Iterator[tuple[etree._Element, Cell, TableContext]]:
        """Each cell that shows content: element, place, formatting from the table style."""
        number, self._count = self._count, self._count + 1
        properties = child(table, "w:tblPr")
        style_id = val(properties, "w:tblStyle")
        style = self._sheet.style("table", style_id)
        borders = overlay(style.table, table_level(properties))
        look, rows = table_look(properties), list(_rows(table))
        grid = [twips(column.get(q("w:w"))) for column in table.iterfind(f"{q('w:tblGrid')}/{q('w:gridCol')}")]
        margin = _cell_margin(properties)
        for row_index, row in enumerate(rows):
            column = integer(val(child(row, "w:trPr"), "w:gridBefore")) or 0
            row_cells = list(_cells(row))
            for position, cell in enumerate(row_cells):
                cell_properties = child(cell, "w:tcPr")
                span = min(max(integer(val(cell_properties, "w:gridSpan")) or 1, 1), 100)
                place = Cell(
                    number, row_index, len(rows), column, max(len(grid), len(row_cells)),
                    _width(cell_properties, grid[column : column + span]), margin,
                    _border(cell_properties, borders, "bottom", row_index == len(rows) - 1),
                    _border(cell_properties, borders, "top", row_index == 0), cell,
                    borders.get("border_insideH") not in _NO_BORDER or borders.get("border_insideV") not in _NO_BORDER,
                )  # fmt: skip
                names = conditions(look, row_index, len(rows), position, len(row_cells))
                yield cell, place, self._context(style_id or "", style, names)
                column += span

    def _context(self, style_id: str, style: Style, names: list[str]) -> TableContext:
        key = (style_id, tuple(name for name in names if name in style.conditional))
        if key not in self._contexts:
            run, paragraph = style.run, style.paragraph
            for name in key[1]:
                run = overlay(run, style.conditional[name][0])
                paragraph = overlay(paragraph, style.conditional[name][1])
            self._contexts[key] = TableContext(run, paragraph)
        return self._contexts[key]


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for item in table:
        if local(item) == "tr" and child(child(item, "w:trPr"), "w:del") is None:
            yield item
        elif local(item) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(item)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for item in row:
        if local(item) == "tc":
            yield item
        elif local(item) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(item)


def _width(properties: etree._Element | None, grid: list[float | None]) -> float | None:
    width = child(properties, "w:tcW")
    if width is not None and width.get(q("w:type")) in (None, "dxa"):
        value = twips(width.get(q("w:w")))
        if value:
            return value
    return sum(grid) if grid and all(grid) else None


def _cell_margin(properties: etree._Element | None) -> float:
    margins = child(properties, "w:tblCellMar")
    found = [twips(val(margins, name, q("w:w"))) for name in ("w:left", "w:right")]
    return sum(DEFAULT_CELL_MARGIN if value is None else value for value in found)


def _border(properties: etree._Element | None, table: dict, side: str, outer: bool) -> bool:
    own = val(child(properties, "w:tcBorders"), "w:" + side)
    if own is not None:
        return own not in _NO_BORDER
    return table.get("border_" + (side if outer else "insideH")) not in _NO_BORDER
