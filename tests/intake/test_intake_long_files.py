"""Long CSV and Parquet files are read piece by piece and put away: the very same table and findings as a file that is read at once."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import random
from pathlib import Path

import pandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from intake_bodies import good_body, good_table, parameters, read

from cchc_lib.domain.errors import EnvironmentLacking
from cchc_lib.domain.parameters import Correction
from cchc_lib.intake import coded_rows, columnar, delimited, keys, many, tables
from cchc_lib.intake.coded_rows import CodedRows
from cchc_lib.intake.long_rows import LongRows
from cchc_lib.intake.stored_pieces import StoredColumns, StoredPieces

CELLS = ["", " ", "abc", "Tổng cộng", "Ký tên", "không", "Có", "x", "31/02/2024", "05/03/2024", "2024-03-05", "1.234", "12,5%", "#N/A", "Mã hồ sơ", "H1", "h1"]


def messy(chance: random.Random, rows: int) -> list[list[object]]:
    """A register with things wrong in it: any cell anywhere, rows doubled, cut short, too long, blank, totals, signatures."""
    table = [list(row) for row in good_table("ho_so_tthc", rows)]
    ticks = chance.choice([("x", "✓", ""), ("x", "Có", ""), ("",)])
    for row in table[1:]:
        row[table[0].index("Đã số hóa hồ sơ")] = chance.choice(ticks)
    for _ in range(chance.choice([0, rows // 9, rows // 3])):
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


def read_in(folder, monkeypatch, params=None, *, block=10**6, piece=10**6, many_rows=10**6, at_a_time=10**6, cache=None):
    """block, piece: rows of a block and of a piece. many_rows: above, keys are hashed first and tables lie on the disk."""
    monkeypatch.setattr(coded_rows, "BLOCK", block)
    monkeypatch.setattr(coded_rows, "PIECE", piece)
    monkeypatch.setattr(keys, "MANY", many_rows)
    monkeypatch.setattr(keys, "AT_A_TIME", at_a_time)
    monkeypatch.setattr(tables, "LONG", many_rows)
    return read(folder, params, cache=cache)


def same(again, whole):
    assert (again.findings, again.notes, again.submissions, again.missing) == (whole.findings, whole.notes, whole.submissions, whole.missing)
    assert list(again.tables) == list(whole.tables)
    for form in whole.tables:
        pandas.testing.assert_frame_equal(again.tables[form], whole.tables[form])


@pytest.fixture
def body(tmp_path):
    """A quarter's folder with a long register of some kind in it."""
    folder = tmp_path / "2024-Q1"
    folder.mkdir()

    def written(kind, table, name="ho-so-tthc"):
        (folder / f"{name}.{kind}").write_bytes((as_csv if kind == "csv" else as_parquet)(table))
        return folder

    return written


SIZES = [
    {"block": 1, "piece": 1, "many_rows": 0}, {"block": 2, "piece": 2, "many_rows": 0, "at_a_time": 3}, {"block": 3, "piece": 7, "many_rows": 10},
    {"block": 5, "piece": 10**6}, {"many_rows": 0},
]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("corrected", [False, True])
def test_pieces_give_the_same_table_and_findings(body, tmp_path, monkeypatch, seed, kind, corrected):
    chance = random.Random(seed)
    table = messy(chance, chance.randrange(5, 30))
    folder = body(kind, table)
    one = Correction(file=f"ho-so-tthc.{kind}", sheet="Hồ sơ TTHC", row=3, column="Mã hồ sơ", expected=str(table[2][0] or ""), value="H77", why="x", who="y")
    two = one.model_copy(update={"row": 999})
    params = parameters(corrections={"2024-Q1": (one, two) if seed % 2 else (one,)}) if corrected else parameters()
    whole = read_in(folder, monkeypatch, params)
    assert whole.findings
    for number, sizes in enumerate(SIZES):
        same(read_in(folder, monkeypatch, params, **sizes), whole)
        kept = tmp_path / f"cache{number}"
        for _ in ("stored", "recalled") if number else ():
            same(read_in(folder, monkeypatch, params, cache=kept, **sizes), whole)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("ticks", [("x", ""), ("x", "Có", ""), ("Có", "Không")])
def test_blanks_beside_ticks_are_no_in_all_pieces(body, monkeypatch, kind, ticks):
    table = [list(row) for row in good_table("ho_so_tthc", 30)]
    at = table[0].index("Đã số hóa hồ sơ")
    for number, row in enumerate(table[1:]):
        row[at] = ticks[number * 7 % len(ticks)] if number != 29 else ticks[1]
    folder = body(kind, table)
    whole = read_in(folder, monkeypatch)
    same(read_in(folder, monkeypatch, block=4, piece=4, many_rows=0), whole)
    blanks = [one.place.row for one in whole.findings if one.code == "o_bat_buoc_trong"]
    assert bool(blanks) == (ticks == ("x", "Có", ""))


