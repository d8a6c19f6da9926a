"""Effective formatting is what Word shows: chains of styles, toggles, themes, tables, tracked changes."""

import pytest
from typed import NS, TNR, P, Typed, cell, packed, table

from cchc_lib.nd30.reading.document import read_document

THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme name="x">'
    '<a:majorFont><a:latin typeface="Cambria"/></a:majorFont><a:minorFont><a:latin typeface="Calibri"/></a:minorFont>'
    "</a:fontScheme></a:themeElements></a:theme>"
)


def style(style_id, based_on=None, run="", paragraph="", kind="paragraph", more=""):
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{style_id}"/>{base}'
            f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr>{more}</w:style>")


def read(tmp_path, body, styles="", theme="", defaults="", numbering=""):
    parts = {
        "word/document.xml": f"<w:document {NS}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {NS}>{defaults}{styles}</w:styles>",
    }
    if theme:
        parts["word/theme/theme1.xml"] = theme
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {NS}>{numbering}</w:numbering>"
    path = tmp_path / "a.docx"
    path.write_bytes(packed(parts))
    return read_document(path).paragraphs


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs, style_id=None, properties=""):
    own = f'<w:pStyle w:val="{style_id}"/>' if style_id else ""
    return f"<w:p><w:pPr>{own}{properties}</w:pPr>{''.join(runs)}</w:p>"


def only(paragraphs):
    return next(item for item in paragraphs if item.spans).spans[0].format


def test_without_any_word_on_size_word_prints_10_points(tmp_path):
    assert only(read(tmp_path, paragraph(run("a")))).size_pt == 10


def test_style_three_deep_gives_size_from_its_grandfather_and_weight_from_its_father(tmp_path):
    styles = style("A", run='<w:sz w:val="26"/>') + style("B", "A", run="<w:b/>") + style("C", "B", paragraph='<w:jc w:val="center"/>')
    paragraphs = read(tmp_path, paragraph(run("a"), style_id="C"), styles)
    assert (only(paragraphs).size_pt, only(paragraphs).bold, paragraphs[0].format.align) == (13, True, "center")


def test_chain_that_bites_its_tail_ends(tmp_path):
    styles = style("A", "B", run="<w:b/>") + style("B", "A", run="<w:i/>")
    assert only(read(tmp_path, paragraph(run("a"), style_id="A"), styles)).bold


@pytest.mark.parametrize(
    ("character", "direct", "bold"), [("", "", True), ("<w:b/>", "", False), ("<w:b/>", "<w:b/>", True), ("", '<w:b w:val="0"/>', False)]
)
def test_two_styles_that_both_say_bold_cancel_each_other_and_the_run_has_the_last_word(tmp_path, character, direct, bold):
    styles = style("P", run="<w:b/>") + style("Ch", run=character, kind="character")
    assert only(read(tmp_path, paragraph(run("a", f'<w:rStyle w:val="Ch"/>{direct}'), style_id="P"), styles)).bold is bold


def test_theme_font_is_resolved_and_a_direct_font_beats_it(tmp_path):
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/></w:rPr></w:rPrDefault></w:docDefaults>'
    plain = only(read(tmp_path, paragraph(run("a")), theme=THEME, defaults=defaults))
    direct = only(read(tmp_path, paragraph(run("a", f'<w:rFonts w:ascii="{TNR}" w:hAnsi="{TNR}"/>')), theme=THEME, defaults=defaults))
    assert (plain.ascii, direct.ascii) == (("Calibri", True), (TNR, False))


def test_first_row_of_a_table_style_is_bold(tmp_path):
    conditional = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    styles = style("T", kind="table", more=conditional)
    rows = "".join(f"<w:tr><w:tc><w:tcPr/>{paragraph(run(text))}</w:tc></w:tr>" for text in "ab")
    body = f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:val="0020"/></w:tblPr><w:tblGrid/>{rows}</w:tbl>'
    assert [item.spans[0].format.bold for item in read(tmp_path, body, styles)] == [True, False]


def test_inserted_text_counts_deleted_moved_and_hidden_text_does_not(tmp_path):
    body = paragraph(
        f'<w:ins w:id="1">{run("mới")}</w:ins><w:del w:id="2"><w:r><w:delText>cũ</w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="3">{run("đi")}</w:moveFrom>', run("ẩn", "<w:vanish/>"),
    )  # fmt: skip
    assert read(tmp_path, body)[0].text == "mới"


def test_a_field_split_over_runs_shows_its_result_and_keeps_its_code(tmp_path):
    body = paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PA</w:instrText></w:r><w:r><w:instrText>GE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run("7"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )  # fmt: skip
    first = read(tmp_path, body)[0]
    assert (first.text, first.fields) == ("7", ["PAGE"])


def test_automatic_numbers_are_seen_with_their_levels(tmp_path):
    levels = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/></w:num>'
    )

    def numbered(level):
        return paragraph(run("x"), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="4"/></w:numPr>')

    body = "".join(numbered(level) for level in (0, 1, 1, 0, 1))
    assert [item.label for item in read(tmp_path, body, numbering=levels)] == ["I.", "a)", "b)", "II.", "a)"]


def test_text_boxes_are_read_once_though_the_file_holds_them_twice(tmp_path):
    box = "<w:txbxContent><w:p><w:r><w:t>trong hộp</w:t></w:r></w:p></w:txbxContent>"
    inner = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="9" cy="900000"/><a:graphic>'
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraphs = read(tmp_path, f"<w:p>{inner}</w:p>")
    assert [(item.text, item.in_textbox) for item in paragraphs] == [("", False), ("trong hộp", True)]


def test_cells_know_their_width_and_place(tmp_path):
    body = table([[cell([P("a")], 1000), cell([P("b")], 2000)]], [1000, 2000])
    places = [item.cell for item in read(tmp_path, body)]
    assert [(place.row, place.col, place.width_twips) for place in places] == [(0, 0, 1000), (0, 1, 2000)]


def test_strict_open_xml_is_read_like_the_usual_one(tmp_path):
    path = tmp_path / "strict.docx"
    names = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    document = Typed().document()
    for usual, strict in names.items():
        document = document.replace(usual, strict)
    path.write_bytes(packed({"word/document.xml": document}))
    assert "BÁO CÁO" in [item.text for item in read_document(path).paragraphs]
