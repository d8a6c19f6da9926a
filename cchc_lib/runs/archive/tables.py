"""Typed tables on disk: one file a table, named by the hash of its bytes, types given back exactly.

Tables of some thousand rows are JSON, column by column: for them libraries of large tables take longer to load than the tables
to write. Larger ones are Parquet. Decimals are written as text, so that 1.50 stays 1.50 and no precision is lost; days keep their unit.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.runs.archive.canonical import file_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy
    import pandas
    import pyarrow

    from cchc_lib.intake.frames import FormRows

PLAIN, LARGE = ".json", ".parquet"
MANY_ROWS = 50_000  # below, handing a table to other threads takes longer than reading it


def plain_bytes(rows: FormRows) -> bytes:
    """The rows of a form as JSON: for each column what it holds, its distinct values and which row has which.

    Without the last: each row has the next value, or all rows have the only one. The same rows give the same bytes.
    """
    columns = []
    for name, kind in rows.kinds.items():
        values = rows.values(name)
        if kind in ("decimal", "date", "month"):
            values = [None if value is None else str(value) for value in values]
        index: dict[object, int] = {}
        places = [index.setdefault(value, len(index)) for value in values]
        columns.append([name, kind, list(index), None if len(index) in (1, len(values)) else places])
    return json.dumps({"rows": len(rows), "columns": columns}, ensure_ascii=False, separators=(",", ":")).encode()


def read_plain(content: bytes) -> pandas.DataFrame:
    """The data frame of the rows that plain_bytes() was given."""
    import pandas

    from cchc_lib.intake.frames import typed_array

    table = json.loads(content)
    return pandas.DataFrame({name: typed_array(_values(kind, distinct, places, table["rows"]), kind) for name, kind, distinct, places in table["columns"]})


def _values(kind: str, distinct: list[Any], places: list[int] | None, rows: int) -> numpy.ndarray:
    import numpy as np

    if kind in ("date", "month"):
        values = np.array(distinct, dtype="datetime64[s]")
    elif kind == "number":
        values = np.array(distinct, dtype=np.int64)
    else:
        values = np.empty(len(distinct), dtype=object)
        values[:] = [None if one is None else Decimal(one) for one in distinct] if kind == "decimal" else distinct
    if places is None and len(distinct) == rows:
        return values
    return values[np.array(places, dtype=np.intp) if places is not None else np.zeros(rows, dtype=np.intp)]


def table_bytes(table: pandas.DataFrame) -> bytes:
    """A typed table (see domain.submissions) as Parquet; the same table gives the same bytes."""
    import pyarrow
    import pyarrow.parquet

    from cchc_lib.intake.long_rows import DTYPES

    kinds = {str(name): _kind(table[name]) for name in table.columns}
    plain = table.assign(
        **{name: table[name].map(str, na_action="ignore").astype("str") for name, kind in kinds.items() if kind == "decimal"}
    )
    arrow = pyarrow.Table.from_pandas(plain, preserve_index=False)
    metadata = {**(arrow.schema.metadata or {}), DTYPES: json.dumps(kinds, sort_keys=True).encode()}
    sink = io.BytesIO()
    pyarrow.parquet.write_table(arrow.replace_schema_metadata(metadata), sink)
    return sink.getvalue()


def read_table(path: Path, only: Mapping[str, Sequence[object]] | None = None) -> pandas.DataFrame:
    """The table that table_bytes() was given, every column of its old type. only: the rows that have one of some values."""
    import pyarrow.parquet

    from cchc_lib.intake.long_rows import DTYPES

    with pyarrow.parquet.ParquetFile(path) as file:
        threads = file.metadata.num_rows > MANY_ROWS
        arrow = file.read(use_threads=threads) if only is None else _filtered(path, only)
    table = arrow.to_pandas(use_threads=threads)
    for name, kind in json.loads(arrow.schema.metadata[DTYPES]).items():
        if kind == "decimal":
            values = [None if value is None else Decimal(value) for value in arrow.column(name).to_pylist()]
            table[name] = _objects(values, table.index)
        elif str(table[name].dtype) != kind:
            table[name] = table[name].astype(kind)
    return table


def _filtered(path: Path, only: Mapping[str, Sequence[object]]) -> pyarrow.Table:
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path, filters=[(name, "in", values) for name, values in only.items()])


def _objects(values: list[object], index: pandas.Index) -> pandas.Series:
    import pandas

    return pandas.Series(values, index=index, dtype=object)


def _kind(column: pandas.Series) -> str:
    """The dtype as text; "decimal" for a column of Decimal or None."""
    if column.dtype == object and all(value is None or isinstance(value, Decimal) for value in column):
        return "decimal"
    return str(column.dtype)


def keep(content: bytes, folder: Path, store: Path, suffix: str = LARGE) -> str:
    """Keep content in folder under its hash, sharing the disk space of an equal file in store. Returns the hash.

    Both names point to one file where the file system can (hard links): every run stays whole by itself, and equal
    tables of many runs are on the disk once.
    """
    digest = hashlib.sha256(content).hexdigest()
    target = folder / f"{digest}{suffix}"
    if not target.exists() and not _shared(target, digest, len(content), store):
        target.write_bytes(content)
        _share(target, digest, store)
    return digest


def keep_file(made: Path, folder: Path, store: Path, suffix: str = LARGE, *, move: bool = False) -> str:
    """The same for a file that is too large to be held; it is moved where it may be."""
    digest = file_digest(made)
    target = folder / f"{digest}{suffix}"
    if not target.exists() and not _shared(target, digest, made.stat().st_size, store):
        if move:
            made.replace(target)
        else:
            shutil.copyfile(made, target)
        _share(target, digest, store)
    if move:
        made.unlink(missing_ok=True)
    return digest


def _shared(target: Path, digest: str, size: int, store: Path) -> bool:
    """Whether an equal file of the store could be linked to."""
    shared = _place(target, digest, store)
    try:
        if shared.stat().st_size == size and file_digest(shared) == digest:
            os.link(shared, target)
            return True
    except OSError:
        pass  # not there yet, or no links on this file system
    return False


def _share(target: Path, digest: str, store: Path) -> None:
    shared = _place(target, digest, store)
    try:
        shared.parent.mkdir(parents=True, exist_ok=True)
        shared.unlink(missing_ok=True)
        os.link(target, shared)
    except OSError:
        pass  # the run has its own copy; only space is lost


def _place(target: Path, digest: str, store: Path) -> Path:
    return store / digest[:2] / target.name
