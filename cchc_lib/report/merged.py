"""The results of all areas merged: what results.json holds, and where each figure of the report finds its exact value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cchc_lib.analysis import restated
from cchc_lib.domain.areas import AREAS
from cchc_lib.domain.errors import RunError
from cchc_lib.domain.findings import Finding, in_order, masked
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.results import (
    DOSSIERS, SCHEMA, STATISTIC, STATUSES, SUMMARY, TASK, AreaResult, DossierRow, Indicator, StatisticResult, TaskResult,
)
from cchc_lib.domain.submissions import Missing, QuarterData, Submission
from cchc_lib.domain.text import vid


def read_areas(folder: Path) -> list[AreaResult]:
    """The six area results that the area notebooks left in a folder. Raises RunError naming those that are not there."""
    missing = [area.title for area in AREAS if not (folder / f"{area.id}.json").exists()]
    if missing:
        raise RunError("chưa có kết quả của: " + ", ".join(missing), remedy="Chạy các sổ tính của những lĩnh vực này trước.")
    return [AreaResult.model_validate_json((folder / f"{area.id}.json").read_bytes()) for area in AREAS]


@dataclass(frozen=True)
class Merged:
    """Everything that the report is made of, besides its words. record: figures of earlier periods as they were issued."""

    span: Span
    parameters: Parameters
    general: AreaResult
    areas: Sequence[AreaResult]
    data: Mapping[Period, QuarterData]
    sample: bool = False
    draft: bool = False
    record: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def all(self) -> list[AreaResult]:
        return [self.general, *self.areas]

    @cached_property
    def indicators(self) -> list[Indicator]:
        """All indicators, the general targets first, in the plan's order."""
        return [one for result in self.all for one in result.indicators]

    @cached_property
    def statistics(self) -> list[StatisticResult]:
        return [row for result in self.all for row in result.statistics]

    @cached_property
    def dossiers(self) -> Sequence[DossierRow]:
        return next((result.dossiers for result in self.areas if result.area == "tthc"), ())

    @property
    def tasks(self) -> Sequence[TaskResult]:
        return self.general.tasks

    @cached_property
    def quarters(self) -> list[QuarterData]:
        """What was read for the period's own quarters."""
        return [self.data[quarter] for quarter in self.span.quarters if quarter in self.data]

    @cached_property
    def submissions(self) -> list[Submission]:
        return [one for quarter in self.quarters for one in quarter.submissions]

    @cached_property
    def missing(self) -> list[Missing]:
        return [one for quarter in self.quarters for one in quarter.missing]

    @cached_property
    def faults(self) -> list[Finding]:
        """Faults that a draft was built in spite of."""
        return in_order(fault for quarter in self.quarters for fault in quarter.faults)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """All findings: of reading first, then of the computation, which tells of a month not assessed what it does to the figure."""
        computed = [one for result in self.all for one in result.findings]
        read = in_order(finding for quarter in self.quarters for finding in quarter.findings if not _told_better(finding, computed))
        later = [*restated.unreadable_findings(self.record), *(one.finding for one in self.restated)]
        return [one.to_dict() for one in read] + computed + [one.to_dict() for one in later]

    @cached_property
    def restated(self) -> list[restated.Restated]:
        """Figures of earlier periods that this report prints otherwise than they were issued."""
        return restated.restated(self.span.period, self.indicators, self.dossiers, self.record, self.parameters.calendar, self.data)

    @cached_property
    def summary(self) -> dict[str, int]:
        """How many targets have each status."""
        counted = Counter(one.status for one in self.indicators if one.status)
        return {status: counted.get(status, 0) for status in STATUSES} | {"tổng": len(self.indicators)}

    @property
    def planned(self) -> bool:
        """Whether the period's year has a plan: without one there are results, and nothing to set them against."""
        return self.parameters.plan_for(self.span.period) is not None

    @property
    def restated_cells(self) -> set[tuple[str, str]]:
        """(indicator, relation) of every figure that tables print and that is no longer what was issued."""
        return {(one.id, one.relation) for one in self.restated}

    def results(self) -> dict[str, Any]:
        """What results.json holds; keys sorted when written."""
        period = self.general.period
        plan = self.parameters.plan_for(self.span.period)
        return {
            "schema": SCHEMA, "sample": self.sample, "draft": self.draft, "period": period,
            "plan": None if plan is None else {"year": plan.year, "sample": plan.sample, "citation": plan.document.citation},
            "indicators": [one.model_dump(mode="json") for one in self.indicators],
            "dossiers": [row.model_dump() for row in self.dossiers],
            "statistics": [row.model_dump(mode="json") for row in self.statistics],
            "tasks": [task.model_dump(mode="json") for task in self.tasks],
            "words": [word.model_dump() for word in self.general.words],
            "summary": self.summary,
            "submissions": [one.to_dict() for one in self.submissions],
            "missing": [{"unit": one.unit, "unit_name": one.unit_name, "form": one.form, "quarter": one.quarter} for one in self.missing],
            "findings": [{**one, "message": masked(one["message"], 1000)} for one in self.findings],
            "overrides": dict(self.parameters.overrides),
            "of_record": {name: {"number": one["number"], "date": one["date"]} for name, one in self.record.items()},
            "restated": [one.to_dict() for one in self.restated],
            **self.extra,
        }

    def exact(self, figure: str, part: str) -> str | None:
        """The exact value behind a printed figure, as results.json holds it; None for one that has none (a mistake)."""
        if part.startswith("of_record."):
            return self._of_record(figure, part)
        kind, _, rest = figure.partition("/")
        if kind == STATISTIC:
            row = next((one for one in self.statistics if one.id == rest), None)
            return row and {"value": row.value, "year_to_date": row.year_to_date}.get(part)
        if kind == DOSSIERS:
            field_name, _, column = rest.rpartition("/")
            dossier = next((one for one in self.dossiers if one.field == field_name), None)
            return None if dossier is None else str(getattr(dossier, column))
        if kind == TASK:
            task = next((one for one in self.tasks if one.id == rest), None)
            return f"{task.numerator}/{task.denominator}" if task and part == "fraction" else None
        if kind == SUMMARY:
            return str(self.summary[rest]) if rest in self.summary else self._counted_tasks(rest)
        indicator = next((one for one in self.indicators if one.id == figure), None)
        return None if indicator is None else _indicator_part(indicator, part)

    def _of_record(self, figure: str, part: str) -> str | None:
        """of_record.<relation> of a restated figure: the value that was issued, or its fraction."""
        _, relation, *last = part.split(".")
        old = next((one.old for one in self.restated if (one.id, one.relation) == (figure, relation)), None)
        if old is None or last:
            return None if old is None else restated.fraction(old)
        return None if old.get("value") is None else str(old["value"])

    def _counted_tasks(self, key: str) -> str | None:
        """summary/tasks/<area>/<status>: tasks of an area with a status; an area of * counts all of them."""
        match key.split("/"):
            case ["tasks", area, status]:
                chosen = [task for task in self.tasks if area in ("*", task.area) and status in ("*", task.status)]
                return str(len(chosen))
        return None


