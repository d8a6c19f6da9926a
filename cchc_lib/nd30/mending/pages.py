"""Mends paper, margins and page numbers."""

from __future__ import annotations

import re

from lxml import etree

from ..decree import FONT_NAME
from ..elements.recognised import Recognised
from ..reading.model import Paragraph, Section
from ..reading.package import Package
from ..reading.xml import NS, TWIPS_PER_MM, q
from ..rulebook.base import Hit, Rule
from ..rulebook.page import allowed_margin
from ..rulebook.page_number import numbered
from .edit import ensure

SHORT_EDGE, LONG_EDGE = "11906", "16838"  # A4 as Word writes it
_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_RELATION = NS["r"] + "/header"
_PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def paper(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """A4, lying where it lay."""
    section: Section = hit.target
    size = ensure(section.element, "pgSz")
    lying = bool(section.width and section.height and section.width > section.height)
    size.attrib.pop(q("w:code"), None)
    size.set(q("w:w"), LONG_EDGE if lying else SHORT_EDGE)
    size.set(q("w:h"), SHORT_EDGE if lying else LONG_EDGE)
    return True


def margin(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """The nearest margin that is allowed."""
    section: Section = hit.target
    side = rule.params["side"]
    if side in ("left", "right") and any(piece.columns > 1 for pieces in found.elements.values() for piece in pieces):
        return False  # a head put side by side by blanks would run over its line in a narrower page
    allowed = allowed_margin(rule)
    gutter = (section.margins["gutter"] or 0) if side == "left" else 0
    old = abs(section.margins[side] or 0) + gutter
    low, high = round(allowed.low * TWIPS_PER_MM), round(allowed.high * TWIPS_PER_MM)
    ensure(section.element, "pgMar").set(q("w:" + side), str(round(min(max(old, low), high) - gutter)))
    return True


def hide_on_first(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """A first page of its own; a number in its header or footer is taken out."""
    section: Section = hit.target
    if not section.title_page:
        own_first = [*section.headers.get("first", []), *section.footers.get("first", [])]
        if numbered(own_first) is None:
            ensure(section.element, "titlePg")
            return True
        return False
    parts = [section.headers.get("first", []), section.footers.get("first", [])]
    return any([_empty(numbered(part)) for part in parts])


def _empty(paragraph: Paragraph | None) -> bool:
    """Takes the runs out of a paragraph that holds a page number and no word."""
    if paragraph is None or re.sub(r"[\d\s\-–/.|]|trang", "", paragraph.text, flags=re.IGNORECASE):
        return False
    for item in list(paragraph.element):
        if item.tag != q("w:pPr"):
            paragraph.element.remove(item)
    return True


def arabic(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Arabic figures: the section's number format; a switch in the field stays a finding."""
    number = hit.target.element.find(q("w:pgNumType"))
    return number is not None and number.attrib.pop(q("w:fmt"), None) is not None


def from_one(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Counted from 1."""
    ensure(hit.target.element, "pgNumType").set(q("w:start"), "1")
    return True


class PageNumberWriter:
    """Gives a document the page number that it lacks: a header part of its own, referred to by the first section."""

    NAME = "header_so_trang.xml"

    def __init__(self, package: Package) -> None:
        self._package = package
        self.new_parts: dict[str, bytes] = {}

    def add(self, found: Recognised, rule: Rule, hit: Hit) -> bool:
        """Puts the number into the top margin, centred, from page 2 on; nothing where a header already stands there."""
        section: Section = hit.target
        if any(item.text.strip() or item.shapes for item in section.headers.get("default", [])):
            return False
        if numbered([*section.headers.get("first", []), *section.footers.get("first", [])]) is not None:
            return False
        footer = numbered(section.footers.get("default", []))
        if footer is not None and not _empty(footer):
            return False
        if (identifier := self._register()) is None:
            return False
        for old in section.element.findall(q("w:headerReference")):
            if (old.get(q("w:type")) or "default") == "default":
                section.element.remove(old)
        reference = etree.Element(q("w:headerReference"))
        reference.set(q("w:type"), "default")
        reference.set(q("r:id"), identifier)
        section.element.insert(0, reference)
        ensure(section.element, "titlePg")
        return True

    def _register(self) -> str | None:
        """The id of the new header among the document's relationships; None for a package that has none to be added to."""
        folder = self._package.main.rpartition("/")[0]
        prefix = folder + "/" if folder else ""
        part, identifier = prefix + self.NAME, "rIdSoTrang"
        relations = self._package.tree(f"{prefix}_rels/{self._package.main.rpartition('/')[2]}.rels")
        types = self._package.tree("[Content_Types].xml")
        if relations is None or types is None:
            return None
        if self._package.has(part):
            return identifier
        relation = etree.SubElement(relations, f"{{{_PACKAGE_REL}}}Relationship")
        for key, value in (("Id", identifier), ("Type", _RELATION), ("Target", self.NAME)):
            relation.set(key, value)
        override = etree.SubElement(types, f"{{{_TYPES}}}Override")
        override.set("PartName", "/" + part)
        override.set("ContentType", _HEADER_TYPE)
        self.new_parts[part] = _header_xml()
        return identifier


def _header_xml() -> bytes:
    look = f'<w:rPr><w:rFonts w:ascii="{FONT_NAME}" w:hAnsi="{FONT_NAME}" w:cs="{FONT_NAME}"/><w:sz w:val="28"/></w:rPr>'
    runs = "".join(
        f"<w:r>{look}{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>', '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>', "<w:t>2</w:t>", '<w:fldChar w:fldCharType="end"/>',
        )
    )  # fmt: skip
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:hdr xmlns:w="{NS["w"]}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{runs}</w:p></w:hdr>'
    ).encode()
