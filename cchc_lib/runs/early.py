"""What a report's notebooks need begins to load while this process still loads what reads parameters.

Whether there is anything to build is known for certain only later, so it is guessed by the times of files. A wrong guess costs
a moment of a processor and never a result: a stem that nobody needs is ended, and one that is lacking is started by the pool.
Imports little, since every report waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cchc_lib.runs.archive.folder import MANIFEST, newest
from cchc_lib.runs.engine import stem


@contextmanager
def loading(period: str, outputs: Path, sources: Iterable[Path], *, wanted: bool = True, force: bool = False) -> Iterator[stem.Stem | None]:
    """A stem that loads, or None; ended at the end, whoever used it. sources: the folders that a report of the period is made from.

    wanted: whether notebooks of this command would run on copies of a stem at all. force: built whether anything changed or not.
    """
    likely = stem.POSSIBLE and wanted and (force or is_likely(period, outputs, sources))
    started = stem.Stem() if likely else None
    try:
        yield started
    finally:
        if started is not None:
            started.close()


def is_likely(period: str, outputs: Path, sources: Iterable[Path]) -> bool:
    """Whether a report of the period will be built: there is none yet, or something in its sources is newer than the newest run."""
    last = newest(outputs, period)
    if last is None:
        return True
    with suppress(OSError):
        built = (last.path / MANIFEST).stat().st_mtime
        return any(path.stat().st_mtime > built for source in sources for path in (source, *source.rglob("*")))
    return False
