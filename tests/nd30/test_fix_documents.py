"""--fix mends what is mechanical, touches no word, brings no new finding, and has nothing left to do the second time."""

import zipfile
from collections import Counter

import pytest
from spoiled import SPOILED
from typed import LONG, P, Typed, body, letter

from cchc_lib.nd30.check import DocumentError, check
from cchc_lib.nd30.fix import default_output, fix
from cchc_lib.nd30.mending.menders import mender_of
from cchc_lib.nd30.reading.document import read_document
from cchc_lib.nd30.rulebook.base import load_rules

RULES = {rule.id: rule for rule in load_rules()}
ADDS_NUMBER = {"page_number_missing", "page_number_bottom"}
MENDED = [rule for rule in SPOILED if mender_of(RULES[rule]) or RULES[rule].check in ADDS_NUMBER]


def spoiled(tmp_path, rule):
    document = SPOILED[rule]()
    path = tmp_path / "a.docx"
    path.write_bytes(document if isinstance(document, bytes) else document.to_bytes())
    return path


def words(path):
    """Letters of the text in order: what no correction may change (digits and signs may)."""
    text = "".join(item.text for item in read_document(path).paragraphs)
    import unicodedata

    return "".join(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


@pytest.mark.parametrize("rule", sorted(MENDED))
def test_what_can_be_mended_is_mended_for_good(tmp_path, rule):
    path, out = spoiled(tmp_path, rule), tmp_path / "a-sua.docx"
    before = words(path)
    changes = fix(path, out)
    assert rule in [item.rule for item in changes]
    assert [item.rule for item in check(out).findings] == []
    assert words(out) == before
    assert fix(out, tmp_path / "b.docx") == []


@pytest.mark.parametrize("rule", sorted(set(SPOILED) - set(MENDED)))
def test_what_cannot_be_mended_stays_a_finding_and_no_copy_is_written(tmp_path, rule):
    path = spoiled(tmp_path, rule)
    assert fix(path) == []
    assert not default_output(path).exists()


def test_many_faults_at_once_are_fewer_after_and_none_is_new(tmp_path):
    document = Typed(margins={"top": 500, "bottom": 500, "left": 900, "right": 500, "gutter": 0}, title_page=False)
    document.content = [body(LONG + ".", size=11, align="left", font="Arial", colour="FF0000", before=0, line=200) for _ in range(9)]
    document.number.text = "Số:5/BC - BQL"
    document.date.text = "Hưng Yên, ngày 5 tháng 03 năm 2024"
    document.motto.text = "Độc lập – Tự do – Hạnh phúc"
    document.recipients = [P(text, 13, align="left") for text in ("- Như trên,", "- Lưu VT, VP")]
    path, out = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(document.to_bytes())
    before, changes = check(path), fix(path, out)
    after = check(out)
    assert len(before.findings) > 15 and not after.findings
    assert sum(item.count for item in changes) >= sum(item.count for item in before.findings)


def test_same_file_gives_the_same_bytes_and_the_original_is_kept(tmp_path):
    path = spoiled(tmp_path, "trang.phong-chu")
    original = path.read_bytes()
    fix(path, tmp_path / "b.docx")
    fix(path, tmp_path / "c.docx")
    assert (tmp_path / "b.docx").read_bytes() == (tmp_path / "c.docx").read_bytes()
    assert path.read_bytes() == original


def test_parts_that_need_no_change_keep_their_bytes_and_their_order(tmp_path):
    path, out = spoiled(tmp_path, "so.so-0"), tmp_path / "b.docx"
    fix(path, out)
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(out) as two:
        assert one.namelist() == two.namelist()
        assert [name for name in one.namelist() if one.read(name) != two.read(name)] == ["word/document.xml"]


def test_page_number_is_added_in_a_header_of_its_own(tmp_path):
    path, out = spoiled(tmp_path, "so-trang.thieu"), tmp_path / "b.docx"
    fix(path, out)
    section = read_document(out).sections[0]
    (paragraph,) = section.headers["default"]
    assert (paragraph.fields, paragraph.format.align, section.title_page) == (["PAGE"], "center", True)


def test_only_the_letters_at_fault_are_retyped(tmp_path):
    document = letter()
    document.number = P("", 13, align="center", parts=[P("Số: ", 13), P("5", 13), P("/BQL-VP", 13)])
    path, out = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(document.to_bytes())
    fix(path, out)
    number = next(item for item in read_document(out).paragraphs if item.text.startswith("Số"))
    assert [span.text for span in number.spans] == ["Số: ", "05", "/BQL-VP"]


def test_the_original_is_never_the_output(tmp_path):
    path = spoiled(tmp_path, "so.so-0")
    with pytest.raises(DocumentError, match="tệp gốc được giữ nguyên"):
        fix(path, path)


def test_changes_tell_place_before_and_after(tmp_path):
    (change,) = fix(spoiled(tmp_path, "dia-danh.ngay-0"))
    assert str(change) == "Địa danh, thời gian «Hưng Yên, ngày 5 tháng 3 năm 2024»: ngày 5 → ngày 05 [dia-danh.ngay-0]"
    assert Counter(change.to_dict()).keys() == {"rule", "title", "place", "before", "after", "count"}


def test_a_package_without_relationships_is_mended_as_far_as_it_goes(tmp_path):
    """Its styles and headers are lost; a page number has nowhere to be added."""
    whole, bare = spoiled(tmp_path, "so-trang.thieu"), tmp_path / "bare.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            if name != "word/_rels/document.xml.rels":
                target.writestr(name, source.read(name))
    assert "so-trang.thieu" not in [item.rule for item in fix(bare, tmp_path / "out.docx")]