@pytest.mark.parametrize("seed", range(4))
def test_files_of_a_register_are_put_together_as_if_they_were_short(body, tmp_path, monkeypatch, seed):
    chance = random.Random(seed)
    table = messy(chance, 50)
    parts = chance.sample(range(1, len(table)), 2)
    for number, (start, end) in enumerate([(1, min(parts)), (min(parts) - 1, max(parts)), (max(parts), len(table))]):
        sender = ["phong-dau-tu", "van-phong", "phong-lao-dong"][number]
        folder = body(chance.choice(["csv", "parquet"]), [table[0], *table[max(start, 1):end]], f"{sender}-ho-so-tthc")
    whole = read_in(folder, monkeypatch)
    for sizes in SIZES:
        same(read_in(folder, monkeypatch, cache=tmp_path / str(sizes), **sizes), whole)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("group", [3, 10, 1000])
def test_row_groups_of_any_size_and_texts_stored_in_any_way_are_the_same_pieces(body, monkeypatch, seed, group):
    chance = random.Random(seed)
    table = messy(chance, 45)
    folder = body("parquet", table)
    path = folder / "ho-so-tthc.parquet"
    whole = read_in(folder, monkeypatch)
    stored = pq.read_table(path)
    again = pa.table({
        name: stored[name].cast(chance.choice([pa.string(), pa.large_string(), pa.binary()])) if chance.random() < 0.7 else stored[name].dictionary_encode()
        for name in stored.column_names
    })
    pq.write_table(again, path, row_group_size=group, use_dictionary=chance.choice([True, False]))
    for piece in (2, 7, 12):
        data = read_in(folder, monkeypatch, block=2, piece=piece, many_rows=0)
        assert (data.findings, data.notes) == (whole.findings, whole.notes)
        for form in whole.tables:
            pandas.testing.assert_frame_equal(data.tables[form], whole.tables[form])


def test_of_many_row_groups_only_those_of_a_piece_are_read_at_a_time(monkeypatch):
    monkeypatch.setattr(coded_rows, "PIECE", 10)
    sink = io.BytesIO()
    pq.write_table(pa.table({"a": [f"H{n}" for n in range(40)]}), sink, row_group_size=4)
    seen = []
    read_row_groups = pq.ParquetFile.read_row_groups
    monkeypatch.setattr(pq.ParquetFile, "read_row_groups", lambda self, groups: seen.append(groups) or read_row_groups(self, groups))
    pieces = list(columnar.parquet_pieces(sink, "x"))
    assert seen == [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]]
    assert [cell for piece in pieces for (cell,) in piece.rows] == ["a", *(f"H{n}" for n in range(40))]
    assert all(len(piece.rows.distinct(0)) <= 10 for piece in pieces)


def test_a_long_table_stays_on_the_disk_and_its_pieces_too(body, monkeypatch):
    folder = body("parquet", good_table("ho_so_tthc", 40))
    add, added = StoredPieces.add, []
    monkeypatch.setattr(StoredPieces, "add", lambda self, columns: added.append(add(self, columns)) or added[-1])
    data = read_in(folder, monkeypatch, block=10, piece=10, many_rows=30)
    assert len(added) == 4 and all(isinstance(one, StoredColumns) for one in added)
    assert isinstance(data.tables.rows("ho_so_tthc"), LongRows)
    path, rows = data.tables.stored("ho_so_tthc")
    assert rows == 40 and pq.read_metadata(path).num_row_groups == 4


def test_a_block_of_rows_at_a_time_is_made(body, monkeypatch):
    made = CodedRows._made
    firsts = []
    monkeypatch.setattr(CodedRows, "_made", lambda self, first: firsts.append(first) or made(self, first))
    data = read_in(body("csv", good_table("ho_so_tthc", 95)), monkeypatch, block=10, piece=40)
    assert len(data.tables["ho_so_tthc"]) == 95
    assert firsts == [0]  # for the header; rows that are full are known by their distinct cells


def test_of_very_many_faults_alike_the_first_are_told_and_the_others_counted(body, monkeypatch):
    table = [list(row) for row in good_table("ho_so_tthc", 40)]
    for row in table[1:31]:
        row[table[0].index("Ngày hẹn trả")] = "31/02/2024"
    folder = body("csv", table)
    monkeypatch.setattr(many, "MOST", 12)
    data = read_in(folder, monkeypatch, block=7, piece=7)
    told, rest = data.faults[:-1], data.faults[-1]
    assert [one.place.row for one in told] == list(range(2, 14))
    assert (rest.code, rest.found, rest.needed, rest.place.column) == ("con_nua", "18", "dòng 14–31", "Ngày hẹn trả")
    assert len(data.tables["ho_so_tthc"]) == 10


