"""Sections: paper, margins, page numbers, taken from the template's own set-up."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

from . import styles
from .package import DOCUMENT, XML_HEAD, Relations
from .stylesheet import SAFE_PARSER, StyleSheet, TemplateError, W
from .template import HEADER_PART, MAIN_TYPE, NAMESPACES, page_number_header
from .units import TWIPS_PER_MM

_W = f"{{{W}}}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AFTER_TITLE_PAGE = ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange")
_AFTER_NUMBERING = ("cols", "formProt", "vAlign", "noEndnote", "titlePg", *_AFTER_TITLE_PAGE)


@dataclass(frozen=True)
class PageSetup:
    """The template's section, from which every section of the document is made."""

    prototype: etree._Element

    @classmethod
    def read(cls, parts: dict[str, bytes]) -> PageSetup:
        """From the template's last section; TemplateError where it has none."""
        body = etree.fromstring(parts[DOCUMENT], SAFE_PARSER).find(f"{_W}body")
        section = None if body is None else body.find(f"{_W}sectPr")
        if section is None or section.find(f"{_W}pgSz") is None or section.find(f"{_W}pgMar") is None:
            raise TemplateError("Mẫu Word không có khổ giấy và lề trang (sectPr). Đặt lại trong Page Setup rồi lưu.")
        section = copy.deepcopy(section)
        for child in section.findall(f"{_W}type") + section.findall(f"{_W}pgNumType"):
            section.remove(child)
        return cls(section)

    def text_mm(self, landscape: bool = False) -> tuple[float, float]:
        """Width and height of the printed area, millimetres."""
        margin = {side: int(self.prototype.find(f"{_W}pgMar").get(f"{_W}{side}")) for side in styles.MARGINS_MM}
        width, height = self._paper(landscape)
        across, down = width - margin["left"] - margin["right"], height - abs(margin["top"]) - abs(margin["bottom"])
        return across / TWIPS_PER_MM, down / TWIPS_PER_MM

    def section_xml(self, landscape: bool = False, own_numbers: bool = False) -> str:
        """``w:sectPr`` of one section; ``own_numbers``: its pages count from 1 (điểm đ khoản 1 Mục III)."""
        section = copy.deepcopy(self.prototype)
        size = section.find(f"{_W}pgSz")
        width, height = self._paper(landscape)
        size.set(f"{_W}w", str(width))
        size.set(f"{_W}h", str(height))
        size.attrib.pop(f"{_W}orient", None)
        if landscape:
            size.set(f"{_W}orient", "landscape")
        if own_numbers:
            numbers = etree.Element(f"{_W}pgNumType")
            numbers.set(f"{_W}start", "1")
            _insert_before(section, numbers, _AFTER_NUMBERING)
        etree.cleanup_namespaces(section)
        return etree.tostring(section, encoding="unicode")

    def _paper(self, landscape: bool) -> tuple[int, int]:
        size = self.prototype.find(f"{_W}pgSz")
        short, long = sorted((int(size.get(f"{_W}w")), int(size.get(f"{_W}h"))))
        return (long, short) if landscape else (short, long)

    def ensure_page_numbers(self, relations: Relations, sheet: StyleSheet) -> None:
        """Page number in the header of every page but the first (khoản 7 Mục I), also where a template has lost it."""
        if self.prototype.find(f"{_W}titlePg") is None:
            _insert_before(self.prototype, etree.Element(f"{_W}titlePg"), _AFTER_TITLE_PAGE)
        if not self._has("headerReference", "default"):
            xml = XML_HEAD + page_number_header(sheet.id("Số trang"))
            self._refer("headerReference", "default", relations, f"nd30_{HEADER_PART}", xml)

    def add_mark(self, runs_xml: str, relations: Relations, sheet: StyleSheet) -> None:
        """A word at the foot of every page, the first too; it replaces the template's own footer."""
        for reference in self.prototype.findall(f"{_W}footerReference"):
            self.prototype.remove(reference)
        style = sheet.id("Dấu cuối trang")
        xml = f'{XML_HEAD}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs_xml}</w:p></w:ftr>'
        for kind in ("default", "first"):
            self._refer("footerReference", kind, relations, f"nd30_footer_{kind}.xml", xml)

    def _has(self, tag: str, kind: str) -> bool:
        return any(found.get(f"{_W}type") == kind for found in self.prototype.findall(f"{_W}{tag}"))

    def _refer(self, tag: str, kind: str, relations: Relations, name: str, xml: str) -> None:
        part = tag.removesuffix("Reference")
        reference = etree.Element(f"{_W}{tag}")
        reference.set(f"{_W}type", kind)
        reference.set(f"{_R}id", relations.add(part, name, xml.encode(), f"{MAIN_TYPE}.{part}+xml"))
        self.prototype.insert(0, reference)


def _insert_before(section: etree._Element, child: etree._Element, later: tuple[str, ...]) -> None:
    """Insert child where the schema wants it: before the first of ``later``."""
    for position, other in enumerate(section):
        if etree.QName(other).localname in later:
            section.insert(position, child)
            return
    section.append(child)
