"""Reading: `check` against calamine alone, a large register against pandas.read_excel, first time and from the cache."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.bodies import register_workbook
from benchmarks.measure import ROOT, Row, in_turn, median, run, script, tell

PERIOD = "2024-Q1"
CALAMINE = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in sorted(path for folder in sys.argv[1:] for path in Path(folder).rglob("*.xlsx")):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
"""
# What check loads before it reads; start-up is beside the comparison.
LOADED = """
from pathlib import Path
import json, xml.etree.ElementTree, zipfile
import holidays, python_calamine
holidays.country_holidays("VN")
import cchc_lib.cli.main, cchc_lib.cli.commands.check, cchc_lib.cli.collecting
import cchc_lib.intake.cache, cchc_lib.intake.collection, cchc_lib.intake.delimited, cchc_lib.intake.marked, cchc_lib.intake.xls_scan, cchc_lib.intake.xlsx_scan
from cchc_lib.intake.parameters import load_parameters
load_parameters(Path("parameters"))
"""


def check(pairs: int = 9) -> list[Row]:
    """The sample's quarter, first time and with everything kept, against its own workbooks; then with all quarters before."""
    sample = ROOT / "data" / "sample"
    earlier = [str(path) for path in sorted(sample.iterdir()) if path.name < PERIOD]
    with tempfile.TemporaryDirectory() as place:
        outputs = Path(place)

        def checked(kept: bool = False):
            if not kept:
                shutil.rmtree(outputs / ".cache", ignore_errors=True)
            return run(["-m", "cchc_lib.cli", "check", PERIOD, "--sample", "--outputs", place])

        rounds = in_turn(
            checked, lambda: checked(kept=True), lambda: run(["-c", LOADED]), lambda: run(["-c", CALAMINE, str(sample / PERIOD)]),
            lambda: run(["-c", CALAMINE, str(sample / PERIOD), *earlier]), lambda: run(["-c", CALAMINE]),
            pairs=pairs, named=("check", "check again", "its start-up", "calamine, the quarter", "calamine, earlier ones too", "its start-up"),
        )

    def against(of: int, to: int) -> tuple[float, ...]:
        """Medians, since single differences of a few hundredths of a second are noise."""
        return ((median(rounds, of, "cpu") - median(rounds, 2, "cpu")) / (median(rounds, to, "cpu") - median(rounds, 5, "cpu")),)

    return [
        Row("check of a sample quarter (CPU beside start-up)", "its workbooks with calamine alone", against(0, 3), "≤ 3", f"{median(rounds, 0, 'cpu'):.2f} s CPU in all, {median(rounds, 2, 'cpu'):.2f} s of it start-up"),
        Row("the same", "its workbooks and those of all quarters before", against(0, 4), "", ""),
        Row("check again, nothing changed (CPU beside start-up)", "its workbooks with calamine alone", against(1, 3), "", ""),
        Row("check, whole process (CPU)", "calamine's", tuple(one[0].cpu / one[3].cpu for one in rounds), "", ""),
    ]


def register(rows: int, pairs: int) -> list[Row]:
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
        Row(f"{what}, first time (times faster)", "pandas.read_excel with openpyxl", first, "≥ 5", f"{rounds[0][0]:.1f} s; {rounds[0][2]:.1f} s"),
        Row(f"{what}, from the cache (times faster)", "the same", cached, "≥ 100", f"{rounds[0][1]:.2f} s"),
    ]


def fifty_thousand() -> list[Row]:
    return register(50_000, 3)


def million() -> list[Row]:
    """Minutes on either side: one pair."""
    return register(1_000_000, 1)


def main(large: bool = False) -> list[Row]:
    return [*check(), *fifty_thousand(), *(million() if large else ())]


if __name__ == "__main__":
    script(__doc__, main, flags={"large": "also a million dossiers (minutes)"})
