"""How wide a text is printed, from the bundled Liberation Serif (the metrics of Times New Roman).

No font of the machine is ever asked, so a line under a title is equally long everywhere.  Widths are in points.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FONT_FOLDER = Path(__file__).with_name("fonts")
_FILES = {
    (False, False): "LiberationSerif-Regular.ttf",
    (True, False): "LiberationSerif-Bold.ttf",
    (False, True): "LiberationSerif-Italic.ttf",
    (True, True): "LiberationSerif-BoldItalic.ttf",
}


def font_path(bold: bool = False, italic: bool = False) -> Path:
    """File of the bundled typeface in this weight and slope (charts draw with the same files)."""
    return FONT_FOLDER / _FILES[bold, italic]


@dataclass(frozen=True)
class Face:
    """One typeface at one size: what a text is measured with."""

    size_pt: float
    bold: bool = False
    italic: bool = False

    def width_pt(self, text: str) -> float:
        """Printed width of one line of text, points."""
        advances = _advances(self.bold, self.italic)
        return sum(map(advances, text)) * self.size_pt


@functools.cache
def _advances(bold: bool, italic: bool) -> Callable[[str], float]:
    """Width of a character in ems; one em where the font lacks it (an emoji), nothing for a combining mark."""
    from fontTools.ttLib import TTFont

    with TTFont(font_path(bold, italic), lazy=True) as font:
        glyphs, metrics, em = font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
        known = {chr(code): metrics[glyph][0] / em for code, glyph in glyphs.items()}

    def advance(character: str) -> float:
        if character in known:
            return known[character]
        return 0.0 if unicodedata.combining(character) else 1.0

    return advance


def wrap(text: str, face: Face, width_pt: float) -> list[str]:
    """Lines in which a word processor sets text in this width; a word longer than the line has a line of its own."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and face.width_pt(longer) > width_pt:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def balanced_width_pt(text: str, face: Face, width_pt: float) -> float:
    """The narrowest width in which text takes no more lines than in ``width_pt``: lines about equally long."""
    line_count = len(wrap(text, face, width_pt))
    low, high = 0.0, width_pt
    if line_count == text.count("\n") + 1:
        return width_pt
    while high - low > 0.5:
        middle = (low + high) / 2
        if max(map(face.width_pt, wrap(text, face, middle))) <= middle and len(wrap(text, face, middle)) <= line_count:
            high = middle
        else:
            low = middle
    return high


def longest_word_pt(text: str, face: Face) -> float:
    """Width of the longest unbreakable piece of text, points; 0 for an empty text."""
    return max(map(face.width_pt, text.split()), default=0.0)
