"""Clean files read without a word, and the tables are those of the contract."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest
from intake_bodies import codes, folder_with, forms, good_body, good_table, parameters, read, read_table

from cchc_lib.domain.submissions import SOURCE_COLUMNS


def test_clean_body_of_all_forms_has_no_findings(tmp_path):
    data = read(folder_with(tmp_path, good_body()))
    assert [str(one) for one in data.findings] == []
    assert {form_id: len(table) for form_id, table in data.tables.items()} == dict.fromkeys(forms(), 3)


@pytest.mark.parametrize("form_id", list(forms()))
def test_table_has_the_kept_columns_and_the_sources_with_their_types(tmp_path, form_id):
    table = read_table(tmp_path, form_id, good_table(form_id)).tables[form_id]
    form = forms()[form_id]
    assert list(table.columns) == [column.id for column in form.kept] + list(SOURCE_COLUMNS)
    kinds = {"text": "str", "choice": "str", "duration": "str", "integer": "Int64", "decimal": "object", "date": "datetime64[s]",
             "month": "datetime64[s]", "yes_no": "boolean"}
    assert {column.id: str(table[column.id].dtype) for column in form.kept} == {column.id: kinds[column.type] for column in form.kept}
    assert list(table["_row"]) == [2, 3, 4]
    assert set(table["_file"]) == {"2024-Q1/van-phong.xlsx"} and set(table["_sheet"]) == {form.title}
    assert set(table["_unit"]) == {"van-phong"} and set(table["_quarter"]) == {"2024-Q1"}


def test_empty_sheet_has_the_same_types(tmp_path):
    empty = read_table(tmp_path, "von_dau_tu_cong", good_table("von_dau_tu_cong", rows=0))
    full = read_table(tmp_path / "b", "von_dau_tu_cong", good_table("von_dau_tu_cong"))
    assert list(empty.tables["von_dau_tu_cong"].dtypes) == list(full.tables["von_dau_tu_cong"].dtypes)
    assert empty.submissions[0].empty and not full.submissions[0].empty


def test_values_are_exact(tmp_path):
    table = read_table(tmp_path, "von_dau_tu_cong", [
        ["Mã dự án", "Tên dự án", "Kế hoạch vốn năm", "Giải ngân lũy kế"], ["DA1", "Một", 53373.17, 0.1], ["DA2", "Hai", "1.234,5", 1e3],
    ]).tables["von_dau_tu_cong"]
    assert list(table["ke_hoach_von_nam"]) == [Decimal("53373.17"), Decimal("1234.5")]
    assert list(table["giai_ngan_luy_ke"]) == [Decimal("0.1"), Decimal("1000")]


def test_months_without_a_year_are_those_of_the_window(tmp_path):
    table = read_table(tmp_path, "che_do_bao_cao", [
        ["Tháng", "Tên báo cáo", "Thực hiện trên hệ thống"], [1, "A", "x"], ["Tháng 2", "B", None], ["03/2024", "C", "x"],
    ]).tables["che_do_bao_cao"]
    assert list(table["thang"]) == [pd.Timestamp(2024, month, 1) for month in (1, 2, 3)]
    assert list(table["thuc_hien_tren_he_thong"]) == [True, False, True]


def test_personal_columns_are_never_kept(tmp_path):
    table = good_table("ho_so_tthc")
    for row in table[1:]:
        row[-5:] = ["Nguyễn Văn Bí Mật", "0912345678", "bi@mat.vn", "012345678901", "Số 1"]
    data = read_table(tmp_path, "ho_so_tthc", table)
    assert codes(data) == []
    assert "chu_ho_so" not in data.tables["ho_so_tthc"]
    assert "Bí Mật" not in data.tables["ho_so_tthc"].to_csv()


def test_form_out_of_use_is_no_form(tmp_path):
    params = parameters(only=["ho_so_tthc", "danh_muc_tthc"])
    old = params.forms["danh_muc_tthc"].model_copy(update={"valid_to": dt.date(2023, 1, 1)})
    params = parameters(only=["ho_so_tthc"])
    params.forms["danh_muc_tthc"] = old  # type: ignore[index]
    data = read(folder_with(tmp_path, good_body(["danh_muc_tthc", "ho_so_tthc"])), params)
    assert set(data.tables) == {"ho_so_tthc"}
