"""The main job: from a period's submissions to a run folder with the Word report.

Read, check, six area notebooks side by side, the report notebook, format check, manifest, and one renaming.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from cchc_lib.domain.areas import AREAS, REPORT_NOTEBOOK, Area
from cchc_lib.domain.errors import DataError, UsageError, UserError
from cchc_lib.domain.exit_codes import ExitCode, gravest
from cchc_lib.domain.findings import Finding, gathered
from cchc_lib.domain.overrides import bound
from cchc_lib.domain.periods import Span
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.submissions import Missing, QuarterData
from cchc_lib.runs.archive import folder, lock, of_record
from cchc_lib.runs.archive.canonical import read_json
from cchc_lib.runs.archive.manifest import LOG, STEPS, Manifest, outputs_of, read_manifest
from cchc_lib.runs.archive.snapshot import FOLDER, PARAMETERS, READING, STORE, TEMPLATES, read_snapshot, write_snapshot
from cchc_lib.runs.areas import Ledger, earlier_runs
from cchc_lib.runs.engine.jobs import Event, Job, OnEvent, Outcome, check, declared_parameters
from cchc_lib.runs.engine.pool import Pool
from cchc_lib.runs.ingredients import Ingredients, area_fingerprint, forms_of_area, gather, input_digests
from cchc_lib.runs.log import RunLog
from cchc_lib.runs.request import FormatFinding, ReportOutcome, ReportRequest, Steps

if TYPE_CHECKING:
    from cchc_lib.domain.parameters import Parameters

_FEW = 3
_LONGEST_FIRST = ("tthc",)  # the dossiers: whoever waits for the slowest starts it first


def build_report(request: ReportRequest, steps: Steps, on_event: OnEvent = lambda event: None) -> ReportOutcome:
    """Build the report of a period, or give the last one when nothing it depends on has changed.

    Raises UserError for what stops it before anything is built (parameters, lock, disk). Faults in the data and failed areas
    come back in the outcome, with their exit codes.
    """
    request = replace(request, set=bound(request.set, request.period))
    parameters = steps.load(request.parameters, request.set)
    span = parameters.calendar.span(request.period)
    parameters.signing(span)  # who signs is known before anything runs
    on_event(Event("said", note=window_sentence(span)))
    if request.of_record is None:
        request = replace(request, of_record=of_record.records(request.outputs, span, sample=request.sample))
    for sentence in of_record.told(request.of_record or {}):
        on_event(Event("said", note=sentence))
    whole = ingredients_of(request, span)
    last = _newest(request, on_event)
    edited = _edited(last)
    if edited is not None:
        on_event(Event("said", note=f"văn bản của lần chạy trước đã được sửa tay, vẫn giữ nguyên: {edited}"))
    if last is not None and not request.force and (outcome := _unchanged(last, whole, span)) is not None:
        on_event(Event("said", note=f"không có gì thay đổi so với lần chạy {last.name}; không chạy lại"))
        return replace(outcome, edited=edited)
    if request.dry_run:
        return _dry_run(request, steps, on_event, parameters, span)
    home = request.outputs / request.period.id
    with folder.writing(home):
        home.mkdir(parents=True, exist_ok=True)
    with lock.hold(home, f"report {request.period.id}"):
        try:
            building = folder.Building(request.outputs, request.period.id, whole.fingerprint)
            few = last is not None and not request.force and _few_inputs_changed(last, whole)
            return replace(_Run(request, steps, on_event, parameters, span, whole, building, few=few).build(), edited=edited)
        finally:
            lock.tidy(home)


def _dry_run(request: ReportRequest, steps: Steps, on_event: OnEvent, parameters: Parameters, span: Span) -> ReportOutcome:
    """Read and check as a report would, say what it would do, and write nothing."""
    quarters = list(steps.read(parameters, request.data, span))
    findings, missing = _said_of(quarters, span)
    on_event(Event("said", note="sẽ chạy: " + ", ".join(area.title for area in AREAS) + "; rồi lập báo cáo Word"))
    on_event(Event("said", note=f"kết quả sẽ ở: {request.outputs / request.period.id}"))
    faulty = any(one.severity == "fault" for one in findings) and not request.draft
    codes = [ExitCode.FAULTS] if faulty else []
    return ReportOutcome(gravest([*codes, *([ExitCode.MISSING_FORMS] if missing else [])]), span, findings=findings, missing=missing)


def ingredients_of(request: ReportRequest, span: Span) -> Ingredients:
    return gather(
        request.period, span.last_quarter, data=request.data, parameters=request.parameters, templates=request.templates,
        notebooks=request.notebooks, options=request.options, of_record=request.of_record,
    )


def window_sentence(span: Span) -> str:
    rule = {"nd09": "Nghị định 09/2019/NĐ-CP", "calendar": "theo lịch", "dates": "ngày ghi trong tham số của kỳ"}[span.rule]
    return f"kỳ {span.period.label}: từ {short_date(span.window.start)} đến hết {short_date(span.window.end)} ({rule})"


def _newest(request: ReportRequest, on_event: OnEvent) -> folder.RunFolder | None:
    """The newest run that can be read: one of another program or version is no reason to build nothing."""
    last = folder.newest(request.outputs, request.period.id)
    try:
        if last is not None:
            read_manifest(last.path)
        return last
    except UsageError as error:
        on_event(Event("said", note=f"bỏ qua lần chạy trước ({error.what}): {last and last.path}"))
        return None


def _edited(last: folder.RunFolder | None) -> Path | None:
    if last is None:
        return None
    manifest = read_manifest(last.path)
    return last.path / manifest.docx if manifest.docx and manifest.edited(last.path) else None


def _unchanged(last: folder.RunFolder, whole: Ingredients, span: Span) -> ReportOutcome | None:
    """The last run as this report's outcome, when it was made from the very same things and is still whole."""
    manifest = read_manifest(last.path)
    if manifest.fingerprint != whole.fingerprint or manifest.docx is None:
        return None
    if [name for name in manifest.changed(last.path) if name != manifest.docx] or not (last.path / manifest.docx).exists():
        return None
    findings, missing = _said_of(read_snapshot(last.path / FOLDER).values(), span)
    return ReportOutcome(
        manifest.exit_code, span, last.path, last.path / manifest.docx, unchanged=True, findings=findings, missing=missing,
        computed=_computed(last.path),
    )


