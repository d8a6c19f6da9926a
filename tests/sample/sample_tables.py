"""The generator's rows as typed tables, so that the product's own analysis can judge them without reading a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from cchc_lib.analysis.measures import Workspace
from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period
from cchc_lib.domain.submissions import Missing, QuarterData
from cchc_lib.intake.parameters import load_parameters
from tools.sample_data import body, days, story

ROOT = Path(__file__).resolve().parents[2]
_DTYPES = {"integer": "Int64", "date": "datetime64[s]", "month": "datetime64[s]", "yes_no": "boolean"}


@cache
def parameters() -> Parameters:
    return load_parameters(ROOT / "parameters")


@cache
def workspace() -> Workspace:
    """All eight quarters."""
    return Workspace(parameters(), {quarter: _quarter(quarter) for quarter in days.QUARTERS})


def _quarter(quarter: Period) -> QuarterData:
    sent = body.submitted(quarter)
    forms = {form for rows in sent.values() for form in rows}
    tables = {form: _table(parameters().forms[form], quarter, sent) for form in forms}
    missing = tuple(
        Missing(quarter.id, unit, story.UNITS[unit], form)
        for (one, unit), left_out in story.NOT_SENT.items() if one == quarter.id for form in left_out
    )
    return QuarterData(quarter, tables, missing=missing)


def _table(form: Form, quarter: Period, sent: Mapping[str, Mapping[str, list[dict[str, object]]]]) -> pd.DataFrame:
    rows = [(unit, row) for unit, forms in sent.items() for row in forms.get(form.id, ())]
    columns = {
        column.id: pd.Series([_typed(column, row.get(column.id), quarter) for _, row in rows], dtype=_DTYPES.get(column.type, "object"))
        for column in form.kept
    }
    return pd.DataFrame(columns | {
        "_file": [f"{quarter.id}/{unit}.xlsx" for unit, _ in rows], "_sheet": form.title, "_row": range(5, 5 + len(rows)),
        "_unit": [unit for unit, _ in rows], "_quarter": quarter.id,
    })


def _typed(column: Column, value: object, quarter: Period) -> object:
    if column.type == "month":
        return date(quarter.year, int(str(value).split("/")[0]), 1)
    return value
