"""Form II.06a from one typed Parquet file, as a process of its own: `python -m benchmarks.count FILE ROWS`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.measure import ROOT


def main(file: str, rows: str) -> None:
    from cchc_lib.analysis.area import area_result
    from cchc_lib.analysis.measures import Workspace
    from cchc_lib.domain.periods import parse_period
    from cchc_lib.domain.submissions import QuarterData
    from cchc_lib.intake.parameters import load_parameters
    from cchc_lib.runs.snapshot import _Tables

    parameters = load_parameters(ROOT / "parameters")
    period = parse_period("2024-Q1")
    path = Path(file)
    tables = _Tables(path.parent, {"ho_so_tthc": {"sha256": path.stem, "rows": int(rows)}})
    workspace = Workspace(parameters, {period: QuarterData(period, tables)})
    began = time.perf_counter()
    if len(sys.argv) > 3:
        print(len(area_result(workspace, period, "tthc").indicators), "indicators")
    print(workspace.dossiers(parameters.calendar.span(period)).by_field()[-1])
    print(f"{time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main(*sys.argv[1:3])
