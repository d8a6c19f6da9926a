"""From package to ``Document``: walks body, tables, text boxes, headers and footers in reading order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from .effective import NO_TABLE, Resolver, TableContext
from .model import Cell, Document, Paragraph, Section
from .numbering import Numbering
from .package import Package, open_package
from .properties import paragraph_level
from .runs import FieldState, read_content
from .styles import StyleSheet
from .tables import TableReader
from .xml import child, integer, local, q, toggle, twips, val

MAX_DEPTH = 40  # tables and text boxes inside each other


def read_document(path: str | os.PathLike[str]) -> Document:
    """Reads a .docx. DocumentError where it is not one."""
    package = open_package(path)
    try:
        return DocumentReader(package).read()
    finally:
        package.close()


class DocumentReader:
    """Reads one package."""

    def __init__(self, package: Package, new_parts: Mapping[str, bytes] | None = None) -> None:
        """``new_parts``: parts that are not in the package yet."""
        self._package = package
        self._new = {name: etree.fromstring(data) for name, data in (new_parts or {}).items()}
        self._sheet = StyleSheet(package.related("styles"), package.related("theme"))
        self._resolver = Resolver(self._sheet)
        self._numbering = Numbering(package.related("numbering"))
        self._tables = TableReader(self._sheet)
        self._state = FieldState()
        self._section = 0
        self._sections: list[tuple[etree._Element, int]] = []
        self._count = 0

    def read(self) -> Document:
        """The whole document."""
        root = self._package.tree(self._package.main)
        body = child(root, "w:body")
        paragraphs = list(self._blocks(body, "body", None, NO_TABLE, None, 0)) if body is not None else []
        last = child(body, "w:sectPr")
        if last is not None:
            self._sections.append((last, self._section))
        return Document(paragraphs, list(self._read_sections()))

    def _blocks(
        self, parent: etree._Element, part: str, cell: Cell | None, table: TableContext, box: etree._Element | None, depth: int
    ) -> Iterator[Paragraph]:
        if depth > MAX_DEPTH:
            return
        for item in parent:
            name = local(item)
            if name == "p":
                yield from self._paragraph(item, part, cell, table, box, depth)
            elif name == "tbl":
                for content, inner, context in self._tables.cells(item):
                    yield from self._blocks(content, part, inner, context, box, depth + 1)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self._blocks(item, part, cell, table, box, depth + 1)

    def _paragraph(
        self, item: etree._Element, part: str, cell: Cell | None, table: TableContext, box: etree._Element | None, depth: int
    ) -> Iterator[Paragraph]:
        properties = child(item, "w:pPr")
        direct = paragraph_level(properties)
        style_id = val(properties, "w:pStyle")
        style = self._sheet.style("paragraph", style_id)
        num_id = direct.get("num_id", style.paragraph.get("num_id"))
        level_index = direct.get("num_level") if direct.get("num_level") is not None else style.paragraph.get("num_level", 0)
        level = self._numbering.level(num_id, level_index)
        content = read_content(item, lambda run: self._resolver.run(run, style_id, table), self._state)
        paragraph = Paragraph(
            item, self._count, style.name,
            self._resolver.paragraph(direct, style_id, table, level.paragraph if level else None),
            content.spans, content.shapes, content.fields, cell=cell, box=box, part=part, section=self._section,
            page_break=content.page_break, rendered_break=content.rendered_break,
        )  # fmt: skip
        if level is not None and (content.spans or content.shapes):
            paragraph.label = self._numbering.next_label(num_id, level_index)
        self._count += 1
        yield paragraph
        for shape in content.shapes:
            for inner in shape.content:
                yield from self._blocks(inner, part, None, NO_TABLE, inner, depth + 1)
        section = child(properties, "w:sectPr")
        if section is not None and part == "body" and box is None:
            self._sections.append((section, self._section))
            self._section += 1

    def _read_sections(self) -> Iterator[Section]:
        relationships = self._package.relationships(self._package.main)
        inherited: dict[str, dict[str, list[Paragraph]]] = {"header": {}, "footer": {}}
        for element, index in self._sections:
            for kind in ("header", "footer"):
                own = dict(inherited[kind])
                for reference in element.iterchildren(q(f"w:{kind}Reference")):
                    part = relationships.get(reference.get(q("r:id")) or "", ("", ""))[1]
                    own[reference.get(q("w:type")) or "default"] = self._part(part, kind, index)
                inherited[kind] = own
            yield _section(element, inherited["header"], inherited["footer"])

    def _part(self, name: str, kind: str, section: int) -> list[Paragraph]:
        root = self._new.get(name) if name in self._new else self._package.tree(name) if name else None
        if root is None:
            return []
        self._state = FieldState()
        return [replace(item, section=section) for item in self._blocks(root, kind, None, NO_TABLE, None, 0)]


def _section(element: etree._Element, headers: dict, footers: dict) -> Section:
    size, margins, number = child(element, "w:pgSz"), child(element, "w:pgMar"), child(element, "w:pgNumType")
    sides = ("top", "bottom", "left", "right", "header", "gutter")
    return Section(
        width=None if size is None else twips(size.get(q("w:w"))),
        height=None if size is None else twips(size.get(q("w:h"))),
        landscape=size is not None and size.get(q("w:orient")) == "landscape",
        margins={side: None if margins is None else twips(margins.get(q("w:" + side))) for side in sides},
        title_page=bool(toggle(child(element, "w:titlePg"))),
        page_start=None if number is None else integer(number.get(q("w:start"))),
        page_format=None if number is None else number.get(q("w:fmt")),
        headers=headers, footers=footers, element=element, kind=val(element, "w:type") or "nextPage",
    )  # fmt: skip
