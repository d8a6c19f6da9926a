"""An earlier figure that is no longer what was issued: a finding, a word in the opening, a mark in the tables."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from .made import composed, merged, paragraphs, sample_report


def record_of(period: str) -> dict:
    """A period as it was issued: number, date and the figures that it comes to today."""
    results = sample_report(period)[0].results()
    parts = ("numerator", "denominator", "value", "printed", "status")
    total = results["dossiers"][-1]
    return {
        "number": "05", "date": "2024-03-18", "pending": total["pending_in_time"] + total["pending_overdue"],
        "indicators": {one["id"]: {part: one[part] for part in parts} for one in results["indicators"]},
    }


@pytest.fixture(scope="module")
def issued():
    return record_of("2024-Q1")


def with_record(issued: dict, **changed: object):
    """The report of Q2 beside a record of Q1 in which something differs: indicator id -> parts, or pending."""
    record = copy.deepcopy(issued)
    for key, value in changed.items():
        if key == "pending":
            record["pending"] = value
        else:
            record["indicators"][key.replace("_", ".")[1:]] |= value
    return replace(sample_report("2024-Q2")[0], record={"2024-Q1": record})


def computed(one) -> list[str]:
    return [finding["message"] for finding in one.results()["findings"] if finding["code"] == "so_ky_truoc_da_doi"]


def test_figures_that_equal_those_of_record_are_not_spoken_of(issued):
    one = with_record(issued)
    text = "\n".join(paragraphs(composed(one).docx))

    assert one.restated == [] and computed(one) == [] and "(*)" not in text and "điều chỉnh so với" not in text
    assert one.results()["of_record"] == {"2024-Q1": {"number": "05", "date": "2024-03-18"}}


def test_a_difference_is_a_finding_a_sentence_and_a_mark(issued):
    now = issued["indicators"]["2.2.a"]
    one = with_record(issued, _2_2_a={"numerator": "300", "denominator": "310", "value": "96.774193548387", "printed": "96,77%"})
    made = composed(one)
    text = "\n".join(paragraphs(made.docx))

    assert computed(one) == [f"Hồ sơ TTHC được giải quyết đúng hạn (2.2.a), quý I năm 2024: báo cáo số 05 ngày 18/3/2024 ghi 96,77%, nay tính được {now['printed']}"]
    assert f"đã được điều chỉnh so với báo cáo đã phát hành: Hồ sơ TTHC được giải quyết đúng hạn quý I năm 2024 từ 96,77% thành {now['printed']}." in text
    assert text.count(f"{now['printed']} (*)") == 2 and "Dấu (*): số liệu đã được điều chỉnh" in text
    entries = {entry["part"]: entry for entry in made.figures if entry["id"] == "2.2.a" and entry["place"] == "Mở đầu"}
    assert entries["of_record.previous"]["value"] == "96.774193548387" and entries["previous.value"]["value"] == now["value"]
    (told,) = one.results()["restated"]
    assert (told["id"], told["period"], told["old"]["numerator"], told["new"]["numerator"]) == ("2.2.a", "2024-Q1", "300", now["numerator"])


def test_equal_rates_of_other_numbers_are_told_by_their_numbers(issued):
    now = issued["indicators"]["2.2.a"]
    twice = {part: str(2 * int(now[part])) for part in ("numerator", "denominator")}
    one = with_record(issued, _2_2_a=twice)
    entries = [entry for entry in composed(one).figures if entry["part"].startswith("of_record")]

    assert computed(one)[0].endswith(f"ghi {twice['numerator']}/{twice['denominator']}, nay tính được {now['numerator']}/{now['denominator']}")
    assert [entry["value"] for entry in entries] == [f"{twice['numerator']}/{twice['denominator']}"]


def test_no_data_then_and_figures_now_differ_and_nothing_arisen_is_not_no_data(issued):
    nothing = {"numerator": None, "denominator": None, "value": None, "printed": None, "status": "chưa có số liệu"}
    assert "ghi chưa có số liệu, nay tính được" in computed(with_record(issued, _2_2_a=nothing))[0]

    none_arose = nothing | {"status": "không phát sinh"}
    assert "ghi không phát sinh, nay tính được" in computed(with_record(issued, _2_2_a=none_arose))[0]


def test_dossiers_carried_over_are_those_that_the_issued_report_left_pending(issued):
    one = with_record(issued, pending=issued["pending"] + 2)

    assert [(r.id, r.relation, r.shown) for r in one.restated] == [
        ("06a/Tổng cộng/carried_over", "carried_over", (str(issued["pending"] + 2), str(issued["pending"])))]
    assert "of_record.carried_over" in {entry["part"] for entry in composed(one).figures}


def test_many_differences_are_listed_in_annex_five(issued):
    other = {"numerator": "1", "denominator": "3", "value": "33.333333333333", "printed": "33,33%"}
    one = with_record(issued, **{f"_{name.replace('.', '_')}": other for name in ("2.2.a", "2.2.b", "2.2.c", "2.2.d", "2.2.e", "2.2.h")})
    text = paragraphs(composed(one).docx)

    assert len(computed(one)) == 6 and any("và các số liệu khác nêu tại Phụ lục V" in line for line in text)
    assert all(message in text for message in computed(one))


def test_without_the_inputs_of_then_nothing_can_be_compared(issued):
    own = sample_report("2024-Q2")[0]
    alone = {quarter: data for quarter, data in own.data.items() if quarter.id == "2024-Q2"}
    one = replace(merged("2024-Q2", alone), record={"2024-Q1": copy.deepcopy(issued) | {"pending": 10**6}})

    assert one.restated == []


def test_a_year_is_told_once(issued):
    own = sample_report("2024-N")[0]
    record = record_of("2023-N")
    record["indicators"]["2.2.a"] |= {"numerator": "1", "value": "0.1", "printed": "0,1%"}
    one = replace(own, record={"2023-N": record})

    assert [(r.id, r.relation) for r in one.restated] == [("2.2.a", "previous")]
    assert sum("(*)" in line for line in paragraphs(composed(one).docx)) == 3  # both tables, and the note below


def test_a_damaged_record_is_announced():
    one = replace(sample_report("2024-Q2")[0], record={"2024-Q1": {"number": "05", "date": "2024-03-18", "damaged": True}})

    assert one.restated == [] and any("không đối chiếu được" in finding["message"] for finding in one.findings)
