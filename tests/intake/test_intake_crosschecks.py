"""What only several forms, or two quarters, can show: findings, never faults."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from intake_bodies import UNIT_NAMES, codes, column_of, folder_with, forms, good_body, good_table, parameters, read, write_workbook

from cchc_lib.domain.organisation import Units
from cchc_lib.domain.periods import Calendar, parse_period
from cchc_lib.intake.quarter import read_quarters

GRADES = "danh_gia_xep_loai"


def monthly(*rows, form_id=GRADES):
    """Rows (unit, month) of a monthly form."""
    head, row = good_table(form_id)[:2]
    return {forms()[form_id].title: [head, *([month, unit, *row[2:]] for unit, month in rows)]}


def all_months(*units):
    return monthly(*((unit, month) for unit in units for month in (1, 2, 3)))


@pytest.mark.parametrize("form_id", [GRADES, "van_ban_dien_tu", "ho_so_cong_viec"])
def test_months_left_out_by_a_unit(tmp_path, form_id):
    rows = [(UNIT_NAMES[0], 1), (UNIT_NAMES[0], 2), (UNIT_NAMES[0], 3), (UNIT_NAMES[1], 2)]
    data = read(folder_with(tmp_path, monthly(*rows, form_id=form_id)))
    assert codes(data) == ["thieu_thang"] and not data.faults
    assert UNIT_NAMES[1] in data.findings[0].message and "tháng 01/2024, tháng 3/2024" in data.findings[0].message
    assert data.findings[0].unit == "phong-dau-tu"


def test_months_after_a_unit_became_another_are_not_left_out(tmp_path):
    """Two units until January, one of them made into the third from February on: every month is there under one of its names."""
    own = parameters()
    merged = [one.model_copy(update={"succeeds": ("phong-dau-tu",)}) if one.id == "phong-quy-hoach" else one for one in own.units.units]
    rows = [*((UNIT_NAMES[0], month) for month in (1, 2, 3)), (UNIT_NAMES[1], 1), (UNIT_NAMES[2], 2), (UNIT_NAMES[2], 3)]
    data = read(folder_with(tmp_path, monthly(*rows)), replace(own, units=Units(units=tuple(merged))))
    assert codes(data) == []


def test_units_left_out_of_a_merged_form(tmp_path):
    params = parameters(owes={unit: [GRADES] for unit in ("van-phong", "phong-dau-tu", "phong-quy-hoach")})
    folder = folder_with(tmp_path, all_months(UNIT_NAMES[0], UNIT_NAMES[1]))
    data = read(folder, params)
    assert [(one.code, one.found) for one in data.findings] == [("thieu_don_vi", UNIT_NAMES[2])] and data.missing == ()
    folder_with(tmp_path, all_months(UNIT_NAMES[2]), name="phong-quy-hoach.xlsx")
    assert codes(read(folder, params)) == []


def test_staff_that_disagree(tmp_path):
    body = good_body(["to_chuc_bo_may", "cong_chuc_vien_chuc"])
    body["Công chức viên chức"][2][1] = 1001
    data = read(folder_with(tmp_path, body))
    assert codes(data) == ["so_nguoi_lech"]
    assert "1000" in data.findings[0].message and "1001" in data.findings[0].message and data.findings[0].place.row == 3


def test_a_unit_sent_by_two_senders(tmp_path):
    folder = folder_with(tmp_path, all_months(UNIT_NAMES[0], UNIT_NAMES[1]))
    folder_with(tmp_path, all_months(UNIT_NAMES[1]), name="phong-dau-tu.xlsx")
    data = read(folder)
    assert codes(data) == ["hai_noi_cung_nop"] and len(data.tables[GRADES]) == 9
    assert "phong-dau-tu.xlsx" in data.findings[0].message


def test_a_form_with_faults_is_not_compared(tmp_path):
    body = good_body(["to_chuc_bo_may", "cong_chuc_vien_chuc"])
    body["Công chức viên chức"][2][1] = "abc"
    assert codes(read(folder_with(tmp_path, body))) == ["khong_phai_so"]


def later(table, form_id, days):
    at = column_of(form_id, forms()[form_id].date)
    return [table[0], *([*row[:at], row[at] + dt.timedelta(days=days) if isinstance(row[at], dt.date) else row[at] + 3, *row[at + 1:]] for row in table[1:])]


def two_quarters(tmp_path, before, now):
    write_workbook(tmp_path / "2024-Q1" / "van-phong.xlsx", before)
    write_workbook(tmp_path / "2024-Q2" / "van-phong.xlsx", now)
    return read_quarters(tmp_path, [parse_period("2024-Q1"), parse_period("2024-Q2")], parameters(), Calendar())[parse_period("2024-Q2")]


@pytest.mark.parametrize("form_id", ["tuyen_truyen", "kiem_tra_cchc", "che_do_chinh_sach", "hai_long_tthc"])
def test_only_the_dates_were_changed(tmp_path, form_id):
    title, table = forms()[form_id].title, good_table(form_id)
    data = two_quarters(tmp_path, {title: table}, {title: later(table, form_id, 91)})
    assert codes(data) == ["chi_doi_ngay"] and "quý I năm 2024" in data.findings[0].message and not data.faults


def test_one_other_cell_is_enough_to_differ(tmp_path):
    table = good_table("tuyen_truyen")
    now = later(table, "tuyen_truyen", 91)
    now[2][2] = 99
    assert codes(two_quarters(tmp_path, {"Tuyên truyền": table}, {"Tuyên truyền": now})) == []


@pytest.mark.parametrize("form_id", ["che_do_bao_cao", "trang_thong_tin", "to_chuc_bo_may"])
def test_forms_that_are_alike_every_quarter_are_not_suspected(tmp_path, form_id):
    title, table = forms()[form_id].title, good_table(form_id)
    now = later(table, form_id, 91) if forms()[form_id].date else table
    assert codes(two_quarters(tmp_path, {title: table}, {title: now})) == []
