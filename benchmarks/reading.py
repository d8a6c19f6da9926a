"""Reading: `check` against calamine alone, a large register against pandas.read_excel, first time and from the cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bodies import register_workbook
from benchmarks.measure import ROOT, Row, environment, script, tell

PERIOD = "2024-Q1"
CALAMINE = """
import sys, time
from pathlib import Path
from python_calamine import CalamineWorkbook
began = time.process_time()
for path in sorted(path for folder in sys.argv[1:] for path in Path(folder).rglob("*.xlsx")):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
print(time.process_time() - began, file=sys.stderr)
"""
# The command itself, once all that it imports and its parameters are there: start-up is beside the comparison.
CHECK = """
import sys, time
from pathlib import Path
import encodings.cp437, json, xml.etree.ElementTree, zipfile
import holidays, python_calamine
import cchc_lib.cli.collecting, cchc_lib.cli.commands.check, cchc_lib.cli.parsing, cchc_lib.domain.period_files
import cchc_lib.intake.cache, cchc_lib.intake.collection, cchc_lib.intake.delimited, cchc_lib.intake.marked, cchc_lib.intake.xls_scan, cchc_lib.intake.xlsx_scan
from cchc_lib.cli.main import main
from cchc_lib.intake import parameters
from cchc_lib.intake.working_days import due_day
from cchc_lib.domain.periods import parse_period
known = parameters.load_parameters(Path("parameters"))
due_day(parse_period(sys.argv[1]), known)  # the days off of the country
parameters.load_parameters = lambda folder: known
began = time.process_time()
main(["check", sys.argv[1], "--sample", "--outputs", sys.argv[2]])
print(time.process_time() - began, file=sys.stderr)
"""


def check(pairs: int = 9) -> list[Row]:
    """The sample's quarter, first time and with everything kept, against its own workbooks; then with all quarters before.

    Each side is a process of its own that measures its work after its start-up.
    """
    sample = ROOT / "data" / "sample"
    earlier = [str(path) for path in sorted(sample.iterdir()) if path.name < PERIOD]
    with tempfile.TemporaryDirectory() as place:
        outputs = Path(place)

        def checked(kept: bool = False) -> float:
            if not kept:
                shutil.rmtree(outputs / ".cache", ignore_errors=True)
            return _told(CHECK, PERIOD, place)

        rounds = []
        for number in range(pairs + 1):
            rounds.append((checked(), checked(kept=True), _told(CALAMINE, str(sample / PERIOD)), _told(CALAMINE, str(sample / PERIOD), *earlier)))
            tell(f"  {f'round {number} of {pairs}' if number else 'warming up'}: check {rounds[-1][0]:.3f} s, again {rounds[-1][1]:.3f} s, calamine {rounds[-1][2]:.4f} s CPU")
    rounds = rounds[1:]

    def against(of: int, to: int) -> tuple[float, ...]:
        return tuple(one[of] / one[to] for one in rounds)

    first, kept, alone = (sorted(one[n] for one in rounds)[pairs // 2] * 1000 for n in range(3))
    return [
        Row("check of a sample quarter (CPU beside start-up)", "its workbooks with calamine alone", against(0, 2), "≤ 3", f"{first:.0f} ms; {alone:.1f} ms"),
        Row("the same", "its workbooks and those of all quarters before", against(0, 3), "", ""),
        Row("check again, nothing changed (CPU beside start-up)", "its workbooks with calamine alone", against(1, 2), "", f"{kept:.0f} ms"),
    ]


def _told(code: str, *words: str) -> float:
    """What a script of its own process says last on stderr: seconds of CPU."""
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, env=environment(), capture_output=True, text=True, encoding="utf-8", check=True)
    return float(done.stderr.splitlines()[-1])


def register(rows: int, pairs: int, goals: tuple[str, str] = ("", "")) -> list[Row]:
    """One register as a workbook: typed and checked, first time and from the cache, against pandas with openpyxl."""
    from cchc_lib.domain.periods import parse_period
    from cchc_lib.intake.parameters import load_parameters
    from cchc_lib.intake.quarter import read_quarter

    parameters = load_parameters(ROOT / "parameters")
    span = parameters.calendar.span(parse_period(PERIOD))
    titles = tuple(column.title for column in parameters.forms["ho_so_tthc"].columns)
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place, PERIOD), Path(place, "cache")
        folder.mkdir()
        book = register_workbook(folder / "van-phong.xlsx", rows, titles)

        def read(fresh: bool) -> float:
            if fresh:
                shutil.rmtree(cache, ignore_errors=True)
            began = time.process_time()
            data = read_quarter(folder, span, parameters, cache=cache)
            assert len(data.tables["ho_so_tthc"]) > rows * 0.9, data.findings[:3]
            return time.process_time() - began

        def with_pandas() -> float:
            import pandas

            began = time.process_time()
            pandas.read_excel(book, engine="openpyxl")
            return time.process_time() - began

        rounds = []
        for number in range(pairs):
            tell(f"  round {number + 1} of {pairs}: {rows} dossiers")
            rounds.append((read(True), read(False), with_pandas()))
    first, cached = (tuple(one[2] / one[n] for one in rounds) for n in (0, 1))
    what = f"{rows:_}".replace("_", " ") + " dossiers from xlsx, typed and checked"
    return [
        Row(f"{what}, first time (times faster)", "pandas.read_excel with openpyxl", first, goals[0], f"{rounds[0][0]:.1f} s; {rounds[0][2]:.1f} s"),
        Row(f"{what}, from the cache (times faster)", "the same", cached, goals[1], f"{rounds[0][1]:.2f} s"),
    ]


def fifty_thousand() -> list[Row]:
    return register(50_000, 3, ("≥ 5", "≥ 100"))


def million() -> list[Row]:
    """Minutes on either side: one pair."""
    return register(1_000_000, 1)


def main(large: bool = False) -> list[Row]:
    return [*check(), *fifty_thousand(), *(million() if large else ())]


if __name__ == "__main__":
    script(__doc__, main, flags={"large": "also a million dossiers (minutes)"})
