"""`report` as the dossiers of a quarter grow: from 10³ to 10⁵ in a workbook, to 10⁷ in Parquet; what is fixed, how fast the rest grows."""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path

from benchmarks.bodies import register_parquet, register_workbook
from benchmarks.measure import ROOT, Row, in_turn, median, script
from benchmarks.report import PERIOD, Report

SIZES = (10**3, 10**4, 10**5)
SENT = (10**6, 10**7)


def body(folder: Path, rows: int, *, parquet: bool = False) -> Path:
    """The sample's quarter, and a register of so many dossiers more for codes of its catalogue."""
    from cchc_lib.domain.periods import parse_period
    from cchc_lib.intake.parameters import load_parameters
    from cchc_lib.intake.quarter import read_quarter

    parameters = load_parameters(ROOT / "parameters")
    quarter = folder / PERIOD
    shutil.copytree(ROOT / "data" / "sample" / PERIOD, quarter)
    own = read_quarter(quarter, parameters.calendar.span(parse_period(PERIOD)), parameters)
    codes = own.tables["danh_muc_tthc"]["ma_tthc"].tolist()
    if parquet:
        register_parquet(quarter / "van-phong-ho-so-tthc.parquet", rows, codes)
        return folder
    titles = tuple(column.title for column in parameters.forms["ho_so_tthc"].columns if not column.personal)
    register_workbook(quarter / "van-phong-so-ho-so.xlsx", rows, titles, codes)
    return folder


def main(pairs: int = 3) -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        sides = [Report(Path(place, f"out{rows}"), data=body(Path(place, f"in{rows}"), rows)) for rows in SIZES]
        rounds = in_turn(*sides, pairs=pairs, named=[f"report, {rows} dossiers" for rows in SIZES])
    walls = [median(rounds, n) for n in range(len(SIZES))]
    said = ", ".join(f"10^{round(math.log10(rows))}: {wall:.1f} s" for rows, wall in zip(SIZES, walls, strict=True))
    whole = tuple(math.log10(one[-1].wall / one[0].wall) / math.log10(SIZES[-1] / SIZES[0]) for one in rounds)
    last = math.log10(walls[-1] / walls[-2]) / math.log10(SIZES[-1] / SIZES[-2])
    return [
        Row("report with 10⁵ dossiers (first time)", "with 10³", tuple(one[-1].wall / one[0].wall for one in rounds), "< 100 (sublinear)", said),
        Row("growth of report from 10³ to 10⁵ dossiers (exponent; 1 is linear)", "", whole, "< 1", f"from 10⁴ to 10⁵: {last:.2f}".replace(".", ",")),
    ]


def sent(pairs: int = 2) -> list[Row]:
    """The whole report of a register that a unit sends as Parquet: read, typed, checked, counted, and kept in the run."""
    with tempfile.TemporaryDirectory() as place:
        sides = [Report(Path(place, f"out{rows}"), data=body(Path(place, f"in{rows}"), rows, parquet=True)) for rows in SENT]
        rounds = in_turn(*sides, pairs=pairs, named=[f"report, {rows} dossiers sent as Parquet" for rows in SENT])
        peak = sides[-1](watch=True).peak
    said = ", ".join(f"10^{round(math.log10(rows))}: {median(rounds, n):.1f} s" for n, rows in enumerate(SENT))
    return [
        Row("report with 10⁷ dossiers sent as Parquet (first time)", "with 10⁶", tuple(one[1].wall / one[0].wall for one in rounds), "", said),
        Row("its peak memory, all processes (GiB)", "", (peak / 1024,), "≤ 1", ""),
    ]


if __name__ == "__main__":
    script(__doc__, main)
