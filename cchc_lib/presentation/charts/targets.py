"""An area's ratio targets as bars, each against its own target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH, Indicator

from ..drawn import Drawn, finish
from ..scale import Scale, round_scale
from ..sheet import Sheet
from ..style import STATUS_FILLS, FOOTER_PT, INK, LABEL_PT, PAPER, SMALL_PT, SOFT, WIDTH_MM, About, axis_number, line_mm, printable, wrapped
from ..wording import and_list, target_words

_NAMES_MM, _GAP_MM, _WORDS_MM = 60.0, 3.0, 34.0
_BAR_MM = 4.6
_ROW_GAP_MM = 2.0
_HIGHEST = Fraction(200)


def targets(indicators: Sequence[Indicator], about: About, *, id: str = "targets", what: str | None = None) -> Drawn | None:
    """Bars of the ratio and checklist indicators in the plan's order, each with its target drawn and named.

    A bar is dark where the target is missed, hatched where it is due at the year's end. «không phát sinh» and «chưa có số
    liệu» are said in words. None where none has a value.
    """
    shown = [one for one in indicators if one.kind in ("ratio", "checklist")]
    if all(one.value is None for one in shown):
        return None
    # Without a plan there is no target to set a result against, and the caption claims none.
    what = what or "Kết quả thực hiện chỉ tiêu" + (" so với mục tiêu" if any(one.target is not None for one in shown) else "")
    sheet = Sheet()
    # A share far above its target (a typing error, as a rule) ends at the edge; its number is printed all the same.
    values = [min(Fraction(str(number)), _HIGHEST) for one in shown for number in (one.value, one.target) if number is not None]
    scale = round_scale([*values, 100], _NAMES_MM + _GAP_MM, WIDTH_MM - _WORDS_MM - _GAP_MM, top=100)
    top = _head(sheet, scale, shown)
    start = top
    for one in shown:
        top = _row(sheet, scale, one, top)
    sheet.line([(scale.start, start - 1), (scale.start, top - 1)], width=0.8)
    for tick in scale.ticks[1:] + ((scale.high,) if scale.high not in scale.ticks else ()):
        sheet.rule([(scale(tick), start - 1), (scale(tick), top - 1)])
    return finish(sheet, about, id=id, what=what, alt=_alt(shown), data={"rows": [_row_data(one) for one in shown]})


def _head(sheet: Sheet, scale: Scale, shown: Sequence[Indicator]) -> float:
    """The axis on top, with the key to the target's mark; the top of the first row."""
    middle = line_mm(FOOTER_PT) / 2
    for tick in scale.ticks:
        sheet.text(scale(tick), middle, axis_number(tick, "%"), size=FOOTER_PT, colour=SOFT, align="center")
    if any(one.target is not None for one in shown):
        sheet.marker(1.2, middle, "v", size=5)
        sheet.text(3.2, middle, "mục tiêu", size=FOOTER_PT, colour=SOFT)
    return line_mm(FOOTER_PT) + 2.2


def _row(sheet: Sheet, scale: Scale, one: Indicator, top: float) -> float:
    names = wrapped(one.name, LABEL_PT, _NAMES_MM)
    words = _words(one)
    height = max(len(names) * line_mm(LABEL_PT), len(words) * line_mm(SMALL_PT), _BAR_MM + 1)
    middle = top + height / 2
    sheet.lines(0, middle - len(names) * line_mm(LABEL_PT) / 2, names)
    text_top = middle - len(words) * line_mm(SMALL_PT) / 2
    for index, line in enumerate(words):
        sheet.text(scale.end + _GAP_MM, text_top + (index + 0.5) * line_mm(SMALL_PT), line, size=SMALL_PT, bold=index == 0, colour=INK if index == 0 else SOFT)
    if one.value is not None:
        sheet.box(scale.start, middle - _BAR_MM / 2, scale(Fraction(str(one.value))) - scale.start, _BAR_MM, STATUS_FILLS[one.status], one.name)
    if one.pace is not None:
        x = scale(Fraction(one.pace.expected))
        sheet.line([(x, middle - _BAR_MM / 2 - 0.6), (x, middle + _BAR_MM / 2 + 0.6)], width=1.0, dashes=(2, 1.5), order=3.2)
    if one.target is not None:
        _target_mark(sheet, scale(Fraction(str(one.target))), middle)
    return sheet.grow(top + height + _ROW_GAP_MM)


def _target_mark(sheet: Sheet, x: float, middle: float) -> None:
    """A line across the row with an arrow head on it, edged in paper so that it is seen on any fill."""
    low, high = middle - _BAR_MM / 2 - 0.5, middle + _BAR_MM / 2 + 0.5
    sheet.line([(x, low), (x, high)], width=3.2, colour=PAPER)
    sheet.line([(x, low), (x, high)], width=1.5, order=3.3)
    sheet.marker(x, low - 0.3, "v", size=5, edge=PAPER, width=0.5)


def _words(one: Indicator) -> list[str]:
    """What stands right of the bar: value and status, the target, the pace."""
    first = f"{one.printed} – {one.status}" if one.printed and one.status else one.printed or one.status or CHUA_CO_SO_LIEU
    lines = wrapped(first, SMALL_PT, _WORDS_MM, bold=True)[:1]
    if one.target is not None:
        lines.append(printable(f"mục tiêu {target_words(one.comparison, one.target, one.unit)}"))
    if one.pace is not None:
        lines.append(printable(f"tiến độ cần {one.pace.printed}"))
    return lines


def _row_data(one: Indicator) -> dict[str, object]:
    return {"id": one.id, "value": one.value, "target": one.target, "status": one.status}


def _alt(shown: Sequence[Indicator]) -> str:
    parts = [f"Biểu đồ thanh ngang so sánh {len(shown)} chỉ tiêu với mục tiêu của kế hoạch."]
    for status, text in (
        (DAT, "Đạt"), (CHUA_DAT, "Chưa đạt"), (DANG_THUC_HIEN, "Đang thực hiện"), (KHONG_PHAT_SINH, "Không phát sinh"), (CHUA_CO_SO_LIEU, "Chưa có số liệu"),
    ):
        if named := [_named(one) for one in shown if one.status == status]:
            parts.append(f"{text}: {and_list(named)}.")
    judged = [one for one in shown if one.value is not None]
    if unjudged := [_named(one) for one in judged if one.status is None]:
        parts.append(f"Chưa đánh giá: {and_list(unjudged)}.")
    if len(judged) > 1:
        low, high = (pick(judged, key=lambda one: Decimal(str(one.value))) for pick in (min, max))
        parts.append(f"Cao nhất là {high.name} ({high.printed}), thấp nhất là {low.name} ({low.printed}).")
    return " ".join(parts)


def _named(one: Indicator) -> str:
    if one.value is None:
        return one.name
    target = "" if one.target is None else f", mục tiêu {target_words(one.comparison, one.target, one.unit)}"
    return f"{one.name} ({one.printed}{target})"
