"""Tables of results, as notebooks, Word and workbooks print them.

A cell is text; a figure in it is a prose.Figure, so that it stays traceable wherever the table is printed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from cchc_lib.domain.areas import BY_ID
from cchc_lib.domain.findings import gathered, masked
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.printing import number, short_date
from cchc_lib.domain.results import (
    CHUA_CO_SO_LIEU, DANG_THUC_HIEN, DOSSIERS, KHONG_PHAT_SINH, STATISTIC, TASK, TOTAL_FIELD, Compared, DossierRow, Indicator,
    StatisticResult, TaskResult,
)
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.domain.text import capitalised

from .prose import Figure
from .sentences import Writer, printed_count
from .table_data import Column, HeadCell, TableData

DASH = "–"
NO_JUDGEMENT = "không đánh giá"
RESTATED = "(*)"
# Titles of columns by which a table is known again.
RESULT, NAME_OF_STATISTIC, NAME_OF_TASK = "Kết quả", "Chỉ tiêu thống kê", "Nhiệm vụ"
RESULT_OF_STATISTIC, TO_DATE_OF_STATISTIC = "Kết quả trong kỳ", "Lũy kế từ đầu năm"
BY_ANNEX = "Theo Phụ lục Kế hoạch"  # the report has annexes of its own


def indicators_table(
    writer: Writer, indicators: Sequence[Indicator], *, with_base: bool = True, table_id: str = "indicators",
    title: str = "Kết quả thực hiện chỉ tiêu", restated: Collection[tuple[str, str]] = (),
) -> TableData:
    """Targets with target, result, base, year to date, earlier periods and judgement.

    Only what the period has is a column: a cumulated period is its own year to date, 6 and 9 months have no period before, a
    year's is the year before, a report on request has none. restated: (indicator, relation) of what gets the mark (*).
    """
    period = writer.period
    shown = compared_periods(period)
    columns = [Column("STT", "center"), Column("Chỉ tiêu", "left"), Column("Mục tiêu", "center"), Column(RESULT, "right")]
    columns += [Column("Tử số/mẫu số", "right")] if with_base else []
    columns += [Column("Lũy kế", "right")] if with_base and period.is_quarter else []
    columns += [*(Column(_heading(other), "right") for other in shown.values()), Column("Đánh giá", "left")]
    rows: list[tuple[str, ...]] = []
    grouped = len({one.area for one in indicators}) > 1
    for position, one in enumerate(indicators, 1):
        if grouped and (position == 1 or one.area != indicators[position - 2].area):
            rows.append((_group_title(one.area, "Mục tiêu chung"),))
        rows.append(_indicator_row(writer, position, one, with_base, restated))
    return TableData(table_id, title, tuple(columns), tuple(rows))


def plan_table(writer: Writer, indicators: Sequence[Indicator]) -> TableData:
    """The plan's targets in its own words, and where it says so."""
    columns = (Column("Mã"), Column("Chỉ tiêu"), Column("Mục tiêu", "center"), Column("Nguồn"))
    rows = tuple((one.id, one.text or one.name, target_text(writer, one), one.source or DASH) for one in indicators)
    return TableData("plan", "Chỉ tiêu của kế hoạch", columns, rows)


def _group_title(area: str, general: str) -> str:
    found = BY_ID[area]
    return f"{found.number}. {found.title}" if found.number else general


def compared_periods(period: Period) -> dict[str, Period]:
    """The periods that one is compared with, each once: previous, same_period_last_year -> period."""
    before, same = period.previous, period.same_period_last_year
    both = {"previous": before, "same_period_last_year": same if same != before else None}
    return {relation: other for relation, other in both.items() if other is not None}


def _heading(period: Period) -> str:
    words = f"{period.short_label}/{period.year}" if period.is_quarter else period.label
    return capitalised(words)


def _indicator_row(writer: Writer, position: int, one: Indicator, with_base: bool, restated: Collection[tuple[str, str]]) -> tuple[str, ...]:
    row = [str(position), one.name, target_text(writer, one), result_text(one)]
    if with_base:
        row += [base_text(one)]
        row += [_figure(one.year_to_date.printed, one.id, "year_to_date.value")] if writer.period.is_quarter else []
    row += [_compared(one, relation, (one.id, relation) in restated) for relation in compared_periods(writer.period)]
    return (*row, judgement_text(one))


