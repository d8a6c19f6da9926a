"""Edge tables of the cell readers, written by hand from the rules of cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_bodies import span

from cchc_lib.domain.forms import Column
from cchc_lib.intake.cells import Setting, is_tick, read_cell, text, yes_no
from cchc_lib.intake.days import Months, day, month
from cchc_lib.intake.raw import ErrorCell, PercentNumber, UncachedFormula

WINDOW = span().window
SETTING = Setting(Months(WINDOW), {"da_dong": "đã trả kết quả", "cho_cong_dan_bo_sung": "chờ bổ sung"})
INTEGER = Column(title="Số lượng", type="integer", required=True, min=0)
DECIMAL = Column(title="Điểm", type="decimal", min=0, max=100)
MONEY = Column(title="Kế hoạch vốn năm", type="decimal")
CHOICE = Column(title="Kênh tiếp nhận", type="choice", values=("trực tuyến", "trực tiếp", "bưu chính"))
STATE = Column(title="Trạng thái", type="choice", values=("đang giải quyết", "chờ bổ sung", "đã trả kết quả"))
CODE = Column(title="Mã TTHC", type="text")
TEXT = Column(title="Nội dung", type="text")
DURATION = Column(title="Thời hạn giải quyết", type="duration")


def value(cell, column):
    read = read_cell(cell, column, SETTING)
    return read.value if read.problem is None else read.problem.code


@pytest.mark.parametrize(("cell", "expected"), [
    ("1.234", Decimal(1234)), ("1.234,5", Decimal("1234.5")), ("12,5%", Decimal("12.5")), ("12,5 %", Decimal("12.5")),
    ("1.234.567", Decimal(1234567)), ("1.234.567,89", Decimal("1234567.89")), ("0", Decimal(0)), ("007", Decimal(7)), ("12,50", Decimal("12.5")),
    ("0,125", Decimal("0.125")), (" 12 ", Decimal(12)), ("\u00a012\u00a0", Decimal(12)), ("100%", Decimal(100)), ("-5", Decimal(-5)),
    ("−5", Decimal(-5)), ("+5", Decimal(5)), (99.52, Decimal("99.52")), (0.1 + 0.2, Decimal("0.3")), (12, Decimal(12)), (1e6, Decimal(1000000)),
    (Decimal("1.50"), Decimal("1.5")), ("1,234", Decimal("1.234")), ("1000", Decimal(1000)), ("1234,5", Decimal("1234.5")),
    ("99.52", "so_khong_ro"), ("1.5", "so_khong_ro"), ("12.5%", "so_khong_ro"), ("1234.567", "so_khong_ro"), ("0.123", "so_khong_ro"),
    ("1.2345", "so_khong_ro"), ("1.234.5", "so_khong_ro"), ("1.23,4", "so_khong_ro"), ("1..234", "so_khong_ro"), (".5", "so_khong_ro"),
    ("5.", "so_khong_ro"), ("01.234", "so_khong_ro"),
    ("abc", "khong_phai_so"), ("12 hồ sơ", "khong_phai_so"), ("1,234,567", "khong_phai_so"), ("1,234.5", "khong_phai_so"),
    ("1 234", "khong_phai_so"), ("-", "khong_phai_so"), (".", "khong_phai_so"), ("%", "khong_phai_so"), ("1e5", "khong_phai_so"),
    ("(5)", "khong_phai_so"), ("5,", "khong_phai_so"), (",5", "khong_phai_so"), ("１２", Decimal(12)), (True, "khong_phai_so"), (dt.date(2024, 1, 5), "khong_phai_so"),
    (float("inf"), "khong_phai_so"), (1e15, "ngoai_khoang"), ("9" * 40, "ngoai_khoang"), ("", None), ("   ", None), (None, None),
    (ErrorCell("#N/A"), "o_loi"), (UncachedFormula(), "cong_thuc_chua_tinh"), (PercentNumber(0.125), "o_phan_tram"),
])
def test_a_decimal_by_vietnamese_rules(cell, expected):
    assert value(cell, MONEY) == expected


@pytest.mark.parametrize(("cell", "expected"), [
    (3.0, 3), (2.9999999999999996, 3), (3.5, "khong_phai_so_nguyen"), ("1.234", 1234), ("3,0", 3), ("3,5", "khong_phai_so_nguyen"),
    (-1.0, "ngoai_khoang"), ("-1", "ngoai_khoang"), (0.0, 0), ("99.52", "so_khong_ro"), ("5%", 5), (123456789012345.0, 123456789012345),
])
def test_an_integer_by_vietnamese_rules(cell, expected):
    assert value(cell, INTEGER) == expected


@pytest.mark.parametrize(("cell", "expected"), [(100.0, Decimal(100)), (100.01, "ngoai_khoang"), (-0.01, "ngoai_khoang"), (0, Decimal(0))])
def test_a_number_outside_its_bounds_is_a_fault(cell, expected):
    assert value(cell, DECIMAL) == expected


def test_a_percent_cell_is_taken_as_it_is_and_reported():
    read = read_cell(PercentNumber(0.125), MONEY, SETTING)
    assert read.value == Decimal("0.125")
    assert (read.problem.found, read.problem.needed) == ("0,125", "12,5%")


MARCH_5 = dt.date(2024, 3, 5)


@pytest.mark.parametrize("cell", [
    "5/3/2024", "05/03/2024", "05-03-2024", "5-3-2024", "5.3.2024", "2024-03-05", "2024/3/5", " 5/3/2024 ", "5 / 3 / 2024",
    "5/3/2024 14:30", "5/3/2024 14:30:05", "05/03/2024 2:30 PM", "2024-03-05T14:30:00", "2024-03-05T14:30:00Z", "2024-03-05 14:30:00.123",
    "2024-03-05T14:30:00+07:00", "ngày 5 tháng 3 năm 2024", "Ngày 05 tháng 03 năm 2024", "5 tháng 3 năm 2024",
    MARCH_5, dt.datetime(2024, 3, 5, 14, 30),
])
def test_every_way_to_write_one_day(cell):
    assert day(cell) == (MARCH_5, None)


@pytest.mark.parametrize(("cell", "code"), [
    ("31/02/2024", "khong_phai_ngay"), ("30/2/2024", "khong_phai_ngay"), ("29/02/2023", "khong_phai_ngay"), ("3/15/2024", "khong_phai_ngay"),
    ("2024-15-03", "khong_phai_ngay"), ("0/3/2024", "khong_phai_ngay"), ("5/0/2024", "khong_phai_ngay"), ("abc", "khong_phai_ngay"),
    ("5/3", "khong_phai_ngay"), ("3/2024", "khong_phai_ngay"), ("2024", "khong_phai_ngay"), ("5/3-2024", "khong_phai_ngay"),
    ("05/03/202", "khong_phai_ngay"), ("05/03/20244", "khong_phai_ngay"), ("20240305", "khong_phai_ngay"), (20240305.0, "khong_phai_ngay"),
    (2024.0, "khong_phai_ngay"), (5.0, "khong_phai_ngay"), (True, "khong_phai_ngay"), (float("nan"), "khong_phai_ngay"),
    (dt.time(0, 0), "ngay_1900"), (dt.date(1900, 1, 5), "ngay_1900"), (dt.date(1899, 12, 31), "ngay_1900"), ("00/01/1900", "ngay_1900"),
    ("01/01/1900", "ngay_1900"), (dt.datetime(1904, 1, 2), "ngay_1900"), (dt.date(1905, 7, 16), "ngay_1900"), ("05/03/0024", "ngay_vo_ly"), ("05/03/2204", "ngay_vo_ly"),
    (dt.timedelta(days=1), "ngay_1900"),
])
def test_no_day(cell, code):
    read = day(cell)
    assert (read.value, read.problem.code) == (None, code)


def test_decided_days_are_reported():
    assert day("5/3/24").value == MARCH_5 and day("5/3/24").problem.code == "nam_hai_chu_so"
    assert day(45356.0).value == MARCH_5 and day(45356.0).problem.code == "ngay_thanh_so"
    assert day(45356.75).value == MARCH_5


@pytest.mark.parametrize(("cell", "expected"), [
    (3.0, (2024, 3)), ("3", (2024, 3)), ("03", (2024, 3)), ("Tháng 3", (2024, 3)), ("tháng 03", (2024, 3)), ("T3", (2024, 3)), ("T03/2024", (2024, 3)),
    ("03/2024", (2024, 3)), ("3/2024", (2024, 3)), ("3-2024", (2024, 3)), ("3.2024", (2024, 3)), ("2024-03", (2024, 3)), ("2024/3", (2024, 3)),
    ("Tháng 3/2024", (2024, 3)), ("Tháng 3 năm 2024", (2024, 3)), ("THÁNG 3", (2024, 3)), (dt.date(2024, 3, 1), (2024, 3)),
    (dt.datetime(2024, 3, 1), (2024, 3)), ("1/3/2024", (2024, 3)), (dt.date(2024, 3, 14), (2024, 3)),
    (1, (2024, 1)), (12.0, (2023, 12)), (6.0, (2024, 6)), (9.0, (2023, 9)), ("12/2024", (2024, 12)),
])
def test_a_reporting_month_as_staff_write_it(cell, expected):
    assert month(cell, Months(WINDOW)) == (dt.date(*expected, 1), None)


@pytest.mark.parametrize(("cell", "code"), [
    (0.0, "khong_phai_thang"), (13.0, "khong_phai_thang"), (3.5, "khong_phai_thang"), (3.2024, "khong_phai_thang"), ("13/2024", "khong_phai_thang"),
    ("Quý I", "khong_phai_thang"), ("ba", "khong_phai_thang"), (True, "khong_phai_thang"), (202403.0, "khong_phai_thang"),
    (dt.date(2024, 3, 15), "khong_phai_thang"), (dt.date(1900, 1, 3), "ngay_1900"), ("1-2-3", "khong_phai_thang"), ("T", "khong_phai_thang"),
])
def test_no_month(cell, code):
    assert month(cell, Months(WINDOW)).problem.code == code


def test_under_the_calendar_rule_any_day_stands_for_its_month():
    assert month(dt.date(2024, 3, 31), Months(WINDOW, "calendar")).value == dt.date(2024, 3, 1)


@pytest.mark.parametrize("cell", ["Có", "có", "CO", "Co\u0301", " có ", "x", "X", "✓", "✔", "✔️", "☑", "√", 1, 1.0, "1", "TRUE", "true", True, "Đúng"])
def test_every_way_to_write_yes(cell):
    assert yes_no(cell) == (True, None)


@pytest.mark.parametrize("cell", ["Không", "khong", "KHÔNG", 0, 0.0, "0", "FALSE", False, "Sai"])
def test_every_way_to_write_no(cell):
    assert yes_no(cell) == (False, None)


@pytest.mark.parametrize("cell", ["có thể", "2", 2.0, 0.5, "?", "xx", "-", dt.date(2024, 1, 1), "kô"])
def test_neither_yes_nor_no(cell):
    assert yes_no(cell).problem.code == "khong_phai_co_khong"


def test_ticks_are_x_and_check_marks_only():
    assert [one for one in ("x", "X", " ✓", "Có", "1", True, 1.0, "") if is_tick(one)] == ["x", "X", " ✓"]


@pytest.mark.parametrize(("cell", "expected"), [
    ("trực tuyến", "trực tuyến"), ("TRỰC TUYẾN", "trực tuyến"), ("truc tuyen", "trực tuyến"), ("Trực  tuyến ", "trực tuyến"),
    ("tru\u031bc tuyê\u0301n", "trực tuyến"),  # without its tone dot it is still the same by the id rule
    ("tru\u031b\u0323c tuye\u0302\u0301n", "trực tuyến"), ("qua mạng", "ngoai_danh_sach"), (1.0, "ngoai_danh_sach"),
])
def test_a_choice_is_matched_loosely(cell, expected):
    assert value(cell, CHOICE) == expected


@pytest.mark.parametrize(("cell", "expected"), [
    ("Đã đóng", "đã trả kết quả"), ("Ðã đóng", "đã trả kết quả"), ("chờ công dân bổ sung", "chờ bổ sung"), ("Chờ bổ sung", "chờ bổ sung"), ("Lưu kho", "trang_thai_la"),
])
def test_states_are_mapped(cell, expected):
    assert value(cell, STATE) == expected


@pytest.mark.parametrize(("cell", "expected"), [
    (3.00054, "3.000540"), (1.0096, "1.009600"), (1.009601, "1.009601"), ("3.00054", "3.000540"), ("3,00054", "3.000540"), ("1.009600", "1.009600"),
    ("1.009600.000.00.00.H31", "1.009600.000.00.00.H31"), (2, "2.000000"), (12.5, "12.5"), (12345.0, "12345"), ("BXD-1", "BXD-1"),
])
def test_procedure_codes_get_their_six_decimals_back(cell, expected):
    assert value(cell, CODE) == expected


@pytest.mark.parametrize(("cell", "expected"), [
    ("Hồ  sơ ", "Hồ sơ"), ("Ho\u0302\u0300 sơ", "Hồ sơ"), ("Ðầu tư", "Đầu tư"), (5.0, "5"), (1.5, "1.5"), (True, "TRUE"), ("a_x000D_b", "a b"),
    (1e20, "so_qua_dai"), (dt.date(2024, 3, 5), "ngay_trong_cot_chu"), ("C«ng viÖc", "chu_phong_cu"), ("Quaûn lyù ñaàu tö", "chu_phong_cu"),
    ("=1+1", "=1+1"), ("\u200b", None), ("Müller GmbH", "Müller GmbH"), ("«Hồ sơ»", "«Hồ sơ»"), ("São Paulo", "São Paulo"),
])
def test_a_text_is_put_in_order_and_stays_what_it_says(cell, expected):
    assert value(cell, TEXT) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Dòng  một\nDòng hai", "Dòng một\nDòng hai"),
        ("Dòng một_x000D_\n\n  \r\nDòng hai ", "Dòng một\nDòng hai"),
        ("\n ", None),
        ("Một dòng", "Một dòng"),
        (12, "12"),
    ],
)
def test_a_column_with_lines_keeps_them_apart(cell, expected):
    assert read_cell(cell, Column(title="Nội dung", type="text", lines=True), SETTING).value == expected
    if "Dòng" in str(cell):
        assert read_cell(cell, TEXT, SETTING).value == "Dòng một Dòng hai"


def test_legacy_text_and_dates_in_text_are_kept():
    assert text("C«ng viÖc").value == "C«ng viÖc"
    assert text(dt.date(2024, 3, 5)).value == "05/03/2024"


@pytest.mark.parametrize(("cell", "expected"), [
    ("10 ngày làm việc", "10 ngày làm việc"), ("15 ngày", "15 ngày"), ("3 giờ", "3 giờ"), ("10", "10"), (30.0, "30"), ("Không quy định", "thoi_han_khong_so"),
])
def test_duration(cell, expected):
    assert value(cell, DURATION) == expected


@given(st.decimals(min_value=-10**11, max_value=10**11, places=3, allow_nan=False))
def test_a_number_printed_in_vietnamese_reads_back(number):
    whole, _, part = f"{abs(number):f}".partition(".")
    printed = ("-" if number < 0 else "") + f"{int(whole):,}".replace(",", ".") + "," + part
    assert value(printed, MONEY) == number


@given(st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_day_printed_in_any_form_reads_back(one):
    for printed in (f"{one.day}/{one.month}/{one.year}", f"{one:%d-%m-%Y}", one.isoformat(), f"ngày {one:%d} tháng {one:%m} năm {one:%Y}"):
        assert day(printed) == (one, None)


@given(st.text(max_size=30) | st.floats() | st.booleans() | st.dates() | st.datetimes() | st.times() | st.timedeltas() | st.none())
def test_no_cell_raises(cell):
    for column in (INTEGER, DECIMAL, MONEY, CHOICE, STATE, CODE, TEXT, DURATION, Column(title="Ngày", type="date"),
                   Column(title="Tháng", type="month"), Column(title="Có", type="yes_no")):
        read = read_cell(cell, column, SETTING)
        assert read.problem is None or isinstance(read.problem.code, str)
