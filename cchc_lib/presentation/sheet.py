"""A chart as a sheet of paper: every mark is placed in millimetres from the top left corner and drawn once.

Placing by millimetres makes a chart's layout a sum that can be checked before anything is drawn: nothing is measured by a
trial drawing (matplotlib's tight_layout costs more than the drawing itself) and no text is ever cut off at an edge.
It is drawn without matplotlib's Figure, whose axes and projections take longer to load than the rest of what draws.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D

from . import style
from .png import encoded
from .style import INK, LABEL_PT, PAPER, RULE, Fill

# Whatever a notebook or a matplotlibrc sets, a chart is drawn with these. Without hinting text is drawn twice as fast.
_RC = {
    "text.hinting": "none", "text.usetex": False, "text.antialiased": True, "path.sketch": None,
    "path.effects": [], "path.simplify": True, "path.snap": True, "agg.path.chunksize": 0, "lines.antialiased": True,
    "patch.antialiased": True,
}


@functools.cache
def _font(size: float, bold: bool, italic: bool) -> FontProperties:
    return FontProperties(fname=str(style.font_file(bold=bold, italic=italic)), size=size)


@dataclass(frozen=True)
class Box:
    """Where something was placed, millimetres from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    what: str = ""
    fill: Fill | None = None

    def overlaps(self, other: Box, tolerance: float = 0.05) -> bool:
        return (
            self.left < other.right - tolerance and other.left < self.right - tolerance
            and self.top < other.bottom - tolerance and other.top < self.bottom - tolerance
        )


class Words(Artist):
    """One line of text that begins at a point of its baseline: matplotlib's own Text would first measure every line."""

    def __init__(self, x: float, baseline: float, words: str, font: FontProperties, colour: str, order: float) -> None:
        super().__init__()
        self.words, self.font = words, font
        self._at, self._colour = (x, baseline), to_rgba(colour)
        self.set_zorder(order)

    def draw(self, renderer: Any) -> None:
        x, y = self.get_transform().transform(self._at)
        look = renderer.new_gc()
        look.set_foreground(self._colour, isRGBA=True)
        renderer.draw_text(look, x, renderer.get_canvas_width_height()[1] - y, self.words, self.font, 0.0)
        look.restore()


class Sheet:
    """A sheet 160 mm wide; its height is what was asked for last (grow).

    texts and boxes remember what was placed where, so that tests can ask whether anything overlaps.
    """

    def __init__(self) -> None:
        self.height = 0.0
        self.texts: list[Box] = []
        self.boxes: list[Box] = []
        self._artists: list[Artist] = []
        self._page = Affine2D()
        self._mm = self._page + Affine2D().scale(style.DPI)

    def grow(self, bottom: float) -> float:
        """Make the sheet reach at least down to bottom."""
        self.height = max(self.height, bottom)
        return bottom

    def text(
        self, x: float, middle: float, words: str, *, size: float = LABEL_PT, bold: bool = False, italic: bool = False,
        colour: str = INK, align: str = "left", background: bool = False,
    ) -> Box:
        """One line of text whose height is centred on middle; words must have passed style.printable or style.wrapped."""
        width, height = style.width_mm(words, size, bold=bold, italic=italic), style.line_mm(size)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        place = Box(left, middle - height / 2, left + width, middle + height / 2, words)
        if background:
            self._add(Rectangle((left - 0.4, place.top), width + 0.8, height, facecolor=PAPER, edgecolor="none", zorder=4))
        # The baseline lies a third of the size under the middle of capitals and figures.
        font = _font(size, bold, italic)
        baseline = middle + size * 0.33 * 25.4 / 72
        self._add(Words(left, baseline, words, font, colour, order=5))
        self.texts.append(place)
        self.grow(place.bottom)
        return place

    def on_fill(self, x: float, middle: float, words: str, fill: Fill, *, size: float = style.SMALL_PT, bold: bool = False) -> Box:
        """A number in the middle of a fill: in the colour that is read on it; on hatching with a plain ground."""
        if fill.hatch:
            return self.text(x, middle, words, size=size, bold=bold, align="center", colour=INK, background=True)
        return self.text(x, middle, words, size=size, bold=bold, align="center", colour=fill.text_colour)

    def lines(self, x: float, top: float, lines: Sequence[str], *, size: float = LABEL_PT, **look: object) -> float:
        """Lines of text one under the other; the bottom of the last."""
        height = style.line_mm(size)
        for index, line in enumerate(lines):
            self.text(x, top + (index + 0.5) * height, line, size=size, **look)  # type: ignore[arg-type]
        return top + len(lines) * height

    def box(self, left: float, top: float, width: float, height: float, fill: Fill, what: str = "", outline: float = 0.6) -> Box:
        """A filled rectangle with an outline in ink, inside the given bounds."""
        edge = INK if outline else "none"
        self._add(Rectangle((left, top), width, height, facecolor=fill.tone, edgecolor="none", zorder=2))
        if fill.hatch:
            self._add(Rectangle((left, top), width, height, facecolor="none", edgecolor=fill.lines, linewidth=0, hatch=fill.hatch, hatch_linewidth=0.5, zorder=2.1))
        if outline:
            self._add(Rectangle((left, top), width, height, facecolor="none", edgecolor=edge, linewidth=outline, zorder=2.2, joinstyle="miter"))
        placed = Box(left, top, left + width, top + height, what, fill)
        self.boxes.append(placed)
        self.grow(placed.bottom)
        return placed

    def line(self, points: Sequence[tuple[float, float]], *, width: float = 0.8, colour: str = INK, dashes: tuple[float, ...] | None = None, order: float = 3) -> None:
        """A line through points; width and dashes in points of print."""
        look = "-" if dashes is None else (0, dashes)
        self._add(Line2D(*zip(*points, strict=True), linewidth=width, color=colour, linestyle=look, zorder=order, solid_capstyle="butt", dash_capstyle="butt"))

    def rule(self, points: Sequence[tuple[float, float]]) -> None:
        """A grid line: behind everything."""
        self.line(points, width=0.5, colour=RULE, order=1)

    def marker(self, x: float, y: float, shape: str, *, size: float = 5.0, face: str = INK, edge: str = INK, width: float = 0.9) -> None:
        """A marker of matplotlib's shapes (o, s, D, ^, v, x); size in points."""
        self._add(Line2D([x], [y], marker=shape, markersize=size, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=width, linestyle="none", zorder=3.5))

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._mm)
        artist.set_clip_on(False)
        self._artists.append(artist)

    def png(self) -> bytes:
        """The sheet drawn, once, at 150 dots an inch; no date and no program's name inside."""
        height = round(self.height * style.DPI / 25.4) / style.DPI
        self._page.clear().scale(1 / 25.4, -1 / 25.4).translate(0, height)
        renderer = RendererAgg(style.WIDTH_MM / 25.4 * style.DPI, height * style.DPI, style.DPI)
        paper = Rectangle((0, 0), renderer.width, renderer.height, facecolor=PAPER, edgecolor="none")
        with matplotlib.rc_context(_RC):
            for artist in [paper, *sorted(self._artists, key=Artist.get_zorder)]:
                artist.draw(renderer)
        return encoded(np.asarray(renderer.buffer_rgba()), style.DPI)
