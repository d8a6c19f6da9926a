"""Words that charts and pages say: targets, lists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cchc_lib.domain.printing import number


def target_words(comparison: str, target: str | int, unit: str) -> str:
    """trên 95%, từ 90%, 100%, không quá 12 người."""
    value = number(Decimal(str(target)))
    amount = f"{value}%" if unit == "%" else f"{value} {unit}".strip()
    if comparison == ">=" and unit == "%" and Decimal(str(target)) == 100:
        return amount
    return {">": "trên", ">=": "từ", "<": "dưới", "<=": "không quá"}[comparison] + f" {amount}"


def and_list(words: Sequence[str], most: int = 8) -> str:
    """a, b và c; what exceeds most is counted."""
    if len(words) > most:
        return ", ".join(words[:most]) + f" và {number(len(words) - most)} mục khác"
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" và {words[-1]}" if words else ""
