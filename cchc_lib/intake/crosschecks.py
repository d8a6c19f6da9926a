"""What only several forms, or two quarters, can show. All findings: the figures are used as they are.

Whether this quarter's carried-over dossiers are last quarter's pending ones is asked where dossiers are computed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import NUMERIC, Form
from cchc_lib.domain.organisation import Units
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Span
from cchc_lib.domain.printing import month_label
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.domain.text import vid

from .codes import finding
from .frames import FormRows, rows_of
from .units import UnitFinder

_APPARATUS, _STAFF = "to_chuc_bo_may", "cong_chuc_vien_chuc"
# So many rows of a sender must be the same before copying is suspected: a small unit's staff may well get the same grades in
# every quarter, and a single row is often the same even where it is all that anybody sent.
_FEWEST_ROWS, _FEWEST_OF_ALL = 5, 2


class _Rows:
    """The rows of a form as plain lists, which cost less than a data frame to go through."""

    def __init__(self, form: Form, rows: FormRows, units: UnitFinder) -> None:
        self.form, self._rows, self._units = form, rows, units

    def column(self, name: str) -> list[object]:
        return self._rows.values(name)

    @cached_property
    def senders(self) -> list[object]:
        return self.column("_unit")

    @cached_property
    def unit_names(self) -> list[object]:
        return self.column("don_vi")

    @cached_property
    def unit_ids(self) -> list[str | None]:
        """For each row the id of the unit that it names (the id of its name when unknown)."""
        ids = {name: self._id(str(name)) for name in set(self.unit_names) if name is not None}
        return [ids.get(name) for name in self.unit_names]

    def _id(self, name: str) -> str:
        unit = self._units.named(name)
        return unit.id if unit else vid(name)

    def known(self, unit_id: str) -> str | None:
        unit = self._units.named(unit_id)
        return unit.id if unit else None

    def place(self, row: int, *, with_row: bool = False) -> Place:
        file, sheet, number = (self._rows.sources[name][row] for name in ("_file", "_sheet", "_row"))
        return Place(str(file), str(sheet), int(number) if with_row else None)


def within_quarter(
    tables: Mapping[str, FormRows], span: Span, parameters: Parameters, units: UnitFinder
) -> list[Finding]:
    """Units left out of merged forms, months left out by a unit, numbers of staff that disagree, units sent twice."""
    forms = parameters.forms_on(span.window.end)
    found: list[Finding] = []
    for form_id in sorted(tables):
        form = forms[form_id]
        if form.has_unit and len(tables[form_id]):
            rows = _Rows(form, tables[form_id], units)
            found += [*_units_left_out(rows, span, parameters), *_months_left_out(rows, span, parameters.units), *_sent_twice(rows)]
    if _APPARATUS in tables and _STAFF in tables:
        apparatus, staff = (_Rows(forms[form_id], tables[form_id], units) for form_id in (_APPARATUS, _STAFF))
        found += _staff_disagrees(apparatus, staff)
    return found


def _units_left_out(rows: _Rows, span: Span, parameters: Parameters) -> Iterator[Finding]:
    """Units that owe a form which the collecting unit sent merged, and that its rows do not name."""
    there = parameters.units.on(span.window.end)
    for collector in (unit for unit in there if unit.collects):
        own = [at for at, sender in enumerate(rows.senders) if sender == collector.id]
        if not {rows.unit_ids[at] for at in own} & ({unit.id for unit in there} - {collector.id}):
            continue
        for unit in there:
            owes = rows.form.id in unit.owed_on(span.window.end)
            names = {unit.id, *parameters.units.made_from(unit.id)}
            if owes and not names & {*rows.unit_ids, *rows.senders}:
                yield finding("thieu_don_vi", rows.place(own[0]), found=unit.name, unit=unit.id, form=rows.form.id)


def _months_left_out(rows: _Rows, span: Span, units: Units) -> Iterator[Finding]:
    """Months of the window that a unit named in a monthly form has no row for, under any name that it had."""
    form = rows.form
    if form.date is None or form.column(form.date).type != "month":
        return
    there: dict[str, set[dt.date]] = {}
    first: dict[str, int] = {}
    for at, (unit_id, month) in enumerate(zip(rows.unit_ids, rows.column(form.date), strict=True)):
        if unit_id is not None and isinstance(month, dt.date):
            there.setdefault(unit_id, set()).add(month)
            first.setdefault(unit_id, at)
    for unit_id, months in there.items():
        under_any_name = months.union(*(there.get(one, set()) for one in (*units.made_from(unit_id), *units.became(unit_id))))
        missing = [month for month in span.months if month not in under_any_name]
        if missing and len(missing) < len(span.months):
            words = ", ".join(month_label(month) for month in missing)
            at = first[unit_id]
            yield finding(
                "thieu_thang", rows.place(at), found=rows.unit_names[at], needed=words, unit=rows.known(unit_id), form=form.id
            )


def _sent_twice(rows: _Rows) -> Iterator[Finding]:
    """Counts of one unit that came from two senders: the key begins with the sender, so both are added up."""
    form = rows.form
    if form.owner != "any" or "don_vi" not in form.key or not any(column.type in NUMERIC for column in form.columns):
        return
    parts = [rows.unit_ids if column == "don_vi" else rows.column(column) for column in form.key]
    by_key: dict[tuple[object, ...], list[int]] = {}
    for at, key in enumerate(zip(*parts, strict=True)):
        by_key.setdefault(key, []).append(at)
    twice: dict[str, list[int]] = {}
    for found in by_key.values():
        if len({rows.senders[at] for at in found}) > 1 and (unit_id := rows.unit_ids[found[0]]):
            twice.setdefault(unit_id, []).extend(found)
    for unit_id, found in twice.items():
        files = ", ".join(dict.fromkeys(str(rows.place(at).file) for at in found))
        yield finding(
            "hai_noi_cung_nop", rows.place(found[0]), found=rows.unit_names[found[0]], needed=files, unit=rows.known(unit_id), form=form.id,
        )


def _staff_disagrees(apparatus: _Rows, staff: _Rows) -> Iterator[Finding]:
    present = _one_each(apparatus, "cong_chuc_co_mat", "vien_chuc_co_mat")
    for unit_id, (count, at) in _one_each(staff, "so_ccvc").items():
        if unit_id in present and present[unit_id][0] != count:
            yield finding(
                "so_nguoi_lech", staff.place(at, with_row=True), found=count, needed=present[unit_id][0], unit_name=staff.unit_names[at],
                unit=staff.known(unit_id), form=_STAFF,
            )


def _one_each(rows: _Rows, *columns: str) -> dict[str, tuple[int, int]]:
    """Unit -> (its number, its row), for the units that have exactly one row and the numbers in it."""
    once = Counter(rows.unit_ids)
    numbers = list(zip(*(rows.column(column) for column in columns), strict=True))
    return {
        unit_id: (sum(numbers[at]), at)
        for at, unit_id in enumerate(rows.unit_ids) if unit_id is not None and once[unit_id] == 1 and None not in numbers[at]
    }


def with_quarter_before(data: QuarterData, before: QuarterData, forms: Mapping[str, Form], units: UnitFinder) -> list[Finding]:
    """Flow forms of a sender that equal last quarter's in every cell but the dates: perhaps only the dates were changed."""
    found = []
    for form_id in sorted(data.tables):
        form = forms.get(form_id)
        if form is None or form_id not in before.tables or not _tells(form):
            continue
        now, then = (_Rows(form, rows_of(one, form_id), units) for one in (data, before))
        if not _may_be_alike(now, then):
            continue
        rows_now, rows_then = _undated(now), _undated(then)
        for sender, rows in rows_now.items():
            fewest = _FEWEST_OF_ALL if len(rows_now) == 1 else _FEWEST_ROWS
            if rows.total() >= fewest and rows == rows_then.get(sender):
                place = now.place(now.senders.index(sender))
                found.append(finding(
                    "chi_doi_ngay", place, needed=before.quarter.label, unit=str(sender), form=form_id, quarter=data.quarter.id,
                ))
    return found


def _tells(form: Form) -> bool:
    """Whether two quarters of a form are not expected to be alike: it has numbers or free text beside its key."""
    return form.span == "flow" and any(column.type in (*NUMERIC, "text") and column.id not in form.key for column in form.kept)


def _may_be_alike(now: _Rows, then: _Rows) -> bool:
    """Whether some sender has enough rows, and as many as before."""
    counts, before = Counter(now.senders), Counter(then.senders)
    fewest = _FEWEST_OF_ALL if len(counts) == 1 else _FEWEST_ROWS
    return any(count >= fewest and before[sender] == count for sender, count in counts.items())


def _undated(rows: _Rows) -> dict[object, Counter[tuple[object, ...]]]:
    """Sender -> its rows without their dates, as often as each occurs."""
    columns = [rows.column(column.id) for column in rows.form.kept if column.type not in ("date", "month")]
    found: dict[object, Counter[tuple[object, ...]]] = {}
    for sender, row in zip(rows.senders, zip(*columns, strict=True), strict=True):
        found.setdefault(sender, Counter())[row] += 1
    return found
