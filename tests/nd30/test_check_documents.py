"""Documents as people lay them out: what is recognised, what is judged, what is only said."""

import dataclasses
import datetime

import pytest
from layouts import LAYOUTS
from typed import LONG, NS, P, Typed, annex, body, cell, field_run, letter, line, packed, table, textbox
from written import small_report

from cchc_lib.nd30.check import check
from cchc_lib.nd30.elements.recognise import recognise
from cchc_lib.nd30.reading.document import read_document
from cchc_lib.nd30.reading.legacy import _TCVN3_CODES, _TCVN3_LETTERS


def saved(tmp_path, document, change=None):
    path = tmp_path / "van-ban.docx"
    path.write_bytes(document if isinstance(document, bytes) else document.to_bytes(change))
    return path


def rules(tmp_path, document, change=None, **options):
    return [item.rule for item in check(saved(tmp_path, document, change), **options).findings]


def plain(*paragraphs):
    return packed({"word/document.xml": f"<w:document {NS}><w:body>{''.join(p.xml() for p in paragraphs)}<w:sectPr/></w:body></w:document>"})


def decision(**more):
    return dataclasses.replace(_decision(), **more)


def _decision():
    return Typed(
        kind=P("QUYẾT ĐỊNH", 14, True, align="center"), number=P("Số: 12/QĐ-BQL", 13, align="center"), addressees=[],
        abstract=P("Về việc ban hành Kế hoạch cải cách hành chính", 14, True, align="center"),
        bases=[P("TRƯỞNG BAN BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", 14, True, align="center"),
               body("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", italic=True),
               body("Theo đề nghị của Chánh Văn phòng.", italic=True), P("QUYẾT ĐỊNH:", 14, True, align="center", before=120)],
        content=[body("", parts=[P("Điều 1.", bold=True), P(f" {LONG}.")])],
        last=body("", parts=[P("Điều 2.", bold=True), P(" Quyết định này có hiệu lực kể từ ngày ký./.")]),
        recipients=[P(text, 11, align="left") for text in ("- Như Điều 2;", "- Lưu: VT, VP.")])  # fmt: skip


@pytest.mark.parametrize("sizes", ["13-14-14", "12-13-13"])
def test_the_writers_own_report_has_no_finding(tmp_path, sizes):
    path = tmp_path / "a.docx"
    small_report(sizes).save(path)
    report = check(path)
    assert (report.findings, report.undecided) == ((), ())


@pytest.mark.parametrize("name", LAYOUTS)
def test_head_and_signature_however_put_are_found_and_clean(tmp_path, name):
    path = saved(tmp_path, LAYOUTS[name]())
    found = recognise(read_document(path))
    assert found.text("national_name") and found.text("parent") == "UBND TỈNH HƯNG YÊN"
    assert (found.text("number"), found.text("signer")) == ("Số: 05/BC-BQL", "Nguyễn Văn A")
    assert len(found.pieces("recipient")) == 4
    assert check(path).findings == ()


def test_decision_with_articles_and_bases_has_no_finding(tmp_path):
    assert rules(tmp_path, decision()) == []


def test_document_issued_with_a_decision_is_said_and_not_judged(tmp_path):
    plan = [P("QUY CHẾ", 14, True, align="center"), P("(Ban hành kèm theo Quyết định số 12/QĐ-BQL)", 14, italic=True, align="center"),
            body(LONG + ".", size=11, font="Arial", colour="FF0000")]  # fmt: skip
    report = check(saved(tmp_path, decision(annexes=[plan])))
    assert report.findings == () and any("kèm theo" in note for note in report.notes)


