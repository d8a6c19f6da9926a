"""One look for all charts: typeface, sizes, fills, number format, and the words under every chart.

Charts must read in black-and-white print and for the colour-blind by construction, so a fill is a tone first and a colour
second: paper, middle and dark differ by at least 3:1 from each other (WCAG 2.2, 1.4.11), and hatching makes two more of them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

from cchc_lib.domain.printing import number, short_date
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH, SAMPLE_MARK, AreaResult
from cchc_lib.domain.text import tidy

DPI = 150
WIDTH_MM = 160.0  # the text width of the report: A4 less the decree's margins

LABEL_PT = 9.5
SMALL_PT = 8.5
FOOTER_PT = 8.0
LINE_SPACING = 1.2

INK = "#111111"
PAPER = "#ffffff"
MIDDLE = "#4477aa"
DARK = "#551111"
SOFT = "#555566"  # words that may stand back; still 7:1 on paper
RULE = "#bbbbbb"  # grid lines, which nobody needs in order to read a value

DEFAULT_SOURCE = "số liệu các đơn vị báo cáo"
_MISSING_GLYPH = "□"


@dataclass(frozen=True)
class Fill:
    """How an area is filled: a tone, and lines over it where two fills share the tone."""

    tone: str
    hatch: str | None = None
    lines: str = PAPER

    @property
    def text_colour(self) -> str:
        """The colour in which a number is read on this fill."""
        return INK if self.tone == PAPER else PAPER


MIDDLE_FILL = Fill(MIDDLE)
PAPER_FILL = Fill(PAPER)
DARK_FILL = Fill(DARK)
MIDDLE_HATCHED = Fill(MIDDLE, "//", PAPER)
PAPER_HATCHED = Fill(PAPER, "//", MIDDLE)
DARK_HATCHED = Fill(DARK, "\\\\", PAPER)

# A value that was not judged (no plan) is plain paper; one that is still on its way is hatched.
STATUS_FILLS: dict[str | None, Fill] = {
    DAT: MIDDLE_FILL, CHUA_DAT: DARK_FILL, DANG_THUC_HIEN: PAPER_HATCHED, KHONG_PHAT_SINH: PAPER_FILL, CHUA_CO_SO_LIEU: PAPER_FILL, None: PAPER_FILL,
}


@dataclass(frozen=True)
class About:
    """What stands under every chart: whose figures, of which days, and whether they are invented."""

    start: date
    end: date
    label: str = ""
    sample: bool = False
    source: str = DEFAULT_SOURCE

    @classmethod
    def of(cls, result: AreaResult, source: str = DEFAULT_SOURCE) -> About:
        """Of an area's result: its window, and its sample mark."""
        from cchc_lib.domain.periods import parse_period

        period = result.period
        label = parse_period(period["id"]).label
        return cls(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]), label, result.sample, source)

    @property
    def footer(self) -> str:
        """Nguồn: số liệu các đơn vị báo cáo; kỳ 15/12/2023–14/3/2024."""
        text = f"Nguồn: {self.source}; kỳ {short_date(self.start)}–{short_date(self.end)}"
        return f"{text}. {SAMPLE_MARK}" if self.sample else text

    def caption(self, what: str) -> str:
        """What is shown, with the period: Kết quả thực hiện chỉ tiêu, quý I năm 2024."""
        return f"{what}, {self.label}" if self.label else what


@functools.cache
def font_file(*, bold: bool = False, italic: bool = False) -> Path:
    """The bundled typeface in this weight: charts never ask the machine for a font, so no machine changes a chart."""
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
    return Path(str(files("cchc_lib.nd30") / "fonts" / f"LiberationSerif-{style[bold, italic]}.ttf"))


@functools.cache
def _font(bold: bool, italic: bool):  # noqa: ANN202 - FT2Font, imported when something is drawn
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_file(bold=bold, italic=italic)))
    font.set_size(1000, 72)
    return font


@functools.cache
def _advance(character: str, bold: bool, italic: bool) -> float:
    """Width of one character in ems."""
    from matplotlib.ft2font import LoadFlags

    glyph = _font(bold, italic).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return glyph.linearHoriAdvance / 65536 / 1000


def printable(text: object) -> str:
    """Text as the typeface can set it: NFC, one line, □ for a character that it lacks."""
    font = _font(False, False)
    return "".join(c if font.get_char_index(ord(c)) else _MISSING_GLYPH for c in tidy(text) if c.isprintable())


def width_mm(text: str, size_pt: float, *, bold: bool = False, italic: bool = False) -> float:
    """Printed width of one line."""
    return sum(_advance(c, bold, italic) for c in text) * size_pt * 25.4 / 72


def line_mm(size_pt: float) -> float:
    """Height of one line."""
    return size_pt * LINE_SPACING * 25.4 / 72


def wrapped(text: object, size_pt: float, room_mm: float, *, bold: bool = False, most_lines: int = 6) -> list[str]:
    """text in lines no wider than room_mm; a word longer than a line is broken, what exceeds most_lines ends in «…»."""
    lines: list[str] = []
    line = ""
    for word in printable(text).split():
        longer = f"{line} {word}" if line else word
        if width_mm(longer, size_pt, bold=bold) <= room_mm:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, size_pt, room_mm, bold)
        lines += full
    lines.append(line)
    if len(lines) > most_lines:
        last = lines[most_lines - 1]
        while last and width_mm(last + "…", size_pt, bold=bold) > room_mm:
            last = last[:-1]
        lines = [*lines[: most_lines - 1], last.rstrip() + "…"]
    return lines


def _pieces(word: str, size_pt: float, room_mm: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_mm(pieces[-1] + character, size_pt, bold=bold) > room_mm:
            pieces.append("")
        pieces[-1] += character
    return pieces


def grey(colour: str) -> float:
    """Relative luminance of a colour, 0 … 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    """Contrast ratio of two luminances, 1 … 21."""
    light, dark = max(one, other), min(one, other)
    return (light + 0.05) / (dark + 0.05)


def axis_number(value: Fraction | Decimal | int, unit: str = "") -> str:
    """A number on an axis: 1.000, 2,5, 80%."""
    return number(value) + ("%" if unit == "%" else "")
