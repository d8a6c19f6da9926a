"""From targets to judged indicators: the period, the year to date, the period before and the same period of last year."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.plan import Plan, Target
from cchc_lib.domain.printing import decimal_text, exact_text, number, percent
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH, Amount, Compared, Indicator, Part
from cchc_lib.domain.text import capitalised

from .judge import meets, pace_of, share, status_of
from .measures import Measured, Workspace, sources
from .special import score_of_year


def plan_to_report(workspace: Workspace, period: Period) -> Plan:
    """The plan whose targets a period lists: its own year's, else the nearest year's with every number taken away, else the usual.

    Without a plan of its own year a period is computed and not judged: target null.
    """
    plans = workspace.parameters.plans
    if own := workspace.parameters.plan_for(period):
        return own
    if not plans:
        return workspace.parameters.usual_plan(period.year)
    nearest = plans[min(plans, key=lambda year: (abs(year - period.year), year))]
    unjudged = tuple(target.model_copy(update={"value": None, "pace": (), **_own_name(workspace, target)}) for target in nearest.targets)
    return nearest.model_copy(update={"year": period.year, "targets": unjudged, "tasks": ()})


def _own_name(workspace: Workspace, target: Target) -> dict[str, str]:
    """A score's own name: its plan calls it after the year to surpass («cao hơn năm 2023»), which is nothing to another year."""
    if target.kind != "level" or target.measure is None:
        return {}
    name = workspace.parameters.measures[target.measure].text
    return dict.fromkeys(("name", "text"), capitalised(name))


def indicator_of(workspace: Workspace, target: Target, period: Period) -> Indicator:
    """One target with its result in a period; target: one of the plan that is reported in it."""
    key = (target.id, period)
    if key not in workspace.indicators:
        workspace.indicators[key] = _indicator(workspace, target, period)
    return workspace.indicators[key]


def _indicator(workspace: Workspace, target: Target, period: Period) -> Indicator:
    span = workspace.calendar.span(period)
    judged = workspace.parameters.plan_for(period) is not None
    now = _Computed(workspace, target, span, judged)
    to_date = _Computed(workspace, target, workspace.calendar.year_to_date(period), judged)
    value = now.value
    return Indicator(
        id=target.id, area=target.area, name=target.name, text=target.text, unit=target.unit, kind=target.kind,
        comparison=target.comparison, target=now.target_text, source=target.source, base=target.base,
        **now.amount, partial=bool(now.missing_units), missing_units=now.missing_units,
        year_to_date=Amount(**to_date.amount),
        previous=_compared(workspace, target, period.previous, value),
        same_period_last_year=_compared(workspace, target, period.same_period_last_year, value),
        **_distance(now),
        parts=now.parts, pace=pace_of(value, target, span) if value is not None and judged else None,
        sources=sources(*now.measured),
    )


def _distance(now: _Computed) -> dict[str, str]:
    """How far a missed target is from its number."""
    if now.amount["status"] != CHUA_DAT or now.value is None or now.target_text is None:
        return {}
    gap = abs(Fraction(now.target_text) - now.value)
    return {"distance": decimal_text(gap), "printed_distance": printed_change(gap)}


def printed_change(change: Fraction) -> str:
    """A difference as it is printed, without sign and unit: 1,96; never 0 for what is not."""
    return percent(abs(change)).removesuffix("%")


def _compared(workspace: Workspace, target: Target, period: Period | None, value: Fraction | None) -> Compared | None:
    """The same target in another period; None where that period's inputs are not there."""
    if period is None or not workspace.has(workspace.calendar.span(period)):
        return None
    computed = _in_own_year(workspace, target, period)
    if computed.amount["status"] == CHUA_CO_SO_LIEU:
        return None
    if value is None or computed.value is None:
        return Compared(period=period.id, **computed.amount)
    change = value - computed.value
    return Compared(period=period.id, change=decimal_text(change), printed_change=printed_change(change), **computed.amount)


def _in_own_year(workspace: Workspace, target: Target, period: Period) -> _Computed:
    """A target in any period, by the plan of that period's own year; not judged where that plan does not have it."""
    plan = workspace.parameters.plan_for(period)
    own = plan.target(target.id) if plan else None
    return _Computed(workspace, own or target, workspace.calendar.span(period), own is not None)


def amount_of(workspace: Workspace, target: Target, period: Period) -> tuple[Amount, str | int | None]:
    """One target in any period, and what the plan of that period's year wants of it (None: nothing)."""
    computed = _in_own_year(workspace, target, period)
    return Amount(**computed.amount), computed.target_text if computed.judged else None


