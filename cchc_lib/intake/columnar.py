"""Parquet files as raw sheets, named after their form: a short one at once, a long one piece by piece."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from . import coded_rows
from .coded_rows import CodedColumn, CodedRows
from .raw import MAX_CELLS, MAX_ROWS, RawSheet
from .refusal import Refused

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

MAX_COLUMNS = 5_000


def parquet_pieces(stream: BinaryIO, name: str) -> Iterator[RawSheet]:
    """A Parquet file: its column names as the header, row n of its data as row n. Raises Refused, also between two pieces."""
    with _refusing():
        file = _opened(stream)
    titles: list[str] = list(file.schema_arrow.names)  # row 0, above the first piece
    number = 0
    for table in _tables(file):
        with _refusing():
            columns = [_coded(column, *titles[n:n + 1]) for n, column in enumerate(table.columns)]
        rows = CodedRows(columns, table.num_rows + bool(titles))
        short = len(rows) <= coded_rows.BLOCK and table.num_rows == file.metadata.num_rows
        yield RawSheet(name, list(rows) if short else rows, row_numbers=range(number, number + len(rows)))
        titles, number = [], number + len(rows)


@contextmanager
def _refusing() -> Iterator[None]:
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, KeyError) as error:
        raise Refused("parquet_hong", reason=type(error).__name__) from None


def _opened(stream: BinaryIO) -> pyarrow.parquet.ParquetFile:
    """The file, texts in it read as distinct ones and which row has which. Raises Refused."""
    import pyarrow.parquet as pq
    import pyarrow.types as kinds

    schema = pq.ParquetFile(stream).schema_arrow
    if any(kinds.is_nested(field.type) for field in schema):
        raise Refused("parquet_hong", reason="có cột lồng nhau")
    stream.seek(0)
    file = pq.ParquetFile(stream, read_dictionary=[field.name for field in schema if _is_text(field.type)])
    if file.metadata.num_rows > MAX_ROWS or len(schema) > MAX_COLUMNS:
        raise Refused("tep_qua_lon", reason=f"{file.metadata.num_rows} dòng, {len(schema)} cột")
    return file


def _is_text(kind: pyarrow.DataType) -> bool:
    import pyarrow.types as kinds

    return kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_binary(kind) or kinds.is_large_binary(kind)


def _tables(file: pyarrow.parquet.ParquetFile) -> Iterator[pyarrow.Table]:
    """The rows, a piece at a time; one table without rows of a file that has none."""
    import pyarrow

    most = min(coded_rows.PIECE, MAX_CELLS // max(file.metadata.num_columns, 1))
    if not file.metadata.num_rows:
        yield file.schema_arrow.empty_table()
    for groups, rows in _groups([file.metadata.row_group(n).num_rows for n in range(file.metadata.num_row_groups)], most):
        if rows <= most:
            with _refusing():
                table = file.read_row_groups(groups)
            yield table
            continue
        with _refusing():
            batches = file.iter_batches(batch_size=most, row_groups=groups)
        while True:
            with _refusing():
                batch = next(batches, None)
                table = None if batch is None else pyarrow.Table.from_batches([batch])
            if table is None:
                break
            yield table


def _groups(rows: Sequence[int], most: int) -> Iterator[tuple[list[int], int]]:
    """Row groups that are read together, and their rows: those after one another that are no more than most, else one alone.

    A reader that went through all of them would keep the distinct texts of all.
    """
    together: list[int] = []
    count = 0
    for group, own in enumerate(rows):
        if together and count + own > most:
            yield together, count
            together, count = [], 0
        together.append(group)
        count += own
    if count:
        yield together, count


def _coded(column: pyarrow.ChunkedArray, *title: object) -> CodedColumn:
    """A column, below its title if there is one: Python objects, one for each distinct value, and which row has which.

    None and NaN are blank.
    """
    import pyarrow as pa

    above = len(title)
    if pa.types.is_null(column.type):
        return [*title, ""], np.array([*range(above), *[above] * len(column)], dtype=np.uint32)
    whole = column.unify_dictionaries().combine_chunks() if pa.types.is_dictionary(column.type) else column.combine_chunks()
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    known = coded.dictionary  # of all rows that were written together, so more than occur here
    places = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    used = np.zeros(len(known) + 1, dtype=bool)
    used[places] = True
    used[-1] = True  # the blank, whether it occurs or not
    occurring = known.take(np.flatnonzero(used[:-1]))
    distinct = occurring.to_pylist()
    if not pa.types.is_string(occurring.type) or occurring.null_count:
        distinct = ["" if value is None or value != value else _plain(value) for value in distinct]
    own = (np.cumsum(used) - 1)[places] + above
    return [*title, *distinct, ""], np.concatenate([range(above), own]).astype(np.uint32)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (str, bool, float, int, Decimal, dt.date, dt.datetime)):
        return value
    return str(value)
