"""Headings, text, figures, annexes and sections."""

import pytest
from written import W, body, paragraphs, png, small_report, style, text, texts, value, xml

from cchc_lib.nd30 import Column, Document, Run, Table


def test_headings_count_by_themselves_and_anew_below_each_other():
    document = Document()
    for level, words in [(1, "Công tác chỉ đạo:"), (2, "Kế hoạch."), (3, "một;"), (3, "hai;"), (2, "Kiểm tra"),
                         (3, "ba;"), (1, "Kết quả"), (2, "Thể chế")]:  # fmt: skip
        document.heading(level, words)
    assert texts(document)[:8] == [
        "I. CÔNG TÁC CHỈ ĐẠO", "1. Kế hoạch", "a) một;", "b) hai;", "2. Kiểm tra", "a) ba;",
        "II. KẾT QUẢ", "1. Thể chế",
    ]  # fmt: skip
    assert [style(p) for p in paragraphs(document)[:3]] == ["MucI", "Muc1", "DiemA"]


def test_figures_in_a_heading_can_be_traced():
    document = Document()
    document.heading(3, ["Tỷ lệ ", Run("98,77%", bookmark="2.2.a"), ";"])
    document.heading(2, ["Kết quả ", Run("chung:", italic=True)])
    assert texts(document)[:2] == ["a) Tỷ lệ 98,77%;", "1. Kết quả chung"]
    assert list(document.bookmarks.values()) == ["2.2.a"]


def test_a_given_number_is_printed_as_given():
    document = Document()
    document.heading(2, "Chỉ tiêu", number="2.1.")
    document.heading(1, "Mở đầu", number="")
    assert texts(document)[:2] == ["2.1. Chỉ tiêu", "MỞ ĐẦU"]


def test_headings_appear_in_the_navigation_pane():
    styles_xml = xml(Document(), "word/styles.xml")
    levels = {s.get(f"{W}styleId"): value(s, "pPr/outlineLvl") for s in styles_xml.iter(f"{W}style")}
    assert [levels[name] for name in ("MucI", "Muc1", "DiemA", "PhuLuc", "NoiDung")] == ["0", "1", "2", "0", None]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_heading_never_ends_a_page(level):
    document = Document()
    document.heading(level, "Kết quả thực hiện chỉ tiêu")
    document.paragraph("Lời văn.")
    heading = paragraphs(document)[0]
    own = style(heading)
    found = next(one for one in xml(document, "word/styles.xml").iter(f"{W}style") if one.get(f"{W}styleId") == own)
    assert found.find(f"{W}pPr/{W}keepNext") is not None


def test_unknown_heading_level():
    with pytest.raises(ValueError, match="cấp 1, 2, 3"):
        Document().heading(4, "x")


def test_bold_runs_use_a_character_style_and_no_direct_formatting():
    document = Document()
    document.paragraph(["thường ", Run("đậm", bold=True), Run(" nghiêng", italic=True)])
    properties = [[child.tag for child in r] for r in body(document).iter(f"{W}rPr")]
    assert properties == [[f"{W}rStyle"], [f"{W}rStyle"]]


def test_bookmarks_surround_their_figure_and_never_share_a_name():
    document = Document()
    document.paragraph(["đạt ", Run("98,77%", bookmark="2.2.a"), " và ", Run("98,77%", bookmark="2.2.a")])
    document.table(Table([Column("Số")], [[Run("12", bookmark="06a/Đầu tư/online")]]))
    starts = list(body(document).iter(f"{W}bookmarkStart"))
    names = [s.get(f"{W}name") for s in starts]
    assert names == ["b_2_2_a", "b_2_2_a_2", "b_06a_Dau_tu_online"]
    assert document.bookmarks == dict(zip(names, ["2.2.a", "2.2.a", "06a/Đầu tư/online"], strict=True))
    assert [s.get(f"{W}id") for s in starts] == ["1", "2", "3"]
    assert [text(s.getnext()) for s in starts] == ["98,77%", "98,77%", "12"]
    assert [s.getnext().getnext().tag for s in starts] == [f"{W}bookmarkEnd"] * 3


def test_a_bullet_has_one_dash():
    document = Document()
    document.bullet("một;")
    document.bullet("- hai;")
    document.bullet([Run("ba", bold=True), "."])
    assert texts(document)[:3] == ["- một;", "- hai;", "- ba."]


def test_end_mark_takes_the_place_of_the_last_full_stop():
    document = Document()
    document.paragraph(["Trân trọng ", Run("báo cáo.", bold=True)])
    document.end()
    assert texts(document)[0] == "Trân trọng báo cáo./."


def test_a_body_that_ends_in_a_table_keeps_it_as_it_is():
    document = Document()
    document.table(Table([Column("Số")], [["1"]], source="Văn phòng"))
    document.end()
    assert texts(document, "Nguon") == ["Nguồn: Văn phòng"]
    Document().end()


