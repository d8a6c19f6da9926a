"""Checks of typed rows: between columns, of dossiers' states, and of dates against the quarter's window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from cchc_lib.domain.forms import Check, Form
from cchc_lib.domain.periods import Span

from .cells import shown

DOSSIERS = "ho_so_tthc"
RECEIPT_AND_END = ("ngay_tiep_nhan", "ngay_tra_ket_qua", "ngay_tra_loi")  # dates of what has happened, not of what is due


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row: position in the table, code, the column to show, the words of the sentence."""

    position: int
    code: str
    column: str
    words: dict[str, object]


def row_problems(table: pd.DataFrame, form: Form) -> Iterator[RowProblem]:
    """Broken checks between the columns of a row, and a dossier's state against its end date."""
    for check in form.checks:
        if check.operator != "in":
            yield from _broken(table, form, check)
    if form.id == DOSSIERS:
        yield from _states_against_dates(table)


def _broken(table: pd.DataFrame, form: Form, check: Check) -> Iterator[RowProblem]:
    names = (*check.left, *check.right)
    filled = table[list(names)].notna().all(axis=1).to_numpy()
    rows = np.flatnonzero(filled)
    if not len(rows):
        return
    left, right = (_sum(table, side, rows) for side in (check.left, check.right))
    wrong = left > right if check.operator == "<=" else left < right
    for position in rows[np.asarray(wrong, dtype=bool)]:
        yield RowProblem(int(position), "dieu_kien_sai", check.left[0], _compared(table, form, check, int(position)))


def _sum(table: pd.DataFrame, columns: tuple[str, ...], rows: np.ndarray) -> np.ndarray:
    arrays = [_numpy(table[column])[rows] for column in columns]
    total = arrays[0]
    for array in arrays[1:]:
        total = total + array
    return total


def _numpy(series: pd.Series) -> np.ndarray:
    if str(series.dtype) == "Int64":
        return series.to_numpy(dtype=np.int64, na_value=0)
    return series.to_numpy()


def _compared(table: pd.DataFrame, form: Form, check: Check, position: int) -> dict[str, object]:
    """The words for a broken check: both sides with their titles and values."""

    def side(columns: tuple[str, ...]) -> tuple[str, str]:
        titles = " + ".join(f"«{form.column(column).title}»" for column in columns)
        values = [table[column].iloc[position] for column in columns]
        return titles, shown_value(values[0] if len(values) == 1 else sum(values[1:], values[0]))

    (left, left_value), (right, right_value) = side(check.left), side(check.right)
    word = _COMPARED[check.operator][isinstance(table[check.left[0]].iloc[position], pd.Timestamp)]
    return {"found": f"{left} là {left_value}, {right} là {right_value}", "needed": f"{left} {word} {right}"}


_COMPARED = {"<=": ("không lớn hơn", "không sau"), ">=": ("không nhỏ hơn", "không trước")}


def shown_value(value: object) -> str:
    """A typed value as staff write it."""
    if isinstance(value, pd.Timestamp):
        return shown(value.date())
    if isinstance(value, (np.integer, int)):
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", ",")
    return shown(value)


def _states_against_dates(table: pd.DataFrame) -> Iterator[RowProblem]:
    ended = table["ngay_tra_ket_qua"].notna().to_numpy()
    state = table["trang_thai"].fillna("").to_numpy(dtype=object)
    for position in np.flatnonzero((state == "đã trả kết quả") & ~ended):
        yield RowProblem(int(position), "tra_ket_qua_thieu_ngay", "ngay_tra_ket_qua", {})
    for position in np.flatnonzero((state == "đang giải quyết") & ended):
        day = shown_value(table["ngay_tra_ket_qua"].iloc[position])
        yield RowProblem(int(position), "dang_giai_quyet_co_ngay", "trang_thai", {"found": day})


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


def window_check(table: pd.DataFrame, form: Form, span: Span, slack_days: int) -> WindowCheck:
    """Which dated rows of a flow form lie outside the window, and which dates are too late to be true."""
    late = list(_too_late(table, form, span, slack_days))
    if form.date is None:
        nothing = np.zeros(len(table), dtype=bool)
        return WindowCheck(nothing, nothing, late)
    days = table[form.date].to_numpy(dtype="datetime64[s]")
    dated = ~np.isnat(days)
    outside, active = _OUTSIDE.get(form.id, _outside)(table, form, span, days)
    outside = outside & dated
    too_late = {problem.position for problem in late}
    found = [
        RowProblem(int(at), "ngoai_ky", form.date, {"found": _day_words(days[at], form), "needed": window_words(span)})
        for at in np.flatnonzero(outside) if int(at) not in too_late
    ]
    return WindowCheck(dated, outside, late + found, active)


def _outside(table: pd.DataFrame, form: Form, span: Span, days: np.ndarray) -> tuple[np.ndarray, int]:
    if form.column(form.date).type == "month":  # type: ignore[arg-type]
        inside = np.isin(days, np.array(span.months, dtype="datetime64[s]"))
    else:
        inside = (days >= _day(span.window.start)) & (days <= _day(span.window.end))
    return ~inside, int(inside.sum())


def _dossiers_outside(table: pd.DataFrame, form: Form, span: Span, days: np.ndarray) -> tuple[np.ndarray, int]:
    """A dossier belongs to the window if it was received or ended in it, or received before and not ended before it."""
    start, end = _day(span.window.start), _day(span.window.end)
    ended = table["ngay_tra_ket_qua"].to_numpy(dtype="datetime64[s]")
    active = ((days >= start) & (days <= end)) | ((ended >= start) & (ended <= end))
    return (days > end) | (ended < start), int(active.sum())


_OUTSIDE: dict[str, Callable[..., tuple[np.ndarray, int]]] = {DOSSIERS: _dossiers_outside}


def _too_late(table: pd.DataFrame, form: Form, span: Span, slack_days: int) -> Iterator[RowProblem]:
    last = span.window.end + dt.timedelta(days=slack_days)
    for column in RECEIPT_AND_END:
        if column in form.by_id:
            days = table[column].to_numpy(dtype="datetime64[s]")
            for position in np.flatnonzero(days > _day(last)):
                words = {"found": shown(days[position].item().date()), "needed": shown(last), "days": slack_days}
                yield RowProblem(int(position), "ngay_sau_ky", column, words)


def _day(day: dt.date) -> np.datetime64:
    return np.datetime64(day, "s")


def _day_words(day: np.datetime64, form: Form) -> str:
    found = day.item().date()
    return f"{found:%m/%Y}" if form.column(form.date).type == "month" else shown(found)  # type: ignore[arg-type]


def window_words(span: Span) -> str:
    return f"{shown(span.window.start)} – {shown(span.window.end)}"
