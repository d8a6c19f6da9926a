"""What a blank form can be filled with beforehand: units, months, tasks, procedures, projects, items of last quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_lib.domain.forms import Form
from cchc_lib.domain.organisation import Unit
from cchc_lib.domain.periods import Span
from cchc_lib.domain.plan import Plan, Task
from cchc_lib.domain.printing import short_date

from ..given import plain_rows

if TYPE_CHECKING:
    import pandas

Value = str | int | Decimal | dt.date | bool


@dataclass(frozen=True)
class Known:
    """What is known before a unit fills its forms in.

    units: all units of the day. plan: of the period's year. earlier: form id -> typed table of the latest quarter before
    this one that has the form; earlier_year: form id -> the year of that quarter.
    """

    units: Sequence[Unit]
    plan: Plan | None = None
    earlier: Mapping[str, pandas.DataFrame] = field(default_factory=dict)
    earlier_year: Mapping[str, int] = field(default_factory=dict)

    def codes(self) -> list[str]:
        """The procedure codes of the last catalogue."""
        table = self.earlier.get("danh_muc_tthc")
        return [] if table is None else sorted(str(code) for code in table["ma_tthc"].dropna().unique())


@dataclass(frozen=True)
class Beside:
    """A column for reading only, which the form itself does not have; texts: one for each prefilled row."""

    title: str
    texts: tuple[str, ...]

    def text(self, row: int) -> str:
        """Of a row; empty below the prefilled ones."""
        return self.texts[row] if row < len(self.texts) else ""


@dataclass(frozen=True)
class Prefill:
    """Rows known beforehand, column id -> value. columns: those that the unit need not touch: a row that holds nothing
    else was left alone and is no row. complete: the rows lack nothing; they count once one was changed, or when the unit
    says that none had to be."""

    rows: tuple[Mapping[str, Value], ...] = ()
    columns: tuple[str, ...] = ()
    beside: Beside | None = None
    complete: bool = False


@dataclass(frozen=True)
class _Asked:
    """For whom and when: what every rule below looks at. names: the units whose rows the workbook is for."""

    form: Form
    unit: Unit
    names: tuple[str, ...]
    span: Span
    known: Known

    def own_earlier(self) -> pandas.DataFrame | None:
        """The unit's own rows of the last quarter that has the form."""
        table = self.known.earlier.get(self.form.id)
        return None if table is None else table[table["_unit"] == self.unit.id]

    @property
    def same_year(self) -> bool:
        return self.known.earlier_year.get(self.form.id) == self.span.period.year


def prefill(form: Form, unit: Unit, span: Span, known: Known) -> Prefill:
    """The rows that a unit's blank form starts with."""
    asked = _Asked(form, unit, _names(form, unit, span, known), span, known)
    return _SPECIAL.get(form.id, _months_and_units)(asked)


def _names(form: Form, unit: Unit, span: Span, known: Known) -> tuple[str, ...]:
    """Own name; all units where one unit alone reports on all of them (Tổ chức bộ máy)."""
    owing = [one for one in known.units if form.id in one.owed_on(span.window.end)]
    alone = unit.collects and all(one.id == unit.id for one in owing)
    return tuple(one.name for one in known.units) if alone else (unit.name,)


def _months_and_units(asked: _Asked) -> Prefill:
    form = asked.form
    by_month = form.date is not None and form.column(form.date).type == "month"
    if not by_month and not (form.has_unit and form.key):
        return Prefill()
    months: tuple[dt.date | None, ...] = asked.span.months if by_month else (None,)
    names: tuple[str | None, ...] = asked.names if form.has_unit else (None,)
    rows = [_without_none({form.date or "": month, "don_vi": name}) for month in months for name in names]
    return Prefill(tuple(rows), tuple(rows[0]))