def target_text(writer: Writer, one: Indicator) -> str:
    """The target as a cell: > 95%, ≥ 60%, 100%, ≤ 52 người."""
    level = writer.target_figure(one)
    if level is None:
        return DASH
    sign = {">=": "≥", "<=": "≤"}.get(one.comparison, one.comparison)
    full = one.unit == "%" and str(one.target) == "100"
    return Figure(level if full else f"{sign} {level}", one.id, "target")


def result_text(one: Indicator) -> str:
    return _figure(one.printed, one.id, "value")


def base_text(one: Indicator) -> str:
    """312/320, or the parts of a count."""
    if one.parts:
        return "; ".join(f"{part.name} {part.value}/{part.target}" for part in one.parts)
    if one.numerator is None or one.denominator is None:
        return DASH
    return Figure(f"{printed_number(one.numerator)}/{printed_number(one.denominator)}", one.id, "fraction")


def printed_number(value: str) -> str:
    """An exact number of results.json as a table prints it: 9, 1.204, 218.520,042."""
    return number(Fraction(value))


def _figure(text: str | None, figure: str, part: str) -> str:
    return DASH if text is None else Figure(text, figure, part)


def _compared(one: Indicator, relation: str, restated: bool) -> str:
    """The figure of another period; marked where it is no longer the one that was issued."""
    other: Compared | None = getattr(one, relation)
    mark = f" {RESTATED}" if restated else ""
    if other is None or other.printed is None:
        return DASH + mark
    figure = Figure(other.printed, one.id, f"{relation}.value")
    return figure.marked + mark if restated else figure


def judgement_text(one: Indicator) -> str:
    """The status in words, with the pace of year-end targets and a note where data are incomplete."""
    text = capitalised(one.status or NO_JUDGEMENT)
    if one.pace is not None and one.status == DANG_THUC_HIEN:
        text += " (đạt tiến độ)" if one.pace.ahead else " (chậm tiến độ)"
    if one.status == CHUA_CO_SO_LIEU and one.reason == "plan":
        text += " (kế hoạch)"
    return text + (" (số liệu chưa đủ)" if one.partial else "")


# --- form II.06a ------------------------------------------------------------------------------------------------------

