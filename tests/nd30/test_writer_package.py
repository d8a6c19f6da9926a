"""The package: the same bytes everywhere, properties, templates of an office."""

import datetime
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from written import PROPERTIES, W, parts, small_report, texts, xml

from cchc_lib.nd30 import Document, Properties, TemplateError
from cchc_lib.nd30.package import zip_parts
from cchc_lib.nd30.template import template_parts

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden") / "small_report"
COMMITTED = ROOT / "templates" / "report.docx"


def canonical(data):
    return etree.tostring(etree.fromstring(data), method="c14n")


def test_committed_template_is_the_generated_one():
    generated, committed = template_parts(), parts(COMMITTED.read_bytes())
    assert set(generated) == set(committed)
    assert [name for name in generated if canonical(generated[name]) != canonical(committed[name])] == []


def test_report_equals_the_golden_one_part_by_part(tmp_path):
    """After an intended change: UPDATE_GOLDEN=1 pytest, then read the difference in git before committing it."""
    written = parts(small_report().to_bytes())
    (tmp_path / "report.docx").write_bytes(small_report().to_bytes())
    mine = {name: written[name] for name in ("word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels")}
    for name, data in mine.items():
        golden = GOLDEN / name.replace("/", "_")
        pretty = etree.tostring(etree.fromstring(data), pretty_print=True, encoding="unicode")
        if os.environ.get("UPDATE_GOLDEN"):
            GOLDEN.mkdir(parents=True, exist_ok=True)
            golden.write_text(pretty, encoding="utf-8", newline="\n")
        assert pretty == golden.read_text(encoding="utf-8"), f"{name} khác bản mẫu; bản vừa tạo: {tmp_path}"


def test_two_savings_are_the_same_bytes(tmp_path):
    document = small_report()
    document.save(tmp_path / "a.docx")
    assert (tmp_path / "a.docx").read_bytes() == document.to_bytes() == small_report().to_bytes()


def test_hash_seed_time_zone_and_locale_change_nothing():
    script = "import hashlib, written; print(hashlib.sha256(written.small_report(draft=True).to_bytes()).hexdigest())"
    path = os.pathsep.join(map(str, (ROOT, Path(__file__).parent)))
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": path},
            capture_output=True, text=True, check=True, cwd=folder,
        ).stdout.strip()
        for seed, zone, folder in (("0", "UTC", ROOT), ("4242", "Asia/Ho_Chi_Minh", Path(__file__).parent))
    }  # fmt: skip
    assert digests == {hashlib.sha256(small_report(draft=True).to_bytes()).hexdigest()}


def test_parts_stand_in_one_order_with_the_documents_date():
    with zipfile.ZipFile(io.BytesIO(small_report().to_bytes())) as archive:
        names = archive.namelist()
        assert names[:3] == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert names[3:] == sorted(names[3:])
        assert {info.date_time for info in archive.infolist()} == {(2024, 3, 14, 7, 30, 0)}
        assert {info.create_system for info in archive.infolist()} == {0}


def test_a_document_without_a_date_carries_the_zip_formats_first_day():
    with zipfile.ZipFile(io.BytesIO(zip_parts({"a": b""}, datetime.datetime(1970, 1, 1)))) as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_a_time_with_a_zone_is_written_in_utc():
    hanoi = datetime.timezone(datetime.timedelta(hours=7))
    written = Properties(created=datetime.datetime(2024, 3, 14, 6, tzinfo=hanoi)).xml()
    assert b"2024-03-13T23:00:00Z" in written


def test_properties_are_the_callers_not_the_librarys():
    found = docx.Document(io.BytesIO(small_report().to_bytes())).core_properties
    assert (found.title, found.subject, found.author) == ("Báo cáo CCHC", "Quý I năm 2024", "Ban Quản lý")
    assert found.created.replace(tzinfo=None) == PROPERTIES.created
    assert found.language == "vi-VN"


def test_a_second_reader_finds_styles_tables_and_pictures():
    read = docx.Document(io.BytesIO(small_report().to_bytes()))
    assert {"Tên loại", "Trích yếu", "Nội dung", "Mục I", "Hình"} <= {p.style.name for p in read.paragraphs}
    assert len(read.tables) == 4 and len(read.inline_shapes) == 1 and len(read.sections) == 2
    assert read.sections[1].page_width > read.sections[1].page_height


def edited(change, tmp_path, name="mau.docx"):
    """An office's copy of the template with ``change`` made to its parts."""
    changed = template_parts()
    change(changed)
    path = tmp_path / name
    path.write_bytes(zip_parts(changed, datetime.datetime(2024, 1, 1)))
    return path


