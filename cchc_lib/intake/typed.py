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

from .cells import CODE, Setting, is_plain_text, is_tick, read_cell
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
    """problems: (position, what is wrong) in order of position. undecided: which blanks wait for what the other pieces hold.

    only_ticks: whether all that is filled in is x or ✓ (a column without any is None).
    """

    coded: Coded
    problems: list[tuple[int, Problem]]
    undecided: np.ndarray | None = None
    only_ticks: bool | None = None


def type_column(cells: Sequence[object], column: Column, setting: Setting, *, whole: bool = True) -> TypedColumn:
    """Raw cells of one column of one sheet, typed. A blank required cell is a problem too, save where blank means Không.

    whole: no other piece of the column follows or went before, so what a blank yes or no means can be said.
    """
    kinds = set(map(type, cells))
    keys: Sequence[object] = cells if kinds <= _PLAIN_KINDS else [(type(cell), cell) for cell in cells]
    index: dict[object, int] = {}
    positions = [index.setdefault(key, len(index)) for key in keys]
    distinct = list(index) if keys is cells else [key[1] for key in index]  # type: ignore[index]
    return type_coded(distinct, np.array(positions, dtype=np.intp), column, setting, whole=whole)


def type_coded(
    distinct: Sequence[object], positions: np.ndarray, column: Column, setting: Setting, *, whole: bool = True,
) -> TypedColumn:
    """The same from distinct cells and which row has which."""
    plain = is_plain_text if column.type == "text" and not column.lines and column.id != CODE else _never
    read = {at: read_cell(cell, column, setting) for at, cell in enumerate(distinct) if not plain(cell)}
    blank = [at for at in read if is_blank(distinct[at])]
    ticks, undecided = None, None
    if column.type == "yes_no":
        ticks = _only_ticks(distinct, blank)
    if column.type == "yes_no" and not whole:
        undecided = np.isin(positions, blank)
    elif blank:
        meaning = Cell(False) if ticks else missing(column) if column.required else BLANK
        read |= dict.fromkeys(blank, meaning)
    values = list(distinct)
    for at, cell in read.items():
        values[at] = cell.value
    problems: list[tuple[int, Problem]] = []
    wrong = [at for at, cell in read.items() if cell.problem]
    if wrong:
        rows = np.flatnonzero(np.isin(positions, wrong))
        problems = [(int(row), read[at].problem) for row, at in zip(rows, positions[rows].tolist(), strict=True)]  # type: ignore[misc]
    return TypedColumn(Coded(values, positions), problems, undecided, ticks)


def _never(cell: object) -> bool:
    return False


def missing(column: Column) -> Cell:
    """A blank where something has to stand."""
    return Cell(None, Problem("o_bat_buoc_trong", needed=needed(column)))


def _only_ticks(distinct: Sequence[object], blank: Sequence[int]) -> bool | None:
    """Whether all that is filled in is x or ✓, beside which a blank means Không; None where nothing is."""
    filled = [cell for at, cell in enumerate(distinct) if at not in blank]
    return all(map(is_tick, filled)) if filled else None


def no_values(rows: int) -> Coded:
    """A column that the sheet does not have."""
    return Coded([None], np.zeros(rows, dtype=np.intp))


def given(values: np.ndarray) -> np.ndarray:
    """Where a column has a value."""
    if values.dtype == object:
        return values != None  # noqa: E711 - element by element
    return ~np.isnat(values)
