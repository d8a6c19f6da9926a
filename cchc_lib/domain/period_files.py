"""From period files and rules to the calendar of windows in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .periods import Calendar, Period, Span, Window, overlapping_quarters, parse_period, window_of

if TYPE_CHECKING:
    from .parameters import Parameters, PeriodFile


def calendar_of(parameters: Parameters) -> Calendar:
    """Windows by the rule in force, with those of period files in their place.

    The rule is the one dated on the period's natural end; a period file's own rule wins.
    """
    rule = parameters.rules[0].cut_off if parameters.rules else "nd09"
    overrides = {
        own.id: _span(own, rule) for own in parameters.periods.values() if own.rule not in (None, rule)
    }
    return Calendar(rule, overrides)


def _span(own: PeriodFile, base_rule: str) -> Span:
    period = parse_period(own.id)
    if own.rule != "dates":
        return Span(period, window_of(period, own.rule), own.rule, own.rule)
    window = Window(own.from_, own.to)  # type: ignore[arg-type]
    quarters = tuple(parse_period(one) for one in own.quarters) or period.quarters
    return Span(period, window, "dates", base_rule, quarters or overlapping_quarters(window, base_rule))
