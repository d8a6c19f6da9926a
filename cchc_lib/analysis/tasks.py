"""The tasks of the plan with what units reported of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pandas as pd

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.plan import Task
from cchc_lib.domain.printing import exact_text
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, Source, TaskReport, TaskResult
from cchc_lib.domain.text import vid

from .measures import Workspace

DONE, LATE = "hoàn thành", "chậm"
# Worst first: of several rows of one task the worst counts.
WORST_FIRST = (LATE, "đang thực hiện", "chưa đến hạn", "thường xuyên", DONE)


def tasks_of(workspace: Workspace, period: Period) -> tuple[TaskResult, ...]:
    """Every task of the period's own plan with its status; empty without a plan."""
    plan = workspace.parameters.plan_for(period)
    if plan is None:
        return ()
    span = workspace.calendar.span(period)
    reports = reports_by_task(workspace, span)
    return tuple(_result(workspace, task, span, reports.get(task_key(task.id), [])) for task in plan.tasks)


def task_key(task_id: str) -> str:
    """Task ids as units write them, made comparable: "iii.2.6 " and "III.2.6." are one."""
    return vid(task_id)


def reports_by_task(workspace: Workspace, span: Span) -> dict[str, list[TaskReport]]:
    """What units wrote of each task, by comparable task id, in the order of units and rows."""
    frame = workspace.rows("nhiem_vu", span).frame
    found: dict[str, list[TaskReport]] = defaultdict(list)
    for row in frame.to_dict("records") if len(frame) else ():
        found[task_key(str(row["ma_nhiem_vu"]))].append(
            TaskReport(
                unit=row["don_vi"], status=row["tinh_trang"], done=_day(row["ngay_hoan_thanh"]), result=_text(row["ket_qua"]),
                difficulty=_text(row["kho_khan_vuong_mac"]),
                source=Source(file=row["_file"], sheet=row["_sheet"], rows=str(row["_row"])),
            )
        )
    return {key: sorted(rows, key=lambda one: (vid(one.unit), one.status)) for key, rows in found.items()}


def _day(value: object) -> str | None:
    return None if pd.isna(value) else pd.Timestamp(value).date().isoformat()  # type: ignore[arg-type,call-overload]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _result(workspace: Workspace, task: Task, span: Span, reports: list[TaskReport]) -> TaskResult:
    numerator, denominator = (_counted(workspace, name, span) for name in (task.numerator, task.denominator))
    due = task.due.isoformat() if isinstance(task.due, date) else task.due
    return TaskResult(
        id=task.id, area=task.area, text=task.text, status=_status(workspace, task, span, reports), lead=task.lead,
        with_units=task.with_units, due=due, product=task.product, numerator=numerator, denominator=denominator,
        reports=tuple(reports),
    )


def _counted(workspace: Workspace, measure: str | None, span: Span) -> str | None:
    if measure is None:
        return None
    value = workspace.measure(measure, span).value
    return None if value is None else exact_text(value)


def _status(workspace: Workspace, task: Task, span: Span, reports: list[TaskReport]) -> str:
    """The worst status of the task's rows; done by its own product (III.2.6); late once past its due date and not done."""
    written = [report.status for report in reports]
    status = next((status for status in WORST_FIRST if status in written), CHUA_CO_SO_LIEU)
    product_made = _product_made(workspace, task, span)
    if product_made:
        status = DONE
    elif product_made is False and status == DONE:
        status = "đang thực hiện"
    overdue = isinstance(task.due, date) and task.due < span.window.end and status != DONE
    return LATE if overdue and status != CHUA_CO_SO_LIEU else status


def _product_made(workspace: Workspace, task: Task, span: Span) -> bool | None:
    """Whether the task's own product is there; None for a task without one, or where its form was not submitted."""
    if task.measure is None:
        return None
    value = workspace.measure(task.measure, span).value
    return None if value is None else value >= Fraction(task.required or 1)


def task_findings(workspace: Workspace, period: Period) -> list[Finding]:
    """Rows of tasks that the plan does not have, and tasks written as done whose product is not there."""
    plan = workspace.parameters.plan_for(period)
    if plan is None:
        return []
    span = workspace.calendar.span(period)
    known = {task_key(task.id): task for task in plan.tasks}
    found = []
    for key, reports in sorted(reports_by_task(workspace, span).items()):
        if key not in known:
            found += [_finding("nhiem_vu_la", report, f"kế hoạch năm {plan.year} không có nhiệm vụ «{key.replace('_', '.').upper()}»") for report in reports]
        elif _product_made(workspace, known[key], span) is False:
            found += [
                _finding("nhiem_vu_chua_co_san_pham", report, f"nhiệm vụ {known[key].id} ghi «hoàn thành» nhưng chưa có sản phẩm trong biểu Rà soát TTHC; tính là đang thực hiện")
                for report in reports
                if report.status == DONE
            ]
    return found


def _finding(code: str, report: TaskReport, message: str) -> Finding:
    place = Place(report.source.file, report.source.sheet, int(report.source.rows)) if report.source else Place()
    return Finding(code, message, "finding", place, unit=report.unit, form="nhiem_vu")
