"""The notebooks of a run without kernels: their cells executed in this process."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from cchc_lib.runs.engine.jobs import Event, Failure, Job, OnEvent, Outcome, check


class QuickPool:
    """Stands for Pool where a test is about the run and not about kernels: the same cells, executed in this process."""

    def __init__(self, workers: int = 2, *, on_event: OnEvent | None = None, **_: object) -> None:
        self._tell = on_event or (lambda event: None)

    def __enter__(self) -> QuickPool:
        return self

    def end(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        check(jobs)
        return [self._run(job) for job in jobs]

    def _run(self, job: Job) -> Outcome:
        for path in (job.output, job.product):
            path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(job.notebook, job.output)
        given = {name: str(value) if isinstance(value, Path) else value for name, value in job.parameters.items()}
        names: dict[str, object] = {}
        failure = None
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                for cell in json.loads(job.notebook.read_text(encoding="utf-8"))["cells"]:
                    if cell["cell_type"] == "code":
                        exec("".join(cell["source"]), names)  # noqa: S102
                    if "parameters" in cell["metadata"].get("tags", ()):
                        names |= given
        except Exception as error:
            failure = Failure("exception", f"{type(error).__name__}: {error}", error=type(error).__name__)
        outcome = Outcome(job, 0.0, failure)
        self._tell(Event("finished" if outcome.ok else "failed", job, outcome))
        return outcome
