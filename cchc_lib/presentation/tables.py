"""Tables of results: one description that notebooks, Word and workbooks print alike.

A cell is text; a figure in it is a prose.Figure, so that it stays traceable wherever the table is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.areas import BY_ID
from cchc_lib.domain.findings import masked
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.printing import number, short_date
from cchc_lib.domain.results import (
    CHUA_CO_SO_LIEU, KHONG_PHAT_SINH, TOTAL_FIELD, Compared, DossierRow, Indicator, StatisticResult, TaskResult,
)
from cchc_lib.domain.submissions import QuarterData

from .prose import Figure, plain
from .sentences import Writer, printed_count

if TYPE_CHECKING:
    import pandas

DASH = "–"
NO_JUDGEMENT = "không đánh giá"


@dataclass(frozen=True)
class Column:
    """A column of a printed table; align: left, right or center. Widths follow from what the cells hold."""

    title: str
    align: str = "left"


@dataclass(frozen=True)
class HeadCell:
    """A cell of a head of several lines."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class TableData:
    """A table ready to print. head: lines of a head with spans; numbering: the line (1), (2) … below it.

    A row of one cell is the title of the group of rows below it and runs across the table.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    head: tuple[tuple[HeadCell, ...], ...] = ()
    numbering: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    empty: str = "Không có"
    notes: tuple[str, ...] = field(default=())

    def frame(self) -> pandas.DataFrame:
        """As a pandas DataFrame, for notebooks: the same words as in print."""
        import pandas

        width = len(self.columns)
        rows = [self._in_frame(row, width) for row in (*self.rows, *([self.total] if self.total else ()))]
        return pandas.DataFrame(rows, columns=[column.title for column in self.columns])

    @staticmethod
    def _in_frame(row: Sequence[str], width: int) -> list[str]:
        cells = [plain(str(cell)) for cell in row]
        return ["", *cells, *[""] * (width - 2)] if len(cells) == 1 and width > 1 else cells



def indicators_table(writer: Writer, indicators: Sequence[Indicator], *, with_base: bool = True, table_id: str = "indicators", title: str = "Kết quả thực hiện chỉ tiêu") -> TableData:
    """Targets with target, result, base, year to date, earlier periods and judgement."""
    period = writer.period
    columns = [Column("STT", "center"), Column("Chỉ tiêu", "left"), Column("Mục tiêu", "center"), Column("Kết quả", "right")]
    columns += [Column("Tử số/mẫu số", "right")] if with_base else []
    columns += [Column("Lũy kế", "right")] if with_base else []
    columns += [Column(_heading(period.previous, "Kỳ trước"), "right"), Column(_heading(period.same_period_last_year, "Cùng kỳ"), "right"), Column("Đánh giá", "left")]
    rows: list[tuple[str, ...]] = []
    grouped = len({one.area for one in indicators}) > 1
    for position, one in enumerate(indicators, 1):
        if grouped and (position == 1 or one.area != indicators[position - 2].area):
            rows.append((_group_title(one.area, "Mục tiêu chung"),))
        rows.append(_indicator_row(writer, position, one, with_base))
    return TableData(table_id, title, tuple(columns), tuple(rows))


def _group_title(area: str, general: str) -> str:
    found = BY_ID[area]
    return f"{found.number}. {found.title}" if found.number else general


def _heading(period: Any, otherwise: str) -> str:
    if period is None:
        return otherwise
    words = f"{period.short_label}/{period.year}" if period.is_quarter else period.label
    return words[:1].upper() + words[1:]


def _indicator_row(writer: Writer, position: int, one: Indicator, with_base: bool) -> tuple[str, ...]:
    row = [str(position), one.name, target_text(writer, one), result_text(one)]
    if with_base:
        row += [base_text(one), _figure(one.year_to_date.printed, one.id, "year_to_date.value")]
    row += [_compared(one, "previous", one.previous), _compared(one, "same_period_last_year", one.same_period_last_year), judgement_text(one)]
    return tuple(row)


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
    from fractions import Fraction

    return number(Fraction(value))


def _figure(text: str | None, figure: str, part: str) -> str:
    return DASH if text is None else Figure(text, figure, part)


def _compared(one: Indicator, part: str, other: Compared | None) -> str:
    return DASH if other is None or other.printed is None else Figure(other.printed, one.id, f"{part}.value")


def judgement_text(one: Indicator) -> str:
    """The status in words, with the pace of year-end targets and a note where data are incomplete."""
    text = (one.status or NO_JUDGEMENT)
    text = text[:1].upper() + text[1:]
    if one.pace is not None and one.status == "đang thực hiện":
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
_DOSSIER_TITLES = ("Tiếp nhận", "Trực tuyến", "Trực tiếp, bưu chính", "Từ kỳ trước", "Đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn", "Đang giải quyết", "Trong hạn", "Quá hạn (đang giải quyết)")


def dossiers_table(rows: Sequence[DossierRow]) -> TableData:
    """Form II.06a/VPCP/KSTT by field, the total last."""
    columns = (Column("STT", "center"), Column("Lĩnh vực", "left"), *(Column(title, "right") for title in _DOSSIER_TITLES))
    fields = [row for row in rows if row.field != TOTAL_FIELD]
    body = tuple((str(position), row.field, *_dossier_cells(row)) for position, row in enumerate(fields, 1))
    total = next(((("", row.field, *_dossier_cells(row))) for row in rows if row.field == TOTAL_FIELD), ())
    return TableData("06a", "Tình hình, kết quả giải quyết thủ tục hành chính", columns, body, DOSSIER_HEAD, DOSSIER_NUMBERING, total)


def _dossier_cells(row: DossierRow) -> tuple[str, ...]:
    return tuple(Figure(number(getattr(row, column)), f"06a/{row.field}/{column}", "value") for column in DOSSIER_COLUMNS)


# --- annexes III, IV --------------------------------------------------------------------------------------------------


def statistics_table(rows: Sequence[StatisticResult], groups: Mapping[str, str] | None = None) -> TableData:
    """The statistics of the period, in the period and in the year to date; groups: titles by the ids' first number."""
    columns = (Column("STT", "center"), Column("Chỉ tiêu thống kê", "left"), Column("Đơn vị tính", "center"), Column("Kết quả trong kỳ", "right"), Column("Lũy kế từ đầu năm", "right"), Column("Ghi chú", "left"))
    body: list[tuple[str, ...]] = []
    for position, row in enumerate(rows):
        group = row.id.split(".")[0]
        if groups and (position == 0 or group != rows[position - 1].id.split(".")[0]):
            body.append((f"{group}. {groups.get(group, '')}",))
        body.append((row.id, row.name, row.unit, _figure(row.printed, f"stat/{row.id}", "value"), _figure(row.printed_year_to_date, f"stat/{row.id}", "year_to_date"), _statistic_note(row)))
    return TableData("statistics", "Số liệu thống kê của kỳ báo cáo", columns, tuple(body))


