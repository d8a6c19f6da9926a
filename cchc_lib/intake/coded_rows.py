"""The rows of a piece of a long CSV or Parquet file, kept as distinct values and which row has which.

They are a sequence like the list of rows of a short file, and hold the very same cells, in a fraction of the memory; what is
asked of a column is asked once per distinct value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

BLOCK = 50_000  # rows that are made at a time
PIECE = 200_000  # rows of a long file that are read, typed and checked at a time; a shorter file is one piece

CodedColumn = tuple[list[object], np.ndarray]  # distinct cells, and the place in them of each row's cell


class CodedRows(Sequence[list[object]]):
    """Rows of one width."""

    def __init__(self, columns: Sequence[CodedColumn], rows: int) -> None:
        self._columns, self._rows = list(columns), rows
        self._block: list[list[object]] = []
        self._block_at = -1

    def __len__(self) -> int:
        return self._rows

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._rows))]
        if not 0 <= index < self._rows:
            raise IndexError(index)
        at, within = divmod(index, BLOCK)
        if at != self._block_at:
            self._block, self._block_at = self._made(at * BLOCK), at
        return self._block[within]

    def _made(self, first: int) -> list[list[object]]:
        until = min(first + BLOCK, self._rows)
        columns = ([distinct[place] for place in places[first:until].tolist()] for distinct, places in self._columns)
        return list(map(list, zip(*columns, strict=True)))

    def column(self, column: int, rows: np.ndarray) -> CodedColumn:
        """A column of some rows; cells that occur in none of them are left out."""
        distinct, places = self._columns[column]
        if len(rows) == self._rows:
            return distinct, places  # all rows of a piece without a title: what may be left over is a blank
        places = places[rows]
        used = np.zeros(len(distinct), dtype=bool)
        used[places] = True
        return [cell for cell, is_used in zip(distinct, used.tolist(), strict=True) if is_used], (np.cumsum(used) - 1)[places]

    @property
    def width(self) -> int:
        return len(self._columns)

    def distinct(self, column: int) -> list[object]:
        """The cells of a column, each once; some may occur in no row."""
        return self._columns[column][0]

    def has_any_of(self, column: int, wanted: Collection[int]) -> np.ndarray:
        """Which rows have in a column one of the distinct cells at some places."""
        distinct, places = self._columns[column]
        if not wanted:
            return np.zeros(self._rows, dtype=bool)
        lookup = np.zeros(len(distinct), dtype=bool)
        lookup[list(wanted)] = True
        return lookup[places]


class _Places(dict[object, int]):
    """Cell -> its place among the distinct ones, the next one for a new cell."""

    def __missing__(self, cell: object) -> int:
        self[cell] = place = len(self)
        return place


class Coder:
    """Takes rows a block at a time, of whatever widths, and gives them back coded, short ones filled up with blanks."""

    def __init__(self) -> None:
        self._indexes: list[_Places] = []
        self._parts: list[list[np.ndarray]] = []
        self.rows = 0

    @property
    def width(self) -> int:
        return len(self._indexes)

    def take(self, block: Sequence[list[object]], width: int = 0) -> None:
        """The rows are filled up with blanks themselves. width: at least so many columns."""
        width = max(width, max(map(len, block), default=0))
        while self.width < width:
            self._indexes.append(_Places({"": 0}))
            self._parts.append([np.zeros(self.rows, dtype=np.uint32)])
        for row in block:
            if len(row) < self.width:
                row.extend([""] * (self.width - len(row)))
        for index, parts, cells in zip(self._indexes, self._parts, zip(*block, strict=True), strict=True):
            parts.append(np.fromiter(map(index.__getitem__, cells), dtype=np.uint32, count=len(block)))
        self.rows += len(block)

    def coded(self) -> CodedRows:
        columns = [(list(index), np.concatenate(parts)) for index, parts in zip(self._indexes, self._parts, strict=True)]
        return CodedRows(columns, self.rows)
