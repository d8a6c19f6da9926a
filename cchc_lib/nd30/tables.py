"""Native Word tables, written row by row as XML: linear time, widths fixed, heads repeated, rows unbroken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from . import styles
from .blocks import Scribe
from .measure import Face, longest_word_pt
from .text import Content, Run, as_runs, attribute, plain
from .units import PT_PER_MM, mm_to_twips, pt_to_twips

Align = Literal["left", "right", "center"]

# Left and right margin of a cell (w:tblCellMar of the table style) and a hair for the border, points.
CELL_PADDING_PT = 2 * 4 + 1
# So many rows stay with the head, and so many with the last one: no page begins or ends with a lone row.
_KEPT_ROWS = 2
# A title in the head may take this many lines before it asks for more width.
_HEAD_LINES = 2
# Beyond this width a column of prose gains nothing when other columns need the room.
_COMFORTABLE_PT = 220


@dataclass(frozen=True)
class Column:
    """A column.  ``width_mm`` fixes it; otherwise ``weight`` shares out the rest, and without either the contents do."""

    title: str = ""
    width_mm: float | None = None
    weight: float | None = None
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """A cell of the head or of the body over one or several columns and rows."""

    content: Content = ""
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    bold: bool = False


Row = Sequence["Content | Cell | int | None"]


@dataclass(frozen=True)
class Table:
    """A table of the report.

    ``head``: rows of cells (spans allowed) for a head of several lines; without it the column titles are the head.
    ``numbering``: the line (1), (2) … under the head.  ``total``: a last row, printed bold.  ``unit`` stands above the
    table at the right, ``source`` below it.  ``small`` prints 11 instead of 12 pt; None lets the width decide.
    ``empty`` is printed where there are no rows.  ``description`` is read out instead of the caption by screen readers.
    A row shorter than the table is filled up with blank cells; a longer one is a ValueError.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    head: Sequence[Sequence[Cell | str]] | None = None
    numbering: Sequence[str] | None = None
    total: Row | None = None
    caption: str | None = None
    unit: str | None = None
    source: str | None = None
    small: bool | None = None
    description: str | None = None
    empty: str = "Không có"


@dataclass(frozen=True)
class _Placed:
    """A cell in its grid column; ``continues``: the lower part of a cell that began in a row above."""

    column: int
    cell: Cell
    continues: bool = False


Grid = list[list[_Placed]]


def place(rows: Sequence[Sequence[Cell]], width: int) -> Grid:
    """Every row's cells at their grid columns, blanks filled up, spans from rows above continued."""
    grid: Grid = []
    open_spans: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells, placed, column = iter(row), [], 0
        while column < width:
            if column in open_spans:
                cell, left = open_spans.pop(column)
                placed.append(_Placed(column, cell, continues=True))
            else:
                cell = next(cells, Cell())
                left = cell.rows
                if column + cell.columns > width:
                    raise ValueError(f"hàng có ô vượt quá {width} cột: {plain(as_runs(cell.content))!r}")
                placed.append(_Placed(column, cell))
            if left > 1:
                open_spans[column] = (cell, left - 1)
            column += cell.columns
        if (extra := next(cells, None)) is not None:
            raise ValueError(f"hàng nhiều ô hơn {width} cột, thừa {plain(as_runs(extra.content))!r}")
        grid.append(placed)
    return grid


def _as_cell(value: Content | Cell | int | None) -> Cell:
    if isinstance(value, Cell):
        return value
    if value is None:
        return Cell()
    return Cell(str(value) if isinstance(value, int) else value)


def _bold(cell: Cell) -> Cell:
    return replace(cell, content=[replace(run, bold=True) for run in as_runs(cell.content)])


def with_runs(table: Table, runs_of: Callable[[Content], tuple[Run, ...]]) -> Table:
    """The table with every body cell's content passed through ``runs_of`` once, in reading order."""

    def cell(value: Content | Cell | int | None) -> Cell:
        known = _as_cell(value)
        return replace(known, content=runs_of(known.content))

    total = None if table.total is None else [cell(value) for value in table.total]
    return replace(table, rows=[[cell(value) for value in row] for row in table.rows], total=total)


def head_rows(table: Table) -> Grid:
    """The head on its grid: given rows or column titles, then the numbering line."""
    given = table.head if table.head is not None else [[column.title for column in table.columns]]
    rows = [[_as_cell(cell) for cell in row] for row in given]
    if table.numbering is not None:
        rows.append([Cell([Run(text)]) for text in table.numbering])
    return place(rows, len(table.columns))


def body_rows(table: Table) -> Grid:
    """The rows on their grid, the total at the end; a table without rows says so in one line."""
    rows = [[_as_cell(value) for value in row] for row in table.rows]
    if not rows:
        rows = [[Cell(table.empty, columns=len(table.columns), align="center")]]
    rows = [[_bold(cell) if cell.bold else cell for cell in row] for row in rows]
    if table.total is not None:
        rows.append([_bold(_as_cell(value)) for value in table.total])
    return place(rows, len(table.columns))


