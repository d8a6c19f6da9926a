"""The upper part of page one and the signature, as a reader sees them."""

import datetime

import pytest
from written import W, body, header, paragraphs, style, text, texts, value

from cchc_lib.nd30 import Document, styles
from cchc_lib.nd30.decree import MOTTO, NATIONAL_NAME
from cchc_lib.nd30.measure import Face, wrap

THREE_LINES = "Trung tâm Tư vấn hỗ trợ doanh nghiệp và Xúc tiến đầu tư các khu công nghiệp tỉnh Hưng Yên"


def cells(document):
    frame = body(document).find(f"{W}tbl")
    return [list(row.iter(f"{W}tc")) for row in frame.iter(f"{W}tr")]


def twips_wide(cell):
    return int(value(cell, "tcPr/tcW", "w"))


def line_length(cell):
    """Length in points of the line drawn in a cell."""
    rule = next(p for p in cell.iter(f"{W}p") if style(p) == "DongKe")
    return (twips_wide(cell) - int(value(rule, "pPr/ind", "left")) - int(value(rule, "pPr/ind", "right"))) / 20


def test_number_and_date_stand_on_one_row_below_agency_and_national_name():
    document = Document()
    header(document, number=5, date=datetime.date(2024, 2, 5))
    printed = [[[text(p) for p in cell.iter(f"{W}p")] for cell in row] for row in cells(document)]
    assert printed == [
        [["UBND TỈNH HƯNG YÊN", "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", ""], [NATIONAL_NAME, MOTTO, ""]],
        [["Số: 05/BC-BQL"], ["Hưng Yên, ngày 05 tháng 02 năm 2024"]],
    ]


@pytest.mark.parametrize("sizes", ["13-14-14", "12-13-13"])
def test_national_name_has_room_on_one_line(sizes):
    document = Document(sizes=sizes)
    header(document)
    size = float(sizes[:2])
    assert twips_wide(cells(document)[0][1]) / 20 > Face(size, bold=True).width_pt(NATIONAL_NAME)


