"""Bodies that nobody has seen: every figure of results.json against a second opinion.

A few seeds here; CCHC_BODIES=200 tries as many more, from the seed CCHC_SEED on.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .bodies import Body, random_body
from .compare import differences
from .library import results_of
from .workbooks import write_body

QUARTERS = ["2023-Q3", "2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"]
PERIODS = ["2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3", "2024-6T", "2024-9T"]
SEED = int(os.environ.get("CCHC_SEED", "1000"))
MORE = range(SEED, SEED + int(os.environ.get("CCHC_BODIES", "0")))


def check(body: Body, folder: Path, periods: list[str], **how) -> None:
    data = write_body(body, folder, **how)
    found = [one for period in periods for one in differences(results_of(data, period), body, period)]
    assert not found, f"{len(found)} chỗ khác:\n" + "\n".join(found[:40])


@pytest.mark.parametrize("period", ["2024-Q1", "2024-Q3", "2024-6T"])
def test_a_tidy_body(period, tmp_path):
    check(random_body(1, QUARTERS), tmp_path, [period])


@pytest.mark.parametrize("seed", [2, 3])
def test_an_untidy_body_in_many_files(seed, tmp_path):
    check(random_body(seed, QUARTERS[1:4]), tmp_path, ["2024-Q1", "2024-Q2"], seed=seed, untidy=True)


def test_forms_missing_and_forms_empty(tmp_path):
    check(random_body(4, QUARTERS[1:4], absent=0.3, empty=0.3), tmp_path, ["2024-Q1", "2024-Q2", "2024-6T"])


def test_a_year_without_a_plan_is_computed_and_not_judged(tmp_path):
    check(random_body(5, ["2022-Q3", "2022-Q4"]), tmp_path, ["2022-Q4"])


@pytest.mark.parametrize("seed", MORE)
def test_more_bodies(seed, tmp_path):
    how = {"absent": 0.15, "empty": 0.15} if seed % 3 == 0 else {}
    check(random_body(seed, QUARTERS, dossiers=25, **how), tmp_path, PERIODS, seed=seed, untidy=seed % 2 == 0)
