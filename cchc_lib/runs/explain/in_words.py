"""What moved between two runs in words a clerk uses: one row for everything of a figure that moved together, with its causes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cchc_lib.domain.findings import masked
from cchc_lib.domain.results import DOSSIERS, STATISTIC, TASK
from cchc_lib.presentation.prose import Templates
from cchc_lib.presentation.tables import dossier_cell_name, printed_number
from cchc_lib.runs.archive.figures import entry_of, read_results
from cchc_lib.runs.archive.snapshot import FOLDER, read_parameters
from cchc_lib.runs.explain.changes import Change
from cchc_lib.runs.explain.diff import Difference, Moved

OTHER_PERIODS = ("year_to_date", "previous", "same_period_last_year")
_SENTENCE_CHARACTERS = 240
_AROUND = 4  # words shown before and after those that differ


@dataclass(frozen=True)
class MovedRow:
    """name: the figure as the report calls it; old and new as printed; causes: each change as often as it is one, in order."""

    name: str
    old: str
    new: str
    causes: tuple[Change, ...]


class InWords:
    """A difference of two runs told with the words of templates/sentences/adjustments.yaml."""

    def __init__(self, found: Difference, templates: Templates) -> None:
        self.found, self.templates = found, templates
        self.old, self.new = read_results(found.old), read_results(found.new)
        self.parameters = read_parameters(found.new / FOLDER)

    def fill(self, *keys: str, **values: Any) -> str:
        return self.templates.fill("adjustments", *keys, **values)

    def rows(self) -> list[MovedRow]:
        """The figures that read differently, in the order of results.json."""
        groups: dict[tuple[str, str], list[Moved]] = {}
        for one in self.found.figures:
            head = one.part.partition(".")[0]
            groups.setdefault((one.id, head if head in OTHER_PERIODS else "own"), []).append(one)
        rows = []
        for (name, group), moved in groups.items():
            old, new = (self._amount(results, name, group, {one.part for one in moved}) for results in (self.old, self.new))
            if old != new:
                causes = tuple(dict.fromkeys(cause for one in moved for cause in one.causes))
                rows.append(MovedRow(self.fill("groups", group, ten=self._name(name)), old, new, causes))
        return rows

    def _name(self, figure: str) -> str:
        kind, _, rest = figure.partition("/")
        if kind == DOSSIERS:
            return dossier_cell_name(rest)
        if kind == TASK:
            return f"Nhiệm vụ {rest}"
        one = entry_of(self.new, figure) or entry_of(self.old, figure)
        return str(one.get("name", figure)) + ("" if kind == STATISTIC else f" ({figure})")

    def _amount(self, results: Mapping[str, Any], figure: str, group: str, parts: set[str]) -> str:
        """How one side of a difference reads: 97,3% (292/300), with the judgement and the target where those moved."""
        one = entry_of(results, figure)
        if not one:
            return "–"
        if figure.startswith(f"{DOSSIERS}/"):
            return printed_number(str(one["value"]))
        if group == "year_to_date" and figure.startswith(f"{STATISTIC}/"):
            return str(one.get("printed_year_to_date") or "–")
        amount = one if group == "own" else one.get(group) or {}
        text = str(amount.get("printed") or amount.get("value") or amount.get("status") or "–")
        if amount.get("numerator") is not None and amount.get("denominator") is not None:
            text += f" ({printed_number(amount['numerator'])}/{printed_number(amount['denominator'])})"
        moved = {part.rpartition(".")[2] for part in parts}
        if "target" in moved:
            text += f"; mục tiêu {one.get('comparison', '')} {one.get('target') or '–'}"
        if "status" in moved and amount.get("status") and amount["status"] not in text:
            text += f"; {amount['status']}"
        return text

    def cause(self, one: Change) -> str:
        """A change as a clerk names it: columns by their titles."""
        if one.kind in ("code", "notebook", "template"):
            return self.fill("causes", "code")
        if one.kind == "environment":
            return self.fill("causes", "environment")
        values = {"noi": self._place(one), "cu": self._value(one.old), "moi": self._value(one.new)}
        key = one.kind if one.kind in ("parameter", "option") else "cell"
        if one.kind == "input" and (one.old is None or one.new is None) and one.where == one.row:
            key = "row_new" if one.old is None else "row_gone"
        return masked(self.fill("causes", key, **values), _SENTENCE_CHARACTERS)

    def _value(self, value: str | None) -> str:
        return self.fill("causes", "blank") if value is None else f"«{value}»"

    def _place(self, one: Change) -> str:
        form = self.parameters.forms.get(one.form or "")
        *place, last = one.where.split(" › ")
        title = next((column.title for column in form.columns if column.id == last), None) if form else None
        return " › ".join([*place, f"cột «{title}»"]) if title else one.where


def changed_words(old: str | None, new: str | None) -> str:
    """The words of a paragraph that differ, with some around them: … gồm {285 → 284} hồ sơ trước hạn …"""
    if old is None or new is None:
        return f"thêm: «{new}»" if old is None else f"bỏ: «{old}»"
    was, now = old.split(), new.split()
    pieces = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            pieces.append("{" + f"{' '.join(was[a:b]) or '∅'} → {' '.join(now[c:d]) or '∅'}" + "}")
            continue
        around = was[a:b]
        head, tail = (a > 0) * _AROUND, (b < len(was)) * _AROUND
        pieces += around if len(around) <= head + tail + 1 else [*around[:head], "…", *around[len(around) - tail:]]
    return f"«{' '.join(pieces)}»"
