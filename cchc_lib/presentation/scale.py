"""Linear scales with few, round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


@dataclass(frozen=True)
class Scale:
    """Values between low and high on millimetres between start and end (end may lie above start, as on an upright axis)."""

    low: Fraction
    high: Fraction
    start: float
    end: float
    ticks: tuple[Fraction, ...] = ()

    def __call__(self, value: Fraction | int | float) -> float:
        """Where value lies, kept inside the scale."""
        share = float((Fraction(value) - self.low) / (self.high - self.low))
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def round_scale(values: Iterable[Fraction | int], start: float, end: float, *, from_zero: bool = True, whole: bool = False, most: int = 5, top: Fraction | int | None = None) -> Scale:
    """A scale over all values with at most `most` steps between round ticks.

    from_zero: bars need the zero, lines need not. whole: ticks at whole numbers only (counts). top: nothing lies above it
    (100 %), so no tick does, unless a value does.
    """
    found = [Fraction(value) for value in values] or [Fraction(0)]
    low, high = min(found), max(found)
    if from_zero:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    if low == high:
        low, high = (low, high + 1) if from_zero else (low - 1, high + 1)
    step = _step((high - low) / most, whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    while last - first > most:
        step = _step(step * Fraction(3, 2), whole)
        first, last = math.floor(low / step), math.ceil(high / step)
    if top is not None and high <= top < last * step:
        ticks = tuple(step * n for n in range(first, last) if step * n <= top)
        return Scale(step * first, Fraction(top), start, end, ticks)
    return Scale(step * first, step * last, start, end, tuple(step * n for n in range(first, last + 1)))


def _step(least: Fraction, whole: bool) -> Fraction:
    """The smallest round number not below least."""
    power = Fraction(10) ** math.floor(math.log10(least)) if least else Fraction(1)
    for step in _STEPS:
        if step * power >= least and (not whole or (step * power).denominator == 1):
            return step * power
    return max(_STEPS[-1] * power, Fraction(1))