def _few_inputs_changed(last: folder.RunFolder, whole: Ingredients) -> bool:
    """Whether no more than a few submitted files differ from the last run's: then most areas can be taken over."""
    old, new = read_manifest(last.path).identity, whole.to_dict()
    before, after = old["inputs"], new["inputs"]
    changed = [name for name in {*before, *after} if before.get(name) != after.get(name)]
    return len(changed) <= _FEW and all(old.get(key) == new[key] for key in new if key != "inputs")


def _computed(run: Path) -> tuple[str, ...]:
    """What the computation itself found: the findings of results.json that no reading of a quarter has said."""
    told = read_json(run / "results.json").get("findings", ())
    return tuple(gathered(one for one in told if "quarter" not in one))


def _said_of(quarters: Iterable[QuarterData], span: Span) -> tuple[tuple[Finding, ...], tuple[Missing, ...]]:
    """All findings, and the forms that are missing in the quarters of the period itself."""
    read = list(quarters)
    missing = (one for data in read if data.quarter in span.quarters for one in data.missing)
    return tuple(one for data in read for one in data.findings), tuple(missing)


class _Run:
    """One build, step by step."""

    def __init__(
        self, request: ReportRequest, steps: Steps, on_event: OnEvent, parameters: Parameters, span: Span,
        whole: Ingredients, building: folder.Building, *, few: bool = False,
    ) -> None:
        """few: most areas are expected to be taken over from an earlier run."""
        self.request, self.steps, self.parameters, self.span, self.whole = request, steps, parameters, span, whole
        self.building, self.path, self.few = building, building.path, few
        self.ledger = Ledger(self.path)
        self.log = RunLog(self.path / LOG, request, on_event)
        self.fingerprints: dict[str, str] = {}
        self.reused: tuple[str, ...] = ()

    def build(self) -> ReportOutcome:
        """Every step; whatever ends it early leaves a failed run, or nothing when the data have faults."""
        try:
            with folder.writing(self.path):
                return self._build()
        except (UsageError, DataError):
            self.building.discard()
            raise
        except BaseException:
            self._give_up()
            raise

    def _give_up(self) -> None:
        """Put the folder among the failed ones; the error on its way says more than a second one would."""
        try:
            if self.path.exists():
                self.building.fail()
        except UserError:
            pass

    def _build(self) -> ReportOutcome:
        jobs = {area.id: self._job(area) for area in AREAS}
        report = self._report_job()
        check([*jobs.values(), report])
        with self._pool() as pool:
            quarters = list(self.steps.read(self.parameters, self.request.data, self.span))
            self._stop_if_changed()
            findings, missing = _said_of(quarters, self.span)
            if any(one.severity == "fault" for one in findings) and not self.request.draft:
                self.building.discard()
                return ReportOutcome(ExitCode.FAULTS, self.span, findings=findings, missing=missing)
            self._snapshot(quarters)
            self._take_over()
            Thread(target=self.steps.ahead, daemon=True).start()
            failures = self._failures(pool, [job for area, job in jobs.items() if area not in self.ledger.finished])
            if not failures:
                failures = self._failures(pool, [report])
            if not failures:
                pool.end()
                formats = tuple(self.steps.check_format(self._docx))
        if failures:
            return self._failed(failures, findings, missing)
        return self._finish(formats, findings, missing)

    def _pool(self) -> Pool:
        """The kernels: a kept pool's, or of its own; only one is started ahead where little is to be run."""
        if self.request.pool is not None:
            return self.request.pool().lend(self._heard)
        return Pool(
            self.request.workers, reuse=self.request.reuse, timeout=self.request.timeout, on_event=self._heard,
            ready=1 if self.few else None, early=self.request.early,
        )

    @property
    def _docx(self) -> Path:
        return self.path / f"bao-cao-cchc-{self.request.period.id}.docx"

    def _stop_if_changed(self) -> None:
        """A file that was still being copied while it was read: what was hashed may not be what was read."""
        before, after = self.whole.inputs, input_digests(self.request.data, self.span.last_quarter)
        changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        if changed:
            raise DataError("biểu đang được chép hoặc sửa trong lúc đọc", where=str(self.request.data), details=changed, remedy="Chờ chép xong, đóng tệp rồi chạy lại.")

    def _failures(self, pool: Pool, jobs: Sequence[Job]) -> tuple[Outcome, ...]:
        ordered = sorted(jobs, key=lambda job: job.name not in _LONGEST_FIRST)
        return tuple(outcome for outcome in pool.run(ordered) if not outcome.ok)

    def _job(self, area: Area) -> Job:
        return _notebook_job(self.request, self.path, area.id, area.title, area.notebook, self.path / "areas" / f"{area.id}.json")

    def _report_job(self) -> Job:
        return _notebook_job(self.request, self.path, "report", "Báo cáo", REPORT_NOTEBOOK, self.path / "results.json")

    def _snapshot(self, quarters: Sequence[QuarterData]) -> None:
        write_snapshot(
            self.path, quarters, self.request.parameters, self.request.templates, self.request.set,
            self.request.outputs / STORE, self.request.of_record,
        )
        reading = read_json(self.path / FOLDER / READING)
        self.fingerprints = {
            area.id: area_fingerprint(
                self.whole, self.parameters, f"{area.notebook}.ipynb", reading, forms_of_area(self.parameters, area.id)
            )
            for area in AREAS
        }

    def _take_over(self) -> None:
        """Areas that an earlier run, whole or broken off, has made from the very same things."""
        if self.request.force:
            return
        sources = earlier_runs(self.request.outputs, self.request.period.id)
        for area in AREAS:
            source = self.ledger.take_over(area.id, self.fingerprints[area.id], sources)
            if source is not None:
                self.reused += (area.id,)
                self.log.heard(Event("said", note=f"{area.title}: không có gì thay đổi, lấy lại từ lần chạy {source.name}"))

    def _heard(self, event: Event) -> None:
        """From the workers, one at a time: an area's end is written down before anybody is told."""
        if event.kind == "finished" and event.job is not None and event.job.name in self.fingerprints:
            self.ledger.add(event.job.name, event.job.notebook.stem, self.fingerprints[event.job.name])
        self.log.heard(event)

    def _failed(self, failures: tuple[Outcome, ...], findings: tuple[Finding, ...], missing: tuple[Missing, ...]) -> ReportOutcome:
        """A fault that the computation itself found (an identity that does not hold) is the data's, not the program's."""
        faulty = all(one.failure and one.failure.error == "DataError" for one in failures)
        code = ExitCode.FAULTS if faulty else ExitCode.FAILED
        return ReportOutcome(
            code, self.span, findings=findings, missing=missing, failures=failures, failed=self.building.fail(), reused=self.reused
        )

    def _finish(
        self, formats: tuple[FormatFinding, ...], findings: tuple[Finding, ...], missing: tuple[Missing, ...]
    ) -> ReportOutcome:
        for sentence in self.steps.extras(self.path, self.request.extras):
            self.log.heard(Event("said", note=sentence))
        codes = [ExitCode.MISSING_FORMS] if missing else []
        codes += [ExitCode.FORMAT] if any(one.mandatory for one in formats) else []
        code = gravest(codes)
        window = {"from": self.span.window.start.isoformat(), "to": self.span.window.end.isoformat(), "rule": self.span.rule}
        (self.path / STEPS).unlink(missing_ok=True)
        self.log.memory()
        Manifest(
            self.whole.fingerprint, self.whole.to_dict(), window, outputs_of(self.path), self.ledger.finished, code
        ).write(self.path)
        run = self.building.finish().path
        return ReportOutcome(
            code, self.span, run, run / self._docx.name, findings=findings, missing=missing, format_findings=formats,
            reused=self.reused, computed=_computed(run),
        )


def _notebook_job(request: ReportRequest, run: Path, name: str, title: str, notebook: str, product: Path) -> Job:
    """The job of one notebook. What it needs it must declare; what it may want it is given when it declares it."""
    source = request.notebooks / f"{notebook}.ipynb"
    declared = declared_parameters(source)
    needed = {"period": request.period.id, "snapshot": run / FOLDER, "output": run}
    offered = {
        "sample": request.sample, "draft": request.draft, "parameters": run / FOLDER / PARAMETERS,
        "templates": run / FOLDER / TEMPLATES,
    }
    given = needed | {key: value for key, value in offered.items() if key in declared}
    return Job(name, title, source, run / "notebooks" / source.name, product, run, given)
