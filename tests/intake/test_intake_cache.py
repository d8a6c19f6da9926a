"""What was read is kept by content, and gives the same again; a broken cache costs nothing but time."""

from __future__ import annotations

import datetime as dt

import pytest
from intake_bodies import folder_with, good_body, good_table, parameters, read, span

from cchc_lib.domain.parameters import Correction
from cchc_lib.domain.periods import Calendar, parse_period
from cchc_lib.intake import workbooks
from cchc_lib.intake.quarter import read_quarter, read_quarters


@pytest.fixture
def folder(tmp_path):
    body = good_body()
    body["Tuyên truyền"][1][2] = "abc"
    body["Tuyên truyền"][2][0] = dt.date(2023, 1, 1)
    body["Nhiệm vụ"][1][1] = "Phòng Lạ"
    body["Tổ chức bộ máy"].append(["Tổng cộng"])
    return folder_with(tmp_path, body)


def same(one, other):
    assert one.findings == other.findings and one.submissions == other.submissions and one.notes == other.notes
    assert one.missing == other.missing and one.tables.keys() == other.tables.keys()
    for form_id, table in one.tables.items():
        assert table.equals(other.tables[form_id]) and list(table.dtypes) == list(other.tables[form_id].dtypes)


def no_reading(monkeypatch):
    monkeypatch.setattr(workbooks, "read_raw", lambda *_: pytest.fail("read although kept"))


def test_a_kept_reading_gives_the_same(folder, tmp_path, monkeypatch):
    fresh = read(folder)
    same(read(folder, cache=tmp_path / "cache"), fresh)
    no_reading(monkeypatch)
    same(read(folder, cache=tmp_path / "cache"), fresh)


def test_a_renamed_file_is_recalled_under_its_new_name(folder, tmp_path, monkeypatch):
    read(folder, cache=tmp_path / "cache")
    (folder / "van-phong.xlsx").rename(folder / "phong-dau-tu.xlsx")
    fresh = read(folder)
    no_reading(monkeypatch)
    same(read(folder, cache=tmp_path / "cache"), fresh)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None])
def test_a_broken_cache_is_read_anew(folder, tmp_path, content):
    fresh = read(folder, cache=tmp_path / "cache")
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-200] if content is None else content)
    same(read(folder, cache=tmp_path / "cache"), fresh)


def test_another_window_form_or_correction_is_another_reading(folder, tmp_path):
    cache = tmp_path / "cache"
    read(folder, cache=cache)
    assert len(list(cache.iterdir())) == 1
    read_quarter(folder, Calendar().span(parse_period("2024-Q2")), parameters(), cache=cache)
    read_quarter(folder, span(), parameters(states={"dang_xu_ly": "đang giải quyết"}), cache=cache)
    one = Correction(file="van-phong.xlsx", sheet="Tuyên truyền", row=2, column="Số lượng", expected="abc", value="5", why="x", who="y")
    params = parameters(corrections={"2024-Q1": (one,)})
    fresh = read(folder, params)
    same(read(folder, params, cache=cache), fresh)
    same(read(folder, params, cache=cache), fresh)
    assert len(list(cache.iterdir())) == 4


def test_a_cache_that_cannot_be_written_is_no_matter(folder, tmp_path):
    (tmp_path / "cache").write_text("a file")
    same(read(folder, cache=tmp_path / "cache"), read(folder))


def test_earlier_catalogues_are_kept_too(tmp_path, monkeypatch):
    quarter = parse_period("2024-Q1")
    folder_with(tmp_path, good_body(["ho_so_tthc"]))
    (folder_with(tmp_path / "x", good_body(["danh_muc_tthc"]))).rename(tmp_path / "2023-Q4")
    first = read_quarters(tmp_path, [quarter], parameters(), Calendar(), cache=tmp_path / ".cache")
    no_reading(monkeypatch)
    same(read_quarters(tmp_path, [quarter], parameters(), Calendar(), cache=tmp_path / ".cache")[quarter], first[quarter])


def test_nothing_personal_is_kept(tmp_path):
    table = good_table("ho_so_tthc")
    for row in table[1:]:
        row[-5:] = ["Nguyễn Bí Mật", "0912345678", "bi@mat.vn", "012345678901", "Số 1"]
    folder = folder_with(tmp_path, good_body(["danh_muc_tthc"]) | {"Hồ sơ TTHC": table})
    read(folder, cache=tmp_path / "cache")
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").iterdir())
    assert not any(word.encode() in kept for word in ("Bí Mật", "0912345678", "bi@mat", "012345678901"))


@pytest.mark.parametrize(("own", "opened"), [(["danh_muc_tthc", "ho_so_tthc"], 0), (["ho_so_tthc"], 1)])
def test_earlier_catalogues_are_opened_only_for_codes_that_the_own_one_lacks(tmp_path, monkeypatch, own, opened):
    folder_with(tmp_path, good_body(own))
    folder_with(tmp_path / "x", good_body(["danh_muc_tthc"])).rename(tmp_path / "2023-Q4")
    read_file, earlier = workbooks.read_file, []

    def counted(path, file, *rest):
        earlier.extend([file] * file.startswith("2023-Q4"))
        return read_file(path, file, *rest)

    monkeypatch.setattr("cchc_lib.intake.quarter.read_file", counted)
    quarter = parse_period("2024-Q1")
    assert not read_quarters(tmp_path, [quarter], parameters(), Calendar())[quarter].findings
    assert len(earlier) == opened
