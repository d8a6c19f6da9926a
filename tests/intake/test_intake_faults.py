"""One thing wrong a test: its code, its address, and nothing else. Then any mix of them: N planted give N."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from intake_bodies import (
    UNIT_NAMES, codes, column_of, folder_with, forms, good_body, good_cell, good_table, parameters, read, read_table, with_cell,
)

from cchc_lib.domain.parameters import Correction
from cchc_lib.intake.codes import CODES
from cchc_lib.intake.raw import cell_address

CELL_FAULTS = [
    ("tuyen_truyen", "so_luong", "abc", "khong_phai_so"), ("tuyen_truyen", "so_luong", 3.5, "khong_phai_so_nguyen"),
    ("tuyen_truyen", "so_luong", "99.52", "so_khong_ro"), ("tuyen_truyen", "so_luong", -1, "ngoai_khoang"),
    ("tuyen_truyen", "so_luong", "=1+1", "cong_thuc_chua_tinh"), ("tuyen_truyen", "so_luong", "#N/A", "o_loi"),
    ("tuyen_truyen", "so_luong", None, "o_bat_buoc_trong"), ("tuyen_truyen", "so_luong", "  ", "o_bat_buoc_trong"),
    ("tuyen_truyen", "noi_dung", "#REF!", "o_loi"), ("tuyen_truyen", "noi_dung", "=A1", "cong_thuc_chua_tinh"),
    ("tuyen_truyen", "hinh_thuc", "rao loa", "ngoai_danh_sach"), ("tuyen_truyen", "ngay", "31/02/2024", "khong_phai_ngay"),
    ("tuyen_truyen", "ngay", "3/15/2024", "khong_phai_ngay"), ("tuyen_truyen", "ngay", dt.date(2023, 12, 14), "ngoai_ky"),
    ("tuyen_truyen", "ngay", dt.date(2024, 3, 15), "ngoai_ky"), ("tuyen_truyen", "noi_dung", "C«ng viÖc", "chu_phong_cu"),
    ("tuyen_truyen", "ngay", "5/3/24", "nam_hai_chu_so"), ("tuyen_truyen", "ngay", 45356, "ngay_thanh_so"),
    ("tuyen_truyen", "noi_dung", dt.date(2024, 3, 5), "ngay_trong_cot_chu"), ("chi_so_cchc", "diem", 100.5, "ngoai_khoang"),
    ("chi_so_cchc", "diem", "99.52", "so_khong_ro"), ("che_do_bao_cao", "thang", "Tháng 13", "khong_phai_thang"),
    ("che_do_bao_cao", "thang", 6, "ngoai_ky"), ("che_do_bao_cao", "thuc_hien_tren_he_thong", "có thể", "khong_phai_co_khong"),
    ("che_do_bao_cao", "thuc_hien_tren_he_thong", None, "o_bat_buoc_trong"), ("danh_muc_tthc", "thoi_han_giai_quyet", "Không quy định", "thoi_han_khong_so"),
    ("ho_so_tthc", "trang_thai", "Lưu kho", "trang_thai_la"), ("ho_so_tthc", "trang_thai", "đã trả kết quả", "tra_ket_qua_thieu_ngay"),
    ("ho_so_tthc", "ngay_tra_ket_qua", dt.date(2024, 1, 20), "dang_giai_quyet_co_ngay"), ("ho_so_tthc", "ngay_hen_tra", "1/1/2024", "dieu_kien_sai"),
    ("ho_so_tthc", "ma_tthc", "9.999999", "ma_tthc_la"), ("ho_so_tthc", "ma_ho_so", 12345678901234567890, "so_qua_dai"),
    ("nhiem_vu", "don_vi", "Phòng Không Có", "don_vi_la"), ("kiem_tra_cchc", "so_van_de_da_khac_phuc", 2000, "dieu_kien_sai"),
    ("danh_gia_xep_loai", "khong_hoan_thanh", 990, "dieu_kien_sai"), ("von_dau_tu_cong", "giai_ngan_luy_ke", 1e6, "dieu_kien_sai"),
    ("phan_anh_kien_nghi", "ngay_tra_loi", dt.date(2024, 4, 15), "ngay_sau_ky"), ("phan_anh_kien_nghi", "ngay_tiep_nhan", dt.date(2024, 5, 1), "ngay_sau_ky"),
    ("van_ban_qppl", "ngay_ban_hanh", "05/03/2204", "ngay_vo_ly"), ("van_ban_qppl", "ngay_ban_hanh", dt.date(1900, 1, 5), "ngay_1900"),
]


@pytest.mark.parametrize(("form_id", "column_id", "value", "code"), CELL_FAULTS)
def test_one_bad_cell_is_one_finding_at_its_address(tmp_path, form_id, column_id, value, code):
    data = read_table(tmp_path, form_id, with_cell(form_id, column_id, value, row=2))
    assert codes(data) == [code]
    found = data.findings[0]
    assert (found.place.file, found.place.sheet, found.place.row) == ("2024-Q1/van-phong.xlsx", forms()[form_id].title, 3)
    assert found.place.cell[-1] == "3" and found.severity == CODES[code].severity
    assert (found.unit, found.form, found.quarter) == ("van-phong", form_id, "2024-Q1")
    if code != "dang_giai_quyet_co_ngay" and code != "dieu_kien_sai" and code != "tra_ket_qua_thieu_ngay":
        assert found.place.column == forms()[form_id].column(column_id).title
        assert found.place.cell == cell_address(3, column_of(form_id, column_id))
    kept = 3 if found.severity == "finding" else 2
    assert len(data.tables[form_id]) == kept


def test_an_end_date_that_cannot_be_read_is_not_also_lacking(tmp_path):
    table = with_cell("ho_so_tthc", "ngay_tra_ket_qua", "31/02/2024", row=2)
    table[2][column_of("ho_so_tthc", "trang_thai")] = "đã trả kết quả"
    assert codes(read_table(tmp_path, "ho_so_tthc", table)) == ["khong_phai_ngay"]


def test_a_message_says_what_was_found_and_what_is_needed(tmp_path):
    data = read_table(tmp_path, "ho_so_tthc", with_cell("ho_so_tthc", "ngay_hen_tra", "31/02/2024"))
    assert str(data.faults[0]) == (
        '2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 2 › cột «Ngày hẹn trả»: thấy "31/02/2024", cần một ngày có thật (ngày/tháng/năm)')


def test_personal_looking_cells_are_masked_in_messages(tmp_path):
    data = read_table(tmp_path, "ho_so_tthc", with_cell("ho_so_tthc", "ngay_hen_tra", "0912 345 678 a@b.vn"))
    assert "0912" not in str(data.faults[0]) and "a@b" not in str(data.faults[0].to_dict())


def test_unclear_numbers_are_not_used(tmp_path):
    table = read_table(tmp_path, "tuyen_truyen", with_cell("tuyen_truyen", "so_luong", "99.52")).tables["tuyen_truyen"]
    assert table["so_luong"].isna().tolist() == [True, False, False]


def test_checks_with_a_blank_side_are_skipped(tmp_path):
    table = with_cell("danh_gia_xep_loai", "so_phai_danh_gia", "99.52")
    assert codes(read_table(tmp_path, "danh_gia_xep_loai", table)) == ["so_khong_ro"]


def test_a_blank_is_no_beside_ticks_only(tmp_path):
    table = good_table("che_do_bao_cao")
    for row, value in zip(table[1:], ["x", None, "✓"], strict=True):
        row[2] = value
    assert list(read_table(tmp_path, "che_do_bao_cao", table).tables["che_do_bao_cao"]["thuc_hien_tren_he_thong"]) == [True, False, True]
    for row in table[1:]:
        row[2] = None
    assert codes(read_table(tmp_path / "b", "che_do_bao_cao", table)) == ["o_bat_buoc_trong"] * 3


def test_error_cells_and_formulas_of_other_columns_are_no_matter(tmp_path):
    table = [[*row, "#DIV/0!", "=A2"] for row in good_table("tuyen_truyen")]
    table[0][-2:] = ["Kiểm tra", "Công thức"]
    assert codes(read_table(tmp_path, "tuyen_truyen", table)) == []


def test_percent_cells_are_reported(tmp_path):
    def percent(book):
        book["Chỉ số CCHC"]["C2"].number_format = "0.0%"
        book["Chỉ số CCHC"]["C2"].value = 0.855

    assert codes(read_table(tmp_path, "chi_so_cchc", good_table("chi_so_cchc"), change=percent)) == ["o_phan_tram"]


def test_epoch_accidents(tmp_path):
    def zero(book):
        book["Tuyên truyền"]["A2"].value = 0

    assert codes(read_table(tmp_path, "tuyen_truyen", good_table("tuyen_truyen"), change=zero)) == ["ngay_1900"]


def test_1904_workbooks_read_right(tmp_path):
    import openpyxl.utils.datetime as excel

    def mac(book):
        book.epoch = excel.MAC_EPOCH

    assert codes(read_table(tmp_path, "tuyen_truyen", good_table("tuyen_truyen"), change=mac)) == []


# --- dates and windows ------------------------------------------------------------------------------------------------------
def test_another_quarters_file_is_one_fault(tmp_path):
    table = good_table("tuyen_truyen")
    for row in table[1:]:
        row[0] = dt.date(2023, 11, 1)
    data = read_table(tmp_path, "tuyen_truyen", table)
    assert codes(data) == ["tat_ca_ngoai_ky"] and data.findings[0].place.sheet == "Tuyên truyền"
    assert len(data.tables["tuyen_truyen"]) == 0


def dossier(n, received, due, ended=None, state=None):
    row = [good_cell(column, n, forms()["ho_so_tthc"]) for column in forms()["ho_so_tthc"].columns]
    row[1], row[2], row[3], row[4] = "1.000001", received, due, ended
    row[6] = state or ("đã trả kết quả" if ended else "đang giải quyết")
    return row


D = dt.date


def read_dossiers(tmp_path, *rows):
    return read_table(tmp_path, "ho_so_tthc", [good_table("ho_so_tthc")[0], *rows])


def test_dossiers_belong_to_the_window_by_receipt_end_or_being_open(tmp_path):
    data = read_dossiers(
        tmp_path, dossier(0, D(2023, 12, 15), D(2024, 1, 1)), dossier(1, D(2023, 9, 1), D(2023, 10, 1), D(2023, 12, 15)),
        dossier(2, D(2023, 9, 1), D(2023, 10, 1)), dossier(3, D(2024, 3, 14), D(2024, 4, 1), D(2024, 4, 10)), dossier(4, D(2023, 9, 1), D(2024, 10, 1), D(2024, 4, 14)),
    )
    assert codes(data) == [] and len(data.tables["ho_so_tthc"]) == 5


def test_dossiers_outside_are_findings_and_stay(tmp_path):
    data = read_dossiers(tmp_path, dossier(0, D(2024, 1, 2), D(2024, 1, 9)), dossier(1, D(2023, 9, 1), D(2023, 10, 1), D(2023, 12, 14)), dossier(2, D(2024, 3, 15), D(2024, 4, 1)))
    assert codes(data) == ["ngoai_ky", "ngoai_ky"] and len(data.tables["ho_so_tthc"]) == 3


def test_dates_31_days_after_the_window_are_allowed_and_32_are_not(tmp_path):
    good, bad = dossier(0, D(2024, 1, 2), D(2024, 1, 9), D(2024, 4, 14)), dossier(1, D(2024, 1, 2), D(2024, 1, 9), D(2024, 4, 15))
    data = read_dossiers(tmp_path, good, bad)
    assert [(one.code, one.place.row, one.place.column) for one in data.findings] == [("ngay_sau_ky", 3, "Ngày trả kết quả")]


def test_refused_without_an_end_date_is_pending(tmp_path):
    data = read_dossiers(tmp_path, dossier(0, D(2024, 1, 2), D(2024, 1, 9), state="từ chối"), dossier(1, D(2024, 1, 2), D(2024, 1, 9), state="tạm dừng"))
    assert codes(data) == []


def test_a_file_of_dossiers_without_one_active_in_the_window_is_suspected(tmp_path):
    rows = [dossier(n, D(2023, 9, 20), D(2023, 10, 1), D(2023, 11, 1)) for n in range(10)]
    data = read_dossiers(tmp_path, dossier(99, D(2023, 9, 20), D(2023, 10, 1)), *rows)
    assert sorted(set(codes(data))) == ["nghi_tep_ky_khac", "ngoai_ky"] and not data.faults


def test_mapped_states(tmp_path):
    params = parameters(states={"dang_xu_ly": "đang giải quyết"})
    table = with_cell("ho_so_tthc", "trang_thai", "Đang xử lý")
    data = read_table(tmp_path, "ho_so_tthc", table, params=params)
    assert codes(data) == [] and set(data.tables["ho_so_tthc"]["trang_thai"]) == {"đang giải quyết"}


# --- keys and codes -----------------------------------------------------------------------------------------------------------
def test_same_key_same_values_counts_once(tmp_path):
    table = good_table("to_chuc_bo_may")
    data = read_table(tmp_path, "to_chuc_bo_may", [*table, list(table[1])])
    assert codes(data) == [] and len(data.tables["to_chuc_bo_may"]) == 3
    assert any("trùng y hệt" in note for note in data.notes)


def test_same_key_other_values_is_a_fault_naming_both_rows(tmp_path):
    table = good_table("to_chuc_bo_may")
    again = [*table[1][:-1], 77]
    data = read_table(tmp_path, "to_chuc_bo_may", [*table, again])
    assert codes(data) == ["trung_khoa"]
    assert data.findings[0].place.row == 5 and "dòng 2" in data.findings[0].message
    assert list(data.tables["to_chuc_bo_may"]["_row"]) == [3, 4]


def test_a_month_in_a_key_is_told_as_a_month(tmp_path):
    table = good_table("danh_gia_xep_loai")
    again = [*table[1][:-1], int(table[1][-1]) + 1]
    data = read_table(tmp_path, "danh_gia_xep_loai", [*table, again])
    assert codes(data) == ["trung_khoa"] and "«Tháng» 01/2024" in data.findings[0].message


def test_keys_differ_by_unit_for_forms_of_any_owner(tmp_path):
    folder = folder_with(tmp_path, good_body(["rà soát"[:0] + "ra_soat_tthc"]))
    table = good_table("ra_soat_tthc")
    table[1][1] = "Phương án khác"
    folder_with(tmp_path, {"Rà soát TTHC": table}, name="phong-dau-tu.xlsx")
    data = read(folder)
    assert codes(data) == [] and len(data.tables["ra_soat_tthc"]) == 6


def test_keys_do_not_differ_by_unit_for_forms_of_the_office(tmp_path):
    folder = folder_with(tmp_path, good_body(["danh_muc_tthc"]))
    table = good_table("danh_muc_tthc")
    table[1][1] = "Tên khác"
    folder_with(tmp_path, {"Danh mục TTHC": table}, name="phong-dau-tu.xlsx")
    data = read(folder)
    assert codes(data) == ["trung_khoa"] and len(data.tables["danh_muc_tthc"]) == 2
    assert "phong-dau-tu.xlsx" in data.findings[0].message


def test_codes_of_earlier_catalogues_are_known(tmp_path):
    data = read_table(tmp_path, "ho_so_tthc", with_cell("ho_so_tthc", "ma_tthc", "2.222222"), known_codes=frozenset({"2.222222"}))
    assert codes(data) == []


def test_without_any_catalogue_codes_are_not_checked_and_that_is_said_once(tmp_path):
    assert codes(read(folder_with(tmp_path, good_body(["ho_so_tthc"])))) == ["chua_co_danh_muc"]


def test_codes_that_excel_made_numbers_match(tmp_path):
    table = good_table("danh_muc_tthc")
    table[1][0] = 1.0096
    sheets = {"Danh mục TTHC": table, "Hồ sơ TTHC": with_cell("ho_so_tthc", "ma_tthc", "1.009600")}
    sheets["Hồ sơ TTHC"][2][1] = sheets["Hồ sơ TTHC"][3][1] = 1.0096
    assert codes(read(folder_with(tmp_path, sheets))) == []


# --- corrections ------------------------------------------------------------------------------------------------------------------
def correction(**changes):
    words = {"file": "van-phong.xlsx", "sheet": "Tuyên truyền", "row": 2, "column": "Số lượng", "expected": "5", "value": "50", "why": "gõ thiếu số 0", "who": "VP"}
    return parameters(corrections={"2024-Q1": (Correction(**(words | changes)),)})


def test_a_correction_is_made_and_reported(tmp_path):
    data = read_table(tmp_path, "tuyen_truyen", good_table("tuyen_truyen"), params=correction())
    assert codes(data) == ["da_dinh_chinh"] and not data.faults
    assert list(data.tables["tuyen_truyen"]["so_luong"]) == [50, 6, 7]


@pytest.mark.parametrize("expected", ["5,0", "5", "05"])
def test_expected_values_are_compared_as_the_column_reads_them(tmp_path, expected):
    assert codes(read_table(tmp_path, "tuyen_truyen", good_table("tuyen_truyen"), params=correction(expected=expected))) == ["da_dinh_chinh"]


@pytest.mark.parametrize(("changes", "code"), [
    ({"expected": "4"}, "dinh_chinh_khong_khop"), ({"expected": None}, "dinh_chinh_khong_khop"), ({"row": 99}, "dinh_chinh_khong_thay"),
    ({"row": 1, "expected": "Số lượng"}, "dinh_chinh_khong_thay"), ({"column": "Số lươn"}, "dinh_chinh_khong_thay"), ({"sheet": "Trang lạ"}, "dinh_chinh_khong_thay"), ({"file": "mat.xlsx"}, "dinh_chinh_khong_thay"),
])
def test_a_correction_that_fits_no_more_is_a_fault(tmp_path, changes, code):
    data = read_table(tmp_path, "tuyen_truyen", good_table("tuyen_truyen"), params=correction(**changes))
    assert codes(data) == [code] and data.faults


def test_a_correction_of_a_total_changes_nothing_and_is_told_so(tmp_path):
    table = [*good_table("tuyen_truyen"), ["", "Tổng cộng", 18]]
    data = read_table(tmp_path, "tuyen_truyen", table, params=correction(row=5, expected="18", value="63"))
    assert codes(data) == ["dinh_chinh_khong_thay"] and "dòng 5, không phải dòng số liệu" in data.faults[0].message


@pytest.mark.parametrize("file", ["khac.xlsx", "2024-Q1/khac.xlsx"])
def test_a_file_that_a_correction_misses_is_named_once(tmp_path, file):
    (fault,) = read_table(tmp_path, "tuyen_truyen", good_table("tuyen_truyen"), params=correction(file=file)).faults
    assert fault.place.file == "2024-Q1/khac.xlsx"


def test_corrections_mend_faults_and_blanks(tmp_path):
    table = with_cell("tuyen_truyen", "ngay", "31/02/2024")
    params = correction(column="ngay", expected="31/02/2024", value="29/02/2024", file="2024-Q1/van-phong.xlsx")
    assert codes(read_table(tmp_path, "tuyen_truyen", table, params=params)) == ["da_dinh_chinh"]


# --- any mix ----------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(8))
def test_any_mix_of_planted_faults_gives_exactly_those(tmp_path, seed):
    chance = random.Random(seed)
    body = good_body(rows=6)
    planted = []
    used = set()
    for form_id, column_id, value, code in chance.sample(CELL_FAULTS, chance.randint(3, 16)):
        row = next((n for n in chance.sample(range(1, 7), 6) if (form_id, n) not in used), None)
        if row is None or sum(form == form_id for form, _ in used) >= 4:
            continue
        used.add((form_id, row))
        body[forms()[form_id].title][row][column_of(form_id, column_id)] = value
        planted.append((forms()[form_id].title, row + 1, code))
    data = read(folder_with(tmp_path, body))
    assert sorted((one.place.sheet, one.place.row, one.code) for one in data.findings) == sorted(planted)


def test_every_code_has_a_sentence_that_fills_in():
    from cchc_lib.domain.findings import Place
    from cchc_lib.intake.codes import finding

    words = dict.fromkeys(("reason", "suffix", "kind", "near", "sheets", "other", "days", "why", "who", "unit_name"), "…")
    for code in CODES:
        message = finding(code, Place("a.xlsx"), found="x", needed="y", **words).message
        assert message and "{" not in message and UNIT_NAMES


def test_every_code_is_reported_somewhere_and_none_else():
    from pathlib import Path

    import cchc_lib.intake

    folder = Path(cchc_lib.intake.__file__).parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "codes.py")
    assert [one for one in CODES if f'"{one}"' not in code] == []


def test_a_month_outside_is_told_in_months_and_a_day_in_days(tmp_path):
    month = read_table(tmp_path / "a", "che_do_bao_cao", with_cell("che_do_bao_cao", "thang", "6/2024", row=2)).findings
    day = read_table(tmp_path / "b", "tuyen_truyen", with_cell("tuyen_truyen", "ngay", dt.date(2024, 3, 15), row=2)).findings
    assert "tháng 6/2024 nằm ngoài kỳ (tháng 01/2024, tháng 02/2024, tháng 3/2024)" in str(month[0])
    assert "ngày 15/3/2024 nằm ngoài kỳ (15/12/2023 – 14/3/2024)" in str(day[0])