class _Computed:
    """One target computed over one span; amount holds the fields of Amount, by the target's kind."""

    def __init__(self, workspace: Workspace, target: Target, span: Span, judged: bool) -> None:
        self.workspace, self.target, self.span, self.judged = workspace, target, span, judged
        self.measured: list[Measured] = []
        self.value: Fraction | None = None
        self.parts: tuple[Part, ...] = ()
        self.target_text: str | int | None = None
        kinds = {"ratio": self._ratio, "checklist": self._ratio, "count": self._count, "level": self._level}
        self.amount: dict[str, Any] = {"status": None} | kinds[target.kind]()

    @property
    def missing_units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(unit for one in self.measured for unit in one.missing_units))

    def _measure(self, *names: str | None) -> list[Measured]:
        self.measured = [self.workspace.measure(name, self.span) for name in names if name]
        return self.measured

    def _no_data(self) -> dict[str, Any] | None:
        gap = tuple(dict.fromkeys(quarter for one in self.measured for quarter in one.gap))
        return {"status": CHUA_CO_SO_LIEU, "reason": "form", "gap": gap} if gap else None

    def _ratio(self) -> dict[str, Any]:
        target = self.target
        self.target_text = None if target.value is None else exact_text(target.value)
        numerator, denominator = self._measure(target.numerator, target.denominator)
        if missing := self._no_data():
            return missing
        assert numerator.value is not None and denominator.value is not None
        amount: dict[str, Any] = {"numerator": exact_text(numerator.value), "denominator": exact_text(denominator.value)}
        self.value = share(numerator.value, denominator.value)
        if self.value is None:
            return {"numerator": "0", "denominator": "0", "status": KHONG_PHAT_SINH}
        printed = percent(self.value, target.value)
        return amount | {"value": decimal_text(self.value), "printed": printed, "status": self._status(self.value)}

    def _status(self, value: Fraction) -> str | None:
        return status_of(value, self.target, self.span) if self.judged else None

    def _count(self) -> dict[str, Any]:
        target = self.target
        if target.parts:
            return self._parts()
        (measured,) = self._measure(target.measure)
        if missing := self._no_data():
            return missing
        if measured.empty:
            return {"status": KHONG_PHAT_SINH}
        assert measured.value is not None
        if self.judged and target.value is None:
            return {"status": CHUA_CO_SO_LIEU, "reason": "plan"}
        self.value = measured.value
        self.target_text = None if target.value is None else int(target.value)
        return {"value": int(measured.value), "printed": number(measured.value), "status": self._status(measured.value)}

    def _parts(self) -> dict[str, Any]:
        """A count of several parts, met only if each part keeps its own limit (2.3.a)."""
        parts = self.target.parts
        values = self._measure(*(name for part in parts for name in (part.measure, part.limit)))
        if missing := self._no_data():
            return missing
        if all(one.empty for one in values):
            return {"status": KHONG_PHAT_SINH}
        found = []
        for part, value, limit in zip(parts, values[::2], values[1::2], strict=True):
            assert value.value is not None and limit.value is not None
            met = meets(value.value, self.target.comparison, limit.value)
            found.append(Part(name=part.name, value=int(value.value), target=int(limit.value), met=met))
        self.parts = tuple(found)
        total = sum(part.value for part in found)
        self.target_text = sum(part.target for part in found) if self.judged else None
        status = (DAT if all(part.met for part in found) else CHUA_DAT) if self.judged else None
        return {"value": total, "printed": number(total), "status": status}

    def _level(self) -> dict[str, Any]:
        """A published score against last year's (general targets, 1.a–1.d)."""
        target, span = self.target, self.span
        measure = self.workspace.parameters.measures[target.measure or ""]
        rows = self.workspace.rows(measure.form, span)
        if not rows.available:
            self.measured = [Measured(None, rows.gap)]
            return {"status": CHUA_CO_SO_LIEU, "reason": "form", "gap": rows.gap}
        now = score_of_year(measure, span.period.year, rows)
        before = score_of_year(measure, span.period.year - 1, rows)
        self.measured = [now, before]
        if before.value is not None and self.judged:
            self.target_text = exact_text(before.value)
        if now.value is None:
            return {"status": DANG_THUC_HIEN if self.judged else None}
        self.value = now.value
        amount = {"value": decimal_text(now.value), "printed": number(now.value)}
        if before.value is None:
            return {"status": CHUA_CO_SO_LIEU if self.judged else None, "reason": "form" if self.judged else None} | ({} if self.judged else amount)
        met = meets(now.value, target.comparison, before.value)
        return amount | {"status": (DAT if met else CHUA_DAT) if self.judged else None}


def indicators_of(workspace: Workspace, period: Period, areas: Sequence[str]) -> tuple[Indicator, ...]:
    """The judged indicators of some areas, in the plan's order."""
    plan = plan_to_report(workspace, period)
    return tuple(indicator_of(workspace, target, period) for target in plan.targets if target.area in areas)
