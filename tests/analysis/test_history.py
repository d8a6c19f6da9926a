"""Histories, rows behind a figure and what-if, on rows written by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from cchc_lib.analysis.behind import rows_behind
from cchc_lib.analysis.history import history_of, quarters_read, target_named
from cchc_lib.domain.errors import UsageError
from cchc_lib.explore import behind, dossiers, history, surprises, target, what_if
from cchc_lib.presentation.html import Listing

from .bodies import period, quarter_data, workspace


def texts(*rows):
    return [{"ten_van_ban": name, "ngay_trinh": when, "dung_trinh_tu_thu_tuc": ok} for name, when, ok in rows]


def three_quarters():
    return workspace(
        quarter_data("2023-Q4", van_ban_qppl=texts(("a", "1/11/2023", True))),
        quarter_data("2024-Q1", van_ban_qppl=texts(("b", "1/2/2024", True), ("c", "2/2/2024", False))),
        quarter_data("2024-Q2"),
    )


def dossier(code, due, end, channel="trực tuyến", **more):
    return {
        "ma_ho_so": code, "ma_tthc": "1", "ngay_tiep_nhan": "2/1/2024", "ngay_hen_tra": due, "ngay_tra_ket_qua": end, "kenh_tiep_nhan": channel,
        "trang_thai": "đã trả kết quả" if end else "đang giải quyết",
    } | more


def two_dossiers():
    rows = [dossier("1", "10/1/2024", "9/1/2024", da_so_hoa_ho_so=True), dossier("2", "10/1/2024", "15/1/2024", "trực tiếp"), dossier("3", "1/3/2024", None)]
    return workspace(quarter_data("2024-Q1", ho_so_tthc=rows, danh_muc_tthc=[{"ma_tthc": "1", "ten_tthc": "Cấp giấy", "linh_vuc": "Đầu tư"}]))


def test_a_history_has_a_point_for_every_quarter_read_gaps_too():
    space = three_quarters()
    past = history_of(space, target_named(space, "2.1.a", period("2024-Q2")))
    assert [(one.period.id, one.amount.printed, one.amount.status, one.target) for one in past] == [
        ("2023-Q4", "100%", "đạt", "100"), ("2024-Q1", "50%", "chưa đạt", "100"), ("2024-Q2", None, "chưa có số liệu", "100"),
    ]
    assert [quarter.id for quarter in quarters_read(space)] == ["2023-Q4", "2024-Q1", "2024-Q2"]


def test_a_year_without_a_plan_is_in_a_history_without_judgement():
    space = workspace(quarter_data("2022-Q1", van_ban_qppl=texts(("a", "1/2/2022", True))))
    (one,) = history_of(space, target_named(space, "2.1.a", period("2022-Q1")))
    assert (one.amount.printed, one.amount.status, one.target) == ("100%", None, None)


def test_an_unknown_target_names_the_nearest():
    with pytest.raises(UsageError) as caught:
        target_named(three_quarters(), "2.2.A1", period("2024-Q1"))
    assert "2.2.a" in caught.value.remedy


def test_history_as_a_table_has_last_year_beside_it():
    space = workspace(
        quarter_data("2023-Q1", van_ban_qppl=texts(("a", "1/2/2023", False))), quarter_data("2024-Q1", van_ban_qppl=texts(("b", "1/2/2024", True))),
    )
    frame = history(space, period("2024-Q1"), ["2.1.a"], ["2024-Q1"])
    (row,) = frame.to_dict("records")
    assert (row["ky"], row["gia_tri"], row["muc_tieu"], row["danh_gia"], row["cung_ky"]) == ("2024-Q1", 100.0, 100.0, "đạt", 0.0)


def test_history_takes_several_one_by_one_or_as_a_list():
    space = three_quarters()
    one_by_one = history(space, period("2024-Q2"), ["2.1.a", "2.1.b"])
    assert one_by_one["ma"].tolist() == ["2.1.a"] * 3 + ["2.1.b"] * 3
    pd.testing.assert_frame_equal(history(space, period("2024-Q2"), [["2.1.a", "2.1.b"]]), one_by_one)


def test_history_of_everything_has_every_target_of_the_plan():
    frame = history(three_quarters(), period("2024-Q1"), [])
    assert frame["ma"].nunique() == 31


def test_rows_behind_a_count_are_those_that_do_not_count_in_the_numerator():
    rows = behind(three_quarters(), period("2024-Q1"), "2.1.a")
    assert rows["ten_van_ban"].tolist() == ["c"]
    assert rows[["_file", "_sheet", "_row"]].to_dict("records") == [{"_file": "2024-Q1/van-phong.xlsx", "_sheet": "Văn bản QPPL", "_row": 3}]


def test_rows_behind_a_sum_are_those_that_fall_short():
    months = [
        {"thang": "1/1/2024", "don_vi": "A", "tong_so_van_ban_di": 9, "van_ban_mat": 1, "van_ban_dien_tu": 8, "ky_so_day_du": 8},
        {"thang": "1/2/2024", "don_vi": "B", "tong_so_van_ban_di": 5, "van_ban_mat": 0, "van_ban_dien_tu": 5, "ky_so_day_du": 4},
    ]
    space = workspace(quarter_data("2024-Q1", van_ban_dien_tu=months))
    assert behind(space, period("2024-Q1"), "2.6.a")["don_vi"].tolist() == ["B"]


def test_rows_behind_dossiers_follow_their_own_denominator():
    space = two_dossiers()
    assert behind(space, period("2024-Q1"), "2.2.a")["ma_ho_so"].tolist() == ["2"]
    assert behind(space, period("2024-Q1"), "2.2.c")["ma_ho_so"].tolist() == ["2", "3"]


@pytest.mark.parametrize("target_id", ["1.a", "2.3.a", "2.4.b", "2.1.b"])
def test_nothing_is_behind_what_is_no_ratio_or_was_not_submitted(target_id):
    space = three_quarters()
    assert rows_behind(space, target_named(space, target_id, period("2024-Q1")), space.calendar.span(period("2024-Q1"))).empty


def test_dossiers_one_by_one_say_where_each_stands():
    frame = dossiers(two_dossiers(), period("2024-Q1"))
    assert frame[["ma_ho_so", "linh_vuc", "tinh_trang", "so_ngay_muon"]].values.tolist() == [
        ["1", "Đầu tư", "trước hạn", -1], ["2", "Đầu tư", "quá hạn", 3], ["3", "Đầu tư", "đang giải quyết, quá hạn", 9],
    ]
    assert frame["ten_tthc"].tolist() == ["Cấp giấy"] * 3
    assert len(dossiers(three_quarters(), period("2024-Q1"))) == 0


def test_days_late_are_blank_while_the_clock_stands_still():
    space = workspace(quarter_data("2024-Q1", ho_so_tthc=[dossier("1", "1/3/2024", None, trang_thai="chờ bổ sung")]))
    (row,) = dossiers(space, period("2024-Q1")).to_dict("records")
    assert row["tinh_trang"] == "đang giải quyết, trong hạn"
    assert pd.isna(row["so_ngay_muon"])


def test_surprises_list_late_dossiers_first_under_the_forms_titles():
    space = two_dossiers()
    listing = surprises(space, period("2024-Q1"), [target(space, period("2024-Q1"), one) for one in ("2.2.a", "2.2.c", "2.2.d")])
    assert isinstance(listing, Listing)
    titles = [title for title, _ in listing.tables]
    assert titles[0] == "Hồ sơ quá hạn (2 hồ sơ)"
    assert titles[1:] == ["Hồ sơ TTHC được giải quyết đúng hạn: 1 dòng chưa đạt", "Hồ sơ TTHC được số hóa: 2 dòng chưa đạt", "Kết quả giải quyết TTHC được số hóa: 2 dòng chưa đạt"]
    late = listing.tables[0][1]
    assert late["Mã hồ sơ"].tolist() == ["3", "2"]
    assert late.columns.tolist()[1:3] == ["Mã TTHC", "Tên TTHC"] and listing.tables[1][1]["Tên TTHC"].tolist() == ["Cấp giấy"]
    assert late["Ở đâu"].tolist()[0] == "2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 4"


def test_what_if_a_target_were_another():
    changed = what_if(two_dossiers(), period("2024-Q1"), targets={"2.2.a": "50"})
    (row,) = changed.to_dict("records")
    assert (row["ma"], row["danh_gia_truoc"], row["danh_gia_sau"]) == ("2.2.a", "chưa đạt", "chưa đạt")  # exactly 50% is not «trên 50%»
    changed = what_if(two_dossiers(), period("2024-Q1"), targets={"2.2.a": 49.9})
    assert changed["danh_gia_sau"].tolist() == ["đạt"]


def test_what_if_rows_were_left_out():
    space = two_dossiers()
    changed = what_if(space, period("2024-Q1"), exclude={"ho_so_tthc": "kenh_tiep_nhan == 'trực tiếp'"}).set_index("ma")
    assert (changed.at["2.2.a", "truoc"], changed.at["2.2.a", "sau"]) == ("50% (1/2)", "100% (1/1)")
    same = what_if(space, period("2024-Q1"), exclude={"ho_so_tthc": lambda rows: rows["ma_ho_so"] == "2"}).set_index("ma")
    assert same.equals(changed)
    assert target(space, period("2024-Q1"), "2.2.a").printed == "50%"


def test_what_if_nothing_changes_nothing():
    assert what_if(two_dossiers(), period("2024-Q1")).empty


@pytest.mark.parametrize(("asked", "words"), [
    ({"targets": {"2.2.z": 1}}, "2.2.z"), ({"targets": {"2.2.a": "nhiều"}}, "nhiều"), ({"exclude": {"ho_so": "1 == 1"}}, "ho_so_tthc"),
    ({"exclude": {"ho_so_tthc": "khong_co_cot == 1"}}, "ma_ho_so"),
])
def test_what_cannot_be_asked_is_said(asked, words):
    with pytest.raises(UsageError) as caught:
        what_if(two_dossiers(), period("2024-Q1"), **asked)
    assert words in str(caught.value)
