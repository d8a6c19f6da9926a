"""What was read comes back as it was, whatever its types; equal tables take their space once."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pandas
import pytest

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.submissions import Missing, QuarterData, Submission
from cchc_lib.runs.archive.snapshot import read_snapshot, write_snapshot
from cchc_lib.runs.archive.tables import read_table, table_bytes
from cchc_lib.runs.explain import changes, large_tables


def typed(rows: int = 2) -> pandas.DataFrame:
    full = pandas.DataFrame({
        "ten": pandas.Series(["Đầu tư", None], dtype="str"),
        "so": pandas.array([1, None], dtype="Int64"),
        "tien": pandas.Series([Decimal("1.50"), None], dtype=object),
        "ngay": pandas.Series(["2024-03-05", None], dtype="datetime64[s]"),
        "dat": pandas.array([True, None], dtype="boolean"),
        "_row": [5, 6],
    })
    return full.head(rows)


@pytest.mark.parametrize("rows", [0, 2])
def test_a_table_comes_back_with_its_values_and_types(tmp_path, rows):
    table = typed(rows)
    path = tmp_path / "t.parquet"
    path.write_bytes(table_bytes(table))

    pandas.testing.assert_frame_equal(read_table(path), table)
    if rows:
        assert str(read_table(path)["tien"][0]) == "1.50"


def test_the_same_table_gives_the_same_bytes():
    assert table_bytes(typed()) == table_bytes(typed().copy())


def quarter(name: str = "2024-Q1") -> QuarterData:
    file = f"{name}/van-phong.xlsx"
    return QuarterData(
        parse_period(name),
        {"ho_so": typed(), "khac": typed(0)},
        (Submission(name, "van-phong", "ho_so", file, "Hồ sơ", "ab" * 32, 2, arrived=date(2024, 3, 5), late_days=0),
         Submission(name, "van-phong", "khac", file, "Khác", "ab" * 32, 0, empty=True)),
        (Missing(name, "ttra", "Thanh tra", "khac"),),
        (Finding("trung_dong", "hai dòng giống nhau", "finding", Place(file, "Hồ sơ", 6), form="ho_so", quarter=name),),
        ("ghi chú",),
    )


@pytest.fixture
def kept(tmp_path):
    parameters = tmp_path / "parameters"
    (parameters / "plans").mkdir(parents=True)
    (parameters / "plans" / "2024.yaml").write_text("year: 2024\n", encoding="utf-8")
    (parameters / "note.txt").write_text("x", encoding="utf-8")
    (tmp_path / "run").mkdir()
    return write_snapshot(tmp_path / "run", [quarter("2024-Q1"), quarter("2023-Q4")], parameters, tmp_path / "templates", {}, tmp_path / "store")


def test_a_snapshot_gives_back_what_was_read(kept):
    read = read_snapshot(kept)

    assert list(read) == ["2023-Q4", "2024-Q1"]
    got, given = read["2024-Q1"], quarter()
    assert (got.submissions, got.missing, got.findings, got.notes) == (given.submissions, given.missing, given.findings, given.notes)
    pandas.testing.assert_frame_equal(got.tables["ho_so"], given.tables["ho_so"])
    assert got.submitted("khac") and not got.submitted("ly_lich")
    assert (kept / "parameters" / "plans" / "2024.yaml").is_file() and not (kept / "parameters" / "note.txt").exists()


def test_a_view_of_some_forms_shows_nothing_of_others(kept):
    got = read_snapshot(kept, forms={"khac"})["2024-Q1"]

    assert list(got.tables) == ["khac"] and [one.form for one in got.submissions] == ["khac"]
    assert got.findings == () and len(got.missing) == 1


def test_equal_tables_take_their_space_once(kept, tmp_path):
    files = list((kept / "tables").iterdir())

    assert len(files) == 2  # two quarters with the same two tables
    assert all(file.stat().st_nlink == 2 for file in files)


def test_a_damaged_store_is_not_trusted(kept, tmp_path):
    for file in (tmp_path / "store").rglob("*.parquet"):
        file.unlink()
        file.write_bytes(b"x" * 10)
    (tmp_path / "again").mkdir()

    again = write_snapshot(tmp_path / "again", [quarter()], tmp_path / "parameters", tmp_path / "templates", {}, tmp_path / "store")

    pandas.testing.assert_frame_equal(read_snapshot(again)["2024-Q1"].tables["ho_so"], typed())


# --- tables that were just read ---------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def sample_quarter():
    from pathlib import Path

    from cchc_lib.intake.parameters import load_parameters
    from cchc_lib.intake.quarter import read_quarter

    root = Path(__file__).resolve().parents[2]
    parameters = load_parameters(root / "parameters")
    period = parse_period("2024-Q1")
    return lambda: read_quarter(root / "data" / "sample" / "2024-Q1", parameters.calendar.span(period), parameters)


def snapshot(folder, data, store):
    folder.mkdir()
    return write_snapshot(folder, [data], folder / "parameters", folder / "templates", {}, store)


@pytest.mark.parametrize("most", [10**6, 100, -1], ids=["all as JSON", "large ones as Parquet", "all as Parquet"])
def test_tables_come_back_with_their_types_however_they_are_kept(tmp_path, monkeypatch, sample_quarter, most):
    monkeypatch.setattr("cchc_lib.intake.frames.SMALL", most)
    data = sample_quarter()
    kept = snapshot(tmp_path / "run", data, tmp_path / "store")
    suffixes = {path.suffix for path in (kept / "tables").iterdir()}
    assert suffixes == {10**6: {".json"}, 100: {".json", ".parquet"}, -1: {".parquet"}}[most]
    got = read_snapshot(kept)["2024-Q1"].tables
    assert list(got) == sorted(data.tables) and len(got) > 15
    for form, table in data.tables.items():
        pandas.testing.assert_frame_equal(got[form], table)
    stored, rows = got.stored("ho_so_tthc")
    assert rows == len(data.tables["ho_so_tthc"]) and hasattr(stored, "suffix") == (most <= 100)


def test_a_snapshot_of_a_snapshot_is_the_same(tmp_path, sample_quarter):
    kept = snapshot(tmp_path / "run", sample_quarter(), tmp_path / "store")
    again = snapshot(tmp_path / "again", read_snapshot(kept)["2024-Q1"], tmp_path / "elsewhere")
    assert (again / "reading.json").read_bytes() == (kept / "reading.json").read_bytes()
    assert {path.name: path.read_bytes() for path in (again / "tables").iterdir()} == {path.name: path.read_bytes() for path in (kept / "tables").iterdir()}


def test_what_is_kept_does_not_depend_on_who_looked_at_a_table_before(tmp_path, sample_quarter):
    looked_at = sample_quarter()
    assert len(looked_at.tables["ho_so_tthc"]) == len(looked_at.tables.without(["danh_muc_tthc"])["ho_so_tthc"])
    kept = [snapshot(tmp_path / name, data, tmp_path / "store") for name, data in (("a", looked_at), ("b", sample_quarter()))]
    assert (kept[0] / "reading.json").read_bytes() == (kept[1] / "reading.json").read_bytes()


def test_a_large_table_that_was_looked_at_is_still_there_without_another(monkeypatch, sample_quarter):
    monkeypatch.setattr("cchc_lib.intake.frames.SMALL", 100)
    tables = sample_quarter().tables
    frame = tables["ho_so_tthc"]
    assert tables.rows("ho_so_tthc") is None
    without = tables.without(["danh_muc_tthc"])
    assert without["ho_so_tthc"] is frame and "danh_muc_tthc" not in without and list(without) == [form for form in tables if form != "danh_muc_tthc"]


def test_decimals_and_blanks_are_kept_as_they_are(tmp_path):
    import numpy as np

    from cchc_lib.domain.forms import Form
    from cchc_lib.intake.frames import FormRows
    from cchc_lib.runs.archive.tables import plain_bytes, read_plain

    columns = [
        {"title": "Tên", "type": "text"}, {"title": "Số", "type": "integer"}, {"title": "Tiền", "type": "decimal"}, {"title": "Ngày", "type": "date"},
        {"title": "Đạt", "type": "yes_no"},
    ]
    form = Form.model_validate({"id": "thu", "title": "Thử", "area": "general", "owner": "any", "span": "stock", "columns": columns})
    for rows in (0, 1, 3):
        values = {
            "ten": np.array(["a", None, "a"], dtype=object), "so": np.array([1, None, 0], dtype=object),
            "tien": np.array([Decimal("1.50"), None, Decimal("1.5")], dtype=object),
            "ngay": np.array(["2024-03-05", "NaT", "2024-03-05"], dtype="datetime64[s]"), "dat": np.array([True, None, False], dtype=object),
        }
        own = FormRows(form, {name: array[:rows] for name, array in values.items()}, {"_row": np.arange(5, 5 + rows)})
        pandas.testing.assert_frame_equal(read_plain(plain_bytes(own)), own.frame())
        assert [str(one) for one in read_plain(plain_bytes(own))["tien"]] == ["1.50", "None", "1.5"][:rows]


def spoiled(data, chance):
    """The quarter with some dossiers changed, and perhaps some taken out or put in."""
    register = data.tables["ho_so_tthc"].copy()
    for at in chance.sample(range(len(register)), 4):
        column = chance.choice(["ngay_hen_tra", "trang_thai", "da_so_hoa_ket_qua", "ma_tthc"])
        register.loc[at, column] = register.loc[chance.randrange(len(register)), column]
    if chance.random() < 0.6:
        register = register.drop(index=chance.sample(range(len(register)), 2)).reset_index(drop=True)
        register["_row"] = range(5, 5 + len(register))
    return replace(data, tables={**{form: data.tables[form] for form in data.tables}, "ho_so_tthc": register})


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [10**6, -1], ids=["as JSON", "as Parquet"])
def test_what_differs_between_large_tables_is_told_as_between_small_ones(tmp_path, monkeypatch, sample_quarter, seed, most):
    monkeypatch.setattr("cchc_lib.intake.frames.SMALL", most)
    data = sample_quarter()
    sides = [snapshot(tmp_path / "old", data, tmp_path / "store"), snapshot(tmp_path / "new", spoiled(data, random.Random(seed)), tmp_path / "store")]
    small = list(changes.input_changes(*sides))
    monkeypatch.setattr(changes, "LARGE", -1)
    large = list(changes.input_changes(*sides))
    assert small and sorted(map(str, large)) == sorted(map(str, small))
    monkeypatch.setattr(large_tables, "MOST", 0)
    counted = {one.where: (one.old, one.new) for one in changes.input_changes(*sides) if one.form == "ho_so_tthc"}
    assert list(counted) == ["2024-Q1 › biểu ho_so_tthc"] and all(side.endswith("dòng khác bên kia") for side in counted["2024-Q1 › biểu ho_so_tthc"])
