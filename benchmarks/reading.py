"""Reading: `check` against calamine alone, a large register against pandas.read_excel, first time and from the cache."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.bodies import register_workbook
from benchmarks.measure import ROOT, Row, in_turn, median, run

PERIOD = "2024-Q1"
CALAMINE = """
import sys
from pathlib import Path
from python_calamine import CalamineWorkbook
for path in sorted(Path(sys.argv[1]).rglob("*.xlsx")):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
"""
# What check loads before it reads; start-up is beside the comparison.
LOADED = "import pandas, pyarrow.compute, holidays; holidays.country_holidays('VN'); import cchc_lib.cli.commands.check, cchc_lib.cli.collecting, cchc_lib.intake.quarter, cchc_lib.intake.marked; from cchc_lib.intake.parameters import load_parameters; load_parameters(__import__('pathlib').Path('parameters'))"


def check() -> Row:
    """All quarters up to the period's are read for codes; the sample's own quarter is checked whole."""
    with tempfile.TemporaryDirectory() as place:
        outputs = Path(place)

        def checked():
            shutil.rmtree(outputs / ".cache", ignore_errors=True)
            return run(["-m", "cchc_lib.cli", "check", PERIOD, "--sample", "--outputs", place])

        rounds = in_turn(
            checked, lambda: run(["-c", LOADED]), lambda: run(["-c", CALAMINE, str(ROOT / "data" / "sample")]), lambda: run(["-c", "import python_calamine"]),
        )
    ratios = tuple((one[0].cpu - one[1].cpu) / (one[2].cpu - one[3].cpu) for one in rounds)
    return Row("check of a sample quarter (CPU beside start-up)", "its workbooks and the earlier ones with calamine alone", ratios, "≤ 3", f"{median(rounds, 0):.2f} s in all")


def register(rows: int, pairs: int, pandas_once: float | None = None) -> list[Row]:
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

        rounds = [(read(True), read(False), with_pandas()) for _ in range(pairs)]
    first, cached = (tuple(one[2] / one[n] for one in rounds) for n in (0, 1))
    what = f"{rows:_}".replace("_", " ") + " dossiers from xlsx, typed and checked"
    return [
        Row(f"{what}, first time (times faster)", "pandas.read_excel with openpyxl", first, "≥ 5", f"{rounds[0][0]:.1f} s; {rounds[0][2]:.1f} s"),
        Row(f"{what}, from the cache (times faster)", "the same", cached, "≥ 100", f"{rounds[0][1]:.2f} s"),
    ]


def main(large: bool = False) -> list[Row]:
    rows = [check(), *register(50_000, 3)]
    return rows + register(1_000_000, 1) if large else rows


if __name__ == "__main__":
    import sys

    for row in main("--large" in sys.argv):
        print(row)
