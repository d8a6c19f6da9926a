"""An indicator over periods, as charts and tables of history take it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from cchc_lib.domain.periods import ROMAN, Period, parse_period
from cchc_lib.domain.printing import number, percent
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, Amount

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Point:
    """A value in one period; value None where nothing arose or nobody submitted (status says which).

    computed: it was computed just now and stands in no report, where the others do.
    """

    period: str
    value: str | int | None
    printed: str | None = None
    status: str | None = None
    target: str | int | None = None
    computed: bool = False

    @classmethod
    def of(cls, period: str, amount: Amount, target: str | int | None) -> Point:
        return cls(period, amount.value, amount.printed, amount.status, target)

    @property
    def exact(self) -> Fraction | None:
        return None if self.value is None else Fraction(str(self.value))

    @property
    def exact_target(self) -> Fraction | None:
        return None if self.target is None else Fraction(str(self.target))

    @property
    def at(self) -> Period:
        return parse_period(self.period)

    @property
    def missing(self) -> str | None:
        """Why there is no value; None where there is one."""
        return None if self.value is not None else self.status or CHUA_CO_SO_LIEU


@dataclass(frozen=True)
class Series:
    """An indicator over periods, oldest first."""

    id: str
    name: str
    points: tuple[Point, ...]
    unit: str = "%"
    comparison: str = ">="

    @property
    def values(self) -> list[Fraction]:
        return [point.exact for point in self.points if point.exact is not None]

    def words(self, point: Point) -> str:
        """A value as it is printed."""
        if point.printed:
            return point.printed
        value = point.exact or Fraction(0)
        return percent(value) if self.unit == "%" else number(value, None if value.denominator == 1 else 2)

    def to_data(self) -> dict[str, object]:
        """What a chart of the series shows, for results.json."""
        rows = [{"period": one.period, "value": one.value, "target": one.target, "status": one.status} | ({"computed": True} if one.computed else {}) for one in self.points]
        return {"id": self.id, "unit": self.unit, "points": rows}


def axis_label(period: Period) -> str:
    """Under an axis that has the years below: I … IV, 6T, 9T, năm."""
    return ROMAN[int(period.kind[1])] if period.is_quarter else {"N": "năm"}.get(period.kind, period.kind)


def runs(points: Sequence[Point], key: Callable[[Point], Key | None]) -> list[tuple[int, int, Key]]:
    """(first, last, key) of neighbours with the same key; points whose key is None belong to no run."""
    found: list[tuple[int, int, Key]] = []
    for index, point in enumerate(points):
        name = key(point)
        if name is None:
            continue
        if found and found[-1][1] == index - 1 and found[-1][2] == name:
            found[-1] = (found[-1][0], index, name)
        else:
            found.append((index, index, name))
    return found
