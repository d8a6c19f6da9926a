"""Every difference between a results.json and the second opinion, as sentences; none means they agree."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from .annex_three import STATISTICS, statistic, task_rows
from .contract import quarters_of, to_date
from .oracle import LEVELS, NO_DATA, RATIOS, Body, Figures, Missing, level, previous, ratio, staff_within_quota, tasks, year_before

COLUMNS = ("online", "direct", "carried_over", "early", "on_time", "late", "pending_in_time", "pending_overdue")


def differences(results: dict[str, Any], body: Body, period: str) -> list[str]:
    """What a results.json says otherwise than the oracle, for a body and a period."""
    parts = (_ratios, _levels, _staff, _comparisons, _dossiers, _statistics, _tasks, _missing)
    return [f"{period}: {one}" for part in parts for one in part(results, body, period)]


def _differs(what: str, told: Any, expected: Any) -> Iterator[str]:
    both = (told, expected) if None in (told, expected) else (_exact(told), _exact(expected))
    if both[0] != both[1]:
        yield f"{what}: {told!r}, cần {expected!r}"


def _exact(value: Any) -> Any:
    try:
        return Fraction(str(value)) if not isinstance(value, Fraction) else value
    except ValueError:
        return value


def _judged(period: str) -> bool:
    return period[:4] in ("2023", "2024")


def _ratios(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    told = {one["id"]: one for one in results["indicators"]}
    for target in RATIOS:
        for name, quarters, one in (("kỳ", quarters_of(period), told[target]), ("lũy kế", to_date(period), told[target]["year_to_date"])):
            expected = ratio(body, quarters, target, judged=_judged(period))
            for key in ("numerator", "denominator", "value", "status"):
                yield from _differs(f"{target} {name} {key}", one[key], expected[key])
            if isinstance(one["value"], str) and len(one["value"].partition(".")[2]) != 12:
                yield f"{target} {name}: value {one['value']} không có 12 chữ số thập phân"
        wanted = RATIOS[target][1] if _judged(period) else None
        yield from _differs(f"{target} target", told[target]["target"], wanted)
        yield from _differs(f"{target} comparison", told[target]["comparison"], RATIOS[target][0])


def _levels(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    told = {one["id"]: one for one in results["indicators"]}
    for target, name in LEVELS.items() if _judged(period) else ():
        expected = level(body, period, name)
        for key in ("status", "value"):
            yield from _differs(f"{target} {key}", told[target][key], expected[key])


def _staff(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    told = {one["id"]: one for one in results["indicators"]}
    expected = staff_within_quota(body, period)
    if not _judged(period):
        expected = {"value": expected["value"]}
    for key, value in expected.items():
        yield from _differs(f"2.3.a {key}", told["2.3.a"][key], value)
    without_number = NO_DATA if expected.get("status") != "không phát sinh" else "không phát sinh"
    if _judged(period):  # the plan gives no number of administrative units
        yield from _differs("2.3.b status", told["2.3.b"]["status"], without_number)


def _comparisons(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    told = {one["id"]: one for one in results["indicators"]}
    for key, other in (("previous", previous(period)), ("same_period_last_year", year_before(period))):
        there = other is not None and all(quarter in body for quarter in quarters_of(other))
        for target in RATIOS:
            expected = ratio(body, quarters_of(other), target)["value"] if there and other else None
            found = told[target][key]
            if expected is None:
                yield from _differs(f"{target} {key}", found and found["value"], None)
            else:
                yield from _differs(f"{target} {key} period", found and found["period"], other)
                yield from _differs(f"{target} {key} value", found and found["value"], expected)


def _dossiers(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    try:
        expected = Figures(body, quarters_of(period)).form_06a()
    except Missing:
        yield from _differs("II.06a", len(results["dossiers"]), 0)
        return
    told = {row["field"]: row for row in results["dossiers"]}
    if results["dossiers"][-1]["field"] != "Tổng cộng":
        yield "II.06a: dòng cuối không phải «Tổng cộng»"
    for field in {*told, *expected}:
        for column in COLUMNS:
            yield from _differs(f"II.06a {field} {column}", told.get(field, {}).get(column, 0), expected.get(field, {}).get(column, 0))


def _statistics(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    told = {row["id"]: row for row in results["statistics"]}
    if set(told) != {*STATISTICS, "1.13", "1.14", "1.15", "1.16"}:
        yield f"thống kê: các dòng {sorted(set(told) ^ set(STATISTICS))}"
    for row in STATISTICS:
        yield from _differs(f"thống kê {row}", told[row]["value"], statistic(body, quarters_of(period), row))
        yield from _differs(f"thống kê {row} lũy kế", told[row]["year_to_date"], statistic(body, to_date(period), row))
    if period.startswith("2024"):
        for row, value in task_rows(body, period, planned=33).items():
            yield from _differs(f"thống kê {row}", told[row]["value"], value)


def _tasks(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    if not period.startswith("2024"):
        return
    expected, told = tasks(body, period), {task["id"]: task for task in results["tasks"]}
    yield from _differs("số nhiệm vụ", len(told), 33)
    for task in told:
        yield from _differs(f"nhiệm vụ {task}", told[task]["status"], expected.get(task, NO_DATA))
    try:
        late = Figures(body, quarters_of(period))
        owed = late.of_dossiers("late", "pending_overdue")
    except Missing:
        return
    yield from _differs("III.2.4", (told["III.2.4"]["numerator"], told["III.2.4"]["denominator"]), (str(statistic(body, quarters_of(period), "3.14")), str(owed)))


def _missing(results: dict[str, Any], body: Body, period: str) -> Iterator[str]:
    from .contract import FORMS

    absent = {form for quarter in quarters_of(period) for form in FORMS if form not in body.get(quarter, {})}
    told = {one["form"] for one in results["missing"]}
    if len(told) != len(absent):
        yield f"biểu thiếu: {sorted(told)}, cần {sorted(absent)}"
