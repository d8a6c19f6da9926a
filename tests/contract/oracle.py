"""What the report of a body must say, computed from the plan's own words: targets, year to date, statistics, tasks.

A second opinion in plain Python: it shares nothing with the program but the contract. Slow and simple on purpose.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Any

from .contract import DATED_BY, KEYS, months, quarter_before, quarters_of, window
from .dossier_story import Row

Body = dict[str, dict[str, list[Row]]]
NO_DATA, NOTHING, MET, MISSED, UNDER_WAY = "chưa có số liệu", "không phát sinh", "đạt", "chưa đạt", "đang thực hiện"
ANSWERS = ("Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng")
GRADES = ("Hoàn thành xuất sắc", "Hoàn thành tốt", "Hoàn thành", "Không hoàn thành")
LAW = ("phòng chống tham nhũng", "tiết kiệm, chống lãng phí")


def same(text: str) -> str:
    """Names that differ in capitals, accents or spacing only are one name."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c if c.isalnum() else "_" for c in plain if not unicodedata.combining(c))


class Missing(Exception):
    """Nobody submitted the form in some quarter of the span."""


class Figures:
    """A body seen over some quarters: rows that count, sums over them."""

    def __init__(self, body: Body, quarters: list[str]) -> None:
        self.body, self.quarters = body, quarters
        self.start, self.end = window(quarters)
        self.year_start = window([f"{quarters[-1][:4]}-Q1"])[0]

    def rows(self, form: str) -> list[Row]:
        """Flow: all quarters' rows inside the window, a later row in place of an earlier one of its key. Else the last quarter's."""
        quarters = self.quarters if form in DATED_BY else self.quarters[-1:]
        if any(form not in self.body.get(quarter, {}) for quarter in quarters):
            raise Missing(form)
        found: dict[Any, Row] = {}
        for quarter in quarters:
            for n, row in enumerate(self.body[quarter][form]):
                key = tuple(same(str(row[column])) for column in KEYS[form]) if form in KEYS else (quarter, n)
                found[key] = row
        return [row for row in found.values() if self._counts(form, row)]

    def _counts(self, form: str, row: Row) -> bool:
        if form not in DATED_BY:
            return True
        if DATED_BY[form] == "Tháng":
            return row["Tháng"] in [month for quarter in self.quarters for month in months(quarter)]
        return self.start <= row[DATED_BY[form]] <= self.end

    def count(self, form: str, where: Callable[[Row], Any] = lambda row: True) -> int:
        return sum(1 for row in self.rows(form) if where(row))

    def total(self, form: str, *columns: str, where: Callable[[Row], Any] = lambda row: True) -> Fraction:
        return sum((Fraction(row[column] or 0) for row in self.rows(form) if where(row) for column in columns), Fraction(0))

    def by_end(self, row: Row, column: str) -> bool:
        return row[column] is not None and row[column] <= self.end

    # --- dossiers ---------------------------------------------------------------------------------------------------------
    @cached_property
    def dossiers(self) -> list[Row]:
        """The newest row of each dossier that was received by the end and not finished before the start, with what it counts as."""
        form = "Hồ sơ TTHC"
        if any(form not in self.body.get(quarter, {}) for quarter in self.quarters):
            raise Missing(form)
        newest = {row["Mã hồ sơ"]: row for quarter in sorted(self.body) if quarter <= self.quarters[-1] for row in self.body[quarter].get(form, [])}
        alive = [row for row in newest.values() if row["Ngày tiếp nhận"] <= self.end and not (row["Ngày trả kết quả"] and row["Ngày trả kết quả"] < self.start)]
        return [row | {"_in": self._incoming(row), "_out": self._outcome(row), "_field": self._field(row)} for row in alive]

    def _incoming(self, row: Row) -> str:
        if row["Ngày tiếp nhận"] < self.start:
            return "carried_over"
        return "online" if row["Kênh tiếp nhận"] == "trực tuyến" else "direct"

    def _outcome(self, row: Row) -> str:
        ended, due = row["Ngày trả kết quả"], row["Ngày hẹn trả"]
        if ended and ended <= self.end:
            return "early" if ended < due else "on_time" if ended == due else "late"
        stopped = row["Trạng thái"] in ("chờ bổ sung", "tạm dừng")
        return "pending_in_time" if due >= self.end or stopped else "pending_overdue"

    def _field(self, row: Row) -> str:
        catalogues = [self.body[quarter].get("Danh mục TTHC", []) for quarter in sorted(self.body) if quarter <= self.quarters[-1]]
        known = {one["Mã TTHC"]: one["Lĩnh vực"] for rows in catalogues for one in rows}
        return known.get(row["Mã TTHC"], "Chưa xác định")

    def of_dossiers(self, *kinds: str, where: Callable[[Row], Any] = lambda row: True) -> int:
        return sum(1 for row in self.dossiers if (row["_in"] in kinds or row["_out"] in kinds) and where(row))

    def form_06a(self) -> dict[str, dict[str, int]]:
        """Form II.06a: field -> column -> dossiers, and the sum of all fields."""
        table: dict[str, dict[str, int]] = {}
        for row in self.dossiers:
            for name in (row["_field"], "Tổng cộng"):
                line = table.setdefault(name, {})
                for kind in (row["_in"], row["_out"]):
                    line[kind] = line.get(kind, 0) + 1
        return table

    # --- 2.4.b and 2.3.c --------------------------------------------------------------------------------------------------
    def assessments_due(self) -> Fraction:
        """Assessments due; a month that a unit with staff left out counts all of its staff."""
        due = self.total("Đánh giá xếp loại", "Số phải đánh giá")
        there = {(row["Tháng"], same(row["Đơn vị"])) for row in self.rows("Đánh giá xếp loại")}
        for quarter in self.quarters:
            staff = {same(row["Đơn vị"]): row["Số CCVC"] for row in self.body[quarter].get("Công chức viên chức", [])}
            due += sum(count for unit, count in staff.items() for month in months(quarter) if (month, unit) not in there)
        return due

    def unused(self, *, planned: bool) -> int:
        total = 0
        for row in self.rows("Tổ chức bộ máy"):
            unused = max(row["Viên chức được giao"] - row["Viên chức có mặt"], 0)
            total += min(unused, row["Viên chức trong kế hoạch tuyển dụng được duyệt"]) if planned else unused
        return total


