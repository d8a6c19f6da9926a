"""The submissions of a period, quarter by quarter, with what every unit owes and how each form of it stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cchc_lib.domain.errors import UsageError
from cchc_lib.domain.findings import Finding
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Calendar, Period, PeriodError, Span
from cchc_lib.domain.submissions import QuarterData, Submission

from .arrivals import Arrival, record_arrivals
from .folders import available_quarters
from .quarter import read_quarters
from .submissions import missing_of
from .units import UnitFinder
from .working_days import due_day, late_days

RECEIVED, LATE, MISSING, FAULTY, MERGED = "đã nhận", "muộn", "chưa gửi", "có lỗi", "gộp ở đầu mối"


@dataclass(frozen=True)
class Collected:
    """One quarter as collected. folder: None where the quarter has none yet."""

    span: Span
    data: QuarterData
    folder: Path | None
    due: dt.date

    @property
    def quarter(self) -> Period:
        return self.span.last_quarter


@dataclass(frozen=True)
class Standing:
    """How one form of one unit stands. state: RECEIVED, LATE, MISSING, FAULTY or MERGED, the gravest that holds.

    late_days: working days after the due day, of the arrival or, while nothing came, of today; None when unknown.
    """

    quarter: str
    unit: str
    unit_name: str
    form: str
    form_title: str
    state: str
    arrived: dt.date | None = None
    late_days: int | None = None
    faults: int = 0
    file: str | None = None

    def to_dict(self) -> dict[str, object]:
        return {**self.__dict__, "arrived": self.arrived.isoformat() if self.arrived else None}


def record(folders: Sequence[Path], today: dt.date) -> list[tuple[Path, list[Arrival]]]:
    """Notes in tiep-nhan.csv of each quarter's folder what was not noted before."""
    return [(folder, record_arrivals(folder, today)) for folder in folders]


def span_of(period: Period, calendar: Calendar) -> Span:
    """The period's window in force. UsageError for a report on request whose file is missing."""
    try:
        return calendar.span(period)
    except PeriodError as error:
        raise UsageError(str(error), remedy=f"tạo parameters/periods/{period}.yaml với rule: dates, from, to.") from None


def quarter_folders(span: Span, data: Path) -> dict[Period, Path]:
    """The folders of a period's quarters that are there. ParameterError for a wrong data folder."""
    found = available_quarters(data).quarters
    return {quarter: found[quarter] for quarter in span.quarters if quarter in found}


def collect(span: Span, parameters: Parameters, data: Path, *, cache: Path | None = None) -> list[Collected]:
    """Every quarter of a period. A quarter without a folder is one from which everything is missing.

    cache: where what was read of unchanged files is kept (None: nowhere).
    """
    folders = quarter_folders(span, data)
    read = read_quarters(data, list(folders), parameters, parameters.calendar, cache=cache)
    return [
        Collected(own, read.get(quarter) or _nothing(own, parameters), folders.get(quarter), due_day(quarter, parameters))
        for quarter in span.quarters
        for own in [parameters.calendar.span(quarter)]
    ]


def _nothing(span: Span, parameters: Parameters) -> QuarterData:
    units = UnitFinder(parameters.units, span.window.end)
    return QuarterData(span.last_quarter, {}, missing=tuple(missing_of([], span, span.last_quarter, parameters, units)))


def standings(collected: Collected, parameters: Parameters, today: dt.date) -> list[Standing]:
    """Every form that a unit owes, and every other that it sent, in the order of units and of their forms."""
    day = collected.span.window.end
    forms = parameters.forms_on(day)
    found = []
    for unit in parameters.units.on(day):
        senders = {unit.id, *parameters.units.made_from(unit.id)}
        owed = [form for form in dict.fromkeys(unit.owed_on(day)) if form in forms]
        sent = [one.form for one in collected.data.submissions if one.unit in senders and one.form in forms]
        for form in dict.fromkeys([*owed, *sent]):
            base = Standing(collected.quarter.id, unit.id, unit.name, form, forms[form].title, RECEIVED)
            found.append(_standing(base, collected, parameters, today))
    return found


def _standing(base: Standing, collected: Collected, parameters: Parameters, today: dt.date) -> Standing:
    senders = {base.unit, *parameters.units.made_from(base.unit)}
    faults = len([one for one in collected.data.faults if one.unit in senders and one.form == base.form])
    sent = [one for one in collected.data.submissions if one.unit in senders and one.form == base.form and not one.replaced_by]
    missing = any((one.unit, one.form) == (base.unit, base.form) for one in collected.data.missing)
    if sent and not missing:  # of several units that were merged one may have sent, and the others not
        return _received(replace(base, faults=faults), sent)
    if faults:  # its sheet is there but could not be read
        return replace(base, state=FAULTY, faults=faults)
    if missing:
        late = late_days(collected.due, today, parameters.days_off)
        return replace(base, state=MISSING, late_days=late)
    return replace(base, state=MERGED)


def _received(base: Standing, sent: Sequence[Submission]) -> Standing:
    """Several workbooks of one form: it is in when the last of them is."""
    last = max(sent, key=lambda one: (one.arrived or dt.date.min, one.file))
    known = all(one.arrived for one in sent)
    state = FAULTY if base.faults else LATE if known and last.late_days else RECEIVED
    return replace(base, state=state, arrived=last.arrived if known else None, late_days=last.late_days if known else None, file=last.file)


def faults_beside_forms(collected: Collected) -> list[Finding]:
    """Faults that belong to no form: files that cannot be read, misspelt sheets."""
    return [one for one in collected.data.faults if one.form is None]
