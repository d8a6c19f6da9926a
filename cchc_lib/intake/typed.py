"""From raw cells to typed columns (domain.submissions says which types), every cell's problem kept with its address.

A column is read once per distinct value: fifty thousand dossiers have a few hundred distinct days and six states.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cchc_lib.domain.forms import Column
from cchc_lib.domain.text import tidy

from .cells import BLANK, Cell, Problem, Setting, is_blank, is_tick, needed, read_cell

_PLAIN_KINDS = {str, float, dt.date, dt.datetime}  # among these equal values are the same value


@dataclass
class TypedColumn:
    """values: a pandas array of the contract's type. problems: (position, what is wrong) in order of position."""

    values: object
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
    return TypedColumn(_array([cell.value for cell in read], np.array(positions, dtype=np.intp), column), problems)


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


def _array(distinct: list[object], positions: np.ndarray, column: Column) -> object:
    """The distinct values spread over their rows, as the array of the column's type."""
    empty = np.array([value is None for value in distinct], dtype=bool)
    match column.type:
        case "integer":
            numbers = np.array([0 if value is None else value for value in distinct], dtype=np.int64)
            return pd.arrays.IntegerArray(numbers[positions], empty[positions])
        case "yes_no":
            flags = np.array([bool(value) for value in distinct], dtype=bool)
            return pd.arrays.BooleanArray(flags[positions], empty[positions])
        case "date" | "month":
            return pd.array(np.array(distinct, dtype="datetime64[s]")[positions])
        case "decimal":
            return pd.array(_objects(distinct)[positions], dtype=object)
    return pd.array(_objects(distinct)[positions], dtype="str")


def _objects(values: Sequence[object]) -> np.ndarray:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def missing_column(rows: int, column: Column) -> object:
    """A column that the sheet does not have."""
    return _array([None], np.zeros(rows, dtype=np.intp), column)


def empty_table(columns: Sequence[Column], row_numbers: Sequence[int]) -> pd.DataFrame:
    """A table of the columns, blank, with its rows' numbers."""
    table = {column.id: missing_column(len(row_numbers), column) for column in columns}
    return pd.DataFrame(table | {"_row": np.array(row_numbers, dtype=np.int64)}, index=pd.RangeIndex(len(row_numbers)))


def same_text(one: object, other: object) -> bool:
    """Whether two texts are the same as people read them."""
    return tidy(one) == tidy(other)
