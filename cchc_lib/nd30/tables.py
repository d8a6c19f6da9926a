"""Tables as a caller declares them, and their cells placed on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .text import Content, Run, as_runs, plain

Align = Literal["left", "right", "center"]
RunsOf = Callable[[Content], tuple[Run, ...]]


@dataclass(frozen=True)
class Column:
    """A column.  ``width_mm`` fixes it; else ``weight`` shares out the rest, and without either the contents do."""

    title: str = ""
    width_mm: float | None = None
    weight: float | None = None
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """A cell of the head or of the body over one or several columns and rows; ``align`` overrides the column's."""

    content: Content = ""
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    bold: bool = False


Value = Content | Cell | int | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Table:
    """A table of the document.

    ``head``: rows of cells (spans allowed) for a head of several lines; without it the column titles are the head.
    ``numbering``: the line (1), (2) … under the head.  ``total``: a last row, printed bold.  ``unit`` stands above the
    table at the right, ``source`` below it.  ``small`` prints 11 instead of 12 pt; None lets the width decide.
    ``empty`` is printed where there are no rows.  ``description`` is read out instead of the caption by screen readers.
    A row shorter than the table is filled up with blank cells; a longer one is a ValueError.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    head: Sequence[Row] | None = None
    numbering: Sequence[str] | None = None
    total: Row | None = None
    caption: str | None = None
    unit: str | None = None
    source: str | None = None
    small: bool | None = None
    description: str | None = None
    empty: str = "Không có"


@dataclass(frozen=True)
class Placed:
    """A cell at its grid column; ``continues``: the lower part of a cell that began in a row above."""

    column: int
    cell: Cell
    runs: tuple[Run, ...] = ()
    continues: bool = False

    @property
    def text(self) -> str:
        """What the cell prints."""
        return plain(self.runs)


Grid = list[list[Placed]]


@dataclass(frozen=True)
class Layout:
    """A table's head and body on one grid."""

    head: Grid
    body: Grid

    @classmethod
    def of(cls, table: Table, runs_of: RunsOf = as_runs) -> Layout:
        """Place every cell, its content passed through ``runs_of`` once and in reading order."""
        width = len(table.columns)
        return cls(list(_placed(_head(table), width, runs_of)), list(_placed(_body(table), width, runs_of)))


def _head(table: Table) -> Iterator[Row]:
    yield from table.head if table.head is not None else [[column.title for column in table.columns]]
    if table.numbering is not None:
        yield table.numbering


def _body(table: Table) -> Iterator[Row]:
    yield from table.rows
    if not table.rows:
        yield [Cell(table.empty, columns=len(table.columns), align="center")]
    if table.total is not None:
        yield [replace(_as_cell(value), bold=True) for value in table.total]


def _as_cell(value: Value) -> Cell:
    if isinstance(value, Cell):
        return value
    if value is None:
        return Cell()
    return Cell(str(value) if isinstance(value, int) else value)


def _placed(rows: Iterator[Row], width: int, runs_of: RunsOf) -> Iterator[list[Placed]]:
    """Each row with blanks filled up and the spans of rows above continued."""
    spans: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        values, placed, column = iter(row), [], 0
        while column < width:
            cell, left = spans.pop(column, (None, 0))
            if cell is not None:
                placed.append(Placed(column, cell, continues=True))
            else:
                cell = _as_cell(next(values, None))
                left = cell.rows
                placed.append(Placed(column, cell, _runs(cell, runs_of)))
            if column + cell.columns > width:
                raise ValueError(f"hàng có ô vượt quá {width} cột: {placed[-1].text!r}")
            if any(covered in spans for covered in range(column, column + cell.columns)):
                raise ValueError(f"ô đè lên ô gộp từ hàng trên: {placed[-1].text!r}")
            if left > 1:
                spans[column] = (cell, left - 1)
            column += cell.columns
        for extra in values:
            raise ValueError(f"hàng nhiều ô hơn {width} cột, thừa {plain(_runs(_as_cell(extra), as_runs))!r}")
        yield placed


def _runs(cell: Cell, runs_of: RunsOf) -> tuple[Run, ...]:
    runs = runs_of(cell.content)
    return tuple(replace(run, bold=True) for run in runs) if cell.bold else runs
