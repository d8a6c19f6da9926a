"""Measures that are more than rows counted or columns summed, each named in parameters/measures.yaml.

A special measure is a function of the workspace, its declaration, the span and the rows that count; it returns an exact value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pandas as pd

from cchc_lib.domain.findings import Finding
from cchc_lib.domain.parameters import Measure
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.printing import month_label, number
from cchc_lib.domain.text import vid

from .measures import Measured, Workspace, added, measured
from .rows import FormRows

Special = Callable[[Workspace, Measure, Span, FormRows], Measured]


def unused_posts(workspace: Workspace, measure: Measure, span: Span, rows: FormRows) -> Measured:
    """2.3.c, denominator: per unit max(public employees' quota − present, 0), summed."""
    return measured(Fraction(sum(unused for unused, _ in _unused_by_unit(rows))), rows, rows.frame)


def unused_posts_in_plan(workspace: Workspace, measure: Measure, span: Span, rows: FormRows) -> Measured:
    """2.3.c, numerator: per unit min(posts in the approved recruitment plan, unused posts), summed."""
    return measured(Fraction(sum(min(unused, planned) for unused, planned in _unused_by_unit(rows))), rows, rows.frame)


def _unused_by_unit(rows: FormRows) -> list[tuple[int, int]]:
    frame = rows.frame
    if frame.empty:
        return []
    columns = ("vien_chuc_duoc_giao", "vien_chuc_co_mat", "vien_chuc_trong_ke_hoach_tuyen_dung_duoc_duyet")
    return [
        (max(int(quota) - int(present), 0), int(planned))
        for quota, present, planned in zip(*(frame[column].fillna(0) for column in columns), strict=True)
    ]


def assessments_due(workspace: Workspace, measure: Measure, span: Span, rows: FormRows) -> Measured:
    """2.4.b, denominator: assessments due, with the staff of units for every month that they left out."""
    due = added(rows.frame, ["so_phai_danh_gia"])
    due += sum(staff for _, _, staff in months_left_out(workspace, span, rows))
    return measured(due, rows, rows.frame)


def months_left_out(workspace: Workspace, span: Span, rows: FormRows) -> list[tuple[str, pd.Timestamp, int]]:
    """(unit, month, staff) for each month of the span that a unit with staff has not reported.

    Staff are those of the unit in the month's own quarter, so quarters add up to the cumulated period.
    """
    unit_id = workspace_unit(workspace)
    due = _due_by_month(rows.frame, unit_id)
    left_out = []
    for quarter in span.quarters:
        staff = workspace.rows("cong_chuc_vien_chuc", workspace.calendar.span(quarter)).frame
        if staff.empty:
            continue
        for month in _months_of(workspace, quarter, span):
            for unit, count in zip(staff["don_vi"], staff["so_ccvc"], strict=True):
                left = _left_out(workspace, unit_id(unit), int(count), month, due)
                if left > 0:
                    left_out.append((unit, month, left))
    return left_out


Due = dict[tuple[str, pd.Timestamp], int]


def _due_by_month(frame: pd.DataFrame, unit_id: Callable[[str], str]) -> Due:
    """(unit, month) -> assessments due, for what was reported."""
    found: Due = {}
    for unit, month, due in zip(frame["don_vi"], frame["thang"], frame["so_phai_danh_gia"], strict=True) if len(frame) else ():
        key = (unit_id(unit), month)
        found[key] = found.get(key, 0) + int(due)
    return found


def _left_out(workspace: Workspace, unit: str, staff: int, month: pd.Timestamp, due: Due) -> int:
    """How many of a unit's staff nobody assessed in a month.

    A unit that was renamed or merged keeps its history: its months count under any of its names. Of several units that were
    merged, some may have reported the month before: then those are left out who are not among the reported.
    """
    units = workspace.parameters.units
    before = units.made_from(unit)
    if any((one, month) in due for one in (unit, *units.became(unit))):
        return 0
    reported = [one for one in before if (one, month) in due]
    own = next((one.succeeds for one in units.units if one.id == unit), ())
    if own and all(one in reported for one in own):
        return 0
    return staff - sum(due[one, month] for one in reported)


def workspace_unit(workspace: Workspace) -> Callable[[str], str]:
    """How a unit's written name becomes one id, by the units list or else by the id rule."""
    def unit_id(name: str) -> str:
        unit = workspace.parameters.units.find(name)
        return unit.id if unit else vid(name)

    return unit_id


def _months_of(workspace: Workspace, quarter: Period, span: Span) -> list[pd.Timestamp]:
    own = set(workspace.calendar.span(quarter).months)
    return [pd.Timestamp(month) for month in span.months if month in own or len(span.quarters) == 1]


def months_left_out_findings(workspace: Workspace, span: Span) -> list[Finding]:
    """One finding per unit and month that was not assessed (target 2.4.b)."""
    rows = workspace.rows("danh_gia_xep_loai", span)
    if not rows.available:
        return []
    return [
        Finding(
            "thieu_thang_danh_gia",
            f"{unit}: không có đánh giá, xếp loại {month_label(month.date())}; tính {number(staff)} người phải đánh giá, chưa ai được đánh giá",
            "finding", unit=unit, form="danh_gia_xep_loai",
        )
        for unit, month, staff in months_left_out(workspace, span, rows)
    ]


def _dated_this_year(column: str) -> Special:
    """Rows whose date lies between the start of the year's first window and the end of the period."""

    def count(workspace: Workspace, measure: Measure, span: Span, rows: FormRows) -> Measured:
        year = workspace.calendar.year_to_date(span.period).window
        frame = rows.frame
        counted = frame[frame[column].between(pd.Timestamp(year.start), pd.Timestamp(span.window.end))] if len(frame) else frame
        return measured(Fraction(len(counted)), rows, counted)

    return count


def score(workspace: Workspace, measure: Measure, span: Span, rows: FormRows) -> Measured:
    """The published score of an index for the period's own year; no value while it is not published."""
    return score_of_year(measure, span.period.year, rows)


def score_of_year(measure: Measure, year: int, rows: FormRows) -> Measured:
    """The score of one year, None when the form has none for it."""
    frame = rows.frame
    counted = frame[(frame["chi_so"] == measure.where["chi_so"]) & (frame["nam"] == year)] if len(frame) else frame
    if counted.empty:
        return Measured(None, missing_units=rows.missing_units)
    return measured(Fraction(counted["diem"].iloc[-1]), rows, counted)


SPECIAL: dict[str, Special] = {
    "unused_posts": unused_posts,
    "unused_posts_in_plan": unused_posts_in_plan,
    "assessments_due": assessments_due,
    "submitted_this_year": _dated_this_year("ngay_trinh"),
    "approved_this_year": _dated_this_year("ngay_thong_qua"),
    "score": score,
}
