"""Who sent what of the sample, and when."""

from __future__ import annotations

import hashlib
from datetime import date

import openpyxl
import pytest
from tests.sample.sample_files import SAMPLE, arrivals
from tests.sample.sample_tables import parameters

from tools.sample_data import days


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_arrivals_name_every_workbook_with_its_hash(quarter):
    assert {line["file"]: line["sha256"] for line in arrivals(quarter.id)} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (SAMPLE / quarter.id).glob("*.xlsx")
    }


def test_every_form_that_is_owed_is_sent_but_for_one_in_2023_q3():
    left_out = {}
    for quarter in days.QUARTERS:
        for unit in parameters().units.on(days.due_day(quarter)):
            sent = openpyxl.load_workbook(SAMPLE / quarter.id / f"{unit.id}.xlsx", read_only=True).sheetnames
            missing = [form for form in unit.owed_on(days.due_day(quarter)) if parameters().forms[form].title not in sent]
            if missing:
                left_out[quarter.id, unit.id] = missing
    assert left_out == {("2023-Q3", "van-phong"): ["hai_long_phuc_vu"]}


def test_two_units_were_late_and_never_in_2024_q1():
    late = {}
    for quarter in days.QUARTERS:
        for line in arrivals(quarter.id):
            seen = date.fromisoformat(line["first_seen"])
            if seen > days.due_day(quarter):
                late[quarter.id, line["file"]] = len(days.working_days(days.due_day(quarter), seen)) - 1
    assert late == {("2023-Q3", "trung-tam-dich-vu.xlsx"): 3, ("2024-Q2", "phong-quy-hoach-xay-dung.xlsx"): 1}
