"""Runs this process's own work to a chosen write and stops it there: by SIGKILL, or by an error of the disk.

Python tells an audit hook of every file that is opened for writing, made, renamed, linked or removed, before it happens. A
hook cannot be taken back, so each trial is a fork of its own.

    python -m tests.runs.torture SCENARIO FAULT FOLDER     one line of JSON for each trial
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from cchc_lib.domain.errors import UserError
from cchc_lib.runs.archive.clean import clean, plan_cleaning
from cchc_lib.runs.archive.final import mark_final
from cchc_lib.runs.archive.folder import runs
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.report import build_report
from cchc_lib.runs.verify import verify

from .real import in_this_process
from .toy_report import STEPS, data, request

KILL, FULL, READ_ONLY, LOCKED = "kill", "full", "read-only", "locked"
NEEDS_SPACE = ("open", "os.mkdir", "os.link", "shutil.copyfile")
MOVES = ("os.rename",)
EVENTS = (*NEEDS_SPACE, *MOVES, "os.remove", "os.rmdir")
SECONDS = 60


def _report(folder: Path) -> None:
    """A second report, beside a finished run, after an input changed."""
    build_report(request(folder), STEPS)


def _clean(folder: Path) -> None:
    clean(plan_cleaning(folder / "outputs", 1))


def _final(folder: Path) -> None:
    mark_final(runs(folder / "outputs")[0], "05", date(2024, 3, 18))


def prepared(scenario: str, folder: Path) -> None:
    """The state before: one finished run (two for clean), and for a report an input that has changed since."""
    build_report(request(folder), STEPS)
    data(folder / "data", ho_so_tthc="1\n9")
    if scenario == "clean":
        build_report(request(folder), STEPS)


SCENARIOS: dict[str, Callable[[Path], None]] = {"report": _report, "clean": _clean, "final": _final}


class Hook:
    """Counts the writes below a folder, and stops the chosen one. at None: only writes their names down."""

    def __init__(self, folder: Path, fault: str, at: int | None) -> None:
        self.root, self.fault, self.at = os.path.realpath(folder), fault, at
        self.seen: list[str] = []

    def __call__(self, event: str, arguments: tuple) -> None:
        if event not in EVENTS:
            return
        path = self._written(event, arguments)
        if path is None:
            return
        self.seen.append(_kind(event, path))
        if self.at is None or len(self.seen) - 1 < self.at:
            return
        if self.fault == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == FULL and event in NEEDS_SPACE:
            raise OSError(errno.ENOSPC, "No space left on device", path)
        if self.fault == READ_ONLY:
            raise OSError(errno.EROFS, "Read-only file system", path)
        if self.fault == LOCKED and event in MOVES and len(self.seen) - 1 == self.at:
            raise PermissionError(errno.EACCES, "Permission denied", path)

    def _written(self, event: str, arguments: tuple) -> str | None:
        """The path that an event writes to, when it lies in the folder and the event writes at all."""
        path = arguments[1] if event in ("os.rename", "os.link", "shutil.copyfile") else arguments[0]
        if isinstance(path, int) or event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND):
            return None
        path = os.path.abspath(os.fsdecode(path))
        return path if path.startswith(self.root) else None


def _kind(event: str, path: str) -> str:
    """A write point apart from which area, table or run it is about."""
    name = re.sub(r"r\d{3}-[0-9a-f]{8}", "<run>", os.path.basename(path))
    name = re.sub(r"[0-9a-f]{64}", "<hash>", name)
    name = re.sub(r"(0\d_\w+|institutions|tthc|apparatus|civil_service|public_finance|digital_government)(?=\.)", "<area>", name)
    return f"{event} {'*.yaml' if name.endswith('.yaml') else name}"


def forked(work: Callable[[], object]) -> tuple[int, object]:
    """Do work in a fork of this process; its end (negative: the signal) and what it gave back."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.alarm(SECONDS)
        code = 0
        try:
            answer = work()
        except UserError as error:
            code, answer = int(error.exit_code), str(error)
        except BaseException:
            code, answer = 99, traceback.format_exc()
        with os.fdopen(write, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(code)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(text) if text else None


def stopped(scenario: str, folder: Path, fault: str, at: int | None) -> object:
    """The scenario with the hook in place; what its hook saw."""
    hook = Hook(folder / "outputs", fault, at)
    sys.addaudithook(hook)
    with in_this_process():
        SCENARIOS[scenario](folder)
    return hook.seen


def afterwards(folder: Path, before: Sequence[str]) -> dict[str, object]:
    """What a user meets after it: the runs that can be seen, whether each is whole (those that were there before) or comes out
    the same when it is rebuilt (new ones), and whether work goes on."""
    outputs = folder / "outputs"
    with in_this_process():
        found = runs(outputs)
        damaged = {run.name: read_manifest(run.path).changed(run.path) for run in found}
        rejected = [run.name for run in found if run.name not in before and verify(run.path, folder / "notebooks", STEPS).exit_code]
        again = build_report(request(folder), STEPS)
        if again.unchanged:  # nothing was to be done: the next real run clears away what is left
            build_report(replace(request(folder), force=True), STEPS)
        left = sorted(path.name for path in (outputs / "2024-Q1").iterdir() if path.name.startswith((".building", ".removing")))
    return {
        "runs": [run.name for run in found], "damaged": {name: files for name, files in damaged.items() if files}, "rejected": rejected,
        "again": int(again.exit_code), "left": left,
    }


def trials(scenario: str, fault: str, folder: Path, every: bool) -> None:
    """One trial for each write point: for each kind of them, of errors of the disk for some kinds, or for all there are."""
    with in_this_process():
        prepared(scenario, folder / "start")
    before = [run.name for run in runs(folder / "start" / "outputs")]
    copies = iter(range(10**6))

    def fresh() -> Path:
        target = folder / f"trial-{next(copies)}"
        shutil.copytree(folder / "start", target)
        return target

    # Nothing of a run names its folder, so a copy behaves as its original.
    whole = fresh()
    _, seen = forked(lambda: stopped(scenario, whole, fault, None))
    points = [(at, kind) for at, kind in enumerate(seen) if every or kind not in seen[:at]]  # type: ignore[arg-type]
    if fault in (FULL, READ_ONLY) and not every:
        points = [*points[:3], *points[3::8], points[-1]]
    if fault == LOCKED:
        points = [(at, kind) for at, kind in points if kind.startswith(MOVES)]
    for at, kind in points:
        place = fresh()
        code, said = forked(lambda: stopped(scenario, place, fault, at))  # noqa: B023
        _, after = forked(lambda: afterwards(place, before))  # noqa: B023
        print(json.dumps({"at": at, "point": kind, "code": code, "said": said, "after": after}, ensure_ascii=False), flush=True)
        shutil.rmtree(place)


if __name__ == "__main__":
    trials(sys.argv[1], sys.argv[2], Path(sys.argv[3]), every=bool(os.environ.get("CCHC_THOROUGH")))
