"""Mends how letters and paragraphs look: size, weight, slope, capitals, typeface, colour, alignment, spacing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ..decree import FONT_NAME, Range
from ..elements.recognised import Recognised
from ..reading.model import Paragraph, Piece, Span
from ..reading.xml import q
from ..rulebook.base import Hit, Rule
from ..rulebook.page import printed_spans, typefaces
from ..rulebook.style import inked, size_range
from .edit import ensure, properties, runs_of, set_attributes, set_fonts, set_run, stands_alone

INDENT_TWIPS = "720"  # 1,27 cm, one of the two indents of điểm e khoản 6 Mục II


def spans_of(target: Piece | Paragraph) -> list[Span]:
    """Spans with letters of a piece, or of a whole paragraph."""
    if isinstance(target, Piece):
        return inked(target)
    return [span for line in target.lines for span in inked(line)]


def settable(found: Recognised, rule: Rule, target: Piece | Paragraph) -> bool:
    """Whether the runs of the target hold nothing but its own element (whose lines may share a run)."""
    if isinstance(target, Paragraph):
        return True
    lines = [piece for piece in found.pieces(rule.element or "") if piece.paragraph is target.paragraph]
    return stands_alone(lines if target in lines else [target])


def size(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Brings sizes to the nearest end of the range."""
    return settable(found, rule, hit.target) and _clamp(spans_of(hit.target), size_range(rule))


def _clamp(spans: Iterable[Span], sizes: Range) -> bool:
    changed = False
    for span in spans:
        if not sizes.contains(span.format.size_pt, 0.01):
            value = min(max(span.format.size_pt, sizes.low), sizes.high or span.format.size_pt)
            changed = set_run(span.run, "sz", str(round(value * 2))) or changed
    return changed


def switch(name: str, on: bool):
    """A mender that turns a property of letters on or off (the rule's own attribute where ``name`` is "")."""

    def mend(found: Recognised, rule: Rule, hit: Hit) -> bool:
        tag = name or {"bold": "b", "italic": "i"}[rule.params["attribute"]]
        if not settable(found, rule, hit.target):
            return False
        runs = {id(span.run): span.run for span in spans_of(hit.target)}.values()
        return any([set_run(run, tag, "1" if on else "0") for run in runs])

    return mend


def align(value: str):
    """A mender that sets the alignment of the paragraph."""

    def mend(found: Recognised, rule: Rule, hit: Hit) -> bool:
        paragraph = hit.target.paragraph if isinstance(hit.target, Piece) else hit.target
        if paragraph.format.frame_align:  # the page number of older documents stands in a frame
            frame = properties(paragraph.element).find(q("w:framePr"))
            if frame is not None:
                frame.set(q("w:xAlign"), value)
        ensure(properties(paragraph.element), "jc").set(q("w:val"), value)
        return True

    return mend


def typeface(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Sets Times New Roman on every run that prints letters in the wrong typeface."""
    wrong = hit.target[0]
    runs = {id(span.run): span.run for _, span in printed_spans(found) if wrong in typefaces(span)}
    for run in runs.values():
        set_fonts(ensure(properties(run), "rFonts"), FONT_NAME)
    return bool(runs)


def colour(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Sets black on every run of the wrong colour."""
    links = rule.params.get("links", False)
    runs = {id(s.run): s.run for _, s in printed_spans(found) if s.format.colour.upper() == hit.target and s.link == links}
    return any([set_run(run, "color", "000000") for run in runs.values()])


def compose(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Composes the letters of the span (the same words, other code points)."""
    source = hit.target.source
    if source is None or source.text is None or unicodedata.normalize("NFC", source.text) == source.text:
        return False
    source.text = unicodedata.normalize("NFC", source.text)
    return True


def one_size(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Gives runs of the rarer size the size of the body."""
    rare, main = hit.target
    runs = {
        id(span.run): span.run
        for block in found.blocks if block.role not in ("centred", "note")
        for span in spans_of(block.paragraph) if span.format.size_pt == rare
    }  # fmt: skip
    return any([set_run(run, "sz", str(round(main * 2))) for run in runs.values()])


def size_pair(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Follows the size of the national name: 12 / 13 / 13, else 13 / 14 / 14."""
    names = [piece for key in ("national_name", "motto", "place_date") for piece in found.pieces(key)]
    if not all(stands_alone([piece]) for piece in names):
        return False
    small = all(span.format.size_pt == 12 for piece in found.pieces("national_name") for span in inked(piece))
    wanted = {"national_name": 12 if small else 13, "motto": 13 if small else 14, "place_date": 13 if small else 14}
    changed = [
        set_run(span.run, "sz", str(value * 2)) for key, value in wanted.items() for piece in found.pieces(key) for span in inked(piece)
    ]
    return any(changed)


def indent(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Moves the first line in by 1,27 cm; lists and paragraphs that are moved in as a whole are left to a person."""
    if hit.target.label or (not rule.params["none"] and hit.target.format.left):
        return False
    set_attributes(properties(hit.target.element), "ind", firstLine=INDENT_TWIPS, hanging=None, left="0", start=None,
                   firstLineChars=None, hangingChars=None)  # fmt: skip
    return True


def gap(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Fills the space before the lower paragraph up to 6 pt."""
    above, below = hit.target
    for paragraph in (above, below):
        if paragraph.format.contextual:
            ensure(properties(paragraph.element), "contextualSpacing").set(q("w:val"), "0")
    before = max(round(120 - above.format.after), 0)
    set_attributes(properties(below.element), "spacing", before=str(max(before, round(below.format.before))), beforeAutospacing=None,
                   beforeLines=None)  # fmt: skip
    return True


def gap_above(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """6 pt above the V/v abstract."""
    above = found.pieces("number")[-1].paragraph.format.after
    set_attributes(properties(hit.target.paragraph.element), "spacing", before=str(max(round(120 - above), 0)),
                   beforeAutospacing=None, beforeLines=None)  # fmt: skip
    return True


def line_spacing(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Single, or 1,5 where it was wider."""
    form = hit.target.format
    lines = form.lines
    wide = lines is not None and lines > 1.5
    set_attributes(properties(hit.target.element), "spacing", line="360" if wide else "240", lineRule="auto")
    return True


def page_number_letters(name: str, value: str):
    """A mender for the runs of a page number."""

    def mend(found: Recognised, rule: Rule, hit: Hit) -> bool:
        runs = list(hit.target.element.iter(q("w:r"))) or runs_of(hit.target)
        return any([set_run(run, name, value) for run in runs])

    return mend
