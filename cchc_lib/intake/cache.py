"""What was read of an unchanged file, kept: typed columns as Arrow, the rest as JSON, in one archive a file.

The name of an archive is a hash of everything that the reading depends on (the file's bytes, the forms, the window, the
state mapping, the corrections, the reader's own code), so nothing in it ever goes stale. Personal columns were dropped
before. An archive that cannot be read is read anew from its source; one is written aside and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import Column, Form

from .mark import FormMark, Mark
from .sheets import SheetResult

if TYPE_CHECKING:
    import pyarrow

    from .workbooks import FileResult, Reading

MOST_FILES = 400
_SUFFIX = ".cchc"


@lru_cache(maxsize=1)
def reader_version() -> str:
    """A hash of the code that reads: whoever changes a reader need not remember to say so here."""
    folders = (Path(__file__).parent, Path(__file__).parent.parent / "domain")
    code = hashlib.sha256()
    for path in (path for folder in folders for path in sorted(folder.glob("*.py"))):
        code.update(path.read_bytes())
    return code.hexdigest()


def settings_key(reading: Reading) -> str:
    """A hash of all that every reading of a quarter depends on but its files."""
    depends = [
        reader_version(), repr(reading.span), sorted(reading.setting.states.items()), reading.slack_days, reading.only_forms,
        [form.model_dump(mode="json") for _, form in sorted(reading.forms.items())],
    ]
    return _hash(depends)


def key_of(sha256: str, suffix: str, form_name: str, corrections: object, reading: Reading) -> str:
    """The name under which the reading of a file is kept."""
    return _hash([sha256, suffix, form_name, repr(corrections), reading.settings_key])


def _hash(depends: object) -> str:
    return hashlib.sha256(json.dumps(depends, ensure_ascii=False, default=str).encode()).hexdigest()


def load(folder: Path, key: str, result: FileResult, forms: Mapping[str, Form]) -> bool:
    """Fills in what was kept of a file; False where nothing usable is there."""
    path = folder / (key + _SUFFIX)
    try:
        with zipfile.ZipFile(path) as archive:
            index = json.loads(archive.read("index.json"))
            sheets = [
                _sheet(body, archive.read(f"{n}.arrow"), forms, index["file"], result.file) for n, body in enumerate(index["sheets"])
            ]
        findings = [_finding(one, result.file) for one in index["findings"]]
        mark = _mark(index["mark"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, NotImplementedError, EOFError):
        return False
    result.sheets, result.findings, result.mark = sheets, findings, mark
    with suppress(OSError):
        os.utime(path)
    return True


def store(folder: Path, key: str, result: FileResult) -> None:
    """Keeps what was read of a file; a full disk or a folder that cannot be written costs only the time of the next reading."""
    index = {
        "file": result.file, "findings": [asdict(one) for one in result.findings],
        "mark": asdict(result.mark) if result.mark else None, "sheets": [_index(sheet) for sheet in result.sheets],
    }
    aside = folder / f".{key}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("index.json", json.dumps(index, ensure_ascii=False))
            for number, sheet in enumerate(result.sheets):
                archive.writestr(f"{number}.arrow", _arrow(sheet))
        aside.replace(folder / (key + _SUFFIX))
        _prune(folder)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def _prune(folder: Path) -> None:
    kept = sorted(folder.glob("*" + _SUFFIX), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MOST_FILES]:
        path.unlink()


# --- one sheet -----------------------------------------------------------------------------------------------------------
def _index(sheet: SheetResult) -> dict[str, Any]:
    return {
        "form": sheet.form.id, "sheet": sheet.sheet, "findings": [asdict(one) for one in sheet.findings], "notes": sheet.notes,
        "state": sheet.state, "places": sheet.places, "distinct": _distinct(sheet),
    }


def _distinct(sheet: SheetResult) -> bool:
    """Whether no key occurs twice in the sheet, whatever its capitals; False where that is not known beforehand."""
    if not sheet.form.key or "don_vi" in sheet.form.key:
        return False
    parts = [[str(value).lower() for value in sheet.columns[column]] for column in sheet.form.key]
    return len(set(zip(*parts, strict=True))) == len(sheet.rows)


def _arrow(sheet: SheetResult) -> bytes:
    import pyarrow as pa

    arrays = {column.id: _packed(sheet.columns[column.id], column) for column in sheet.form.kept}
    arrays |= {"_row": pa.array(sheet.rows), "_faulty": pa.array(sheet.faulty)}
    table = pa.table(arrays)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _packed(values: np.ndarray, column: Column) -> pyarrow.Array:
    import pyarrow as pa

    match column.type:
        case "date" | "month":
            return pa.array(values, type=pa.timestamp("s"))
        case "integer":
            return pa.array(values, type=pa.int64())
        case "yes_no":
            return pa.array(values, type=pa.bool_())
        case "decimal":
            return pa.array([None if value is None else str(value) for value in values], type=pa.string())
    return pa.array(values, type=pa.string())


def _sheet(body: Mapping[str, Any], content: bytes, forms: Mapping[str, Form], old_file: str, file: str) -> SheetResult:
    import pyarrow as pa

    form = forms[body["form"]]
    with pa.ipc.open_stream(content) as reader:
        table = reader.read_all()
    columns = {column.id: _unpacked(table.column(column.id), column) for column in form.kept}
    return SheetResult(
        form, body["sheet"], columns, table.column("_row").to_numpy(), table.column("_faulty").to_numpy().copy(),
        [_finding(one, file) for one in body["findings"]], [file + note.removeprefix(old_file) for note in body["notes"]],
        body["state"], body["places"], body["distinct"],
    )


def _unpacked(values: pyarrow.ChunkedArray, column: Column) -> np.ndarray:
    if column.type in ("date", "month"):
        return values.to_numpy()
    if column.type in ("integer", "decimal", "yes_no"):
        plain = np.empty(len(values), dtype=object)
        plain[:] = values.to_pylist()
        if column.type == "decimal":
            plain[:] = [None if value is None else Decimal(value) for value in plain]
        return plain
    return values.to_numpy()


def _finding(body: Mapping[str, Any], file: str) -> Finding:
    return Finding(**{**body, "place": Place(**{**body["place"], "file": file})})


def _mark(body: Mapping[str, Any] | None) -> Mark | None:
    if body is None:
        return None
    forms = tuple(FormMark(**{**one, "prefilled": tuple(one["prefilled"])}) for one in body["forms"])
    return Mark(body["unit"], body["period"], forms)
