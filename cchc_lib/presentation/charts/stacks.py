"""Stacked horizontal bars with their numbers on them: what the charts of dossiers and of compositions share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc_lib.domain.printing import number

from ..scale import Scale, round_scale
from ..sheet import Sheet
from ..style import FOOTER_PT, INK, LABEL_PT, SMALL_PT, SOFT, WIDTH_MM, Fill, axis_number, line_mm, printable, width_mm, wrapped

_NAMES_MM, _GAP_MM, _WORDS_MM = 52.0, 2.5, 24.0
_BAR_MM = 5.2
_ROW_GAP_MM = 2.0
_GROUP_GAP_MM = 1.2
_LEAST_MM = 0.6  # one of ten thousand is still seen


@dataclass(frozen=True)
class Part:
    """One part of a bar; printed: its number in words, where that is not its plain value."""

    value: int | Fraction
    fill: Fill
    name: str
    printed: str = ""

    @property
    def words(self) -> str:
        return printable(self.printed or number(self.value))

    def has_room(self, width: float) -> bool:
        """Whether its number fits on a part so wide."""
        return width_mm(self.words, SMALL_PT) + 1.6 <= width


@dataclass(frozen=True)
class Row:
    """One bar: its name, its parts in order, the words right of it. note None: the parts whose number found no room."""

    name: str
    parts: tuple[Part, ...]
    words: str
    note: str | None = None

    @property
    def total(self) -> Fraction:
        return Fraction(sum((Fraction(part.value) for part in self.parts), Fraction(0)))


def stacked(rows: Sequence[Row], key: Sequence[tuple[str, Fill]], *, gap_before: int | None = None, unit: str = "", whole: bool = True) -> Sheet:
    """Draw the rows in the order given, under the key to their fills.

    gap_before: the part (by its place) that begins a second group, kept apart by a gap.
    """
    sheet = Sheet()
    top = _key(sheet, key)
    room = WIDTH_MM - _WORDS_MM - _GAP_MM - (_GROUP_GAP_MM if gap_before is not None else 0)
    scale = round_scale([row.total for row in rows], _NAMES_MM + _GAP_MM, room, whole=whole, most=4, top=100 if unit == "%" else None)
    top = _axis(sheet, scale, top, unit)
    start = top
    for row in rows:
        top = _row(sheet, scale, row, top, gap_before)
    sheet.line([(scale.start, start - 1), (scale.start, top - 1)], width=0.8)
    for tick in scale.ticks[1:]:
        sheet.rule([(scale(tick), start - 1), (scale(tick), top - 1)])
    return sheet


def _key(sheet: Sheet, key: Sequence[tuple[str, Fill]]) -> float:
    """The fills with their names, in the order of the bars, in as many lines as they need."""
    x, height = 0.0, line_mm(SMALL_PT) + 0.8
    middle = height / 2
    for label, fill in key:
        words = printable(label)
        width = 5.0 + 1.2 + width_mm(words, SMALL_PT) + 4.0
        if x and x + width - 4.0 > WIDTH_MM:
            x, middle = 0.0, middle + height
        sheet.box(x, middle - 1.4, 5.0, 2.8, fill, f"key: {label}")
        sheet.text(x + 6.2, middle, words, size=SMALL_PT)
        x += width
    return middle + height / 2 + 1.2


def _axis(sheet: Sheet, scale: Scale, top: float, unit: str) -> float:
    for tick in scale.ticks:
        sheet.text(scale(tick), top + line_mm(FOOTER_PT) / 2, axis_number(tick, unit), size=FOOTER_PT, colour=SOFT, align="center")
    return top + line_mm(FOOTER_PT) + 1.2


def _row(sheet: Sheet, scale: Scale, row: Row, top: float, gap_before: int | None) -> float:
    names = wrapped(row.name, LABEL_PT, _NAMES_MM)
    words = wrapped(row.words, SMALL_PT, _WORDS_MM, bold=True)
    note = _without_room(scale, row) if row.note is None else row.note
    notes = wrapped(note, SMALL_PT, _WORDS_MM) if note else []
    right = [*words, *notes]
    height = max(len(names) * line_mm(LABEL_PT), len(right) * line_mm(SMALL_PT), _BAR_MM)
    middle = top + height / 2
    sheet.lines(0, middle - len(names) * line_mm(LABEL_PT) / 2, names)
    _bar(sheet, scale, row, middle, gap_before)
    text_top = middle - len(right) * line_mm(SMALL_PT) / 2
    for index, line in enumerate(right):
        sheet.text(WIDTH_MM - _WORDS_MM, text_top + (index + 0.5) * line_mm(SMALL_PT), line, size=SMALL_PT, bold=index < len(words), colour=INK)
    return sheet.grow(top + height + _ROW_GAP_MM)


def _width(scale: Scale, part: Part) -> float:
    return max(scale(Fraction(part.value)) - scale.start, _LEAST_MM)


def _without_room(scale: Scale, row: Row) -> str:
    return "; ".join(f"{part.words} {part.name}" for part in row.parts if part.value and not part.has_room(_width(scale, part)))


def _bar(sheet: Sheet, scale: Scale, row: Row, middle: float, gap_before: int | None) -> None:
    x, begun = scale.start, False
    for index, part in enumerate(row.parts):
        if index == gap_before and begun:
            x += _GROUP_GAP_MM
        if not part.value:
            continue
        begun, width = True, _width(scale, part)
        sheet.box(x, middle - _BAR_MM / 2, width, _BAR_MM, part.fill, row.name)
        if part.has_room(width):
            sheet.on_fill(x + width / 2, middle, part.words, part.fill)
        x += width
