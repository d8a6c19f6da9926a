"""Files that are no readable Word document cost one Vietnamese sentence; hostile ones no more than that."""

import io
import random
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import NS, P, Typed, letter, packed, with_annexes

from cchc_lib.nd30.check import DocumentError, check
from cchc_lib.nd30.fix import fix


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = Typed().to_bytes()
REFUSED = {
    "legacy.doc": (OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), r"\.doc\).*lưu lại thành \.docx"),
    "mat-khau.docx": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "rong.docx": (b"", "rỗng"),
    "chu.docx": ("Xin chào".encode(), "không phải tệp Word"),
    "a.rtf": (b"{\\rtf1 x}", "RTF"),
    "a.pdf": (b"%PDF-1.7", "PDF"),
    "web.docx": (b"<html><body>x</body></html>", "HTML"),
    "cut.docx": (GOOD[: len(GOOD) // 2], "hỏng"),
    "zip.docx": (zipped(a="b"), "không có văn bản Word"),
    "odt.docx": (zipped(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument"),
    "xml.docx": (packed({"word/document.xml": "<w:document"}), "hỏng"),
    "xxe.docx": (packed({"word/document.xml": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'}), "DTD"),
    "bang.docx": (packed({"word/document.xml": "<workbook/>"}), "không phải văn bản Word"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_word_document_is_refused_in_one_sentence(tmp_path, name):
    data, words = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentError) as error:
        check(path)
    assert re.search(words, str(error.value)) and name in str(error.value) and "\n" not in str(error.value)


def test_missing_file_and_folder_are_named(tmp_path):
    for path in (tmp_path / "khong-co.docx", tmp_path):
        with pytest.raises(DocumentError, match=path.name):
            check(path)


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bom.docx"
    path.write_bytes(packed({"word/document.xml": f"<w:document {NS}><w:body><w:p/>{' ' * 80_000_000}</w:body></w:document>"}))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(DocumentError, match="quá lớn"):
        check(path)


def test_deep_nesting_ends_in_a_sentence_or_a_report(tmp_path):
    path = tmp_path / "sau.docx"
    depth = 3000
    path.write_bytes(packed({"word/document.xml": f"<w:document {NS}><w:body>{'<w:sdt>' * depth}{'</w:sdt>' * depth}</w:body></w:document>"}))
    with pytest.raises(DocumentError):
        check(path)


def _mutated(text, seed, count):
    """XML with attributes, elements and texts cut, doubled or made senseless; still well-formed most of the time."""
    source = random.Random(seed)
    for _ in range(count):
        tags = list(re.finditer(r"<w:\w+[^<>]*/>|w:\w+=\"[^\"]*\"|<w:t[^<>]*>[^<]*</w:t>|<w:(tc|tr|p|r|tbl|sectPr)\b.*?</w:\1>", text))
        place = source.choice(tags)
        found = place[0]
        choices = ["", found * 2 if found.startswith("<") else ""]
        if "=" in found and not found.startswith("<"):
            name = found.partition("=")[0]
            choices = ["", *(f'{name}="{value}"' for value in ("", "-1", "99999999999999999999", "abc", "0", "1e9", "5pt", "on"))]
        text = text[: place.start()] + source.choice(choices) + text[place.end() :]
    return text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), kind=st.sampled_from([Typed, letter, with_annexes]), count=st.integers(1, 12))
def test_no_mutilated_document_gives_a_traceback(tmp_path, seed, kind, count):
    path = tmp_path / "hong.docx"
    path.write_bytes(kind().to_bytes(lambda xml: _mutated(xml, seed, count)))
    try:
        before = check(path)
        fix(path, tmp_path / "sua.docx")
    except DocumentError:
        return
    assert before.to_dict()["mandatory"] >= 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=60),
                      min_size=8, max_size=8))  # fmt: skip
def test_any_text_in_any_element_gives_a_report(tmp_path, texts):
    keys = ("national", "motto", "issuer", "number", "date", "kind", "abstract", "name")
    path = tmp_path / "la.docx"
    path.write_bytes(Typed(**{key: P(text, 14, align="center") for key, text in zip(keys, texts, strict=True)}).to_bytes())
    check(path)
