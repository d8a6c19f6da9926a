"""Times commands as whole processes, in turn, and compares them pair by pair: a machine's speed drifts, a pair's ratio hardly."""

from __future__ import annotations

import argparse
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
    """One run: wall and CPU seconds (of the process and all that it started), peak memory of its processes together in MiB.

    peak: PSS, where a page that several processes share counts once; rss: where it counts for each (the same beside Linux).
    """

    wall: float
    cpu: float
    peak: float
    rss: float = 0.0


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
        peak, rss = _watched(child) if watch else (0.0, 0.0)
        words = child.communicate()[1]
    wall = time.perf_counter() - began
    if child.returncode not in ok:
        raise RuntimeError(f"{' '.join(command)}: {child.returncode}\n{words[-2000:]}")
    return Run(wall, _children() - before, peak, rss)


def _children() -> float:
    """CPU seconds of all ended children: to the microsecond where the system counts so, else (Windows) in its clock ticks."""
    try:
        import resource
    except ImportError:
        times = os.times()
        return times.children_user + times.children_system
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watched(child: subprocess.Popen) -> tuple[float, float]:
    """The most memory that a process and its children held at one moment, in MiB: shared pages once, and for each."""
    import psutil

    peak = rss = 0
    top = psutil.Process(child.pid)
    while child.poll() is None:
        once = each = 0
        for one in _family(top):
            try:
                used = one.memory_full_info()
            except psutil.Error:
                continue
            once += getattr(used, "pss", used.rss)
            each += used.rss
        peak, rss = max(peak, once), max(rss, each)
        time.sleep(0.05)
    return peak / 2**20, rss / 2**20


def _family(top):
    import psutil

    try:
        return [top, *top.children(recursive=True)]
    except psutil.Error:
        return []


def in_turn(*sides: Callable[[], Run], pairs: int = PAIRS, named: Sequence[str] = ()) -> list[list[Run]]:
    """Each side once a round, after a round that is not counted: rounds of runs, in the order of the sides.

    named: what to call the sides while they run.
    """
    rounds = []
    for number in range(pairs + 1):
        done = []
        for at, side in enumerate(sides):
            done.append(side())
            name = named[at] if named else f"side {at + 1} of {len(sides)}"
            tell(f"  {f'round {number} of {pairs}' if number else 'warming up'}: {name}: {done[-1].wall:.2f} s wall, {done[-1].cpu:.2f} s CPU")
        rounds.append(done)
    return rounds[1:]


def tell(words: str) -> None:
    """Progress, beside the results."""
    print(words, file=sys.stderr, flush=True)


def script(doc: str, measure: Callable[..., list[Row]], *, flags: Mapping[str, str] | None = None, **options: int) -> None:
    """A benchmark as a script of its own: --help explains it and measures nothing.

    flags: switches with what they do; options: whole numbers with their defaults.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    for name, default in options.items():
        parser.add_argument(f"--{name}", type=int, default=default, help="how many")
    for name, what in (flags or {}).items():
        parser.add_argument(f"--{name}", action="store_true", help=what)
    for row in measure(**vars(parser.parse_args())):
        print(row, flush=True)


def ratios(rounds: Sequence[Sequence[Run]], of: int, to: int, what: str = "wall") -> tuple[float, ...]:
    return tuple(getattr(one[of], what) / getattr(one[to], what) for one in rounds)


def median(rounds: Sequence[Sequence[Run]], side: int, what: str = "wall") -> float:
    return statistics.median(getattr(one[side], what) for one in rounds)
