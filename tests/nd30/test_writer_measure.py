"""Printed widths from the bundled typeface."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from cchc_lib.nd30 import measure
from cchc_lib.nd30.blocks import centred
from cchc_lib.nd30.decree import NATIONAL_NAME
from cchc_lib.nd30.measure import Face, balanced_width_pt, font_path, longest_word_pt, wrap

VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = "".join(unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES) + "đ"


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_every_face_holds_every_vietnamese_letter(bold, italic):
    with TTFont(font_path(bold, italic)) as font:
        known = font.getBestCmap()
    assert [c for c in LETTERS + LETTERS.upper() if ord(c) not in known] == []


def test_licence_lies_beside_the_typeface():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (measure.FONT_FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_width_is_that_of_times_new_roman():
    # 12 pt Times: a digit is half an em wide, an M 0.889 em.
    assert Face(12).width_pt("0123456789") == pytest.approx(60)
    assert Face(12).width_pt("M") == pytest.approx(12 * 0.889, rel=0.001)
    assert Face(13, bold=True).width_pt(NATIONAL_NAME) == pytest.approx(271.2, abs=0.5)


def test_accents_cost_no_width_and_unknown_signs_one_em():
    assert Face(14).width_pt("Ộ") == Face(14).width_pt("O")
    assert Face(14).width_pt("\u0301") == 0
    assert Face(14).width_pt("😀") == 14


def test_wrapping_loses_no_word_and_keeps_to_the_width():
    name = "TRUNG TÂM TƯ VẤN HỖ TRỢ DOANH NGHIỆP VÀ XÚC TIẾN ĐẦU TƯ CÁC KHU CÔNG NGHIỆP"
    face = Face(13, bold=True)
    lines = wrap(name, face, 190)
    assert " ".join(lines) == name
    assert len(lines) == 4
    assert all(face.width_pt(line) <= 190 for line in lines)


def test_balanced_lines_are_as_many_but_more_alike():
    name, face = "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH", Face(13, bold=True)
    greedy = wrap(name, face, 250)
    narrow = wrap(name, face, balanced_width_pt(name, face, 250))
    assert len(narrow) == len(greedy) == 2
    spread = [max(map(face.width_pt, lines)) - min(map(face.width_pt, lines)) for lines in (greedy, narrow)]
    assert spread[1] < spread[0]


def test_text_of_one_line_keeps_the_whole_width():
    assert balanced_width_pt("Sở Nội vụ", Face(13), 200) == 200


def test_longest_word():
    assert longest_word_pt("một hai-ba bốn", Face(10)) == Face(10).width_pt("hai-ba")
    assert longest_word_pt("", Face(10)) == 0


@pytest.mark.parametrize(("share", "broken"), [(0.9, False), (0.99, True), (1.2, True)])
def test_a_centred_line_that_only_just_fits_is_set_in_two_even_lines(share, broken):
    """Another program's font is a hair wider: the last word would stand alone on a second line."""
    face, text = Face(14, bold=False, italic=True), "(Kèm theo Báo cáo số 05/BC-BQL ngày 18 tháng 3 năm 2025 của Ban Quản lý)"
    paragraph = centred("Chỉ dẫn phụ lục", text, face, face.width_pt(text) / share)
    assert (paragraph.indent is not None) is broken
