"""Form II.06a from one typed Parquet file, as a process of its own: `python -m benchmarks.count FILE ROWS`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from benchmarks.measure import ROOT


def main(file: str, rows: int, indicators: bool = False) -> None:
    from cchc_lib.analysis.area import area_result
    from cchc_lib.analysis.measures import Workspace
    from cchc_lib.domain.periods import parse_period
    from cchc_lib.domain.submissions import QuarterData
    from cchc_lib.intake.parameters import load_parameters
    from cchc_lib.runs.archive.snapshot import _Tables

    parameters = load_parameters(ROOT / "parameters")
    period = parse_period("2024-Q1")
    path = Path(file)
    tables = _Tables(path.parent, {"ho_so_tthc": {"sha256": path.stem, "rows": rows}})
    workspace = Workspace(parameters, {period: QuarterData(period, tables)})
    began = time.perf_counter()
    if indicators:
        print(len(area_result(workspace, period, "tthc").indicators), "indicators")
    print(workspace.dossiers(parameters.calendar.span(period)).by_field()[-1])
    print(f"{time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="a typed Parquet file")
    parser.add_argument("rows", type=int, help="its rows")
    parser.add_argument("--indicators", action="store_true", help="compute the area's indicators too")
    main(**vars(parser.parse_args()))
