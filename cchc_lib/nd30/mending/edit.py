"""Edits of WordprocessingML that keep the order which the schema asks for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from lxml import etree

from ..reading.model import Paragraph, Piece, Span
from ..reading.xml import W_VAL, child, local, q

_RUN_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden "
    "color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout "
    "specVanish oMath"
).split()
_PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange"
).split()
_SECTION_ORDER = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt "
    "vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
).split()
_ORDERS = {"rPr": _RUN_ORDER, "pPr": _PARAGRAPH_ORDER, "sectPr": _SECTION_ORDER}
_COMPLEX = {"b": "bCs", "i": "iCs", "sz": "szCs"}  # the twin for complex scripts, kept equal where it is written


def ensure(parent: etree._Element, name: str) -> etree._Element:
    """The child w:``name`` of a property element, made in its place of the schema's order where it is missing."""
    found = parent.find(q("w:" + name))
    if found is not None:
        return found
    order = _ORDERS[local(parent)]
    rank = order.index(name)
    position = 0
    for position, item in enumerate(parent):  # noqa: B007
        if local(item) in order and order.index(local(item)) > rank:
            break
    else:
        position = len(parent)
    made = etree.Element(q("w:" + name))
    parent.insert(position, made)
    return made


def properties(element: etree._Element) -> etree._Element:
    """w:rPr of a run or w:pPr of a paragraph, made as its first child where it is missing."""
    name = "rPr" if local(element) == "r" else "pPr"
    found = child(element, "w:" + name)
    if found is None:
        found = etree.Element(q("w:" + name))
        element.insert(0, found)
    return found


def set_run(run: etree._Element, name: str, value: str | None = None) -> bool:
    """Sets a run property with its w:val (None: the bare element). True where something changed."""
    holder = properties(run)
    changed = _set(ensure(holder, name), value)
    twin = _COMPLEX.get(name)
    if twin is not None and (holder.find(q("w:" + twin)) is not None or name != "sz"):
        changed = _set(ensure(holder, twin), value) or changed
    return changed


def _set(element: etree._Element, value: str | None) -> bool:
    before = dict(element.attrib)
    element.attrib.clear()
    if value is not None:
        element.set(W_VAL, value)
    return dict(element.attrib) != before or value is None and not before


def set_fonts(fonts: etree._Element, name: str) -> None:
    """One typeface in all slots of a w:rFonts, no theme."""
    hint = fonts.get(q("w:hint"))
    fonts.attrib.clear()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(q("w:" + slot), name)
    if hint and hint != "eastAsia":
        fonts.set(q("w:hint"), hint)


def set_attributes(parent: etree._Element, name: str, **values: str | None) -> None:
    """Sets (None: removes) w: attributes of the child ``name`` of a property element."""
    element = ensure(parent, name)
    for key, value in values.items():
        if value is None:
            element.attrib.pop(q("w:" + key), None)
        else:
            element.set(q("w:" + key), value)


def stands_alone(pieces: list[Piece]) -> bool:
    """Whether the runs of these pieces of one paragraph hold no letter of anything else, so that they can be set alone."""
    inside: dict[int, int] = {}
    for piece in pieces:
        for span in piece.spans:
            inside[id(span.run)] = inside.get(id(span.run), 0) + _ink(span)
    for span in pieces[0].paragraph.spans:
        if id(span.run) in inside:
            inside[id(span.run)] -= _ink(span)
    return all(left >= 0 for left in inside.values())


def _ink(span: Span) -> int:
    return sum(not letter.isspace() for letter in span.text)


def runs_of(paragraph: Paragraph) -> list[etree._Element]:
    """Runs of a paragraph that hold visible text, in order, each once."""
    return list({id(span.run): span.run for span in paragraph.spans if span.text.strip()}.values())


def retype(spans: Iterable[Span], new: str) -> bool:
    """Turns the typed text of spans into ``new`` letter by letter, each change in the run where it falls.

    False (nothing done) where a letter to be changed does not come from plain text.
    """
    spans = list(spans)
    old = "".join(span.text for span in spans)
    letters = [(span, span.offset + position) for span in spans for position in range(len(span.text))]
    edits = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not letters:
        return False
    touched = [letters[i][0] for _, a, b, _, _ in edits for i in (range(a, b) if b > a else [_neighbour(letters, a)])]
    if not all(map(_is_plain, touched)):
        return False
    for _, start, end, low, high in reversed(edits):
        _edit(letters, start, end, new[low:high])
    return bool(edits)


def _is_plain(span: Span) -> bool:
    """Whether the span is text of a w:t that nobody has retyped since it was read (then it is for the next round)."""
    if span.source is None or local(span.source) != "t" or span.legacy:
        return False
    return (span.source.text or "")[span.offset :].startswith(span.text)


def _neighbour(letters: list[tuple[Span, int]], place: int) -> int:
    """The letter beside which new text goes: the one before, but the one behind at the beginning and after a blank."""
    if place == 0 or (place < len(letters) and _letter(letters[place - 1]).isspace()):
        return place
    return place - 1


def _letter(entry: tuple[Span, int]) -> str:
    span, offset = entry
    return span.text[offset - span.offset]


def _edit(letters: list[tuple[Span, int]], start: int, end: int, text: str) -> None:
    """Replaces letters ``start``…``end``; the new text goes where the first of them stood."""
    beside = start if end > start else _neighbour(letters, start)
    for span, offset in reversed(letters[start:end]):
        source = span.source
        source.text = source.text[:offset] + source.text[offset + 1 :]
    if text:
        span, offset = letters[beside]
        offset += beside < start
        source = span.source
        source.text = (source.text or "")[:offset] + text + (source.text or "")[offset:]
        source.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