def _indicator_part(one: Indicator, part: str) -> str | None:
    if part == "fraction":
        return f"{one.numerator}/{one.denominator}"
    if part == "pace":
        return one.pace.expected if one.pace else None
    if part.startswith("over."):
        over = next((p for p in one.parts if p.name == part.removeprefix("over.")), None)
        return str(abs(over.value - over.target)) if over else None
    if part.startswith("parts."):
        found = next((p for p in one.parts if p.name == part.removeprefix("parts.")), None)
        return f"{found.value}/{found.target}" if found else None
    owner: Any = one
    *path, last = part.split(".")
    for step in path:
        owner = getattr(owner, step)
    if last == "fraction":
        return f"{owner.numerator}/{owner.denominator}"
    value = getattr(owner, last, None)
    return None if value is None else str(value)


def json_text(data: Any) -> str:
    """JSON as the report notebook writes it: sorted keys, one space of indent, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _told_better(read: Finding, computed: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the months that reading misses in the assessments are all told by what was computed with them."""
    if (read.code, read.form) != ("thieu_thang", "danh_gia_xep_loai"):
        return False
    told = " ".join(one["message"] for one in computed if one["code"] == "thieu_thang_danh_gia" and vid(str(one.get("unit"))) == vid(read.found or ""))
    return bool(told) and all(f"{month};" in told for month in (read.needed or "").split(", "))
