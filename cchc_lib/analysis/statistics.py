"""The rows of annex III: measures, shares and task counts, in the period and in the year to date."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cchc_lib.domain.parameters import Statistic
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.printing import decimal_text, exact_text, number, percent
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, KHONG_PHAT_SINH, StatisticResult, TaskResult

from .judge import share
from .measures import Measured, Workspace, sources
from .rows import FormRows
from .tasks import tasks_of


def statistics_of(workspace: Workspace, period: Period, area: str, tasks: Sequence[TaskResult] = ()) -> tuple[StatisticResult, ...]:
    """The rows of one area. tasks: the judged tasks, for the rows that count them (area general)."""
    span, to_date = workspace.calendar.span(period), workspace.calendar.year_to_date(period)
    return tuple(
        _tasks_row(row, tasks, workspace.rows("nhiem_vu", span)) if row.tasks is not None else _row(workspace, row, span, to_date)
        for row in workspace.parameters.statistics
        if row.area == area
    )


def statistic_of(workspace: Workspace, row: Statistic, period: Period) -> StatisticResult:
    """One row in any period."""
    span = workspace.calendar.span(period)
    if row.tasks is not None:
        return _tasks_row(row, tasks_of(workspace, period), workspace.rows("nhiem_vu", span))
    return _row(workspace, row, span, workspace.calendar.year_to_date(period))


def _row(workspace: Workspace, row: Statistic, span: Span, to_date: Span) -> StatisticResult:
    now, measured = _value(workspace, row, span)
    later, measured_to_date = _value(workspace, row, to_date)
    gap = _gap(measured) or ()
    status = CHUA_CO_SO_LIEU if gap else (KHONG_PHAT_SINH if now is None else None)
    return StatisticResult(
        id=row.id, name=row.name, unit=row.unit, value=_exact(row, now), year_to_date=_exact(row, later),
        printed=_printed(row, now), printed_year_to_date=_printed(row, later), status=status,
        gap=gap or _gap(measured_to_date), partial=any(one.partial for one in measured),
        sources=sources(*measured),
    )


def _value(workspace: Workspace, row: Statistic, span: Span) -> tuple[Fraction | None, list[Measured]]:
    if row.measure:
        measured = [workspace.measure(row.measure, span)]
        return measured[0].value, measured
    measured = [workspace.measure(name, span) for name in (row.numerator, row.denominator) if name]
    values = [one.value for one in measured]
    return (None if None in values else share(*values)), measured  # type: ignore[arg-type]


def _gap(measured: Sequence[Measured]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(quarter for one in measured for quarter in one.gap))


def _exact(row: Statistic, value: Fraction | None) -> str | None:
    if value is None:
        return None
    return decimal_text(value) if row.unit == "%" else exact_text(value)


def _printed(row: Statistic, value: Fraction | None) -> str | None:
    if value is None:
        return None
    return percent(value) if row.unit == "%" else number(value)


def _tasks_row(row: Statistic, tasks: Sequence[TaskResult], reports: FormRows) -> StatisticResult:
    """How many tasks have one of the row's statuses; all tasks where it names none. The same in the year to date.

    Without a plan, or without the form that tells how they stand, there is no number.
    """
    if not tasks or (row.tasks and not reports.available):
        return StatisticResult(id=row.id, name=row.name, unit=row.unit, status=CHUA_CO_SO_LIEU, gap=reports.gap if tasks else ())
    count = sum(1 for task in tasks if not row.tasks or task.status in row.tasks)
    return StatisticResult(
        id=row.id, name=row.name, unit=row.unit, value=str(count), year_to_date=str(count), printed=number(count),
        printed_year_to_date=number(count), partial=reports.partial,
    )
