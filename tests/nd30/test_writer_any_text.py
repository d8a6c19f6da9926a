"""Whatever a user types comes out as typed, in NFC, in valid XML."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import W, body, paragraphs, text, texts

from cchc_lib.nd30 import Cell, Column, Document, Run, Table
from cchc_lib.nd30.text import clean

CODEPOINTS = st.characters(codec=None, exclude_categories=())
ANY_TEXT = st.text(CODEPOINTS, max_size=60)


@pytest.mark.parametrize(
    "typed",
    ["Công ty A & B <i>", "\"nháy\" và 'đơn'", "😀 emoji", "]]>", "&amp;", "x" * 300, "a\nb\tc", "  hai  cách  "],
)
def test_difficult_names_come_out_as_typed(typed):
    document = Document()
    document.paragraph(typed)
    document.table(Table([Column(typed)], [[typed]], caption=typed))
    assert texts(document, "NoiDung") == [typed]
    assert texts(document, "BangChu") == texts(document, "BangDau") == [typed]


def test_decomposed_letters_are_composed():
    document = Document()
    document.paragraph(unicodedata.normalize("NFD", "Điều kiện hưởng"))
    assert texts(document, "NoiDung") == ["Điều kiện hưởng"]


def test_what_xml_cannot_hold_is_dropped():
    assert clean("a\x00b\x0bc\x1fd\ufffee\ud800f") == "abcdef"
    assert clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


@settings(deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_any_text_anywhere(typed):
    document = Document(draft=True, mark=typed)
    document.national_header(issuer=typed, parent=typed, symbol=typed, place=typed, number=typed, letter_abstract=typed)
    document.title(typed, typed)
    document.addressees([typed, typed])
    document.basis([typed])
    for level in (1, 2, 3):
        document.heading(level, typed)
    document.paragraph([typed, Run(typed, bookmark=typed)])
    document.bullet(typed)
    document.table(Table([Column(typed)], [[typed], [Cell(typed)]], caption=typed, unit=typed, source=typed))
    document.end()
    document.signature([typed], typed, [typed], typed)
    document.annex(typed, typed, typed)
    document.paragraph(typed)
    assert text(paragraphs(document, "NoiDung")[-1]) == clean(typed)
    names = [mark.get(f"{W}name") for mark in body(document).iter(f"{W}bookmarkStart")]
    assert all(len(name) <= 40 and name[0].isalpha() for name in names)
