"""Old .xls workbooks: read like the new ones, with their errors and hidden things seen."""

from __future__ import annotations

import os
import random

import pytest
from intake_bodies import codes, read
from xls_files import write_xls

HEADER = ["Tháng", "Tên báo cáo", "Thực hiện trên hệ thống"]
ROWS = [[1.0, "Báo cáo A", "Có"], [2.0, "Báo cáo B", True], ["Tháng 3", "Báo cáo C", 0.0]]
FORM = "che_do_bao_cao"


def make(tmp_path, rows=ROWS, **more):
    write_xls(tmp_path / "2024-Q1" / "van-phong.xls", "Chế độ báo cáo", [["BẢNG"], HEADER, *rows], **more)
    return tmp_path / "2024-Q1"


def test_an_xls_is_read(tmp_path):
    data = read(make(tmp_path))
    assert codes(data) == [] and list(data.tables[FORM]["_row"]) == [3, 4, 5]
    assert list(data.tables[FORM]["thuc_hien_tren_he_thong"]) == [True, True, False]
    assert list(data.tables[FORM]["thang"].dt.month) == [1, 2, 3]


@pytest.mark.parametrize(("value", "shown"), [("#N/A", "#N/A"), ("=1/0", "#DIV/0!")])
def test_error_cells_are_seen(tmp_path, value, shown):
    data = read(make(tmp_path, [*ROWS[:2], [3.0, value, "Có"]]))
    assert [(one.code, one.found, one.place.cell) for one in data.findings] == [("o_loi", shown, "B5")]


def test_hidden_things_are_announced(tmp_path):
    assert codes(read(make(tmp_path, hidden=True, hidden_rows=[4], hidden_columns=[1]))) == ["cot_an", "dong_an", "trang_an"]


def test_encrypted(tmp_path):
    assert codes(read(make(tmp_path, encrypted=True))) == ["tep_ma_hoa"]


@pytest.mark.parametrize("seed", range(int(os.environ.get("CCHC_FUZZ", "6"))))
def test_mutated_files_never_raise(tmp_path, seed):
    chance = random.Random(seed)
    path = make(tmp_path) / "van-phong.xls"
    good = path.read_bytes()
    for _ in range(8):
        content = bytearray(good)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(bytes(content[:chance.choice([len(content), chance.randrange(8, len(content))])]))
        assert all(one.message for one in read(path.parent).findings)
