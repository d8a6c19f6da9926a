"""tiep-nhan.csv in a quarter's folder: which file, with which content, was first seen on which day.

Kept by status and check, editable by hand (Excel may save it with semicolons and its own dates). Without a line the
arrival of a file is unknown; file times are never asked.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.text import nfc, vid

from .codes import finding
from .days import day

NAME = "tiep-nhan.csv"
COLUMNS = ("file", "sha256", "first_seen")
_COLUMN_NAMES = {
    "file": "file", "tep": "file", "ten_tep": "file", "sha256": "sha256", "ma_bam": "sha256",
    "first_seen": "first_seen", "ngay_nhan": "first_seen", "ngay_tiep_nhan": "first_seen", "lan_dau_thay": "first_seen",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Arrival:
    """file: relative to the quarter's folder. sha256: empty when the line was written by hand without one."""

    file: str
    sha256: str
    first_seen: dt.date


def read_arrivals(folder: Path) -> tuple[list[Arrival], list[Finding]]:
    """The lines of a quarter's tiep-nhan.csv, and what is wrong with those that cannot be used."""
    path = folder / NAME
    place = f"{folder.name}/{NAME}"
    if not path.is_file():
        return [], []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return [], [finding("tiep_nhan_sai", Place(place), reason="không phải CSV mã UTF-8")]
    return _lines(text, place)


def _lines(text: str, place: str) -> tuple[list[Arrival], list[Finding]]:
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(",;\t", key=first_line.count)
    rows = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator))
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return [], []
    columns = [_COLUMN_NAMES.get(vid(cell)) for cell in rows[0]]
    if "file" not in columns or "first_seen" not in columns:
        return [], [finding("tiep_nhan_sai", Place(place, row=1), reason="cần các cột file, sha256, first_seen")]
    found, wrong = [], []
    for number, row in enumerate(rows[1:], 2):
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
        seen = day(cells.get("first_seen", "") or "-").value
        if not cells.get("file") or not isinstance(seen, dt.date):
            wrong.append(finding("tiep_nhan_sai", Place(place, row=number), reason="cần tên tệp và ngày (ngày/tháng/năm)"))
            continue
        found.append(Arrival(_plain(cells["file"]), cells.get("sha256", "").lower(), seen))
    return found, wrong


def _plain(name: str) -> str:
    return nfc(name.replace("\\", "/")).removeprefix("./")


def arrival_of(file: str, sha256: str, arrivals: Iterable[Arrival]) -> dt.date | None:
    """When this content of a file was first seen; a line without a hash speaks for any content; None when unknown."""
    own = _plain(file)
    days = [one.first_seen for one in arrivals if one.file == own and one.sha256 in ("", sha256)]
    return min(days) if days else None


def record_arrivals(folder: Path, today: dt.date, files: Iterable[tuple[str, str]] | None = None) -> list[Arrival]:
    """Adds a line for every file (and every new content of a file) that has none, and returns the lines added.

    files: (name relative to the folder, sha256), as read; found in the folder when None. Existing lines stay as they are.
    Written aside and renamed, so that nobody finds half a file.
    """
    known, _ = read_arrivals(folder)
    added = [
        Arrival(_plain(name), sha256, today)
        for name, sha256 in (files if files is not None else _files(folder))
        if arrival_of(name, sha256, known) is None
    ]
    if added:
        _write(folder, added)
    return added


def start_arrivals(folder: Path) -> None:
    """An empty tiep-nhan.csv with its head, where there is none, so that staff see where arrivals are kept."""
    if not (folder / NAME).exists():
        _write(folder, [])


def _files(folder: Path) -> list[tuple[str, str]]:
    from .folders import submitted_files

    return [
        (one.relative, hashlib.sha256(one.path.read_bytes()).hexdigest())
        for one in submitted_files(folder).files
    ]


def _write(folder: Path, added: list[Arrival]) -> None:
    path = folder / NAME
    before = path.read_bytes() if path.is_file() else b""
    head = before.decode("utf-8-sig", "replace").lstrip("\r\n").split("\n", 1)[0].strip()
    separator = max(",;\t", key=head.count) if head else ","
    columns = [_COLUMN_NAMES.get(vid(cell)) for cell in next(csv.reader([head], delimiter=separator))] if head else list(COLUMNS)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    if not head:
        writer.writerow(COLUMNS)
    for one in added:
        safe = f"./{one.file}" if one.file.startswith(_FORMULA_STARTS) else one.file
        cells = {"file": safe, "sha256": one.sha256, "first_seen": one.first_seen.isoformat()}
        writer.writerow([cells.get(name or "", "") for name in columns])
    body = before if not before or before.endswith(b"\n") else before + b"\r\n"
    content = (body or b"\xef\xbb\xbf") + out.getvalue().encode("utf-8")
    aside = path.with_name(f".{NAME}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)
