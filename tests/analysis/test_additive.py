"""Quarters add up to the cumulated period, or the difference is explained."""

from cchc_lib.analysis.area import area_findings

from .bodies import period, quarter_data, workspace


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
