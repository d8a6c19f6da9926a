"""The yearly plan (kế hoạch cải cách hành chính) as data: targets, tasks and where each stands in the text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from .forms import Area
from .model import Day, Declared

Comparison = Literal[">", ">=", "<", "<="]
Kind = Literal["ratio", "count", "level", "checklist"]


def _exact(value: object) -> object:
    """Numbers of a plan are written as text ("97,5" or "97.5") or whole numbers, so that nothing is rounded on the way."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, str):
        return value.strip().removesuffix("%").strip().replace(",", ".")
    return value


class TargetPart(Declared):
    """One part of a count: what is counted and the limit that it must keep (2.3.a: công chức, viên chức)."""

    name: str
    measure: str
    limit: str


class Target(Declared):
    """One target of the plan.

    kind: ratio (numerator / denominator, %), count (value against a number), level (a published score against last
    year's), checklist (met / required items, %). numerator, denominator, measure: ids of declared measures. value: the
    number to reach, None where the plan does not say. parts: what a count consists of, each within its own limit. due: year_end for targets that are judged finally at Q4/N only;
    pace: what quarters 1–4 should have reached (else value × k/4). source: section of the plan.
    """

    id: str
    area: Area
    name: str
    text: str
    kind: Kind
    comparison: Comparison = ">="
    value: Decimal | None = None
    unit: str = "%"
    numerator: str | None = None
    denominator: str | None = None
    measure: str | None = None
    parts: tuple[TargetPart, ...] = ()
    base: str | None = None
    due: Literal["every_period", "year_end"] = "every_period"
    pace: tuple[Decimal, ...] = ()
    source: str
    lead: str | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of all measures that the target is computed from."""
        named = (self.numerator, self.denominator, self.measure, *(one for part in self.parts for one in (part.measure, part.limit)))
        return tuple(one for one in named if one)

    _exact_value = field_validator("value", mode="before")(_exact)

    @field_validator("pace", mode="before")
    @classmethod
    def _exact_pace(cls, value: object) -> object:
        return [_exact(item) for item in value or ()]

    @model_validator(mode="after")
    def _measures_fit_kind(self) -> Target:
        if self.kind in ("ratio", "checklist") and not (self.numerator and self.denominator):
            raise ValueError(f"chỉ tiêu {self.id}: kiểu «{self.kind}» cần «numerator» và «denominator»")
        if self.kind in ("count", "level") and not (self.measure or self.parts):
            raise ValueError(f"chỉ tiêu {self.id}: kiểu «{self.kind}» cần «measure» hoặc «parts»")
        if self.kind in ("ratio", "checklist") and not all(0 <= one <= 100 for one in (self.value or 0, *self.pace)):
            raise ValueError(f"chỉ tiêu {self.id}: «value» và «pace» của một tỷ lệ nằm trong khoảng 0 đến 100")
        if self.kind == "count" and self.value is not None and (self.value < 0 or self.value % 1):
            raise ValueError(f"chỉ tiêu {self.id}: «value» của một số đếm là số nguyên từ 0 trở lên, thấy {self.value}")
        if self.pace and len(self.pace) != 4:
            raise ValueError(f"chỉ tiêu {self.id}: «pace» cần đúng bốn số, mỗi quý một số")
        return self


class Task(Declared):
    """One task of the plan; what the plan does not say stays None and prints as "theo Phụ lục".

    Two kinds carry a product of their own: measure must reach required in the year (III.2.6), or numerator / denominator
    counts what was done of what was to be done (III.2.4).
    """

    id: str
    area: Area
    text: str
    source: str
    lead: str | None = None
    with_units: tuple[str, ...] = ()
    due: Day | Literal["thường xuyên"] | None = None
    product: str | None = None
    measure: str | None = None
    required: int | None = None
    numerator: str | None = None
    denominator: str | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of all measures that the task's product is counted by."""
        return tuple(one for one in (self.measure, self.numerator, self.denominator) if one)


class PlanDocument(Declared):
    """The plan as a document. citation: how the report cites it; the rest says for the reader of the file which text was taken,
    number and date None while they are not known."""

    title: str
    issuer: str
    number: str | None = None
    symbol: str | None = None
    date: str | None = None
    citation: str


class Plan(Declared):
    """The plan of one year. sample marks an invented plan, which every document made from it must say.

    notes, legal_bases: for the reader of the file; nothing is computed or printed from them.
    """

    year: int
    document: PlanDocument
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    sample: bool = False
    notes: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = Field(default=())

    @model_validator(mode="after")
    def _ids_once(self) -> Plan:
        for name, things in (("chỉ tiêu", self.targets), ("nhiệm vụ", self.tasks)):
            seen: set[str] = set()
            for thing in things:
                if thing.id in seen:
                    raise ValueError(f"{name} {thing.id} có hai lần")
                seen.add(thing.id)
        return self

    def target(self, target_id: str) -> Target | None:
        return next((target for target in self.targets if target.id == target_id), None)
