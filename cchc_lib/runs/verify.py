"""Rebuild a run from what it recorded, in a scratch place, and say whether it comes out the same, and if not, why."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cchc_lib.domain.errors import RunError
from cchc_lib.domain.exit_codes import ExitCode
from cchc_lib.domain.periods import Span, parse_period
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.runs.archive.canonical import file_digest, read_json
from cchc_lib.runs.archive.figures import read_results
from cchc_lib.runs.archive.manifest import Manifest, read_manifest
from cchc_lib.runs.archive.snapshot import FOLDER, OVERRIDES, PARAMETERS, TEMPLATES, read_of_record, read_snapshot
from cchc_lib.runs.engine.jobs import OnEvent
from cchc_lib.runs.explain.changes import Change, environment_changes, file_changes
from cchc_lib.runs.explain.diff import Moved, Sentence, changed_sentences, moved_figures, paragraphs
from cchc_lib.runs.report import build_report
from cchc_lib.runs.request import ReportRequest, Steps


@dataclass(frozen=True)
class Verified:
    """What a rebuild showed.

    damaged: files of the run that are no longer what it wrote (the document apart). edited: paragraphs of the document that a
    hand changed, with the ids of the figures printed in them. figures: figures that came out differently. bytes: outputs whose
    bytes came out differently. reasons: what has changed since in code, notebooks and environment, and so may explain it.
    """

    run: Path
    damaged: tuple[str, ...]
    edited: tuple[Sentence, ...]
    edited_figures: tuple[str, ...]
    figures: tuple[Moved, ...]
    bytes: tuple[str, ...]
    reasons: tuple[Change, ...]
    document_gone: bool = False
    document_touched: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """Difference, unless all is as it was or only bytes moved and a change of code or environment explains them."""
        unexplained = self.bytes and not self.reasons
        wrong = self.damaged or self.document_touched or self.document_gone or self.figures or unexplained
        return ExitCode.DIFFERENCE if wrong else ExitCode.DONE

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"run": self.run.name, "exit": int(self.exit_code)}


def verify(run: Path, notebooks: Path, steps: Steps, *, workers: int = 2, on_event: OnEvent = lambda event: None) -> Verified:
    """Rebuild a run from its own snapshot, parameters and templates with the notebooks and the code of today, and compare.

    Nothing is written near the run. Raises ParameterError for a folder that is no run, RunError when it cannot be rebuilt.
    """
    manifest = read_manifest(run)
    damaged = tuple(name for name in manifest.changed(run) if name != manifest.docx)
    broken = [name for name in damaged if name.startswith(f"{FOLDER}/")]
    if broken:
        raise RunError(
            "lần chạy không dựng lại được: dữ liệu lưu trong đó đã bị sửa hoặc mất", where=str(run), details=broken,
            exit_code=ExitCode.DIFFERENCE, remedy="Lấy lại thư mục này từ bản sao lưu.",
        )
    with tempfile.TemporaryDirectory(prefix="cchc-verify-") as scratch:
        rebuilt = _rebuild(run, manifest, notebooks, steps, Path(scratch), workers, on_event)
        return _compared(run, manifest, rebuilt, damaged)


def _rebuild(
    run: Path, manifest: Manifest, notebooks: Path, steps: Steps, scratch: Path, workers: int, on_event: OnEvent
) -> Path:
    options = manifest.identity["options"]
    kept = run / FOLDER

    def read(parameters: Any, data: Path, span: Span) -> Sequence[QuarterData]:
        return list(read_snapshot(kept).values())

    request = ReportRequest(
        parse_period(manifest.identity["period"]), data=scratch / "data", parameters=kept / PARAMETERS,
        outputs=scratch / "outputs", notebooks=notebooks, templates=kept / TEMPLATES, sample=options["sample"],
        draft=options["draft"], set=read_json(kept / OVERRIDES), of_record=read_of_record(kept), force=True,
        workers=workers,
    )
    outcome = build_report(request, Steps(steps.load, read), on_event)
    if outcome.run is None:
        reasons = [f"{one.job.title}: {one.failure.message}" for one in outcome.failures if one.failure]
        raise RunError("lần chạy không dựng lại được", where=str(run), details=reasons or [str(one) for one in outcome.faults])
    return outcome.run


def _compared(run: Path, manifest: Manifest, rebuilt: Path, damaged: tuple[str, ...]) -> Verified:
    again = read_manifest(rebuilt)
    docx = manifest.docx
    now = file_digest(run / docx) if docx and (run / docx).exists() else None
    touched = now is not None and docx is not None and now != manifest.outputs[docx]
    edited = tuple(changed_sentences(paragraphs(rebuilt / docx), paragraphs(run / docx))) if touched and docx else ()
    moved = () if "results.json" in damaged else tuple(moved_figures(read_results(run), read_results(rebuilt)))
    extra = {name for name in manifest.outputs if name not in again.outputs and name.endswith((".pdf", ".xlsx"))}
    names = sorted({*manifest.outputs, *again.outputs} - extra)
    return Verified(
        run=run, damaged=damaged, edited=edited, edited_figures=_figures_in(rebuilt, edited), figures=moved,
        bytes=tuple(name for name in names if manifest.outputs.get(name) != again.outputs.get(name)),
        reasons=tuple(_reasons(manifest, again)), document_gone=docx is not None and now is None, document_touched=touched,
    )


def _reasons(manifest: Manifest, again: Manifest) -> list[Change]:
    old, new = manifest.identity, again.identity
    found = file_changes("code", "cchc_lib/", old["library"]["files"], new["library"]["files"])
    return [*found, *file_changes("notebook", "notebooks/", old["notebooks"], new["notebooks"]), *environment_changes(old, new)]


def _figures_in(rebuilt: Path, edited: Sequence[Sentence]) -> tuple[str, ...]:
    """The figures that stood, as printed, in the paragraphs that were changed and stand there no more."""
    try:
        entries = read_json(rebuilt / "figures.json")
    except (OSError, ValueError):
        return ()
    gone = []
    for sentence in edited:
        was, now = sentence.old or "", sentence.new or ""
        gone += [one["id"] for one in entries if one.get("printed") and _stands(one["printed"], was) and not _stands(one["printed"], now)]
    return tuple(dict.fromkeys(gone))


def _stands(printed: str, text: str) -> bool:
    """Whether a printed number stands in a text, and not as a part of a longer one."""
    at = text.find(printed)
    while at >= 0:
        around = text[at - 1: at] + text[at + len(printed): at + len(printed) + 1]
        if not any(letter.isdigit() for letter in around):
            return True
        at = text.find(printed, at + 1)
    return False
