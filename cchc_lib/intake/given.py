"""Rows that a blank form came filled with: as plain values, and as one short sign by which they are known when they come back.

A sheet that holds the very rows it was handed out with, in the same order, was not touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    import pandas


def plain_rows(table: pandas.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a typed table as plain Python values, blanks left out."""
    filled = table[list(columns)].notna()
    return [
        {column: _plain(row[column]) for column in columns if there[column]}
        for row, there in zip(table[list(columns)].to_dict("records"), filled.to_dict("records"), strict=True)
    ]


def rows_of_columns(columns: Mapping[str, numpy.ndarray]) -> list[dict[str, Any]]:
    """The same from the typed columns of one sheet (typed.py)."""
    values = {column: array.astype("datetime64[D]").tolist() if array.dtype.kind == "M" else array.tolist() for column, array in columns.items()}
    return [{column: value for column, value in zip(values, row, strict=True) if value is not None} for row in zip(*values.values(), strict=True)]


def _plain(value: Any) -> Any:
    if hasattr(value, "date"):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def sign_of(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """A short sign of rows: the same for the same values, whatever file they stand in."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update("\x1f".join(str(row.get(column, "")) for column in columns).encode("utf-8") + b"\x1e")
    return digest.hexdigest()[:32]
