"""What a total consists of: monthly grades, channels, payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc_lib.domain.printing import number, percent

from ..drawn import Drawn, finish
from ..style import DARK_FILL, DARK_HATCHED, MIDDLE_FILL, MIDDLE_HATCHED, PAPER_FILL, PAPER_HATCHED, About, Fill
from .stacks import Part, Row, stacked

# In these orders neighbours differ in tone, the darkest last; at most five parts, more cannot be told apart in print.
_FILLS: dict[int, tuple[Fill, ...]] = {
    1: (MIDDLE_FILL,),
    2: (MIDDLE_FILL, PAPER_FILL),
    3: (MIDDLE_FILL, PAPER_FILL, DARK_FILL),
    4: (MIDDLE_FILL, PAPER_FILL, MIDDLE_HATCHED, DARK_FILL),
    5: (MIDDLE_FILL, PAPER_FILL, DARK_FILL, PAPER_HATCHED, DARK_HATCHED),
}
_MOST_PARTS = max(_FILLS)


@dataclass(frozen=True)
class Stack:
    """One bar: its name and the size of each part, by the part's name."""

    name: str
    parts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.parts.values())


def composition(stacks: Sequence[Stack], about: About, *, id: str = "composition", what: str, noun: str, shares: bool = False) -> Drawn | None:
    """Stacked bars in the order given; the parts are those of all stacks, in the order in which they are first named.

    noun: what is counted (lượt, hồ sơ). shares: bars of 100% instead of counts. None where everything is 0.
    Raises ValueError for more than five parts.
    """
    names = list(dict.fromkeys(name for stack in stacks for name in stack.parts))
    if len(names) > _MOST_PARTS:
        raise ValueError(f"biểu đồ cơ cấu chỉ phân biệt được {_MOST_PARTS} phần, có {len(names)}")
    if not any(stack.total for stack in stacks):
        return None
    fills = dict(zip(names, _FILLS[len(names)], strict=True))
    rows = [_row(stack, fills, noun, shares) for stack in stacks]
    sheet = stacked(rows, list(fills.items()), unit="%" if shares else "", whole=not shares)
    data = {"unit": noun, "rows": [{"name": stack.name, **stack.parts} for stack in stacks]}
    return finish(sheet, about, id=id, what=what, alt=_alt(stacks, names, what, noun), data=data)


def _row(stack: Stack, fills: dict[str, Fill], noun: str, shares: bool) -> Row:
    total = stack.total
    parts = []
    for name, fill in fills.items():
        value = stack.parts.get(name, 0)
        share = Fraction(value * 100, total) if total else Fraction(0)
        parts.append(Part(share, fill, name, percent(share)) if shares else Part(value, fill, name))
    return Row(stack.name, tuple(parts), f"{number(total)} {noun}" if total else "không phát sinh")


def _alt(stacks: Sequence[Stack], names: Sequence[str], what: str, noun: str) -> str:
    total = sum(stack.total for stack in stacks)
    sums = {name: sum(stack.parts.get(name, 0) for stack in stacks) for name in names}
    listed = "; ".join(f"{name} {number(value)} ({percent(Fraction(value * 100, total))})" for name, value in sums.items())
    parts = [f"{what}: biểu đồ thanh chồng.", f"Tổng cộng {number(total)} {noun}: {listed}."]
    if len(stacks) > 1:
        high, low = (pick(stacks, key=lambda stack: stack.total) for pick in (max, min))
        parts.append(f"Nhiều nhất: {high.name} ({number(high.total)} {noun}); ít nhất: {low.name} ({number(low.total)} {noun}).")
    return " ".join(parts)
