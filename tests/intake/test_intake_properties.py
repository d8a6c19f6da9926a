"""Laws: the order of rows and columns and the split over files change nothing; random cells never raise."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_bodies import folder_with, forms, good_table, read

from cchc_lib.domain.forms import Column
from cchc_lib.intake.cells import is_plain_text, read_cell
from cchc_lib.intake.values import Cell

FORMS = ("ho_so_tthc", "danh_muc_tthc", "danh_gia_xep_loai", "von_dau_tu_cong")


def body(rows=9):
    return {form_id: good_table(form_id, rows) for form_id in FORMS}


def values(data):
    """form -> its rows without their addresses, in order of their text."""
    found = {}
    for form_id, table in data.tables.items():
        plain = table[[column.id for column in forms()[form_id].kept]].astype(object).astype(str)
        found[form_id] = sorted(map(tuple, plain.itertuples(index=False)))
    return found


def read_body(tables, *files):
    """The quarter of some files, each a dict form -> table."""
    root = Path(tempfile.mkdtemp())
    try:
        for number, tables in enumerate(files or (tables,)):
            folder = folder_with(root, {forms()[form_id].title: table for form_id, table in tables.items()}, name=f"van-phong-{number}x.xlsx")
        return read(folder)
    finally:
        shutil.rmtree(root)


@pytest.fixture(scope="module")
def straight():
    data = read_body(body())
    assert data.findings == ()
    return values(data)


@pytest.mark.parametrize("seed", range(3))
def test_row_order_changes_nothing(straight, seed):
    chance = random.Random(seed)
    assert values(read_body({form_id: [table[0], *chance.sample(table[1:], 9)] for form_id, table in body().items()})) == straight


@pytest.mark.parametrize("seed", range(3))
def test_column_order_changes_nothing(straight, seed):
    chance = random.Random(seed)
    turned = {}
    for form_id, table in body().items():
        order = chance.sample(range(len(table[0])), len(table[0]))
        turned[form_id] = [[row[at] for at in order] for row in table]
    assert values(read_body(turned)) == straight


@pytest.mark.parametrize("seed", range(3))
def test_the_split_over_files_changes_nothing(straight, seed):
    chance = random.Random(seed)
    parts = [{}, {}, {}]
    for form_id, table in body().items():
        where = [chance.randrange(3) for _ in table[1:]]
        for number, part in enumerate(parts):
            part[form_id] = [table[0], *(row for row, at in zip(table[1:], where, strict=True) if at == number)]
    assert values(read_body({}, *parts)) == straight


def excel_cells():
    text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
    marks = st.sampled_from(["Tổng", "#N/A", "=1", "x", "1.234", "99.52", "31/02/2024", "Không phát sinh", "(1)", "A", "Người lập biểu", "5/3/2024", "Có"])
    return text | marks | st.integers(-10**16, 10**16) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.dates(dt.date(1900, 3, 1), dt.date(2200, 1, 1)) | st.none()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(excel_cells(), max_size=7), max_size=8), st.sampled_from(["to_chuc_bo_may", "ho_so_tthc", "van_ban_dien_tu"]), st.booleans())
def test_random_sheets_never_raise(rows, form_id, with_header):
    head = [good_table(form_id)[0]] if with_header else []
    data = read_body({form_id: [*head, *rows]})
    assert all(one.message and str(one) for one in data.findings)
    assert {one.form for one in data.submissions} == {form_id}


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aZ09 -._x/%đ\u0301\u00a0\t'"), max_size=9) | st.sampled_from([1, 2.5, True, None, dt.date(2024, 1, 1)]))
def test_text_that_is_called_plain_is_read_as_it_stands(cell):
    column = Column(title="Tên", type="text")
    if is_plain_text(cell):
        assert read_cell(cell, column, None) == Cell(cell)
    elif isinstance(cell, str) and cell.isascii() and cell.isalnum():
        assert "_x" in cell
