"""What a run was computed from, kept inside it: the typed tables, what was said of them, and the parameters.

inputs/reading.json        quarters: tables (form -> hash, rows), submissions, missing, findings, notes; files: sha256 of each raw file
inputs/tables/<hash>.json      (or .parquet: large ones, see tables.py)
inputs/parameters/         a copy of the parameters folder; inputs/overrides.json what --set changed
inputs/templates/          a copy of the templates folder
inputs/of-record.json      figures of earlier periods as they were issued (of_record.py)
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.submissions import Missing, QuarterData, Submission
from cchc_lib.runs.archive.canonical import digest, read_json, tree_digests, write_json

if TYPE_CHECKING:
    import pandas

    from cchc_lib.domain.parameters import Parameters

STORE = ".store"  # in outputs: tables that several runs share, each run by a link of its own
FOLDER, READING, OVERRIDES, OF_RECORD = "inputs", "reading.json", "overrides.json", "of-record.json"
TABLES, PARAMETERS, TEMPLATES = "tables", "parameters", "templates"


class _Tables(Mapping[str, "pandas.DataFrame"]):
    """The tables of a quarter, each read when it is first asked for."""

    def __init__(self, folder: Path, index: Mapping[str, Mapping[str, Any]]) -> None:
        self._folder, self._index = folder, dict(index)
        self._read: dict[str, pandas.DataFrame] = {}

    def __getitem__(self, form_id: str) -> pandas.DataFrame:
        if form_id not in self._read:
            from cchc_lib.runs.archive.tables import PLAIN, read_plain, read_table

            path = self.file(form_id)
            self._read[form_id] = read_plain(path.read_bytes()) if path.suffix == PLAIN else read_table(path)
        return self._read[form_id]

    def at(self, form_id: str, file: str, sheet: str, rows: Collection[int]) -> pandas.DataFrame:
        """Some rows of one sheet; of a large table that was not read yet no others are read."""
        from cchc_lib.runs.archive.tables import LARGE, read_table

        path = self.file(form_id)
        if path.suffix == LARGE and form_id not in self._read:
            return read_table(path, {"_file": [file], "_sheet": [sheet], "_row": list(rows)})
        table = self[form_id]
        return table[(table["_file"] == file) & (table["_sheet"] == sheet) & table["_row"].isin(rows)]

    def file(self, form_id: str) -> Path:
        """Where a table lies."""
        entry = self._index[form_id]
        return self._folder / f"{entry['sha256']}{entry.get('suffix', '.parquet')}"

    def count(self, form_id: str) -> int:
        return self._index[form_id]["rows"]

    def stored(self, form_id: str) -> tuple[pandas.DataFrame | Path, int]:
        """A table and how many rows it has; where it lies as Parquet, for what is too large to be read."""
        path = self.file(form_id)
        return path if path.suffix == ".parquet" else self[form_id], self.count(form_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, form_id: object) -> bool:
        return form_id in self._index


def write_snapshot(
    run: Path, quarters: Iterable[QuarterData], parameters: Path, templates: Path, overrides: Mapping[str, str], store: Path,
    of_record: Mapping[str, Any] | None = None,
) -> Path:
    """Keep what was read, the parameters and the templates in a run's folder. Returns the snapshot's folder."""
    folder = run / FOLDER
    (folder / TABLES).mkdir(parents=True)
    reading = {
        data.quarter.id: {
            "tables": {form: _keep(data.tables, form, folder / TABLES, store) for form in sorted(data.tables)},
            "submissions": [one.to_dict() for one in data.submissions],
            "missing": [_plain(one) for one in data.missing],
            "findings": [_plain(one) | {"place": _plain(one.place)} for one in data.findings],
            "notes": list(data.notes),
        }
        for data in quarters
    }
    write_json(folder / READING, {"schema": 1, "quarters": reading})
    _copy(parameters, folder / PARAMETERS, "*.yaml")
    _copy(templates, folder / TEMPLATES)
    write_json(folder / OVERRIDES, dict(overrides))
    write_json(folder / OF_RECORD, dict(of_record or {}))
    return folder


def _keep(tables: Mapping[str, pandas.DataFrame], form: str, folder: Path, store: Path) -> dict[str, Any]:
    """Keep one table: rows just read as JSON or, when they are many, as Parquet; a table of another snapshot as it lies there."""
    from cchc_lib.intake.frames import SMALL, Tables
    from cchc_lib.intake.long_rows import LongRows
    from cchc_lib.runs.archive.tables import LARGE, PLAIN, keep, keep_file, plain_bytes, table_bytes

    if isinstance(tables, _Tables):
        path = tables.file(form)
        return _entry(keep_file(path, folder, store, path.suffix), tables.count(form), path.suffix)
    rows = tables.rows(form) if isinstance(tables, Tables) else None
    if isinstance(rows, LongRows):
        made = folder / f"{form}{LARGE}"
        rows.write(made)
        return _entry(keep_file(made, folder, store, move=True), len(rows), LARGE)
    if rows is not None and len(rows) <= SMALL:
        return _entry(keep(plain_bytes(rows), folder, store, PLAIN), len(rows), PLAIN)
    return _entry(keep(table_bytes(tables[form]), folder, store), len(tables[form]), LARGE)


def _entry(sha256: str, rows: int, suffix: str) -> dict[str, Any]:
    return {"sha256": sha256, "rows": rows, "suffix": suffix}


def _copy(source: Path, target: Path, pattern: str = "*") -> None:
    """The files that count (as ingredients.gather sees them), nothing else that may lie there."""
    for name in tree_digests(source, pattern):
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, copy)


def read_snapshot(folder: Path, forms: Collection[str] | None = None) -> dict[str, QuarterData]:
    """Quarter id -> what was read for it, oldest first; tables are read from disk when they are asked for.

    forms: only these forms, with the submissions, findings and missing units that concern them; the rest cannot be seen.
    An area that is given only its own forms cannot depend on others, so it need not run again when those change.
    """
    quarters = read_json(folder / READING)["quarters"]
    return {name: _quarter(folder, name, body, forms) for name, body in sorted(quarters.items())}


def _quarter(folder: Path, name: str, body: Mapping[str, Any], forms: Collection[str] | None) -> QuarterData:
    def seen(form: str | None) -> bool:
        return forms is None or form in forms

    return QuarterData(
        quarter=parse_period(name),
        tables=_Tables(folder / TABLES, {form: entry for form, entry in body["tables"].items() if seen(form)}),
        submissions=tuple(_submission(one) for one in body["submissions"] if seen(one["form"])),
        missing=tuple(Missing(**one) for one in body["missing"] if seen(one["form"])),
        findings=tuple(_finding(one) for one in body["findings"] if seen(one["form"])),
        notes=tuple(body["notes"]) if forms is None else (),
    )


def read_parameters(folder: Path) -> Parameters:
    """The parameters that the run was made with, --set included."""
    from cchc_lib.intake.parameters import load_parameters

    overrides = read_json(folder / OVERRIDES)
    content = digest({"files": tree_digests(folder / PARAMETERS, "*.yaml"), "overrides": overrides})
    if content not in _PARAMETERS:
        _PARAMETERS[content] = load_parameters(folder / PARAMETERS, overrides)
    return _PARAMETERS[content]


_PARAMETERS: dict[str, Parameters] = {}  # by their content: a kernel runs several notebooks of one run, and they never change


def read_of_record(folder: Path) -> dict[str, Any]:
    """The figures of record that the run was given; none in a run made before they were kept."""
    try:
        return read_json(folder / OF_RECORD)
    except FileNotFoundError:
        return {}


def _plain(thing: Any) -> dict[str, Any]:
    return json.loads(json.dumps(vars(thing), default=vars))


def _submission(data: Mapping[str, Any]) -> Submission:
    arrived = data["arrived"]
    return Submission(**{**data, "arrived": date.fromisoformat(arrived) if arrived else None})


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(**{**data, "place": Place(**data["place"])})
