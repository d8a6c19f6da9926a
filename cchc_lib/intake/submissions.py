"""Who sent what: the unit and version of each file, which versions count, what arrived when, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.organisation import Unit
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.submissions import Missing, Submission
from cchc_lib.domain.text import vid

from .arrivals import Arrival, arrival_of
from .codes import finding, hint
from .folders import SubmittedFile
from .sheets import SheetResult
from .units import UNKNOWN, UnitFinder, folder_names, without_version
from .working_days import due_day, late_days
from .workbooks import FileResult


@dataclass
class Sender:
    """What a file's name and folder say. unit: id, or the name as given when unknown. form_name: the rest of a CSV's name."""

    unit: str
    known: Unit | None
    version: int
    form_name: str


@dataclass
class Sent:
    """One file with its sender, and the later versions that take the place of what it says of a form (form id -> file)."""

    submitted: SubmittedFile
    sender: Sender
    result: FileResult
    replaced: dict[str, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        return self.sender.unit

    @property
    def sheets(self) -> list[SheetResult]:
        """The sheets that were submitted: a generated sheet neither filled nor ticked was not."""
        return [sheet for sheet in self.result.sheets if sheet.state != "blank"]

    @property
    def counted(self) -> list[SheetResult]:
        """Submitted, and not replaced by a later version."""
        return [sheet for sheet in self.sheets if sheet.form.id not in self.replaced]

    def findings(self) -> list[Finding]:
        """What is wrong with the file, less what a later version has mended."""
        own = [one for one in self.result.findings if one.form not in self.replaced]
        sheets = [sheet for sheet in self.result.sheets if sheet.form.id not in self.replaced]
        return own + [one for sheet in sheets for one in (*sheet.findings, *sheet.untold(self.result.file))]


def sender_of(submitted: SubmittedFile, units: UnitFinder) -> Sender:
    """By the id that begins the file's name, else by the nearest folder that is called like a unit."""
    stem, version = without_version(submitted.path.stem)
    unit, rest = units.of_stem(stem)
    folders = folder_names(submitted.relative)
    if unit is None:
        unit = next((found for name in folders if (found := units.named(name) or units.of_stem(name)[0])), None)
    given = unit.id if unit else (folders[0] if folders else stem)
    return Sender(given, unit, version, rest)


def settle_unit(sent: Sent, units: UnitFinder, quarter: Period, is_form_name: bool) -> None:
    """The unit in the end; findings where in doubt.

    Where the name says nothing, the hidden mark of a generated form does. A CSV or Parquet file that is named after its form
    and lies in no unit's folder names nobody: it is taken as the collecting unit's.
    """
    mark, sender = sent.result.mark, sent.sender
    place = Place(sent.result.file)
    if mark and mark.period and mark.period != quarter.id:
        sent.result.findings.append(finding("bieu_cua_ky_khac", place, found=mark.period, needed=quarter.id))
    marked = units.named(mark.unit) if mark and mark.unit else None
    if sender.known is None and marked:
        sent.sender = Sender(marked.id, marked, sender.version, sender.form_name)
    elif sender.known is None and is_form_name and not folder_names(sent.submitted.relative) and units.collector:
        sent.sender = Sender(units.collector.id, units.collector, sender.version, sender.form_name)
        for sheet in (one for one in sent.result.sheets if not one.piece):
            sheet.notes.append(f"{sent.result.file}: tên tệp chỉ có tên biểu, tính là của «{units.collector.name}»")
    elif sender.known is None:
        if is_form_name and not folder_names(sent.submitted.relative):
            sender.unit = UNKNOWN
        near = None if sender.unit == UNKNOWN else units.near(sender.unit)
        if sent.result.sheets:  # of a file that holds no form, or cannot be read, that is said and is enough
            sent.result.findings.append(finding("tep_don_vi_la", place, found=sender.unit, hint=hint(near)))
    elif marked and marked.id != sender.known.id:
        sent.result.findings.append(finding("don_vi_khong_khop", place, found=sender.known.name, needed=marked.name))


def settle_versions(files: Sequence[Sent]) -> list[Finding]:
    """Marks what later versions replace, form by form; a broken file that was sent anew is no fault any more."""
    newest: dict[tuple[str, str], Sent] = {}
    latest: dict[str, int] = {}
    for sent in files:
        if not sent.result.refused:
            latest[vid(sent.unit)] = max(latest.get(vid(sent.unit), 0), sent.sender.version)
        for sheet in sent.sheets:
            key = (vid(sent.unit), sheet.form.id)
            if key not in newest or newest[key].sender.version < sent.sender.version:
                newest[key] = sent
    for sent in files:
        unit, version = vid(sent.unit), sent.sender.version
        sent.replaced = {
            form: later.result.file for (own, form), later in newest.items() if own == unit and later.sender.version > version
        }
        if sent.result.refused and latest.get(vid(sent.unit), 0) > sent.sender.version:
            sent.result.findings = [one.as_finding() for one in sent.result.findings]
    return _copies(files)


