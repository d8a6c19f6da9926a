"""What was found in a document: each element with its printed lines, and what kind of document it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from ..reading.model import Document, Paragraph, Piece
from ..reading.shapes import Shape

# Keys of elements are those of ``decree.ELEMENTS``.
Elements = dict[str, list[Piece]]


@dataclass
class LineEvidence:
    """The line under an element. ``kind``: drawn, border, cell, typed, underline, missing or unclear.

    ``length_pt`` None where the file does not say it; ``text`` is the printed line that it belongs to.
    """

    kind: str
    piece: Piece | None
    length_pt: float | None = None
    solid: bool = True
    sign: str = ""
    shape: Shape | None = None


@dataclass
class Annex:
    """An annex: its label, title lines, reference line, and the paragraphs that follow."""

    label: Piece
    title: list[Piece] = field(default_factory=list)
    reference: list[Piece] = field(default_factory=list)
    section: int = 0
    start: int = 0
    line: LineEvidence | None = None


@dataclass
class Block:
    """A paragraph of the body with its role: text, basis, section, titled_item, item, point, dash, article, part …"""

    paragraph: Paragraph
    role: str
    sign: str = ""


@dataclass
class Recognised:
    """A document with its elements named. ``not_judged`` holds a Vietnamese reason where the rules do not apply.

    ``main``: paragraphs between title and signature; ``end``: one past the signature; ``attached``: where a document
    issued with this one begins; ``legal``: a document of law; ``shared_paragraphs``: those in which tabs put things side by side.
    """

    document: Document
    kind: str = ""
    kind_name: str = ""
    not_judged: str | None = None
    notes: list[str] = field(default_factory=list)
    elements: Elements = field(default_factory=dict)
    lines: dict[str, LineEvidence] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)
    main: list[Paragraph] = field(default_factory=list)
    end: int = 0
    undecided: list[str] = field(default_factory=list)
    date: datetime.date | None = None
    shared_paragraphs: set[int] = field(default_factory=set)
    inline_title: bool = False
    legal: bool = False
    attached: int | None = None

    def pieces(self, key: str) -> list[Piece]:
        """Printed lines of an element; empty where it was not found."""
        return self.elements.get(key, [])

    def text(self, key: str) -> str:
        """Text of an element, its lines joined by blanks."""
        return " ".join(piece.text for piece in self.pieces(key))
