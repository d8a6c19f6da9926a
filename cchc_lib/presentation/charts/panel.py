"""The area of one line chart: axis, target, line, labels, periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc_lib.domain.printing import number
from cchc_lib.domain.results import CHUA_DAT

from ..scale import Scale, round_scale
from ..sheet import Box, Sheet
from ..style import DARK, FOOTER_PT, MIDDLE, PAPER, SMALL_PT, SOFT, axis_number, line_mm, printable, width_mm, wrapped
from .series import Series, axis_label, runs
from ..wording import target_words

_MOST_LABELS = 10
_LEAST_STEP_MM = 5.0
_LABEL_MM = 3.1  # from a point to the middle of its value


@dataclass(frozen=True)
class Panel:
    """Where a line chart stands, millimetres; words: the room right of it for the target, steps: most steps of its axis."""

    sheet: Sheet
    left: float
    top: float
    width: float
    height: float
    words: float
    steps: int

    def draw(self, series: Series, *, labels: bool) -> float:
        """Draw the series; labels: every value where there is room, and why values are missing. The bottom of it all."""
        scale = self._scale(series)
        self._axis(series, scale)
        markers = self._line(series, scale)
        self._labels(series, scale, every=labels and len(series.values) <= _MOST_LABELS, ends=labels)
        self._target(series, scale, markers)
        return self._periods(series, reasons=labels)

    def _x(self, series: Series, index: float) -> float:
        return self.left + self.width / len(series.points) * (index + 0.5)

    def _scale(self, series: Series) -> Scale:
        values = [*series.values, *(point.exact_target for point in series.points if point.exact_target is not None)]
        low, high = min(values), max(values)
        top = 100 if series.unit == "%" and high <= 100 else None
        if top and low > 95:
            values.append(Fraction(95))
        elif low == high:
            values += [low - 1, high + 1]
        whole = series.unit == "%" or all(value.denominator == 1 for value in values)
        # Room for the labels above the highest and under the lowest point.
        return round_scale(values, self.top + self.height - 5.2, self.top + 4.0, from_zero=False, whole=whole, most=self.steps, top=top)

    def _axis(self, series: Series, scale: Scale) -> None:
        for tick in scale.ticks:
            self.sheet.rule([(self.left, scale(tick)), (self.left + self.width, scale(tick))])
            words = axis_number(tick, series.unit)
            if width_mm(words, FOOTER_PT) > self.left:  # a huge count
                words = number(tick / 1_000_000, 1) + " tr"
            self.sheet.text(self.left - 1.2, scale(tick), words, size=FOOTER_PT, colour=SOFT, align="right")
        bottom = self.top + self.height
        self.sheet.line([(self.left, bottom), (self.left + self.width, bottom)], width=0.8)

    def _line(self, series: Series, scale: Scale) -> list[Box]:
        """The line, broken where a value is missing, and its markers: where they are."""
        for first, last, _ in runs(series.points, lambda point: True if point.exact is not None else None):
            stroke = [(self._x(series, index), scale(series.points[index].exact or 0)) for index in range(first, last + 1)]
            if len(stroke) > 1:
                self.sheet.line(stroke, width=1.6, colour=MIDDLE)
        boxes = []
        for index, point in enumerate(series.points):
            if point.exact is None:
                continue
            x, y = self._x(series, index), scale(point.exact)
            shape, face, size = ("s", DARK, 6.0) if point.status == CHUA_DAT else ("o", MIDDLE, 5.5)
            if point.computed:
                self.sheet.marker(x, y, shape, size=size, face=PAPER, edge=face, width=1.4)
            else:
                self.sheet.marker(x, y, shape, size=size, face=face, edge=PAPER, width=0.6)
            boxes.append(Box(x - 1.2, y - 1.2, x + 1.2, y + 1.2))
        return boxes

    def _labels(self, series: Series, scale: Scale, *, every: bool, ends: bool) -> None:
        """Values at their points: all of them where there is room, else the last one, with ends the highest and lowest too."""
        known = [(index, point.exact) for index, point in enumerate(series.points) if point.exact is not None]
        kept = {known[-1][0]}
        if every:
            kept = {index for index, _ in known}
        elif ends:
            kept |= {pick(known, key=lambda one: one[1])[0] for pick in (max, min)}
        values = dict(known)
        placed: list[Box] = []
        for index in sorted(kept):
            beside = [values[other] for other in (index - 1, index + 1) if other in values]
            above = not beside or values[index] * len(beside) >= sum(beside)
            box = self._label(series, index, scale(values[index]) + (-_LABEL_MM if above else _LABEL_MM), placed)
            if box:
                placed.append(box)

    def _label(self, series: Series, index: int, middle: float, placed: Sequence[Box]) -> Box | None:
        words = printable(series.words(series.points[index]))
        half = width_mm(words, SMALL_PT, bold=True) / 2
        x = min(max(self._x(series, index), self.left + half), self.left + self.width - half)
        room = Box(x - half - 0.5, middle - line_mm(SMALL_PT) / 2, x + half + 0.5, middle + line_mm(SMALL_PT) / 2)
        if any(room.overlaps(other) for other in placed):
            return None
        return self.sheet.text(x, middle, words, size=SMALL_PT, bold=True, align="center", background=True)

    def _target(self, series: Series, scale: Scale, markers: Sequence[Box]) -> None:
        """Each run of one target as a dashed line; the last named at the right, an earlier one on its line where it is free."""
        count = len(series.points)
        for first, last, target in runs(series.points, lambda point: point.exact_target):
            y = scale(target)
            left, right = self._x(series, first - 0.5), self._x(series, last + 0.5)
            self.sheet.line([(left, y), (right, y)], width=1.2, dashes=(4, 2), order=2.5)
            words = printable(f"mục tiêu {target_words(series.comparison, series.points[last].target or 0, series.unit)}")
            if last == count - 1:
                lines = wrapped(words, SMALL_PT, self.words)
                top = min(max(y - len(lines) * line_mm(SMALL_PT) / 2, 0.0), self.top + self.height - len(lines) * line_mm(SMALL_PT))
                self.sheet.lines(self.left + self.width + 1.2, top, lines, size=SMALL_PT)
            else:
                self._name_on_line(words, left, right, y, markers)

    def _name_on_line(self, words: str, left: float, right: float, y: float, markers: Sequence[Box]) -> None:
        width, height = width_mm(words, SMALL_PT), line_mm(SMALL_PT)
        taken = [*markers, *self.sheet.texts]
        for x in (left + 0.5, right - width - 0.5):
            for middle in (y - 2.3, y + 2.5):
                room = Box(x, middle - height / 2, x + width, middle + height / 2)
                if width < right - left and room.bottom < self.top + self.height and not any(room.overlaps(other) for other in taken):
                    self.sheet.text(x, middle, words, size=SMALL_PT, background=True)
                    return

    def _periods(self, series: Series, *, reasons: bool) -> float:
        """Quarters and years under the axis, and why values are missing."""
        bottom, height = self.top + self.height + 0.6, line_mm(FOOTER_PT)
        step = self.width / len(series.points)
        every = max(1, -(-int(_LEAST_STEP_MM * 100) // int(step * 100)))
        for index in range(0, len(series.points), every):
            self.sheet.text(self._x(series, index), bottom + height / 2, axis_label(series.points[index].at), size=FOOTER_PT, align="center")
        for first, last, year in runs(series.points, lambda point: point.at.year):
            if step * (last - first + 1) >= width_mm(str(year), FOOTER_PT):
                self.sheet.text(self._x(series, (first + last) / 2), bottom + height * 1.5, str(year), size=FOOTER_PT, align="center", colour=SOFT)
        low = bottom + height * 2
        if reasons:
            for first, last, reason in runs(series.points, lambda point: point.missing):
                room = max(step * (last - first + 1) - 0.8, width_mm("không", FOOTER_PT))
                lines = wrapped(reason, FOOTER_PT, room)
                low = max(low, self.sheet.lines(self._x(series, (first + last) / 2), bottom + height * 2, lines, size=FOOTER_PT, italic=True, colour=SOFT, align="center"))
        return self.sheet.grow(low)
