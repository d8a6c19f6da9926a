"""The typed rows of a long file, on the disk: a row group of Parquet a piece, read back a column of a piece at a time.

Ten million dossiers are some gigabytes of Python objects; of a piece that was put away a few bytes a row stay in memory.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cchc_lib.domain.forms import Column, Form

from .typed import Coded

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

HELD = ("don_vi",)  # columns that stay in memory, because they are put in order when a quarter's files are put together
SUFFIX = ".parquet"


class NoRoom(Exception):
    """The rows could not be put away. error: what the system said; where: the file that was being written."""

    def __init__(self, error: OSError, where: Path) -> None:
        super().__init__(str(error))
        self.error, self.where = error, where


class StoredPieces:
    """The pieces of one file. blanks: column id -> what a blank in it means, known when all pieces were read."""

    def __init__(self, form: Form, path: Path | None = None, blanks: Mapping[str, object] | None = None) -> None:
        """path: where the rows are to be kept, or lie; a temporary place without one."""
        self.form, self.blanks = form, dict(blanks or {})
        self.path = path or temporary(self) / f"rows{SUFFIX}"
        self._writer: pyarrow.parquet.ParquetWriter | None = None
        self._pieces = 0

    def add(self, columns: Mapping[str, Coded]) -> StoredColumns:
        """Puts the kept columns of the next piece away. Raises NoRoom."""
        import pyarrow

        table = pyarrow.table({column.id: _to_arrow(columns[column.id], column) for column in self.form.kept})
        with self._writing():
            if self._writer is None:
                self._writer = self._opened(table.schema)
            self._writer.write_table(table, row_group_size=max(len(table), 1))
        self._pieces += 1
        held = {name: columns[name].spread(self.form.column(name)) for name in HELD if name in columns}
        return StoredColumns(self, self._pieces - 1, held)

    def _opened(self, schema: pyarrow.Schema) -> pyarrow.parquet.ParquetWriter:
        import pyarrow.parquet

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return pyarrow.parquet.ParquetWriter(self._aside, schema)
        except OSError:  # nothing can be kept there, so they are put away for this once
            self.path = temporary(self) / f"rows{SUFFIX}"
            return pyarrow.parquet.ParquetWriter(self._aside, schema)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise NoRoom(error, self.path) from error

    @property
    def _aside(self) -> Path:
        return self.path.with_name(f".{self.path.stem}.{os.getpid()}{SUFFIX}")

    def close(self) -> None:
        """After the last piece: now they can be read. Raises NoRoom."""
        if self._writer is not None:
            with self._writing():
                self._writer.close()
            self._writer = None
            try:
                self._aside.replace(self.path)
            except OSError:  # somebody reads what lies there, which Windows does not replace
                self.path = self._aside

    def discard(self) -> None:
        """Forgets what was put away, of a file that is refused after all."""
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()
            self._writer = None
            with suppress(OSError):
                self._aside.unlink(missing_ok=True)

    def piece(self, number: int) -> StoredColumns:
        """A piece of what lies there."""
        own = StoredColumns(self, number, {})
        return StoredColumns(self, number, {name: own[name] for name in HELD if name in self.form.by_id})

    def digest(self) -> str:
        """sha256 of what lies there. Raises OSError."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def file(self) -> pyarrow.parquet.ParquetFile:
        """Open as long as this is in use, so that it may be removed meanwhile."""
        import pyarrow.parquet

        texts = [column.id for column in self.form.kept if _KINDS.get(column.type) is None]
        return pyarrow.parquet.ParquetFile(self.path, read_dictionary=texts)


class StoredColumns(Mapping[str, np.ndarray]):
    """Column id -> typed values of one piece, as typed.py has them; each read anew when it is asked for."""

    def __init__(self, store: StoredPieces, piece: int, held: Mapping[str, np.ndarray]) -> None:
        self.store, self._piece, self._held = store, piece, held

    def __getitem__(self, column_id: str) -> np.ndarray:
        if column_id in self._held:
            return self._held[column_id]
        column = self.store.form.column(column_id)
        table = self.store.file.read_row_group(self._piece, columns=[column_id], use_threads=False)
        return _from_arrow(table.column(0), column, self.store.blanks.get(column_id)).spread(column)

    def __iter__(self) -> Iterator[str]:
        return (column.id for column in self.store.form.kept)

    def __len__(self) -> int:
        return len(self.store.form.kept)


_KINDS = {"integer": "int64", "yes_no": "bool", "date": "timestamp[s]", "month": "timestamp[s]"}  # all others are text


def _to_arrow(coded: Coded, column: Column) -> pyarrow.Array:
    import pyarrow

    distinct = coded.distinct
    if column.type == "decimal":
        distinct = [None if value is None else str(value) for value in distinct]
    if column.type in ("date", "month"):
        distinct = np.array(distinct, dtype="datetime64[s]")
    kind = pyarrow.type_for_alias(_KINDS.get(column.type, "string"))
    return pyarrow.array(distinct, type=kind).take(pyarrow.array(coded.positions))


def _from_arrow(values: pyarrow.ChunkedArray, column: Column, blank: object) -> Coded:
    import pyarrow

    whole = values.combine_chunks()
    coded = whole if pyarrow.types.is_dictionary(whole.type) else whole.dictionary_encode()
    distinct = [*coded.dictionary.to_pylist(), blank]
    if column.type == "decimal":
        distinct = [None if value is None else Decimal(value) for value in distinct]
    return Coded(distinct, coded.indices.fill_null(len(distinct) - 1).to_numpy(zero_copy_only=False))


def temporary(owner: object) -> Path:
    """A folder that is there as long as its owner."""
    folder = tempfile.mkdtemp(prefix="cchc-")
    weakref.finalize(owner, shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
