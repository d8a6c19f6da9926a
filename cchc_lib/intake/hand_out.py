"""Handing out: the blank workbooks of a quarter for the units that owe forms, written beside what is there already.

A workbook that somebody has changed since it was written is never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_lib.domain.errors import ParameterError, UsageError
from cchc_lib.domain.organisation import Unit
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Calendar, Period, Span
from cchc_lib.domain.text import nearest

from .blank import Known, Request, blank_workbook
from .blank.known import FROM_EARLIER
from .collection import span_of
from .folders import available_quarters, in_time
from .ledger import Ledger
from .quarter import read_quarter
from .working_days import due_day

_QUARTERS_BACK = 4


@dataclass(frozen=True)
class HandedOut:
    """One unit's workbook. state: written · unchanged (the same lies there) · kept (changed by somebody since, left alone)."""

    unit: Unit
    path: Path
    forms: tuple[str, ...]
    state: str


def last_quarter(period: Period, calendar: Calendar) -> Span:
    """The span of the quarter whose forms are filled in for a period: its last one. UsageError for a period without dates."""
    return calendar.span(span_of(period, calendar).last_quarter)


def units_asked(parameters: Parameters, span: Span, names: Sequence[str]) -> list[Unit]:
    """The units of those ids or names, else all that owe something on the span's last day. UsageError for an unknown one."""
    owing = [unit for unit in parameters.units.on(span.window.end) if unit.owed_on(span.window.end)]
    if not names:
        return owing
    found = {name: next((unit for unit in owing if unit.is_called(name)), None) for name in names}
    for name, unit in found.items():
        if unit is None:
            near = nearest(name, [one.id for one in owing])
            ids = ", ".join(one.id for one in owing)
            raise UsageError(f"không có đơn vị «{name}» phải gửi biểu kỳ này",
                             remedy=(f"có phải «{near}»? " if near else "") + f"Các đơn vị: {ids}.")
    return [unit for unit in owing if unit in found.values()]


def what_is_known(parameters: Parameters, span: Span, data: Path) -> Known:
    """Units, plan, and the tables of earlier quarters that forms can be filled with beforehand."""
    quarter = span.last_quarter
    earlier, years = {}, {}
    for found in _earlier_quarters(data, quarter):
        wanted = {form_id: form for form_id, form in parameters.forms.items() if form_id in FROM_EARLIER and form_id not in earlier}
        if not wanted:
            break
        past = parameters.calendar.span(found)
        read = read_quarter(available_quarters(data).quarters[found], past, replace(parameters, forms=wanted))
        new = {form_id: table for form_id, table in read.tables.items() if len(table)}
        earlier |= new
        years |= dict.fromkeys(new, found.year)
    return Known(parameters.units.on(span.window.end), parameters.plan_for(quarter), earlier, years)


def _earlier_quarters(data: Path, quarter: Period) -> list[Period]:
    """Quarters with a folder before this one, the latest first; none where there is no data yet."""
    try:
        folders = available_quarters(data).quarters
    except ParameterError:
        return []
    return sorted((one for one in folders if in_time(one) < in_time(quarter)), key=in_time, reverse=True)[:_QUARTERS_BACK]


def requests(parameters: Parameters, span: Span, units: Iterable[Unit], *, sample: bool = False) -> list[Request]:
    """What to make for each unit."""
    day = span.window.end
    in_use = parameters.forms_on(day)
    due = due_day(span.last_quarter, parameters)
    collector = collecting_unit(parameters, span)
    return [
        Request(unit, span, [in_use[form] for form in dict.fromkeys(unit.owed_on(day)) if form in in_use], due, collector, sample)
        for unit in units
    ]


def collecting_unit(parameters: Parameters, span: Span) -> str:
    """The name of whom the forms are sent to: the collecting unit of the body."""
    unit = next((one for one in parameters.units.on(span.window.end) if one.collects), None)
    identity = parameters.organisation.identity(span.window.end)
    return ", ".join(name for name in (unit.name if unit else None, identity.name if identity else None) if name)


def hand_out(made: Sequence[Request], known: Known, folder: Path) -> list[HandedOut]:
    """Writes the workbooks into a folder."""
    ledger = Ledger(folder)
    done = []
    for request in made:
        state = ledger.put(request.name, blank_workbook(request, known))
        done.append(HandedOut(request.unit, folder / request.name, tuple(form.id for form in request.forms), state))
    return done
