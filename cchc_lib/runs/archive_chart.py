"""Series of the archive as a chart: each figure with its own name, unit and target, as its runs tell them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cchc_lib.presentation.charts import Point, Series, trend, trends
from cchc_lib.presentation.drawn import Drawn
from cchc_lib.presentation.style import About
from cchc_lib.runs.figures import read_results
from cchc_lib.runs.folder import runs
from cchc_lib.runs.history import Point as ArchivePoint


def history_chart(outputs: Path, points: Sequence[ArchivePoint]) -> Drawn | None:
    """One chart for one figure, small multiples for several; None where no period has a value."""
    if not points:
        return None
    results = {(run.period, run.name): read_results(run.path) for run in runs(outputs)}
    own = [results[one.period, one.run] for one in points]
    series = [_series(name, [(p, r) for p, r in zip(points, own, strict=True) if p.figure == name]) for name in dict.fromkeys(p.figure for p in points)]
    days = sorted(date.fromisoformat(result["period"][end]) for result in own for end in ("from", "to"))
    about = About(days[0], days[-1], sample=any(result["sample"] for result in own))
    return trend(series[0], about) if len(series) == 1 else trends(series, about)


def _series(name: str, pairs: Sequence[tuple[ArchivePoint, dict[str, Any]]]) -> Series:
    described = _described(name, pairs[-1][1])
    found = tuple(
        Point(point.period, point.value, point.printed, point.status, _described(name, result).get("target")) for point, result in pairs
    )
    return Series(name, described.get("name", name), found, described.get("unit", ""), described.get("comparison", ">="))


def _described(name: str, results: dict[str, Any]) -> dict[str, Any]:
    """The indicator or statistic of that id in a results.json; nothing for cells and tasks."""
    plain = name.removeprefix("stat/")
    return next((one for one in (*results["indicators"], *results["statistics"]) if one["id"] == plain), {})
