"""Who sent what, which version counts, when it came, how late, and who is missing."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil

import pytest
from intake_bodies import UNIT_NAMES, codes, folder_with, forms, good_body, good_table, parameters, read, span, write_workbook

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.parameters import DayOff, Rules
from cchc_lib.domain.periods import Calendar, parse_period
from cchc_lib.intake.arrivals import read_arrivals, record_arrivals
from cchc_lib.intake.folders import available_quarters
from cchc_lib.intake.mark import FormMark, Mark, mark_rows
from cchc_lib.intake.quarter import read_for_period, read_quarter, read_quarters
from cchc_lib.intake.working_days import due_day, is_working_day, late_days

FORM = "tuyen_truyen"
GRADES = "danh_gia_xep_loai"


def grades(*units):
    """Đánh giá xếp loại for some units, months 1 to 3."""
    head, row = good_table(GRADES)[:2]
    return {"Đánh giá xếp loại": [head, *([month, unit, *row[2:]] for unit in units for month in (1, 2, 3))]}


# --- the unit ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "unit"), [
    ("van-phong.xlsx", "van-phong"), ("van-phong-quy1.xlsx", "van-phong"), ("Van Phong quý 1.xlsx", "van-phong"), ("VĂN PHÒNG.xlsx", "van-phong"),
    ("phong-dau-tu/bao cao.xlsx", "phong-dau-tu"), ("nộp/phong-dau-tu/a/b.xlsx", "phong-dau-tu"), ("Phòng Quản lý đầu tư/x.xlsx", "phong-dau-tu"),
    ("van-phong/phong-dau-tu.xlsx", "phong-dau-tu"), ("phong-dau-tu-lan2.xlsx", "phong-dau-tu"), ("phong_dau_tu.xlsx", "phong-dau-tu"),
])
def test_unit_of_a_file(tmp_path, name, unit):
    data = read(folder_with(tmp_path, good_body([FORM]), name=name))
    assert codes(data) == [] and data.submissions[0].unit == unit and set(data.tables[FORM]["_unit"]) == {unit}


@pytest.mark.parametrize(("name", "unit"), [
    ("phong-la.xlsx", "phong-la"), ("phong-la-lan2.xlsx", "phong-la"), ("Phòng lạ/x.xlsx", "Phòng lạ"), ("van-phongquy1.xlsx", "van-phongquy1"),
])
def test_unknown_units_are_findings_and_their_rows_count(tmp_path, name, unit):
    data = read(folder_with(tmp_path, good_body([FORM]), name=name))
    assert codes(data) == ["tep_don_vi_la"] and not data.faults
    assert data.submissions[0].unit == unit and len(data.tables[FORM]) == 3


def test_unknown_units_in_the_unit_column_are_named_once_a_file(tmp_path):
    data = read(folder_with(tmp_path, grades("Phòng Lạ", UNIT_NAMES[0])))
    assert [(one.code, one.found) for one in data.findings] == [("don_vi_la", "Phòng Lạ")] and len(data.tables[GRADES]) == 6


def test_known_units_get_their_own_name(tmp_path):
    data = read(folder_with(tmp_path, grades("VĂN  PHÒNG", "phong quan ly dau tu")))
    assert codes(data) == [] and set(data.tables[GRADES]["don_vi"]) == {UNIT_NAMES[0], UNIT_NAMES[1]}
    assert set(read(folder_with(tmp_path / "b", grades("VP"))).tables[GRADES]["don_vi"]) == {"Văn phòng"}


# --- versions ---------------------------------------------------------------------------------------------------------------
def test_a_later_version_replaces_form_by_form(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM, "chi_dao_dieu_hanh"]))
    later = good_table(FORM, rows=1)
    folder_with(tmp_path, {"Tuyên truyền": later}, name="van-phong-lan2.xlsx")
    data = read(folder)
    assert codes(data) == [] and len(data.tables[FORM]) == 1 and len(data.tables["chi_dao_dieu_hanh"]) == 3
    assert {(one.form, one.version, one.replaced_by) for one in data.submissions} == {
        (FORM, 1, "2024-Q1/van-phong-lan2.xlsx"), (FORM, 2, None), ("chi_dao_dieu_hanh", 1, None)}
    assert any("biểu «Tuyên truyền» được thay bằng" in note for note in data.notes)


@pytest.mark.parametrize("name", ["van-phong-lan3.xlsx", "van-phong lần 3.xlsx", "van-phong_LAN_3.xlsx", "van-phong-quy1-lan10.xlsx"])
def test_the_highest_version_wins(tmp_path, name):
    folder = folder_with(tmp_path, good_body([FORM]))
    folder_with(tmp_path, {"Tuyên truyền": good_table(FORM, rows=2)}, name="van-phong-lan2.xlsx")
    folder_with(tmp_path, {"Tuyên truyền": good_table(FORM, rows=1)}, name=name)
    assert len(read(folder).tables[FORM]) == 1


def test_faults_of_a_replaced_version_are_mended(tmp_path):
    bad = good_table(FORM)
    bad[1][0] = "31/02/2024"
    folder = folder_with(tmp_path, {"Tuyên truyền": bad})
    assert len(read(folder).faults) == 1
    folder_with(tmp_path, good_body([FORM]), name="van-phong-lan2.xlsx")
    assert codes(read(folder)) == []


def test_a_misspelt_sheet_sent_anew_is_mended(tmp_path):
    folder = folder_with(tmp_path, {"Tuyên truyềm": good_table(FORM)} | good_body(["chi_dao_dieu_hanh"]))
    assert codes(read(folder)) == ["ten_trang_gan_dung"]
    folder_with(tmp_path, good_body(["kiem_tra_cchc"]), name="van-phong-lan2.xlsx")
    assert codes(read(folder)) == ["ten_trang_gan_dung"]
    folder_with(tmp_path, good_body([FORM]), name="van-phong-lan3.xlsx")
    assert codes(read(folder)) == [] and len(read(folder).tables[FORM]) == 3


def test_a_broken_file_sent_anew_is_no_fault(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]), name="van-phong-lan2.xlsx")
    (folder / "van-phong.xlsx").write_bytes(b"")
    data = read(folder)
    assert codes(data) == ["tep_rong"] and not data.faults


def test_versions_replace_only_their_own_unit(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]))
    folder_with(tmp_path, good_body([FORM]), name="phong-dau-tu-lan2.xlsx")
    assert len(read(folder).tables[FORM]) == 6


def test_the_same_file_twice_counts_once(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]))
    shutil.copy(folder / "van-phong.xlsx", folder / "van-phong - Copy.xlsx")
    data = read(folder)
    assert codes(data) == ["tep_trung"] and len(data.tables[FORM]) == 3


# --- generated forms ----------------------------------------------------------------------------------------------------------
def generated(folder, tables, *, unit="phong-dau-tu", period="2024-Q1", ticked=(), prefilled=(), name="a.xlsx"):
    def mark(book):
        marks = tuple(FormMark(title, next(f.id for f in forms().values() if f.title == title), 1, "J1", tuple(prefilled)) for title in tables)
        sheet = book.create_sheet("_cchc")
        sheet.sheet_state = "veryHidden"
        for row in mark_rows(Mark(unit, period, marks)):
            sheet.append(row)
        for title in ticked:
            book[title]["J1"] = "x"

    return write_workbook(folder / name, {title: [[], *table] for title, table in tables.items()}, mark)


def test_a_generated_workbook_carries_its_unit(tmp_path):
    generated(tmp_path / "2024-Q1", good_body([FORM]))
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == [] and data.submissions[0].unit == "phong-dau-tu" and not data.submissions[0].empty


def test_neither_rows_nor_tick_is_not_submitted(tmp_path):
    generated(tmp_path / "2024-Q1", good_body([FORM], rows=0))
    data = read(tmp_path / "2024-Q1")
    assert data.submissions == () and FORM not in data.tables and any("chưa nộp" in note for note in data.notes)


def test_a_tick_is_submitted_and_empty(tmp_path):
    generated(tmp_path / "2024-Q1", good_body([FORM], rows=0), ticked=["Tuyên truyền"])
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == [] and data.submissions[0].empty and len(data.tables[FORM]) == 0


def test_a_tick_beside_rows_is_reported(tmp_path):
    generated(tmp_path / "2024-Q1", good_body([FORM]), ticked=["Tuyên truyền"])
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == ["danh_dau_ma_co_dong"] and len(data.tables[FORM]) == 3


def test_prefilled_rows_left_alone_are_no_rows(tmp_path):
    table = good_table(GRADES)
    for row in table[2:]:
        row[2:] = [None] * 5
    generated(tmp_path / "2024-Q1", {"Đánh giá xếp loại": table}, prefilled=["thang", "don_vi"])
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == ["thieu_thang"] and len(data.tables[GRADES]) == 1


def test_a_blank_generated_sheet_replaces_nothing(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]), name="phong-dau-tu.xlsx")
    generated(folder, good_body([FORM], rows=0), name="phong-dau-tu-lan2.xlsx")
    assert len(read(folder).tables[FORM]) == 3


def test_marks_that_disagree_are_findings(tmp_path):
    generated(tmp_path / "2024-Q1", good_body([FORM]), name="van-phong.xlsx", period="2023-Q4")
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == ["bieu_cua_ky_khac", "don_vi_khong_khop"] and data.submissions[0].unit == "van-phong"


# --- missing ------------------------------------------------------------------------------------------------------------------------
ALL_OWE = {unit: [GRADES, FORM] for unit in ("van-phong", "phong-dau-tu", "phong-quy-hoach")}


def missing(folder, owes=ALL_OWE):
    return {(one.unit, one.form) for one in read(folder, parameters(owes=owes)).missing}


def test_what_nobody_sent_is_missing_for_all_who_owe_it(tmp_path):
    assert missing(folder_with(tmp_path, good_body(["chi_dao_dieu_hanh"]))) == {(unit, form) for unit in ALL_OWE for form in (GRADES, FORM)}


def test_own_submissions_and_being_named_elsewhere_count(tmp_path):
    folder = folder_with(tmp_path, grades(UNIT_NAMES[1], UNIT_NAMES[2]), name="phong-dau-tu.xlsx")
    assert missing(folder) == {("van-phong", GRADES), *((unit, FORM) for unit in ALL_OWE)}


def test_a_merged_form_of_the_collecting_unit_counts_for_all(tmp_path):
    folder = folder_with(tmp_path, grades(UNIT_NAMES[0], UNIT_NAMES[1]) | good_body([FORM]))
    folder_with(tmp_path, good_body(["chi_dao_dieu_hanh"]), name="phong-dau-tu.xlsx")
    assert missing(folder) == set()


def test_the_collecting_units_own_rows_count_for_itself_when_others_send_too(tmp_path):
    folder = folder_with(tmp_path, grades(UNIT_NAMES[0]))
    folder_with(tmp_path, good_body([FORM]), name="phong-dau-tu.xlsx")
    assert {unit for unit, form in missing(folder) if form == GRADES} == {"phong-dau-tu", "phong-quy-hoach"}


def test_the_only_sender_speaks_for_all(tmp_path):
    assert missing(folder_with(tmp_path, grades(UNIT_NAMES[0]) | good_body([FORM], rows=0))) == set()


def test_where_no_known_unit_sent_anything_what_came_counts_for_all(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]), name="phòng lạ.xlsx")
    assert missing(folder) == {(unit, GRADES) for unit in ALL_OWE}
    folder_with(tmp_path, good_body(["chi_dao_dieu_hanh"]), name="phong-dau-tu.xlsx")
    assert missing(folder) == {(unit, form) for unit in ALL_OWE for form in (GRADES, FORM)}


def test_obligations_hold_on_the_windows_last_day(tmp_path):
    params = parameters(owes={"phong-dau-tu": [FORM]})
    unit = params.units.units[1]
    owed = unit.owes[0].model_copy(update={"valid_from": dt.date(2024, 3, 15)})
    params = params.__class__(**{**params.__dict__, "units": params.units.model_copy(
        update={"units": (params.units.units[0], unit.model_copy(update={"owes": (owed,)}))})})
    folder = folder_with(tmp_path, good_body(["chi_dao_dieu_hanh"]))
    assert read(folder, params).missing == ()
    later = read_quarter(folder, Calendar().span(parse_period("2024-Q2")), params)
    assert [(one.quarter, one.unit_name, one.form) for one in later.missing] == [("2024-Q2", "Phòng Quản lý đầu tư", FORM)]


# --- arrivals and working days ---------------------------------------------------------------------------------------------------------
def test_arrivals_are_recorded_once_and_keep_their_lines(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]))
    assert read(folder).submissions[0].arrived is None
    assert [one.file for one in record_arrivals(folder, dt.date(2024, 3, 13))] == ["van-phong.xlsx"]
    assert record_arrivals(folder, dt.date(2024, 3, 20)) == []
    submission = read(folder).submissions[0]
    assert (submission.arrived, submission.late_days) == (dt.date(2024, 3, 13), 0)
    folder_with(tmp_path, good_body([FORM], rows=2))
    before = (folder / "tiep-nhan.csv").read_bytes()
    assert len(record_arrivals(folder, dt.date(2024, 3, 20))) == 1
    assert (folder / "tiep-nhan.csv").read_bytes().startswith(before)
    assert read(folder).submissions[0].late_days == 4  # 15, 18, 19, 20 March


def test_arrivals_edited_by_hand(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]))
    (folder / "tiep-nhan.csv").write_text("Tệp;SHA256;Ngày nhận\nvan-phong.xlsx;;18/3/2024\n;;\nmất ngày.xlsx;;?\n", encoding="utf-8-sig")
    data = read(folder)
    assert codes(data) == ["tiep_nhan_sai"] and data.findings[0].place.row == 3
    assert (data.submissions[0].arrived, data.submissions[0].late_days) == (dt.date(2024, 3, 18), 2)
    record_arrivals(folder, dt.date(2024, 3, 25), [("=cmd.xlsx", "ab")])
    assert "./=cmd.xlsx;ab;2024-03-25" in (folder / "tiep-nhan.csv").read_text(encoding="utf-8-sig")
    assert record_arrivals(folder, dt.date(2024, 3, 26), [("=cmd.xlsx", "ab")]) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"x\n", b"a,b\n1,2\n", b"file,sha256,first_seen\n"])
def test_arrivals_that_say_nothing(tmp_path, content):
    folder = folder_with(tmp_path, good_body([FORM]))
    (folder / "tiep-nhan.csv").write_bytes(content)
    assert read(folder).submissions[0].arrived is None
    assert all(one.severity == "finding" for one in read_arrivals(folder)[1])


def test_arrival_belongs_to_a_content(tmp_path):
    folder = folder_with(tmp_path, good_body([FORM]))
    (folder / "tiep-nhan.csv").write_text(f"file,sha256,first_seen\nvan-phong.xlsx,{'0' * 64},2024-03-01\n", encoding="utf-8")
    assert read(folder).submissions[0].arrived is None
    sha = hashlib.sha256((folder / "van-phong.xlsx").read_bytes()).hexdigest()
    assert read(folder).submissions[0].sha256 == sha


@pytest.mark.parametrize(("quarter", "day"), [
    ("2024-Q1", dt.date(2024, 3, 14)), ("2024-Q2", dt.date(2024, 6, 14)), ("2024-Q3", dt.date(2024, 9, 13)), ("2024-Q4", dt.date(2024, 12, 13)),
])
def test_due_days(quarter, day):
    assert due_day(parse_period(quarter), parameters()) == day


def test_due_day_moves_with_rules_and_days_off():
    off = DayOff(day=dt.date(2024, 3, 14), off=True, source="thử")
    assert due_day(parse_period("2024-Q1"), parameters(days_off=[off])) == dt.date(2024, 3, 13)
    assert due_day(parse_period("2024-Q1"), parameters(rules=[Rules(due_day=10)])) == dt.date(2024, 3, 8)


@pytest.mark.parametrize(("arrived", "late"), [
    (dt.date(2024, 6, 14), 0), (dt.date(2024, 6, 1), 0), (dt.date(2024, 6, 15), 1), (dt.date(2024, 6, 16), 1), (dt.date(2024, 6, 17), 1), (dt.date(2024, 6, 18), 2),
])
def test_late_days(arrived, late):
    assert late_days(dt.date(2024, 6, 14), arrived) == late


@pytest.mark.parametrize(("day", "works"), [
    (dt.date(2024, 2, 9), False), (dt.date(2024, 4, 29), False), (dt.date(2024, 5, 4), True), (dt.date(2024, 9, 3), False), (dt.date(2025, 5, 2), False),
    (dt.date(2025, 4, 26), True), (dt.date(2026, 11, 24), False), (dt.date(2024, 3, 16), False), (dt.date(2024, 3, 15), True),
])
def test_working_days(day, works):
    assert is_working_day(day) is works


def test_days_off_correct_the_package():
    swap = [DayOff(day=dt.date(2026, 1, 2), off=True, source="12729"), DayOff(day=dt.date(2026, 1, 10), off=False, source="12729")]
    assert not is_working_day(dt.date(2026, 1, 2), swap) and is_working_day(dt.date(2026, 1, 10), swap)


# --- several quarters -------------------------------------------------------------------------------------------------------------------
def test_quarters_know_earlier_catalogues_and_no_later_ones(tmp_path):
    write_workbook(tmp_path / "2023-Q4" / "van-phong.xlsx", good_body(["danh_muc_tthc"]))
    write_workbook(tmp_path / "2024-Q1" / "van-phong.xlsx", good_body(["ho_so_tthc"]))
    write_workbook(tmp_path / "2024-Q2" / "van-phong.xlsx", {"Danh mục TTHC": [["hỏng"]]})
    quarter = parse_period("2024-Q1")
    data = read_quarters(tmp_path, [quarter], parameters(), Calendar())
    assert list(data) == [quarter] and codes(data[quarter]) == []
    shutil.move(tmp_path / "2023-Q4", tmp_path / "2024-Q3")
    assert codes(read_quarters(tmp_path, [quarter], parameters(), Calendar())[quarter]) == ["chua_co_danh_muc"]


def test_wrong_data_folders_are_said(tmp_path):
    with pytest.raises(ParameterError, match="Không có thư mục"):
        available_quarters(tmp_path / "x")
    with pytest.raises(ParameterError, match="không có thư mục của quý"):
        available_quarters(tmp_path)
    (tmp_path / "tệp").write_text("x")
    with pytest.raises(ParameterError, match="không phải thư mục"):
        available_quarters(tmp_path / "tệp")
    with pytest.raises(ParameterError):
        read_quarter(tmp_path / "2024-Q1", span(), parameters())


def test_loose_files_are_ignored_with_a_word(tmp_path):
    write_workbook(tmp_path / "2024-Q1" / "van-phong.xlsx", good_body([FORM]))
    write_workbook(tmp_path / "Quý II-2024" / "van-phong.xlsx", good_body([FORM]))
    write_workbook(tmp_path / "rơi.xlsx", good_body([FORM]))
    (tmp_path / "khác").mkdir()
    (tmp_path / ".git").mkdir()
    found = available_quarters(tmp_path)
    assert [quarter.id for quarter in found.quarters] == ["2024-Q1", "2024-Q2"]
    assert len(found.notes) == 2 and any("rơi.xlsx" in note for note in found.notes)


def test_an_empty_quarter_is_read(tmp_path):
    (tmp_path / "2024-Q1").mkdir()
    data = read(tmp_path / "2024-Q1", parameters(owes=ALL_OWE))
    assert (data.tables, data.submissions, len(data.missing), data.findings) == ({}, (), 6, ())


def test_a_faulty_form_of_last_year_is_only_not_compared_with_and_named_by_its_title(tmp_path):
    bad = good_table(FORM)
    bad[1][2] = "nhiều"
    write_workbook(tmp_path / "2023-Q1" / "van-phong.xlsx", {"Tuyên truyền": bad})
    write_workbook(tmp_path / "2024-Q1" / "van-phong.xlsx", {"Tuyên truyền": good_table(FORM)})
    data = read_for_period(tmp_path, span(), parameters())
    told = [one for one in data[parse_period("2023-Q1")].findings if one.code == "ky_truoc_co_loi"]
    assert "biểu «Tuyên truyền» quý I năm 2023" in told[0].message and told[0].severity == "finding"
