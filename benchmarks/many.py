"""A batch of agencies with one worker and with two, and what counting costs from 10³ to 10⁷ dossiers."""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path

from benchmarks.bodies import typed_register
from benchmarks.measure import ROOT, Row, Run, in_turn, median, run, script, tell

AGENCIES = 50  # a quarter of an hour on two processors
SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)


def batch(agencies: int = AGENCIES, pairs: int = 1) -> list[Row]:
    """Each report with one kernel, by one worker and by two. Every agency has the sample quarter as its data; each side begins
    with nothing, and the reader's cache empty. What one more report costs is the slope between a fifth of the agencies and all."""
    few = max(1, agencies // 5)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        rounds, fewer = [], []
        for _ in range(pairs):
            fewer.append(_with_workers(home, few, 1))
            small = _size(home / "outputs")
            rounds.append([_with_workers(home, agencies, 2), _with_workers(home, agencies, 1)])
            large = _size(home / "outputs")
        again = run(["-m", "cchc_lib.cli", "batch", str(home / "batch.yaml"), "--jobs", "2", "--outputs", str(home / "outputs")])
    more = agencies - few
    detail = f"{median(rounds, 0) / agencies:.1f} s a report with two, {median(rounds, 1) / agencies:.1f} s with one; {median(rounds, 0, 'cpu') / agencies:.1f} and {median(rounds, 1, 'cpu') / agencies:.1f} s CPU"
    slope = f"slope from {few} to {agencies} reports by one worker"
    return [
        Row(f"batch of {agencies} agencies, two workers (times faster)", "one worker", tuple(one[1].wall / one[0].wall for one in rounds), "≥ 1,8", detail),
        Row("one more report of a batch (s CPU)", "", tuple((one[1].cpu - less.cpu) / more for one, less in zip(rounds, fewer, strict=True)), "", slope),
        Row("one more report of a batch (s)", "", tuple((one[1].wall - less.wall) / more for one, less in zip(rounds, fewer, strict=True)), "", slope),
        Row("one more report of a batch (MB on the disk)", "", ((large - small) / more / 1e6,), "", slope),
        Row("the same batch again, nothing changed (s a report)", "", (again.wall / agencies,), "", ""),
    ]


def _with_workers(home: Path, agencies: int, jobs: int) -> Run:
    lines = ["periods: [2024-Q1]", "agencies:"]
    lines += [f"  a{n:02}: {{data: {(ROOT / 'data' / 'sample').as_posix()}, sample: true}}" for n in range(agencies)]
    (home / "batch.yaml").write_text("\n".join(lines), encoding="utf-8")
    shutil.rmtree(home / "outputs", ignore_errors=True)
    tell(f"  {agencies} reports, workers: {jobs}")
    return run(["-c", f"from benchmarks.many import reports; reports({str(home)!r}, {jobs})"])


def _size(folder: Path) -> int:
    """Bytes on the disk, a file with several names once."""
    found = {(one.st_dev, one.st_ino): one.st_size for path in folder.rglob("*") if path.is_file() for one in [path.stat()]}
    return sum(found.values())


def reports(home: str, jobs: int) -> None:
    """The batch with one kernel a report on both sides (the command gives a single worker one for each processor)."""
    from dataclasses import replace

    from cchc_lib.runs.batch import read_batch, run_batch

    outputs = Path(home, "outputs")
    tasks = read_batch(Path(home, "batch.yaml"), ROOT, outputs).tasks
    lines = run_batch([replace(task, notebooks=ROOT / "notebooks", workers=1) for task in tasks], jobs)
    assert all(line.built for line in lines), [line.said for line in lines]


def counting(pairs: int = 3) -> list[Row]:
    """Form II.06a and all targets of the area from one Parquet register, as a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        files = {rows: typed_register(Path(place, f"r{rows}.parquet"), rows) for rows in SIZES}
        sides = [lambda file=file, rows=rows: run(["-m", "benchmarks.count", str(file), str(rows)], watch=rows == SIZES[-1]) for rows, file in files.items()]
        rounds = in_turn(*sides, pairs=pairs, named=[f"{rows} dossiers" for rows in files])
        times = dict(zip(files, map(list, zip(*rounds, strict=True)), strict=True))
        start = sorted(one.wall for one in times[SIZES[0]])[pairs // 2]
    walls = {rows: sorted(one.wall for one in found)[pairs // 2] for rows, found in times.items()}
    slope = math.log((walls[10**7] - start) / (walls[10**6] - start)) / math.log(10)
    said = ", ".join(f"10^{round(math.log10(rows))}: {wall:.2f} s" for rows, wall in walls.items())
    return [
        Row("form II.06a of 10⁷ dossiers in Parquet", "of 10⁶", tuple(a.wall / b.wall for a, b in zip(times[10**7], times[10**6], strict=True)), "≤ 4", said),
        Row("its peak memory (GiB)", "", (max(one.peak for one in times[10**7]) / 1024,), "≤ 1"),
        Row("growth beside start-up from 10⁶ to 10⁷ (exponent; 1 is linear)", "", (slope,), "≤ 1"),
    ]


def main(agencies: int = AGENCIES) -> list[Row]:
    return [*counting(), *batch(agencies)]


if __name__ == "__main__":
    script(__doc__, main, agencies=AGENCIES)
