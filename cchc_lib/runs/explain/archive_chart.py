"""Series over periods as a chart: each figure with its own name, unit and target, as its runs or its plan tell them."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_lib.presentation.charts import Point, Series, trend, trends
from cchc_lib.presentation.drawn import Drawn
from cchc_lib.presentation.style import About
from cchc_lib.runs.explain.history import Point as ArchivePoint
from cchc_lib.runs.explain.history import Told


def history_chart(points: Sequence[ArchivePoint]) -> Drawn | None:
    """One chart for one figure, small multiples for several; None where no period has a value.

    A period that has no run, but whose forms are there, has an empty marker.
    """
    told = [one.told for one in points if one.told is not None]
    if not told:
        return None
    series = [_series(name, [one for one in points if one.figure == name]) for name in dict.fromkeys(one.figure for one in points)]
    about = About(min(one.start for one in told), max(one.end for one in told), sample=any(one.sample for one in told))
    return trend(series[0], about) if len(series) == 1 else trends(series, about)


def _series(name: str, points: Sequence[ArchivePoint]) -> Series:
    found = tuple(Point(one.period, one.value, one.printed, one.status, one.told.target if one.told else None, not one.run) for one in points)
    last: Told | None = points[-1].told
    return Series(name, last.name, found, last.unit, last.comparison) if last else Series(name, name, found)
