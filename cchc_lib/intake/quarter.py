"""One quarter's folder, read: typed tables, who sent what, who owes what, and everything that is wrong, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.findings import Finding, Place, in_order
from cchc_lib.domain.forms import Form
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Calendar, Period, Span
from cchc_lib.domain.submissions import QuarterData

from . import corrections as declared
from . import crosschecks
from .arrivals import read_arrivals
from .cells import CODE, Setting
from .codes import finding
from .days import Months
from .earlier import settle_earlier
from .folders import available_quarters, in_time, submitted_files
from .frames import FormRows, Tables
from .keys import Source, check_keys
from .layout import form_of_name
from .long_rows import LongRows
from .submissions import Sent, missing_of, sender_of, settle_unit, settle_versions, submissions_of
from .tables import check_codes, codes_in, name_units, put_together, sources_of
from .units import UnitFinder, unit_of_name
from .workbooks import Reading, read_file

if TYPE_CHECKING:
    import numpy as np

CATALOGUE = "danh_muc_tthc"
Codes = Callable[[], frozenset[str]]  # the codes of earlier catalogues, which are read when a code is in no own one


def read_quarter(
    folder: Path, span: Span, parameters: Parameters, *, known_codes: frozenset[str] = frozenset(), cache: Path | None = None,
) -> QuarterData:
    """Everything that a quarter's folder holds. Never raises for what is in it.

    span: the quarter's window in force. known_codes: procedure codes of earlier quarters' catalogues. cache: a folder for
    typed tables of unchanged workbooks (None: none is kept).
    Raises ParameterError for a folder that is not there.
    """
    return _read_quarter(folder, span, parameters, lambda: known_codes, cache)[0]


def _read_quarter(
    folder: Path, span: Span, parameters: Parameters, earlier: Codes, cache: Path | None
) -> tuple[QuarterData, frozenset[str]]:
    """The quarter, and the procedure codes of its catalogue."""
    if not folder.is_dir():
        raise ParameterError(f"Không có thư mục số liệu «{folder}»", remedy="Kiểm tra --data và tên kỳ.")
    quarter = span.last_quarter
    forms = parameters.forms_on(span.window.end)
    units = UnitFinder(parameters.units, span.window.end)
    content = submitted_files(folder)
    reading = _reading(span, quarter, parameters, forms, cache)
    files = [_read_one(one, folder, reading, units, quarter) for one in content.files]
    arrivals, wrong_arrivals = read_arrivals(folder)
    unread = [replace(one, unit=unit_of_name(one.place.file or "", units)) for one in content.findings]
    findings = [*unread, *wrong_arrivals, *settle_versions(files), *_lost_corrections(files, reading, quarter)]
    sources = sources_of(files)
    own_codes = codes_in(sources.get(CATALOGUE, ()), CODE)
    tables, more = _tables(sources, forms, units, quarter, own_codes, earlier)
    notes = [*content.notes, *_sheet_notes(files)]
    findings += more + [replace(one, unit=sent.unit) for sent in files for one in sent.findings()]
    faulty = {one.form for one in findings if one.severity == "fault"}
    sound = {form_id: table for form_id, table in tables.items() if form_id not in faulty}
    findings += crosschecks.within_quarter(sound, span, parameters, units)
    data = QuarterData(
        quarter=quarter,
        tables=Tables(tables),
        submissions=tuple(submissions_of(files, quarter, parameters, arrivals)),
        missing=tuple(missing_of(files, span, quarter, parameters, units)),
        findings=tuple(in_order(replace(one, quarter=quarter.id) for one in findings)),
        notes=tuple(notes),
    )
    return data, own_codes


def _reading(span: Span, quarter: Period, parameters: Parameters, forms: Mapping[str, Form], cache: Path | None) -> Reading:
    return Reading(
        forms=forms,
        span=span,
        setting=Setting(Months(span.window, span.month_rule), parameters.states),
        slack_days=parameters.rules_on(span.window.end).end_slack_days,
        corrections=parameters.corrections.get(quarter.id, ()),
        cache=cache,
    )


def _read_one(submitted, folder: Path, reading: Reading, units: UnitFinder, quarter: Period) -> Sent:
    sender = sender_of(submitted, units)
    result = read_file(submitted.path, f"{folder.name}/{submitted.relative}", sender.form_name, reading)
    sent = Sent(submitted, sender, result)
    settle_unit(sent, units, quarter, form_of_name(sender.form_name, dict(reading.forms))[0] is not None)
    return sent


def _lost_corrections(files: Sequence[Sent], reading: Reading, quarter: Period) -> list[Finding]:
    """Corrections of files that are not there."""
    found = {id(one) for sent in files for one in declared.for_file(reading.corrections, sent.result.file)}
    lost = [one for one in reading.corrections if id(one) not in found]
    return [declared.not_found(one, f"tệp «{one.file}»", f"{quarter.id}/{one.file.removeprefix(f'{quarter.id}/')}") for one in lost]


def _sheet_notes(files: Iterable[Sent]) -> list[str]:
    notes = []
    for sent in files:
        notes += [note for sheet in sent.counted for note in sheet.notes]
        if blank := [sheet.sheet for sheet in sent.result.sheets if sheet.state == "blank"]:
            notes.append(f"{sent.result.file}: chưa điền và không đánh dấu «Không phát sinh», coi như chưa nộp: {', '.join(blank)}")
        replaced = {form: later for form, later in sent.replaced.items() if any(one.form.id == form for one in sent.sheets)}
        titles = {one.form.id: one.form.title for one in sent.sheets}
        notes += [f"{sent.result.file}: biểu «{titles[form]}» được thay bằng {later}" for form, later in replaced.items()]
    return notes


def _tables(
    sources: Mapping[str, Sequence[Source]], forms: Mapping[str, Form], units: UnitFinder, quarter: Period,
    own_codes: frozenset[str], earlier: Codes,
) -> tuple[dict[str, FormRows | LongRows], list[Finding]]:
    """Form id -> its rows, and what only the whole quarter can show (reported into the sheets, or returned)."""
    tables, more = {}, []
    reported: set[tuple[str, str]] = set()
    for form_id, own in sources.items():
        form = forms[form_id]
        if form.has_unit:
            name_units(own, units, reported)
        more += _unchecked_codes(own, form, own_codes, earlier)
        repeated = check_keys(own, form)
        _note_repeated(own, repeated)
        if any(sheet.state != "unreadable" for _, sheet in own):
            tables[form_id] = put_together(own, repeated, form, quarter)
    return tables, more


def _note_repeated(sources: Sequence[Source], repeated: Sequence[np.ndarray]) -> None:
    counts: Counter[int] = Counter()  # by the first piece of each sheet
    for number, ((_, sheet), again) in enumerate(zip(sources, repeated, strict=True)):
        counts[number - sheet.piece] += int(again.sum())
    for number, count in counts.items():
        sent, sheet = sources[number]
        if count:
            sheet.notes.append(f"{Place(sent.result.file, sheet.sheet)}: {count} dòng trùng y hệt dòng khác, chỉ tính một lần")


def _unchecked_codes(sources: Sequence[Source], form: Form, own_codes: frozenset[str], earlier: Codes) -> list[Finding]:
    columns = [check.left[0] for check in form.checks if check.operator == "in"]
    if not columns or (own_codes and all(codes_in(sources, column) <= own_codes for column in columns)):
        return []
    if known := own_codes | earlier():
        check_codes(sources, form, known)
        return []
    if any(len(sheet.rows) for _, sheet in sources):
        sent, sheet = sources[0]
        return [finding("chua_co_danh_muc", Place(sent.result.file, sheet.sheet), form=form.id)]
    return []


def read_quarters(
    root: Path, quarters: Sequence[Period], parameters: Parameters, calendar: Calendar, *, cache: Path | None = None,
) -> dict[Period, QuarterData]:
    """Some quarters of a data folder, oldest first; those without a folder are left out.

    A quarter knows the procedure codes of its own and of every earlier quarter's catalogue, asked for or not; a later
    quarter's folder never has influence. Raises ParameterError for a wrong data folder.
    """
    folders = available_quarters(root).quarters
    last = max((one for one in quarters if one in folders), key=in_time, default=None)
    found: dict[Period, QuarterData] = {}
    catalogues: list[Codes] = []
    for quarter, folder in folders.items():
        if last is None or in_time(quarter) > in_time(last):
            break
        span = calendar.span(quarter)
        if quarter in quarters:
            data, own = _read_quarter(folder, span, parameters, once(partial(_codes_of, tuple(catalogues))), cache)
            catalogues.append(lambda own=own: own)
            before = found.get(quarter.previous) if quarter.previous else None
            found[quarter] = _compared(data, before, span, parameters) if before else data
        else:
            catalogues.append(once(partial(catalogue_codes, folder, span, parameters, cache)))
    return found


def _codes_of(catalogues: Sequence[Codes]) -> frozenset[str]:
    return frozenset().union(*(codes() for codes in catalogues))


def _compared(data: QuarterData, before: QuarterData, span: Span, parameters: Parameters) -> QuarterData:
    """The quarter with what the quarter before tells of it."""
    day = span.window.end
    more = crosschecks.with_quarter_before(data, before, parameters.forms_on(day), UnitFinder(parameters.units, day))
    return replace(data, findings=tuple(in_order([*data.findings, *more]))) if more else data


def catalogue_codes(folder: Path, span: Span, parameters: Parameters, cache: Path | None = None) -> frozenset[str]:
    """The procedure codes of a quarter's catalogue, whatever else is right or wrong in its folder."""
    forms = {form_id: form for form_id, form in parameters.forms_on(span.window.end).items() if form_id == CATALOGUE}
    if not forms:
        return frozenset()
    units = UnitFinder(parameters.units, span.window.end)
    reading = replace(_reading(span, span.last_quarter, parameters, forms, cache), only_forms=True)
    files = [_read_one(one, folder, reading, units, span.last_quarter) for one in submitted_files(folder).files]
    settle_versions(files)
    return codes_in(sources_of(files).get(CATALOGUE, ()), CODE)


