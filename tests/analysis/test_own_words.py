"""Text carried over from last quarter, and numbers in a unit's words that are not the computed ones."""

import pytest

from cchc_lib.analysis.own_words import own_words_findings

from .bodies import period, quarter_data, workspace

TEXTS = [{"ten_van_ban": name, "ngay_trinh": "1/2/2024", "dung_trinh_tu_thu_tuc": name != "c"} for name in "abc"]  # 2 of 3: 66,67 %


def said(text, code=None, section="hạn chế", unit="Văn phòng"):
    return {"muc": section, "noi_dung": text, "don_vi": unit, "ma_chi_tieu": code}


def codes(*now, before=()):
    quarters = [quarter_data("2024-Q1", van_ban_qppl=TEXTS, danh_gia_chung=now)]
    if before:
        quarters.insert(0, quarter_data("2023-Q4", danh_gia_chung=before))
    data = workspace(*quarters)
    return [one.code for area in ("general", "institutions") for one in own_words_findings(data, period("2024-Q1"), area)]


OLD = "Việc số hóa kết quả giải quyết thủ tục hành chính tại Bộ phận Một cửa còn chậm, mới đạt 91,2%."


@pytest.mark.parametrize("now", [OLD, OLD.replace("91,2", "93,5"), OLD.upper(), OLD.replace("còn chậm", "vẫn chậm")])
def test_text_of_last_quarter_is_found_also_with_another_number(now):
    assert codes(said(now), before=[said(OLD)]) == ["loi_lap_lai"]


@pytest.mark.parametrize(
    ("now", "earlier"),
    [
        (said("Hồ sơ quá hạn tập trung ở lĩnh vực lao động do thiếu người."), said(OLD)),
        (said(OLD, unit="Phòng Quản lý đầu tư"), said(OLD)),  # another unit
        (said(OLD, section="nguyên nhân khách quan"), said(OLD)),  # another section
        (said("Không có."), said("Không có.")),  # short texts say the same with good reason
    ],
)
def test_other_text_is_not(now, earlier):
    assert codes(now, before=[earlier]) == []


@pytest.mark.parametrize("percent", ["66,67%", "66,7%", "67%", "100%", "33,33%", "33,3 %"])
def test_the_computed_value_its_target_and_distance_may_be_quoted(percent):
    assert codes(said(f"Tỷ lệ mới đạt {percent} so với yêu cầu.", code="2.1.a")) == []


@pytest.mark.parametrize("percent", ["66,6%", "76,67%", "66,68%"])
def test_another_percentage_is_found(percent):
    assert codes(said(f"Tỷ lệ mới đạt {percent} so với yêu cầu.", code="2.1a")) == ["so_trong_loi_khac_so_tinh"]


def test_words_about_no_target_are_left_alone():
    assert codes(said("Tỷ lệ mới đạt 12,3% so với yêu cầu.")) == []


@pytest.mark.parametrize(("percent", "code"), [("50%", []), ("66,67%", ["so_trong_loi_cua_rieng_quy"]), ("12,3%", ["so_trong_loi_khac_so_tinh"])])
def test_a_figure_of_the_last_quarter_alone_is_named_in_a_cumulated_period(percent, code):
    first = [{"ten_van_ban": "d", "ngay_trinh": "1/2/2024", "dung_trinh_tu_thu_tuc": False}]
    second = [{**row, "ngay_trinh": "1/4/2024"} for row in TEXTS]  # 2 of 3 in the quarter, 2 of 4 in the half-year
    words = said(f"Tỷ lệ mới đạt {percent} so với yêu cầu.", code="2.1.a")
    data = workspace(quarter_data("2024-Q1", van_ban_qppl=first), quarter_data("2024-Q2", van_ban_qppl=second, danh_gia_chung=[words]))
    assert [one.code for one in own_words_findings(data, period("2024-6T"), "institutions")] == code
