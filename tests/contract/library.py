"""The program as its notebooks call it: a body's results without seven notebooks and a Word file."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cchc_lib.domain.overrides import bound
from cchc_lib.domain.periods import parse_period
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_for_period
from cchc_lib.runs.jobs import Event, Failure, Job, Outcome
from tests.report.made import composed, merged, paragraphs

ROOT = Path(__file__).resolve().parents[2]


def results_of(data: Path, period: str) -> dict[str, Any]:
    """results.json of a period, as it would be written."""
    own = load_parameters(ROOT / "parameters")
    read = read_for_period(data, own.calendar.span(parse_period(period)), own)
    return json.loads(json.dumps(merged(period, read, sample=False, changed=own).results()))


def text_of(docx: bytes) -> str:
    """The document's paragraphs, those of tables included, one a line."""
    return "\n".join(paragraphs(docx))


def report_of(data: Path, period: str, overrides: Mapping[str, str] | None = None, folder: Path = ROOT / "parameters") -> tuple[dict[str, Any], str]:
    """results.json and the text of the report, without charts. overrides: what --set says; folder: of the parameters."""
    own = parse_period(period)
    changed = load_parameters(folder, bound(overrides or {}, own))
    one = merged(period, read_for_period(data, changed.calendar.span(own), changed), sample=False, changed=changed)
    report = composed(one)
    return json.loads(json.dumps(report.results)), text_of(report.docx)


class InThisProcess:
    """Stands for the pool of kernels: the code cells of the real notebooks, one notebook after the other, in this process."""

    def __init__(self, workers: int = 2, *, on_event: Any, **_: Any) -> None:
        self._tell = on_event

    def __enter__(self) -> InThisProcess:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def end(self) -> None:
        pass

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        return [self._run(job) for job in jobs]

    def _run(self, job: Job) -> Outcome:
        job.output.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.notebook, job.output)
        names: dict[str, Any] = {}
        failure = None
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                for cell in json.loads(job.notebook.read_text(encoding="utf-8"))["cells"]:
                    if cell["cell_type"] == "code":
                        exec("".join(cell["source"]), names)  # noqa: S102
                    if "parameters" in cell["metadata"].get("tags", ()):
                        names |= {name: str(value) if isinstance(value, Path) else value for name, value in job.parameters.items()}
        except Exception as error:  # noqa: BLE001
            failure = Failure("exception", f"{type(error).__name__}: {error}", error=type(error).__name__)
        outcome = Outcome(job, 0.0, failure)
        self._tell(Event("failed" if failure else "finished", job, outcome))
        return outcome