def column_widths(table: Table, head: Grid, body: Grid, available_pt: float, faces: tuple[Face, Face]) -> list[float]:
    """Widths in points that fill ``available_pt`` exactly; ``faces`` are those of head and body.

    Given widths are kept (shrunk together where they exceed the page).  The other columns get at least their longest
    word, as long as the page allows, and share the rest by weight or by what their cells hold.
    """
    fixed = [None if c.width_mm is None else c.width_mm * PT_PER_MM for c in table.columns]
    least, wanted = _needs(len(fixed), head, body, faces)
    free = [i for i, width in enumerate(fixed) if width is None]
    rest = available_pt - sum(width for width in fixed if width is not None)
    if not free or rest < sum(least[i] for i in free):
        natural = [least[i] if width is None else width for i, width in enumerate(fixed)]
        return [width * available_pt / sum(natural) for width in natural]
    if any(table.columns[i].weight is not None for i in free):
        shares = {i: table.columns[i].weight or 1.0 for i in free}
    else:
        shares = {i: max(wanted[i] - least[i], 0) + 0.05 * wanted[i] for i in free}
    spare = rest - sum(least[i] for i in free)
    total = sum(shares.values()) or 1.0
    return [least[i] + spare * shares[i] / total if width is None else width for i, width in enumerate(fixed)]


def _needs(count: int, head: Grid, body: Grid, faces: tuple[Face, Face]) -> tuple[list[float], list[float]]:
    """For each column the width of its longest word and of its longest cell, points, cells over several columns left out."""
    least, wanted = [CELL_PADDING_PT + 8.0] * count, [CELL_PADDING_PT + 8.0] * count
    for rows, face, lines in ((head, faces[0], _HEAD_LINES), (body, faces[1], 1)):
        for placed in (placed for row in rows for placed in row if not placed.continues and placed.cell.columns == 1):
            text, at = plain(as_runs(placed.cell.content)), placed.column
            # No word may claim more than a good part of the page: beyond it Word breaks inside the word.
            least[at] = max(least[at], min(longest_word_pt(text, face), _COMFORTABLE_PT) + CELL_PADDING_PT)
            line = max(map(face.width_pt, text.split("\n"))) / lines
            wanted[at] = max(wanted[at], least[at], min(line, _COMFORTABLE_PT) + CELL_PADDING_PT)
    return least, wanted


@dataclass
class TableBlock:
    """The table itself (caption, unit and source are paragraphs around it), ``width_mm`` wide."""

    table: Table
    width_mm: float
    keep_next: bool = False

    def xml(self, scribe: Scribe) -> str:
        """``w:tbl``."""
        head, body = head_rows(self.table), body_rows(self.table)
        suffix = " nhỏ" if self._small(head, body, scribe) else ""
        widths = self._twips(column_widths(self.table, head, body, self._available_pt, _faces(scribe, suffix)))
        return "".join(
            [
                "<w:tbl>",
                self._properties(scribe, sum(widths)),
                "<w:tblGrid>",
                *(f'<w:gridCol w:w="{width}"/>' for width in widths),
                "</w:tblGrid>",
                *self._head_xml(scribe, head, widths, suffix),
                *self._body_xml(scribe, body, widths, suffix),
                "</w:tbl>",
            ]
        )

    @property
    def _available_pt(self) -> float:
        return self.width_mm * PT_PER_MM

    def _small(self, head: Grid, body: Grid, scribe: Scribe) -> bool:
        """As asked; else whether the longest words need the smaller size to fit the page."""
        if self.table.small is not None:
            return self.table.small
        least, _ = _needs(len(self.table.columns), head, body, _faces(scribe, ""))
        return sum(least) > self._available_pt

    def _twips(self, widths_pt: Sequence[float]) -> list[int]:
        """Whole twips that add up to the text width, so that the right edge is where the text's is."""
        widths = [pt_to_twips(width) for width in widths_pt]
        widths[-1] += mm_to_twips(self.width_mm) - sum(widths)
        return widths

    def _properties(self, scribe: Scribe, width: int) -> str:
        caption = self.table.description or self.table.caption
        described = f'<w:tblCaption w:val="{attribute(caption)}"/>' if caption else ""
        return (
            f'<w:tblPr><w:tblStyle w:val="{scribe.sheet.id(styles.DATA_TABLE)}"/><w:tblW w:w="{width}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020"/>{described}</w:tblPr>'
        )

    def _head_xml(self, scribe: Scribe, head: Grid, widths: Sequence[int], suffix: str) -> Iterator[str]:
        style = f"Bảng đầu{suffix}"
        for row in head:
            cells = "".join(_cell_xml(scribe, placed, widths, style, True) for placed in row)
            yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _body_xml(self, scribe: Scribe, body: Grid, widths: Sequence[int], suffix: str) -> Iterator[str]:
        names: dict[str, str] = {"left": "Bảng chữ", "right": "Bảng số", "center": "Bảng giữa"}
        for number, row in enumerate(body, 1):
            left = len(body) - number
            bound = self.keep_next if left == 0 else number < _KEPT_ROWS or left < _KEPT_ROWS
            cells = []
            for placed in row:
                align = placed.cell.align or self.table.columns[placed.column].align
                cells.append(_cell_xml(scribe, placed, widths, names[align] + suffix, bound))
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _faces(scribe: Scribe, suffix: str) -> tuple[Face, Face]:
    return scribe.sheet.face(f"Bảng đầu{suffix}"), scribe.sheet.face(f"Bảng chữ{suffix}")


def _cell_xml(
    scribe: Scribe, placed: _Placed, widths: Sequence[int], style: str, bound: bool
) -> str:
    cell = placed.cell
    width = sum(widths[placed.column : placed.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = "<w:vMerge/>" if placed.continues else '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
    keep = "<w:keepNext/>" if bound else ""
    content = "" if placed.continues else scribe.runs(as_runs(cell.content))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{scribe.sheet.id(style)}"/>{keep}</w:pPr>{content}</w:p></w:tc>'
    )
