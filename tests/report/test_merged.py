"""results.json and figures.json: the contract's keys and types, and every figure of the document with its exact value."""

import json
import re
from fractions import Fraction

import pytest

from cchc_lib.report.merged import json_text

from .made import sample_report

STATUSES = {"đạt", "chưa đạt", "đang thực hiện", "không phát sinh", "chưa có số liệu"}
COUNTS = ("online", "direct", "carried_over", "early", "on_time", "late", "pending_in_time", "pending_overdue")


@pytest.fixture(scope="module")
def report():
    return sample_report("2024-Q2")


@pytest.fixture(scope="module")
def results(report):
    return json.loads(json_text(report[1].results))


def test_period_sample_and_schema(results):
    assert results["schema"] == 1 and results["sample"] is True
    assert results["period"] == {"id": "2024-Q2", "from": "2024-03-15", "to": "2024-06-14", "rule": "nd09"}


def test_keys_are_sorted_in_the_file(report):
    text = json_text(report[1].results)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_thirty_one_indicators_with_exact_values(results):
    assert len(results["indicators"]) == 31
    for one in results["indicators"]:
        assert one["status"] in STATUSES
        if one["kind"] in ("ratio", "checklist") and one["value"] is not None:
            exact = Fraction(one["numerator"]) * 100 / Fraction(one["denominator"])
            assert re.fullmatch(r"\d+\.\d{12}", one["value"]) and abs(Fraction(one["value"]) - exact) <= Fraction(1, 2 * 10**12)
            assert one["sources"] and all({"file", "sheet", "rows"} == set(source) for source in one["sources"])
        if one["kind"] == "count" and one["value"] is not None:
            assert isinstance(one["value"], int) and one["numerator"] is None and one["denominator"] is None


def test_form_06a_ends_with_the_total_and_its_columns_add_up(results):
    *fields, total = results["dossiers"]
    assert total["field"] == "Tổng cộng"
    for column in COUNTS:
        assert total[column] == sum(row[column] for row in fields)


def test_statistics_tasks_submissions(results):
    assert [row["id"] for row in results["statistics"]] == sorted(row["id"] for row in results["statistics"])
    assert len(results["statistics"]) == 80
    assert len(results["tasks"]) == 33 and {"id", "status", "due"} <= set(results["tasks"][0])
    assert {"unit", "form", "file", "sha256", "rows", "late_days"} <= set(results["submissions"][0])
    assert any(one["late_days"] == 1 for one in results["submissions"])


def test_every_figure_has_its_exact_value_and_place(report):
    _, made = report
    assert len(made.figures) > 700
    assert [one for one in made.figures if one["value"] is None or not one["printed"]] == []
    assert all("bookmark" in one or {"table", "row", "column"} <= set(one) for one in made.figures)


def test_bookmarks_of_the_figures_stand_in_the_document(report):
    from .made import W, part

    names = {node.get(f"{W}name") for node in part(report[1].docx, "word/document.xml").iter(f"{W}bookmarkStart")}
    assert {one["bookmark"] for one in report[1].figures if "bookmark" in one} <= names
