"""Native Word tables, written row by row as XML: linear time, widths fixed, heads repeated, rows unbroken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from . import styles
from .blocks import Scribe
from .measure import Face, longest_word_pt
from .tables import Align, Column, Grid, Layout, Placed, Table
from .text import attribute
from .units import PT_PER_MM, mm_to_twips, pt_to_twips

# Left and right margin of a cell (w:tblCellMar of the table style) and a hair for the border, points.
_PADDING_PT = 2 * 4 + 1
# The narrowest column: room for two digits.
_NARROWEST_PT = _PADDING_PT + 8
# So many rows stay with the head, and so many with the last one: no page begins or ends with a lone row.
_KEPT_ROWS = 2
# A title in the head may take this many lines before it asks for more width.
_HEAD_LINES = 2
# A column narrower than this reads like a ladder; it gets so much as soon as the page allows.
_READABLE_PT = 52
# Broken lines end ragged: on average so much of the longest word is left empty.
_RAGGED = 0.35
# A longer word (an address, a code) does not widen its column: Word breaks inside it.
_LONGEST_WORD_PT = 150
_BODY_STYLES = {"left": "Bảng chữ", "right": "Bảng số", "center": "Bảng giữa"}
_HEAD_STYLE, _SMALL = "Bảng đầu", " nhỏ"


@dataclass(frozen=True)
class Needs:
    """What the contents of each column ask for, points: the longest word, and the lines of the fullest cell end to end."""

    least: list[float]
    wanted: list[float]

    @classmethod
    def of(cls, layout: Layout, count: int, head: Face, body: Face) -> Needs:
        """Measured over all cells of one column; cells over several columns ask for nothing."""
        needs = cls([_NARROWEST_PT] * count, [_NARROWEST_PT] * count)
        needs._add(layout.head, head, head, _HEAD_LINES)
        needs._add(layout.body, body, head, 1)
        return needs

    def _add(self, grid: Grid, face: Face, bold: Face, lines: int) -> None:
        for placed in (placed for row in grid for placed in row if placed.runs and placed.cell.columns == 1):
            text, at = placed.text, placed.column
            used = bold if placed.runs[0].bold else face
            broken = [used.width_pt(line) for line in text.split("\n")]
            word = longest_word_pt(text, used) if " " in text else max(broken)
            self.least[at] = max(self.least[at], min(word, _LONGEST_WORD_PT) + _PADDING_PT)
            self.wanted[at] = max(self.wanted[at], self.least[at], sum(broken) / lines + _PADDING_PT)


def column_widths(columns: Sequence[Column], needs: Needs, available_pt: float) -> list[float]:
    """Widths in points that fill ``available_pt`` exactly.

    Given widths are kept (shrunk together where they exceed the page).  The other columns get at least their longest
    word, as long as the page allows, and share the rest by weight or by what their cells hold.
    """
    given = [None if column.width_mm is None else column.width_mm * PT_PER_MM for column in columns]
    least = [needs.least[i] if width is None else width for i, width in enumerate(given)]
    spare = available_pt - sum(least)
    free = [i for i, width in enumerate(given) if width is None]
    if not free or spare < 0:
        return [width * available_pt / sum(least) for width in least]
    if any(columns[i].weight is not None for i in free):
        shares = {i: columns[i].weight or 1.0 for i in free}
        total = sum(shares.values())
        return [width + spare * shares.get(i, 0) / total for i, width in enumerate(least)]
    return _evenly_tall(least, needs.wanted, free, available_pt)


def _evenly_tall(least: list[float], wanted: list[float], free: list[int], available_pt: float) -> list[float]:
    """Widths with which the longest cells of all columns take about equally many lines: the lowest rows."""

    words = least
    readable = [max(width, min(wanted[i], _READABLE_PT)) if i in free else width for i, width in enumerate(least)]
    least = readable if sum(readable) <= available_pt else least

    def widths(lines: float) -> list[float]:
        ragged = 0 if lines == 1 else _RAGGED
        return [max(w, wanted[i] / lines + ragged * words[i]) if i in free else w for i, w in enumerate(least)]

    few, many = 1.0, max(2.0, sum(wanted))
    for _ in range(40):
        middle = (few + many) / 2
        few, many = (few, middle) if sum(widths(middle)) <= available_pt else (middle, many)
    found = widths(1.0) if sum(widths(1.0)) <= available_pt else widths(many)
    spare, total = available_pt - sum(found), sum(found[i] for i in free)
    return [width + (spare * width / total if i in free else 0) for i, width in enumerate(found)]


@dataclass
class TableBlock:
    """The table itself (caption, unit and source are paragraphs around it), ``width_mm`` wide."""

    table: Table
    layout: Layout
    width_mm: float
    keep_next: bool = False

    def xml(self, scribe: Scribe) -> str:
        """``w:tbl``."""
        widths, suffix = self._widths(scribe)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [*self._head_xml(scribe, widths, suffix), *self._body_xml(scribe, widths, suffix)]
        properties = self._properties(scribe, sum(widths))
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _widths(self, scribe: Scribe) -> tuple[list[int], str]:
        """Widths in twips, and the suffix of the styles: small where asked, or where the longest words need it."""
        available, small = self.width_mm * PT_PER_MM, bool(self.table.small)
        needs = self._needs(scribe, _SMALL if small else "")
        if self.table.small is None and sum(needs.least) > available:
            small, needs = True, self._needs(scribe, _SMALL)
        widths = [pt_to_twips(width) for width in column_widths(self.table.columns, needs, available)]
        # Whole twips that add up to the text width, so that the right edge is where the text's is.
        widths[-1] += mm_to_twips(self.width_mm) - sum(widths)
        return widths, _SMALL if small else ""

    def _needs(self, scribe: Scribe, suffix: str) -> Needs:
        head, body = (scribe.sheet.face(name + suffix) for name in (_HEAD_STYLE, _BODY_STYLES["left"]))
        return Needs.of(self.layout, len(self.table.columns), head, body)

    def _properties(self, scribe: Scribe, width: int) -> str:
        caption = self.table.description or self.table.caption
        described = f'<w:tblCaption w:val="{attribute(caption)}"/>' if caption else ""
        return (
            f'<w:tblPr><w:tblStyle w:val="{scribe.sheet.id(styles.DATA_TABLE)}"/><w:tblW w:w="{width}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020"/>{described}</w:tblPr>'
        )

    def _head_xml(self, scribe: Scribe, widths: Sequence[int], suffix: str) -> Iterator[str]:
        opening = _cell_opening(scribe, _HEAD_STYLE + suffix, bound=True)
        for row in self.layout.head:
            cells = "".join(_cell_xml(scribe, placed, widths, opening) for placed in row)
            yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _body_xml(self, scribe: Scribe, widths: Sequence[int], suffix: str) -> Iterator[str]:
        columns, count = self.table.columns, len(self.layout.body)
        openings = {
            (align, bound): _cell_opening(scribe, name + suffix, bound)
            for align, name in _BODY_STYLES.items()
            for bound in (False, True)
        }
        for number, row in enumerate(self.layout.body, 1):
            left = count - number
            # The title of a group of rows never ends a page.
            titled = len(row) == 1 and len(columns) > 1
            bound = self.keep_next if left == 0 else titled or number < _KEPT_ROWS or left < _KEPT_ROWS
            cells = "".join(
                _cell_xml(scribe, placed, widths, openings[_align(placed, columns), bound]) for placed in row
            )
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _align(placed: Placed, columns: Sequence[Column]) -> Align:
    """As the cell says, else as its column; a cell over several columns is a title and stands left."""
    return placed.cell.align or (columns[placed.column].align if placed.cell.columns == 1 else "left")


def _cell_opening(scribe: Scribe, style: str, bound: bool) -> str:
    """The start of a cell's paragraph; ``bound``: its row stays with the next one."""
    keep = "<w:keepNext/>" if bound else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{scribe.sheet.id(style)}"/>{keep}</w:pPr>'


def _cell_xml(scribe: Scribe, placed: Placed, widths: Sequence[int], opening: str) -> str:
    cell = placed.cell
    width = sum(widths[placed.column : placed.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "<w:vMerge/>" if placed.continues else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"{opening}{scribe.runs(placed.runs)}</w:p></w:tc>"
    )
