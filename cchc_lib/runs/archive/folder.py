"""Run folders: built aside, shown whole by one renaming, never overwritten.

outputs/<period>/<run>/            a finished run
outputs/<period>/.building-<run>/  one at work, or what a killed one left
outputs/<period>/.failed/<run>/    a failed or killed one, its notebooks left with their errors
outputs/<period>/.removing-<run>/  one that is being removed, or what a broken-off removal left
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.domain.disk import disk_error, writing
from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.periods import PeriodError, parse_period
from cchc_lib.domain.text import nearest

BUILDING, FAILED, REMOVING, MANIFEST = ".building-", ".failed", ".removing-", "manifest.json"
_NAME = re.compile(r"r(\d{3,})-([0-9a-f]{8})")
_RENAME_TRIES = 20  # on Windows a virus scanner or an indexer may hold a fresh file open for a moment


@dataclass(frozen=True)
class RunFolder:
    """A finished run. number: its place in the order of the period's runs, oldest 1."""

    path: Path
    number: int

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def period(self) -> str:
        return self.path.parent.name


def run_name(number: int, fingerprint: str) -> str:
    """r001-1a2b3c4d: the order of runs, and the start of the hash of all that went in. No clock is asked."""
    return f"r{number:03d}-{fingerprint[:8]}"


def runs(outputs: Path, period: str | None = None) -> list[RunFolder]:
    """The finished runs of a period, or of all periods, by period and oldest first."""
    folders = [outputs / period] if period else sorted(path for path in _listing(outputs) if path.is_dir())
    return [run for folder in folders for run in _runs_of(folder)]


def _runs_of(folder: Path) -> list[RunFolder]:
    found = [
        RunFolder(path, int(match[1])) for path in _listing(folder)
        if (match := _NAME.fullmatch(path.name)) and (path / MANIFEST).is_file()
    ]
    return sorted(found, key=lambda run: (run.number, run.name))


def newest(outputs: Path, period: str) -> RunFolder | None:
    found = runs(outputs, period)
    return found[-1] if found else None


def _listing(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def resolve(word: str, outputs: Path) -> RunFolder:
    """The run that a user names: a run folder's path, its name (or the start of it, r003), or a period: its newest run.

    Raises ParameterError (exit code 2) saying which runs there are.
    """
    path = Path(word)
    if (path / MANIFEST).is_file():
        match = _NAME.fullmatch(path.resolve().name)
        return RunFolder(path.resolve(), int(match[1]) if match else 0)
    every = runs(outputs)
    named = [run for run in every if run.name == word or f"{run.period}/{run.name}" == word.replace("\\", "/")]
    named = named or [run for run in every if run.name.startswith(f"{word}-")]
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        raise ParameterError(
            f"có {len(named)} lần chạy tên «{word}»", details=[f"{run.period}/{run.name}" for run in named],
            remedy="Ghi cả kỳ, ví dụ " + f"{named[0].period}/{named[0].name}.",
        )
    return _of_period(word, outputs, every)


def _of_period(word: str, outputs: Path, every: list[RunFolder]) -> RunFolder:
    try:
        period = parse_period(word).id
    except PeriodError:
        near = nearest(word, [run.name for run in every])
        hint = f"Có phải «{near}»? " if near else ""
        raise ParameterError(
            f"không có lần chạy «{word}»", where=str(outputs), remedy=f"{hint}Xem danh sách: cchc runs."
        ) from None
    run = newest(outputs, period)
    if run is None:
        raise ParameterError(
            f"kỳ {period} chưa có lần chạy nào", where=str(outputs), remedy=f"Lập báo cáo trước: cchc report {period}."
        )
    return run


class Building:
    """A run being built. Use within the period's lock; finish() or fail() ends it."""

    def __init__(self, outputs: Path, period: str, fingerprint: str) -> None:
        self.home = outputs / period
        with writing(self.home):
            self.home.mkdir(parents=True, exist_ok=True)
            put_leftovers_aside(self.home)
            self.name = run_name(_next_number(self.home), fingerprint)
            self.path = self.home / f"{BUILDING}{self.name}"
            self.path.mkdir()

    def finish(self) -> RunFolder:
        """Show the run: from here on it exists, whole, and its notebooks are evidence that no editor saves over."""
        _set_writable(self.path, False)
        return RunFolder(self._move(self.home / self.name), int(_NAME.fullmatch(self.name)[1]))  # type: ignore[index]

    def fail(self) -> Path:
        """Put a failed run where its notebooks can be looked at. Returns its folder."""
        with writing(self.home):
            (self.home / FAILED).mkdir(exist_ok=True)
        return self._move(self.home / FAILED / self.name)

    def discard(self) -> None:
        """Remove everything built so far (faults in the data: nothing is to be left)."""
        remove(self.path)

    def _move(self, target: Path) -> Path:
        with writing(target):
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
            _rename(self.path, target)
        return target


def _next_number(home: Path) -> int:
    """One more than any run of the period ever had that can still be seen, finished or failed."""
    names = [path.name.removeprefix(BUILDING) for path in (*_listing(home), *_listing(home / FAILED))]
    return max((int(match[1]) for name in names if (match := _NAME.fullmatch(name))), default=0) + 1


def put_leftovers_aside(home: Path) -> list[Path]:
    """Move what killed runs left among the failed ones; their finished areas may still serve. Only within the lock.

    A removal that was broken off is finished.
    """
    moved = []
    for path in sorted(_listing(home)):
        if path.is_dir() and path.name.startswith(REMOVING):
            remove(path)
        if path.is_dir() and path.name.startswith(BUILDING):
            (home / FAILED).mkdir(exist_ok=True)
            target = home / FAILED / path.name.removeprefix(BUILDING)
            if target.exists():
                remove(path)
            else:
                _rename(path, target)
                moved.append(target)
    return moved


def remove(path: Path) -> None:
    """Remove a run folder as far as the system allows; Windows removes no file that is read-only."""
    _set_writable(path, True)
    shutil.rmtree(path, ignore_errors=True)


def _set_writable(run: Path, writable: bool) -> None:
    """Let the executed notebooks be written to, or not: JupyterLab would otherwise save over one that someone opened."""
    for notebook in (run / "notebooks").glob("*.ipynb"):
        with suppress(OSError):  # a disk without permissions: nothing is lost but this guard
            mode = stat.S_IMODE(notebook.stat().st_mode)
            notebook.chmod(mode | stat.S_IWRITE if writable else mode & ~(stat.S_IWRITE | stat.S_IWGRP | stat.S_IWOTH))


def _rename(source: Path, target: Path) -> None:
    for left in range(_RENAME_TRIES, -1, -1):
        try:
            source.rename(target)
            return
        except PermissionError:
            if not left or os.name != "nt":
                raise
            time.sleep(0.1)