def statistic_groups(parameters: Parameters) -> dict[str, str]:
    """The groups of annex III: first number of the ids -> title of the area that the rows belong to."""
    return {row.id.split(".")[0]: BY_ID[row.area].title for row in reversed(parameters.statistics)}


def _statistic_note(row: StatisticResult) -> str:
    if row.status == CHUA_CO_SO_LIEU:
        return "Chưa có số liệu"
    if row.status == KHONG_PHAT_SINH:
        return "Không phát sinh"
    if row.gap:
        return "Lũy kế thiếu " + ", ".join(parse_period(quarter).label for quarter in row.gap)
    return "Số liệu chưa đủ" if row.partial else ""


def tasks_table(writer: Writer, tasks: Sequence[TaskResult]) -> TableData:
    """The tasks of the plan with lead unit, due date, status, and what units reported."""
    columns = (Column("Mã", "center"), Column("Nhiệm vụ", "left"), Column("Đơn vị chủ trì", "left"), Column("Thời hạn", "center"), Column("Tình trạng", "left"), Column("Kết quả; khó khăn, vướng mắc", "left"))
    return TableData("tasks", "Tiến độ thực hiện nhiệm vụ của kế hoạch", columns, tuple(_task_row(one) for one in tasks), empty="Không có kế hoạch của năm này")


def _task_row(one: TaskResult) -> tuple[str, ...]:
    return (one.id, one.text, one.lead or "Theo Phụ lục", due_text(one.due), one.status[:1].upper() + one.status[1:], _reports(one))


def due_text(due: str | None) -> str:
    """A due date as printed; "Theo Phụ lục" where the plan leaves it to its annex."""
    from datetime import date

    if due is None:
        return "Theo Phụ lục"
    try:
        return short_date(date.fromisoformat(due))
    except ValueError:
        return due[:1].upper() + due[1:]


def _reports(one: TaskResult) -> str:
    lines = []
    if one.numerator is not None and one.denominator is not None:
        lines.append(Figure(f"{printed_count(one.numerator)}/{printed_count(one.denominator)}", f"task/{one.id}", "fraction").marked + " hồ sơ quá hạn đã có văn bản xin lỗi")
    several = len({report.unit for report in one.reports}) > 1
    for report in one.reports:
        words = "; ".join(part for part in (report.result, f"khó khăn: {report.difficulty}" if report.difficulty else None) if part)
        if words:
            lines.append(f"{report.unit}: {words}" if several else words)
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
        rows.append((known.name if known else unit, quarter.quarter.id, shown or DASH, ", ".join(short_date(day) for day in arrived) or DASH, "; ".join(notes)))
    return rows


def official_dates(text: str) -> str:
    """Days as the decree writes them (05/3/2024), but as they are where a cell is quoted."""
    return re.sub(r'(?<![\d/"])(\d\d)/0([3-9])/(\d{4})(?![\d"])', r"\1/\2/\3", text)


def findings_table(findings: Sequence[Mapping[str, Any]], *, title: str = "Điểm cần lưu ý của số liệu", limit: int = 200) -> TableData:
    """Findings as the report lists them; the rest is counted when there are more than limit."""
    columns = (Column("STT", "center"), Column("Nội dung", "left"))
    rows = [(str(position), official_dates(masked(one["message"], 400))) for position, one in enumerate(findings[:limit], 1)]
    if len(findings) > limit:
        rows.append(("", f"và {len(findings) - limit} điểm khác (xem results.json)"))
    return TableData("findings", title, columns, tuple(rows), empty="Không có")
