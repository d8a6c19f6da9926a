"""From raw cells to typed columns, every cell's problem kept with its address.

A column is read once per distinct value: fifty thousand dossiers have a few hundred distinct days and six states.
Until a form's table is put together (frames.py), days and months are numpy arrays of datetime64[s] (NaT where there is
none) and all other columns numpy arrays of objects (None where there is none): making data frames costs more than reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cchc_lib.domain.forms import Column

from .cells import Setting, is_tick, read_cell
from .values import BLANK, Cell, Problem, is_blank, needed

_PLAIN_KINDS = {str, float, dt.date, dt.datetime}  # among these equal values are the same value


@dataclass(frozen=True)
class Coded:
    """A column as it is read and kept: its distinct values, and for each row which of them."""

    distinct: list[object]
    positions: np.ndarray

    def spread(self, column: Column) -> np.ndarray:
        """The distinct values over their rows."""
        if column.type in ("date", "month"):
            return np.array(self.distinct, dtype="datetime64[s]")[self.positions]
        array = np.empty(len(self.distinct), dtype=object)
        array[:] = self.distinct
        return array[self.positions]


@dataclass(frozen=True)
class TypedColumn:
    """problems: (position, what is wrong) in order of position."""

    coded: Coded
    problems: list[tuple[int, Problem]]


def type_column(cells: Sequence[object], column: Column, setting: Setting) -> TypedColumn:
    """Raw cells of one column of one sheet, typed. A blank required cell is a problem too, save where blank means Không."""
    kinds = set(map(type, cells))
    keys: Sequence[object] = cells if kinds <= _PLAIN_KINDS else [(type(cell), cell) for cell in cells]
    index: dict[object, int] = {}
    positions = [index.setdefault(key, len(index)) for key in keys]
    distinct = list(index) if keys is cells else [key[1] for key in index]  # type: ignore[index]
    read = [read_cell(cell, column, setting) for cell in distinct]
    blank = [is_blank(cell) for cell in distinct]
    if any(blank):
        read = _with_blanks(read, distinct, blank, column)
    problems: list[tuple[int, Problem]] = []
    if any(cell.problem for cell in read):
        problems = [(n, read[at].problem) for n, at in enumerate(positions) if read[at].problem]  # type: ignore[misc]
    return TypedColumn(Coded([cell.value for cell in read], np.array(positions, dtype=np.intp)), problems)


def _with_blanks(read: list[Cell], distinct: Sequence[object], blank: Sequence[bool], column: Column) -> list[Cell]:
    """What the blanks of a column mean: Không beside ticks alone, a fault where the column is required, else nothing."""
    meaning = BLANK
    if column.type == "yes_no" and _only_ticks(distinct, blank):
        meaning = Cell(False)
    elif column.required:
        meaning = Cell(None, Problem("o_bat_buoc_trong", needed=needed(column)))
    return [meaning if empty else cell for cell, empty in zip(read, blank, strict=True)]


def _only_ticks(distinct: Sequence[object], blank: Sequence[bool]) -> bool:
    filled = [cell for cell, empty in zip(distinct, blank, strict=True) if not empty]
    return bool(filled) and all(map(is_tick, filled))


def no_values(rows: int) -> Coded:
    """A column that the sheet does not have."""
    return Coded([None], np.zeros(rows, dtype=np.intp))


def given(values: np.ndarray) -> np.ndarray:
    """Where a column has a value."""
    if values.dtype == object:
        return values != None  # noqa: E711 - element by element
    return ~np.isnat(values)