def _answered(form: str) -> Callable[[Figures], tuple[Any, Any]]:
    return lambda f: (f.total(form, *ANSWERS[:2]), f.total(form, *ANSWERS))


def _staff(column: str) -> Callable[[Figures], tuple[Any, Any]]:
    return lambda f: (f.total("Công chức viên chức", column), f.total("Công chức viên chức", "Số CCVC"))


RESOLVED, RECEIVED = ("early", "on_time", "late"), ("online", "direct")
CATALOGUE = "Danh mục TTHC"
# id -> (comparison, value of the plan of 2024, judged only at the end of the year, numerator and denominator)
RATIOS: dict[str, tuple[str, int, bool, Callable[[Figures], tuple[Any, Any]]]] = {
    "2.1.a": (">=", 100, False, lambda f: (f.count("Văn bản QPPL", lambda r: r["Đúng trình tự, thủ tục"]), f.count("Văn bản QPPL"))),
    "2.1.b": (">=", 100, False, lambda f: (f.count("Phổ biến pháp luật", lambda r: r["Nhóm"] in LAW and f.by_end(r, "Ngày phổ biến")), f.count("Phổ biến pháp luật", lambda r: r["Nhóm"] in LAW))),
    "2.2.a": (">", 95, False, lambda f: (f.of_dossiers("early", "on_time"), f.of_dossiers(*RESOLVED))),
    "2.2.b": (">", 80, False, lambda f: (f.of_dossiers("early"), f.of_dossiers(*RESOLVED))),
    "2.2.c": (">=", 100, False, lambda f: (f.of_dossiers(*RECEIVED, where=lambda r: r["Đã số hóa hồ sơ"]), f.of_dossiers(*RECEIVED))),
    "2.2.d": (">=", 100, False, lambda f: (f.of_dossiers(*RESOLVED, where=lambda r: r["Đã số hóa kết quả"]), f.of_dossiers(*RESOLVED))),
    "2.2.e": (">=", 90, False, _answered("Hài lòng TTHC")),
    "2.2.g": (">=", 100, False, lambda f: (f.count(CATALOGUE, lambda r: r["Đủ điều kiện trực tuyến"] and r["Mức độ cung cấp"] in ("toàn trình", "một phần")), f.count(CATALOGUE, lambda r: r["Đủ điều kiện trực tuyến"]))),
    "2.2.h": (">=", 60, False, lambda f: (f.of_dossiers("online"), f.of_dossiers(*RECEIVED))),
    "2.2.i": (">=", 80, False, lambda f: (f.count(CATALOGUE, lambda r: r["Có nghĩa vụ tài chính"] and r["Đã triển khai thanh toán trực tuyến"]), f.count(CATALOGUE, lambda r: r["Có nghĩa vụ tài chính"]))),
    "2.2.k": (">=", 30, False, lambda f: (f.of_dossiers(*RECEIVED, where=lambda r: r["Hình thức thanh toán"] == "trực tuyến"), f.of_dossiers(*RECEIVED, where=lambda r: r["Hình thức thanh toán"] in ("trực tuyến", "trực tiếp")))),
    "2.3.c": (">=", 100, False, lambda f: (f.unused(planned=True), f.unused(planned=False))),
    "2.3.d": (">=", 90, False, _answered("Hài lòng phục vụ")),
    "2.4.a": (">=", 100, False, _staff("Bố trí đúng vị trí việc làm")),
    "2.4.b": (">=", 100, False, lambda f: (f.total("Đánh giá xếp loại", *GRADES), f.assessments_due())),
    "2.4.c": (">=", 100, False, lambda f: (f.total("Chế độ chính sách", "Số giải quyết kịp thời"), f.total("Chế độ chính sách", "Số trường hợp phát sinh"))),
    "2.4.d": (">=", 100, True, _staff("Được đào tạo từ đầu năm")),
    "2.4.e": (">=", 100, False, _staff("Xử lý công việc hoàn toàn trên mạng")),
    "2.4.g": (">=", 100, False, _staff("Đã cập nhật CSDL")),
    "2.5.a": (">=", 95, True, lambda f: (f.total("Vốn đầu tư công", "Giải ngân lũy kế"), f.total("Vốn đầu tư công", "Kế hoạch vốn năm"))),
    "2.6.a": (">=", 100, False, lambda f: (f.total("Văn bản điện tử", "Ký số đầy đủ"), f.total("Văn bản điện tử", "Tổng số văn bản đi") - f.total("Văn bản điện tử", "Văn bản mật"))),
    "2.6.b": (">=", 80, False, lambda f: (f.total("Hồ sơ công việc", "Lập hồ sơ điện tử"), f.total("Hồ sơ công việc", "Tổng số hồ sơ") - f.total("Hồ sơ công việc", "Hồ sơ mật"))),
    "2.6.c": (">=", 100, False, lambda f: (f.count(CATALOGUE, lambda r: r["Đủ điều kiện toàn trình"] and r["Mức độ cung cấp"] == "toàn trình"), f.count(CATALOGUE, lambda r: r["Đủ điều kiện toàn trình"]))),
    "2.6.d": (">=", 100, False, lambda f: (f.count("Trang thông tin", lambda r: r["Bắt buộc"] and r["Đáp ứng"]), f.count("Trang thông tin", lambda r: r["Bắt buộc"]))),
    "2.6.e": (">=", 100, False, lambda f: (f.count("Chế độ báo cáo", lambda r: r["Thực hiện trên hệ thống"]), f.count("Chế độ báo cáo"))),
}
LEVELS = {"1.a": "PAR INDEX", "1.b": "PAPI", "1.c": "ICT INDEX", "1.d": "SIPAS"}


