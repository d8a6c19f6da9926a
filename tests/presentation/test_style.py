from __future__ import annotations

import itertools

import pytest

from cchc_lib.presentation import style


def test_the_three_tones_differ_by_three_to_one() -> None:
    for one, other in itertools.combinations((style.PAPER, style.MIDDLE, style.DARK), 2):
        assert style.contrast(style.grey(one), style.grey(other)) >= 3


def test_words_are_read_on_every_fill() -> None:
    for fill in (style.MIDDLE_FILL, style.PAPER_FILL, style.DARK_FILL):
        assert style.contrast(style.grey(fill.tone), style.grey(fill.text_colour)) >= 4.5
    assert style.contrast(style.grey(style.SOFT), style.grey(style.PAPER)) >= 4.5


def test_contrast_of_black_on_white_is_21() -> None:
    assert style.contrast(style.grey("#000000"), style.grey("#ffffff")) == pytest.approx(21)


def test_a_long_word_is_broken_and_nothing_is_wider_than_the_room() -> None:
    lines = style.wrapped("Siêudàikhôngcódấucáchnào " * 3 + "ngắn", 9.5, 20, most_lines=20)
    assert all(style.width_mm(line, 9.5) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == ("Siêudàikhôngcódấucáchnào" * 3 + "ngắn")


def test_too_many_lines_end_in_an_ellipsis() -> None:
    lines = style.wrapped("một hai ba bốn năm sáu bảy tám chín mười " * 5, 9.5, 30, most_lines=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert style.width_mm(lines[-1], 9.5) <= 30


def test_text_of_nothing_is_one_empty_line() -> None:
    assert style.wrapped("", 9.5, 30) == [""]


def test_decomposed_letters_are_composed_and_missing_glyphs_are_boxes() -> None:
    assert style.printable("Hồ sơ\n😀 đã\u200b xong") == "Hồ sơ □ đã xong"


def test_the_footer_names_source_window_and_sample(about: style.About) -> None:
    assert about.footer == "Nguồn: số liệu các đơn vị báo cáo; kỳ 15/12/2023–14/3/2024. SỐ LIỆU MINH HỌA"


def test_an_area_result_tells_its_window() -> None:
    from cchc_lib.domain.results import AreaResult

    result = AreaResult(area="tthc", period={"id": "2024-6T", "from": "2023-12-15", "to": "2024-06-14", "rule": "nd09"})
    about = style.About.of(result)
    assert about.footer == "Nguồn: số liệu các đơn vị báo cáo; kỳ 15/12/2023–14/6/2024"
    assert about.caption("Hồ sơ") == "Hồ sơ, 6 tháng đầu năm 2024"


@pytest.fixture
def about() -> style.About:
    from .builders import ABOUT

    return ABOUT
