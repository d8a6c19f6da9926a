"""Everything that people may change without code, loaded and validated: one object that is handed around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import Field, model_validator

from .forms import Area, Form
from .model import Day, Declared
from .organisation import Dated, Identity, Organisation, Signer, Units
from .periods import Calendar, Period, Span, Window
from .plan import Plan, PlanDocument, Target


class PeriodFile(Declared):
    """parameters/periods/<period>.yaml: what is set for one period. All optional but the dates of a report on request.

    rule: how the window is cut, None for the rule in force (rules.yaml). number, date: of the issued document, blank for the registry when None. signer: id of a signer. refused: how refused and
    withdrawn dossiers are judged. quarters: whose submissions a report on request reads (else those its dates touch).
    """

    id: str
    rule: Literal["nd09", "calendar", "dates"] | None = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    number: str | None = None
    date: Day | None = None
    signer: str | None = None
    refused: Literal["by_date", "on_time"] | None = None
    quarters: tuple[str, ...] = ()
    due: Day | None = None
    notes: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _dates_are_a_rule(cls, given: Any) -> Any:
        """Dates alone say that the window is cut by dates; a rule that says otherwise beside them is a contradiction."""
        dated = isinstance(given, Mapping) and {"from", "to"} & given.keys() and given.get("rule") is None
        return {**given, "rule": "dates"} if dated else given

    @model_validator(mode="after")
    def _dates_go_with_rule(self) -> PeriodFile:
        if self.rule == "dates":
            if not (self.from_ and self.to):
                raise ValueError("rule «dates» cần cả «from» và «to»")
            if self.to < self.from_:
                raise ValueError(f"to ({self.to}) đứng trước from ({self.from_})")
        elif self.from_ or self.to:
            raise ValueError("«from» và «to» chỉ đi cùng rule «dates»")
        return self


class Rules(Dated):
    """Rules that may change with time. cut_off: the window rule; due_day: units send their data by the last working day
    not after this day of the quarter's last month (14 = before the 15th); refused: see PeriodFile; end_slack_days: an end
    or receipt date later than so many days after the window is a fault."""

    cut_off: Literal["nd09", "calendar"] = "nd09"
    due_day: int = Field(default=14, ge=1, le=28)
    refused: Literal["by_date", "on_time"] = "by_date"
    end_slack_days: int = Field(default=31, ge=0)


class DayOff(Declared):
    """One correction to the holidays package: a day that is off, or a weekend day that is worked; source: the document."""

    day: Day
    off: bool
    source: str


class Measure(Declared):
    """How a number is computed from one form: rows counted, or columns summed, under conditions.

    where: column id -> true/false, a value, a list of values, or {not_after: period_end} (date given and not later).
    sum: columns added; less: columns taken away. special: a named computation of cchc_lib.analysis instead.
    text: what is counted, in Vietnamese, as a noun phrase.
    """

    text: str
    form: str
    where: Mapping[str, Any] = Field(default_factory=dict)
    sum: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    special: str | None = None
    unit: str = ""


class Statistic(Declared):
    """One row of annex III: measure, or a share (numerator / denominator in %), or tasks counted by status."""

    id: str
    area: Area
    name: str
    unit: str
    measure: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    tasks: tuple[str, ...] | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of all measures that the row is computed from."""
        return tuple(one for one in (self.measure, self.numerator, self.denominator) if one)


class Correction(Declared):
    """A declared correction of one cell of what was submitted; it fails once the source has been repaired."""

    file: str
    sheet: str
    row: int
    column: str
    expected: str | None = None
    value: str | None = None
    why: str
    who: str


@dataclass(frozen=True)
class Parameters:
    """All parameters. overrides: what --set changed, path -> value, for the manifest and the report.

    usual_targets: what is counted where there is no plan at all.
    """

    forms: Mapping[str, Form]
    plans: Mapping[int, Plan]
    organisation: Organisation
    units: Units
    rules: tuple[Rules, ...]
    periods: Mapping[str, PeriodFile]
    days_off: tuple[DayOff, ...]
    measures: Mapping[str, Measure]
    statistics: tuple[Statistic, ...]
    states: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    usual_targets: tuple[Target, ...] = ()

    def forms_on(self, day: dt.date) -> dict[str, Form]:
        """The forms in use on a day, by id."""
        return {form_id: form for form_id, form in self.forms.items() if form.in_use(day)}

    def title_of(self, form_id: str) -> str:
        """What a form is called; its id where this body does not have it."""
        return self.forms[form_id].title if form_id in self.forms else form_id

    def rules_on(self, day: dt.date) -> Rules:
        return next((one for one in self.rules if one.holds(day)), Rules())

    def plan_for(self, period: Period) -> Plan | None:
        """The plan of the period's own year; None when there is none, and the period is computed but not judged."""
        return self.plans.get(period.year)

    def signing(self, span: Span) -> tuple[Identity, Signer]:
        """Under which names, and by whom, a period's report is signed. Raises ParameterError where nothing in force says so."""
        own = self.periods.get(span.period.id)
        day = span.window.end
        return self.organisation.identity_in_force(day), self.organisation.signer_in_force(day, own.signer if own else None)

    def usual_plan(self, year: int) -> Plan:
        """The usual targets as a plan of a year that asks for nothing; without those that the declared measures cannot count."""
        targets = tuple(one for one in self.usual_targets if all(measure in self.measures for measure in one.measures))
        title = f"Kế hoạch cải cách hành chính năm {year}"
        return Plan(year=year, document=PlanDocument(title=title, issuer="", citation=title), targets=targets, tasks=())

    def target(self, target_id: str, year: int | None = None) -> Target | None:
        """A target by its id: of the plan of a year where that has it, else of any plan, else of the usual ones."""
        plans = [*([self.plans[year]] if year in self.plans else []), *self.plans.values()]
        targets = [*(target for plan in plans for target in plan.targets), *self.usual_targets]
        return next((target for target in targets if target.id == target_id), None)

    def measures_of(self, area: str) -> set[str]:
        """The ids of all measures that an area's targets, tasks and statistics name, in whatever plan, or without one."""
        plans = self.plans.values()
        named = (*(one for plan in plans for one in (*plan.targets, *plan.tasks)), *self.usual_targets, *self.statistics)
        return {measure for one in named if one.area == area for measure in one.measures}

    def refused_rule(self, period: Period, window: Window) -> str:
        own = self.periods.get(period.id)
        return (own.refused if own else None) or self.rules_on(window.end).refused

    @property
    def calendar(self) -> Calendar:
        from .period_files import calendar_of  # here, since it needs this class

        return calendar_of(self)


