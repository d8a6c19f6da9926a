"""From period files and rules to the calendar of windows in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .periods import Calendar, Period, Span, Window, overlapping_quarters, parse_period, window_of

if TYPE_CHECKING:
    from .parameters import Parameters, PeriodFile


def calendar_of(parameters: Parameters) -> Calendar:
    """Windows by the rule in force, with those of period files in their place.

    The rule is the one dated on the period's end; a period file's own rule wins.
    """
    def rule_on(day: date) -> str:
        return parameters.rules_on(day).cut_off

    by_rule = Calendar(rule_on=rule_on)
    files = [(own, parse_period(own.id)) for own in parameters.periods.values() if own.rule is not None]
    overrides = {
        own.id: _span(own, period, rule_on(own.to) if own.to else by_rule.rule_of(period)) for own, period in files
    }
    return Calendar(overrides=overrides, rule_on=rule_on)


def _span(own: PeriodFile, period: Period, base_rule: str) -> Span:
    if own.rule != "dates":
        return Span(period, window_of(period, own.rule), own.rule, own.rule)
    window = Window(own.from_, own.to)  # type: ignore[arg-type]
    quarters = tuple(parse_period(one) for one in own.quarters) or period.quarters
    return Span(period, window, "dates", base_rule, quarters or overlapping_quarters(window, base_rule))
