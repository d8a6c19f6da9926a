"""An indicator over periods, each judged by the plan of its own year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cchc_lib.domain.errors import UsageError
from cchc_lib.domain.periods import Period
from cchc_lib.domain.plan import Target
from cchc_lib.domain.results import Amount
from cchc_lib.domain.text import nearest

from .indicators import amount_of, plan_to_report
from .measures import Workspace


@dataclass(frozen=True)
class Past:
    """What an indicator was in one period; target None where that year's plan sets none."""

    period: Period
    amount: Amount
    target: str | int | None


def history_of(workspace: Workspace, target: Target, periods: Iterable[Period] | None = None) -> tuple[Past, ...]:
    """One target over periods, in the order given; all quarters that were read, oldest first, without periods."""
    return tuple(Past(period, *amount_of(workspace, target, period)) for period in (quarters_read(workspace) if periods is None else periods))


def quarters_read(workspace: Workspace) -> list[Period]:
    """The quarters that the workspace holds, oldest first."""
    return sorted(workspace.data, key=lambda quarter: workspace.calendar.span(quarter).window.end)


def target_named(workspace: Workspace, target_id: str, period: Period) -> Target:
    """A target of the plan that a period lists, by id. Raises UsageError naming the nearest id."""
    plan = plan_to_report(workspace, period)
    wanted = str(target_id).strip()  # 2.2 for "2.2" is a number
    if found := plan.target(wanted):
        return found
    ids = [target.id for target in plan.targets]
    below = [one for one in ids if one.startswith(f"{wanted}.")]
    near = None if below else nearest(wanted, ids)
    raise UsageError(f"kế hoạch năm {plan.year} không có chỉ tiêu «{wanted}»", remedy=f"có phải «{near}»?" if near else f"có: {', '.join(below or ids)}.")
