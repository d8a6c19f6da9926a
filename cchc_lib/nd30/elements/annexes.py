"""Annexes and attached documents behind the signature."""

from __future__ import annotations

from ..reading.model import Paragraph, Piece
from . import words
from .recognised import Annex
from .words import fold

MAX_TITLE_LINES = 6


def find_annexes(paragraphs: list[Paragraph], start: int) -> tuple[list[Annex], int | None]:
    """Annexes from paragraph ``start`` on, and where an attached document ("Ban hành kèm theo …") begins, if one does."""
    annexes: list[Annex] = []
    attached: int | None = None
    plain = [item for item in paragraphs if item.index >= start and item.text.strip() and item.cell is None]
    previous = next((item for item in reversed(paragraphs) if item.index < start and item.text.strip()), None)
    for position, paragraph in enumerate(plain):
        first = paragraph.lines[0]
        if _is_label(first, paragraph):
            annexes.append(_annex(plain, position))
        elif not annexes and attached is None and words.ISSUED_WITH.match(fold(paragraph.text)) and previous is not None:
            attached = previous.index
        previous = paragraph
    return annexes, attached


def _is_label(piece: Piece, paragraph: Paragraph) -> bool:
    text = fold(piece.text)
    with_title = words.ANNEX_WITH_TITLE.match(text) and paragraph.format.align == "center" and len(text) < 200
    if not (words.ANNEX.match(text) or with_title) or paragraph.in_textbox:
        return False
    bold = all(span.format.bold for span in piece.written)
    return paragraph.format.align in ("center", "right") or (bold and len(piece.text) < 20)


def _annex(plain: list[Paragraph], position: int) -> Annex:
    paragraph = plain[position]
    annex = Annex(paragraph.lines[0], section=paragraph.section, start=paragraph.index)
    pieces = [piece for item in plain[position : position + 10] for piece in item.lines if piece.text][1:]
    in_brackets = False
    for piece in pieces:
        text = fold(piece.text)
        if in_brackets or (text.startswith("(") and "KEM THEO" in text) or words.ISSUED_WITH.match(text):
            annex.reference.append(piece)
            in_brackets = annex.reference[0].text.startswith("(") and not piece.text.rstrip().endswith(")")
            if not in_brackets or len(annex.reference) > 4:
                break
        elif piece.align != "center" or words.TYPED_LINE.match(piece.text) or len(annex.title) >= MAX_TITLE_LINES:
            break
        elif words.ANNEX.match(text) or text.startswith("("):
            break
        else:
            annex.title.append(piece)
    return annex
