"""Removes old runs: first what would go, then, when the user agrees, the removal. An issued run is never removed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.domain.disk import writing
from cchc_lib.domain.errors import UsageError
from cchc_lib.runs.archive import lock
from cchc_lib.runs.archive.folder import FAILED, REMOVING, put_leftovers_aside, remove, runs
from cchc_lib.runs.archive.manifest import FINAL
from cchc_lib.runs.archive.snapshot import STORE


@dataclass(frozen=True)
class Cleaning:
    """What would be removed: old runs and failed ones; kept: issued runs that are old and stay all the same."""

    outputs: Path
    remove: tuple[Path, ...]
    kept: tuple[Path, ...]


def plan_cleaning(outputs: Path, keep: int, period: str | None = None) -> Cleaning:
    """The runs beyond the newest keep of each period (of one period, when given), and the failed ones but each newest."""
    if keep < 1:
        raise UsageError(f"--keep {keep}: phải giữ ít nhất một lần chạy")
    remove: list[Path] = []
    kept: list[Path] = []
    by_period: dict[Path, list[Path]] = {}
    for run in runs(outputs, period):
        by_period.setdefault(run.path.parent, []).append(run.path)
    for paths in by_period.values():
        for path in paths[:-keep]:
            (kept if (path / FINAL).exists() else remove).append(path)
    for home in [outputs / period] if period else sorted(path for path in outputs.glob("*") if path.is_dir()):
        remove += sorted(path for path in (home / FAILED).glob("*") if path.is_dir())[:-1]
    return Cleaning(outputs, tuple(remove), tuple(kept))


def clean(cleaning: Cleaning) -> list[Path]:
    """Remove what was planned; a period at work is left alone. Returns what was removed.

    A run first loses its visible name, so that a removal broken off leaves no half run behind.
    """
    removed = []
    for path in cleaning.remove:
        if (path / FINAL).exists():
            continue  # issued since it was planned
        home = path.parent.parent if path.parent.name == FAILED else path.parent
        with lock.hold(home, "clean"), writing(path):
            hidden = home / f"{REMOVING}{path.name}"
            path.rename(hidden)
            remove(hidden)
            put_leftovers_aside(home)
        removed.append(path)
    _sweep(cleaning.outputs / STORE)
    return removed


def _sweep(store: Path) -> None:
    """Remove tables that no run shares any more; one that cannot go now (open, read-only) waits for the next time."""
    for path in store.glob("*/*"):
        with suppress(OSError):
            if path.stat().st_nlink == 1:
                path.unlink()