def _tasks(asked: _Asked) -> Prefill:
    plan = asked.known.plan
    tasks = [task for task in plan.tasks if _concerns(task, asked.unit)] if plan else []
    rows = tuple({"ma_nhiem_vu": task.id, "don_vi": asked.unit.name} for task in tasks)
    texts = tuple(_task_text(task) for task in tasks)
    return Prefill(rows, ("ma_nhiem_vu", "don_vi"), Beside("Nội dung nhiệm vụ (để đối chiếu)", texts) if rows else None)


def _concerns(task: Task, unit: Unit) -> bool:
    """Whether a unit leads or helps; a task without units in the plan concerns everybody."""
    named = [*([task.lead] if task.lead else []), *task.with_units]
    return not named or any(unit.is_called(name) for name in named)


def _task_text(task: Task) -> str:
    if task.due is None:
        return task.text
    return f"{task.text} (hạn {short_date(task.due)})" if isinstance(task.due, dt.date) else f"{task.text} ({task.due})"


def _assessment(asked: _Asked) -> Prefill:
    rows = tuple({"muc": item, "don_vi": asked.unit.name} for item in asked.form.column("muc").values)
    return Prefill(rows, ("muc", "don_vi"))


def _indices(asked: _Asked) -> Prefill:
    return Prefill(tuple({"chi_so": name} for name in asked.form.column("chi_so").values), ("chi_so",))


def _apparatus(asked: _Asked) -> Prefill:
    kinds = {unit.name: unit.kind for unit in asked.known.units}
    rows = tuple({"don_vi": name, "loai_don_vi": kinds.get(name, asked.unit.kind)} for name in asked.names)
    return Prefill(rows, ("don_vi", "loai_don_vi"))


def _catalogue(asked: _Asked) -> Prefill:
    """All of the last catalogue: it is looked through and corrected, not typed anew."""
    table = asked.known.earlier.get(asked.form.id)
    if table is None or table.empty:
        return Prefill()
    columns = [column.id for column in asked.form.kept]
    return Prefill(tuple(plain_rows(table.sort_values("ma_tthc"), columns)), complete=True)


def _projects(asked: _Asked) -> Prefill:
    """Projects of last quarter; the year's plan only within the year."""
    return _carried(asked, ["ma_du_an", "ten_du_an"], ["ke_hoach_von_nam"])


def _budget(asked: _Asked) -> Prefill:
    return _carried(asked, ["noi_dung"], ["du_toan_nam"])


def _website(asked: _Asked) -> Prefill:
    return _carried(asked, ["muc", "bat_buoc"], [])


def _carried(asked: _Asked, columns: Sequence[str], within_year: Sequence[str]) -> Prefill:
    table = asked.own_earlier()
    if table is None or table.empty:
        return Prefill()
    carried = [*columns, *(within_year if asked.same_year else ())]
    return Prefill(tuple(plain_rows(table, carried)), tuple(carried))


def _regular_reports(asked: _Asked) -> Prefill:
    """Every month of the period with every report of last quarter."""
    table = asked.own_earlier()
    if table is None or table.empty:
        return _months_and_units(asked)
    names = list(dict.fromkeys(str(name) for name in table["ten_bao_cao"].dropna()))
    rows = tuple({"thang": month, "ten_bao_cao": name} for month in asked.span.months for name in names)
    return Prefill(rows, ("thang", "ten_bao_cao"))


def _without_none(row: Mapping[str, Value | None]) -> dict[str, Value]:
    return {column: value for column, value in row.items() if value is not None}


_SPECIAL: dict[str, Callable[[_Asked], Prefill]] = {
    "nhiem_vu": _tasks,
    "danh_gia_chung": _assessment,
    "chi_so_cchc": _indices,
    "to_chuc_bo_may": _apparatus,
    "danh_muc_tthc": _catalogue,
    "von_dau_tu_cong": _projects,
    "kinh_phi_tu_chu": _budget,
    "trang_thong_tin": _website,
    "che_do_bao_cao": _regular_reports,
}

# The forms of earlier quarters that something is carried over from.
FROM_EARLIER = ("danh_muc_tthc", "von_dau_tu_cong", "kinh_phi_tu_chu", "trang_thong_tin", "che_do_bao_cao")
