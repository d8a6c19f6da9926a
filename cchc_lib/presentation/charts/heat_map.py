"""Statuses of indicators over periods: a symbol in every cell, so that neither colour nor tone is needed to read it."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH, STATUSES

from ..drawn import Drawn, finish
from ..sheet import Sheet
from ..style import STATUS_FILLS, FOOTER_PT, INK, PAPER, SMALL_PT, SOFT, WIDTH_MM, About, line_mm, printable, width_mm, wrapped
from .series import Point, Series, axis_label, runs
from ..wording import and_list

_GAP_MM = 2.0
_RIGHT_MM = 0.2  # for half of the outline
_LEAST_NAMES_MM = 50.0
_MOST_CELL_MM = 17.0
_LEAST_ROW_MM = 5.6


def heat_map(rows: Sequence[Series], about: About, *, id: str = "heat_map", what: str = "Kết quả các chỉ tiêu qua các kỳ") -> Drawn | None:
    """One row per indicator in the order given, one column per period; values are printed where the cells have room.

    Periods are those of all rows, oldest first. None without a row or a period.
    """
    periods = sorted({point.period: point for row in rows for point in row.points}.values(), key=lambda point: (point.at.year, point.at.kind))
    if not periods:
        return None
    sheet = Sheet()
    cell = min(_MOST_CELL_MM, (WIDTH_MM - _RIGHT_MM - _LEAST_NAMES_MM - _GAP_MM) / len(periods))
    names = WIDTH_MM - _RIGHT_MM - _GAP_MM - cell * len(periods)
    top = _head(sheet, periods, names + _GAP_MM, cell, _key(sheet))
    for row in rows:
        top = _row(sheet, row, periods, names, cell, top)
    data = {"periods": [one.period for one in periods], "rows": [{"id": row.id, **{point.period: point.status for point in row.points}} for row in rows]}
    return finish(sheet, about, id=id, what=what, alt=_alt(rows, periods), data=data)


def _key(sheet: Sheet) -> float:
    x, middle = 0.0, 2.2
    for status in STATUSES:
        words = printable(status)
        sheet.box(x, middle - 1.9, 5.0, 3.8, STATUS_FILLS[status], f"key: {status}")
        _symbol(sheet, x + 2.5, middle, status)
        sheet.text(x + 6.2, middle, words, size=SMALL_PT)
        x += 6.2 + width_mm(words, SMALL_PT) + 5.0
    return 5.2


def _head(sheet: Sheet, periods: Sequence[Point], left: float, cell: float, top: float) -> float:
    height = line_mm(FOOTER_PT)
    for first, last, year in runs(periods, lambda point: point.at.year):
        sheet.text(left + (first + last + 1) * cell / 2, top + height / 2, str(year), size=FOOTER_PT, align="center", colour=SOFT)
    every = 1 if cell >= 4.5 else 2
    for index, point in enumerate(periods):
        if index % every == 0:
            sheet.text(left + (index + 0.5) * cell, top + height * 1.5, axis_label(point.at), size=FOOTER_PT, align="center")
    return top + height * 2 + 0.6


def _row(sheet: Sheet, row: Series, periods: Sequence[Point], names: float, cell: float, top: float) -> float:
    lines = wrapped(row.name, SMALL_PT, names)
    height = max(len(lines) * line_mm(SMALL_PT) + 1.0, _LEAST_ROW_MM)
    middle = top + height / 2
    sheet.lines(0, middle - len(lines) * line_mm(SMALL_PT) / 2, lines, size=SMALL_PT)
    points = {point.period: point for point in row.points}
    for index, period in enumerate(periods):
        point = points.get(period.period)
        status = point.status if point else None
        x = names + _GAP_MM + index * cell
        sheet.box(x, top, cell, height, STATUS_FILLS[status], row.name)
        words = printable(row.words(point)) if point and point.value is not None else ""
        if words and 6.0 + width_mm(words, FOOTER_PT) <= cell:
            _symbol(sheet, x + 2.6, middle, status)
            hatched = STATUS_FILLS[status].hatch is not None
            sheet.text(x + cell - 0.9, middle, words, size=FOOTER_PT, align="right", colour=INK if hatched else STATUS_FILLS[status].text_colour, background=hatched)
        else:
            _symbol(sheet, x + cell / 2, middle, status)
    return sheet.grow(top + height)


def _symbol(sheet: Sheet, x: float, y: float, status: str | None) -> None:
    """✓ met, ✕ missed, ▷ under way, – nothing arose, ? not submitted; drawn, since few typefaces have them all."""
    if status == DAT:
        sheet.line([(x - 1.0, y), (x - 0.3, y + 0.8), (x + 1.1, y - 0.9)], width=1.3, colour=PAPER)
    elif status == CHUA_DAT:
        for slope in (1, -1):
            sheet.line([(x - 0.9, y - 0.9 * slope), (x + 0.9, y + 0.9 * slope)], width=1.4, colour=PAPER)
    elif status == DANG_THUC_HIEN:
        sheet.marker(x, y, ">", size=5.5, face=PAPER)
    elif status == KHONG_PHAT_SINH:
        sheet.line([(x - 1.0, y), (x + 1.0, y)], width=1.2)
    elif status == CHUA_CO_SO_LIEU:
        sheet.text(x, y, "?", size=SMALL_PT, align="center")


def _alt(rows: Sequence[Series], periods: Sequence[Point]) -> str:
    parts = [f"Bảng trạng thái của {len(rows)} chỉ tiêu qua {len(periods)} kỳ, từ {periods[0].at.label} đến {periods[-1].at.label}."]
    last = periods[-1]
    now = [(row.name, point.status) for row in rows for point in row.points if point.period == last.period]
    counts = [(status, sum(1 for _, one in now if one == status)) for status in STATUSES]
    parts.append(f"Kỳ gần nhất: {', '.join(f'{count} {status}' for status, count in counts if count)}." if now else "")
    if missed := [name for name, status in now if status == CHUA_DAT]:
        parts.append(f"Chưa đạt: {and_list(missed)}.")
    return " ".join(part for part in parts if part)