def test_a_file_that_is_broken_further_down_is_refused_as_a_whole(body, tmp_path, monkeypatch):
    folder = body("csv", good_table("ho_so_tthc", 40))
    path = folder / "ho-so-tthc.csv"
    path.write_bytes(path.read_bytes() + b"\xff\xfe,1\n")
    for sizes in ({}, {"block": 5, "piece": 5}):
        data = read_in(folder, monkeypatch, cache=tmp_path / "cache", **sizes)
        assert [one.code for one in data.findings] == ["csv_khong_utf8"] and not data.tables
    assert not list((tmp_path / "cache").glob(".*")) and not list((tmp_path / "cache").glob("*.parquet"))


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"PAR1"), lambda path: path.write_bytes(path.read_bytes()[:-9])])
def test_rows_that_were_kept_and_are_gone_or_spoiled_are_read_anew(body, tmp_path, monkeypatch, spoil):
    folder = body("csv", good_table("ho_so_tthc", 40))
    whole = read_in(folder, monkeypatch)
    for _ in range(2):
        same(read_in(folder, monkeypatch, block=10, piece=10, cache=tmp_path / "cache"), whole)
        (kept,) = (tmp_path / "cache").glob("*.parquet")
        spoil(kept)
    same(read_in(folder, monkeypatch, block=10, piece=10, cache=tmp_path / "cache"), whole)


def test_rows_that_were_left_alone_are_removed_after_a_day(body, tmp_path, monkeypatch):
    folder = body("csv", good_table("ho_so_tthc", 40))
    (tmp_path / "cache").mkdir()
    old, new = (tmp_path / "cache" / name for name in (".x.1.parquet", ".y.2.parquet"))
    for path in (old, new):
        path.write_bytes(b"")
    os.utime(old, (1, 1))
    for _ in range(2):
        read_in(folder, monkeypatch, block=10, piece=10, cache=tmp_path / "cache")
    assert not old.exists() and new.exists() and len(list((tmp_path / "cache").glob("*.parquet"))) == 2


def test_rows_may_be_removed_once_they_were_recalled(body, tmp_path, monkeypatch):
    folder = body("csv", good_table("ho_so_tthc", 40))
    sizes = {"block": 10, "piece": 10, "many_rows": 0, "cache": tmp_path / "cache"}
    whole = read_in(folder, monkeypatch)
    read_in(folder, monkeypatch, **sizes)
    recalled = read_in(folder, monkeypatch, **sizes)
    for path in (tmp_path / "cache").iterdir():
        path.unlink()
    same(recalled, whole)


def test_rows_that_cannot_take_the_place_of_old_ones_are_used_where_they_are(body, tmp_path, monkeypatch):
    folder = body("csv", good_table("ho_so_tthc", 40))
    whole = read_in(folder, monkeypatch)
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, target: replace(self, target) if self.suffix != ".parquet" else held_open())
    same(read_in(folder, monkeypatch, block=10, piece=10, many_rows=0, cache=tmp_path / "cache"), whole)
    assert not list((tmp_path / "cache").glob("*.cchc"))


def held_open():
    raise PermissionError(13, "used by another process")


@pytest.mark.parametrize("room", [0, 1, 3, 99])
def test_a_disk_that_fills_up_while_rows_are_kept_costs_only_keeping_them(body, tmp_path, monkeypatch, room):
    """room: so many pieces fit beside the other files that are kept, in the temporary place all."""
    folder = body("csv", good_table("ho_so_tthc", 40))
    whole = read_in(folder, monkeypatch)
    write_table, written = pq.ParquetWriter.write_table, []

    def write(self, table, **more):
        written.append(self.where)
        if "cache" in str(self.where) and written.count(self.where) > room:
            raise OSError(28, "no space left on device")
        write_table(self, table, **more)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", write)
    same(read_in(folder, monkeypatch, block=10, piece=10, many_rows=0, cache=tmp_path / "cache"), whole)
    assert bool(list((tmp_path / "cache").glob("*.parquet"))) == (room == 99)


def test_a_disk_without_room_for_the_rows_is_told_as_such_and_not_as_a_fault_of_the_file(body, tmp_path, monkeypatch):
    folder = body("csv", good_table("ho_so_tthc", 40))

    def write(self, table, **more):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", write)
    with pytest.raises(EnvironmentLacking, match="đĩa đã đầy"):
        read_in(folder, monkeypatch, block=10, piece=10, cache=tmp_path / "cache")
    assert not list(tmp_path.glob("cache/*.parquet"))


def test_where_nothing_can_be_kept_the_rows_are_put_away_for_this_once(body, tmp_path, monkeypatch):
    folder = body("csv", good_table("ho_so_tthc", 40))
    (tmp_path / "cache").write_text("a file, no folder")
    same(read_in(folder, monkeypatch, block=10, piece=10, cache=tmp_path / "cache"), read_in(folder, monkeypatch))


@pytest.mark.parametrize(("what", "most"), [("MAX_CELLS", 20), ("MAX_ROWS", 2)])
def test_a_file_with_too_many_cells_is_refused(body, monkeypatch, what, most):
    monkeypatch.setattr(delimited, what, most)
    folder = body("csv", good_body(["ho_so_tthc"])["Hồ sơ TTHC"])
    assert [one.code for one in read_in(folder, monkeypatch).findings] == ["tep_qua_lon"]