def read_for_period(root: Path, span: Span, parameters: Parameters, *, cache: Path | None = None) -> dict[Period, QuarterData]:
    """Everything that a period's report looks at: its own quarters and all earlier ones, never a later one.

    Raises ParameterError for a wrong data folder, or one that holds none of the period's own quarters.
    """
    available = list(available_quarters(root).quarters)
    own = [quarter for quarter in span.quarters if quarter in available]
    if not own:
        wanted = ", ".join(quarter.id for quarter in span.quarters)
        there = ", ".join(quarter.id for quarter in available) or "chưa có quý nào"
        raise ParameterError(
            f"không có số liệu của kỳ {span.period}", where=str(root), why=f"cần thư mục {wanted}; hiện có: {there}",
            remedy="đặt biểu của các đơn vị vào thư mục của quý, hoặc kiểm tra lại kỳ và --data.",
        )
    last = in_time(span.last_quarter)
    wanted_quarters = [quarter for quarter in available if in_time(quarter) <= last]
    found = read_quarters(root, wanted_quarters, parameters, parameters.calendar, cache=cache)
    found |= {quarter: _nothing_came(quarter, parameters) for quarter in span.quarters if quarter not in found}
    return settle_earlier(dict(sorted(found.items(), key=lambda item: in_time(item[0]))), span, parameters.forms)


def _nothing_came(quarter: Period, parameters: Parameters) -> QuarterData:
    """A quarter of the period without a folder: every form that is owed is missing."""
    span = parameters.calendar.span(quarter)
    units = UnitFinder(parameters.units, span.window.end)
    return QuarterData(quarter, {}, missing=tuple(missing_of([], span, quarter, parameters, units)))
