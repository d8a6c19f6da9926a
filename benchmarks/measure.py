"""Times commands as whole processes, in turn, and compares them pair by pair: a machine's speed drifts, a pair's ratio hardly."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAIRS = 3


@dataclass(frozen=True)
class Run:
    """One run: wall and CPU seconds (of the process and all that it started), peak memory of its processes together in MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, against what, the ratio of each pair, and the goal in words."""

    what: str
    against: str
    ratios: tuple[float, ...]
    goal: str
    detail: str = ""

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)

    def __str__(self) -> str:
        spread = f" ({min(self.ratios):.3g}–{max(self.ratios):.3g})" if len(self.ratios) > 1 else ""
        return f"{self.what} | {self.against} | {self.ratio:.3g}{spread} | {self.goal} | {self.detail}"


def environment() -> dict[str, str]:
    """The same for both sides: this very library, UTF-8, bytecode kept, one list of fonts."""
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return given | {"PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run(command: Sequence[str], *, ok: Sequence[int] = (0, 3, 4, 5), watch: bool = False, extra: Mapping[str, str] | None = None) -> Run:
    """One run of a command of this Python (words after `python`). Raises RuntimeError with its last words when it fails.

    watch: also add up the memory of all its processes twenty times a second, which costs the measured run a little.
    """
    before = _children()
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment() | dict(extra or {}), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, encoding="utf-8",
    ) as child:
        peak = _watched(child) if watch else 0.0
        words = child.communicate()[1]
    wall = time.perf_counter() - began
    if child.returncode not in ok:
        raise RuntimeError(f"{' '.join(command)}: {child.returncode}\n{words[-2000:]}")
    return Run(wall, _children() - before, peak)


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _watched(child: subprocess.Popen) -> float:
    """The most memory that a process and its children held at one moment, in MiB."""
    import psutil

    peak = 0
    top = psutil.Process(child.pid)
    while child.poll() is None:
        held = 0
        for one in _family(top):
            try:
                held += one.memory_info().rss
            except psutil.Error:
                continue
        peak = max(peak, held)
        time.sleep(0.05)
    return peak / 2**20


def _family(top):
    import psutil

    try:
        return [top, *top.children(recursive=True)]
    except psutil.Error:
        return []


def in_turn(*sides: Callable[[], Run], pairs: int = PAIRS, warm: bool = True) -> list[list[Run]]:
    """Each side once a round, after a round that is not counted: rounds of runs, in the order of the sides."""
    if warm:
        for side in sides:
            side()
    return [[side() for side in sides] for _ in range(pairs)]


def ratios(rounds: Sequence[Sequence[Run]], of: int, to: int, what: str = "wall") -> tuple[float, ...]:
    return tuple(getattr(one[of], what) / getattr(one[to], what) for one in rounds)


def median(rounds: Sequence[Sequence[Run]], side: int, what: str = "wall") -> float:
    return statistics.median(getattr(one[side], what) for one in rounds)
