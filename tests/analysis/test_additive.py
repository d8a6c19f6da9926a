"""Quarters add up to the cumulated period, or the difference is explained."""

from dataclasses import replace

from cchc_lib.analysis.area import area_findings
from cchc_lib.domain.parameters import PeriodFile

from .bodies import parameters, period, quarter_data, workspace


def spread(name, due, done=None):
    return {"ten_van_ban": name, "nhom": "phòng chống tham nhũng", "han_pho_bien": due, "ngay_pho_bien": done}


def texts(*rows):
    return [{"ten_van_ban": name, "ngay_trinh": when, "dung_trinh_tu_thu_tuc": True} for name, when in rows]


def codes(first, second, area="institutions"):
    data = workspace(quarter_data("2024-Q1", **first), quarter_data("2024-Q2", **second))
    return [(one.code, one.message) for one in area_findings(data, period("2024-6T"), area)]


def test_quarters_that_add_up_say_nothing():
    assert codes({"van_ban_qppl": texts(("a", "1/2/2024"))}, {"van_ban_qppl": texts(("b", "1/5/2024"))}) == []


def test_a_document_disseminated_after_its_quarter_is_explained():
    found = codes({"pho_bien_phap_luat": [spread("a", "1/2/2024", "1/4/2024")]}, {"pho_bien_phap_luat": []})
    assert {code for code, _ in found} == {"luy_ke_khac_tong_quy"}
    assert all("sau khi quý kết thúc" in message for _, message in found)


def test_a_row_sent_late_is_explained():
    found = codes({"van_ban_qppl": []}, {"van_ban_qppl": texts(("a", "1/2/2024"))})
    assert found and all("ghi ngày của quý khác" in message for _, message in found)


def test_a_quarter_has_no_quarters_to_add():
    data = workspace(quarter_data("2024-Q1", van_ban_qppl=texts(("a", "1/6/2024"))))
    assert area_findings(data, period("2024-Q1"), "institutions") == []


def test_what_only_targets_count_is_compared_without_any_plan_too():
    bare = workspace(quarter_data("2024-Q1", pho_bien_phap_luat=[]), quarter_data("2024-Q2", pho_bien_phap_luat=[spread("a", "1/2/2024")]),
                     changed=replace(parameters(), plans={}))
    messages = [one.message for one in area_findings(bare, period("2024-6T"), "institutions")]
    assert any(message.startswith("văn bản về phòng, chống tham nhũng") for message in messages)


def test_quarters_cut_by_other_days_than_the_whole_are_told_and_explain_the_sums():
    """The second quarter by its own dates: what was submitted the day before them is in the half-year and in no quarter."""
    own = PeriodFile.model_validate({"id": "2024-Q2", "from": "2024-03-20", "to": "2024-06-14"})
    data = workspace(quarter_data("2024-Q1", van_ban_qppl=[]), quarter_data("2024-Q2", van_ban_qppl=texts(("a", "19/3/2024"))),
                     changed=replace(parameters(), periods={"2024-Q2": own}))

    general = [one.message for one in area_findings(data, period("2024-6T"), "general")]
    assert [message for message in general if "chốt theo ngày khác" in message] == [
        "6 tháng đầu năm 2024 từ 15/12/2023 đến 14/6/2024, nhưng các quý của kỳ chốt theo ngày khác: "
        "quý I năm 2024 từ 15/12/2023 đến 14/3/2024; quý II năm 2024 từ 20/3/2024 đến 14/6/2024"
    ]
    sums = [one.message for one in area_findings(data, period("2024-6T"), "institutions")]
    assert sums and all(message.endswith("các quý chốt theo những ngày khác với cả kỳ") for message in sums)
