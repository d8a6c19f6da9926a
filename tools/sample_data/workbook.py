"""One unit's workbook as bytes: a first sheet that says what it is, then one sheet a form. Same rows, same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter

from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.periods import Period

LABEL = "SỐ LIỆU MINH HỌA"
EXPLANATION = (
    "Số liệu trong tệp này được đặt ra để thử chương trình và để người dùng xem mẫu. Đây không phải số liệu của cơ quan nào.",
    "Mã, tên và thời hạn của các TTHC có mã bắt đầu bằng 1. và 2. là thông tin đã công bố; TTHC có mã bắt đầu bằng 9. là đặt ra.",
    "Mỗi trang tính là một biểu: dòng 1 và 2 là tiêu đề, dòng 4 là tên cột, số liệu từ dòng 5.",
)
HEADER_ROW = 3
_LINE = 16.5  # points
_WIDTHS = {"date": 13, "integer": 11, "decimal": 14, "month": 9, "yes_no": 11, "choice": 18, "duration": 17}
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Rows = Sequence[Mapping[str, object]]


def workbook(unit: str, quarter: Period, sheets: Sequence[tuple[Form, Rows]]) -> bytes:
    """The workbook of a unit (its name) for a quarter."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({
        "title": f"{LABEL}: biểu báo cáo CCHC {quarter.label}", "subject": f"{unit}, {quarter.label}", "author": LABEL,
        "comments": EXPLANATION[0], "keywords": LABEL, "created": dt.datetime.combine(dt.date(quarter.year, 1, 1), dt.time()),
    })
    styles = _Styles(book)
    _explain(book, styles, unit, quarter)
    for form, rows in sheets:
        _sheet(book, styles, f"{form.title} - {unit}, {quarter.label}", form, rows)
    book.close()
    return _stored(buffer.getvalue())


class _Styles:
    """The few formats of a workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.label = book.add_format(font | {"bold": True, "font_color": "#C00000"})
        self.title = book.add_format(font | {"bold": True})
        self.note = book.add_format(font | {"text_wrap": True})
        self.header = book.add_format(font | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1, "bg_color": "#DDEBF7"})
        body = font | {"border": 1}
        self.text = book.add_format(body | {"text_wrap": True})
        self.date = book.add_format(body | {"num_format": "dd/mm/yyyy", "align": "center"})
        self.integer = book.add_format(body | {"num_format": "0"})
        self.decimal = book.add_format(body | {"num_format": "#,##0.###"})
        self.centred = book.add_format(body | {"align": "center"})

    def of(self, column: Column) -> object:
        return {"date": self.date, "integer": self.integer, "decimal": self.decimal, "month": self.centred, "yes_no": self.centred}.get(column.type, self.text)


def _explain(book: xlsxwriter.Workbook, styles: _Styles, unit: str, quarter: Period) -> None:
    sheet = book.add_worksheet("Ghi chú")
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, LABEL, styles.label)
    sheet.write_string(1, 0, f"{unit} - {quarter.label}", styles.title)
    for n, sentence in enumerate(EXPLANATION, 3):
        sheet.set_row(n, _LINE * _lines(sentence, 80))
        sheet.write_string(n, 0, sentence, styles.note)
    _print_on_a4(sheet)


def _sheet(book: xlsxwriter.Workbook, styles: _Styles, title: str, form: Form, rows: Rows) -> None:
    """Label, title, an empty row, the header, the rows; no column for personal data."""
    sheet = book.add_worksheet(form.title)
    sheet.write_string(0, 0, f"{LABEL} - không phải số liệu của cơ quan nào", styles.label)
    sheet.write_string(1, 0, title, styles.title)
    widths = {column.id: _width(column, rows) for column in form.kept}
    sheet.set_row(HEADER_ROW, _LINE * max(_lines(column.title, 0.8 * widths[column.id]) for column in form.kept) + 6)
    for n, column in enumerate(form.kept):
        sheet.set_column(n, n, widths[column.id])
        sheet.write_string(HEADER_ROW, n, column.title, styles.header)
    for line, row in enumerate(rows, HEADER_ROW + 1):
        sheet.set_row(line, _LINE * max(_lines(row.get(one), width) for one, width in widths.items()))
        for n, column in enumerate(form.kept):
            _write(sheet, line, n, row.get(column.id), styles.of(column))
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    _print_on_a4(sheet)
    if rows:
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(rows), len(form.kept) - 1)


def _lines(value: object, width: float) -> int:
    """Lines that a text takes in a column of so many characters, told beforehand since no program has laid the sheet out yet."""
    return 1 if not isinstance(value, str) else -(-len(value) // max(int(width), 1))


def _print_on_a4(sheet: object) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: object, line: int, n: int, value: object, style: object) -> None:
    match value:
        case None:
            sheet.write_blank(line, n, None, style)
        case bool():
            sheet.write_string(line, n, "Có" if value else "Không", style)
        case dt.date():
            sheet.write_datetime(line, n, dt.datetime.combine(value, dt.time()), style)
        case int() | Decimal():
            sheet.write_number(line, n, value, style)
        case _:
            sheet.write_string(line, n, str(value), style)


def _width(column: Column, rows: Rows) -> float:
    if column.type != "text":
        return _WIDTHS[column.type]
    longest = max((len(str(row.get(column.id) or "")) for row in rows), default=0)
    return min(max(longest + 2, len(column.title) / 2 + 4, 12), 60)


def _stored(content: bytes) -> bytes:
    """The same parts, stored and with one time stamp: compression differs between builds of zlib, this does not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            entry.create_system = 0  # else the platform shows in the bytes
            target.writestr(entry, source.read(part))
    return buffer.getvalue()
