"""Where the quarters of a cumulated period do not add up to it, and why.

They add up unless a later event decides (a document disseminated after its quarter's end), a later quarter corrects an
earlier row, a row was sent in one quarter and dated in another, or the quarters were cut by other days than the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from cchc_lib.domain.findings import Finding
from cchc_lib.domain.parameters import Measure
from cchc_lib.domain.periods import Period, tiles
from cchc_lib.domain.printing import number

from .indicators import plan_to_report
from .measures import Workspace

_LATER_EVENT = "có việc hoàn thành sau khi quý kết thúc, trước khi hết kỳ"
_LATER_ROW = "quý sau sửa dòng của quý trước, hoặc có dòng gửi ở quý này nhưng ghi ngày của quý khác"
_OTHER_DAYS = "các quý chốt theo những ngày khác với cả kỳ"
_LATER_DOSSIER = "lần nộp sau cập nhật hồ sơ đã báo ở quý trước (ngày, thanh toán, số hóa)"


def additive_findings(workspace: Workspace, period: Period, measures: Iterable[str]) -> list[Finding]:
    """One finding for each flow whose quarters do not add up to the cumulated period, with the reason."""
    if not period.is_cumulated or not workspace.has(workspace.calendar.span(period)):
        return []
    other_days = not quarters_tile(workspace, period)
    found = []
    for name in sorted(set(measures)):
        measure = workspace.parameters.measures[name]
        if not _adds_up(workspace, measure):
            continue
        whole = workspace.measure(name, workspace.calendar.span(period)).value
        parts = [workspace.measure(name, workspace.calendar.span(quarter)).value for quarter in period.quarters]
        if whole is None or None in parts:
            continue
        total = sum(parts)  # type: ignore[arg-type]
        if total != whole:
            found.append(
                Finding(
                    "luy_ke_khac_tong_quy",
                    f"{measure.text}: tổng các quý là {number(total)}, cả kỳ là {number(whole)}; {_OTHER_DAYS if other_days else _reason(measure)}",
                    "finding", form=measure.form,
                )
            )
    return found


def quarters_tile(workspace: Workspace, period: Period) -> bool:
    """Whether the windows of a cumulated period's quarters are, one after the other, the period's own days."""
    whole, *parts = (workspace.calendar.span(one).window for one in (period, *period.quarters))
    touching = all(tiles(before, after) == 0 for before, after in pairwise(parts))
    return touching and (parts[0].start, parts[-1].end) == (whole.start, whole.end)


def _adds_up(workspace: Workspace, measure: Measure) -> bool:
    """Whether the quarters of a measure ought to add up: flows do, except what stands at one moment."""
    standing = {"carried_over", "pending_in_time", "pending_overdue", "apologised"}
    return workspace.form(measure.form).span == "flow" and not standing & set(measure.dossiers)


def _reason(measure: Measure) -> str:
    if measure.dossiers:
        return _LATER_DOSSIER
    waits = any(isinstance(wanted, dict) and "not_after" in wanted for wanted in measure.where.values())
    return _LATER_EVENT if waits else _LATER_ROW


def measures_of_area(workspace: Workspace, period: Period, area: str) -> set[str]:
    """The measures that an area's targets and statistics are made of."""
    targets = [target for target in plan_to_report(workspace, period).targets if target.area == area]
    named = {name for target in targets for name in (target.numerator, target.denominator)}
    named |= {name for row in workspace.parameters.statistics if row.area == area for name in (row.measure, row.numerator, row.denominator)}
    return {name for name in named if name}
