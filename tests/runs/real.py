"""Real reports of sample data, their notebooks' cells executed in this process: everything but kernels and Jupyter."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_lib.domain.periods import parse_period
from cchc_lib.runs.report import build_report
from cchc_lib.runs.request import ReportOutcome, ReportRequest
from cchc_lib.runs.wiring import steps

from tests.quick_pool import QuickPool

from .toy_report import ROOT


def real_request(folder: Path, period: str = "2024-Q1", **changes: object) -> ReportRequest:
    """A report of sample data with outputs of its own."""
    made = ReportRequest(
        parse_period(period), ROOT / "data" / "sample", ROOT / "parameters", folder / "outputs", ROOT / "notebooks", ROOT / "templates",
        sample=True,
    )
    return replace(made, **changes)


def cache_of(request: ReportRequest) -> Path:
    return request.outputs.parent / "cache"


@contextmanager
def in_this_process():
    """What is built inside starts no kernel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cchc_lib.runs.report.Pool", QuickPool)
        yield


def build(request: ReportRequest, on_event=lambda event: None) -> ReportOutcome:
    with in_this_process():
        return build_report(request, steps(cache_of(request)), on_event)
