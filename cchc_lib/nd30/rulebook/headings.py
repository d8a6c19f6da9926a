"""Headings and signs of order in the body: ``I.``, ``1.``, ``a)``, Điều, Phần, Chương."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..decree import POINT_LETTERS
from ..elements.recognised import Block, Recognised
from ..elements.words import is_upper
from .base import Hit, Rule, check, hit
from .style import inked, share


def _blocks(found: Recognised, rule: Rule) -> list[Block]:
    return [block for block in found.blocks if block.role in rule.params["roles"]]


def _spans(block: Block) -> list:
    return [span for line in block.paragraph.lines for span in inked(line)]


def _name(rule: Rule) -> str:
    return rule.params.get("place", "Đề mục")


@check("heading_bold")
def bold(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Wholly bold; where bold words end in plain ones, the bold may be a run-in title or a stressed name: left alone."""
    for block in _blocks(found, rule):
        spans = _spans(block)
        part = share(spans, "bold")
        if not spans or part == 1 or (part > 0 and not spans[-1].format.bold):
            continue
        yield hit(rule, block.paragraph, "không đậm" if part == 0 else "chỉ đậm một phần", "chữ đậm", _name(rule))


@check("heading_capitals")
def capitals(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Title in capitals."""
    for block in _blocks(found, rule):
        text = "".join(span.text.upper() if span.format.caps else span.text for span in block.paragraph.spans)
        if not is_upper(text) and any(letter.isalpha() for letter in text):
            yield hit(rule, block.paragraph, "chữ thường", "chữ in hoa", _name(rule))


@check("heading_upright")
def upright(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Upright."""
    for block in _blocks(found, rule):
        spans = _spans(block)
        if spans and share(spans, "italic") == 1:
            yield hit(rule, block.paragraph, "chữ nghiêng", "chữ đứng", _name(rule))


@check("heading_end")
def end(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No colon, hyphen or full stop after the title."""
    for block in _blocks(found, rule):
        text = block.paragraph.text.rstrip()
        if re.search(r"[^.…\s]\s*[.:;,\-–]$", text) and share(_spans(block), "bold") == 1 and not text.endswith("/."):
            yield hit(rule, block.paragraph, f"có dấu «{text[-1]}» sau tiêu đề", "không có dấu ở cuối tiêu đề", _name(rule))


@check("sign_end")
def sign_end(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The stop or bracket after a sign of order that the typist put."""
    wanted = rule.params["sign"]
    for block in _blocks(found, rule):
        rest = block.paragraph.full_text[len(block.sign) :].lstrip()
        if rest[:1] != wanted and not block.paragraph.label:
            shown = f"{block.sign}{rest[:1]}"
            yield hit(rule, block.paragraph, f"«{shown}»", f"«{block.sign}{wanted}»", _name(rule))


@check("centred_block")
def centred(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Phần, Chương, Mục are centred."""
    for block in _blocks(found, rule):
        if block.paragraph.format.align != "center":
            yield hit(rule, block.paragraph, "không canh giữa", "canh giữa", _name(rule))


@check("article_dot")
def article_dot(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A full stop after the number of an article."""
    for block in _blocks(found, rule):
        match = re.match(r"^Điều\s+\d+\s*(\S?)", block.paragraph.full_text)
        if match and match[1] != ".":
            yield hit(rule, block.paragraph, f"«{match[0].strip()}»", "dấu chấm (.) sau số thứ tự của điều", _name(rule))


@check("part_roman")
def part_roman(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Roman numerals for Phần and Chương."""
    for block in _blocks(found, rule):
        if re.match(r"^(Phần|Chương)\s+\d", block.paragraph.full_text, re.IGNORECASE):
            yield hit(rule, block.paragraph, block.paragraph.full_text, "số thứ tự bằng chữ số La Mã", _name(rule))


def _points(found: Recognised) -> Iterator[tuple[Block, str]]:
    for block in found.blocks:
        if block.role == "point":
            yield block, block.sign.lower()


@check("point_letter")
def point_letter(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No letters that the Vietnamese alphabet lacks."""
    for block, letter in _points(found):
        if letter[0] in "fjwz":
            yield hit(rule, block.paragraph, f"điểm {letter})", f"chữ cái tiếng Việt ({' '.join(POINT_LETTERS)})", "Điểm")


@check("point_order")
def point_order(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """After d comes đ; only a jump from d to e in one list is certain."""
    previous = ""
    for block in found.blocks:
        if block.role in ("item", "titled_item", "section", "article"):
            previous = ""
        if block.role != "point":
            continue
        letter = block.sign.lower()
        if previous == "d" and letter == "e":
            yield hit(rule, block.paragraph, "sau điểm d) là điểm e)", "điểm đ) sau điểm d)", "Điểm")
        previous = letter
