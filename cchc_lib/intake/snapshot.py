"""What was read, kept beside a run: typed tables as Parquet named by their content, and one JSON that says what they are.

A notebook of the run opens only the tables that it needs; a later rebuild finds exactly what the run was made from. No
personal column ever reaches a typed table, so none is kept.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import Form
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.submissions import Missing, QuarterData, Submission

if TYPE_CHECKING:
    import pandas
    import pyarrow

READING = "reading.json"
TABLES = "tables"


def schema_of(form: Form) -> pyarrow.Schema:
    """The Parquet schema of a form's typed table (see cchc_lib.domain.submissions)."""
    import pyarrow as pa

    kinds = {
        "integer": pa.int64(), "decimal": pa.decimal128(38, 12), "date": pa.timestamp("s"), "month": pa.timestamp("s"),
        "yes_no": pa.bool_(),
    }
    columns = [pa.field(column.id, kinds.get(column.type, pa.string())) for column in form.kept]
    source = [pa.field("_row", pa.int64()) if name == "_row" else pa.field(name, pa.string()) for name in ("_file", "_sheet", "_row", "_unit", "_quarter")]
    return pa.schema([*columns, *source])


def parquet_bytes(frame: pandas.DataFrame, form: Form) -> bytes:
    """A typed table as Parquet; the same table gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, schema=schema_of(form), preserve_index=False)
    buffer = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(None), buffer, compression="zstd")
    return buffer.getvalue()


def read_parquet(path: Path, form: Form) -> pandas.DataFrame:
    """The typed table of a Parquet file, with the column types of typed tables."""
    import pandas as pd
    import pyarrow.parquet as pq

    frame = pq.read_table(path).to_pandas(timestamp_as_object=False)
    types: dict[str, str] = {column.id: kind for column in form.kept if (kind := _PANDAS.get(column.type))}
    frame = frame.astype(types)
    for name in frame.columns:
        if name not in types and name != "_row" and (name.startswith("_") or form.column(name).type != "decimal"):
            frame[name] = frame[name].astype(pd.StringDtype(na_value=float("nan")))
    return frame


_PANDAS = {"integer": "Int64", "yes_no": "boolean", "date": "datetime64[s]", "month": "datetime64[s]"}


class LazyTables(Mapping):
    """The typed tables of a quarter, each read from its file when it is first asked for."""

    def __init__(self, folder: Path, files: Mapping[str, str], forms: Mapping[str, Form]) -> None:
        self._folder, self._files, self._forms = folder, dict(files), forms
        self._read: dict[str, pandas.DataFrame] = {}

    def __getitem__(self, form_id: str) -> pandas.DataFrame:
        if form_id not in self._read:
            self._read[form_id] = read_parquet(self._folder / TABLES / self._files[form_id], self._forms[form_id])
        return self._read[form_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, form_id: object) -> bool:
        return form_id in self._files


def write_snapshot(folder: Path, data: Mapping[Period, QuarterData], forms: Mapping[str, Form]) -> None:
    """Keep what was read in a folder: reading.json and tables/<hash>.parquet."""
    (folder / TABLES).mkdir(parents=True, exist_ok=True)
    quarters = {quarter.id: _written(folder, one, forms) for quarter, one in sorted(data.items(), key=lambda item: item[0].id)}
    text = json.dumps({"schema": 1, "quarters": quarters}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / READING).write_text(text + "\n", encoding="utf-8", newline="\n")


def _written(folder: Path, data: QuarterData, forms: Mapping[str, Form]) -> dict[str, Any]:
    files = {}
    for form_id, frame in sorted(data.tables.items()):
        content = parquet_bytes(frame, forms[form_id])
        files[form_id] = f"{hashlib.sha256(content).hexdigest()[:32]}.parquet"
        path = folder / TABLES / files[form_id]
        if not path.exists():
            path.write_bytes(content)
    return {
        "tables": files,
        "submissions": [one.to_dict() for one in data.submissions],
        "missing": [asdict(one) for one in data.missing],
        "findings": [asdict(one) for one in data.findings],
        "notes": list(data.notes),
    }


def read_snapshot(folder: Path, forms: Mapping[str, Form]) -> dict[Period, QuarterData]:
    """What write_snapshot kept; tables are read when they are first used."""
    reading = json.loads((folder / READING).read_text(encoding="utf-8"))
    return {parse_period(quarter): _read_back(folder, quarter, kept, forms) for quarter, kept in reading["quarters"].items()}


def _read_back(folder: Path, quarter: str, kept: Mapping[str, Any], forms: Mapping[str, Form]) -> QuarterData:
    return QuarterData(
        parse_period(quarter),
        LazyTables(folder, kept["tables"], forms),
        tuple(_submission(one) for one in kept["submissions"]),
        tuple(Missing(**one) for one in kept["missing"]),
        tuple(Finding(**{**one, "place": Place(**one["place"])}) for one in kept["findings"]),
        tuple(kept["notes"]),
    )


def _submission(kept: Mapping[str, Any]) -> Submission:
    arrived = kept.get("arrived")
    return Submission(**{**kept, "arrived": date.fromisoformat(arrived) if arrived else None})
