"""The main job: `report` against papermill on the same notebooks, against a plain script, and against itself."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, Row, Run, in_turn, median, ratios, run, script, tell

PERIOD = "2024-Q1"
FAST_PAPERMILL = "import sys; sys.modules['rfc3987_syntax'] = None; from papermill.cli import papermill; papermill()"
READ_BEFORE = ROOT / "outputs" / ".cache"  # what notebooks keep of files they have read; no side begins with it
PAPERMILL = "from papermill.cli import papermill; papermill()"


class Report:
    """One way to run the job, in a folder of its own; every call starts from nothing."""

    def __init__(self, folder: Path, *words: str, keep: bool = False, data: Path | None = None) -> None:
        self.folder, self.keep = folder, keep
        source = ["--data", str(data)] if data else ["--sample"]
        self.command = ["-m", "cchc_lib.cli", "report", PERIOD, *source, "--outputs", str(folder), *words]

    def __call__(self, *, watch: bool = False) -> Run:
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)
        return run(self.command, watch=watch)


class Papermill:
    """The seven notebooks by the papermill command, one after another."""

    def __init__(self, folder: Path, program: str) -> None:
        self.folder, self.program = folder, program

    def __call__(self) -> Run:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(READ_BEFORE, ignore_errors=True)
        self.folder.mkdir(parents=True)
        runs = [self._one(path) for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
        return Run(sum(one.wall for one in runs), sum(one.cpu for one in runs), max(one.peak for one in runs))

    def _one(self, path: Path) -> Run:
        return run([
            "-c", self.program, str(path), str(self.folder / path.name), "--cwd", str(ROOT), "--no-progress-bar",
            "-p", "period", PERIOD, "-p", "output", str(self.folder),
        ])


def plain(folder: Path, *, watch: bool = False) -> Run:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(READ_BEFORE, ignore_errors=True)
    return run(["-m", "benchmarks.plain", PERIOD, str(folder)], watch=watch)


def against_others() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        return _against_others(Path(place))


def against_itself() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        return _against_itself(Path(place))


def main() -> list[Row]:
    return [*against_others(), *against_itself()]


def _against_others(home: Path) -> list[Row]:
    fast, strict = Report(home / "fast"), Report(home / "strict", "--engine", "strict")
    papermill, slow = Papermill(home / "n2", FAST_PAPERMILL), Papermill(home / "n0", PAPERMILL)
    named = ("report", "papermill without the grammar import", "papermill as installed", "plain script", "report --engine strict")
    rounds = in_turn(fast, papermill, slow, lambda: plain(home / "plain"), strict, named=named)
    told = [f"{median(rounds, n):.1f} s wall, {median(rounds, n, 'cpu'):.1f} s CPU" for n in range(5)]
    rows = [
        Row("report", "N2: papermill × 7, same notebooks", ratios(rounds, 0, 1), "≤ 0,30", f"{told[0]}; {told[1]}"),
        Row("report, CPU", "N2", ratios(rounds, 0, 1, "cpu"), "", ""),
        Row("report", "N0: papermill × 7 as installed", ratios(rounds, 0, 2), "≤ 0,20", told[2]),
        Row("report", "one plain script", ratios(rounds, 0, 3), "≤ 1,3", told[3]),
        Row("report --engine strict", "N2", ratios(rounds, 4, 1), "≤ 0,50", told[4]),
    ]
    tell("  memory")
    memory = [(fast(watch=True), plain(home / "plain", watch=True)) for _ in range(3)]
    told_ = "; ".join(f"{one.peak:.0f} MiB" for one in memory[0])
    return [
        *rows,
        Row("report, memory of all its processes (PSS)", "one plain script", tuple(a.peak / b.peak for a, b in memory), "≤ 2", told_),
        Row("the same, shared pages counted for each process (RSS)", "one plain script", tuple(a.rss / b.rss for a, b in memory), "", ""),
    ]


def _against_itself(home: Path) -> list[Row]:
    data = home / "data"
    shutil.copytree(ROOT / "data" / "sample", data)
    full = Report(home / "full", data=data)
    again = Report(home / "again", keep=True, data=data)
    again()
    changes = iter(range(100))

    def changed() -> Run:
        _change_one_area(data, next(changes))
        return again()

    nothing = lambda: run(["-c", "pass"])  # noqa: E731
    named = ("report from nothing", "one area changed", "nothing changed", "python -c pass", "--help")
    rounds = in_turn(full, changed, again, nothing, lambda: run(["-m", "cchc_lib.cli", "--help"]), named=named)
    unchanged = tuple(one[2].wall - one[3].wall for one in rounds)
    help_ = tuple(one[4].wall - one[3].wall for one in rounds)
    return [
        Row("report, one area's input changed", "full run", ratios(rounds, 1, 0), "≤ 0,5", f"{median(rounds, 1):.1f} s"),
        Row("report, nothing changed (s more)", "python -c pass", unchanged, "≤ 1 s", ""),
        Row("--help (s more)", "python -c pass", help_, "≤ 0,25 s", ""),
    ]


def _change_one_area(data: Path, number: int) -> None:
    """Another value in a form of one area only."""
    import openpyxl

    path = data / PERIOD / "van-phong.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Vốn đầu tư công"]
    sheet.cell(sheet.max_row, 4).value = 4520 - number - 1
    book.save(path)


if __name__ == "__main__":
    script(__doc__, main)
