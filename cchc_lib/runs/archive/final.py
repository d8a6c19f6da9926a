"""The run that was issued: its number and date are written beside it, and its figures are of record from then on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cchc_lib.domain.disk import writing
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.printing import short_date
from cchc_lib.runs.archive.canonical import file_digest, read_json, write_json
from cchc_lib.runs.archive.folder import RunFolder, runs
from cchc_lib.runs.archive.manifest import FINAL, read_manifest


@dataclass(frozen=True)
class Final:
    """An issued run. docx_sha256: of the document as issued, which a hand may have finished (edited)."""

    run: Path
    number: str
    date: date
    docx_sha256: str | None
    edited: bool

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"run": self.run.name, "date": self.date.isoformat()}


def mark_final(run: RunFolder, number: str, day: date) -> Final:
    """Mark a run as the one that was issued. The same again is no error.

    Raises ParameterError when another run of the period was issued, or this one under another number or date, or a result of
    the run is no longer what it wrote: what is of record must be what was computed.
    """
    manifest = read_manifest(run.path)
    damaged = [name for name in manifest.changed(run.path) if name != manifest.docx]
    if damaged:
        raise ParameterError("kết quả của lần chạy đã bị sửa, không thể coi là bản đã ban hành", where=str(run.path), details=damaged)
    docx = run.path / manifest.docx if manifest.docx else None
    sha = file_digest(docx) if docx and docx.exists() else None
    final = Final(run.path, number.strip(), day, sha, manifest.edited(run.path))
    other = final_of(run.path.parent.parent, run.period)
    if other is not None and (other.run != run.path or (other.number, other.date) != (final.number, final.date)):
        raise ParameterError(
            f"kỳ {run.period} đã có bản ban hành số {other.number} ngày {short_date(other.date)}", where=str(other.run),
            remedy=f"Nếu ghi nhầm, xóa tệp {other.run / FINAL} rồi đánh dấu lại.",
        )
    if other is None:
        with writing(run.path):
            write_json(run.path / FINAL, final.to_dict())
    return other or final


def final_of(outputs: Path, period: str) -> Final | None:
    """The issued run of a period; None while none is marked."""
    for run in runs(outputs, period):
        if (final := read_final(run.path)) is not None:
            return final
    return None


def read_final(run: Path) -> Final | None:
    try:
        data = read_json(run / FINAL)
        return Final(run, data["number"], date.fromisoformat(data["date"]), data["docx_sha256"], data["edited"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ParameterError("không đọc được dấu ban hành của lần chạy", where=str(run / FINAL), why=str(error)) from None
