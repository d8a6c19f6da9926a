"""The statistics of annex III, row by row, from the plan's own words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .contract import quarters_of
from .oracle import ANSWERS, GRADES, RECEIVED, RESOLVED, Body, Figures, Missing, half_up, tasks, within_year

Row = Callable[[Figures], Any]


def _rows(form: str, column: str, *values: str) -> Row:
    return lambda f: f.count(form, lambda row: row[column] in values)


def _sum(form: str, *columns: str) -> Row:
    return lambda f: f.total(form, *columns)


def _share(form: str) -> Row:
    def share(f: Figures) -> Any:
        answers = f.total(form, *ANSWERS)
        return None if answers == 0 else half_up(f.total(form, *ANSWERS[:2]) * 100 / answers, 12)

    return share


def _media(kind: str) -> Row:
    return lambda f: f.total("Tuyên truyền", "Số lượng", where=lambda row: row["Hình thức"] == kind)


def _answered(f: Figures, *, in_time: bool) -> int:
    return f.count("Phản ánh kiến nghị", lambda r: f.by_end(r, "Ngày trả lời") and (not in_time or r["Ngày trả lời"] <= r["Hạn trả lời"]))


def _apologised(f: Figures) -> int:
    return f.of_dossiers("late", "pending_overdue", where=lambda r: f.by_end(r, "Ngày xin lỗi"))


STATISTICS: dict[str, Row] = {
    **{f"1.0{n}": _rows("Chỉ đạo điều hành", "Loại văn bản", kind) for n, kind in enumerate(("kế hoạch", "chỉ đạo", "báo cáo", "khác"), 1)},
    "1.05": lambda f: f.count("Kiểm tra CCHC"), "1.06": _sum("Kiểm tra CCHC", "Số vấn đề phát hiện"), "1.07": _sum("Kiểm tra CCHC", "Số vấn đề đã khắc phục"),
    **{f"1.{n:02d}": _media(kind) for n, kind in enumerate(("hội nghị", "tin bài", "tờ rơi", "trang thông tin", "khác"), 8)},
    "2.01": lambda f: f.count("Văn bản QPPL"), "2.02": lambda f: f.count("Văn bản QPPL", lambda r: r["Đúng trình tự, thủ tục"]),
    "2.03": lambda f: f.count("Rà soát văn bản"), "2.04": lambda f: f.count("Rà soát văn bản", lambda r: r["Kết quả"] != "còn phù hợp"),
    "2.05": lambda f: f.count("Phổ biến pháp luật"), "2.06": lambda f: f.count("Phổ biến pháp luật", lambda r: f.by_end(r, "Ngày phổ biến")),
    "2.07": _sum("Theo dõi thi hành", "Số doanh nghiệp"), "2.08": _sum("Theo dõi thi hành", "Số vi phạm"), "2.09": _sum("Theo dõi thi hành", "Số vi phạm đã xử lý"),
    "3.01": lambda f: f.count("Danh mục TTHC"), "3.02": _rows("Danh mục TTHC", "Mức độ cung cấp", "toàn trình"), "3.03": _rows("Danh mục TTHC", "Mức độ cung cấp", "một phần"),
    "3.04": lambda f: f.count("Danh mục TTHC", lambda r: r["Có nghĩa vụ tài chính"]),
    "3.05": lambda f: f.count("Danh mục TTHC", lambda r: r["Có nghĩa vụ tài chính"] and r["Đã triển khai thanh toán trực tuyến"]),
    "3.06": lambda f: f.of_dossiers("online"), "3.07": lambda f: f.of_dossiers("direct"), "3.08": lambda f: f.of_dossiers("carried_over"),
    "3.09": lambda f: f.of_dossiers(*RESOLVED), "3.10": lambda f: f.of_dossiers("early"), "3.11": lambda f: f.of_dossiers("on_time"),
    "3.12": lambda f: f.of_dossiers("late"), "3.13": lambda f: f.of_dossiers("pending_in_time", "pending_overdue"), "3.14": _apologised,
    "3.15": lambda f: f.count("Phản ánh kiến nghị"), "3.16": lambda f: _answered(f, in_time=False), "3.17": lambda f: _answered(f, in_time=True),
    "3.18": lambda f: f.count("Rà soát TTHC", lambda r: within_year(f, r["Ngày trình"])),
    "3.19": lambda f: f.count("Rà soát TTHC", lambda r: within_year(f, r["Ngày thông qua"])),
    "3.20": _sum("Hài lòng TTHC", *ANSWERS), "3.21": _share("Hài lòng TTHC"),
    "4.01": _rows("Tổ chức bộ máy", "Loại đơn vị", "tổ chức hành chính"), "4.02": _rows("Tổ chức bộ máy", "Loại đơn vị", "đơn vị sự nghiệp"),
    **{f"4.0{n}": _sum("Tổ chức bộ máy", column) for n, column in enumerate(("Công chức được giao", "Công chức có mặt", "Viên chức được giao", "Viên chức có mặt"), 3)},
    "4.07": _sum("Hài lòng phục vụ", *ANSWERS), "4.08": _share("Hài lòng phục vụ"),
    **{f"5.0{n}": _sum("Đánh giá xếp loại", grade) for n, grade in enumerate(GRADES, 1)},
    "5.05": lambda f: f.count("Đào tạo bồi dưỡng"), "5.06": _sum("Đào tạo bồi dưỡng", "Số người"),
    "5.07": lambda f: f.count("Kỷ luật kỷ cương"), "5.08": _sum("Kỷ luật kỷ cương", "Số vi phạm"),
    "5.09": _sum("Chế độ chính sách", "Số trường hợp phát sinh"), "5.10": _sum("Chế độ chính sách", "Số giải quyết kịp thời"),
    "6.01": _sum("Vốn đầu tư công", "Kế hoạch vốn năm"), "6.02": _sum("Vốn đầu tư công", "Giải ngân lũy kế"),
    "6.03": _sum("Kinh phí tự chủ", "Dự toán năm"), "6.04": _sum("Kinh phí tự chủ", "Thực hiện lũy kế"), "6.05": _sum("Kinh phí tự chủ", "Kinh phí tiết kiệm"),
    **{f"7.0{n}": _sum("Văn bản điện tử", column) for n, column in enumerate(("Tổng số văn bản đi", "Văn bản mật", "Văn bản điện tử", "Ký số đầy đủ"), 1)},
    **{f"7.0{n}": _sum("Hồ sơ công việc", column) for n, column in enumerate(("Tổng số hồ sơ", "Hồ sơ mật", "Lập hồ sơ điện tử"), 5)},
    "7.08": lambda f: f.count("Trang thông tin", lambda r: r["Bắt buộc"]), "7.09": lambda f: f.count("Trang thông tin", lambda r: r["Bắt buộc"] and r["Đáp ứng"]),
    "7.10": lambda f: f.count("Chế độ báo cáo"), "7.11": lambda f: f.count("Chế độ báo cáo", lambda r: r["Thực hiện trên hệ thống"]),
}


def statistic(body: Body, quarters: list[str], row: str) -> Any:
    """The value of a row over some quarters; None where there is none."""
    try:
        value = STATISTICS[row](Figures(body, quarters))
    except Missing:
        return None
    return value if value is None or isinstance(value, str) else Fraction(value)


def task_rows(body: Body, period: str, planned: int) -> dict[str, int | None]:
    """1.13–1.16: the plan's tasks, and how they stand where units reported on them."""
    states = list(tasks(body, period).values())
    if "Nhiệm vụ" not in body.get(quarters_of(period)[-1], {}):
        return {"1.13": planned, "1.14": None, "1.15": None, "1.16": None}
    under_way = states.count("đang thực hiện") + states.count("thường xuyên")
    return {"1.13": planned, "1.14": states.count("hoàn thành"), "1.15": under_way, "1.16": states.count("chậm")}
