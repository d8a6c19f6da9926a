"""Values over periods against their targets: one large chart, or a small one per indicator of an area."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_lib.domain.results import CHUA_DAT

from ..drawn import Drawn, finish
from ..sheet import Sheet
from ..style import SMALL_PT, WIDTH_MM, About, line_mm, wrapped
from .panel import Panel
from .series import Series
from ..wording import and_list, target_words

COMPUTED = "Ký hiệu rỗng: tính từ biểu hiện có, kỳ ấy chưa có lần chạy."
_AXIS_MM, _COLUMN_GAP_MM, _ROW_GAP_MM = 11.0, 8.0, 4.0


def trend(series: Series, about: About, *, id: str | None = None, what: str | None = None) -> Drawn | None:
    """One indicator over periods, with its target as a dashed line that steps where the target changes.

    A missed target has a dark square; a gap in the data is a gap in the line, with its reason under the axis. None without a value.
    """
    if not series.values:
        return None
    sheet = Sheet()
    Panel(sheet, _AXIS_MM, 3.0, WIDTH_MM - _AXIS_MM - 27.0, 50.0, words=25.5, steps=4).draw(series, labels=True)
    _computed(sheet, [series])
    data = {"series": [series.to_data()]}
    return finish(sheet, about, id=id or f"trend_{series.id}", what=what or f"{series.name} qua các kỳ", alt=_alt(series), data=data)


def trends(many: Sequence[Series], about: About, *, id: str = "trends", what: str = "Các chỉ tiêu qua các kỳ") -> Drawn | None:
    """Small charts of the same look, one per indicator, two in a row. Indicators without any value are left out; None if all are."""
    shown = [series for series in many if series.values]
    if not shown:
        return None
    sheet, top = Sheet(), 0.0
    for first in range(0, len(shown), 2):
        top = _pair(sheet, shown[first : first + 2], top) + _ROW_GAP_MM
    _computed(sheet, shown)
    alt = f"{len(shown)} biểu đồ đường nhỏ. " + " ".join(_alt(series) for series in shown)
    return finish(sheet, about, id=id, what=what, alt=alt, data={"series": [series.to_data() for series in shown]})


def _computed(sheet: Sheet, many: Sequence[Series]) -> None:
    """What an empty marker means, where there is one."""
    if any(point.computed and point.exact is not None for series in many for point in series.points):
        sheet.lines(0, sheet.height + 1.5, wrapped(COMPUTED, SMALL_PT, WIDTH_MM), size=SMALL_PT)


def _pair(sheet: Sheet, pair: Sequence[Series], top: float) -> float:
    """Two charts beside each other, their axes on one height; the bottom of the lower one."""
    width = (WIDTH_MM - _COLUMN_GAP_MM) / 2
    titles = [wrapped(series.name, SMALL_PT, width, bold=True) for series in pair]
    plot_top = top + max(map(len, titles)) * line_mm(SMALL_PT) + 0.5
    bottoms = []
    for index, (series, title) in enumerate(zip(pair, titles, strict=True)):
        left = index * (width + _COLUMN_GAP_MM)
        sheet.lines(left, top, title, size=SMALL_PT, bold=True)
        panel = Panel(sheet, left + _AXIS_MM, plot_top, width - _AXIS_MM - 22.0, 25.0, words=20.5, steps=2)
        bottoms.append(panel.draw(series, labels=False))
    return max(bottoms)


def _alt(series: Series) -> str:
    known = [point for point in series.points if point.exact is not None]
    first, last = series.points[0].at, series.points[-1].at
    parts = [f"{series.name}: biểu đồ đường qua {len(series.points)} kỳ, từ {first.label} đến {last.label}."]
    high, low = (pick(known, key=lambda point: point.exact or 0) for pick in (max, min))
    if high.exact == low.exact:
        parts.append(f"Giá trị là {series.words(high)}.")
    else:
        parts.append(
            f"Cao nhất {series.words(high)} ({high.at.label}), thấp nhất {series.words(low)} ({low.at.label}),"
            f" gần nhất {series.words(known[-1])} ({known[-1].at.label})."
        )
    if targets := [point.target for point in series.points if point.target is not None]:
        parts.append(f"Mục tiêu {target_words(series.comparison, targets[-1], series.unit)}.")
    if missed := [point.at.label for point in known if point.status == CHUA_DAT]:
        parts.append(f"Chưa đạt ở {and_list(missed)}.")
    if computed := [point.at.label for point in known if point.computed]:
        parts.append(f"Tính từ biểu, chưa có lần chạy: {and_list(computed)}.")
    for why in dict.fromkeys(point.missing for point in series.points if point.missing):
        parts.append(f"{why.capitalize()}: {and_list([point.at.label for point in series.points if point.missing == why])}.")
    return " ".join(parts)