def ratio(body: Body, quarters: list[str], target: str, *, judged: bool = True) -> dict[str, Any]:
    """numerator, denominator, value (12 decimals, half-up) and status of one target over some quarters."""
    comparison, wanted, year_end, parts = RATIOS[target]
    try:
        numerator, denominator = parts(Figures(body, quarters))
    except Missing:
        return {"numerator": None, "denominator": None, "value": None, "status": NO_DATA}
    if denominator == 0:
        return {"numerator": "0", "denominator": "0", "value": None, "status": NOTHING}
    exact = Fraction(numerator) * 100 / Fraction(denominator)
    met = exact > wanted if comparison == ">" else exact >= wanted
    inside_the_year = year_end and quarters[-1][-1] != "4"
    status = MET if met else UNDER_WAY if inside_the_year else MISSED
    return {"numerator": numerator, "denominator": denominator, "value": half_up(exact, 12), "status": status if judged else None}


def half_up(value: Fraction, places: int) -> str:
    with localcontext() as context:
        context.prec = 60
        return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def level(body: Body, period: str, name: str) -> dict[str, Any]:
    """A published score of the year against the year before."""
    year = int(period[:4])
    try:
        scores = {row["Năm"]: Fraction(row["Điểm"]) for row in Figures(body, quarters_of(period)).rows("Chỉ số CCHC") if row["Chỉ số"] == name}
    except Missing:
        return {"status": NO_DATA, "value": None}
    now, before = scores.get(year), scores.get(year - 1)
    if now is None:
        return {"status": UNDER_WAY, "value": None}
    if before is None:
        return {"status": NO_DATA, "value": None}
    return {"status": MET if now > before else MISSED, "value": now}


