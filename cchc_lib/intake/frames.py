"""A form's table as analysis gets it: a pandas DataFrame with the types that domain.submissions promises."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from cchc_lib.domain.forms import Column, Form


def frame(form: Form, columns: Mapping[str, np.ndarray], sources: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """The data frame of a form. columns: typed values by column id; sources: the source columns, _row among them."""
    table = {column.id: _typed(columns[column.id], column) for column in form.kept}
    table |= {name: values if name == "_row" else pd.array(values, dtype="str") for name, values in sources.items()}
    return pd.DataFrame(table)


def _typed(values: np.ndarray, column: Column) -> object:
    match column.type:
        case "date" | "month":
            return values
        case "decimal":
            return values
        case "integer":
            empty = values == None  # noqa: E711 - element by element
            return pd.arrays.IntegerArray(np.where(empty, 0, values).astype(np.int64), empty.astype(bool))
        case "yes_no":
            empty = values == None  # noqa: E711
            return pd.arrays.BooleanArray(np.where(empty, False, values).astype(bool), empty.astype(bool))
    return pd.array(values, dtype="str")