def test_an_office_s_sizes_margins_and_identifiers_hold(tmp_path):
    def change(found):
        styles = found["word/styles.xml"].replace(b'"NoiDung"', b'"a7"')
        mark = '<w:name w:val="Tiêu ngữ"/>'.encode()
        before, after = styles.split(mark)
        found["word/styles.xml"] = before + mark + after.replace(b'<w:sz w:val="28"/>', b'<w:sz w:val="26"/>', 1)
        found["word/document.xml"] = found["word/document.xml"].replace(b'w:left="1701"', b'w:left="1985"')

    document = Document(template=edited(change, tmp_path))
    assert document.text_width_mm == pytest.approx(160, abs=0.1)
    document.paragraph("Lời văn")
    assert texts(document, "a7") == ["Lời văn"]
    assert document._sheet.face("Tiêu ngữ").size_pt == 13


def test_a_template_saved_by_libreoffice_gets_its_table_styles_back(tmp_path):
    def change(found):
        root = etree.fromstring(found["word/styles.xml"])
        for style in [s for s in root if s.get(f"{W}styleId") in ("BangKe", "BangKhung")]:
            root.remove(style)
        found["word/styles.xml"] = etree.tostring(root)

    found = parts(Document(template=edited(change, tmp_path)).to_bytes())["word/styles.xml"]
    assert {"Bảng kẻ", "Bảng khung"} <= {n.get(f"{W}val") for n in etree.fromstring(found).iter(f"{W}name")}


def test_the_library_knows_nothing_else_of_this_project():
    """Arrows: nd30 imports nothing of ours."""
    outside = re.compile(r"^\s*(from|import) (cchc_lib(?!\.nd30)|\.\.)", re.MULTILINE)
    modules = sorted((ROOT / "cchc_lib" / "nd30").rglob("*.py"))
    assert len(modules) > 10
    assert [m.name for m in modules if m.parent.name == "nd30" and outside.search(m.read_text(encoding="utf-8"))] == []


def test_a_template_that_lost_its_page_number_gets_it_back(tmp_path):
    def change(found):
        start, end = b"<w:headerReference", b'r:id="rId4"/>'
        before, _, rest = found["word/document.xml"].partition(start)
        found["word/document.xml"] = (before + rest.partition(end)[2]).replace(b"<w:titlePg/>", b"")

    document = Document(template=edited(change, tmp_path))
    section = xml(document).find(f".//{W}sectPr")
    assert [child.tag.removeprefix(W) for child in section] == ["headerReference", "pgSz", "pgMar", "cols", "titlePg"]
    assert b" PAGE " in parts(document.to_bytes())["word/nd30_header1.xml"]


def test_a_dotx_becomes_a_document(tmp_path):
    def change(found):
        found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")

    found = parts(Document(template=edited(change, tmp_path, "mau.dotx")).to_bytes())
    assert b"template.main" not in found["[Content_Types].xml"]


def test_a_template_without_properties_gets_them(tmp_path):
    def change(found):
        del found["docProps/core.xml"]
        relations = etree.fromstring(found["_rels/.rels"])
        relations.remove(next(r for r in relations if r.get("Target") == "docProps/core.xml"))
        found["_rels/.rels"] = etree.tostring(relations)
        found["[Content_Types].xml"] = re.sub(
            rb"<Override PartName=./docProps/core.*?/>", b"", found["[Content_Types].xml"]
        )

    document = Document(template=edited(change, tmp_path), properties=Properties(title="Báo cáo"))
    assert docx.Document(io.BytesIO(document.to_bytes())).core_properties.title == "Báo cáo"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p.update({"word/styles.xml": p["word/styles.xml"].replace("Họ tên".encode(), b"x")}), "Họ tên"),
        (lambda p: p.pop("word/styles.xml"), "thiếu word/styles.xml"),
        (lambda p: p.update({"word/vbaProject.bin": b""}), "macro"),
        (lambda p: p.update({"word/document.xml": p["word/document.xml"].replace(b"pgMar", b"pgXxx")}), "lề trang"),
    ],
)
def test_an_unusable_template_says_what_it_lacks(change, message, tmp_path):
    with pytest.raises(TemplateError, match=message):
        Document(template=edited(change, tmp_path))


def test_a_file_that_is_no_docx(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"\xd0\xcf\x11\xe0 old doc")
    with pytest.raises(TemplateError, match="không phải tệp .docx"):
        Document(template=tmp_path / "x.docx")
    with pytest.raises(TemplateError, match="Không có mẫu"):
        Document(template=tmp_path / "none.docx")


def test_an_unknown_pair_of_sizes_names_the_known_ones():
    with pytest.raises(ValueError, match="13-14-14, 12-13-13"):
        Document(sizes="14-14-14")