def _copies(files: Sequence[Sent]) -> list[Finding]:
    """The very same file twice from one unit counts once."""
    seen: dict[tuple[object, ...], Sent] = {}
    found = []
    for sent in files:
        forms = tuple(sorted({sheet.form.id for sheet in sent.sheets}))
        key = (sent.result.sha256, vid(sent.unit), sent.sender.version, forms)
        if not forms:
            continue
        first = seen.setdefault(key, sent)
        if first is not sent:
            sent.replaced |= dict.fromkeys((sheet.form.id for sheet in sent.result.sheets), first.result.file)
            found.append(finding("tep_trung", Place(sent.result.file), other=first.submitted.relative))
    return found


def submissions_of(
    files: Iterable[Sent], quarter: Period, parameters: Parameters, arrivals: Sequence[Arrival]
) -> list[Submission]:
    """One line for each submitted sheet, with its arrival and how late it was."""
    due = due_day(quarter, parameters) if arrivals else None
    found = []
    for sent in files:
        arrived = arrival_of(sent.submitted.relative, sent.result.sha256, arrivals)
        late = late_days(due, arrived, parameters.days_off) if arrived and due else None
        for sheet in sent.sheets:
            if sheet.piece:
                found[-1] = replace(found[-1], rows=found[-1].rows + len(sheet.rows))
                continue
            found.append(Submission(
                quarter=quarter.id, unit=sent.unit, form=sheet.form.id, file=sent.result.file, sheet=sheet.sheet,
                sha256=sent.result.sha256, rows=len(sheet.rows), empty=sheet.state == "empty", version=sent.sender.version,
                replaced_by=sent.replaced.get(sheet.form.id), arrived=arrived, late_days=late,
            ))
    return found


def missing_of(files: Sequence[Sent], span: Span, quarter: Period, parameters: Parameters, units: UnitFinder) -> list[Missing]:
    """The forms that units owe on the window's last day and that came in no way.

    A form came when the unit sent it itself, when rows of it from elsewhere name the unit, or when the collecting unit sent
    it merged: for other units than itself, without a unit column, or as the only sender of the whole quarter. What a unit
    owes has also come when all units that it was made from have sent it: a quarter may begin under the old names. Where no
    known unit sent anything the list of units is not of this body, and what came counts for all.
    """
    day = span.window.end
    in_use = parameters.forms_on(day)
    sent_by, named, merged = _what_came(files, units)
    came = sent_by | named
    before = {unit.id: unit.succeeds for unit in parameters.units.units}

    def has_come(unit: str, form: str) -> bool:
        return (unit, form) in came or bool(before[unit]) and all(has_come(old, form) for old in before[unit])

    return [
        Missing(quarter.id, unit.id, unit.name, form_id, in_use[form_id].title)
        for unit in parameters.units.on(day)
        for form_id in dict.fromkeys(unit.owed_on(day))
        if form_id in in_use and not has_come(unit.id, form_id) and form_id not in merged
    ]


def _what_came(files: Sequence[Sent], units: UnitFinder) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[str]]:
    sent_by: set[tuple[str, str]] = set()
    named: set[tuple[str, str]] = set()
    merged: set[str] = set()
    senders = {sent.unit for sent in files if sent.sheets}
    strangers = not any(sent.sender.known for sent in files if sent.sheets)
    for sent in files:
        collects = sent.sender.known is not None and sent.sender.known.collects
        for sheet in sent.counted:
            form = sheet.form
            sent_by.add((sent.unit, form.id))
            others = _units_named(sheet, units) - {sent.unit} if form.has_unit else set()
            named |= {(one, form.id) for one in others}
            if strangers or (collects and (others or not form.has_unit or senders == {sent.unit})):
                merged.add(form.id)
    return sent_by, named, merged


def _units_named(sheet: SheetResult, units: UnitFinder) -> set[str]:
    """The units (ids; names as given when unknown) in the unit column of a sheet."""
    names = {name for name in sheet.columns["don_vi"] if name is not None}
    return {unit.id if (unit := units.named(name)) else name for name in names}
