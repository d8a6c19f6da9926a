"""Automatic numbers: what Word prints before a paragraph that belongs to a list (w:numPr)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from .properties import ParagraphLevel, RunLevel, paragraph_level, run_level
from .xml import W_VAL, child, integer, q, val

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
MAX_NUMBER = 9999


@dataclass
class Level:
    """One level of a list."""

    start: int
    kind: str
    text: str
    paragraph: ParagraphLevel
    run: RunLevel
    legal: bool
    suffix: str


class Numbering:
    """The lists of a document and their running counters."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, dict[int, Level]] = {}
        self._num: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._overridden: set[tuple[str, int]] = set()
        if root is not None:
            self._collect(root)

    def _collect(self, root: etree._Element) -> None:
        styled: dict[str, dict[int, Level]] = {}
        linked: list[tuple[str, str]] = []
        for abstract in root.iterchildren(q("w:abstractNum")):
            abstract_id = abstract.get(q("w:abstractNumId")) or ""
            self._abstract[abstract_id] = _levels(abstract)
            own, other = val(abstract, "w:styleLink"), val(abstract, "w:numStyleLink")
            if own:
                styled[own] = self._abstract[abstract_id]
            if other:
                linked.append((abstract_id, other))
        for abstract_id, name in linked:  # a list that takes its levels from a numbering style
            self._abstract[abstract_id] = self._abstract[abstract_id] or styled.get(name, {})
        for num in root.iterchildren(q("w:num")):
            overrides, starts = {}, {}
            for item in num.iterchildren(q("w:lvlOverride")):
                index = integer(item.get(q("w:ilvl"))) or 0
                overrides.update(_levels(item))
                start = integer(val(item, "w:startOverride"))
                if start is not None:
                    starts[index] = start
            self._num[num.get(q("w:numId")) or ""] = (val(num, "w:abstractNumId") or "", overrides, starts)

    def level(self, num_id: str | None, index: int) -> Level | None:
        """Definition of a list level; None where the paragraph is in no list (also numId 0)."""
        if num_id is None or num_id == "0" or num_id not in self._num:
            return None
        abstract, overrides, _ = self._num[num_id]
        return overrides.get(index) or self._abstract.get(abstract, {}).get(index)

    def next_label(self, num_id: str, index: int) -> str:
        """Counts the paragraph and returns its printed number; "" for bullets without text."""
        level = self.level(num_id, index)
        if level is None:
            return ""
        abstract, _, starts = self._num[num_id]
        counters = self._counters.setdefault(abstract, {})
        if index in starts and (num_id, index) not in self._overridden:
            self._overridden.add((num_id, index))
            counters.pop(index, None)
            counters[index] = starts[index]
        else:
            counters[index] = counters[index] + 1 if index in counters else level.start
        for deeper in [key for key in counters if key > index]:
            del counters[deeper]
        if level.kind == "bullet":
            return level.text
        return re.sub(r"%([1-9])", lambda match: self._one(num_id, int(match[1]) - 1, counters, level.legal), level.text)

    def _one(self, num_id: str, index: int, counters: dict[int, int], legal: bool) -> str:
        level = self.level(num_id, index)
        if level is None:
            return ""
        return printed(counters.get(index, level.start), "decimal" if legal else level.kind)


def _levels(parent: etree._Element) -> dict[int, Level]:
    result = {}
    for item in parent.iterchildren(q("w:lvl")):
        index = integer(item.get(q("w:ilvl")))
        if index is None:
            continue
        start = integer(val(item, "w:start"))
        legal = child(item, "w:isLgl")
        result[index] = Level(
            start=1 if start is None else start, kind=val(item, "w:numFmt") or "decimal", text=val(item, "w:lvlText") or "",
            paragraph=paragraph_level(child(item, "w:pPr")), run=run_level(child(item, "w:rPr")),
            legal=legal is not None and (legal.get(W_VAL) or "1") not in ("0", "false"), suffix=val(item, "w:suff") or "tab",
        )  # fmt: skip
    return result


def printed(number: int, kind: str) -> str:
    """A counter in one of Word's formats; formats that Vietnamese documents do not use print as plain digits."""
    if not 0 < number <= MAX_NUMBER:
        return str(number)
    if kind in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text if kind == "upperRoman" else text.lower()
    if kind in ("upperLetter", "lowerLetter"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return text.upper() if kind == "upperLetter" else text
    if kind == "decimalZero":
        return f"{number:02d}"
    return "" if kind == "none" else str(number)


def _roman(number: int) -> str:
    result = ""
    for value, sign in _ROMAN:
        while number >= value:
            result, number = result + sign, number - value
    return result