def test_figure_is_never_wider_than_the_text_and_keeps_its_proportions():
    document = Document()
    document.figure(png(40, 20), alt='Số hồ sơ "quý I" & <so sánh>', width_mm=500)
    extent = next(e for e in body(document).iter() if e.tag.endswith("}extent"))
    assert int(extent.get("cx")) / 36000 == pytest.approx(165, abs=0.1)
    assert int(extent.get("cy")) == pytest.approx(int(extent.get("cx")) / 2, abs=1)
    described = [e.get("descr") for e in body(document).iter() if e.get("descr")]
    assert described == ['Số hồ sơ "quý I" & <so sánh>'] * 2


def test_a_note_stands_in_small_italics():
    document = Document()
    document.note(["Ghi chú: ", Run("12", bookmark="x"), " hồ sơ."])
    assert texts(document, "Nguon") == ["Ghi chú: 12 hồ sơ."]


def test_a_tall_figure_fits_the_page():
    document = Document()
    document.figure(png(10, 40), alt="cao")
    extent = next(e for e in body(document).iter() if e.tag.endswith("}extent"))
    assert int(extent.get("cy")) / 36000 < 297 - 40


def test_figure_caption_and_source_stay_together_below_it():
    document = Document()
    assert document.figure(png(2, 2), alt="a", caption="Hồ sơ.", source="Văn phòng") == 1
    picture, caption, source, *_ = paragraphs(document)
    assert [text(caption), text(source)] == ["Hình 1. Hồ sơ", "Nguồn: Văn phòng"]
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in (picture, caption))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_not_png_is_refused(data):
    with pytest.raises(ValueError, match="PNG"):
        Document().figure(data, alt="x")


def test_figure_without_alt_text_is_refused():
    with pytest.raises(ValueError, match="mô tả"):
        Document().figure(png(2, 2), alt=" ")


def sections(document):
    return list(body(document).iter(f"{W}sectPr"))


def test_every_annex_is_a_section_with_its_own_page_numbers():
    document = Document()
    document.paragraph("Lời văn")
    document.annex("I", "Bảng số liệu", "(Kèm theo Báo cáo số 05/BC-BQL)", landscape=True)
    document.table(Table([Column("Số")], [["1"]]))
    document.annex("II", "Tiến độ")
    document.paragraph("Lời văn")
    main, across, upright = sections(document)
    assert [value(s, "pgNumType", "start") for s in (main, across, upright)] == [None, "1", "1"]
    assert [value(s, "pgSz", "orient") for s in (main, across, upright)] == [None, "landscape", None]
    assert [value(s, "pgSz", "w") for s in (main, across, upright)] == ["11906", "16838", "11906"]
    assert len({value(s, "pgMar", "left") for s in (main, across, upright)}) == 1
    assert all(s.find(f"{W}headerReference") is not None and s.find(f"{W}titlePg") is not None
               for s in (main, across, upright))  # fmt: skip


def test_head_of_an_annex():
    document = Document()
    document.annex("I", "Kết quả thực hiện", "(Kèm theo Báo cáo số 05/BC-BQL)")
    assert texts(document, "PhuLuc") == ["Phụ lục I"]
    assert texts(document, "TenPhuLuc") == ["KẾT QUẢ THỰC HIỆN"]
    assert texts(document, "ChiDanPhuLuc") == ["(Kèm theo Báo cáo số 05/BC-BQL)"]


def test_headings_of_an_annex_count_from_one():
    document = Document()
    document.heading(1, "Chung")
    document.annex(None, "Khác")
    document.heading(1, "Riêng")
    assert texts(document, "MucI") == ["I. CHUNG", "I. RIÊNG"]
    assert texts(document, "PhuLuc") == ["Phụ lục"]


def test_a_section_ends_in_its_last_paragraph_and_needs_an_empty_one_after_a_table_only():
    document = Document()
    document.paragraph("Lời văn")
    document.annex("I", "Bảng")
    document.table(Table([Column("Số")], [["1"]]))
    document.annex("II", "Chữ")
    owners = [s.getparent().getparent() for s in sections(document)[:2]]
    assert [style(p) for p in owners] == ["NoiDung", "NgatPhan"]


def test_page_number_field_is_in_the_header_of_all_pages_but_the_first():
    document = small_report()
    assert "".join(xml(document, "word/header1.xml").itertext()).split() == ["PAGE", "2"]


def test_mark_stands_at_the_foot_of_every_page():
    document = Document(draft=True, mark="SỐ LIỆU MINH HỌA")
    document.paragraph("x")
    kinds = [r.get(f"{W}type") for r in sections(document)[0].findall(f"{W}footerReference")]
    assert sorted(kinds) == ["default", "first"]
    for kind in kinds:
        assert "".join(xml(document, f"word/nd30_footer_{kind}.xml").itertext()) == "DỰ THẢO · SỐ LIỆU MINH HỌA"
