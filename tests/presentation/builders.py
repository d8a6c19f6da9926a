"""Results to draw, by hand."""

from __future__ import annotations

from datetime import date

from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH, Amount, DossierRow, Indicator, Pace
from cchc_lib.presentation.charts import PacePoint, Point, Series, Stack
from cchc_lib.presentation.style import About

ABOUT = About(date(2023, 12, 15), date(2024, 3, 14), "quý I năm 2024", sample=True)
LONG = "Lao động, tiền lương và quan hệ lao động; an toàn, vệ sinh lao động trong các khu công nghiệp trên địa bàn tỉnh"


def indicator(name: str, value: str | None, target: str | None = "95", status: str | None = DAT, *, comparison: str = ">=", kind: str = "ratio", pace: Pace | None = None, id: str = "2.2.a") -> Indicator:
    printed = None if value is None else value.replace(".", ",") + "%"
    return Indicator(
        id=id, area="tthc", name=name, unit="%", kind=kind, comparison=comparison, target=target, value=value, printed=printed,
        status=status, year_to_date=Amount(), pace=pace,
    )


INDICATORS = [
    indicator("Hồ sơ TTHC được giải quyết đúng hạn", "98.77", "95", DAT, comparison=">"),
    indicator("Hồ sơ TTHC được trả kết quả trước hạn", "71.2", "80", CHUA_DAT, comparison=">"),
    indicator("TTHC đủ điều kiện được cung cấp trực tuyến toàn trình hoặc một phần", "0", "100", CHUA_DAT),
    indicator("Kết quả giải quyết TTHC được số hóa", "100", "100", DAT),
    indicator("Mức độ hài lòng về giải quyết TTHC", None, "90", CHUA_CO_SO_LIEU),
    indicator("Giao dịch thanh toán trực tuyến", None, "30", KHONG_PHAT_SINH),
    indicator("Công chức, viên chức được tham gia đào tạo", "31.5", "100", DANG_THUC_HIEN, pace=Pace(expected="25", printed="25%", ahead=True)),
]


def field_row(field: str, *counts: int) -> DossierRow:
    """early, on time, late, pending in time, pending overdue; all of them received online."""
    names = ("early", "on_time", "late", "pending_in_time", "pending_overdue")
    return DossierRow(field=field, online=sum(counts), **dict(zip(names, counts, strict=True)))


FIELDS = [
    field_row("Đầu tư tại Việt Nam", 115, 38, 0, 40, 0),
    field_row(LONG, 105, 35, 2, 32, 2),
    field_row("Môi trường", 205, 68, 5, 68, 2),
    field_row("Thương mại quốc tế", 1, 0, 0, 0, 1),
]

QUARTERS = [f"{year}-Q{number}" for year in range(2019, 2030) for number in range(1, 5)]


def series(values: list[str | None], name: str = "Hồ sơ TTHC giải quyết trực tuyến", *, target: str | None = "60", unit: str = "%", first: str = "2023-Q1", id: str = "2.2.h") -> Series:
    start = QUARTERS.index(first)
    points = [
        Point(QUARTERS[start + index], value, None, _status(value, target), target)
        for index, value in enumerate(values)
    ]
    return Series(id, name, tuple(points), unit)


def _status(value: str | None, target: str | None) -> str | None:
    if value is None:
        return CHUA_CO_SO_LIEU
    return None if target is None else DAT if float(value) >= float(target) else CHUA_DAT


SERIES = [
    series(["40.5", "47.25", None, "61", "72", "80"]),
    series(["100"] * 6, "TTHC đủ điều kiện được cung cấp trực tuyến toàn trình hoặc một phần", target="100", id="2.2.g"),
    series(["7", "7", "7", "6", "6", "6"], "Tổ chức hành chính", target="7", unit="tổ chức", id="2.3.b"),
]
GRADES = [
    Stack("tháng 01/2024", {"hoàn thành xuất sắc": 5, "hoàn thành tốt": 30, "hoàn thành": 3, "không hoàn thành": 1}),
    Stack("tháng 02/2024", {"hoàn thành xuất sắc": 7, "hoàn thành tốt": 29, "hoàn thành": 0, "không hoàn thành": 3}),
    Stack("tháng 3/2024", {}),
]
PACE = [
    PacePoint("2024-Q1", "12.5", "20", "1250"), PacePoint("2024-Q2", "55", "45", "5500"), PacePoint("2024-Q3", None, "70"),
    PacePoint("2024-Q4", None, "95"),
]
DAYS = {-12: 3, -6: 20, -5: 80, -4: 200, -3: 150, -2: 90, -1: 60, 0: 40, 1: 5, 2: 3, 9: 1}
