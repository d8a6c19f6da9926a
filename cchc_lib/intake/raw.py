"""Sheets of raw cells with their addresses, as they come from a file, nothing interpreted yet.

Cells are str, float, bool, date, datetime, time, timedelta as calamine gives them; "" is blank. What calamine cannot tell
(error cells, formulas without a stored value, percent formats, hidden rows and columns) comes from a scan of the sheet's XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

MAX_CELLS = 18_000_000  # rows x columns of one sheet or piece, blank ones counted: as many dossiers as a sheet has rows
MAX_ROWS = 50_000_000  # of a CSV or Parquet file, of which a few bytes a row are held


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds an error: #N/A, #REF! …"""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class UncachedFormula:
    """A formula whose value was never stored."""

    def __str__(self) -> str:
        return "công thức"


class PercentNumber(float):
    """A number in a cell that shows it as a percentage."""


Address = tuple[int, int]  # row and column, both counted from 0


@dataclass
class RawSheet:
    """One sheet, or a piece of a long one. rows start at A1 (a list, or CodedRows of a long file).

    row_numbers: the number of each row in the source, when it is not its position.
    """

    name: str
    rows: Sequence[list[object]]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[Address, Address], ...] = ()
    row_numbers: Sequence[int] | None = None

    def number(self, index: int) -> int:
        """The row's number as people see it (1-based; the line for a CSV)."""
        return int(self.row_numbers[index]) if self.row_numbers is not None and len(self.row_numbers) else index + 1

    def numbers(self, indexes: Sequence[int] | np.ndarray) -> np.ndarray:
        """The numbers of some rows."""
        at = np.asarray(indexes, dtype=np.int64)
        return np.asarray(self.row_numbers, dtype=np.int64)[at] if self.row_numbers is not None and len(self.row_numbers) else at + 1

    def hold(self) -> None:
        """All rows at once, so that cells can be changed in them."""
        self.rows = list(self.rows)

    @property
    def is_blank(self) -> bool:
        return not any(cell != "" for row in self.rows for cell in row)


@dataclass
class RawBook:
    """A workbook's sheets in order. external_links: it points to other files (never opened).

    further: the pieces that follow the only sheet of a long CSV or Parquet file, each read when it is asked for; asking may
    raise Refused. None for a file that is no longer than a piece.
    """

    sheets: list[RawSheet]
    external_links: bool = False
    named_after_form: bool = field(default=False)  # a CSV or Parquet file: its form is in its name
    further: Iterator[RawSheet] | None = None


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row_number: int, column: int) -> str:
    return f"{column_letters(column)}{row_number}"
