"""Finished areas: written down as each is done, and taken over from an earlier run when nothing they depend on changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from cchc_lib.runs.archive.canonical import file_digest, read_json, write_json
from cchc_lib.runs.archive.folder import FAILED, runs
from cchc_lib.runs.archive.manifest import NAME, STEPS, AreaRecord, records, records_dict

RESULTS, FIGURES, NOTEBOOKS = "areas", "figures", "notebooks"


class Ledger:
    """The finished areas of a run being built, kept on disk so that a killed run's work is not lost."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self.finished: dict[str, AreaRecord] = {}

    def add(self, area: str, notebook: str, fingerprint: str) -> None:
        """Write down that an area is done, with the files that are its result."""
        files = {name: file_digest(self._run / name) for name in files_of(self._run, area, notebook)}
        self.finished[area] = AreaRecord(fingerprint, files)
        write_json(self._run / STEPS, records_dict(self.finished))

    def take_over(self, area: str, fingerprint: str, sources: Iterable[Path]) -> Path | None:
        """Copy the area from the first source where it was made from the very same things; None when there is none."""
        for source in sources:
            record = finished_in(source).get(area)
            if record is not None and record.fingerprint == fingerprint and _copied(record, source, self._run):
                self.finished[area] = record
                write_json(self._run / STEPS, records_dict(self.finished))
                return source
        return None


def files_of(run: Path, area: str, notebook: str) -> list[str]:
    """The result, the executed notebook and the figures of an area, by path in the run."""
    result = f"{RESULTS}/{area}.json"
    charts = read_json(run / result).get("charts", [])
    return [result, f"{NOTEBOOKS}/{notebook}.ipynb", *(f"{FIGURES}/{Path(one['file']).name}" for one in charts)]


def finished_in(run: Path) -> dict[str, AreaRecord]:
    """The finished areas of a run, whole or failed; none when it does not say."""
    for name, key in ((NAME, "areas"), (STEPS, None)):
        try:
            data = read_json(run / name)
            return records(data[key] if key else data)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return {}


def earlier_runs(outputs: Path, period: str) -> list[Path]:
    """Where finished areas may be found: runs of the period, newest first, then failed ones."""
    failed = outputs / period / FAILED
    left = sorted((path for path in failed.iterdir() if path.is_dir()), reverse=True) if failed.is_dir() else []
    return [*(run.path for run in reversed(runs(outputs, period))), *left]


def _copied(record: AreaRecord, source: Path, target: Path) -> bool:
    """Copy an area's files, trusting none that is not what was written down."""
    for name, sha in record.files.items():
        try:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)
            if file_digest(target / name) != sha:
                return False
        except FileNotFoundError:
            return False
    return True
