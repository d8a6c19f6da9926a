"""A form's rows as analysis gets them: a pandas DataFrame with the types that domain.submissions promises, made when one is asked for.

Checking needs none, and pandas takes longer to load than a quarter takes to read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cchc_lib.domain.forms import Form
from cchc_lib.domain.submissions import QuarterData

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from .long_rows import LongRows

SMALL = 20_000  # rows; up to so many, plain rows stay beside their frame


@dataclass(frozen=True)
class FormRows:
    """The rows of a form that count. columns: typed values by column id; sources: the source columns, _row among them."""

    form: Form
    columns: Mapping[str, np.ndarray]
    sources: Mapping[str, np.ndarray]

    def __len__(self) -> int:
        return len(self.sources["_row"])

    def values(self, name: str) -> list[object]:
        """A column as plain values, None where there is none."""
        column = self.array(name)
        return (column.astype("datetime64[D]") if column.dtype.kind == "M" else column).tolist()

    def frame(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame({name: typed_array(self.array(name), kind) for name, kind in self.kinds.items()})

    @property
    def kinds(self) -> dict[str, str]:
        """Every column of the table in its order, with what it holds: the column's type, text, or number for _row."""
        own = {column.id: column.type for column in self.form.kept}
        return own | {name: "number" if name == "_row" else "text" for name in self.sources}

    def array(self, name: str) -> np.ndarray:
        """A column as it was typed."""
        return self.sources[name] if name in self.sources else self.columns[name]


class Tables(Mapping[str, "pd.DataFrame"]):
    """Form id -> data frame. What the frame of a large register was made from is let go: it need not be held twice."""

    def __init__(self, rows: Mapping[str, FormRows | LongRows]) -> None:
        self._rows = dict(rows)
        self._frames: dict[str, pd.DataFrame] = {}
        self._order = tuple(rows)

    def rows(self, form_id: str) -> FormRows | LongRows | None:
        """The plain rows of a form, None once the frame of a large one was made of them."""
        return self._rows.get(form_id)

    def stored(self, form_id: str) -> tuple[pd.DataFrame | Path, int]:
        """A table and how many rows it has; where it lies as Parquet, for what is too large to be held."""
        rows = self._rows.get(form_id)
        if rows is None or isinstance(rows, FormRows):
            return self[form_id], len(self[form_id])
        return rows.file, len(rows)

    def without(self, form_ids: Collection[str]) -> Tables:
        """Some forms taken out."""
        kept = Tables({})
        kept._rows, kept._frames = ({form_id: one for form_id, one in held.items() if form_id not in form_ids} for held in (self._rows, self._frames))
        kept._order = tuple(form_id for form_id in self._order if form_id not in form_ids)
        return kept

    def __getitem__(self, form_id: str) -> pd.DataFrame:
        if form_id not in self._frames:
            rows = self._rows[form_id]
            self._frames[form_id] = rows.frame()
            if len(rows) > SMALL and isinstance(rows, FormRows):
                del self._rows[form_id]
        return self._frames[form_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, form_id: object) -> bool:
        return form_id in self._order


def rows_of(data: QuarterData, form_id: str) -> FormRows | LongRows:
    """The plain rows of a form of a quarter that was just read."""
    rows = data.tables.rows(form_id) if isinstance(data.tables, Tables) else None
    assert rows is not None, form_id
    return rows


def typed_array(values: np.ndarray, kind: str) -> object:
    """Values as a column of a data frame. kind: see FormRows.kinds."""
    import pandas as pd

    match kind:
        case "date" | "month" | "decimal" | "number":
            return values
        case "integer":
            empty = values == None  # noqa: E711 - element by element
            return pd.arrays.IntegerArray(np.where(empty, 0, values).astype(np.int64), empty.astype(bool))
        case "yes_no":
            empty = values == None  # noqa: E711
            return pd.arrays.BooleanArray(np.where(empty, False, values).astype(bool), empty.astype(bool))
    return pd.array(values, dtype="str")
