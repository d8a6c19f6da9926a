"""From blocks to the bytes of a .docx: the template's parts, with the main text, its pictures and properties put in."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Block, Paragraph, Scribe, Section
from .package import DOCUMENT, STYLES, XML_HEAD, Properties, Relations, set_properties, zip_parts
from .sections import PageSetup
from .stylesheet import StyleSheet
from .template import NAMESPACES
from .text import Run


def docx_bytes(
    template: dict[str, bytes], blocks: Sequence[Block], last: Section, marks: Sequence[str], properties: Properties
) -> bytes:
    """The file; ``last`` is the section of the last blocks, ``marks`` stand at the foot of every page."""
    parts = dict(template)
    relations, sheet, setup = Relations(parts), StyleSheet(parts[STYLES]), PageSetup.read(parts)
    scribe = Scribe(sheet, setup, relations)
    setup.ensure_page_numbers(relations, sheet)
    if marks:
        setup.add_mark(scribe.runs([Run(" · ".join(marks))]), relations, sheet)
    parts[DOCUMENT] = _document_xml(blocks, last, scribe).encode()
    set_properties(parts, properties)
    return zip_parts(parts, properties.created)


def _document_xml(blocks: Sequence[Block], last: Section, scribe: Scribe) -> str:
    body = [block.xml(scribe) for block in blocks]
    if not (blocks and isinstance(blocks[-1], Paragraph)):
        # Word wants a paragraph after the last table.
        body.append(Paragraph("Ngắt phần").xml(scribe))
    return f"{XML_HEAD}<w:document {NAMESPACES}><w:body>{''.join(body)}{scribe.section(last)}</w:body></w:document>"
