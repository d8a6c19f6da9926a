"""The log of one run: when, where and how, all that is no part of what the run is."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import datetime
from pathlib import Path

from cchc_lib.runs.engine.jobs import Event, OnEvent
from cchc_lib.runs.engine.memory import peak_mb
from cchc_lib.runs.request import ReportRequest


class RunLog:
    """The run's log: when and where, which is no part of what the run is."""

    def __init__(self, path: Path, request: ReportRequest, on_event: OnEvent) -> None:
        self._path, self._on_event, self._began = path, on_event, time.perf_counter()
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        facts = {"began": made, "data": str(request.data), "parameters": str(request.parameters), "workers": request.workers}
        self._write(json.dumps(facts | {"reuse": request.reuse}, ensure_ascii=False))

    def heard(self, event: Event) -> None:
        parts = [event.kind, event.job.name if event.job else None, event.note]
        if event.outcome is not None:
            parts.append(f"{event.outcome.seconds:.2f} s")
            parts.append(event.outcome.failure.message if event.outcome.failure else None)
        self._write(f"{time.perf_counter() - self._began:8.2f} " + " · ".join(part for part in parts if part))
        self._on_event(event)

    def memory(self) -> None:
        """Write down how much memory the main process has used; the kernels tell theirs as events."""
        if (most := peak_mb()) is not None:
            self._write(f"{time.perf_counter() - self._began:8.2f} bộ nhớ cao nhất của tiến trình chính: {most} MB")

    def _write(self, line: str) -> None:
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as file:  # no run fails for its log
            file.write(line + "\n")