def staff_within_quota(body: Body, period: str) -> dict[str, Any]:
    """2.3.a: all present against all posts, met only if civil servants and public employees each stay within their own."""
    figures = Figures(body, quarters_of(period))
    try:
        if not figures.rows("Tổ chức bộ máy"):
            return {"status": NOTHING, "value": None}
        present, quota = ([figures.total("Tổ chức bộ máy", f"{kind} {what}") for kind in ("Công chức", "Viên chức")] for what in ("có mặt", "được giao"))
    except Missing:
        return {"status": NO_DATA, "value": None}
    met = all(have <= may for have, may in zip(present, quota, strict=True))
    return {"status": MET if met else MISSED, "value": int(sum(present)), "target": int(sum(quota))}


def previous(period: str) -> str | None:
    """The quarter before; none for a cumulated period but the year's, whose is the year before."""
    if period.endswith("-N"):
        return f"{int(period[:4]) - 1}-N"
    return quarter_before(period) if "-Q" in period else None


def year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"


def tasks(body: Body, period: str) -> dict[str, str]:
    """The worst status of each task's rows; III.2.6 is done by its own product and by nothing else."""
    figures, worst = Figures(body, quarters_of(period)), ["chậm", "đang thực hiện", "chưa đến hạn", "thường xuyên", "hoàn thành"]
    found: dict[str, str] = {}
    try:
        for row in figures.rows("Nhiệm vụ"):
            found[row["Mã nhiệm vụ"]] = min(found.get(row["Mã nhiệm vụ"], "hoàn thành"), row["Tình trạng"], key=worst.index)
    except Missing:
        pass
    try:
        made = figures.count("Rà soát TTHC", lambda r: within_year(figures, r["Ngày thông qua"]))
        if made:
            found["III.2.6"] = "hoàn thành"
        elif found.get("III.2.6") == "hoàn thành":
            found["III.2.6"] = "đang thực hiện"
    except Missing:
        pass
    return found


def within_year(figures: Figures, day: dt.date | None) -> bool:
    return day is not None and figures.year_start <= day <= figures.end
