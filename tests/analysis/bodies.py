"""Small bodies of data written by hand: rows as dictionaries, every other column filled with a harmless value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cchc_lib.analysis.measures import Workspace
from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, Span, parse_period
from cchc_lib.domain.submissions import Missing, QuarterData
from cchc_lib.intake.parameters import load_parameters

ROOT = Path(__file__).resolve().parents[2]
Rows = Sequence[dict[str, Any]]


@cache
def parameters() -> Parameters:
    return load_parameters(ROOT / "parameters")


def day(text: str) -> dt.date:
    """A day as people write it: 5/3/2024."""
    d, m, y = text.split("/")
    return dt.date(int(y), int(m), int(d))


def span(period: str) -> Span:
    return parameters().calendar.span(parse_period(period))


def table(form_id: str, rows: Rows, quarter: str = "2024-Q1", file: str = "van-phong.xlsx") -> pd.DataFrame:
    """A typed table of a form; a column that a row leaves out is blank when optional, harmless when required."""
    form = parameters().forms[form_id]
    data = {column.id: _typed(column, [row.get(column.id, _harmless(column)) for row in rows]) for column in form.kept}
    frame = pd.DataFrame(data)
    frame["_file"] = pd.Series([f"{quarter}/{file}"] * len(rows), dtype="str")
    frame["_sheet"] = pd.Series([form.title] * len(rows), dtype="str")
    frame["_row"] = pd.Series(range(2, len(rows) + 2), dtype="int64")
    frame["_unit"] = pd.Series([row.get("_unit", "van-phong") for row in rows], dtype="str")
    frame["_quarter"] = pd.Series([quarter] * len(rows), dtype="str")
    return frame


def _harmless(column: Column) -> Any:
    if not column.required:
        return None
    return {"integer": 0, "decimal": Decimal(0), "yes_no": False, "choice": column.values[0] if column.values else None}.get(column.type, "x")


def _typed(column: Column, values: list[Any]) -> Any:
    match column.type:
        case "date" | "month":
            return pd.Series(pd.to_datetime([day(v) if isinstance(v, str) and v != "x" else None for v in values])).astype("datetime64[s]")
        case "integer":
            return pd.array(values, dtype="Int64")
        case "decimal":
            return pd.Series([None if v is None else Decimal(str(v)) for v in values], dtype=object)
        case "yes_no":
            return pd.array(values, dtype="boolean")
    return pd.Series(values, dtype="str")


def quarter_data(quarter: str, missing: Sequence[tuple[str, str]] = (), **forms: Rows) -> QuarterData:
    """What came in for a quarter: form id -> rows. missing: (unit name, form) pairs."""
    tables = {form_id: table(form_id, rows, quarter) for form_id, rows in forms.items()}
    owed = tuple(Missing(quarter, unit, unit, form) for unit, form in missing)
    return QuarterData(parse_period(quarter), tables, missing=owed)


def workspace(*quarters: QuarterData, changed: Parameters | None = None) -> Workspace:
    return Workspace(changed or parameters(), {one.quarter: one for one in quarters})


def period(text: str) -> Period:
    return parse_period(text)


def form(form_id: str) -> Form:
    return parameters().forms[form_id]
