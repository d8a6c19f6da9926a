"""All sample quarters, the cumulated periods of both years and a report on request: how quarters add up, and what is said."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.results import DOSSIER_SUMS
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_for_period

from .made import ROOT, composed, merged, paragraphs, parameters

YEARS = (2023, 2024)
LAST = {"6T": 2, "9T": 3, "N": 4}
CUMULATED = [f"{year}-{kind}" for year in YEARS for kind in LAST]
FLOWS, ENDS = ("online", "direct", "early", "on_time", "late"), ("pending_in_time", "pending_overdue")


@cache
def all_quarters():
    """Everything that the sample holds, read once."""
    return read_for_period(ROOT / "data" / "sample", parameters().calendar.span(parse_period("2024-N")), parameters())


@cache
def results(period: str) -> dict:
    """What results.json of a period holds; nothing submitted later is there to be looked at."""
    last = parameters().calendar.span(parse_period(period)).last_quarter.id
    return merged(period, {quarter: data for quarter, data in all_quarters().items() if quarter.id <= last}).results()


def quarters_of(period: str) -> list[str]:
    year, kind = period.split("-")
    return [f"{year}-Q{n}" for n in range(1, LAST[kind] + 1)]


def by_id(rows) -> dict:
    return {row["id"]: row for row in rows}


def explained(period: str) -> str:
    return "\n".join(one["message"] for one in results(period)["findings"] if one["code"] == "luy_ke_khac_tong_quy")


@pytest.mark.parametrize("period", CUMULATED)
def test_a_cumulated_window_is_that_of_its_quarters_put_together(period):
    windows = [results(quarter)["period"] for quarter in quarters_of(period)]

    assert (results(period)["period"]["from"], results(period)["period"]["to"]) == (windows[0]["from"], windows[-1]["to"])


@pytest.mark.parametrize("period", CUMULATED)
def test_counts_of_quarters_add_up_or_the_difference_is_explained(period):
    own = parameters()
    parts = [by_id(results(quarter)["statistics"]) for quarter in quarters_of(period)]
    checked = 0
    for row in own.statistics:
        measure = own.measures.get(row.measure or "")
        if measure is None or own.forms[measure.form].span != "flow" or set(measure.dossiers) & {"carried_over", *ENDS, "apologised"}:
            continue
        whole = by_id(results(period)["statistics"])[row.id]
        lacking = [quarter for quarter, part in zip(quarters_of(period), parts, strict=True) if part[row.id]["value"] is None]
        assert list(whole["gap"]) == lacking and (whole["value"] is None) is bool(lacking), row.name
        if lacking:
            continue
        total = sum(Fraction(part[row.id]["value"]) for part in parts)
        assert total == Fraction(whole["value"]) or measure.text in explained(period), row.name
        checked += 1
    assert checked > 30


@pytest.mark.parametrize("period", CUMULATED)
def test_what_stands_at_one_moment_is_the_last_quarters(period):
    own = parameters()
    now, last = (by_id(results(one)["statistics"]) for one in (period, quarters_of(period)[-1]))
    rows = [row.id for row in own.statistics if row.measure and own.forms[own.measures[row.measure].form].span in ("stock", "ytd")]

    assert len(rows) > 15 and [(row, now[row]["value"]) for row in rows] == [(row, last[row]["value"]) for row in rows]


@pytest.mark.parametrize("period", CUMULATED)
def test_form_06a_of_the_quarters_adds_up_field_by_field(period):
    whole = {row["field"]: row for row in results(period)["dossiers"]}
    parts = [{row["field"]: row for row in results(quarter)["dossiers"]} for quarter in quarters_of(period)]
    for field, row in whole.items():
        nothing = dict.fromkeys(row, 0)
        sums = {column: sum(part.get(field, nothing)[column] for part in parts) for column in FLOWS}
        assert {column: row[column] for column in FLOWS} == sums
        assert row["carried_over"] == parts[0].get(field, nothing)["carried_over"]
        assert [row[column] for column in ENDS] == [parts[-1].get(field, nothing)[column] for column in ENDS]


@pytest.mark.parametrize("period", [*CUMULATED, *(f"{year}-Q{n}" for year in YEARS for n in range(1, 5))])
def test_received_is_resolved_and_pending_in_every_field(period):
    for row in results(period)["dossiers"]:
        amounts = {name: sum(row[column] for column in columns) for name, columns in DOSSIER_SUMS.items()}
        assert amounts["received"] == amounts["resolved"] + amounts["pending"]


@pytest.mark.parametrize("period", CUMULATED)
def test_targets_due_at_the_years_end_are_not_missed_before_it(period):
    plan = parameters().plan_for(parse_period(period))
    due = [target.id for target in plan.targets if target.due == "year_end"]
    found = by_id(results(period)["indicators"])

    assert due and "chưa đạt" not in {found[one]["status"] for one in due} or period.endswith("N")
    if period.endswith("N"):
        last = by_id(results(f"{period[:4]}-Q4")["indicators"])
        stands = [one for one in due if found[one]["value"] == last[one]["value"]]
        assert [found[one]["status"] for one in stands] == [last[one]["status"] for one in stands]
        assert all(found[one]["pace"] is None for one in due)


@pytest.mark.parametrize("period, previous, last_year", [
    ("2024-6T", None, "2023-6T"), ("2024-9T", None, "2023-9T"), ("2024-N", "2023-N", "2023-N"), ("2023-N", None, None),
    ("2024-Q3", "2024-Q2", "2023-Q3"),
])
def test_what_a_period_is_compared_with(period, previous, last_year):
    one = by_id(results(period)["indicators"])["2.2.a"]

    assert [one[key] and one[key]["period"] for key in ("previous", "same_period_last_year")] == [previous, last_year]
    for key in ("previous", "same_period_last_year"):
        if one[key]:
            there = by_id(results(one[key]["period"])["indicators"])["2.2.a"]
            assert [one[key][part] for part in ("numerator", "denominator", "value")] == [there[part] for part in ("numerator", "denominator", "value")]


def without(form: str, quarter: str) -> dict:
    """The sample, the form not submitted in one quarter."""
    data = dict(all_quarters())
    period = parse_period(quarter)
    one = data[period]
    kept = {name: table for name, table in one.tables.items() if name != form}
    data[period] = replace(one, tables=kept, submissions=tuple(sent for sent in one.submissions if sent.form != form))
    return {quarter: read for quarter, read in data.items() if quarter.id <= "2024-Q2"}


def test_a_gap_in_one_quarter_is_named_and_leaves_no_value():
    one = merged("2024-6T", without("hai_long_tthc", "2024-Q1"))
    found = by_id(one.results()["indicators"])["2.2.e"]
    text = "\n".join(paragraphs(composed(one).docx))

    assert (found["status"], found["value"], found["reason"], found["gap"]) == ("chưa có số liệu", None, "form", ["2024-Q1"])
    assert "vì biểu «Hài lòng TTHC» chưa được gửi (quý I năm 2024)" in text
    assert "Chưa có số liệu (thiếu quý I năm 2024)" in text


@cache
def text_of(period: str) -> str:
    last = parameters().calendar.span(parse_period(period)).last_quarter.id
    return "\n".join(paragraphs(composed(merged(period, {q: data for q, data in all_quarters().items() if q.id <= last})).docx))


@pytest.mark.parametrize("period, said, unsaid", [
    ("2024-N", ["cải cách hành chính năm 2024\n", "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2025", "\nNăm 2023\nĐánh giá"], ["Lũy kế", "Năm 2023\nNăm 2023", "Kỳ trước\n"]),
    ("2024-6T", ["6 tháng đầu năm 2024", "NHIỆM VỤ 6 THÁNG CUỐI NĂM 2024", "6 tháng đầu năm 2023"], ["Lũy kế", "Kỳ trước\n"]),
    ("2024-9T", ["9 tháng đầu năm 2024", "NHIỆM VỤ QUÝ IV NĂM 2024"], ["Lũy kế", "Kỳ trước\n"]),
    ("2024-Q3", ["quý III năm 2024", "NHIỆM VỤ KỲ TỚI", "Quý II/2024\nQuý III/2023", "Lũy kế"], []),
])  # fmt: skip
def test_words_and_columns_fit_the_kind_of_period(period, said, unsaid):
    text = text_of(period)

    assert [words for words in said if words not in text] == [] and [words for words in unsaid if words in text] == []


def test_a_year_is_compared_with_the_year_before_once():
    lines = [line for line in text_of("2024-N").splitlines() if "so với năm 2023" in line]

    assert len(lines) > 10 and max(line.count("so với năm 2023") for line in lines) == 1


@pytest.fixture(scope="module")
def request_report(tmp_path_factory):
    """A report on request over parts of two quarters."""
    folder = tmp_path_factory.mktemp("request") / "parameters"
    shutil.copytree(ROOT / "parameters", folder)
    (folder / "periods" / "2024-DX1.yaml").write_text("rule: dates\nfrom: 2024-02-01\nto: 2024-05-20\n", encoding="utf-8")
    data = {quarter: read for quarter, read in all_quarters().items() if quarter.id <= "2024-Q2"}
    return merged("2024-DX1", data, changed=load_parameters(folder))


def test_a_report_on_request_counts_its_own_days_of_the_quarters_it_touches(request_report):
    frame = all_quarters()[parse_period("2024-Q2")].tables["ho_so_tthc"]
    earlier = all_quarters()[parse_period("2024-Q1")].tables["ho_so_tthc"]
    received = {row["ma_ho_so"] for table in (earlier, frame) for row in table.to_dict("records") if "2024-02-01" <= str(row["ngay_tiep_nhan"].date()) <= "2024-05-20"}
    found = request_report.results()
    total = found["dossiers"][-1]

    assert [quarter.id for quarter in request_report.span.quarters] == ["2024-Q1", "2024-Q2"]
    assert total["online"] + total["direct"] == len(received) > 300
    assert all(one["previous"] is None and one["same_period_last_year"] is None for one in found["indicators"])
    assert "chưa đạt" not in {one["status"] for one in found["indicators"] if one["pace"]}


def test_a_report_on_request_is_named_by_its_days_and_has_no_columns_of_other_periods(request_report):
    text = "\n".join(paragraphs(composed(request_report).docx))

    assert "Kết quả thực hiện công tác cải cách hành chính từ ngày 01/02/2024 đến ngày 20/5/2024" in text
    assert "Theo yêu cầu báo cáo đột xuất, căn cứ Kế hoạch" in text and "NHIỆM VỤ THỜI GIAN TỚI" in text
    assert not [words for words in ("Kỳ trước\n", "Cùng kỳ\n", "Lũy kế") if words in text]
    assert not [one for one in request_report.findings if str(one["code"]).startswith("ky_truoc_chuyen_sang")]


def test_a_year_without_a_plan_is_reported_and_not_judged(tmp_path):
    """Every period of a year whose plan is not there yet is computed, worded and printed all the same."""
    shutil.copytree(ROOT / "parameters", tmp_path / "parameters")
    (tmp_path / "parameters" / "plans" / "2024.yaml").unlink()
    without = load_parameters(tmp_path / "parameters")
    for period in ("2024-Q3", "2024-N"):
        last = without.calendar.span(parse_period(period)).last_quarter.id
        one = merged(period, {q: data for q, data in all_quarters().items() if q.id <= last}, changed=without)
        text = "\n".join(paragraphs(composed(one).docx))
        assert "chưa có kế hoạch CCHC năm 2024" in text and "Không đánh giá" in text
