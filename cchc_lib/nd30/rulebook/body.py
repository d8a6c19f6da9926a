"""The running text: justified, first line moved in, gaps, line spacing, one size, upright, ending in ``./.``"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..decree import END_MARK, FIRST_LINE_INDENTS_MM, LINE_SPACING, PARAGRAPH_GAP_PT
from ..elements.recognised import Block, Recognised
from ..elements.words import TYPED_LINE, is_form
from ..reading.model import Paragraph
from ..reading.xml import TWIPS_PER_MM
from .base import Hit, Rule, check, hit, number
from .room import wraps
from .style import inked, share

INDENT_TOLERANCE_MM = 0.6
TEXT_ROLES = {"text", "item", "point", "basis"}
INDENTED_ROLES = TEXT_ROLES | {"section", "titled_item", "article"}
SINGLE_LINE_EM = 1.15  # height of a single line of Times New Roman
_PLACE = "Nội dung"


def running(found: Recognised, roles: set[str]) -> list[Block]:
    """Blocks of these roles; typed lines and forms to fill in are left out."""
    return [block for block in found.blocks if block.role in roles and not _is_drawn(block.paragraph.text.strip())]


def _is_drawn(text: str) -> bool:
    return bool(TYPED_LINE.match(text)) or is_form(text)


@check("body_justified")
def justified(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Paragraphs of more than one line are justified."""
    for block in running(found, TEXT_ROLES | {"dash", "subitem"}):
        paragraph = block.paragraph
        if paragraph.format.align in ("left", "right") and wraps(found, paragraph):
            name = {"left": "canh trái", "right": "canh phải"}[paragraph.format.align]
            yield hit(rule, paragraph, name, "canh đều cả hai lề", _PLACE)


def first_line_mm(paragraph: Paragraph) -> float | None:
    """Where the first line begins, from the left edge of the text; None where blanks or tabs place it."""
    if paragraph.text[:1] in ("\t", " ", "\u00a0"):
        return None
    return (paragraph.format.left + paragraph.format.first) / TWIPS_PER_MM


@check("body_indent")
def indent(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The first line moves in by 1 or 1,27 cm. ``none``: it does not move in at all, else: by some other amount."""
    for block in running(found, set(rule.params["roles"])):
        value = first_line_mm(block.paragraph)
        if value is None or any(abs(value - wanted) <= INDENT_TOLERANCE_MM for wanted in FIRST_LINE_INDENTS_MM):
            continue
        if block.role == "text" and not _is_sentence(found, block.paragraph):
            continue
        if (abs(value) < 1) == rule.params["none"]:
            text = "không lùi đầu dòng" if abs(value) < 1 else f"đầu dòng lùi {number(round(value / 10, 2))} cm"
            yield hit(rule, block.paragraph, text, "lùi đầu dòng 1 cm hoặc 1,27 cm", _PLACE)


def _is_sentence(found: Recognised, paragraph: Paragraph) -> bool:
    """Running text rather than a label or a note of one line."""
    return paragraph.text.rstrip().endswith((".", ";")) or wraps(found, paragraph)


@check("body_gap")
def gap(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """At least 6 pt between two paragraphs that follow each other."""
    blocks = running(found, INDENTED_ROLES | {"dash", "subitem", "part_title"})
    for one, two in zip(blocks, blocks[1:], strict=False):
        above, below = one.paragraph, two.paragraph
        if below.index != above.index + 1 or below.page_break or above.page_break:
            continue
        together = (above.format.contextual or below.format.contextual) and above.style == below.style
        points = 0.0 if together else (above.format.after + below.format.before) / 20
        if points < PARAGRAPH_GAP_PT.low - 0.1:
            found_gap = hit(rule, below, f"cách đoạn trên {number(round(points, 1))} pt", "cách ít nhất 6 pt", _PLACE)
            found_gap.target = (above, below)
            yield found_gap


@check("body_line_spacing")
def line_spacing(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Single to 1,5 lines; an exact height is compared with the height of the letters."""
    for block in running(found, TEXT_ROLES | {"dash", "subitem"}):
        form = block.paragraph.format
        lines = form.lines
        if lines is None:
            sizes = [span.format.size_pt for span in inked(block.paragraph.lines[0])]
            if form.line_rule != "exact" or not sizes or not form.line:
                continue
            lines = form.line / 20 / (max(sizes) * SINGLE_LINE_EM)
            if 0.9 <= lines <= 1.6:
                continue
        if not LINE_SPACING.contains(lines, 0.035):
            yield hit(rule, block.paragraph, f"giãn dòng {number(round(lines, 2))}", "dòng đơn đến 1,5 dòng", _PLACE)


@check("body_size")
def size(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Size 13 to 14."""
    for block in found.blocks:
        if block.role in ("basis", "centred", "note", "part", "part_title"):
            continue
        spans = [span for line in block.paragraph.lines for span in inked(line)]
        wrong = sorted({span.format.size_pt for span in spans if not rule.model.size_pt.contains(span.format.size_pt)})
        if wrong:
            yield hit(rule, block.paragraph, "cỡ " + ", ".join(map(number, wrong)), "cỡ 13–14", _PLACE)


@check("body_one_size")
def one_size(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The whole body has one size; sizes outside the range are another rule's."""
    amounts: Counter[float] = Counter()
    examples: dict[float, Paragraph] = {}
    for block in found.blocks:
        for line in block.paragraph.lines:
            for span in inked(line):
                if rule.model.size_pt.contains(span.format.size_pt) and block.role not in ("centred", "note"):
                    amounts[span.format.size_pt] += len(span.text)
                    examples.setdefault(span.format.size_pt, block.paragraph)
    if len(amounts) < 2:
        return
    main = amounts.most_common(1)[0][0]
    for value, amount in amounts.most_common()[1:]:
        if amount > 20:
            mixed = hit(rule, examples[value], f"chỗ cỡ {number(value)}, phần lớn cỡ {number(main)}", "cả văn bản một cỡ chữ", _PLACE)
            mixed.target = (value, main)
            yield mixed


@check("body_upright")
def upright(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A whole paragraph of running text is not in italics (notes in brackets and quotations may be)."""
    for block in running(found, {"text", "item", "point"}):
        paragraph = block.paragraph
        spans = [span for line in paragraph.lines for span in inked(line)]
        quoted = paragraph.text.strip()[:1] in "(“\"*«[" or paragraph.text.strip().startswith("Ghi chú")
        if wraps(found, paragraph) and spans and not quoted and share(spans, "italic") == 1:
            yield hit(rule, paragraph, "cả đoạn chữ nghiêng", "chữ đứng", _PLACE)


@check("end_mark")
def end_mark(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The body ends with ``./.`` (sample forms); only where the signature shows where the body ends."""
    if not found.pieces("authority"):
        return
    texts = [item for item in found.main if item.text.strip() and not TYPED_LINE.match(item.text.strip())]
    if not texts or texts[-1].cell is not None or texts[-1].in_textbox:
        return
    end = texts[-1].text.rstrip()
    if not end.endswith((END_MARK, "/.")) and not any(item.text.rstrip().endswith(END_MARK) for item in texts[-3:]):
        yield hit(rule, texts[-1], f"kết thúc bằng «{end.split()[-1][-12:]}»", f"kết thúc nội dung bằng «{END_MARK}»", "Cuối nội dung")
