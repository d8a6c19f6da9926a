"""Pace of disbursement: what was disbursed by the end of each quarter against what the plan wants by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.printing import exact_text, number, percent

from ..drawn import Drawn, finish
from ..scale import Scale, round_scale
from ..sheet import Sheet
from ..style import FOOTER_PT, MIDDLE_FILL, PAPER, PAPER_HATCHED, SMALL_PT, SOFT, WIDTH_MM, About, axis_number, line_mm, printable, width_mm

_LEFT_MM, _HEIGHT_MM, _TOP_MM = 10.0, 44.0, 9.0


@dataclass(frozen=True)
class PacePoint:
    """One quarter of the year: amounts in triệu đồng since 1 January, shares in percent of the year's capital plan.

    value None for a quarter still to come or without data; expected: what the plan wants by then, None where it says nothing.
    """

    period: str
    value: str | Fraction | Decimal | None = None
    expected: str | Fraction | Decimal | None = None
    amount: str | Fraction | Decimal | None = None


def disbursement(points: Sequence[PacePoint], about: About, *, plan: Fraction | Decimal | int | None = None, id: str = "disbursement", what: str = "Tiến độ giải ngân vốn đầu tư công so với kế hoạch") -> Drawn | None:
    """Columns of the share disbursed, with the plan's pace as a line of diamonds. plan: the year's capital plan, triệu đồng.

    A column is hatched while it is behind the pace. None where nothing is known of any quarter.
    """
    if not any(point.value is not None for point in points):
        return None
    sheet = Sheet()
    numbers = [Fraction(value) for point in points for value in (point.value, point.expected) if value is not None]
    scale = round_scale([*numbers, 100], _TOP_MM + _HEIGHT_MM, _TOP_MM, top=100)
    _key(sheet, any(point.expected is not None for point in points))
    for tick in scale.ticks:
        sheet.text(_LEFT_MM - 1.2, scale(tick), axis_number(tick, "%"), size=FOOTER_PT, colour=SOFT, align="right")
        if tick:
            sheet.rule([(_LEFT_MM, scale(tick)), (WIDTH_MM, scale(tick))])
    sheet.line([(_LEFT_MM, scale.start), (WIDTH_MM, scale.start)], width=0.8)
    step = (WIDTH_MM - _LEFT_MM) / len(points)
    for index, point in enumerate(points):
        _column(sheet, scale, point, _LEFT_MM + (index + 0.5) * step, min(step * 0.5, 22.0))
    _pace(sheet, scale, points, step)
    data = {"plan": _text(plan), "points": [{"period": one.period, **{key: _text(getattr(one, key)) for key in ("value", "expected", "amount")}} for one in points]}
    return finish(sheet, about, id=id, what=what, alt=_alt(points, plan), data=data)


def _key(sheet: Sheet, pace: bool) -> None:
    x, middle = 0.0, 2.2
    for words, fill in (("giải ngân lũy kế, kịp tiến độ", MIDDLE_FILL), ("giải ngân lũy kế, chậm tiến độ", PAPER_HATCHED)):
        sheet.box(x, middle - 1.4, 5.0, 2.8, fill, f"key: {words}")
        sheet.text(x + 6.2, middle, words, size=SMALL_PT)
        x += 6.2 + width_mm(words, SMALL_PT) + 5.0
    if pace:
        sheet.line([(x, middle), (x + 6, middle)], width=1.2, dashes=(4, 2))
        sheet.marker(x + 3, middle, "D", size=4.5, edge=PAPER)
        sheet.text(x + 7.2, middle, "tiến độ theo kế hoạch", size=SMALL_PT)


def _column(sheet: Sheet, scale: Scale, point: PacePoint, x: float, width: float) -> None:
    height = line_mm(FOOTER_PT)
    sheet.text(x, scale.start + 0.8 + height / 2, parse_period(point.period).short_label, size=FOOTER_PT, align="center")
    if point.value is None:
        return
    value = Fraction(point.value)
    behind = point.expected is not None and value < Fraction(point.expected)
    fill = PAPER_HATCHED if behind else MIDDLE_FILL
    sheet.box(x - width / 2, scale(value), width, scale.start - scale(value), fill, point.period)
    words = printable(percent(value))
    if scale.start - scale(value) >= 5.2:
        sheet.on_fill(x, scale.start - 2.8, words, fill, bold=True)
    else:
        sheet.text(x + 1.6, scale(value) - 2.4, words, size=SMALL_PT, bold=True, background=True)
    if point.amount is not None:
        sheet.text(x, scale.start + 0.8 + height * 1.5, printable(f"{number(Fraction(point.amount), 0)} triệu đồng"), size=FOOTER_PT, align="center", colour=SOFT)


def _pace(sheet: Sheet, scale: Scale, points: Sequence[PacePoint], step: float) -> None:
    marks = [(_LEFT_MM + (index + 0.5) * step, Fraction(point.expected)) for index, point in enumerate(points) if point.expected is not None]
    if len(marks) > 1:
        sheet.line([(x, scale(value)) for x, value in marks], width=1.2, dashes=(4, 2), order=3.1)
    for x, value in marks:
        sheet.marker(x, scale(value), "D", size=5, edge=PAPER)
        # Above and left of its mark: the line rises to the right.
        sheet.text(x - 1.6, scale(value) - 2.0, printable(percent(value)), size=SMALL_PT, align="right", background=True)


def _text(value: object) -> str | None:
    return None if value is None else exact_text(Fraction(str(value)))


def _alt(points: Sequence[PacePoint], plan: Fraction | Decimal | int | None) -> str:
    known = [point for point in points if point.value is not None]
    last = known[-1]
    parts = ["Biểu đồ cột về tỷ lệ giải ngân vốn đầu tư công lũy kế theo quý so với tiến độ của kế hoạch."]
    if plan is not None:
        parts.append(f"Kế hoạch vốn năm là {number(Fraction(plan), 0)} triệu đồng.")
    parts.append("Lũy kế: " + "; ".join(f"{parse_period(point.period).short_label} {percent(Fraction(point.value or 0))}" for point in known) + ".")
    if last.expected is not None:
        behind = Fraction(last.value or 0) < Fraction(last.expected)
        parts.append(f"Đến {parse_period(last.period).label} kế hoạch cần {percent(Fraction(last.expected))}: {'chậm tiến độ' if behind else 'kịp tiến độ'}.")
    return " ".join(parts)
