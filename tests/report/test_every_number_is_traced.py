"""Every number of the report's body is a traced figure, a date, a number of a document, a label, or somebody's own words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import pytest

from cchc_lib.domain.periods import parse_period
from cchc_lib.intake.quarter import read_for_period
from tests.contract.bodies import random_body
from tests.contract.workbooks import write_body

from .made import W, composed, parameters, sample_report
from .made import merged as merged_of

# What may hold digits without being a figure of the report.
LABELS = [
    r"(?i:[36-9] tháng (?:đầu|cuối) năm(?: \d{4})?)",
    r"^\d+\. (?=\D)",
    r"\d{1,2}/\d{1,2}/\d{4}", r"ngày +(?:\d{1,2} +)?tháng \d{1,2} năm \d{4}", r"năm \d{4}", r"[Qq]uý [IV]+/\d{4}",
    r"tháng \d{1,2}/\d{4}", r"(?:III|IV)\.\d(?:\.\d+)?", r"II\.06a(?:/VPCP/KSTT)?", r"số \d+/\d{4}/NĐ-CP", r"Bảng \d+\.", r"Hình \d+\.",
    r"Số: *\d*/[A-ZĐ-]+", r"đột xuất lần \d+",
]
NUMBER = re.compile(r"\d")


def body_of(docx: bytes) -> ElementTree.Element:
    """The document up to the first annex, which begins a section of its own."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))[0]
    end = next(n for n, block in enumerate(body) if block.find(f".//{W}sectPr") is not None)
    del body[end + 1 :]
    return body


def untraced(paragraph: ElementTree.Element) -> str:
    """A paragraph's text without the runs that stand in a figure's bookmark."""
    inside, text = 0, ""
    for node in paragraph.iter():
        if node.tag == f"{W}bookmarkStart" and node.get(f"{W}name", "").startswith("so_"):
            inside += 1
        elif node.tag == f"{W}bookmarkEnd" and inside:
            inside -= 1
        elif node.tag == f"{W}t" and not inside:
            text += node.text or ""
    return text


def own_words(merged) -> list[str]:
    """What the plan, the units and the forms themselves say, longest first."""
    said = [word.text for word in merged.general.words] + [one.name for one in merged.indicators]
    said += [line.strip() for word in merged.general.words for line in word.text.splitlines()]
    for task in merged.tasks:
        said += [task.text, *(report.difficulty or "" for report in task.reports)]
    for one in merged.general.details.get("documents", ()):
        said += [one["so_ky_hieu"], one["trich_yeu"]]
    return sorted({text for text in said if text and NUMBER.search(text)}, key=len, reverse=True)


def strays(merged, report) -> Iterator[str]:
    """Paragraphs and cells of the body whose numbers come from nowhere."""
    words = own_words(merged)
    printed = {one["printed"] for one in report.figures if "table" in one}
    body = body_of(report.docx)
    in_tables = {id(paragraph) for table in body.iter(f"{W}tbl") for paragraph in table.iter(f"{W}p")}
    for paragraph in body.iter(f"{W}p"):
        text = left = untraced(paragraph)
        if id(paragraph) in in_tables and (left in printed or re.fullmatch(r"\d{1,2}", left)):  # a figure, or the number of the row
            continue
        for known in words:
            left = left.replace(known, "")
        for label in LABELS:
            left = re.sub(label, "", left)
        for task in merged.tasks if "…" in left else ():  # a task's text cut short
            cut = (f"{task.text[:length]}…" for length in range(120, 60, -1))
            left = left.replace(next((one for one in cut if one in left), "\ue000"), "")
        if NUMBER.search(left):
            yield f"{text!r}: {left.strip()!r}"


def check(merged, report) -> None:
    found = list(strays(merged, report))
    assert not found, "\n".join(found)
    nowhere = [one for one in report.figures if one["value"] is None]
    assert not nowhere, nowhere[:5]
    assert len(report.figures) > 50


@pytest.mark.parametrize("period", ["2024-Q1", "2024-6T"])
def test_the_sample(period):
    check(*sample_report(period))


@pytest.mark.parametrize(("seed", "absent", "empty"), [(31, 0.0, 0.0), (32, 0.3, 0.3)])
def test_a_body_nobody_has_seen(seed, absent, empty, tmp_path):
    data = write_body(random_body(seed, ["2023-Q4", "2024-Q1"], absent=absent, empty=empty), tmp_path)
    span = parameters().calendar.span(parse_period("2024-Q1"))
    one = merged_of("2024-Q1", read_for_period(data, span, parameters()), sample=False)
    check(one, composed(one))


def test_the_check_sees_a_number_from_nowhere():
    merged, report = sample_report("2024-Q1")
    with zipfile.ZipFile(BytesIO(report.docx)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace("như sau:".encode(), "như sau, trong 77 việc:".encode(), 1)
    spoiled = BytesIO()
    with zipfile.ZipFile(spoiled, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    report = type(report)(spoiled.getvalue(), report.results, report.figures)
    assert any("77" in one for one in strays(merged, report))