_H = HeadCell
DOSSIER_HEAD = (
    (_H("STT", 1, 3), _H("Lĩnh vực, công việc giải quyết theo cấp", 1, 3), _H("Tiếp nhận", 4), _H("Số lượng hồ sơ đã giải quyết", 4), _H("Số lượng hồ sơ đang giải quyết", 3)),
    (_H("Tổng số", 1, 2), _H("Trong kỳ", 2), _H("Từ kỳ trước", 1, 2), _H("Tổng số", 1, 2), _H("Trước hạn", 1, 2), _H("Đúng hạn", 1, 2), _H("Quá hạn", 1, 2), _H("Tổng số", 1, 2), _H("Trong hạn", 1, 2), _H("Quá hạn", 1, 2)),
    (_H("Trực tuyến"), _H("Trực tiếp, bưu chính")),
)
DOSSIER_NUMBERING = ("(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)", "(11)=(12)+(13)", "(12)", "(13)")
DOSSIER_COLUMNS = ("received", "online", "direct", "carried_over", "resolved", "early", "on_time", "late", "pending", "pending_in_time", "pending_overdue")
DOSSIER_TITLES = ("Tiếp nhận", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước", "Đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn", "Đang giải quyết", "Trong hạn", "Quá hạn (đang giải quyết)")


def dossiers_table(rows: Sequence[DossierRow]) -> TableData:
    """Form II.06a/VPCP/KSTT by field, the total last."""
    columns = (Column("STT", "center"), Column("Lĩnh vực", "left"), *(Column(title, "right") for title in DOSSIER_TITLES))
    fields = [row for row in rows if row.field != TOTAL_FIELD]
    body = tuple((str(position), row.field, *_dossier_cells(row)) for position, row in enumerate(fields, 1))
    total = next((("", row.field, *_dossier_cells(row)) for row in rows if row.field == TOTAL_FIELD), ())
    return TableData(DOSSIERS, "Tình hình, kết quả giải quyết thủ tục hành chính", columns, body, DOSSIER_HEAD, DOSSIER_NUMBERING, total)


def dossier_title(column: str) -> str:
    """The title of a column of form II.06a."""
    return dict(zip(DOSSIER_COLUMNS, DOSSIER_TITLES, strict=True)).get(column, column)


def dossier_cell_name(cell: str) -> str:
    """What a cell <field>/<column> of form II.06a is called: Biểu II.06a, Đầu tư: Quá hạn."""
    field, _, column = cell.rpartition("/")
    return f"Biểu II.06a, {field}: {dossier_title(column)}"


def _dossier_cells(row: DossierRow) -> tuple[str, ...]:
    return tuple(Figure(number(getattr(row, column)), f"{DOSSIERS}/{row.field}/{column}", "value") for column in DOSSIER_COLUMNS)


# --- annexes III, IV --------------------------------------------------------------------------------------------------


def statistics_table(rows: Sequence[StatisticResult], groups: Mapping[str, str] | None = None, *, to_date: bool = True) -> TableData:
    """The statistics of the period. groups: titles by the ids' first number. to_date: also the year to date, which is nothing
    else than the period itself when that is cumulated."""
    columns = [Column("STT", "center"), Column(NAME_OF_STATISTIC, "left"), Column("Đơn vị tính", "center"), Column(RESULT_OF_STATISTIC, "right")]
    columns += [Column(TO_DATE_OF_STATISTIC, "right")] if to_date else []
    body: list[tuple[str, ...]] = []
    for position, row in enumerate(rows):
        group = row.id.split(".")[0]
        if groups and (position == 0 or group != rows[position - 1].id.split(".")[0]):
            body.append((f"{group}. {groups.get(group, '')}",))
        later = [_figure(row.printed_year_to_date, f"{STATISTIC}/{row.id}", "year_to_date")] if to_date else []
        body.append((row.id, row.name, row.unit, _figure(row.printed, f"{STATISTIC}/{row.id}", "value"), *later, _statistic_note(row, to_date)))
    return TableData("statistics", "Số liệu thống kê của kỳ báo cáo", (*columns, Column("Ghi chú", "left")), tuple(body))


def statistic_groups(parameters: Parameters) -> dict[str, str]:
    """The groups of annex III: first number of the ids -> title of the area that the rows belong to."""
    return {row.id.split(".")[0]: BY_ID[row.area].title for row in reversed(parameters.statistics)}


def _statistic_note(row: StatisticResult, to_date: bool) -> str:
    lacking = ", ".join(parse_period(quarter).label for quarter in row.gap)
    if row.status == CHUA_CO_SO_LIEU:
        return f"Chưa có số liệu (thiếu {lacking})" if lacking and not to_date else "Chưa có số liệu"
    if row.status == KHONG_PHAT_SINH:
        return "Không phát sinh"
    if row.gap:  # the year to date is of one year, which the narrow column need not repeat
        return f"Lũy kế thiếu {', '.join(parse_period(quarter).short_label for quarter in row.gap)}"
    return "Số liệu chưa đủ" if row.partial else ""


def tasks_table(writer: Writer, tasks: Sequence[TaskResult]) -> TableData:
    """The tasks of the plan with lead unit, due date, status, and what units reported.

    A plan that leaves every lead unit, or every due date, to its own annex gets no column for it.
    """
    led, dated = any(one.lead for one in tasks), any(one.due for one in tasks)
    columns = [Column("Mã", "center"), Column(NAME_OF_TASK, "left")]
    columns += [Column("Đơn vị chủ trì", "left")] if led else []
    columns += [Column("Thời hạn", "center")] if dated else []
    columns += [Column("Tình trạng", "left"), Column("Kết quả; khó khăn, vướng mắc", "left")]
    rows = tuple(_task_row(writer, one, led, dated) for one in tasks)
    return TableData("tasks", "Tiến độ thực hiện nhiệm vụ của kế hoạch", tuple(columns), rows, empty="Không có kế hoạch của năm này")


def left_to_annex(tasks: Sequence[TaskResult]) -> str:
    """What the plan leaves to its own annex for all tasks, in words; empty where it says so itself, or has no tasks."""
    lacking = [name for name, said in (("đơn vị chủ trì", any(one.lead for one in tasks)), ("thời hạn", any(one.due for one in tasks))) if not said]
    return " và ".join(lacking) if tasks else ""


def _task_row(writer: Writer, one: TaskResult, led: bool, dated: bool) -> tuple[str, ...]:
    about = ([one.lead or BY_ANNEX] if led else []) + ([due_text(one.due)] if dated else [])
    return (one.id, one.text, *about, capitalised(one.status), _reports(writer, one))


def due_text(due: str | None) -> str:
    """A due date as printed, or that the plan leaves it to its annex."""
    if due is None:
        return BY_ANNEX
    try:
        return short_date(date.fromisoformat(due))
    except ValueError:
        return capitalised(due)


def _reports(writer: Writer, one: TaskResult) -> str:
    lines = []
    if one.numerator is not None and one.denominator is not None:
        lines.append(Figure(f"{printed_count(one.numerator)}/{printed_count(one.denominator)}", f"{TASK}/{one.id}", "fraction").marked + f" {writer.counted_of_task(one.id)}")
    several = len({report.unit for report in one.reports}) > 1
    said: dict[str, list[str]] = {}  # what several units say in the same words is printed once, with their names
    for report in one.reports:
        words = "; ".join(part for part in (report.result, f"khó khăn: {report.difficulty}" if report.difficulty else None) if part)
        if words:
            said.setdefault(words, []).append(report.unit)
    lines += [f"{', '.join(dict.fromkeys(units))}: {words}" if several else words for words, units in said.items()]
    return "\n".join(lines)


# --- annex V ----------------------------------------------------------------------------------------------------------


def submissions_table(data: Mapping[str, QuarterData], parameters: Parameters) -> TableData:
    """Who sent which form, when, and who owes one."""
    columns = (Column("Đơn vị", "left"), Column("Kỳ", "center"), Column("Biểu đã gửi", "left"), Column("Ngày nhận", "center"), Column("Ghi chú", "left"))
    rows = [row for quarter in data.values() for row in _submission_rows(quarter, parameters)]
    return TableData("submissions", "Tình hình gửi biểu của các đơn vị", columns, tuple(rows), empty="Chưa nhận được biểu nào")


def _submission_rows(quarter: QuarterData, parameters: Parameters) -> list[tuple[str, ...]]:
    rows = []
    units = dict.fromkeys([one.unit for one in quarter.submissions] + [one.unit for one in quarter.missing])
    for unit in units:
        sent = [one for one in quarter.submissions if one.unit == unit and one.replaced_by is None]
        owed = [one for one in quarter.missing if one.unit == unit]
        known = parameters.units.find(unit)
        titles = list(dict.fromkeys(parameters.forms[one.form].title for one in sent if one.form in parameters.forms))
        arrived = sorted({one.arrived for one in sent if one.arrived})
        late = max((one.late_days for one in sent if one.late_days), default=0)
        notes = ([f"Chậm {late:02d} ngày làm việc" if late < 10 else f"Chậm {late} ngày làm việc"] if late else [])
        notes += ["Chưa gửi: " + ", ".join(parameters.forms[one.form].title for one in owed)] if owed else []
        shown = "Đủ " + str(len(titles)) + " biểu" if len(titles) > 8 else ", ".join(titles)
        rows.append((known.name if known else unit, _heading(quarter.quarter), shown or DASH, ", ".join(short_date(day) for day in arrived) or DASH, "; ".join(notes)))
    return rows


def findings_table(findings: Sequence[Mapping[str, Any]], *, title: str = "Điểm cần lưu ý của số liệu", limit: int = 200) -> TableData:
    """Findings as the report lists them, alike ones together; the rest is counted when there are more than limit."""
    columns = (Column("STT", "center"), Column("Nội dung", "left"))
    said = gathered(findings)
    rows = [(str(position), masked(one, 400)) for position, one in enumerate(said[:limit], 1)]
    if len(said) > limit:
        rows.append(("", f"và {len(said) - limit} điểm khác (xem results.json)"))
    return TableData("findings", title, columns, tuple(rows), empty="Không có")
