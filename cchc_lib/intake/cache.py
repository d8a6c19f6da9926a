"""What was read of an unchanged file, kept in one archive a file: distinct values and findings as JSON, and which row has which.

The rows of a long file lie beside its archive as Parquet (stored_pieces.py), under the same name.

The name of an archive is a hash of everything that the reading depends on (the file's bytes, the forms, the window, the
state mapping, the corrections, the reader's own code), so nothing in it ever goes stale. Personal columns were dropped
before. An archive that cannot be read is read anew from its source; one is written aside and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import Column, Form

from .many import Told
from .mark import FormMark, Mark
from .sheets import SheetResult
from .stored_pieces import SUFFIX, StoredColumns, StoredPieces
from .typed import Coded

if TYPE_CHECKING:
    from .workbooks import FileResult, Reading

MOST_FILES = 400
_SUFFIX = ".cchc"
_INDEX, _ROWS = "index.json", "rows"
_LEFT_ALONE = 86_400  # seconds after which rows without an archive are of nobody who is still reading


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


def pieces_of(folder: Path, key: str) -> Path:
    """Where the rows of a long file are kept."""
    return folder / (key + SUFFIX)


def load(folder: Path, key: str, result: FileResult, forms: Mapping[str, Form]) -> bool:
    """Fills in what was kept of a file; False where nothing usable is there."""
    path = folder / (key + _SUFFIX)
    try:
        with zipfile.ZipFile(path) as archive:
            index = json.loads(archive.read(_INDEX))
            rows = _Rows(np.frombuffer(archive.read(_ROWS), dtype=np.dtype(index["rows"])))
        pieces = _pieces(pieces_of(folder, key), index, forms)
        sheets = [_sheet(body, rows, forms, index["file"], result.file, pieces) for body in index["sheets"]]
        findings = [_finding(one, result.file) for one in index["findings"]]
        mark = _mark(index["mark"])
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, zipfile.BadZipFile, NotImplementedError, EOFError):
        return False
    result.sheets, result.findings, result.mark = sheets, findings, mark
    for kept in (path, pieces_of(folder, key)):
        with suppress(OSError):
            os.utime(kept)
    return True


def store(folder: Path, key: str, result: FileResult) -> None:
    """Keeps what was read of a file; a full disk or a folder that cannot be written costs only the time of the next reading."""
    aside = folder / f".{key}.{os.getpid()}"
    try:
        pieces = _pieces_index(result, pieces_of(folder, key))
        if pieces is None:
            return
        index = {
            "file": result.file, "findings": [_said(one) for one in result.findings], "pieces": pieces,
            "mark": asdict(result.mark) if result.mark else None, "sheets": [_index(sheet) for sheet in result.sheets],
        }
        rows = _packed([part for sheet in result.sheets for part in _rows_of(sheet)])
        index["rows"] = rows.dtype.str
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_INDEX, json.dumps(index, ensure_ascii=False, default=str))
            archive.writestr(_ROWS, rows.tobytes())
        aside.replace(folder / (key + _SUFFIX))
        _prune(folder)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def _pieces_index(result: FileResult, there: Path) -> dict[str, Any] | None:
    """What to know of the rows of a long file, nothing of a short one; None where the rows could not be kept there."""
    stored = next((sheet.columns.store for sheet in result.sheets if isinstance(sheet.columns, StoredColumns)), None)
    if stored is None:
        return {}
    if stored.path != there:
        return None
    return {"sha256": stored.digest(), "form": stored.form.id, "blanks": stored.blanks}


def _prune(folder: Path) -> None:
    """Removes what was not asked for the longest, and rows that somebody who was broken off left alone."""
    kept = sorted(folder.glob("*" + _SUFFIX), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MOST_FILES]:
        path.unlink()
        pieces_of(folder, path.stem).unlink(missing_ok=True)
    for rows in folder.glob("*" + SUFFIX):
        if not rows.with_suffix(_SUFFIX).exists() and time.time() - rows.stat().st_mtime > _LEFT_ALONE:
            rows.unlink()


# --- one sheet -----------------------------------------------------------------------------------------------------------
def _index(sheet: SheetResult) -> dict[str, Any]:
    return {
        "form": sheet.form.id, "sheet": sheet.sheet, "findings": [_said(one) for one in sheet.findings], "notes": sheet.notes,
        "state": sheet.state, "places": sheet.places, "distinct": _distinct(sheet), "length": len(sheet.rows),
        "values": {name: coded.distinct for name, coded in sheet.coded.items()}, "piece": sheet.piece,
        "told": None if sheet.told is None else [[*kind, *counted] for kind, counted in sheet.told.counts.items()],
    }


def _distinct(sheet: SheetResult) -> bool:
    """Whether no key occurs twice in the sheet, whatever its capitals; False where that is not known beforehand."""
    if not sheet.form.key or "don_vi" in sheet.form.key or isinstance(sheet.columns, StoredColumns):
        return False
    parts = [[str(value).lower() for value in sheet.columns[column]] for column in sheet.form.key]
    return len(set(zip(*parts, strict=True))) == len(sheet.rows)


def _rows_of(sheet: SheetResult) -> list[np.ndarray]:
    """Row numbers, which of them are faulty, and for each column which value each row has."""
    return [sheet.rows, sheet.faulty, *(coded.positions for coded in sheet.coded.values())]


def _packed(parts: Sequence[np.ndarray]) -> np.ndarray:
    """All of them one behind the other, in as few bytes as they need."""
    together = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    return together.astype(np.min_scalar_type(int(together.max(initial=0))))


class _Rows:
    """Gives back, one after another, the parts of which _packed() made one."""

    def __init__(self, together: np.ndarray) -> None:
        self._together, self._at = together, 0

    def next(self, length: int, dtype: type) -> np.ndarray:
        part = self._together[self._at:self._at + length]
        if len(part) != length:
            raise ValueError("too short")
        self._at += length
        return part.astype(dtype)


def _pieces(path: Path, index: Mapping[str, Any], forms: Mapping[str, Form]) -> StoredPieces | None:
    """The rows of a long file. Raises ValueError for others than were put there."""
    if not index["pieces"]:
        return None
    store = StoredPieces(forms[index["pieces"]["form"]], path, index["pieces"]["blanks"])
    if store.digest() != index["pieces"]["sha256"]:
        raise ValueError("not what was stored")
    assert store.file  # open from now on, so that it may be removed
    return store


def _sheet(
    body: Mapping[str, Any], rows: _Rows, forms: Mapping[str, Form], old_file: str, file: str, pieces: StoredPieces | None,
) -> SheetResult:
    form, length = forms[body["form"]], body["length"]
    numbers, faulty = rows.next(length, np.int64), rows.next(length, np.bool_)
    coded = {
        name: Coded(_values(distinct, form.column(name)), rows.next(length, np.intp)) for name, distinct in body["values"].items()
    }
    columns = pieces.piece(body["piece"]) if pieces and not coded else {column.id: coded[column.id].spread(column) for column in form.kept}
    told = None if body["told"] is None else Told({(code, column): (count, first, last) for code, column, count, first, last in body["told"]})
    return SheetResult(
        form, body["sheet"], columns, numbers, faulty, [_finding(one, file) for one in body["findings"]],
        [file + note.removeprefix(old_file) for note in body["notes"]], body["state"], body["places"], body["distinct"],
        piece=body["piece"], told=told,
    )


def _values(distinct: list[Any], column: Column) -> list[Any]:
    """Distinct values as JSON keeps them, of their own type again; days are read where they are spread."""
    if column.type == "decimal":
        return [None if value is None else Decimal(value) for value in distinct]
    return distinct


def _said(one: Finding) -> dict[str, Any]:
    """As asdict() has it, which takes its time over copies."""
    return {**vars(one), "place": vars(one.place)}


def _finding(body: Mapping[str, Any], file: str) -> Finding:
    return Finding(**{**body, "place": Place(**{**body["place"], "file": file})})


def _mark(body: Mapping[str, Any] | None) -> Mark | None:
    if body is None:
        return None
    forms = tuple(FormMark(**{**one, "prefilled": tuple(one["prefilled"])}) for one in body["forms"])
    return Mark(body["unit"], body["period"], forms)
