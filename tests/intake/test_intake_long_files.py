"""Long CSV and Parquet files are read in blocks: the very same table and findings as a file that is read at once, in less memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random

import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from intake_bodies import good_body, good_table, parameters, read

from cchc_lib.domain.parameters import Correction
from cchc_lib.intake import coded_rows, delimited
from cchc_lib.intake.coded_rows import CodedRows

CELLS = ["", " ", "abc", "Tổng cộng", "Ký tên", "không", "Có", "x", "31/02/2024", "05/03/2024", "2024-03-05", "1.234", "12,5%", "#N/A", "Mã hồ sơ", "H1", "h1"]


def messy(chance: random.Random, rows: int) -> list[list[object]]:
    """A register with things wrong in it: any cell anywhere, rows doubled, cut short, too long, blank, totals, signatures."""
    table = [list(row) for row in good_table("ho_so_tthc", rows)]
    for _ in range(rows // 3):
        row = table[chance.randrange(1, len(table))]
        row[chance.randrange(len(row))] = chance.choice(CELLS)
    table.append(list(table[chance.randrange(1, len(table))]))
    table.insert(chance.randrange(1, len(table)), [""] * len(table[0]))
    table.insert(chance.randrange(1, len(table)), ["Tổng cộng"])
    table.insert(chance.randrange(1, len(table)), list(table[0]))
    table.append(["", "", "Người lập biểu"])
    table[chance.randrange(1, len(table))] += ["", "thừa"]
    return table


def as_csv(table) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([["" if c is None else c.strftime("%d/%m/%Y") if isinstance(c, dt.date) else c for c in row] for row in table])
    return text.getvalue().encode()


def as_parquet(table) -> bytes:
    width = len(table[0])
    rows = [(list(row) + [None] * width)[:width] for row in table[1:]]
    columns = {title: pa.array([None if row[n] in (None, "") else str(row[n]) for row in rows], type=pa.string()) for n, title in enumerate(table[0])}
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def read_with(folder, block, monkeypatch, params=None):
    monkeypatch.setattr(delimited, "BLOCK", block)
    monkeypatch.setattr(coded_rows, "BLOCK", block)
    return read(folder, params)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("corrected", [False, True])
def test_blocks_give_the_same_table_and_findings(tmp_path, monkeypatch, seed, kind, corrected):
    chance = random.Random(seed)
    table = messy(chance, chance.randrange(5, 60))
    folder = tmp_path / "2024-Q1"
    folder.mkdir()
    (folder / f"ho-so-tthc.{kind}").write_bytes((as_csv if kind == "csv" else as_parquet)(table))
    one = Correction(file=f"ho-so-tthc.{kind}", sheet="Hồ sơ TTHC", row=3, column="Mã hồ sơ", expected=str(table[2][0] or ""), value="H77", why="x", who="y")
    params = parameters(corrections={"2024-Q1": (one,)}) if corrected else parameters()
    whole = read_with(folder, 10**6, monkeypatch, params)
    assert whole.findings
    for block in (1, 2, 7, 32):
        again = read_with(folder, block, monkeypatch, params)
        assert (again.findings, again.notes, again.submissions, again.missing) == (whole.findings, whole.notes, whole.submissions, whole.missing)
        assert list(again.tables) == list(whole.tables)
        for form in whole.tables:
            pandas.testing.assert_frame_equal(again.tables[form], whole.tables[form])


def test_a_block_of_rows_at_a_time_is_made(tmp_path, monkeypatch):
    made = CodedRows._made
    firsts = []
    monkeypatch.setattr(CodedRows, "_made", lambda self, first: firsts.append(first) or made(self, first))
    folder = tmp_path / "2024-Q1"
    folder.mkdir()
    (folder / "ho-so-tthc.csv").write_bytes(as_csv(good_table("ho_so_tthc", 95)))
    data = read_with(folder, 10, monkeypatch)
    assert len(data.tables["ho_so_tthc"]) == 95
    assert firsts.count(50) <= 2 and max(firsts) == 90  # once to look for data, never once a cell


def test_a_file_with_too_many_cells_is_refused_as_before(tmp_path, monkeypatch):
    folder = tmp_path / "2024-Q1"
    folder.mkdir()
    (folder / "ho-so-tthc.csv").write_bytes(as_csv(good_body(["ho_so_tthc"])["Hồ sơ TTHC"]))
    monkeypatch.setattr(delimited, "MAX_CELLS", 20)
    for block in (10**6, 1):
        assert [one.code for one in read_with(folder, block, monkeypatch).findings] == ["tep_qua_lon"]
