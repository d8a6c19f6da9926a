"""CSV and Parquet files as raw sheets: one table each, named after its form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from array import array
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from .coded_rows import BLOCK, CodedRows, Coder, blocks
from .raw import MAX_CELLS, RawSheet
from .refusal import Refused

if TYPE_CHECKING:
    import pyarrow

SEPARATORS = ",;\t"
MAX_BYTES = 1_200_000_000
HEADER_LINES = 24


def read_csv(content: bytes, name: str) -> RawSheet:
    """A CSV in UTF-8, with or without BOM, separated by comma, semicolon or tab. Raises Refused."""
    if len(content) > MAX_BYTES:
        raise Refused("tep_qua_lon", reason="tệp CSV quá lớn")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("csv_khong_utf8") from None
    if "\x00" in text:
        raise Refused("csv_hong", reason="có ký tự nhị phân")
    declared, text, skipped = _declared_separator(text)
    separator = declared or _separator(text)
    numbers = array("q")
    try:
        rows = _in_blocks(_records(text, separator, skipped, numbers))
    except csv.Error as error:
        long = "field limit" in str(error)
        raise Refused("csv_hong", reason="một ô quá dài" if long else "dấu phân cách hoặc dấu nháy kép sai") from None
    if (line := _swallowing(text, separator, numbers)) is not None:
        raise Refused("csv_hong", reason=f"dấu nháy kép mở ở dòng {line} không được đóng nên nuốt các dòng sau")
    numbers.pop()
    return RawSheet(name, rows, row_numbers=numbers)


def _records(text: str, separator: str, skipped: int, numbers: array[int]) -> Iterator[list[object]]:
    """Each record; numbers gets the line that it starts on, at last the line after the end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    line = 1 + skipped
    for record in reader:
        numbers.append(line)
        yield record
        line = reader.line_num + 1 + skipped
    numbers.append(line)


def _swallowing(text: str, separator: str, starts: array[int]) -> int | None:
    """The line of the first record over several lines, where quotes do not pair: later rows have become part of one cell."""
    several = next((line for line, following in itertools.pairwise(starts) if following - line > 1), None)
    if several is None:
        return None
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error:
        return several
    return None


def _in_blocks(records: Iterator[list[object]]) -> Sequence[list[object]]:
    """Rows of one width: a list of those of a short file, coded those of a long one. Raises Refused for too many cells."""
    parts = blocks(records)
    first = next(parts, [])
    if len(first) < BLOCK:
        width = max(map(len, first), default=0)
        _bearable(width, len(first))
        for row in first:
            row.extend([""] * (width - len(row)))
        return first
    coder = Coder()
    for part in itertools.chain([first], parts):
        coder.take(part)
    _bearable(coder.width, coder.rows)
    return coder.coded()


def _bearable(width: int, rows: int) -> None:
    if width * rows > MAX_CELLS:
        raise Refused("tep_qua_lon", reason="tệp CSV quá nhiều ô")


def _declared_separator(text: str) -> tuple[str | None, str, int]:
    """Excel's own first line «sep=;», taken off."""
    head, _, rest = text.partition("\n")
    if head.strip().lower().startswith("sep=") and len(head.strip()) == 5 and head.strip()[4] in SEPARATORS:
        return head.strip()[4], rest, 1
    return None, text, 0


def _separator(text: str) -> str:
    """The separator that cuts the first lines into the most columns, the same number in most of them."""
    lines = text.splitlines()[:HEADER_LINES]
    sample = "\n".join(lines)

    def worth(separator: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if any(row)]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        return (len(wide), max(wide, default=0)) if wide else (0, 0)

    return max(SEPARATORS, key=worth)


def read_parquet(content: bytes, name: str) -> RawSheet:
    """A Parquet file: its column names as the header, row n of its data as row n. Raises Refused."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        meta = file.metadata
        size = sum(meta.row_group(n).total_byte_size for n in range(meta.num_row_groups))
        if meta.num_rows * max(meta.num_columns, 1) > 4 * MAX_CELLS or size > MAX_BYTES:
            raise Refused("tep_qua_lon", reason=f"{meta.num_rows} dòng")
        if any(pa.types.is_nested(field.type) for field in file.schema_arrow):
            raise Refused("parquet_hong", reason="có cột lồng nhau")
        table = file.read()
        columns = [_coded(title, column) for title, column in zip(table.column_names, table.columns, strict=True)]
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError) as error:
        raise Refused("parquet_hong", reason=type(error).__name__) from None
    rows: Sequence[list[object]] = CodedRows(columns, meta.num_rows + 1)
    return RawSheet(name, rows if len(rows) > BLOCK else list(rows), row_numbers=range(len(rows)))


def _coded(title: str, column: pyarrow.ChunkedArray) -> tuple[list[object], np.ndarray]:
    """A column below its title: Python objects, one for each distinct value, and which row has which; None and NaN blank."""
    import pyarrow as pa

    if pa.types.is_null(column.type):
        return [title, ""], np.array([0, *[1] * len(column)], dtype=np.uint32)
    coded = column.combine_chunks().dictionary_encode()
    distinct: list[object] = [title, ""]  # a missing value's place, -1 once shifted, points to the blank
    distinct += ["" if value is None or value != value else _plain(value) for value in coded.dictionary.to_pylist()]
    places = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64) + 2
    return distinct, np.concatenate([[0], places]).astype(np.uint32)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (str, bool, float, int, Decimal, dt.date, dt.datetime)):
        return value
    return str(value)
