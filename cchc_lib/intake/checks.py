"""Checks of typed rows: between columns, of dossiers' states, and of dates against the quarter's window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from cchc_lib.domain.forms import Check, Form
from cchc_lib.domain.periods import Span
from cchc_lib.domain.printing import month_label, short_date

from .typed import given
from .values import shown

DOSSIERS = "ho_so_tthc"
RECEIPT_AND_END = ("ngay_tiep_nhan", "ngay_tra_ket_qua", "ngay_tra_loi")  # dates of what has happened, not of what is due


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row: position in the table, code, the column to show, the words of the sentence."""

    position: int
    code: str
    column: str
    words: dict[str, object]


Columns = Mapping[str, np.ndarray]


def row_problems(columns: Columns, form: Form) -> Iterator[RowProblem]:
    """Broken checks between the columns of a row, and a dossier's state against its end date."""
    for check in form.checks:
        if check.operator != "in":
            for position in _broken(columns, check):
                yield RowProblem(position, "dieu_kien_sai", check.left[0], _compared(columns, form, check, position))
    if form.id == DOSSIERS:
        yield from _states_against_dates(columns)


def _broken(columns: Columns, check: Check) -> list[int]:
    """The rows whose both sides are filled in and do not keep to the check."""
    sides = [*check.left, *check.right]
    filled = np.logical_and.reduce([given(columns[column]) for column in sides])
    rows = np.flatnonzero(filled)
    if not len(rows):
        return []
    left, right = (np.add.reduce([columns[column][rows] for column in side]) if len(side) > 1 else columns[side[0]][rows]
                   for side in (check.left, check.right))
    wrong = left > right if check.operator == "<=" else left < right
    return [int(position) for position in rows[wrong.astype(bool)]]


def _compared(columns: Columns, form: Form, check: Check, position: int) -> dict[str, object]:
    """The words for a broken check: both sides with their titles and values."""

    def side(names: tuple[str, ...]) -> tuple[str, str]:
        titles = " + ".join(f"«{form.column(name).title}»" for name in names)
        values = [columns[name][position] for name in names]
        return titles, shown_value(values[0] if len(values) == 1 else sum(values))

    (left, left_value), (right, right_value) = side(check.left), side(check.right)
    word = _COMPARED[check.operator][form.column(check.left[0]).type == "date"]
    return {"found": f"{left} là {left_value}, {right} là {right_value}", "needed": f"{left} {word} {right}"}


_COMPARED = {"<=": ("không lớn hơn", "không sau"), ">=": ("không nhỏ hơn", "không trước")}


def shown_value(value: object) -> str:
    """A typed value as staff write it."""
    if isinstance(value, np.datetime64):
        return shown(value.item().date())
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    return shown(value)


def _states_against_dates(columns: Columns) -> Iterator[RowProblem]:
    end, state = columns["ngay_tra_ket_qua"], columns["trang_thai"]
    ended = given(end)
    for position in np.flatnonzero((state == "đã trả kết quả") & ~ended):
        yield RowProblem(int(position), "tra_ket_qua_thieu_ngay", "ngay_tra_ket_qua", {})
    for position in np.flatnonzero((state == "đang giải quyết") & ended):
        yield RowProblem(int(position), "dang_giai_quyet_co_ngay", "trang_thai", {"found": shown_value(end[position])})


# --- dates against the window -------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class WindowCheck:
    """How the rows of one form in one file lie to the window. dated, outside: masks over the rows."""

    dated: np.ndarray
    outside: np.ndarray
    problems: list[RowProblem]
    active: int = 0  # dossiers received or ended inside

    @property
    def all_outside(self) -> bool:
        return bool(self.dated.any()) and bool((self.outside | ~self.dated).all())


def window_check(columns: Columns, form: Form, span: Span, slack_days: int) -> WindowCheck:
    """Which dated rows of a flow form lie outside the window, and which dates are too late to be true."""
    late = list(_too_late(columns, form, span, slack_days))
    if form.date is None:
        nothing = np.zeros(len(next(iter(columns.values()))), dtype=bool)
        return WindowCheck(nothing, nothing, late)
    days = columns[form.date]
    dated = ~np.isnat(days)
    outside, active = _OUTSIDE.get(form.id, _outside)(columns, form, span, days)
    outside = outside & dated
    too_late = {problem.position for problem in late}
    found = [
        RowProblem(int(at), "ngoai_ky", form.date, {"found": _day_words(days[at], form), "needed": window_words(span, form)})
        for at in np.flatnonzero(outside) if int(at) not in too_late
    ]
    return WindowCheck(dated, outside, late + found, active)


def _outside(columns: Columns, form: Form, span: Span, days: np.ndarray) -> tuple[np.ndarray, int]:
    if form.column(form.date).type == "month":  # type: ignore[arg-type]
        inside = np.isin(days, np.array(span.months, dtype="datetime64[s]"))
    else:
        inside = (days >= _day(span.window.start)) & (days <= _day(span.window.end))
    return ~inside, int(inside.sum())


def _dossiers_outside(columns: Columns, form: Form, span: Span, days: np.ndarray) -> tuple[np.ndarray, int]:
    """A dossier belongs to the window if it was received or ended in it, or received before and not ended before it."""
    start, end = _day(span.window.start), _day(span.window.end)
    ended = columns["ngay_tra_ket_qua"]
    active = ((days >= start) & (days <= end)) | ((ended >= start) & (ended <= end))
    return (days > end) | (ended < start), int(active.sum())


_OUTSIDE: dict[str, Callable[..., tuple[np.ndarray, int]]] = {DOSSIERS: _dossiers_outside}


def _too_late(columns: Columns, form: Form, span: Span, slack_days: int) -> Iterator[RowProblem]:
    last = span.window.end + dt.timedelta(days=slack_days)
    for column in RECEIPT_AND_END:
        if column in form.by_id:
            days = columns[column]
            for position in np.flatnonzero(days > _day(last)):
                words = {"found": short_date(days[position].item().date()), "needed": short_date(last), "days": slack_days}
                yield RowProblem(int(position), "ngay_sau_ky", column, words)


def _day(day: dt.date) -> np.datetime64:
    return np.datetime64(day, "s")


def _day_words(day: np.datetime64, form: Form) -> str:
    found = day.item().date()
    return month_label(found) if _by_month(form) else f"ngày {short_date(found)}"


def _by_month(form: Form) -> bool:
    return form.date is not None and form.column(form.date).type == "month"


def window_words(span: Span, form: Form) -> str:
    """What a form's dates have to lie in: days of the window, or the months that are reported for it."""
    if _by_month(form):
        return ", ".join(month_label(month) for month in span.months)
    return f"{short_date(span.window.start)} – {short_date(span.window.end)}"
