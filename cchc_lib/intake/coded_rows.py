"""The rows of a long CSV or Parquet file, kept as distinct values and which row has which; rows are made of them a block at a time.

They are a sequence like the list of rows of a short file, and hold the very same cells, in a fraction of the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

BLOCK = 50_000  # rows; shorter files are lists of rows


class CodedRows(Sequence[list[object]]):
    """Rows of one width. Each column: its distinct cells, and an array of places in them, one for each row."""

    def __init__(self, columns: Sequence[tuple[list[object], np.ndarray]], rows: int) -> None:
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

    def cells(self, column: int, rows: Sequence[int]) -> list[object]:
        """The cells of a column in some rows."""
        distinct, places = self._columns[column]
        return [distinct[place] for place in places[np.array(rows, dtype=np.intp)].tolist()]


class Coder:
    """Takes rows a block at a time, of whatever widths, and gives them back coded, short ones filled up with blanks."""

    def __init__(self) -> None:
        self._indexes: list[dict[object, int]] = []
        self._parts: list[list[np.ndarray]] = []
        self.rows = 0

    @property
    def width(self) -> int:
        return len(self._indexes)

    def take(self, block: Sequence[list[object]]) -> None:
        width = max(map(len, block), default=0)
        while self.width < width:
            self._indexes.append({"": 0})
            self._parts.append([np.zeros(self.rows, dtype=np.uint32)])
        for column, (index, parts) in enumerate(zip(self._indexes, self._parts, strict=True)):
            cells = (row[column] if column < len(row) else "" for row in block)
            parts.append(np.fromiter((index.setdefault(cell, len(index)) for cell in cells), dtype=np.uint32, count=len(block)))
        self.rows += len(block)

    def coded(self) -> CodedRows:
        columns = [(list(index), np.concatenate(parts)) for index, parts in zip(self._indexes, self._parts, strict=True)]
        return CodedRows(columns, self.rows)


def blocks(rows: Iterable[list[object]]) -> Iterator[list[list[object]]]:
    """Rows in lists of at most a block."""
    block: list[list[object]] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block
