"""What only several forms, or two quarters, can show. All findings: the figures are used as they are.

Whether this quarter's carried-over dossiers are last quarter's pending ones is asked where dossiers are computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import NUMERIC, Form
from cchc_lib.domain.organisation import Unit
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Span
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.domain.text import vid

from .codes import finding
from .units import UnitFinder

Tables = Mapping[str, pd.DataFrame]
_APPARATUS, _STAFF = "to_chuc_bo_may", "cong_chuc_vien_chuc"
# So many rows of a sender must be the same before copying is suspected: a small unit's staff may well get the same grades in
# every quarter, and a single row is often the same even where it is all that anybody sent.
_FEWEST_ROWS, _FEWEST_OF_ALL = 5, 2


def within_quarter(tables: Tables, span: Span, parameters: Parameters, units: UnitFinder) -> list[Finding]:
    """Units left out of merged forms, months left out by a unit, numbers of staff that disagree, units sent twice."""
    forms = parameters.forms_on(span.window.end)
    found: list[Finding] = []
    for form_id in sorted(tables):
        form, table = forms[form_id], tables[form_id]
        if form.has_unit and len(table):
            found += _units_left_out(form, table, span, parameters, units)
            found += _months_left_out(form, table, span, units)
            found += _sent_twice(form, table, units)
    if _APPARATUS in tables and _STAFF in tables:
        found += _staff_disagrees(tables[_APPARATUS], tables[_STAFF], units)
    return found


def _unit_ids(names: pd.Series, units: UnitFinder) -> pd.Series:
    return names.map(lambda name: unit.id if (unit := units.named(name)) else vid(name), na_action="ignore")


def _place(table: pd.DataFrame, mask: pd.Series | None = None) -> Place:
    row = (table if mask is None else table[mask]).iloc[0]
    return Place(str(row["_file"]), str(row["_sheet"]))


def _units_left_out(form: Form, table: pd.DataFrame, span: Span, parameters: Parameters, units: UnitFinder) -> Iterator[Finding]:
    """Units that owe a form which the collecting unit sent merged, and that its rows do not name."""
    day = span.window.end
    named = set(_unit_ids(table["don_vi"], units).dropna())
    for collector in (unit for unit in parameters.units.on(day) if unit.collects):
        own = table["_unit"] == collector.id
        if not own.any() or not (set(_unit_ids(table.loc[own, "don_vi"], units).dropna()) - {collector.id}):
            continue
        for unit in _owing(form, parameters.units.on(day), span):
            if unit.id not in named and not (table["_unit"] == unit.id).any():
                yield finding("thieu_don_vi", _place(table, own), found=unit.name, unit=unit.id, form=form.id)


def _owing(form: Form, units: Sequence[Unit], span: Span) -> list[Unit]:
    return [unit for unit in units if form.id in unit.owed_on(span.window.end)]


def _months_left_out(form: Form, table: pd.DataFrame, span: Span, units: UnitFinder) -> Iterator[Finding]:
    """Months of the window that a unit named in a monthly form has no row for."""
    if form.date is None or form.column(form.date).type != "month":
        return
    unit_ids = _unit_ids(table["don_vi"], units)
    for unit_id in dict.fromkeys(unit_ids.dropna()):
        own = unit_ids == unit_id
        there = set(table.loc[own, form.date].dropna().dt.date)
        missing = [month for month in span.months if month not in there]
        if missing and len(missing) < len(span.months):
            months = ", ".join(f"tháng {month.month}/{month.year}" for month in missing)
            name = table.loc[own, "don_vi"].iloc[0]
            yield finding("thieu_thang", _place(table, own), found=name, needed=months, unit=_known(unit_id, units), form=form.id)


def _known(unit_id: str, units: UnitFinder) -> str | None:
    unit = units.named(unit_id)
    return unit.id if unit else None


def _sent_twice(form: Form, table: pd.DataFrame, units: UnitFinder) -> Iterator[Finding]:
    """Counts of one unit that came from two senders: the key begins with the sender, so both are added up."""
    if form.owner != "any" or "don_vi" not in form.key or not any(column.type in NUMERIC for column in form.columns):
        return
    keys = table[list(form.key)].assign(don_vi=_unit_ids(table["don_vi"], units), _unit=table["_unit"])
    twice = keys.duplicated(list(form.key), keep=False) & ~keys.duplicated([*form.key, "_unit"], keep=False)
    for unit_id in dict.fromkeys(keys.loc[twice, "don_vi"]):
        own = twice & (keys["don_vi"] == unit_id)
        senders = ", ".join(dict.fromkeys(table.loc[own, "_file"]))
        name = table.loc[own, "don_vi"].iloc[0]
        yield finding("hai_noi_cung_nop", _place(table, own), found=name, needed=senders, unit=_known(unit_id, units), form=form.id)


def _staff_disagrees(apparatus: pd.DataFrame, staff: pd.DataFrame, units: UnitFinder) -> Iterator[Finding]:
    present = apparatus["cong_chuc_co_mat"] + apparatus["vien_chuc_co_mat"]
    by_apparatus = _one_each(apparatus, present, units)
    by_staff = _one_each(staff, staff["so_ccvc"], units)
    for unit_id, (count, row) in by_staff.items():
        if unit_id in by_apparatus and by_apparatus[unit_id][0] != count:
            place = Place(str(row["_file"]), str(row["_sheet"]), int(row["_row"]))
            yield finding(
                "so_nguoi_lech", place, found=count, needed=by_apparatus[unit_id][0], unit_name=row["don_vi"],
                unit=_known(unit_id, units), form=_STAFF,
            )


def _one_each(table: pd.DataFrame, numbers: pd.Series, units: UnitFinder) -> dict[str, tuple[int, pd.Series]]:
    """Unit -> its number, for the units that have exactly one row and a number in it."""
    unit_ids = _unit_ids(table["don_vi"], units)
    once = unit_ids.notna() & ~unit_ids.duplicated(keep=False) & numbers.notna()
    return {unit_ids[at]: (int(numbers[at]), table.loc[at]) for at in table.index[once]}


def with_quarter_before(data: QuarterData, before: QuarterData, forms: Mapping[str, Form]) -> list[Finding]:
    """Flow forms of a sender that equal last quarter's in every cell but the dates: perhaps only the dates were changed."""
    found = []
    for form_id in sorted(data.tables):
        form = forms.get(form_id)
        if form is None or form_id not in before.tables or not _tells(form):
            continue
        now, then = data.tables[form_id], before.tables[form_id]
        for sender in dict.fromkeys(now["_unit"]):
            rows = now[now["_unit"] == sender]
            fewest = _FEWEST_OF_ALL if len(rows) == len(now) else _FEWEST_ROWS
            if len(rows) >= fewest and _undated(rows, form) == _undated(then[then["_unit"] == sender], form):
                found.append(finding(
                    "chi_doi_ngay", _place(rows), needed=before.quarter.label, unit=sender, form=form_id, quarter=data.quarter.id,
                ))
    return found


def _tells(form: Form) -> bool:
    """Whether two quarters of a form are not expected to be alike: it has numbers or free text beside its key."""
    return form.span == "flow" and any(column.type in (*NUMERIC, "text") and column.id not in form.key for column in form.kept)


def _undated(rows: pd.DataFrame, form: Form) -> Counter[tuple[object, ...]]:
    """The rows without their dates, as often as each occurs."""
    columns = [column.id for column in form.kept if column.type not in ("date", "month")]
    plain = rows[columns].astype(object).where(rows[columns].notna(), None)
    return Counter(plain.itertuples(index=False, name=None))

