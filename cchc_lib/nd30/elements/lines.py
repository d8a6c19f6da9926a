"""The line under an element, however it was made: drawn shape, border of paragraph or cell, typed signs, underlining."""

from __future__ import annotations

from ..reading.model import Cell, Document, Paragraph, Piece
from ..reading.shapes import Shape
from ..reading.xml import TWIPS_PER_PT
from . import words
from .recognised import LineEvidence

_NO_BORDER = {"none", "nil", ""}
_SOLID_BORDERS = {"single", "thick", "double", "triple", "thinThickSmallGap", "thickThinSmallGap", "outset", "inset"}
MIN_LENGTH_PT = 8.0  # shorter than any line that a reader would take for one
MIDDLE = 0.42  # share of the text width: a line whose middle lies left of it belongs to the issuing body


class LineFinder:
    """Looks for lines in one document; each drawn line is given to one element only."""

    def __init__(self, document: Document) -> None:
        self._paragraphs = document.paragraphs
        self._given: set[int] = set()
        section = document.sections[0] if document.sections else None
        self._text_width = None
        if section is not None and section.width and None not in (section.margins["left"], section.margins["right"]):
            self._text_width = section.width - section.margins["left"] - section.margins["right"]

    def under_head(self, owners: dict[str, list[Piece]], until: int) -> dict[str, LineEvidence]:
        """Lines of the national motto and of the issuing body, among the paragraphs before ``until``."""
        zone = [item for item in self._paragraphs if item.index < until]
        result = {}
        for key, pieces in owners.items():
            result[key] = self._written(pieces[-1]) or self._drawn_in_cell(pieces[-1], zone)
        missing = [key for key, found in result.items() if found is None]
        self._share_out(missing, owners, zone, result)
        return {key: found or _without(owners[key]) for key, found in result.items()}

    def under(self, pieces: list[Piece], first: int, until: int) -> LineEvidence:
        """Line of an element that stands alone in its width (abstract, annex reference)."""
        written = self._written(pieces[-1])
        if written is not None:
            return written
        unclear = False
        for paragraph in self._paragraphs:
            if not first <= paragraph.index <= until:
                continue
            for shape in paragraph.shapes:
                if self._free_line(shape):
                    return self._evidence(pieces[-1], shape)
                unclear = unclear or shape.kind == "other"
        return LineEvidence("unclear", pieces[-1]) if unclear else _without(pieces)

    def _free_line(self, shape: Shape) -> bool:
        if shape.kind != "line" or not shape.visible or id(shape) in self._given:
            return False
        return shape.width_pt is None or shape.width_pt >= MIN_LENGTH_PT

    def _evidence(self, piece: Piece, shape: Shape) -> LineEvidence:
        self._given.add(id(shape))
        return LineEvidence("drawn", piece, shape.width_pt, shape.solid, shape=shape)

    def _drawn_in_cell(self, piece: Piece, zone: list[Paragraph]) -> LineEvidence | None:
        """A shape anchored in the element's own cell (or text box), or right below it in the same column."""
        cell = piece.paragraph.cell
        if piece.paragraph.place is None:
            return None
        width_pt = cell.width_twips / TWIPS_PER_PT if cell is not None and cell.width_twips else None
        for paragraph in zone:
            if not _in_column(piece.paragraph, paragraph):
                continue
            for shape in paragraph.shapes:
                beside = shape.left_pt is not None and width_pt is not None and not -30 <= shape.left_pt < width_pt
                if self._free_line(shape) and not beside:
                    return self._evidence(piece, shape)
        return None

    def _share_out(self, missing: list[str], owners: dict, zone: list[Paragraph], result: dict) -> None:
        """Lines that are anchored elsewhere in the head go left or right by where they stand."""
        drawn = [shape for paragraph in zone for shape in paragraph.shapes if self._free_line(shape)]
        for key in missing:
            fitting = [shape for shape in drawn if id(shape) not in self._given and self._side(shape) == key]
            if fitting:
                result[key] = self._evidence(owners[key][-1], fitting[0])
            elif any(id(shape) not in self._given and self._side(shape) is None for shape in drawn) or any(
                shape.kind == "other" for paragraph in zone for shape in paragraph.shapes
            ):
                result[key] = LineEvidence("unclear", owners[key][-1])

    def _side(self, shape: Shape) -> str | None:
        if shape.left_pt is None or shape.width_pt is None or not self._text_width:
            return None
        middle = (shape.left_pt + shape.width_pt / 2) / (self._text_width / TWIPS_PER_PT)
        return "issuer" if middle < MIDDLE else "motto"

    def _written(self, piece: Piece) -> LineEvidence | None:
        """Borders and typed signs directly under the element."""
        own = piece.paragraph
        if own.format.border_bottom not in _NO_BORDER:
            return self._border(piece, own, own.format.border_bottom)
        for paragraph in self._below(own):
            if paragraph.format.border_top not in _NO_BORDER:
                return self._border(piece, paragraph, paragraph.format.border_top)
            text = paragraph.text.strip()
            if text and words.TYPED_LINE.match(text):
                return LineEvidence("typed", piece, solid=set(text) <= set("_¯─━"), sign=text[0])
            if text and all(span.format.underline for span in paragraph.spans) and not any(c.isalnum() for c in text):
                return LineEvidence("typed", piece, sign="_")
            if text:
                break
            if not text and paragraph.format.border_bottom not in _NO_BORDER:
                return self._border(piece, paragraph, paragraph.format.border_bottom)
            if any(span.format.underline and span.text for span in paragraph.spans):
                return LineEvidence("typed", piece, sign="_")
        for line in own.lines:
            if line.text and words.TYPED_LINE.match(line.text):
                return LineEvidence("typed", piece, solid=set(line.text) <= set("_¯─━ "), sign=line.text[0])
        return self._cell_border(piece)

    def _below(self, own: Paragraph) -> list[Paragraph]:
        """The next paragraphs of the same cell or, outside tables, of the text; at most three."""
        result = []
        for paragraph in self._paragraphs[own.index + 1 : own.index + 12]:
            if own.place is paragraph.place:
                result.append(paragraph)
            elif own.place is None:
                break
        return result[:3]

    def _border(self, piece: Piece, paragraph: Paragraph, style: str) -> LineEvidence:
        width = self._text_width
        if paragraph.cell is not None:
            width = paragraph.cell.width_twips and paragraph.cell.width_twips - paragraph.cell.margin_twips
        elif paragraph.in_textbox:
            width = None
        form = paragraph.format
        length = (width - form.left - form.right - min(form.first, 0)) / TWIPS_PER_PT if width else None
        return LineEvidence("border", piece, length, style in _SOLID_BORDERS)

    def _cell_border(self, piece: Piece) -> LineEvidence | None:
        cell = piece.paragraph.cell
        if cell is None or cell.table_bordered or not self._closes_cell(piece, cell):
            return None
        below = any(
            item.cell.border_top
            for item in self._paragraphs[piece.paragraph.index : piece.paragraph.index + 40]
            if item.cell is not None and item.cell.table == cell.table and item.cell.row == cell.row + 1 and item.cell.col == cell.col
        )
        if cell.border_bottom or below:
            return LineEvidence("cell", piece, cell.width_twips / TWIPS_PER_PT if cell.width_twips else None)
        return None

    def _closes_cell(self, piece: Piece, cell: Cell) -> bool:
        inside = [item for item in self._paragraphs if item.cell is not None and item.cell.element is cell.element]
        written = [item for item in inside if item.text.strip()]
        return bool(written) and written[-1] is piece.paragraph


def _without(pieces: list[Piece]) -> LineEvidence:
    underlined = [span for piece in pieces for span in piece.written if span.format.underline]
    return LineEvidence("underline" if underlined else "missing", pieces[-1])


def _in_column(owner: Paragraph, other: Paragraph) -> bool:
    """Whether a paragraph stands in the owner's text box, its cell, or the cell right below."""
    if owner.cell is None or other.cell is None:
        return owner.place is other.place
    one, two = owner.cell, other.cell
    return one.table == two.table and one.col == two.col and two.row in (one.row, one.row + 1)
