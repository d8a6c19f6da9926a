"""The decree as data, and the phrases made from it."""

import datetime

import pytest

from cchc_lib.nd30 import Run, decree, styles, wording


@pytest.mark.parametrize(
    ("date", "printed"),
    [
        (datetime.date(2024, 3, 5), "ngày 05 tháng 3 năm 2024"),
        (datetime.date(2024, 1, 10), "ngày 10 tháng 01 năm 2024"),
        (datetime.date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
        (datetime.date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (datetime.date(2024, 12, 9), "ngày 09 tháng 12 năm 2024"),
    ],
)
def test_zero_stands_before_days_1_to_9_and_months_1_and_2_only(date, printed):
    assert decree.long_date(date) == printed
    assert wording.issue_date(date) == printed


def test_unknown_parts_of_the_date_are_left_blank():
    assert wording.issue_date(month=3, year=2024) == "ngày        tháng 3 năm 2024"
    assert wording.issue_date().split() == ["ngày", "tháng", "năm"]


def test_number_has_two_digits_below_ten_and_room_when_unknown():
    assert wording.number_and_symbol(5, "BC-BQL") == "Số: 05/BC-BQL"
    assert wording.number_and_symbol("05", "BC-BQL") == "Số: 05/BC-BQL"
    assert wording.number_and_symbol(112, "BC-BQL") == "Số: 112/BC-BQL"
    assert wording.number_and_symbol(None, "BC-BQL") == "Số:       /BC-BQL"


def test_points_follow_the_vietnamese_alphabet():
    assert "".join(map(decree.point_letter, range(1, 24))) == "abcdđeghiklmnopqrstuvxy"
    with pytest.raises(ValueError, match="23 điểm"):
        decree.point_letter(24)


def test_roman_numerals():
    assert [decree.roman(n) for n in (1, 4, 9, 14, 39, 40, 49)] == ["I", "IV", "IX", "XIV", "XXXIX", "XL", "XLIX"]


def test_lists_end_with_semicolons_and_a_full_stop_whatever_was_typed():
    assert wording.dash_list(["Sở Nội vụ;", "- UBND tỉnh."]) == ["- Sở Nội vụ;", "- UBND tỉnh."]
    assert wording.recipient_list(["Như trên", "Lãnh đạo Ban;"], "VT, VP.", as_above=True) == [
        "- Như trên;",
        "- Lãnh đạo Ban;",
        "- Lưu: VT, VP.",
    ]
    assert wording.recipient_list(["Lãnh đạo Ban"], "VT", as_above=False)[0] == "- Lãnh đạo Ban;"


@pytest.mark.parametrize("typed", ["KT.TRƯỞNG BAN", "KT. Trưởng Ban", "kt.  trưởng ban"])
def test_sign_of_authority_is_followed_by_one_space(typed):
    assert wording.authority_line(typed) == "KT. TRƯỞNG BAN"


def test_body_ends_with_its_mark_once():
    assert wording.with_end_mark((Run("báo cáo. "),)) == (Run("báo cáo./."),)
    assert wording.with_end_mark((Run("báo cáo./."),)) == (Run("báo cáo./."),)
    traced = Run("98,77%", bookmark="x")
    assert wording.with_end_mark((traced,)) == (traced, Run("./."))
    assert wording.with_end_mark((traced, Run("."))) == (traced, Run("./."))


@pytest.mark.parametrize("pair", decree.SIZE_PAIRS.values(), ids=decree.SIZE_PAIRS)
def test_every_style_prints_its_element_in_a_size_the_decree_allows(pair):
    by_name = {style.name: style for style in styles.paragraph_styles(pair)}
    printed_in = {
        "national_name": "Quốc hiệu", "motto": "Tiêu ngữ", "parent": "Tên cơ quan chủ quản", "issuer": "Tên cơ quan",
        "number": "Số ký hiệu", "place_date": "Địa danh ngày tháng", "letter_abstract": "Trích yếu công văn",
        "kind": "Tên loại", "abstract": "Trích yếu", "addressee": "Kính gửi", "basis": "Căn cứ", "body": "Nội dung",
        "section": "Mục I", "titled_item": "Mục 1", "point": "Điểm a", "authority": "Chức vụ", "signer": "Họ tên",
        "recipients_label": "Nơi nhận", "recipient": "Danh sách nơi nhận", "annex_label": "Phụ lục",
        "annex_title": "Tên phụ lục", "annex_reference": "Chỉ dẫn phụ lục", "page_number": "Số trang",
    }  # fmt: skip
    for key, name in printed_in.items():
        element, style = decree.ELEMENTS[key], by_name[name]
        assert element.size_pt.contains(style.size_pt), name
        assert (style.bold, style.italic) == (element.bold, element.italic), name
        assert element.align in (None, style.align), name
    assert by_name["Quốc hiệu"].size_pt == pair.national_name_pt
    assert by_name["Địa danh ngày tháng"].size_pt == pair.place_date_pt


def test_body_style_keeps_the_ranges_of_the_text():
    body = next(style for style in styles.paragraph_styles() if style.name == "Nội dung")
    assert body.first_line_mm in decree.FIRST_LINE_INDENTS_MM
    assert decree.PARAGRAPH_GAP_PT.contains(body.before_pt + body.after_pt)
    assert decree.LINE_SPACING.contains(body.lines)
    for side in ("top", "right", "bottom", "left"):
        assert getattr(decree.PAGE, f"{side}_mm").contains(styles.MARGINS_MM[side])
    assert all(decree.TABLE_SIZE_PT.contains(s.size_pt) for s in styles.paragraph_styles() if s.name.startswith("Bảng"))
