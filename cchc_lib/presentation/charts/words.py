"""Words that several charts say: targets, statuses, lists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cchc_lib.domain.printing import number
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH

from ..style import DARK_FILL, MIDDLE_FILL, PAPER_FILL, PAPER_HATCHED, Fill

# A value that was not judged (no plan) is plain paper; one that is still on its way is hatched.
STATUS_FILLS: dict[str | None, Fill] = {
    DAT: MIDDLE_FILL, CHUA_DAT: DARK_FILL, DANG_THUC_HIEN: PAPER_HATCHED, KHONG_PHAT_SINH: PAPER_FILL, CHUA_CO_SO_LIEU: PAPER_FILL, None: PAPER_FILL,
}


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
