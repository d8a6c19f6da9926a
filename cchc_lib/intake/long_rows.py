"""A form's rows where they are too many to be held: the same as frames.FormRows, made part by part or written to the disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cchc_lib.domain.forms import Form

from .frames import FormRows
from .stored_pieces import SUFFIX, temporary

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

LONG = 300_000  # rows that count; up to so many are held
DTYPES = b"cchc"  # in a Parquet file's metadata: column -> dtype of its data frame, or decimal


class LongRows:
    """parts: make the rows of one sheet or piece after another, of so many rows each."""

    def __init__(self, form: Form, parts: Sequence[Callable[[], FormRows]], lengths: Sequence[int]) -> None:
        self.form, self._parts, self._lengths = form, parts, lengths

    def __len__(self) -> int:
        return sum(self._lengths)

    def parts(self) -> Iterator[FormRows]:
        """The rows, in order; parts without any left out."""
        return (make() for make, length in zip(self._parts, self._lengths, strict=True) if length)

    def values(self, name: str) -> list[object]:
        """A column as plain values, None where there is none."""
        return list(chain.from_iterable(part.values(name) for part in self.parts()))

    def frame(self) -> pd.DataFrame:
        """All of them in memory, about a kilobyte a row."""
        import pandas as pd

        return pd.concat([part.frame() for part in self.parts()], ignore_index=True)

    def write(self, path: Path) -> None:
        """As Parquet, a row group a part; the same rows give the same bytes."""
        import pyarrow.parquet

        parts = map(_arrow, self.parts())
        first = next(parts)
        with pyarrow.parquet.ParquetWriter(path, first.schema) as file:
            for part in chain([first], parts):
                file.write_table(part, row_group_size=len(part))

    @cached_property
    def file(self) -> Path:
        """Where they lie as Parquet, as long as these rows are in use."""
        path = temporary(self) / f"rows{SUFFIX}"
        self.write(path)
        return path


# what a column holds (FormRows.kinds) -> its kind in Parquet, and the dtype of its data frame; text is all the rest
_KINDS = {
    "integer": ("int64", "Int64"), "number": ("int64", "int64"), "yes_no": ("bool", "boolean"),
    "date": ("timestamp[s]", "datetime64[s]"), "month": ("timestamp[s]", "datetime64[s]"), "decimal": ("string", "decimal"),
}


def _arrow(rows: FormRows) -> pyarrow.Table:
    import pyarrow

    arrays, dtypes = {}, {}
    for name, kind in rows.kinds.items():
        stored, dtypes[name] = _KINDS.get(kind, ("string", "str"))
        values = rows.array(name)
        if kind == "decimal":
            values = np.array([None if value is None else str(value) for value in values], dtype=object)
        arrays[name] = pyarrow.array(values, type=pyarrow.type_for_alias(stored))
    return pyarrow.table(arrays).replace_schema_metadata({DTYPES: json.dumps(dtypes, sort_keys=True)})
