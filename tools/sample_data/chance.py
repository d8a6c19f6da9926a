"""Chance with a seed. Only random() is used, the one method whose sequence Python promises to keep between versions."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

SEED = "cchc-sample-1"


class Chance:
    """Random choices for one subject: chance of another subject, or more of it, changes nothing here."""

    def __init__(self, *subject: object) -> None:
        self._random = Random("/".join(map(str, (SEED, *subject))))

    def share(self) -> float:
        return self._random.random()

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both counted."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self._random.random() * len(items))]

    def weighted(self, items: Sequence[Item], weights: Sequence[int]) -> Item:
        point = self._random.random() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            point -= weight
            if point < 0:
                return item
        return items[-1]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        keyed = sorted((self._random.random(), n) for n in range(len(items)))
        return [items[n] for _, n in keyed]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """count of the items, in their own order."""
        chosen = sorted(self.shuffled(range(len(items)))[:count])
        return [items[n] for n in chosen]

    def spread(self, total: int, weights: Sequence[int]) -> list[int]:
        """total cut into whole parts, roughly by weight, adding up exactly."""
        whole = sum(weights)
        parts = [total * weight // whole for weight in weights]
        for place in self.shuffled(range(len(weights)))[: total - sum(parts)]:
            parts[place] += 1
        return parts
