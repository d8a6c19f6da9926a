"""Results of many agencies put together: sums of numerators and denominators, never means of rates; who is missing is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from cchc_lib.domain.printing import decimal_text, exact_text, percent
from cchc_lib.runs.archive.canonical import read_json, write_json
from cchc_lib.runs.batch import Line

FOLDER = "tong-hop"
_COLUMNS = ("id", "name", "unit", "numerator", "denominator", "value", "agencies", "missing")


def rolled_up(lines: Sequence[Line]) -> dict[str, list[dict[str, Any]]]:
    """Period -> its indicators over all agencies.

    ratio and checklist: numerator and denominator summed, value their share; count: values summed; level: a published score
    of one agency adds up to nothing and is left out. agencies: how many are in the sums; missing: those that are not, by name.
    """
    periods = dict.fromkeys(line.period for line in lines)
    return {period: _period([line for line in lines if line.period == period]) for period in periods}


def _period(lines: Sequence[Line]) -> list[dict[str, Any]]:
    results = {line.agency: _indicators(line) for line in lines}
    known: dict[str, Mapping[str, Any]] = {}
    for own in results.values():
        known = {**own, **known}
    return [_sum(one, lines, results) for one in known.values() if one["kind"] != "level"]


def _indicators(line: Line) -> dict[str, Mapping[str, Any]]:
    if line.run is None:
        return {}
    return {one["id"]: one for one in read_json(Path(line.run) / "results.json")["indicators"]}


def _sum(one: Mapping[str, Any], lines: Sequence[Line], results: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    is_count = one["kind"] == "count"
    amounts = {line: _amount(results[line.agency].get(one["id"]), is_count) for line in lines}
    there = [amount for amount in amounts.values() if amount is not None]
    numerator, denominator = (sum((amount[at] for amount in there), Fraction(0)) for at in (0, 1))
    row = {"id": one["id"], "name": one["name"], "unit": one["unit"], "agencies": len(there)}
    row["missing"] = [line.name for line, amount in amounts.items() if amount is None]
    if not there:
        return row | {"numerator": None, "denominator": None, "value": None, "printed": None}
    if is_count:
        return row | {"numerator": None, "denominator": None, "value": exact_text(numerator), "printed": exact_text(numerator)}
    value = numerator * 100 / denominator if denominator else None
    printed = None if value is None else percent(value)
    value_text = None if value is None else decimal_text(value)
    return row | {"numerator": exact_text(numerator), "denominator": exact_text(denominator), "value": value_text, "printed": printed}


def _amount(one: Mapping[str, Any] | None, is_count: bool) -> tuple[Fraction, Fraction] | None:
    """Numerator and denominator of an agency; None where it has no figure (nothing arose counts as 0 of 0)."""
    if one is None or one["status"] == "chưa có số liệu":
        return None
    if is_count:
        return None if one["value"] is None else (Fraction(one["value"]), Fraction(0))
    return None if one["numerator"] is None else (Fraction(one["numerator"]), Fraction(one["denominator"]))


def write(outputs: Path, rollup: Mapping[str, list[dict[str, Any]]]) -> list[Path]:
    """outputs/tong-hop/<period>.json and .csv (for Excel, with its mark of UTF-8)."""
    folder = outputs / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for period, rows in rollup.items():
        write_json(folder / f"{period}.json", rows)
        (folder / f"{period}.csv").write_bytes(_csv(rows))
    return [folder / f"{period}.csv" for period in rollup]


def _csv(rows: Iterable[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow(["; ".join(row["missing"]) if name == "missing" else row[name] for name in _COLUMNS])
    return text.getvalue().encode("utf-8-sig")
