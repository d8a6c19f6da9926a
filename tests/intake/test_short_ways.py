"""Where the reader takes a shorter way through what nearly every sheet looks like, it finds what the long way finds."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_lib.domain.text import _SEPARATORS, _D_LETTERS, vid
from cchc_lib.intake import layout
from cchc_lib.intake.layout import find_header
from cchc_lib.intake.numbers import number
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.raw import RawSheet

LETTERS = "aAăÂêơƯđĐÐð ẾặỎ-–_/.\u0301\u0323\u0309\u031b\u034f\u05b0ßﬁΩЖ漢\u00a0\u200b1٣"


@cache
def forms():
    return load_parameters(Path(__file__).resolve().parents[2] / "parameters").forms.values()


@given(st.text(st.sampled_from(LETTERS), max_size=12))
def test_an_id_is_the_title_without_every_combining_mark(title):
    decomposed = unicodedata.normalize("NFD", title.translate(_D_LETTERS).casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    assert vid(title) == _SEPARATORS.sub("_", letters).strip("_")


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_is_itself_in_either_kind_of_column(whole):
    columns = {column.type: column for form in forms() for column in form.columns}
    assert number(float(whole), columns["integer"]).value == whole
    read = number(float(whole), columns["decimal"]).value
    assert isinstance(read, Decimal) and str(read) == str(whole)


@pytest.mark.parametrize("above", [[], [["BIỂU MẪU"]], [["BIỂU MẪU", "", "Đơn vị"], ["", "", ""]]])
def test_a_header_in_one_line_is_the_same_with_and_without_a_look_at_others(above, monkeypatch):
    for form in forms():
        titles = [column.title for column in form.columns]
        rows = [[*line, *[""] * len(titles)][: len(titles)] for line in above]
        sheet = RawSheet(form.title, [*rows, titles, [""] * len(titles)])
        looked = []
        with monkeypatch.context() as patched:
            patched.setattr(layout, "_candidates", lambda lines: looked.append(1) or iter(()))
            short = find_header(sheet, form)
        with monkeypatch.context() as patched:
            patched.setattr(layout, "_plain_header", lambda lines, form: None)
            long = find_header(sheet, form)
        assert short == long and short.first == len(above) and not looked
