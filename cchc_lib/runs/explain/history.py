"""Series of figures over the archive: one value a period, from the issued run, else the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.errors import UsageError
from cchc_lib.domain.periods import CUMULATED, Period, PeriodError, parse_period
from cchc_lib.domain.results import STATISTIC
from cchc_lib.domain.text import nearest, vid
from cchc_lib.runs.archive.figures import Figures, entry_of, figures_of, found_id, read_results
from cchc_lib.runs.archive.final import final_of
from cchc_lib.runs.archive.folder import newest, runs

if TYPE_CHECKING:
    import pandas

    from cchc_lib.analysis.measures import Workspace

VALUES = ("value", "numerator", "denominator", "printed", "status")


@dataclass(frozen=True)
class Told:
    """What a chart says beside a value: the figure's name, unit and comparison, the target, and the days of the period."""

    name: str
    unit: str
    comparison: str
    target: str | int | None
    start: date
    end: date
    sample: bool


@dataclass(frozen=True)
class Point:
    """One figure in one period. final: the figure is of record. run: empty where it was computed just now from the inputs."""

    figure: str
    period: str
    run: str
    final: bool
    value: Any
    numerator: Any = None
    denominator: Any = None
    printed: str | None = None
    status: str | None = None
    told: Told | None = field(default=None, compare=False)


def history(outputs: Path, figures: Sequence[str], kind: str | None = None) -> list[Point]:
    """The series of the given figures, by figure and time. kind: only Q (quarters), 6T, 9T, N or DX periods.

    Raises ParameterError for a figure that no run has, with the nearest.
    """
    archive = [(period, run, final, read_results(run)) for period, run, final in _runs_of_record(outputs, kind)]
    figured = [(*one, figures_of(one[-1])) for one in archive]
    every: dict[str, None] = {name: None for *_, found in figured for name in found}
    names = [found_id(figure, every) for figure in figures]
    return [_point(name, *one) for name in names for one in figured if name in one[-1]]


def completed(points: Sequence[Point], data: Path, parameters: Path, figures: Sequence[str], kind: str | None = None, *, sample: bool = False) -> list[Point]:
    """The archive's points, and between them the periods without a run, computed from the submissions in data.

    Targets and statistics are computed; any other figure is only what runs have said. kind None: quarters. Raises UsageError
    naming the nearest for a target or statistic that there is not.
    """
    from cchc_lib.analysis.measures import Workspace
    from cchc_lib.intake.folders import available_quarters
    from cchc_lib.intake.parameters import load_parameters
    from cchc_lib.intake.quarter import read_for_period

    own, quarters = load_parameters(parameters), sorted(available_quarters(data).quarters, key=lambda one: one.id)
    workspace = Workspace(own, read_for_period(data, own.calendar.span(quarters[-1]), own))
    wanted = quarters if kind in (None, "Q") else [Period(year, kind) for year in sorted({one.year for one in quarters}) if kind in CUMULATED]
    found = list(points)
    for name in figures:
        figure, computed = _computable(workspace, name, quarters[-1], {vid(one.figure) for one in points})
        there = {one.period for one in points if one.figure == figure}
        for period in wanted if computed else ():
            if period.id not in there and set(period.quarters) <= set(quarters):
                window, (values, words) = own.calendar.span(period).window, computed(period)
                told = Told(start=window.start, end=window.end, sample=sample, **words)
                found.append(Point(figure, period.id, "", False, **{key: getattr(values, key, None) for key in VALUES}, told=told))
    order = list(dict.fromkeys(one.figure for one in found))
    return sorted(found, key=lambda one: (order.index(one.figure), _in_time(one.period)))


Computed = Callable[[Period], tuple[Any, dict[str, Any]]]  # the values of a period, and what Told says of them


def _computable(workspace: Workspace, figure: str, last: Period, told: set[str]) -> tuple[str, Computed | None]:
    """A figure's id, and what computes it in a period: None for one that only runs tell. told: the figures that they told, vid."""
    from cchc_lib.analysis.history import target_named
    from cchc_lib.analysis.indicators import amount_of
    from cchc_lib.analysis.statistics import statistic_of

    kind, _, rest = figure.strip().partition("/")
    if not rest:
        target = target_named(workspace, figure, last)

        def of_target(period: Period) -> tuple[Any, dict[str, Any]]:
            amount, value = amount_of(workspace, target, period)
            return amount, {"name": target.name, "unit": target.unit, "comparison": target.comparison, "target": value}

        return target.id, of_target
    rows = {row.id: row for row in workspace.parameters.statistics}
    if kind == STATISTIC and rest in rows:
        words = {"name": rows[rest].name, "unit": rows[rest].unit, "comparison": ">=", "target": None}
        return f"{STATISTIC}/{rest}", lambda period: (statistic_of(workspace, rows[rest], period), words)
    if vid(figure) in told:
        return figure, None
    near = nearest(rest, rows) if kind == STATISTIC else None
    raise UsageError(
        f"không có số liệu «{figure}» trong các lần chạy, và không tính được từ biểu",
        remedy=f"có phải «{STATISTIC}/{near}»?" if near else "tính được: mã chỉ tiêu, stat/<mã>; số liệu khác cần lập báo cáo của kỳ trước.",
    )


def _runs_of_record(outputs: Path, kind: str | None) -> list[tuple[str, Path, bool]]:
    found = []
    for period in sorted({run.period for run in runs(outputs)}, key=_in_time):
        own = period.partition("-")[2]
        if kind is not None and not own.startswith(kind):
            continue
        final = final_of(outputs, period)
        run = final.run if final else newest(outputs, period).path  # type: ignore[union-attr]
        found.append((period, run, final is not None))
    return found


def _in_time(period: str) -> tuple[int, int, str]:
    """Quarters in order, a cumulated period after the quarter it ends with."""
    try:
        parsed = parse_period(period)
    except PeriodError:
        return (0, 0, period)
    return (parsed.year, parsed.quarter_number or 9, "" if parsed.is_quarter else parsed.kind)


def _point(name: str, period: str, run: Path, final: bool, results: Mapping[str, Any], found: Figures) -> Point:
    parts = found[name]
    return Point(name, period, run.name, final, **{key: parts.get(key) for key in VALUES}, told=_told(name, results))


def _told(name: str, results: Mapping[str, Any]) -> Told:
    """What a results.json says of a figure; of cells and tasks only the days."""
    one, period = entry_of(results, name), results["period"]
    return Told(
        one.get("name", name), one.get("unit", ""), one.get("comparison", ">="), one.get("target"),
        date.fromisoformat(period["from"]), date.fromisoformat(period["to"]), bool(results.get("sample")),
    )


def frame(points: Sequence[Point]) -> pandas.DataFrame:
    """The series as a table for a notebook: one row a point, values as numbers where they are numbers."""
    import pandas

    table = pandas.DataFrame([{key: value for key, value in vars(point).items() if key != "told"} for point in points])
    if len(table):
        table["value"] = pandas.to_numeric(table["value"], errors="coerce")
    return table
