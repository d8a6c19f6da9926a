"""Every figure that a report prints leads back to its formula and, where it counts rows, to these very rows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from cchc_lib.cli.commands.trace import told
from cchc_lib.domain.errors import ParameterError
from cchc_lib.runs.archive.canonical import read_json
from cchc_lib.runs.explain.trace import Tracer, row_numbers, rows_of


@pytest.fixture(scope="module")
def tracer(sample_run):
    return Tracer(sample_run[1].run)


@pytest.fixture(scope="module")
def entries(sample_run):
    return read_json(sample_run[1].run / "figures.json")


def rows(traced) -> int:
    return sum(len(list(row_numbers(source.rows))) for source in traced.sources)


def test_every_printed_figure_is_traced(tracer, entries):
    ids = sorted({entry["id"] for entry in entries})
    assert len(ids) > 150 and {one.partition("/")[0] for one in ids} > {"06a", "stat", "summary", "task"}

    for name in ids:
        traced = tracer.trace(name)
        assert traced.name and traced.formula and traced.printed, name
        assert traced.terms, name


def test_every_cell_of_form_06a_names_as_many_dossiers_as_it_counts(tracer, entries):
    cells = {entry["id"]: int(entry["value"]) for entry in entries if entry["id"].startswith("06a/")}
    assert {name.rpartition("/")[2] for name in cells} >= {"received", "resolved", "pending", "late"}

    assert {name: rows(tracer.trace(name)) for name in cells} == cells


def test_rows_of_a_trace_are_the_dossiers_themselves_without_personal_data(tracer):
    traced = tracer.trace("06a/Tổng cộng/late", rows=True)

    assert len(traced.rows) == rows(traced) == int(traced.values["value"]) > 0
    assert all(row["ngay_tra_ket_qua"] > row["ngay_hen_tra"] for row in traced.rows)
    assert not {"chu_ho_so", "so_dien_thoai", "email", "so_giay_to", "dia_chi"} & set(traced.rows[0])


def test_rows_of_a_sheet_that_has_too_many_to_be_known_one_by_one_are_told_by_their_number(tracer):
    traced = tracer.trace("06a/Tổng cộng/late", rows=True)
    wide = [replace(one, rows="2-10000000", counted=1234567) for one in traced.sources]

    assert list(rows_of(tracer.run, wide)) == []
    assert wide[0].words.endswith("› Hồ sơ TTHC › dòng 2-10000000 (1.234.567 dòng được đếm trong khoảng này)")
    assert "không liệt kê từng dòng" in "\n".join(told(replace(traced, sources=tuple(wide), rows=())))


def test_counts_of_the_report_itself_name_what_they_count(tracer):
    met, tasks = tracer.trace("summary/đạt"), tracer.trace("summary/tasks/*/thường xuyên")

    assert len(met.terms["chỉ tiêu được đếm"].split(", ")) == met.values["value"] > 5
    assert len(tasks.terms["nhiệm vụ được đếm"].split(", ")) == tasks.values["value"] and tasks.sources
    assert tracer.trace("stat/1.13").terms == tracer.trace("summary/tasks/*/*").terms


def test_a_printed_number_that_stands_once_is_found_and_one_that_stands_often_names_its_places(tracer, entries):
    shown: dict[str, set[str]] = {}
    for entry in entries:
        shown.setdefault(entry["printed"], set()).add(entry["id"])
    once = next(text for text, ids in sorted(shown.items()) if len(ids) == 1 and text.endswith("%"))
    often = next(text for text, ids in sorted(shown.items()) if len(ids) > 2)

    assert {tracer.trace(once).id} == shown[once]
    with pytest.raises(ParameterError, match="số liệu khác nhau"):
        tracer.trace(often)


def test_a_ratio_is_its_numerator_over_its_denominator_and_names_both_forms(tracer):
    traced = tracer.trace("2.2.a")

    assert traced.forms == ("ho_so_tthc",) and set(traced.terms) == {"tử số", "mẫu số"}
    assert abs(Fraction(traced.values["value"]) - Fraction(traced.values["numerator"]) * 100 / Fraction(traced.values["denominator"])) < Fraction(1, 10**11)
    assert all(source.sha256 and source.form == "ho_so_tthc" for source in traced.sources)


def test_a_task_is_explained_by_the_plan_of_its_own_year_and_by_the_rows_of_its_product(tracer):
    """In the plan of 2023 III.2.4 is the review of procedures; in that of 2024 it is the apologies for overdue dossiers."""
    apologies, proposals = tracer.trace("task/III.2.4", rows=True), tracer.trace("task/III.2.6")

    assert set(apologies.terms) == {"tử số", "mẫu số"} and "ho_so_tthc" in apologies.forms
    overdue = [row for row in apologies.rows if row["_sheet"] == "Hồ sơ TTHC"]
    assert len(overdue) == int(apologies.values["denominator"]) > 0
    assert set(proposals.terms) == {"số đo"} and "ra_soat_tthc" in proposals.forms
