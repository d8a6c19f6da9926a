"""Dossiers counted on the disk: the same answers as in memory, on every edge and on random bodies of data."""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cchc_lib.analysis import measures
from cchc_lib.analysis.area import area_findings, area_result, dossier_table
from cchc_lib.analysis.dossiers import COUNTS, FLAGS, LATE
from cchc_lib.analysis.dossiers_at_size import DossiersAtSize
from cchc_lib.analysis.measures import sources
from cchc_lib.domain.results import TOTAL_FIELD
from cchc_lib.runs.archive.snapshot import _Tables
from cchc_lib.runs.archive.tables import table_bytes

from . import test_dossiers as in_memory
from .bodies import parameters, period, quarter_data, span, table, workspace

CODES = ("1.000001", "1.000002", "9.999999")
STATES = ("đang giải quyết", "đã trả kết quả", "từ chối", "rút hồ sơ", "chờ bổ sung", "tạm dừng")


@pytest.fixture
def at_size(monkeypatch):
    monkeypatch.setattr(measures, "LARGE", -1)


EDGES = next(mark for mark in in_memory.test_where_one_dossier_stands.pytestmark if mark.name == "parametrize")


@pytest.mark.parametrize(*EDGES.args)
def test_every_edge_of_the_window(at_size, one, counts):
    assert in_memory.row_of(one) == counts


days = st.dates(dt.date(2023, 9, 1), dt.date(2024, 4, 15)).map(lambda day: f"{day.day}/{day.month}/{day.year}")


@st.composite
def registers(draw):
    """Dossiers of a quarter, each number once."""
    codes = draw(st.lists(st.integers(1, 12), unique=True, max_size=9))
    return [
        in_memory.dossier(
            f"HS{code}", draw(days), draw(days), draw(st.none() | days), draw(st.sampled_from(STATES)), ma_tthc=draw(st.sampled_from(CODES)),
            kenh_tiep_nhan=draw(st.sampled_from(("trực tuyến", "trực tiếp", "bưu chính"))), da_so_hoa_ho_so=draw(st.sampled_from((True, False, None))),
            hinh_thuc_thanh_toan=draw(st.sampled_from(("trực tuyến", "trực tiếp", "không phát sinh"))), ngay_xin_loi=draw(st.none() | days),
        )
        for code in codes
    ]


def body(now, before, earliest):
    quarters = [("2023-Q3", earliest), ("2023-Q4", before), ("2024-Q1", now)]
    return [quarter_data(name, danh_muc_tthc=in_memory.CATALOGUE, ho_so_tthc=rows) for name, rows in quarters]


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(registers(), registers(), registers(), st.sampled_from(["by_date", "on_time"]), st.data())
def test_both_ways_agree_on_everything(now, before, earliest, refused, data):
    flags = data.draw(st.lists(st.sampled_from(FLAGS), min_size=1, max_size=3, unique=True))
    rules = tuple(rule.model_copy(update={"refused": refused}) for rule in parameters().rules)
    answers = []
    for large in (10**9, -1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(measures, "LARGE", large)
            space = workspace(*body(now, before, earliest), changed=replace(parameters(), rules=rules))
            found = space.dossiers(span("2024-Q1"))
            answers.append({
                "result": area_result(space, period("2024-Q1"), "tthc"),
                "findings": [one.to_dict() for one in area_findings(space, period("2024-Q1"), "tthc")],
                "fields": found.by_field(), "count": found.count(flags), "sources": sources(found.addresses(flags)),
                "of a field": sources(found.addresses(flags, "Đầu tư")), "length": len(found),
                "late": found.due_and_end(), "channels": found.by_channel(),
                "all late": found.due_and_end(LATE), "but": found.count(flags, ["late"]),
                "first of late": found.where(LATE, days=sorted(found.due_and_end(LATE))[:2], most=3)["ma_ho_so"].tolist() if len(found) else [],
                "first but late": found.where(flags, LATE, most=2)["ma_ho_so"].tolist() if len(found) else [],
                "rows": found.where(flags).reset_index(drop=True)[["ma_ho_so", "_quarter", "linh_vuc", *FLAGS]] if len(found) else None,
            })
            assert isinstance(found, DossiersAtSize) == (large < 0)
    rows = [one.pop("rows") for one in answers]
    assert answers[0] == answers[1]
    if rows[0] is not None:
        pd.testing.assert_frame_equal(*rows)


def test_tables_on_the_disk_are_never_read_whole(at_size, tmp_path, monkeypatch):
    """A register that lies as Parquet is counted where it lies."""
    frame = table("ho_so_tthc", [in_memory.dossier(f"HS{n}", end="20/1/2024") for n in range(20)])
    (tmp_path / "x.parquet").write_bytes(table_bytes(frame))
    data = quarter_data("2024-Q1", danh_muc_tthc=in_memory.CATALOGUE)
    stored = _Tables(tmp_path, {"ho_so_tthc": {"sha256": "x", "rows": 20}})
    stored._read = {"danh_muc_tthc": data.tables["danh_muc_tthc"]}
    stored._index["danh_muc_tthc"] = {"sha256": "", "rows": 2}
    space = workspace(type(data)(data.quarter, stored, data.submissions))

    rows = dossier_table(space, span("2024-Q1"))

    assert rows[-1].field == TOTAL_FIELD and rows[-1].on_time == 20
    assert space.measure("dossiers.resolved_in_time", span("2024-Q1")).value == 20
    assert sources(space.measure("dossiers.resolved_in_time", span("2024-Q1")).rows)[0].rows == "2-21"
    assert list(stored._read) == ["danh_muc_tthc"]
    assert sum(getattr(rows[0], name) for name in COUNTS) == 40


@pytest.mark.parametrize("large", [10**9, -1])
def test_more_rows_than_can_be_listed_are_told_by_their_reach_and_number(monkeypatch, large):
    monkeypatch.setattr(measures, "LARGE", large)
    monkeypatch.setattr(measures, "MOST_ROWS", 3)
    late = [in_memory.dossier(f"HS{n}", end="21/1/2024") for n in range(0, 12, 2)]
    space = workspace(quarter_data("2024-Q1", danh_muc_tthc=in_memory.CATALOGUE, ho_so_tthc=late))

    (source,) = sources(space.measure("dossiers.resolved", span("2024-Q1")), space.measure("dossiers.resolved_in_time", span("2024-Q1")))

    assert (source.rows, source.counted) == ("2-7", 6)
