"""Kernels only where a test is about them."""

import pytest

from .toy_report import QuickPool


@pytest.fixture(autouse=True)
def pool(request, monkeypatch):
    """The notebooks of a toy report run in this process, unless a test asks for kernels."""
    if "kernels" not in request.fixturenames:
        monkeypatch.setattr("cchc_lib.runs.report.Pool", QuickPool)
