"""The sample body of data is made, not kept by hand: the same bytes from the same seed, and labelled wherever one looks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.sample.sample_files import SAMPLE, WORKBOOKS, read
from tests.sample.sample_tables import parameters

from tools.sample_data import body, days
from tools.sample_data.workbook import LABEL

PERSONAL = {"Chủ hồ sơ", "Số điện thoại", "Email", "Số giấy tờ", "Địa chỉ"}


def test_a_quarter_made_twice_has_the_same_bytes():
    quarter = days.QUARTERS[4]
    assert body.files(quarter, parameters()) == body.files(quarter, parameters())


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_the_committed_files_are_what_the_generator_makes(quarter):
    made = body.files(quarter, parameters())
    folder = SAMPLE / quarter.id
    assert {path.name for path in folder.iterdir()} == set(made)
    assert [name for name, content in made.items() if (folder / name).read_bytes() != content] == []


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_workbook_and_every_sheet_says_that_it_is_invented(path: Path):
    book = openpyxl.load_workbook(path, read_only=True)
    assert [sheet.title for sheet in book if LABEL not in str(sheet["A1"].value)] == []
    assert LABEL in book.properties.title
    assert book.sheetnames[0] == "Ghi chú"
    book.close()


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_parts_of_a_workbook_carry_no_clock_and_no_compression(path: Path):
    with zipfile.ZipFile(path) as parts:
        assert {(part.date_time, part.compress_type) for part in parts.infolist()} == {((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)}


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_no_sheet_has_a_column_for_personal_data(quarter):
    assert {title for rows in read(quarter.id).values() for row in rows for title in row} & PERSONAL == set()
