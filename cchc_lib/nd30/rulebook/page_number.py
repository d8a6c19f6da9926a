"""Page numbers: Arabic, centred in the top margin, from 1, not on the first page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..decree import ELEMENTS
from ..elements.recognised import Recognised
from ..reading.model import Paragraph, Section
from .base import Hit, Rule, check, number
from .style import size_text

_PAGE = re.compile(r"^\s*PAGE\b(?!REF)", re.IGNORECASE)
_ROMAN = re.compile(r"\\\*\s*(roman|alphabetic)", re.IGNORECASE)
PAGE_CHARS = 5200  # more text than any page of size 13 holds: there is a second page
_PLACE = "Số trang"


def numbered(paragraphs: list[Paragraph]) -> Paragraph | None:
    """The paragraph that holds a PAGE field."""
    return next((item for item in paragraphs if any(_PAGE.match(code) for code in item.fields)), None)


def has_more_pages(found: Recognised) -> bool:
    """Whether the document surely has a second page; False also where that cannot be told."""
    document = found.document
    texts = [item for item in document.paragraphs if item.text.strip()]
    last = texts[-1].index if texts else -1
    for item in document.paragraphs:
        later = item.index < last
        if (item.page_break or item.format.page_break_before and item.index > 0) and later and item.part == "body":
            return True
        if item.rendered_break and 0 < item.index <= last:
            return True
    if any(section.kind != "continuous" for section in document.sections[1:]):
        return True
    return sum(len(item.text) for item in document.paragraphs) > PAGE_CHARS


def _main(found: Recognised) -> Section | None:
    return found.document.sections[0] if found.document.sections else None


def _running(section: Section) -> Paragraph | None:
    return numbered(section.headers.get("default", []))


@check("page_number_missing")
def missing(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A document of more than one page numbers its pages."""
    section = _main(found)
    if section is None or not has_more_pages(found):
        return
    parts = [*section.headers.values(), *section.footers.values()]
    if not any(numbered(part) for part in parts):
        yield Hit(_PLACE, "", "văn bản nhiều trang nhưng không đánh số trang", "đánh số trang ở giữa lề trên, từ trang 2", section)


@check("page_number_bottom")
def bottom(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The number stands in the top margin."""
    section = _main(found)
    if section is None or _running(section) is not None:
        return
    at_bottom = numbered(section.footers.get("default", []))
    if at_bottom is not None and (has_more_pages(found) or not section.title_page):
        yield Hit(_PLACE, "", "số trang ở chân trang", "ở giữa, trong phần lề trên", section)


@check("page_number_first")
def on_first_page(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The first page shows no number."""
    section = _main(found)
    if section is None:
        return
    parts = [part.get("first" if section.title_page else "default", []) for part in (section.headers, section.footers)]
    shown = [paragraph for paragraph in map(numbered, parts) if paragraph is not None]
    # { IF { PAGE } > 1 … } hides the number without a first page of its own.
    if any(not any(code.strip().upper().startswith("IF") for code in paragraph.fields) for paragraph in shown):
        yield Hit(_PLACE, "", "trang thứ nhất có số trang", "không hiển thị số trang thứ nhất", section)


def _shown(found: Recognised) -> Iterator[Paragraph]:
    """Paragraphs of the running page numbers, each part once."""
    seen: set[int] = set()
    for section in found.document.sections:
        paragraph = _running(section)
        if paragraph is not None and id(paragraph.element) not in seen:
            seen.add(id(paragraph.element))
            yield paragraph


@check("page_number_centred")
def centred(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Centred; by a tab or in a text box it cannot be decided."""
    for paragraph in _shown(found):
        form = paragraph.format
        if paragraph.in_textbox or "\t" in paragraph.text or form.align == "center" or dict(form.frame).get("x"):
            continue
        if form.frame_align == "center" or paragraph.cell is not None:
            continue
        side = {"right": "phải", "outside": "ngoài", "inside": "trong"}.get(form.frame_align or form.align, "trái")
        yield Hit(_PLACE, "", f"số trang ở bên {side}", "canh giữa", paragraph)


@check("page_number_size")
def size(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Size 13 to 14."""
    sizes = ELEMENTS["page_number"].size_pt
    for paragraph in _shown(found):
        wrong = sorted({s.format.size_pt for s in _digits(paragraph) if not sizes.contains(s.format.size_pt)})
        if wrong:
            yield Hit(_PLACE, "", "cỡ " + ", ".join(map(number, wrong)), size_text(sizes), paragraph)


@check("page_number_upright")
def upright(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Upright."""
    for paragraph in _shown(found):
        if any(span.format.italic for span in _digits(paragraph)):
            yield Hit(_PLACE, "", "chữ nghiêng", "chữ đứng", paragraph)


def _digits(paragraph: Paragraph) -> list:
    return [span for span in paragraph.spans if any(letter.isdigit() for letter in span.text)]


@check("page_number_arabic")
def arabic(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Arabic figures."""
    section = _main(found)
    if section is None:
        return
    paragraph = _running(section)
    odd_format = section.page_format not in (None, "decimal", "numberInDash")
    odd_field = paragraph is not None and any(_ROMAN.search(code) for code in paragraph.fields)
    if paragraph is not None and (odd_format or odd_field):
        yield Hit(_PLACE, "", "số trang không phải chữ số Ả Rập", "chữ số Ả Rập", section)


@check("page_number_start")
def start(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Counted from 1."""
    section = _main(found)
    if section is not None and section.page_start not in (None, 1) and _running(section) is not None:
        yield Hit(_PLACE, "", f"bắt đầu từ số {section.page_start}", "đánh từ số 1", section)
