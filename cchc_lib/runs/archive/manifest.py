"""manifest.json: what a run was made from, what it made, and the hashes that prove both.

identity and fingerprint say what went in, areas which area was computed from what, outputs what came out: the same inputs
give the same text. When and where a run was made stands in the file log, which nothing depends on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.exit_codes import ExitCode
from cchc_lib.runs.archive.canonical import file_digest, read_json, tree_digests, write_json

NAME, LOG, FINAL, STEPS = "manifest.json", "log", "final.json", "steps.json"
_NOT_OUTPUTS = (NAME, LOG, FINAL, STEPS)
_IDENTITY: dict[str, Any] = {
    "period": str, "options": Mapping, "inputs": Mapping, "parameters": Mapping, "templates": Mapping, "notebooks": Mapping,
    "library": Mapping, "packages": list, "python": str, "platform": str,
}


@dataclass(frozen=True)
class AreaRecord:
    """One finished area: the hash of what it depends on, and the files it made with their hashes."""

    fingerprint: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """A finished run as its manifest tells it."""

    fingerprint: str
    identity: Mapping[str, Any]
    window: Mapping[str, str]
    outputs: Mapping[str, str]
    areas: Mapping[str, AreaRecord] = field(default_factory=dict)
    exit_code: ExitCode = ExitCode.DONE

    @property
    def docx(self) -> str | None:
        """The report's file name; None for a run without one."""
        return next((name for name in sorted(self.outputs) if name.endswith(".docx") and "/" not in name), None)

    def write(self, run: Path) -> None:
        write_json(run / NAME, {
            "schema": 1, "fingerprint": self.fingerprint, "identity": dict(self.identity), "window": dict(self.window),
            "outputs": dict(self.outputs), "areas": records_dict(self.areas), "exit": int(self.exit_code),
        })

    def changed(self, run: Path) -> list[str]:
        """The outputs that are gone or no longer what the run wrote; also those of final and failed runs."""
        return [name for name, sha in sorted(self.outputs.items()) if not _is(run / name, sha)]

    def edited(self, run: Path) -> bool:
        """Whether somebody changed the document by hand since."""
        return self.docx is not None and (run / self.docx).exists() and not _is(run / self.docx, self.outputs[self.docx])


def _is(path: Path, sha: str) -> bool:
    try:
        return file_digest(path) == sha
    except OSError:
        return False


def outputs_of(run: Path) -> dict[str, str]:
    """The hash of every file of a run folder that is a result."""
    return {name: sha for name, sha in tree_digests(run).items() if name not in _NOT_OUTPUTS}


def read_manifest(run: Path) -> Manifest:
    """Raises ParameterError when the folder is no run, or a run of another program or version: what is asked of it later must be there."""
    try:
        data = read_json(run / NAME)
        return Manifest(
            data["fingerprint"], _whole(data["identity"]), data["window"], data["outputs"], records(data["areas"]),
            ExitCode(data["exit"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParameterError(
            "không đọc được bản kê của lần chạy", where=str(run / NAME), why=f"{type(error).__name__}: {error}",
            remedy="Chọn lần chạy khác (cchc runs) hoặc lập lại báo cáo.",
        ) from None


def _whole(identity: Mapping[str, Any]) -> Mapping[str, Any]:
    """The identity, when it says everything that this version asks of one. Raises ValueError naming what it lacks."""
    lacking = [name for name, kind in _IDENTITY.items() if not isinstance(identity.get(name), kind)]
    lacking += [f"options.{name}" for name in ("sample", "draft") if not lacking and name not in identity["options"]]
    lacking += [] if lacking or isinstance(identity["library"].get("files"), Mapping) else ["library.files"]
    if lacking:
        raise ValueError(f"bản kê của chương trình hoặc phiên bản khác, thiếu {', '.join(lacking)}")
    return identity


def records(data: Mapping[str, Any]) -> dict[str, AreaRecord]:
    return {area: AreaRecord(one["fingerprint"], one["files"]) for area, one in data.items()}


def records_dict(areas: Mapping[str, AreaRecord]) -> dict[str, Any]:
    return {area: {"fingerprint": one.fingerprint, "files": dict(one.files)} for area, one in areas.items()}