NOT_JUDGED = {
    "Đảng": lambda: dataclasses.replace(Typed(), national=P("ĐẢNG CỘNG SẢN VIỆT NAM", 15, True, align="center"), motto=P(" "), motto_line=""),
    "quy chế": lambda: plain(P("QUY CHẾ", 14, True, align="center"), P("(Ban hành kèm theo Quyết định số 1/QĐ-BQL)", align="center")),
    "đơn": lambda: plain(P("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True), P("Độc lập - Tự do - Hạnh phúc", 13, True), P("ĐƠN XIN NGHỈ PHÉP")),
    "thư": lambda: plain(P("Dear Sir,"), P("We are pleased to inform you.")),
    "không có chữ": lambda: plain(P()),
    "Phụ lục tách": lambda: plain(P("Phụ lục II", 14, True, align="center"), P("BIỂU TỔNG HỢP", 14, True, align="center")),
    "danh sách": lambda: dataclasses.replace(Typed(), number=P(" "), kind=P("DANH SÁCH HỌC SINH", align="center"), abstract=None,
                                             addressees=[], recipients_label=None, recipients=[], authority=[], name=None),
    "tách từng văn bản": lambda: plain(*[P("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True)] * 4),
}


@pytest.mark.parametrize("word", NOT_JUDGED)
def test_what_follows_other_rules_is_recognised_and_not_judged(tmp_path, word):
    report = check(saved(tmp_path, NOT_JUDGED[word]()))
    assert report.findings == () and word in report.not_judged and report.to_dict()["judged"] is False


def test_a_document_of_law_is_judged_only_where_both_kinds_agree(tmp_path):
    document = dataclasses.replace(Typed(), number=P("Số: 5/2024/QĐ-UBND", 13, align="center"), kind=P("QUYẾT ĐỊNH", 16, align="center"))
    report = check(saved(tmp_path, document))
    assert report.findings == () and "quy phạm pháp luật" in report.notes[0]


def test_old_fonts_are_one_finding_a_font_and_the_elements_are_still_found(tmp_path):
    codes = str.maketrans(_TCVN3_LETTERS, _TCVN3_CODES)

    def old(paragraph):
        upper = paragraph.text == paragraph.text.upper()
        text = paragraph.text.lower() if upper else paragraph.text
        return dataclasses.replace(paragraph, text=text.translate(codes), font=".VnTimeH" if upper else ".VnTime",
                                   parts=[old(part) for part in paragraph.parts])  # fmt: skip

    document = Typed()
    for field in dataclasses.fields(document):
        value = getattr(document, field.name)
        if isinstance(value, P):
            setattr(document, field.name, old(value))
        elif isinstance(value, list):
            setattr(document, field.name, [old(item) if isinstance(item, P) else item for item in value])
    document.number = P("Số: 05/BC-BQL", 13, align="center")
    assert rules(tmp_path, document) == ["trang.bang-ma", "trang.bang-ma"]


@pytest.mark.parametrize("wrap", [
    lambda xml: xml.replace("<w:body>", "<w:body><w:sdt><w:sdtContent>", 1).replace("</w:tbl>", "</w:tbl></w:sdtContent></w:sdt>", 1),
    lambda xml: xml.replace("<w:tbl>", "<w:tbl><w:tblGrid/><w:tr><w:tc><w:tcPr/><w:tbl>", 1).replace("</w:tbl>", "</w:tbl><w:p/></w:tc></w:tr></w:tbl>", 1),
])  # fmt: skip
def test_head_in_a_content_control_or_a_table_in_a_table_is_found(tmp_path, wrap):
    assert rules(tmp_path, Typed(), wrap) == []


def test_head_in_the_page_header_of_the_first_page_is_found(tmp_path):
    document = Typed()
    document.first_header, document.head = document.head(), lambda: "<w:p/>"
    assert rules(tmp_path, document) == []


def test_vml_lines_and_borders_are_lines(tmp_path):
    border = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    document = Typed(issuer_line=line(65, 60, kind="vml"), abstract_line=line(120, 170, kind="vml"), motto_line="")
    document.motto = dataclasses.replace(document.motto, left=900, properties=border)
    assert rules(tmp_path, document, lambda xml: xml.replace('w:left="900"', 'w:left="900" w:right="900"')) == []


def test_what_cannot_be_told_is_said(tmp_path):
    picture = '<w:r><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/><a:graphic/></wp:anchor></w:drawing></w:r>'
    report = check(saved(tmp_path, Typed(abstract_line=picture)))
    assert report.findings == () and report.undecided == ("Đường kẻ dưới trích yếu: có hình vẽ không phân biệt được, không xác định được.",)


@pytest.mark.parametrize("code", ["PAGE", " PAGE \\* MERGEFORMAT ", "PAGE  \\* Arabic"])
def test_a_page_number_field_however_written_is_seen(tmp_path, code):
    long = [*Typed().content, *[body(LONG + ".")] * 30]
    assert rules(tmp_path, Typed(content=long, header=P(align="center", inner=field_run(code)).xml())) == []


FRAME = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="center" w:y="1"/>'
SIMPLE = '<w:fldSimple w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t>2</w:t></w:r></w:fldSimple>'
HEADERS = {
    "content control": lambda: f"<w:sdt><w:sdtContent>{P(align='center', inner=field_run()).xml()}</w:sdtContent></w:sdt>",
    "text box": lambda: P(inner=textbox([P(align="center", inner=field_run())], 200)).xml(),
    "simple field": lambda: P(align="center", inner=SIMPLE).xml(),
    "frame": lambda: P(align="left", properties=FRAME, inner=field_run()).xml(),
    "tab": lambda: P("\t", align="left", inner=field_run()).xml(),
}


@pytest.mark.parametrize("way", HEADERS)
def test_a_page_number_in_a_box_frame_or_control_is_seen(tmp_path, way):
    assert rules(tmp_path, Typed(content=[*Typed().content, *[body(LONG + ".")] * 30], header=HEADERS[way]())) == []


def test_one_page_needs_no_number_and_other_languages_are_no_fault(tmp_path):
    document = Typed(header="", content=[body("The project “Smart Park” is on time.")], addressees=[])
    document.recipients = document.recipients[1:]
    assert rules(tmp_path, document) == []


def test_rules_of_another_day_are_not_applied(tmp_path):
    report = check(saved(tmp_path, Typed(width=12240, height=15840)), on=datetime.date(2019, 1, 1))
    assert report.findings == () and "Không có quy tắc nào" in report.notes[-1]


def test_document_older_than_the_decree_is_judged_by_the_rules_of_today(tmp_path):
    report = check(saved(tmp_path, look(Typed(), "Hưng Yên, ngày 05 tháng 3 năm 2019", width=12240)))
    assert [item.rule for item in report.findings] == ["trang.kho-giay"] and "quy định hiện hành" in report.notes[0]


def look(document, date, **page):
    document.date = dataclasses.replace(document.date, text=date)
    return dataclasses.replace(document, **page)


def test_same_fault_in_many_places_is_one_finding_with_its_places(tmp_path):
    document = Typed(content=[body(LONG + ".", size=12) for _ in range(7)])
    (finding,) = check(saved(tmp_path, document)).findings
    assert (finding.rule, finding.count, finding.severity) == ("noi-dung.co-chu", 7, "bắt buộc")
    assert (finding.found, finding.required) == ("cỡ 12", "cỡ 13–14")
    assert str(finding.places[0]).startswith("Nội dung: «Ban Quản lý")


def test_forms_to_fill_in_are_left_alone(tmp_path):
    document = decision(content=[body("." * 120, align="left", first=0), body("Căn cứ " + "." * 90 + ";", italic=True, first=0)])
    assert rules(tmp_path, document) == []


def test_addressees_in_a_table_and_recipients_on_several_lines(tmp_path):
    document = letter()
    document.recipients = [P(text, 11, align="left") for text in ("- Như trên;", "- Văn phòng Chính phủ, các Vụ,", "đơn vị trực thuộc;", "- Lưu: VT, VP.A")]
    names = table([[cell([P("Kính gửi:", align="right")], 3000), cell([P("- Sở Nội vụ;", align="left"), P("- Sở Tài chính.", align="left")], 6000)]], [3000, 6000])
    document.addressees = []
    found = recognise(read_document(saved(tmp_path, document, lambda xml: xml.replace("</w:tbl>", "</w:tbl>" + names, 1))))
    assert [piece.text for piece in found.pieces("addressee")] == ["Kính gửi:", "- Sở Nội vụ;", "- Sở Tài chính."]
    assert rules(tmp_path, document, lambda xml: xml.replace("</w:tbl>", "</w:tbl>" + names, 1)) == []


def test_elements_by_name(tmp_path):
    found = recognise(read_document(saved(tmp_path, Typed(annexes=[annex("I"), annex("II")]))))
    assert {key: found.text(key) for key in ("parent", "issuer", "number", "kind", "signer")} == {
        "parent": "UBND TỈNH HƯNG YÊN", "issuer": "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", "number": "Số: 05/BC-BQL",
        "kind": "BÁO CÁO", "signer": "Nguyễn Văn A",
    }  # fmt: skip
    assert [item.label.text for item in found.annexes] == ["Phụ lục I", "Phụ lục II"]
    assert found.date == datetime.date(2024, 3, 5)


@pytest.mark.parametrize(("number", "found"), [("Số:       /BC-BQL", []), ("Số: …/BC-BQL", []), ("Số: 12/BC-BQL", ["ho-ten.thieu"])])
def test_a_document_that_awaits_its_number_may_await_its_signer(tmp_path, number, found):
    unsigned = dataclasses.replace(Typed(), name=None, number=P(number, 13, align="center"))
    assert [rule for rule in rules(tmp_path, unsigned) if rule.startswith("ho-ten")] == found
