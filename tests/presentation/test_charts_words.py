"""What charts say in words and hand on as data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_lib.domain.results import TOTAL_FIELD, Amount, Chart
from cchc_lib.presentation import charts
from cchc_lib.presentation.charts import PacePoint, Point, Series, Stack
from cchc_lib.presentation.charts.lateness import _bins
from cchc_lib.presentation.drawn import Drawn
from cchc_lib.presentation.wording import and_list, target_words

from . import builders as b


def test_each_has_caption_alt_source_and_data(drawn: Drawn) -> None:
    chart = drawn.chart
    assert chart.caption.endswith(", quý I năm 2024")
    assert chart.file == f"{chart.id}.png"
    assert chart.alt.endswith("Số liệu minh họa.")
    assert "SỐ LIỆU MINH HỌA" in chart.source
    assert Chart.model_validate(json.loads(chart.model_dump_json())) == chart


def test_a_notebook_shows_the_bytes_with_their_alt_text(drawn: Drawn) -> None:
    png, metadata = drawn._repr_png_()
    assert png is drawn.png
    assert metadata["alt"] == drawn.chart.alt
    assert drawn.chart.caption in repr(drawn)


def test_targets_say_what_is_met_missed_not_arisen_and_missing() -> None:
    alt = charts.targets(b.INDICATORS, b.ABOUT).chart.alt
    assert "Đạt: Hồ sơ TTHC được giải quyết đúng hạn (98,77%, mục tiêu trên 95%) và Kết quả" in alt
    assert "Chưa đạt: Hồ sơ TTHC được trả kết quả trước hạn (71,2%, mục tiêu trên 80%)" in alt
    assert "Không phát sinh: Giao dịch thanh toán trực tuyến." in alt
    assert "Chưa có số liệu: Mức độ hài lòng về giải quyết TTHC." in alt
    assert "thấp nhất là TTHC đủ điều kiện được cung cấp trực tuyến toàn trình hoặc một phần (0%)" in alt


def test_a_row_without_value_says_why() -> None:
    words = [text.what for text in charts.targets(b.INDICATORS, b.ABOUT).sheet.texts]
    assert "không phát sinh" in words
    assert "chưa có số liệu" in words
    assert "tiến độ cần 25%" in words


def test_without_a_plan_values_are_shown_and_not_judged() -> None:
    chart = charts.targets([b.indicator("Hồ sơ", "98", None, None)], b.ABOUT)
    assert "Chưa đánh giá: Hồ sơ (98%)." in chart.chart.alt
    assert not any("mục tiêu" in text.what for text in chart.sheet.texts) and "mục tiêu" not in chart.chart.caption


def test_fields_are_ordered_by_size_and_the_total_is_no_bar() -> None:
    rows = [*b.FIELDS, b.field_row(TOTAL_FIELD, 426, 141, 7, 140, 5)]
    chart = charts.dossiers_by_field(rows, b.ABOUT).chart
    assert [row["field"] for row in chart.data["rows"]] == ["Môi trường", "Đầu tư tại Việt Nam", b.LONG, "Thương mại quốc tế"]
    assert "719 hồ sơ TTHC ở 4 lĩnh vực: đã giải quyết 574 (trước hạn 426, đúng hạn 141, quá hạn 7), đang giải quyết 145 (quá hạn 5)" in chart.alt
    assert "Lĩnh vực có hồ sơ quá hạn: Môi trường (7)" in chart.alt


def test_of_many_fields_the_largest_are_bars_and_the_others_one() -> None:
    rows = [b.field_row(f"Lĩnh vực {n:02}", n, 0, 0, 0, 0) for n in range(1, 31)]
    chart = charts.dossiers_by_field(rows, b.ABOUT).chart
    assert [row["field"] for row in chart.data["rows"]] == [*(f"Lĩnh vực {n:02}" for n in range(30, 18, -1)), "18 lĩnh vực còn lại"]
    assert "hồ sơ TTHC ở 30 lĩnh vực" in chart.alt and "Nhiều nhất là lĩnh vực Lĩnh vực 30 (30), 18 lĩnh vực còn lại (171)." in chart.alt


def test_a_trend_names_its_extremes_misses_and_gaps() -> None:
    alt = charts.trend(b.SERIES[0], b.ABOUT).chart.alt
    assert "Cao nhất 80% (quý II năm 2024), thấp nhất 40,5% (quý I năm 2023), gần nhất 80% (quý II năm 2024)." in alt
    assert "Mục tiêu từ 60%. Chưa đạt ở quý I năm 2023 và quý II năm 2023." in alt
    assert "Chưa có số liệu: quý III năm 2023." in alt


def test_a_target_that_changed_is_named_for_each_span() -> None:
    points = tuple(Point(f"{year}-Q{n}", "93", None, None, "90" if year == 2023 else "95") for year in (2023, 2024) for n in (1, 2, 3, 4))
    words = " ".join(text.what for text in charts.trend(Series("2.2.a", "Đúng hạn", points), b.ABOUT).sheet.texts)
    assert "mục tiêu từ 90%" in words
    assert "mục tiêu từ 95%" in words


def test_the_heat_map_prints_values_where_cells_have_room() -> None:
    words = [text.what for text in charts.heat_map(b.SERIES, b.ABOUT).sheet.texts]
    assert "40,5%" in words
    narrow = charts.heat_map([b.series(["40.5"] * 24, first="2019-Q1")], b.ABOUT)
    assert "40,5%" not in [text.what for text in narrow.sheet.texts]


def test_lateness_counts_early_on_time_and_late() -> None:
    chart = charts.lateness(b.DAYS, b.ABOUT, unit="ngày làm việc").chart
    assert "652 hồ sơ" in chart.alt
    assert "603 trước hạn, 40 đúng hạn, 9 quá hạn. Nhiều nhất là sớm 4 ngày làm việc (200 hồ sơ). Chậm nhất là 9 ngày làm việc." in chart.alt
    assert charts.lateness([day for day, count in b.DAYS.items() for _ in range(count)], b.ABOUT, unit="ngày làm việc").chart == chart


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.integers(-400, 400), st.integers(1, 50), min_size=1, max_size=40))
def test_every_dossier_is_in_one_bar(days: dict[int, int]) -> None:
    bins = _bins(days)
    assert sum(one.count for one in bins) == sum(days.values())
    assert [one.count for one in bins if one.first == 0] == [days.get(0, 0)]
    assert sum(one.count for one in bins if one.first > 0) == sum(count for day, count in days.items() if day > 0)


def test_long_delays_are_told_in_steps() -> None:
    assert [(one.name, one.count) for one in _bins({0: 1, 1: 2, 7: 1, 33: 1, 90: 4})] == [
        ("0", 1), ("1–5", 2), ("6–10", 1), ("11–20", 0), ("21–30", 0), ("31–60", 1), ("> 60", 4),
    ]


def test_disbursement_says_whether_it_keeps_pace() -> None:
    alt = charts.disbursement(b.PACE, b.ABOUT, plan=10_000).chart.alt
    assert "Kế hoạch vốn năm là 10.000 triệu đồng. Lũy kế: quý I 12,5%; quý II 55%. Đến quý II năm 2024 kế hoạch cần 45%: kịp tiến độ." in alt


def test_composition_sums_up_and_puts_small_parts_into_words() -> None:
    chart = charts.composition(b.GRADES, b.ABOUT, what="Kết quả đánh giá, xếp loại", noun="lượt")
    assert "Tổng cộng 78 lượt: hoàn thành xuất sắc 12 (15,38%)" in chart.chart.alt
    words = [text.what for text in chart.sheet.texts]
    assert "không phát sinh" in words
    assert "1 không hoàn thành" in words


def test_more_than_five_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="năm|5"):
        charts.composition([Stack("kỳ", dict.fromkeys("abcdef", 1))], b.ABOUT, what="x", noun="hồ sơ")


def test_nothing_to_draw_is_no_chart() -> None:
    assert charts.targets([], b.ABOUT) is None
    assert charts.targets([b.indicator("Biên chế", None, kind="count")], b.ABOUT) is None
    assert charts.dossiers_by_field([], b.ABOUT) is None
    assert charts.dossiers_by_field([b.field_row("Đầu tư", 0, 0, 0, 0, 0), b.field_row(TOTAL_FIELD, 0, 0, 0, 0, 0)], b.ABOUT) is None
    assert charts.trend(b.series([None, None]), b.ABOUT) is None
    assert charts.trend(b.series([]), b.ABOUT) is None
    assert charts.trends([], b.ABOUT) is None
    assert charts.trends([b.series([None])], b.ABOUT) is None
    assert charts.heat_map([], b.ABOUT) is None
    assert charts.heat_map([b.series([])], b.ABOUT) is None
    assert charts.lateness({}, b.ABOUT) is None
    assert charts.lateness({-1: 0}, b.ABOUT) is None
    assert charts.disbursement([], b.ABOUT) is None
    assert charts.disbursement([PacePoint("2024-Q1", None, "20")], b.ABOUT) is None
    assert charts.composition([], b.ABOUT, what="x", noun="lượt") is None
    assert charts.composition([Stack("tháng 1", {"tốt": 0})], b.ABOUT, what="x", noun="lượt") is None


def test_an_amount_becomes_a_point() -> None:
    point = Point.of("2024-Q1", Amount(value="98.769483182937", printed="98,77%", status="đạt"), "95")
    assert (point.printed, point.status, float(point.exact or 0)) == ("98,77%", "đạt", 98.769483182937)


@pytest.mark.parametrize(("comparison", "target", "unit", "words"), [
    (">", "95", "%", "trên 95%"), (">=", "90", "%", "từ 90%"), (">=", "100", "%", "100%"), ("<=", 12, "người", "không quá 12 người"),
    ("<", "5.5", "%", "dưới 5,5%"), (">=", "97.50", "điểm", "từ 97,5 điểm"),
])
def test_targets_in_words(comparison: str, target: str | int, unit: str, words: str) -> None:
    assert target_words(comparison, target, unit) == words


def test_lists_in_words() -> None:
    assert and_list([]) == ""
    assert and_list(["a"]) == "a"
    assert and_list(["a", "b", "c"]) == "a, b và c"
    assert and_list([str(n) for n in range(12)]) == "0, 1, 2, 3, 4, 5, 6, 7 và 4 mục khác"


def test_what_was_computed_just_now_has_an_empty_marker_and_says_so() -> None:
    series = b.series(["48", "53", None, "61"])
    points = tuple(replace(point, computed=place in (1, 2)) for place, point in enumerate(series.points))
    drawn, many = charts.trend(replace(series, points=points), b.ABOUT), charts.trends([replace(series, points=points), series], b.ABOUT)
    for one in (drawn, many):
        assert "Tính từ biểu, chưa có lần chạy: quý II năm 2023." in one.chart.alt
        assert [box.what for box in one.sheet.texts].count("Ký hiệu rỗng: tính từ biểu hiện có, kỳ ấy chưa có lần chạy.") == 1
    assert [point.get("computed", False) for point in drawn.chart.data["series"][0]["points"]] == [False, True, True, False]
    assert "rỗng" not in charts.trend(series, b.ABOUT).chart.alt
