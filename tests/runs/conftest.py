"""Kernels only where a test is about them."""

import pytest

from .real import build, real_request
from tests.quick_pool import QuickPool


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory):
    """A finished run of 2024-Q1 of the sample with its request; looked at by many tests, changed by none."""
    request = real_request(tmp_path_factory.mktemp("sample-run"))
    return request, build(request)


@pytest.fixture(autouse=True)
def pool(request, monkeypatch):
    """The notebooks of a toy report run in this process, unless a test asks for kernels."""
    if "kernels" not in request.fixturenames:
        monkeypatch.setattr("cchc_lib.runs.report.Pool", QuickPool)
