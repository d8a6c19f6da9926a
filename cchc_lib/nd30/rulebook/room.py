"""How much room a text has and takes, measured in a typeface with the metrics of Times New Roman."""

from __future__ import annotations

from ..elements.recognised import Recognised
from ..measure import Face
from ..reading.model import Paragraph, Piece

LONG_TEXT = 95  # letters: longer than any line of size 13 on A4
CERTAIN = 1.02  # measured texts are off by a per cent where other fonts are mixed in


def printed_widths(found: Recognised, piece: Piece) -> list[float]:
    """Widths that the printed lines of a piece may have, points: its own, and the parts where it does not fit its room."""
    width = text_width(piece)
    space = room(found, piece.paragraph)
    if space is None or width <= space:
        return [width]
    lines = int(width // space) + 1
    return [space, width / lines, width - space * (lines - 1), 0.8 * space]


def text_width(piece: Piece) -> float:
    """Width of the text in points, span by span."""
    total = 0.0
    for span in piece.spans:
        text = span.text.upper() if span.format.caps else span.text
        total += Face(span.format.size_pt, span.format.bold, span.format.italic).width_pt(text.replace("\t", " "))
    return total


def room(found: Recognised, paragraph: Paragraph) -> float | None:
    """Width that the lines of a paragraph have, points; None where the file does not say it."""
    cell = paragraph.cell
    form = paragraph.format
    if cell is not None:
        width = cell.width_twips - cell.margin_twips if cell.width_twips else None
    elif found.document.sections and not paragraph.in_textbox:
        section = found.document.sections[min(paragraph.section, len(found.document.sections) - 1)]
        sides = (section.width, section.margins["left"], section.margins["right"])
        width = None if None in sides else sides[0] - sides[1] - sides[2]
    else:
        width = None
    return (width - form.left - form.right) / 20 if width else None


def wraps(found: Recognised, paragraph: Paragraph) -> bool:
    """Whether a paragraph surely fills more than one line, so that its right edge is seen."""
    space = room(found, paragraph)
    if space is None or len(paragraph.text) > 3 * LONG_TEXT:
        return len(paragraph.text) > LONG_TEXT
    return any(text_width(line) + max(paragraph.format.first, 0) / 20 > space * CERTAIN for line in paragraph.lines)
