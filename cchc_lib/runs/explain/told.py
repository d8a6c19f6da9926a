"""The traces of a run in words, for its pages: formula, terms and the addresses of the rows, never a row itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cchc_lib.domain.areas import GENERAL
from cchc_lib.domain.printing import number
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, DOSSIER_SUMS, DOSSIERS, STATISTIC, TASK
from cchc_lib.domain.text import capitalised
from cchc_lib.presentation.site import Trace
from cchc_lib.presentation.tables import DOSSIER_COLUMNS, dossier_title
from cchc_lib.runs.explain.trace import Source, Traced, Tracer, row_numbers

LONGEST = 240  # a line that lists more rows than this many letters tells how many there are; `trace` lists them all
_VALUES = {"value": "Giá trị chính xác", "numerator": "Tử số", "denominator": "Mẫu số", "target": "Mục tiêu"}


def traces_of(tracer: Tracer, results: Mapping[str, Any]) -> list[Trace]:
    """Every figure of a page: targets, statistics, tasks, and the cells of form II.06a that count something."""
    areas = {row.id: row.area for row in tracer.parameters.statistics}
    found = [_told(tracer, one["id"], one["area"], one["name"], one["printed"] or one["status"]) for one in results["indicators"]]
    for one in results["statistics"]:
        found.append(_told(tracer, f"{STATISTIC}/{one['id']}", areas.get(one["id"], GENERAL.id), one["name"], one["printed"] or one["status"]))
    for row in results["dossiers"]:
        for column in DOSSIER_COLUMNS:
            count = sum(row[part] for part in DOSSIER_SUMS.get(column, (column,)))
            if count:
                found.append(_told(tracer, f"{DOSSIERS}/{row['field']}/{column}", "tthc", dossier_title(column), number(count), values=False))
    return found + [_told(tracer, f"{TASK}/{one['id']}", GENERAL.id, one["text"], one["status"]) for one in results["tasks"]]


def _told(tracer: Tracer, figure: str, area: str, name: str, printed: str | None, *, values: bool = True) -> Trace:
    traced = tracer.trace(figure)
    return Trace(figure, area, name, printed or CHUA_CO_SO_LIEU, lines(traced, values=values), [address(one) for one in traced.sources])


def lines(traced: Traced, *, values: bool = True) -> list[tuple[str, str]]:
    """(name, words) of the formula, its terms and the exact values. values: False for counts, which are exact as printed."""
    found = [("Công thức", traced.formula)]
    if values:
        found += [(f"{capitalised(term)} là", text) for term, text in traced.terms.items()]
        found += [(name, str(traced.values[key])) for key, name in _VALUES.items() if traced.values.get(key) is not None]
    return found


def address(source: Source) -> str:
    """2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 5-9, 12; long lists cut, with how many rows there are."""
    rows = source.rows
    if len(rows) > LONGEST:
        kept = rows[:LONGEST].rpartition(",")[0]
        rows = f"{kept}, … (tất cả {number(sum(1 for _ in row_numbers(rows)))} dòng)"
    return replace(source, rows=rows).words
