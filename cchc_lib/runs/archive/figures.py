"""The figures of a finished run, each under its id: <indicator>, 06a/<field>/<column>, stat/<id>, task/<id>."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.results import DOSSIER_SUMS, DOSSIERS, STATISTIC, SUMMARY, TASK
from cchc_lib.domain.text import nearest, vid
from cchc_lib.runs.archive.canonical import read_json

# What an indicator says about itself; names and sources are no figures.
_INDICATOR_PARTS = ("value", "numerator", "denominator", "target", "status", "printed", "reason", "partial")
_COMPARED = ("year_to_date", "previous", "same_period_last_year")

Figures = dict[str, dict[str, Any]]


def read_results(run: Path) -> dict[str, Any]:
    """results.json of a run. Raises ParameterError when it is gone or broken."""
    try:
        return read_json(run / "results.json")
    except (OSError, ValueError) as error:
        raise ParameterError("không đọc được kết quả của lần chạy", where=str(run / "results.json"), why=str(error)) from None


def entry_of(results: Mapping[str, Any], figure: str) -> Mapping[str, Any]:
    """What results.json says of the indicator, statistic, task or cell with that id; nothing where it has none."""
    kind, _, rest = figure.partition("/")
    if kind == DOSSIERS:
        return figures_of(results).get(figure, {})
    where, name = {STATISTIC: ("statistics", rest), TASK: ("tasks", rest)}.get(kind, ("indicators", figure))
    return next((one for one in results.get(where, ()) if one["id"] == name), {})


def figures_of(results: Mapping[str, Any]) -> Figures:
    """Every figure of results.json: id -> part -> value, all of them comparable between two runs."""
    found: Figures = {}
    for one in results.get("indicators", ()):
        found[one["id"]] = _indicator(one)
    for row in results.get("dossiers", ()):
        for column, value in row.items():
            if column != "field":
                found[f"{DOSSIERS}/{row['field']}/{column}"] = {"value": value}
        for column, counts in DOSSIER_SUMS.items():
            found[f"{DOSSIERS}/{row['field']}/{column}"] = {"value": sum(row[count] for count in counts)}
    for one in results.get("statistics", ()):
        found[f"{STATISTIC}/{one['id']}"] = {key: one.get(key) for key in ("value", "year_to_date", "status")}
    for one in results.get("tasks", ()):
        parts = {key: one.get(key) for key in ("status", "due", "numerator", "denominator")}
        found[f"{TASK}/{one['id']}"] = parts | _reports(one)
    return found


def summary_figures(results: Mapping[str, Any]) -> Figures:
    """What the report counts of its own results: summary/<status>, summary/tasks/<area or *>/<status or *>."""
    found: Figures = {f"{SUMMARY}/{status}": {"value": count} for status, count in results.get("summary", {}).items()}
    tasks = results.get("tasks", ())
    for area in sorted({"*", *(one["area"] for one in tasks if "area" in one)}):
        for status in sorted({"*", *(one["status"] for one in tasks)}):
            chosen = counted_tasks(tasks, area, status)
            if chosen:
                found[f"{SUMMARY}/tasks/{area}/{status}"] = {"value": len(chosen)}
    return found


def counted_tasks(tasks: Iterable[Mapping[str, Any]], area: str, status: str) -> list[Mapping[str, Any]]:
    """The tasks of an area with a status; * stands for every one."""
    return [one for one in tasks if area in ("*", one.get("area")) and status in ("*", one["status"])]


def _indicator(one: Mapping[str, Any]) -> dict[str, Any]:
    parts = {key: one.get(key) for key in _INDICATOR_PARTS}
    for other in _COMPARED:
        compared = one.get(other) or {}
        parts |= {f"{other}.{key}": compared.get(key) for key in ("value", "numerator", "denominator", "status")}
    return parts | {f"parts.{part['name']}": part["value"] for part in one.get("parts") or ()}


def _reports(task: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"reports.{one['unit']}.{key}": one.get(key)
        for one in task.get("reports") or () for key in ("status", "done", "result", "difficulty")
    }


def found_id(figure: str, ids: Iterable[str], printed: Iterable[Mapping[str, Any]] = ()) -> str:
    """The id that a user means: the id itself (capitals, diacritics and spaces apart), or a printed number that stands for
    one figure only (printed: the entries of figures.json).

    Raises ParameterError with the nearest id, or with the figures that are printed so.
    """
    ids = list(ids)
    if figure in ids:
        return figure
    same = [one for one in ids if _loose(one) == _loose(figure)]
    if len(same) == 1:
        return same[0]
    shown = {entry["id"]: entry for entry in printed if entry.get("printed") == figure and entry["id"] in ids}
    if len(shown) == 1:
        return next(iter(shown))
    if shown:
        places = [f"{name} ({entry.get('place') or '?'})" for name, entry in sorted(shown.items())]
        raise ParameterError(f"«{figure}» in ở {len(places)} số liệu khác nhau", details=places, remedy="Gọi lại bằng mã số liệu.")
    near = nearest(figure, ids)
    hint = f"Có phải «{near}»?" if near else "Mã số liệu: mã chỉ tiêu, 06a/<lĩnh vực>/<cột>, task/<mã>, stat/<mã>."
    raise ParameterError(f"không có số liệu «{figure}» trong lần chạy này", remedy=hint)


def _loose(text: str) -> tuple[str, ...]:
    return tuple(vid(part) for part in text.split("/"))
