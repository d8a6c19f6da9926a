"""A rule, what it finds, and the register of the functions that try it."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .. import decree
from ..elements.recognised import Recognised
from ..reading.model import Paragraph, Piece

MANDATORY, ADVISED = "bắt buộc", "khuyến nghị"
RULES_FILE = Path(__file__).resolve().parent.parent / "rules.yaml"
EXCERPT = 70
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader, where there is one, is several times faster


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, its clause, how grave, from when to when, and the check with its parameters.

    ``both``: a document of law (văn bản quy phạm pháp luật) is set in the same way, so the rule is tried on it too.
    """

    id: str
    title: str
    clause: str
    severity: str
    check: str
    element: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    valid_from: datetime.date = datetime.date(2020, 3, 5)
    valid_to: datetime.date | None = None
    both: bool = False

    def in_force(self, day: datetime.date) -> bool:
        """Whether the rule held on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def model(self) -> decree.Element:
        """The decree's element that the rule is about."""
        assert self.element is not None
        return decree.ELEMENTS[self.element]


@dataclass
class Hit:
    """One place where a rule is broken. ``target``: the piece, paragraph or section, for whoever mends it."""

    place: str
    excerpt: str
    found: str
    required: str
    target: Any = None


Check = Callable[[Recognised, Rule], Iterable[Hit]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Registers a function under the name by which ``rules.yaml`` calls it."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


@functools.cache
def load_rules() -> tuple[Rule, ...]:
    """The rules as declared. ValueError for a rule that names an unknown check, element or severity, or an id twice."""
    from . import load_checks

    load_checks()
    rules: dict[str, Rule] = {}
    for entry in yaml.load(RULES_FILE.read_text(encoding="utf-8"), Loader=_LOADER):
        rule = _rule(entry)
        if rule.id in rules:
            raise ValueError(f"rules.yaml: quy tắc {rule.id} khai hai lần")
        rules[rule.id] = rule
    return tuple(rules.values())


def _rule(entry: dict[str, Any]) -> Rule:
    entry = dict(entry)
    element = entry.get("element")
    if element is not None and element not in decree.ELEMENTS:
        raise ValueError(f"rules.yaml: {entry['id']}: không có yếu tố {element}")
    if entry["check"] not in CHECKS:
        raise ValueError(f"rules.yaml: {entry['id']}: không có phép thử {entry['check']}")
    if entry["severity"] not in (MANDATORY, ADVISED):
        raise ValueError(f"rules.yaml: {entry['id']}: mức {entry['severity']} không hợp lệ")
    entry.setdefault("clause", decree.ELEMENTS[element].clause if element else "")
    if "from" in entry:
        entry["valid_from"] = entry.pop("from")
    if "to" in entry:
        entry["valid_to"] = entry.pop("to")
    return Rule(**entry)


def excerpt(text: str) -> str:
    """The beginning of a text, short enough for a message."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def hit(rule: Rule, piece: Piece | Paragraph, found: str, required: str, place: str | None = None) -> Hit:
    """A hit at a printed line or paragraph."""
    text = piece.text if isinstance(piece, Piece) else piece.full_text
    return Hit(place or (rule.model.name if rule.element else "Văn bản"), excerpt(text), found, required, piece)


def number(value: float) -> str:
    """A measure in Vietnamese: comma for the decimals, no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def first(hits: Iterator[Hit]) -> Iterator[Hit]:
    """At most one hit."""
    yield from [item for _, item in zip(range(1), hits, strict=False)]
