"""How many days before or after their due day dossiers were finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from cchc_lib.domain.printing import number, percent

from ..drawn import Drawn, finish
from ..scale import Scale, round_scale
from ..sheet import Sheet
from ..style import DARK_FILL, FOOTER_PT, MIDDLE_FILL, PAPER_FILL, SMALL_PT, SOFT, WIDTH_MM, About, Fill, axis_number, line_mm, printable, width_mm

_LEFT_MM, _HEIGHT_MM = 12.0, 42.0
_EARLY_BARS = 15
_SIZES = (1, 2, 5, 10, 20, 50, 100, 500, 1000, 10**9)
_LATE_STEPS = (5, 10, 20, 30, 60)
_MOST_STEP_MM = 14.0


@dataclass(frozen=True)
class _Bin:
    """Dossiers of the days first … last; a bar's name says so, with ≤ or ≥ at an end that holds all beyond."""

    first: int
    last: int
    count: int
    name: str


def lateness(days: Mapping[int, int] | Iterable[int], about: About, *, id: str = "lateness", what: str = "Hồ sơ đã giải quyết theo số ngày làm việc so với ngày hẹn trả", unit: str = "ngày làm việc") -> Drawn | None:
    """A bar per day before (< 0), on (0) and after (> 0) the due day. days: how many dossiers per day, or the days themselves.

    Many early days share bars of 2, 5, 10 … days, long delays the steps 1–5, 6–10, 11–20, 21–30, 31–60 and more; the due
    day always has its own. unit: what the days are, ngày làm việc or ngày. None without a dossier.
    """
    counts = Counter({int(day): int(count) for day, count in days.items()} if isinstance(days, Mapping) else (int(day) for day in days))
    counts = Counter({day: count for day, count in counts.items() if count})
    if not counts:
        return None
    bins = _bins(counts)
    sheet = Sheet()
    head = line_mm(SMALL_PT) * 2 + 5.4
    scale = round_scale([one.count for one in bins], head + _HEIGHT_MM, head, whole=True, most=4)
    _axis(sheet, scale)
    step = min((WIDTH_MM - _LEFT_MM) / len(bins), _MOST_STEP_MM)
    for index, one in enumerate(bins):
        _bar(sheet, scale, one, _LEFT_MM + index * step, step)
    _names(sheet, bins, step, scale.start, unit)
    _totals(sheet, counts)
    _due_day(sheet, _LEFT_MM + (next(i for i, one in enumerate(bins) if one.first == 0) + 0.5) * step, head)
    return finish(sheet, about, id=id, what=what, alt=_alt(counts, unit), data={"unit": unit, "days": {str(day): counts[day] for day in sorted(counts)}})


def _bins(counts: Mapping[int, int]) -> list[_Bin]:
    """The bars from left to right: early days, the due day, late days."""
    early, late = {-day: count for day, count in counts.items() if day < 0}, {day: count for day, count in counts.items() if day > 0}
    return [*_early(early), _Bin(0, 0, counts.get(0, 0), "0"), *_late(late)]


