"""One area of reform in one period: everything its notebook shows and hands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cchc_lib.domain.findings import Finding, in_order
from cchc_lib.domain.periods import Period, Span, tiles
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.results import AreaResult, DossierRow, Words
from cchc_lib.domain.text import vid

from . import dossiers as dossier_rules
from .additive import additive_findings, measures_of_area, quarters_tile
from .indicators import indicators_of, plan_to_report
from .measures import Workspace
from .own_words import own_words_findings
from .special import months_left_out_findings
from .statistics import statistics_of
from .tasks import task_findings, tasks_of


def period_dict(span: Span) -> dict[str, str]:
    """The period as results.json names it: id, from, to, rule."""
    return {"id": span.period.id, "from": span.window.start.isoformat(), "to": span.window.end.isoformat(), "rule": span.rule}


def area_result(workspace: Workspace, period: Period, area: str, *, sample: bool = False) -> AreaResult:
    """The judged result of one area, charts still to be drawn.

    Area general holds what no single area holds: the general targets, all tasks, and the units' own words.
    """
    span = workspace.calendar.span(period)
    tasks = tasks_of(workspace, period) if area == "general" else ()
    return AreaResult(
        area=area, period=period_dict(span), sample=sample,
        indicators=indicators_of(workspace, period, [area]),
        statistics=statistics_of(workspace, period, area, tasks),
        dossiers=dossier_table(workspace, span) if area == "tthc" else (),
        tasks=tasks,
        words=words_of(workspace, span, area),
        details=documents_of(workspace, span) if area == "general" else {},
        findings=tuple(one.to_dict() for one in in_order(area_findings(workspace, period, area))),
    )


def dossier_table(workspace: Workspace, span: Span) -> tuple[DossierRow, ...]:
    """Form II.06a of a span; empty when nobody submitted the register."""
    if not workspace.rows("ho_so_tthc", span).available:
        return ()
    return workspace.dossiers(span).by_field()


def area_findings(workspace: Workspace, period: Period, area: str) -> list[Finding]:
    """What the computation itself finds; faults among them stop the build."""
    span = workspace.calendar.span(period)
    found = additive_findings(workspace, period, measures_of_area(workspace, period, area))
    if area == "tthc":
        found += _dossier_findings(workspace, period, span)
    elif area == "civil_service":
        found += months_left_out_findings(workspace, span)
    elif area == "general":
        found += [*task_findings(workspace, period), *window_findings(workspace, period)]
    return [*found, *own_words_findings(workspace, period, area)]


def window_findings(workspace: Workspace, period: Period) -> list[Finding]:
    """A gap or an overlap between the period's window and that of the period before it, or among its quarters (mixed rules)."""
    return [*_before_findings(workspace, period), *_quarter_findings(workspace, period)]


def _quarter_findings(workspace: Workspace, period: Period) -> list[Finding]:
    if not period.is_cumulated or quarters_tile(workspace, period):
        return []
    days = {one: workspace.calendar.span(one).window for one in (period, *period.quarters)}
    own, *quarters = (f"{one.label} từ {short_date(window.start)} đến {short_date(window.end)}" for one, window in days.items())
    return [Finding("cua_so_khong_lien_tiep", f"{own}, nhưng các quý của kỳ chốt theo ngày khác: {'; '.join(quarters)}", "finding")]


def _before_findings(workspace: Workspace, period: Period) -> list[Finding]:
    before = period.previous or (period.quarters[0].previous if period.quarters else None)
    if before is None:
        return []
    own, last = workspace.calendar.span(period).window, workspace.calendar.span(before).window
    days = tiles(last, own)
    if days == 0:
        return []
    what = f"hở {days} ngày" if days > 0 else f"chồng {-days} ngày"
    message = (
        f"{period.label} bắt đầu ngày {short_date(own.start)}, kỳ trước ({before.label}) kết thúc ngày {short_date(last.end)}: {what}; "
        "số liệu những ngày này bị sót hoặc tính hai lần"
    )
    return [Finding("cua_so_khong_lien_tiep", message, "finding")]


def _dossier_findings(workspace: Workspace, period: Period, span: Span) -> Iterable[Finding]:
    rows = dossier_table(workspace, span)
    if not rows:
        return
    yield from dossier_rules.identity_faults(rows, span.window)
    if period.is_request:
        return  # it begins in the middle of a quarter: what was pending then nobody has reported
    current = workspace.dossiers(span)
    before = span.quarters[0].previous
    if len(current) == 0 or before is None or before not in workspace.data or not workspace.data[before].submitted("ho_so_tthc"):
        return
    pending_before = workspace.dossiers(workspace.calendar.span(before))
    if len(pending_before):
        yield from dossier_rules.carried_over_findings(*current.unlike(pending_before))
    last = span.last_quarter
    yield from dossier_rules.absent_findings(current.absent(last.id), last)


def words_of(workspace: Workspace, span: Span, area: str) -> tuple[Words, ...]:
    """What units wrote in Đánh giá chung, word for word, in the order they wrote it.

    Area general has all of it, another area what names one of its own indicators.
    """
    frame = workspace.rows("danh_gia_chung", span).frame
    if frame.empty:
        return ()
    plan = plan_to_report(workspace, span.period)
    targets = {vid(target.id).replace("_", ""): target for target in plan.targets}
    found = []
    for row in frame.to_dict("records"):
        written = _given(row["ma_chi_tieu"])
        target = targets.get(vid(written or "").replace("_", ""))
        if area == "general" or (target and target.area == area):
            found.append(Words(section=row["muc"], text=row["noi_dung"], unit=_given(row["don_vi"]), indicator=target.id if target else written))
    return tuple(found)


def documents_of(workspace: Workspace, span: Span) -> dict[str, Any]:
    """The directing documents issued in the period, by date and number."""
    rows = workspace.rows("chi_dao_dieu_hanh", span)
    frame = rows.frame
    if frame.empty or not rows.available:
        return {"documents": []}
    frame = frame.sort_values(["ngay_ban_hanh", "so_ky_hieu"], kind="stable")
    columns = ["so_ky_hieu", "ngay_ban_hanh", "trich_yeu", "loai_van_ban"]
    rows = frame[columns].to_dict("records")
    return {"documents": [row | {"ngay_ban_hanh": row["ngay_ban_hanh"].date().isoformat()} for row in rows]}


def _given(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
