"""The first sheet: what to send, by when, how and to whom, with the state of every form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cchc_lib.domain.forms import Form
from cchc_lib.domain.printing import short_date

from .looks import GIVEN, HEAD, LINE, MUTED, Looks
from .sheet import SheetResult
from .words import Words

SHEET = "Hướng dẫn"


def add_guide(workbook: Any) -> Any:
    """The guide must be the first sheet, and is written last, when the states of the forms are known."""
    sheet = workbook.add_worksheet(SHEET)
    sheet.set_first_sheet()
    sheet.activate()
    return sheet


def write_guide(sheet: Any, looks: Looks, words: Words, forms: Sequence[Form], results: Sequence[SheetResult]) -> None:
    """Fills the guide in."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, 3, 52)
    title = words.titled(f"Biểu số liệu cải cách hành chính {words.span.period.label}")
    sheet.merge_range(0, 0, 0, 3, title, looks.of(bold=True, font_size=16))
    sheet.set_row(0, 30)
    row = _facts(sheet, looks, words, 2)
    row = _steps(sheet, looks, words, row + 1)
    _forms(sheet, looks, words, forms, results, row + 1)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _facts(sheet: Any, looks: Looks, words: Words, row: int) -> int:
    facts = (
        ("Đơn vị", words.unit.name),
        ("Kỳ số liệu", words.window),
        ("Gửi chậm nhất", f"ngày {short_date(words.due)}"),
        ("Nơi nhận", words.collector),
    )
    for name, text in facts:
        sheet.merge_range(row, 0, row, 1, name, looks.of(bold=True, border=1, border_color=LINE, bg_color=GIVEN))
        sheet.merge_range(row, 2, row, 3, text, looks.of(border=1, border_color=LINE))
        sheet.set_row(row, 21)
        row += 1
    return row


def _steps(sheet: Any, looks: Looks, words: Words, row: int) -> int:
    steps = (
        "Mỗi biểu là một trang, điền từ dòng ngay dưới tiêu đề. Tiêu đề chữ đậm là cột bắt buộc, chữ nghiêng là cột không bắt buộc. "
        "Để con trỏ vào tiêu đề cột đầu tiên để xem ví dụ một dòng.",
        "Kỳ này không có gì để ghi vào một biểu: chọn x ở ô «Không phát sinh» của trang đó. Trang để trống và không chọn x được coi "
        "là chưa gửi.",
        "Dòng nền xanh nhạt đã điền sẵn những gì biết trước; sai thì sửa, không liên quan đến đơn vị thì để nguyên, dòng đó không "
        "được tính. Riêng Danh mục TTHC điền sẵn cả dòng: sửa, thêm, xóa chỗ thay đổi; không có gì thay đổi thì chọn x ở «Không thay đổi».",
        "Cột Kiểm tra ở cuối bảng cho biết ngay: ✓ là được; ✗ là cần sửa; ! là dòng không được tính. Hết ✗ rồi hãy gửi.",
        "Không đổi tên trang, không đổi tiêu đề cột. Được thêm dòng, xóa dòng, sắp xếp, dán số liệu từ phần mềm khác (dán giá trị).",
        f"Lưu tệp dạng .xlsx, giữ nguyên tên tệp, gửi {words.collector}. Gửi lại lần hai thì thêm -lan2 vào cuối tên tệp.",
    )
    sheet.merge_range(row, 0, row, 3, "Cách làm", looks.of(bold=True, font_size=13))
    for number, text in enumerate(steps, 1):
        row += 1
        sheet.write_number(row, 0, number, looks.of(align="center", valign="top"))
        sheet.merge_range(row, 1, row, 3, text, looks.of(text_wrap=True, valign="top"))
        sheet.set_row(row, 17 * (1 + len(text) // 120))
    return row + 1


def _forms(sheet: Any, looks: Looks, words: Words, forms: Sequence[Form], results: Sequence[SheetResult], row: int) -> None:
    sheet.merge_range(row, 0, row, 3, f"Các biểu phải gửi ({len(forms)})", looks.of(bold=True, font_size=13))
    row += 1
    head = looks.of(bold=True, bg_color=HEAD, border=1, border_color=LINE, align="center")
    for place, title in enumerate(("STT", "Biểu", "Số liệu", "Tình trạng (tự cập nhật)")):
        sheet.write_string(row, place, title, head)
    sheet.set_row(row, 22)
    cell = {"border": 1, "border_color": LINE}
    for number, (form, result) in enumerate(zip(forms, results, strict=True), 1):
        row += 1
        sheet.write_number(row, 0, number, looks.of(align="center", **cell))
        link = looks.of(underline=1, **{**cell, "font_color": "#1D4E89"})
        sheet.write_url(row, 1, f"internal:'{form.title}'!A1", link, form.title)
        sheet.write_string(row, 2, words.kind_of_figures(form), looks.of(**{**cell, "font_color": MUTED}))
        sheet.write_formula(row, 3, f"={result.state_cell}", looks.of(**cell), result.state)
