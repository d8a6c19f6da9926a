"""Annexes: mentioned, numbered, titled, referred back to the document, with page numbers of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..elements.recognised import Recognised
from ..elements.words import ANNEX_WITH_TITLE, fold
from .base import CHECKS, Hit, Rule, check, hit
from .page_number import numbered

_ROMAN = re.compile(r"^PHU LUC\s*(SO\s*)?[:.]?\s*([IVXLC]+)\b")


@check("annex_part")
def annex_part(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Any check of letters on the label, title or reference of every annex."""
    pieces = {
        "annex_label": [annex.label for annex in found.annexes],
        "annex_title": [piece for annex in found.annexes for piece in annex.title],
        "annex_reference": [piece for annex in found.annexes for piece in annex.reference],
    }
    view = replace(found, elements={**found.elements, **pieces})
    yield from CHECKS[rule.params["trial"]](view, rule)


@check("annex_mentioned")
def mentioned(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The document's own text speaks of its annexes."""
    if not found.annexes or not found.main:
        return
    text = fold(" ".join(item.text for item in found.main))
    if not re.search(r"\bPHU LUC\b|KEM THEO|PHU BIEU|BIEU MAU|DANH SACH", text):
        yield hit(rule, found.annexes[0].label, "nội dung văn bản không nhắc tới phụ lục", "trong văn bản có chỉ dẫn về phụ lục")


@check("annex_roman")
def roman(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Two annexes or more are numbered in Roman numerals."""
    if len(found.annexes) < 2:
        return
    for annex in found.annexes:
        if not _ROMAN.match(fold(annex.label.text)):
            yield hit(rule, annex.label, f"«{annex.label.text}»", "đánh số thứ tự bằng chữ số La Mã")


@check("annex_own_line")
def own_line(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The title stands below the label, not behind it."""
    for annex in found.annexes:
        if ANNEX_WITH_TITLE.match(fold(annex.label.text)):
            yield hit(rule, annex.label, "tên phụ lục viết liền sau số thứ tự", "«Phụ lục» và số thứ tự một dòng riêng, tên ở dòng dưới")


@check("annex_label_case")
def label_case(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Phụ lục`` in small letters."""
    for annex in found.annexes:
        word = annex.label.text.strip()[:7]
        if word == word.upper() or all(span.format.caps for span in annex.label.written):
            yield hit(rule, annex.label, f"«{annex.label.text}»: chữ in hoa", "«Phụ lục» chữ in thường")


@check("annex_reference_present")
def reference_present(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every annex says to which document it belongs."""
    for annex in found.annexes:
        if not annex.reference:
            yield hit(rule, annex.label, "không có dòng chỉ dẫn kèm theo văn bản",
                      "dưới tên phụ lục: «(Kèm theo … số …/… ngày … của …)»")  # fmt: skip


@check("annex_reference_form")
def reference_form(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The reference stands in brackets and holds number and date (or the blanks for them)."""
    for annex in found.annexes:
        text = " ".join(piece.text for piece in annex.reference)
        if text and not (text.startswith("(") and text.rstrip(" .").endswith(")")):
            yield hit(rule, annex.reference[0], f"«{annex.reference[0].text}»: không ở trong ngoặc đơn", "đặt trong ngoặc đơn")


@check("annex_pages")
def pages(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Page numbers of an annex start anew; an annex in the document's own section, or one without numbers, cannot."""
    sections = found.document.sections
    for annex in found.annexes:
        if annex.section >= len(sections) or annex.section == 0:
            continue
        section = sections[annex.section]
        first_of_section = not any(other.section == annex.section and other.start < annex.start for other in found.annexes)
        shows = any(numbered(part) for part in section.headers.values())
        if first_of_section and shows and section.page_start is None and _begins(found, annex):
            running_on = hit(rule, annex.label, "số trang nối tiếp phần trước", "đánh số trang riêng, từ 1")
            running_on.target = section
            yield running_on


def _begins(found: Recognised, annex) -> bool:
    """Whether the annex is the first text of its section."""
    before = [item for item in found.document.paragraphs if item.section == annex.section and item.index < annex.start]
    return not any(item.text.strip() for item in before)
