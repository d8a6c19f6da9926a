"""Figures of record in the runs of later periods: an input, recorded, hashed, and taken from there ever after."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from cchc_lib.domain.periods import parse_period
from cchc_lib.runs.archive.canonical import read_json
from cchc_lib.runs.archive.final import mark_final
from cchc_lib.runs.archive.folder import resolve
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.explain.diff import diff
from cchc_lib.runs.report import build_report
from cchc_lib.runs.verify import verify

from .toy_report import STEPS, request


@pytest.fixture
def later(tmp_path):
    """An issued run of Q1, and the request of Q2 that compares with it."""
    made = request(tmp_path)
    first = build_report(made, STEPS)
    after = replace(made, period=parse_period("2024-Q2"))
    (made.data / "2024-Q2").mkdir()
    for path in (made.data / "2024-Q1").iterdir():
        (made.data / "2024-Q2" / path.name).write_bytes(path.read_bytes())
    return after, first, build_report(after, STEPS)


def issue(made, number="05"):
    return mark_final(resolve("2024-Q1", made.outputs), number, date(2024, 3, 18))


def test_without_an_issued_run_there_is_no_record(later):
    made, _, run = later

    assert read_json(run.run / "inputs" / "of-record.json") == {} and read_manifest(run.run).identity["of_record"] == {}


def test_an_issued_run_is_a_new_input_said_recorded_and_hashed_and_runs_no_area_again(later):
    made, first, before = later
    issue(made)
    said = []

    after = build_report(made, STEPS, said.append)

    assert not after.unchanged and len(after.reused) == 6
    kept = read_json(after.run / "inputs" / "of-record.json")["2024-Q1"]
    told = json.loads((first.run / "results.json").read_text(encoding="utf-8"))
    assert (kept["number"], kept["date"], kept["pending"]) == ("05", "2024-03-18", 0)
    assert kept["indicators"]["2.2.a"] == {"numerator": "2", "denominator": "2", "value": "2", "printed": None, "status": None}
    assert set(kept["indicators"]) == {one["id"] for one in told["indicators"]}
    manifest = read_manifest(after.run)
    assert set(manifest.identity["of_record"]) == {"2024-Q1"} and "inputs/of-record.json" in manifest.outputs
    assert any("đã ban hành của kỳ 2024-Q1: báo cáo số 05" in (event.note or "") for event in said)
    assert build_report(made, STEPS).unchanged


def test_a_rebuild_takes_the_recorded_copy_whatever_the_archive_has_become(later):
    made, first, _ = later
    issue(made)
    run = build_report(made, STEPS).run
    (first.run / "final.json").unlink()

    found = verify(run, made.notebooks, STEPS)

    assert (found.exit_code, found.bytes, found.damaged) == (0, (), ())
    assert not build_report(made, STEPS).unchanged  # the report of today has no record any more


def test_a_report_issued_between_two_runs_is_told_as_what_changed(later):
    made, _, before = later
    issue(made)
    after = build_report(made, STEPS)

    assert [(one.kind, str(one)) for one in diff(before.run, after.run).causes] == [
        ("of_record", "số liệu đã ban hành › 2024-Q1: (không có) → «báo cáo số 05 ngày 2024-03-18»")]


def test_issued_figures_that_were_changed_by_hand_are_not_believed(later):
    made, first, _ = later
    issue(made)
    (first.run / "results.json").write_text("{}", encoding="utf-8")

    run = build_report(made, STEPS).run

    assert read_json(run / "inputs" / "of-record.json")["2024-Q1"] == {"number": "05", "date": "2024-03-18", "damaged": True}


def test_invented_figures_are_of_no_record_for_a_real_report(later):
    made, _, _ = later
    issue(made)

    run = build_report(replace(made, sample=True), STEPS).run

    assert read_json(run / "inputs" / "of-record.json") == {}
