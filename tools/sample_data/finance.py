"""Public finance: capital projects and the budget of the office, cumulated since 1 January."""

from __future__ import annotations

from decimal import Decimal

from cchc_lib.domain.periods import Period

from . import story

Row = dict[str, object]


def capital(quarter: Period) -> list[Row]:
    """Rows of Vốn đầu tư công."""
    now = (quarter.quarter_number or 1) - 1
    return [
        {"ma_du_an": code, "ten_du_an": story.PROJECTS[code], "ke_hoach_von_nam": Decimal(plan),
         "giai_ngan_luy_ke": Decimal(disbursed[now])}
        for code, (plan, disbursed) in story.CAPITAL[quarter.year].items()
    ]


def budget(quarter: Period) -> list[Row]:
    """Rows of Kinh phí tự chủ; savings are known at the end of the year."""
    now = (quarter.quarter_number or 1) - 1
    return [
        {"noi_dung": title, "du_toan_nam": Decimal(years[quarter.year]),
         "thuc_hien_luy_ke": _percent(years[quarter.year], spent[now]),
         "kinh_phi_tiet_kiem": _percent(years[quarter.year], saved) if now == 3 else Decimal(0)}
        for title, (years, spent, saved) in story.BUDGET.items()
    ]


def _percent(amount: str, percent: int) -> Decimal:
    return (Decimal(amount) * percent / 100).quantize(Decimal("0.001"))
