"""How much is told of a long file: so many findings alike one by one, of the others how many there are and where."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 10_000  # findings of one kind in one column of one file; more would fill the memory and be read by nobody


@dataclass
class Told:
    """counts: (code, column id) -> how many there were, the row of the first and of the last beyond those that are told."""

    counts: dict[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)

    def one_more(self, code: str, column_id: str, row: int) -> bool:
        """Whether it is to be told."""
        count, first, last = self.counts.get((code, column_id), (0, row, row))
        if count <= MOST:  # none beyond was met yet
            first = last = row
        self.counts[code, column_id] = (count + 1, min(first, row), max(last, row))
        return count < MOST

    def rest(self) -> list[tuple[str, str, int, int, int]]:
        """Code, column id, how many were not told, the first and the last of their rows; for each kind of which there were too many."""
        return [(*kind, count - MOST, first, last) for kind, (count, first, last) in self.counts.items() if count > MOST]
