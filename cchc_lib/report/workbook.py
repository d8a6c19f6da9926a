"""The tables of a report as an Excel workbook, one sheet a table, for those who compute on."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from cchc_lib.domain.results import SAMPLE_MARK
from cchc_lib.presentation.prose import Templates, plain
from cchc_lib.presentation.sentences import Writer
from cchc_lib.presentation.tables import (
    TableData, dossiers_table, findings_table, indicators_table, statistic_groups, statistics_table, submissions_table, tasks_table,
)

from .merged import Merged
from .opening import period_words

SHEETS = {"indicators": "Chỉ tiêu", "06a": "Biểu II.06a", "statistics": "Thống kê", "tasks": "Nhiệm vụ", "submissions": "Gửi biểu", "findings": "Lưu ý"}
_NARROW, _WIDE = 8, 60  # characters


def report_workbook(merged: Merged, templates: Templates) -> bytes:
    """The annexes' tables as .xlsx; the same results give the same bytes. Text never becomes a formula."""
    import xlsxwriter

    writer = Writer(templates, merged.parameters, merged.all)
    quarters = {one.quarter.id: one for one in merged.quarters}
    tables = [
        indicators_table(writer, merged.indicators, restated=merged.restated_cells), dossiers_table(merged.dossiers),
        statistics_table(merged.statistics, statistic_groups(merged.parameters), to_date=merged.span.period.is_quarter),
        tasks_table(writer, merged.tasks), submissions_table(quarters, merged.parameters), findings_table(merged.findings),
    ]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    title = period_words(templates, "subject", merged.span)
    end = merged.span.window.end
    book.set_properties({"title": title, "created": dt.datetime(end.year, end.month, end.day)})
    formats = {name: book.add_format({"font_name": "Times New Roman", "text_wrap": True, "valign": "top", **more}) for name, more in _FORMATS.items()}
    for table in tables:
        _sheet(book, table, formats, title, SAMPLE_MARK if merged.sample else "")
    book.close()
    return buffer.getvalue()


_FORMATS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "text_wrap": False}, "head": {"bold": True, "border": 1, "align": "center", "bg_color": "#E8E8E8"},
    "left": {"border": 1}, "center": {"border": 1, "align": "center"}, "right": {"border": 1, "align": "right"},
}


def _sheet(book, table: TableData, formats, title: str, mark: str) -> None:  # noqa: ANN001 - XlsxWriter has no types
    sheet = book.add_worksheet(SHEETS[table.id])
    sheet.write_string(0, 0, table.title, formats["title"])
    sheet.write_string(1, 0, " – ".join(part for part in (title, mark) if part), formats["title"])
    for column, one in enumerate(table.columns):
        sheet.set_column(column, column, _width(table, column))
        sheet.write_string(3, column, one.title, formats["head"])
    rows: Sequence[Sequence[str]] = [*table.rows, *([table.total] if table.total else [])]
    for number, row in enumerate(rows, 4):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, plain(str(cell)), formats[table.columns[column].align])
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _width(table: TableData, column: int) -> float:
    """As wide as what the column holds, within reason, in characters."""
    held = [plain(str(row[column])) for row in table.rows if len(row) > column and len(row) > 1]
    return max(_NARROW, min(_WIDE, max((len(line) + 2 for cell in (*held, table.columns[column].title) for line in cell.splitlines() or [""]), default=_NARROW)))
