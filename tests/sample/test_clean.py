"""The sample is clean by the forms' own rules, read from the committed workbooks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from tests.sample.sample_files import columns, day, read
from tests.sample.sample_tables import parameters, quarters_read, workspace

from cchc_lib.analysis.area import area_findings
from cchc_lib.domain.areas import BY_ID
from cchc_lib.domain.forms import Check, Form
from tools.sample_data import days


def forms() -> list[Form]:
    return list(parameters().forms.values())


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_every_required_cell_is_filled_and_every_choice_is_in_its_list(quarter):
    wrong = [
        (form.title, column.title, row[column.title])
        for form in forms() for row in read(quarter.id).get(form.title, ()) for column in form.kept
        if (row[column.title] is None and column.required) or (column.values and row[column.title] not in (None, *column.values))
    ]
    assert wrong == []


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_every_row_is_dated_in_the_window_but_for_carried_over_dossiers(quarter):
    window = days.window(quarter)
    for form in forms():
        if form.span == "flow" and form.column(form.date).type == "date":
            dates = [day(value) for value, in columns(quarter.id, form.title, form.column(form.date).title)] if form.title in read(quarter.id) else []
            assert all(one <= window.end and (one >= window.start or form.id == "ho_so_tthc") for one in dates), form.title


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_no_row_tells_of_a_day_after_the_file_was_sent(quarter):
    foretold = ("Ngày hẹn trả", "Hạn trả lời", "Hạn phổ biến")
    last = days.due_day(quarter)
    late = [(sheet, title, value) for sheet, rows in read(quarter.id).items() for row in rows for title, value in row.items()
            if isinstance(value, datetime) and title not in foretold and value.date() > last]
    assert late == []


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_the_checks_between_columns_hold(quarter):
    codes = {code for code, in columns(quarter.id, "Danh mục TTHC", "Mã TTHC")}
    for form in forms():
        for row in read(quarter.id).get(form.title, ()):
            assert all(_holds(check, form, row, codes) for check in form.checks), (form.title, row)


def _holds(check: Check, form: Form, row: dict[str, object], codes: set[object]) -> bool:
    left = [row[form.column(one).title] for one in check.left]
    if check.operator == "in":
        return left[0] in codes
    right = [row[form.column(one).title] for one in check.right]
    if None in (*left, *right):
        return True
    sides = [side[0] if isinstance(side[0], datetime) else sum(Decimal(str(value)) for value in side) for side in (left, right)]
    return sides[0] <= sides[1] if check.operator == "<=" else sides[0] >= sides[1]


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_every_key_stands_once(quarter):
    for form in forms():
        keys = [(row["file"] if form.owner == "any" else "", *(row[form.column(one).title] for one in form.key))
                for row in read(quarter.id).get(form.title, ()) if form.key]
        assert len(keys) == len(set(keys)), form.title


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_a_dossier_has_an_end_date_when_its_state_says_so(quarter):
    for state, ended in columns(quarter.id, "Hồ sơ TTHC", "Trạng thái", "Ngày trả kết quả"):
        assert (ended is not None) == (state in ("đã trả kết quả", "từ chối", "rút hồ sơ"))


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_every_task_of_the_plan_is_reported_and_no_other(quarter):
    planned = {task.id for task in parameters().plans[quarter.year].tasks}
    assert {code for code, in columns(quarter.id, "Nhiệm vụ", "Mã nhiệm vụ")} == planned


@pytest.mark.parametrize("quarter", days.QUARTERS, ids=str)
def test_the_product_finds_nothing_to_complain_of(quarter):
    read_in = quarters_read()[quarter]
    computed = [one for area in BY_ID for one in area_findings(workspace(), quarter, area)]
    assert [str(one) for one in (*read_in.findings, *computed)] == []
