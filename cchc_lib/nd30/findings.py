"""What a check returns: findings grouped by rule, gravest first, in words with which a clerk can mend the file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from .rulebook.base import ADVISED, MANDATORY, Hit, Rule

SHOWN_PLACES = 3


@dataclass(frozen=True)
class Place:
    """Where: the part of the page and the beginning of the text that stands there."""

    part: str
    excerpt: str

    def __str__(self) -> str:
        return f"{self.part}: «{self.excerpt}»" if self.excerpt else self.part


@dataclass(frozen=True)
class Finding:
    """One rule broken in one way, at one place or several."""

    rule: str
    title: str
    clause: str
    severity: str
    found: str
    required: str
    places: tuple[Place, ...]

    @property
    def count(self) -> int:
        """Number of places."""
        return len(self.places)

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {
            "rule": self.rule, "title": self.title, "clause": self.clause, "severity": self.severity, "found": self.found,
            "required": self.required, "count": self.count,
            "places": [{"part": place.part, "text": place.excerpt} for place in self.places[:20]],
        }  # fmt: skip


@dataclass(frozen=True)
class Report:
    """The result for one file. ``not_judged``: why no rule was tried, else None; ``undecided``: what could not be told."""

    file: str
    kind: str
    findings: tuple[Finding, ...] = ()
    not_judged: str | None = None
    notes: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    day: datetime.date | None = None

    @property
    def mandatory(self) -> int:
        """Number of findings that are bắt buộc."""
        return sum(item.severity == MANDATORY for item in self.findings)

    @property
    def advised(self) -> int:
        """Number of findings that are khuyến nghị."""
        return sum(item.severity == ADVISED for item in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``: plain values, keys in English, texts in Vietnamese."""
        return {
            "file": self.file, "kind": self.kind, "judged": self.not_judged is None, "not_judged": self.not_judged,
            "notes": list(self.notes), "undecided": list(self.undecided), "rules_of": self.day.isoformat() if self.day else None,
            "mandatory": self.mandatory, "advised": self.advised, "findings": [item.to_dict() for item in self.findings],
        }  # fmt: skip


@dataclass
class Collector:
    """Puts hits together: same rule, same fault, same demand is one finding with several places."""

    groups: dict[tuple[str, str, str], tuple[Rule, list[Hit]]] = field(default_factory=dict)

    def add(self, rule: Rule, hit: Hit) -> None:
        """Takes one hit."""
        self.groups.setdefault((rule.id, hit.found, hit.required), (rule, []))[1].append(hit)

    def findings(self) -> tuple[Finding, ...]:
        """Findings, bắt buộc first, otherwise in the order of the rules."""
        result = [
            Finding(rule.id, rule.title, rule.clause, rule.severity, found, required,
                    tuple(Place(hit.place, hit.excerpt) for hit in hits))
            for (_, found, required), (rule, hits) in self.groups.items()
        ]  # fmt: skip
        return tuple(sorted(result, key=lambda item: item.severity != MANDATORY))
