"""What a blank workbook tells the unit that fills it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.organisation import Unit
from cchc_lib.domain.periods import Span
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.results import SAMPLE_MARK

CATALOGUE = "danh_muc_tthc"

_HOW = {
    "text": "Ghi bằng chữ.",
    "integer": "Số nguyên, chỉ gõ chữ số.",
    "decimal": "Số, phần thập phân gõ theo cách của Excel trên máy này.",
    "date": "Ngày/tháng/năm, ví dụ 05/3/2024.",
    "month": "Tháng báo cáo: chọn trong danh sách.",
    "yes_no": "Chọn Có hoặc Không.",
    "choice": "Chọn trong danh sách.",
    "duration": "Số ngày và đơn vị, ví dụ 10 ngày làm việc.",
}
_WRONG = {
    "integer": "Ô này cần một số nguyên{bounds}.",
    "decimal": "Ô này cần một số{bounds}.",
    "date": "Đây chưa phải một ngày mà Excel hiểu. Nếu gõ đúng ngày/tháng/năm (05/3/2024) thì giữ lại được.",
    "month": "Chọn một tháng của kỳ này trong danh sách.",
    "yes_no": "Chọn Có hoặc Không trong danh sách.",
    "choice": "Chọn một mục trong danh sách.",
}


@dataclass(frozen=True)
class Words:
    """The sentences of one workbook. unit_names: what may stand in a column «Đơn vị»; due: the last day to send it."""

    unit: Unit
    unit_names: Sequence[str]
    span: Span
    due: dt.date
    collector: str
    sample: bool = False

    def titled(self, title: str) -> str:
        """A title, with the mark of invented figures where it belongs."""
        return f"{title} ({SAMPLE_MARK})" if self.sample else title

    @property
    def months(self) -> list[str]:
        """The reporting months of the period, as they are chosen and written."""
        return [month_text(month) for month in self.span.months]

    @property
    def window(self) -> str:
        return f"{short_date(self.span.window.start)} đến {short_date(self.span.window.end)}"

    def what_to_write(self, form: Form) -> str:
        """One line below the title: which rows belong to the form."""
        period = f"{self.unit.name}, {self.span.period.label}. "
        if form.area == "public_finance":
            period += "Đơn vị tính: triệu đồng. "
        if form.span == "stock":
            return f"{period}Ghi tình trạng tại ngày {short_date(self.span.window.end)}."
        if form.span == "ytd":
            return f"{period}Ghi lũy kế từ 01/01/{self.span.period.year} đến {short_date(self.span.window.end)}."
        date = form.column(form.date)  # type: ignore[arg-type]
        if date.type == "month":
            cut = "; tháng 3 là từ 15/02 đến 14/3" if self.span.month_rule == "nd09" else ""
            return f"{period}Mỗi tháng báo cáo ({', '.join(self.months)}) ghi riêng{cut}."
        if form.id == "ho_so_tthc":
            return (f"{period}Ghi hồ sơ tiếp nhận hoặc trả kết quả từ {self.window}, và hồ sơ tiếp nhận trước đó còn đang giải quyết.")
        return f"{period}Ghi các dòng có «{date.title}» từ {self.window}."

    def kind_of_figures(self, form: Form) -> str:
        """Which time a form speaks of, in a few words for the guide."""
        return {"stock": f"tại ngày {short_date(self.span.window.end)}", "ytd": f"lũy kế từ 01/01/{self.span.period.year}"}.get(
            form.span, "phát sinh trong kỳ")

    def example(self, form: Form) -> str:
        """One line as an example, for the note on the head."""
        if not form.example:
            return ""
        lines = [f"{column.title}: {cell}" for column, cell in zip(form.columns, form.example, strict=True) if cell]
        return "\n".join(["Ví dụ một dòng:", *lines])

    def how_to_fill(self, column: Column) -> str:
        """The message that appears beside a cell."""
        if column.personal:
            return "Không cần điền. Đây là thông tin cá nhân: chương trình bỏ qua, không lưu, không in."
        first = "Bắt buộc. " if column.required else "Không bắt buộc. "
        how = "Chọn hoặc gõ mã trong Danh mục TTHC, ví dụ 1.009742." if column.id == "ma_tthc" else _HOW[column.type]
        bounds = _bounds(column)
        return first + how + (f" Giá trị{bounds}." if bounds else "")

    def what_is_wrong(self, column: Column) -> str:
        """The message when something else was typed."""
        if column.id == "don_vi":
            return "Tên này không có trong danh sách đơn vị. Vẫn giữ lại?"
        if column.id == "ma_tthc":
            return "Mã này không có trong Danh mục TTHC. Bổ sung danh mục, hoặc chọn lại mã."
        return _WRONG.get(column.type, "Giá trị này không dùng được.").format(bounds=_bounds(column))


def month_text(month: dt.date) -> str:
    """03/2024"""
    return f"{month:%m/%Y}"


def _bounds(column: Column) -> str:
    low = f" từ {column.min}" if column.min is not None else ""
    high = f" đến {column.max}" if column.max is not None else (" trở lên" if low else "")
    return low + high