def test_frame_is_exactly_as_wide_as_the_text():
    document = Document()
    header(document)
    page, margins = body(document).find(f"{W}sectPr/{W}pgSz"), body(document).find(f"{W}sectPr/{W}pgMar")
    text_width = int(page.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    assert sum(map(twips_wide, cells(document)[0])) == text_width


def test_line_under_the_motto_is_as_long_as_its_text():
    document = Document()
    header(document)
    assert line_length(cells(document)[0][1]) == pytest.approx(Face(14, bold=True).width_pt(MOTTO), abs=0.2)


@pytest.mark.parametrize("issuer", ["Sở Nội vụ", "Ban Quản lý các khu công nghiệp", THREE_LINES])
def test_line_under_the_issuer_is_between_a_third_and_half_of_its_lines(issuer):
    document = Document()
    header(document, issuer=issuer)
    cell = cells(document)[0][0]
    face = Face(13, bold=True)
    name = next(p for p in cell.iter(f"{W}p") if style(p) == "TenCoQuan")
    indent = name.find(f"{W}pPr/{W}ind")
    room = twips_wide(cell) - (0 if indent is None else int(indent.get(f"{W}left")) * 2)
    lines = wrap(text(name), face, room / 20)
    for line in (lines[-1], max(lines, key=face.width_pt)):
        assert 1 / 3 <= line_length(cell) / face.width_pt(line) <= 1 / 2


def test_long_agency_name_is_balanced_by_indents_without_breaks_in_the_text():
    document = Document()
    header(document, issuer=THREE_LINES)
    (name,) = paragraphs(document, "TenCoQuan")
    assert text(name) == THREE_LINES.upper()
    assert int(value(name, "pPr/ind", "left")) == int(value(name, "pPr/ind", "right")) > 0


def test_room_is_kept_where_the_registry_numbers_and_dates():
    document = Document()
    header(document, month=3, year=2024)
    assert texts(document, "SoKyHieu") == ["Số:       /BC-BQL"]
    assert texts(document, "DiaDanhNgayThang") == ["Hưng Yên, ngày        tháng 3 năm 2024"]


def test_abstract_of_a_letter_stands_under_its_number():
    document = Document()
    header(document, symbol="BQL-VP", letter_abstract="V/v đôn đốc gửi số liệu.")
    left = [text(p) for p in cells(document)[1][0].iter(f"{W}p")]
    assert left == ["Số:       /BQL-VP", "V/v đôn đốc gửi số liệu"]


def test_draft_is_framed_under_a_blank_number():
    document = Document(draft=True)
    header(document, number=5)
    assert texts(document, "SoKyHieu") == ["Số:       /BC-BQL"]
    assert texts(document, "DauBanThao") == ["DỰ THẢO"]


def test_title_is_in_capitals_and_its_abstract_without_full_stop():
    document = Document()
    document.title("Báo cáo", "Kết quả công tác cải cách hành chính quý I năm 2024.")
    assert texts(document) == ["BÁO CÁO", "Kết quả công tác cải cách hành chính quý I năm 2024", ""]
    rule = paragraphs(document, "DongKe")[0]
    length = 165 * 72 / 25.4 - int(value(rule, "pPr/ind", "left")) / 10
    assert 1 / 3 <= length / Face(14, bold=True).width_pt(texts(document)[1]) <= 1 / 2


def test_a_title_can_do_without_an_abstract():
    document = Document()
    document.title("Thông báo")
    assert texts(document) == ["THÔNG BÁO"]


def test_one_addressee_stands_on_the_line_of_kinh_gui():
    document = Document()
    document.addressees(["Ủy ban nhân dân tỉnh Hưng Yên."])
    assert texts(document, "KinhGui") == ["Kính gửi: Ủy ban nhân dân tỉnh Hưng Yên"]


def test_a_long_addressee_breaks_into_balanced_lines():
    document = Document()
    document.addressees(["Đồng chí Chủ tịch Ủy ban nhân dân tỉnh và các đồng chí Phó Chủ tịch Ủy ban nhân dân tỉnh"])
    (line,) = paragraphs(document, "KinhGui")
    assert int(value(line, "pPr/ind", "left")) == int(value(line, "pPr/ind", "right")) > 0


def test_dashes_of_several_addressees_stand_under_the_colon():
    document = Document()
    document.addressees(["Bộ Nội vụ", "Bộ Tài chính"])
    (label,) = paragraphs(document, "KinhGuiNhieuNoi")
    items = paragraphs(document, "DanhSachKinhGui")
    assert [text(p) for p in items] == ["- Bộ Nội vụ;", "- Bộ Tài chính."]
    colon = int(value(label, "pPr/ind", "left")) / 20 + Face(14).width_pt("Kính gửi")
    for item in items:
        dash = int(value(item, "pPr/ind", "left")) - int(value(item, "pPr/ind", "hanging"))
        assert dash / 20 == pytest.approx(colon, abs=0.1)


def test_no_addressee_is_refused():
    with pytest.raises(ValueError, match="ít nhất một nơi nhận"):
        Document().addressees([])


def signed(last_words="Trên đây là báo cáo.", **more):
    document = Document()
    document.paragraph("Đoạn văn trước đó. " * 20)
    document.paragraph(last_words)
    document.signature(["KT.TRƯỞNG BAN", "Phó Trưởng Ban"], " Nguyễn Văn A", **more)
    return document


def test_recipients_and_authority_begin_on_the_same_row():
    (row,) = cells(signed(recipients=["Lãnh đạo Ban"], keep="VT, VP"))
    left, right = [[text(p) for p in cell.iter(f"{W}p")] for cell in row]
    assert left == ["Nơi nhận:", "- Lãnh đạo Ban;", "- Lưu: VT, VP."]
    assert right == ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn A"]


def test_another_title_stands_above_the_name():
    document = signed(other_title="Phó Chủ tịch UBND tỉnh")
    assert texts(document, "HoTen") == ["Phó Chủ tịch UBND tỉnh\nNguyễn Văn A"]


def test_signature_is_one_unbroken_row_kept_with_the_last_lines():
    document = signed()
    before, last = paragraphs(document, "NoiDung")
    assert last.find(f"{W}pPr/{W}keepNext") is not None
    assert before.find(f"{W}pPr/{W}keepNext") is not None, "one line alone would follow the signature to a new page"
    assert body(document).find(f"{W}tbl/{W}tr/{W}trPr/{W}cantSplit") is not None


def test_a_last_paragraph_of_several_lines_needs_no_company():
    before, last = paragraphs(signed("Trên đây là báo cáo của Ban, " * 8), "NoiDung")
    assert before.find(f"{W}pPr/{W}keepNext") is None
    assert last.find(f"{W}pPr/{W}keepNext") is not None


def test_room_for_the_signature_is_in_the_style():
    name = next(s for s in styles.paragraph_styles() if s.name == "Họ tên")
    assert name.before_pt >= 50
