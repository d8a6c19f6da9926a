"""How many days before or after their due day dossiers were finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from cchc_lib.domain.printing import number, percent

from ..drawn import Drawn, finish
from ..scale import Scale, round_scale
from ..sheet import Sheet
from ..style import DARK_FILL, FOOTER_PT, MIDDLE_FILL, PAPER_FILL, SMALL_PT, SOFT, WIDTH_MM, About, Fill, axis_number, line_mm, printable, width_mm

_LEFT_MM, _HEIGHT_MM = 12.0, 42.0
_FEW_BARS, _MOST_BARS = 16, 31


def lateness(days: Mapping[int, int] | Iterable[int], about: About, *, id: str = "lateness", what: str = "Hồ sơ đã giải quyết theo số ngày so với ngày hẹn trả", unit: str = "ngày") -> Drawn | None:
    """A bar per day before (< 0), on (0) and after (> 0) the due day. days: how many dossiers per day, or the days themselves.

    The far ends are put together so that at most 31 bars remain. unit: ngày, ngày làm việc. None without a dossier.
    """
    counts = Counter({int(day): int(count) for day, count in days.items()} if isinstance(days, Mapping) else (int(day) for day in days))
    counts = Counter({day: count for day, count in counts.items() if count})
    if not counts:
        return None
    low, high = _ends(counts)
    bars = {day: sum(count for other, count in counts.items() if min(max(other, low), high) == day) for day in range(low, high + 1)}
    sheet = Sheet()
    head = line_mm(SMALL_PT) * 2 + 4.0
    scale = round_scale(bars.values(), head + _HEIGHT_MM, head, whole=True, most=4)
    _axis(sheet, scale)
    step = (WIDTH_MM - _LEFT_MM) / len(bars)
    for index, (day, count) in enumerate(bars.items()):
        if count:
            y = scale(count)
            sheet.box(_LEFT_MM + (index + 0.1) * step, y, step * 0.8, scale.start - y, _fill(day), str(day))
            words = number(count)
            if day > 0 and width_mm(words, FOOTER_PT) <= step - 0.5:  # late ones are few, and each is asked about
                sheet.text(_LEFT_MM + (index + 0.5) * step, y - 2.0, words, size=FOOTER_PT, align="center", background=True)
    _days(sheet, counts, low, high, step, scale.start, unit)
    _totals(sheet, counts, low, step, head)
    return finish(sheet, about, id=id, what=what, alt=_alt(counts, unit), data={"unit": unit, "days": {str(day): counts[day] for day in sorted(counts)}})


def _ends(counts: Mapping[int, int]) -> tuple[int, int]:
    """The first and last day with a bar; what lies beyond is counted in them. Day 0 is always between.

    A long thin tail would press the rest together, so beyond 16 bars an end is cut while it holds less than 0.5%.
    """
    low, high = min(*counts, 0), max(*counts, 0)
    total = sum(counts.values())
    while high - low >= _FEW_BARS:
        below = sum(count for day, count in counts.items() if day <= low) if low < 0 else total + 1
        above = sum(count for day, count in counts.items() if day >= high) if high > 0 else total + 1
        if high - low < _MOST_BARS and min(below, above) * 200 > total:
            break
        low, high = (low + 1, high) if below <= above else (low, high - 1)
    return low, high


def _fill(day: int) -> Fill:
    return MIDDLE_FILL if day < 0 else DARK_FILL if day > 0 else PAPER_FILL


def _axis(sheet: Sheet, scale: Scale) -> None:
    for tick in scale.ticks:
        sheet.text(_LEFT_MM - 1.5, scale(tick), axis_number(tick), size=FOOTER_PT, colour=SOFT, align="right")
        if tick:
            sheet.rule([(_LEFT_MM, scale(tick)), (WIDTH_MM, scale(tick))])
    sheet.line([(_LEFT_MM, scale.start), (WIDTH_MM, scale.start)], width=0.8, order=3)


def _days(sheet: Sheet, counts: Mapping[int, int], low: int, high: int, step: float, bottom: float, unit: str) -> None:
    """Few day numbers under the axis: the ends, the due day, and every so many between."""
    height = line_mm(FOOTER_PT)
    every = next(n for n in (1, 2, 5, 10, 20) if n * step >= 8.0)
    names = {low: f"≤ {number(low)}" if min(counts) < low else number(low), high: f"≥ {number(high)}" if max(counts) > high else number(high), 0: "0"}
    taken: list[tuple[float, float]] = []
    order = [0, low, high, *(day for day in range(low, high + 1) if day % every == 0)]
    for day in dict.fromkeys(order):
        words = printable(names.get(day, number(day)))
        x = _LEFT_MM + (day - low + 0.5) * step
        half = width_mm(words, FOOTER_PT) / 2 + 0.6
        x = min(max(x, half), WIDTH_MM - half)
        if all(x + half <= a or x - half >= b for a, b in taken):
            sheet.text(x, bottom + 0.8 + height / 2, words, size=FOOTER_PT, align="center")
            taken.append((x - half, x + half))
    sheet.text(WIDTH_MM, bottom + 0.8 + height * 1.5, printable(f"{unit} so với ngày hẹn trả (âm là sớm hơn)"), size=FOOTER_PT, colour=SOFT, align="right")


def _totals(sheet: Sheet, counts: Mapping[int, int], low: int, step: float, head: float) -> None:
    """What each side adds up to, over that side; the key to the fills at the same time."""
    total = sum(counts.values())
    x = 0.0
    for name, chosen, fill in (
        ("trước hạn", [day for day in counts if day < 0], MIDDLE_FILL), ("đúng hạn", [0], PAPER_FILL), ("quá hạn", [day for day in counts if day > 0], DARK_FILL),
    ):
        count = sum(counts[day] for day in chosen if day in counts)
        words = printable(f"{name}: {number(count)} hồ sơ ({percent(Fraction(count * 100, total))})")
        sheet.box(x, 0.7, 5.0, 2.8, fill, f"key: {name}")
        sheet.text(x + 6.2, 2.1, words, size=SMALL_PT)
        x += 6.2 + width_mm(words, SMALL_PT) + 5.0
    due = _LEFT_MM + (0.5 - low) * step
    words = "ngày hẹn trả"
    half = width_mm(words, SMALL_PT) / 2
    sheet.text(min(max(due, half), WIDTH_MM - half), head - line_mm(SMALL_PT) / 2 - 2.0, words, size=SMALL_PT, align="center", italic=True)
    sheet.line([(due, head - 1.5), (due, head + _HEIGHT_MM)], width=0.8, dashes=(2, 2), order=1.5)


def _alt(counts: Mapping[int, int], unit: str) -> str:
    total = sum(counts.values())
    early = sum(count for day, count in counts.items() if day < 0)
    late = {day: count for day, count in counts.items() if day > 0}
    parts = [f"Biểu đồ cột về {number(total)} hồ sơ đã giải quyết theo số {unit} so với ngày hẹn trả: {number(early)} trước hạn, {number(counts.get(0, 0))} đúng hạn, {number(sum(late.values()))} quá hạn."]
    often = max(sorted(counts), key=lambda day: counts[day])
    where = f"sớm {number(-often)} {unit}" if often < 0 else f"quá hạn {number(often)} {unit}" if often else "đúng ngày hẹn"
    parts.append(f"Nhiều nhất là {where} ({number(counts[often])} hồ sơ).")
    if late:
        parts.append(f"Chậm nhất là {number(max(late))} {unit}.")
    return " ".join(parts)
