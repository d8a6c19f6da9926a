"""What units write agrees with what the product computes from the same quarter's rows."""

from __future__ import annotations

import re

import pytest
from tests.sample.sample_tables import workspace

from cchc_lib.analysis.indicators import indicators_of
from cchc_lib.domain.areas import BY_ID
from cchc_lib.domain.periods import Period
from cchc_lib.domain.results import CHUA_DAT, Indicator
from tools.sample_data import days, story, words

PERCENT = re.compile(r"\d+(?:,\d+)?%")


def _judged(quarter: Period) -> dict[str, Indicator]:
    return {one.id: one for one in indicators_of(workspace(), quarter, list(BY_ID))}


def _remarks(quarter: Period) -> list[dict[str, object]]:
    return [row for unit in story.UNITS for row in words.remarks(unit, quarter)]


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_limits_and_reasons_name_missed_targets_only(quarter):
    judged = _judged(quarter)
    named = {row["ma_chi_tieu"] for row in _remarks(quarter) if row["ma_chi_tieu"] and row["muc"] != "kết quả nổi bật"}
    assert named
    assert {target for target in named if judged[target].status != CHUA_DAT} == set()


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_highlights_name_no_missed_target(quarter):
    judged = _judged(quarter)
    named = {row["ma_chi_tieu"] for row in _remarks(quarter) if row["ma_chi_tieu"] and row["muc"] == "kết quả nổi bật"}
    assert {target for target in named if judged[target].status == CHUA_DAT} == set()


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_a_remark_on_a_target_tells_its_figure(quarter):
    judged = _judged(quarter)
    for row in _remarks(quarter):
        target = row["ma_chi_tieu"]
        if target and row["muc"] in ("kết quả nổi bật", "hạn chế") and PERCENT.search(str(row["noi_dung"])):
            assert judged[target].printed in str(row["noi_dung"]), (target, judged[target].printed, row["noi_dung"])


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_every_percentage_told_is_a_figure_or_a_target_of_the_quarter(quarter):
    judged = _judged(quarter)
    known = {one.printed for one in judged.values()} | {f"{one.target}%" for one in judged.values()} | {"100%"}
    told = {percent for row in _remarks(quarter) for percent in PERCENT.findall(str(row["noi_dung"]))}
    assert told - known == set()


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_some_missed_target_is_left_without_a_reason_until_the_year_is_done(quarter):
    missed = {target for target, one in _judged(quarter).items() if one.status == CHUA_DAT}
    reasons = {row["ma_chi_tieu"] for row in _remarks(quarter) if str(row["muc"]).startswith("nguyên nhân")}
    assert (missed - reasons == set()) == (quarter.id == "2024-Q4")