def _early(counts: Mapping[int, int]) -> list[_Bin]:
    """As many days a bar as put 97% of the early ones into at most 15 bars; those earlier still are in the first. counts: by days before."""
    if not counts:
        return []
    total, seen, most = sum(counts.values()), 0, 0
    for most in sorted(counts):
        seen += counts[most]
        if seen * 100 >= total * 97:
            break
    size = next(size for size in _SIZES if size * _EARLY_BARS >= most)
    bars = -(-most // size)
    bins = [_bin(counts, size * n + 1, size * (n + 1), sign=-1) for n in reversed(range(bars))]
    if beyond := sum(count for day, count in counts.items() if day > size * bars):
        bins[0] = replace(bins[0], count=bins[0].count + beyond, name=f"≤ {number(bins[0].last)}")
    return bins


def _late(counts: Mapping[int, int]) -> list[_Bin]:
    """A bar a day up to ten; where someone waited longer, the steps in which lateness is asked about."""
    if not counts:
        return []
    longest = max(counts)
    if longest <= _LATE_STEPS[1]:
        return [_bin(counts, day, day) for day in range(1, longest + 1)]
    lasts = [last for last, before in zip(_LATE_STEPS, (0, *_LATE_STEPS), strict=False) if before < longest]
    bins = [_bin(counts, before + 1, last) for before, last in zip((0, *lasts), lasts, strict=False)]
    if beyond := sum(count for day, count in counts.items() if day > lasts[-1]):
        bins.append(_Bin(lasts[-1] + 1, longest, beyond, f"> {number(lasts[-1])}"))
    return bins


def _bin(counts: Mapping[int, int], first: int, last: int, sign: int = 1) -> _Bin:
    """The days first … last of one side; early days are negative and run the other way."""
    count = sum(count for day, count in counts.items() if first <= day <= last)
    low, high = (first, last) if sign > 0 else (-last, -first)
    return _Bin(low, high, count, number(low) if low == high else f"{number(low)}–{number(high)}" if sign > 0 else f"{number(low)}…{number(high)}")


def _fill(day: int) -> Fill:
    return MIDDLE_FILL if day < 0 else DARK_FILL if day > 0 else PAPER_FILL


def _axis(sheet: Sheet, scale: Scale) -> None:
    for tick in scale.ticks:
        sheet.text(_LEFT_MM - 1.5, scale(tick), axis_number(tick), size=FOOTER_PT, colour=SOFT, align="right")
        if tick:
            sheet.rule([(_LEFT_MM, scale(tick)), (WIDTH_MM, scale(tick))])
    sheet.line([(_LEFT_MM, scale.start), (WIDTH_MM, scale.start)], width=0.8, order=3)


def _bar(sheet: Sheet, scale: Scale, one: _Bin, left: float, step: float) -> None:
    if not one.count:
        return
    y = scale(one.count)
    sheet.box(left + 0.1 * step, y, step * 0.8, scale.start - y, _fill(one.first), one.name)
    words = number(one.count)
    if one.first > 0 and width_mm(words, FOOTER_PT) <= step - 0.5:  # late ones are few, and each is asked about
        sheet.text(left + 0.5 * step, y - 2.0, words, size=FOOTER_PT, align="center", background=True)


def _names(sheet: Sheet, bins: Sequence[_Bin], step: float, bottom: float, unit: str) -> None:
    """Days under the axis, as many as there is room for: the due day and the ends first."""
    height = line_mm(FOOTER_PT)
    taken: list[tuple[float, float]] = []
    due = next(index for index, one in enumerate(bins) if one.first == 0)
    wanted = [due, 0, len(bins) - 1, *(due + n * side for n in range(2, len(bins), 2) for side in (-1, 1)), *range(len(bins))]
    for index in dict.fromkeys(wanted):
        if not 0 <= index < len(bins):
            continue
        words = printable(bins[index].name)
        half = width_mm(words, FOOTER_PT) / 2 + 0.6
        x = min(max(_LEFT_MM + (index + 0.5) * step, half), WIDTH_MM - half)
        if all(x + half <= left or x - half >= right for left, right in taken):
            sheet.text(x, bottom + 1.3 + height / 2, words, size=FOOTER_PT, align="center")
            taken.append((x - half, x + half))
    words = printable(f"{unit} so với ngày hẹn trả (âm là sớm hơn)")
    sheet.text(_LEFT_MM, bottom + 1.3 + height * 1.5, words, size=FOOTER_PT, colour=SOFT)


def _totals(sheet: Sheet, counts: Mapping[int, int]) -> None:
    """What early, on time and late add up to; the key to the fills at the same time."""
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


def _due_day(sheet: Sheet, x: float, head: float) -> None:
    words = "ngày hẹn trả"
    half = width_mm(words, SMALL_PT) / 2
    sheet.text(min(max(x, half), WIDTH_MM - half), head - line_mm(SMALL_PT) / 2 - 3.8, words, size=SMALL_PT, align="center", italic=True)
    sheet.line([(x, head - 3.4), (x, head + _HEIGHT_MM)], width=0.8, dashes=(2, 2), order=1.5)


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
