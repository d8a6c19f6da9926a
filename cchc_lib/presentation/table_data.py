"""A printed table as data: the one description that notebooks, Word and workbooks print alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .prose import plain

if TYPE_CHECKING:
    import pandas

# What a DataFrame of a printed table remembers of it (DataFrame.attrs): title of a column -> left, right or center; what is said without a row.
ALIGNED, NOTHING, TOTAL = "cchc.aligned", "cchc.nothing", "cchc.total"


@dataclass(frozen=True)
class Column:
    """A column of a printed table; align: left, right or center. Widths follow from what the cells hold."""

    title: str
    align: str = "left"


@dataclass(frozen=True)
class HeadCell:
    """A cell of a head of several lines."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class TableData:
    """A table ready to print. head: lines of a head with spans; numbering: the line (1), (2) … below it.

    A row of one cell is the title of the group of rows below it and runs across the table.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    head: tuple[tuple[HeadCell, ...], ...] = ()
    numbering: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    empty: str = "Không có"
    notes: tuple[str, ...] = field(default=())

    def frame(self) -> pandas.DataFrame:
        """As a pandas DataFrame, for notebooks: the same words as in print."""
        import pandas

        width = len(self.columns)
        rows = [self._in_frame(row, width) for row in (*self.rows, *([self.total] if self.total else ()))]
        frame = pandas.DataFrame(rows, columns=[column.title for column in self.columns])
        return as_printed(frame, {column.title: column.align for column in self.columns}, self.empty)

    @staticmethod
    def _in_frame(row: Sequence[str], width: int) -> list[str]:
        cells = [plain(str(cell)).replace("\n", "; ") for cell in row]  # a DataFrame shows the end of a line as a backslash and n
        return ["", *cells, *[""] * (width - 2)] if len(cells) == 1 and width > 1 else cells


def as_printed(frame: pandas.DataFrame, aligned: Mapping[str, str] | None = None, nothing: str = "Không có") -> pandas.DataFrame:
    """The DataFrame itself, shown in a notebook as a printed table: without row numbers, and nothing where it has no row.

    aligned: title -> left, right or center; a column that is not named goes by what it holds.
    """
    frame.attrs.update({ALIGNED: dict(aligned or {}), NOTHING: nothing})
    return frame
