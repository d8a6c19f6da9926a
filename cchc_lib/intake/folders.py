"""The folders of submitted files: which quarters there are, and which files of a quarter are to be read."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cchc_lib.domain import disk
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.periods import Period, PeriodError, parse_period

from .arrivals import NAME as ARRIVALS
from .codes import finding
from .safety import other_spreadsheet

SUFFIXES = (".xlsx", ".xls", ".csv", ".parquet")
_IGNORED = re.compile(r"~\$.*|\..*|~.*\.tmp|thumbs\.db|desktop\.ini|__macosx", re.IGNORECASE)
_ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar"}


@dataclass(frozen=True)
class SubmittedFile:
    """relative: the path below the quarter's folder as it is shown (NFC, slashes)."""

    path: Path
    relative: str


@dataclass
class FolderContent:
    files: list[SubmittedFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def shown_name(path: str) -> str:
    """A path fit for messages: NFC, slashes, no control characters, no broken bytes."""
    text = unicodedata.normalize("NFC", path.replace(os.sep, "/")).encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in text)


def submitted_files(folder: Path) -> FolderContent:
    """The files of a quarter, in subfolders too, in the order of their names. Links are refused, never followed."""
    content = FolderContent()
    for path in _walk(folder, content, folder):
        relative = shown_name(str(path.relative_to(folder)))
        _sort_in(path, relative, f"{shown_name(folder.name)}/{relative}", content)
    content.files.sort(key=lambda one: one.relative)
    return content


def _walk(folder: Path, content: FolderContent, root: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        place = Place(shown_name(f"{root.name}/{folder.relative_to(root)}"))
        content.findings.append(finding("tep_khong_mo_duoc", place, reason=disk.reason(error)))
        return
    for path in entries:
        if _IGNORED.fullmatch(path.name) or path.name.lower() == ARRIVALS:
            continue
        if path.is_dir() and not path.is_symlink() and path.suffix.lower() not in SUFFIXES:
            yield from _walk(path, content, root)
        else:
            yield path


def _sort_in(path: Path, relative: str, file: str, content: FolderContent) -> None:
    suffix = path.suffix.lower()
    if path.is_symlink():
        content.findings.append(finding("tep_lien_ket", Place(file)))
    elif path.is_dir():
        content.findings.append(finding("tep_la_thu_muc", Place(file)))
    elif suffix in SUFFIXES:
        if stat.S_ISREG(path.stat().st_mode):
            content.files.append(SubmittedFile(path, relative))
        else:
            content.findings.append(finding("tep_khong_mo_duoc", Place(file), reason="không phải tệp thường"))
    elif code := other_spreadsheet(suffix):
        content.findings.append(finding(code, Place(file), suffix=suffix))
    elif suffix in _ARCHIVES:
        content.findings.append(finding("tep_khong_doc", Place(file)))
    else:
        content.notes.append(f"{file}: không phải biểu, không đọc")


@dataclass(frozen=True)
class DataFolder:
    """quarters: those that have a folder, oldest first, each with it. notes: what lies beside them and is ignored."""

    quarters: dict[Period, Path]
    notes: tuple[str, ...]


def available_quarters(root: Path) -> DataFolder:
    """The quarters in a data folder. Raises ParameterError for a folder that is missing, or holds no quarter."""
    if not root.exists():
        raise ParameterError(
            f"Không có thư mục số liệu «{root}»", remedy="Kiểm tra --data, hoặc đặt tệp của các đơn vị vào data/inputs/<kỳ>/.",
        )
    if not root.is_dir():
        raise ParameterError(f"«{root}» không phải thư mục", remedy="--data cần một thư mục chứa các thư mục quý (2024-Q1 …).")
    quarters: dict[Period, Path] = {}
    notes = []
    for path in sorted(root.iterdir()):
        if _IGNORED.fullmatch(path.name):
            continue
        period = _quarter(path.name) if path.is_dir() else None
        if period is None or period in quarters:
            why = "không phải thư mục của một quý" if period is None else f"đã có thư mục khác của {period}"
            notes.append(f"{shown_name(path.name)}: {why}, bỏ qua")
        else:
            quarters[period] = path
    if not quarters:
        raise ParameterError(
            f"Thư mục số liệu «{root}» không có thư mục của quý nào",
            remedy="Đặt tệp của các đơn vị vào thư mục con mang tên quý, ví dụ 2024-Q1.",
        )
    ordered = dict(sorted(quarters.items(), key=lambda item: in_time(item[0])))
    return DataFolder(ordered, tuple(notes))


def _quarter(name: str) -> Period | None:
    try:
        period = parse_period(name)
    except PeriodError:
        return None
    return period if period.is_quarter else None


def in_time(quarter: Period) -> tuple[int, str]:
    """Sorts quarters, the oldest first."""
    return quarter.year, quarter.kind
