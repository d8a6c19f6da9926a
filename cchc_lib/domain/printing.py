"""How numbers, dates and periods are printed in Vietnamese official prose.

Exact values in, text out; rounding happens here and only here (half-up).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction | Decimal


def rounded(value: Exact, decimals: int) -> Decimal:
    """value to so many decimals, half away from zero, from the exact value."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return (Decimal(whole) if exact >= 0 else -Decimal(whole)).scaleb(-decimals)


def number(value: Exact, decimals: int | None = None) -> str:
    """1.234.567,89. Without decimals given, a whole number or a decimal is printed in full, trailing zeros dropped."""
    if decimals is None:
        text = f"{rounded(value, 12):f}" if isinstance(value, Fraction) else f"{Decimal(value):f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        text = f"{rounded(value, decimals):f}"
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, rest = digits.partition(".")
    return sign + f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def small_count(value: int) -> str:
    """A count in prose: 01 … 09 below ten, 0 as it is, 1.234 above."""
    return f"{value:02d}" if 0 < value < 10 else number(value)


def percent(value: Exact, target: Exact | None = None) -> str:
    """98,77%: at most two decimals, trailing zeros dropped.

    More decimals are printed as long as fewer would make the value look equal to its target, to 100 or to 0 when it is not.
    """
    exact = Fraction(value)
    marks = [Fraction(100), Fraction(0)] + ([] if target is None else [Fraction(target)])
    decimals = 2
    while decimals < 12 and any(exact != mark and Fraction(rounded(exact, decimals)) == mark for mark in marks):
        decimals += 1
    text = number(rounded(exact, decimals))
    return f"{text}%"


def decimal_text(value: Exact, decimals: int = 12) -> str:
    """The value as results.json holds it: a point, so many decimals, half-up."""
    return f"{rounded(value, decimals):f}"


def exact_text(value: Exact) -> str:
    """An exact sum as results.json holds it: 1204, 218520.042; a fraction only where no finite decimal exists."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    twos_and_fives = exact.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return str(exact)
    places = 0
    while (exact * 10**places).denominator != 1:
        places += 1
    return f"{rounded(exact, places):f}"


def short_date(day: date) -> str:
    """05/3/2024: zero before days 1–9 and months 1–2 only (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4)."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def long_date(day: date) -> str:
    """ngày 05 tháng 3 năm 2024."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def day_left_blank(month: date) -> str:
    """ngày … tháng 3 năm 2024: the registry gives the day."""
    return f"ngày … tháng {_month(month)} năm {month.year}"


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def month_label(month: date) -> str:
    """tháng 01/2024, tháng 3/2024."""
    return f"tháng {_month(month)}/{month.year}"
