"""Whatever happens to a run, and at whatever moment: nothing lost, nothing half visible, and the next run goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cchc_lib.domain.errors import DataError
from cchc_lib.runs.archive import lock
from cchc_lib.runs.archive.folder import runs
from cchc_lib.runs.report import build_report

from .real import build, real_request
from .toy_report import ROOT, STEPS, data, notebooks, request

FAULTS = [
    *(("report", fault) for fault in ("kill", "full", "read-only", "locked")),
    *(("clean", fault) for fault in ("kill", "read-only", "locked")),
    *(("final", fault) for fault in ("kill", "full", "read-only", "locked")),
]
FEWEST = {("report", "kill"): 35, ("clean", "kill"): 4, ("report", "full"): 7, ("report", "read-only"): 7, ("report", "locked"): 6}


@pytest.mark.skipif(os.name != "posix", reason="fork and signals")
@pytest.mark.parametrize("scenario, fault", FAULTS)
def test_at_every_write_a_fault_leaves_whole_runs_only_and_the_next_run_goes_on(tmp_path, scenario, fault):
    done = subprocess.run(
        [sys.executable, "-m", "tests.runs.torture", scenario, fault, str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    trials = [json.loads(line) for line in done.stdout.splitlines()]

    assert len(trials) >= FEWEST.get((scenario, fault), 1)
    for trial in trials:
        after, where = trial["after"], (trial["at"], trial["point"], trial["said"])
        assert (after["damaged"], after["rejected"], after["again"], after["left"]) == ({}, [], 0, []), where
        assert after["runs"], where
        if fault == "kill":
            assert trial["code"] == -9, where
        else:
            # Space that is needed no more, or a lock's text that cannot be written, stops nobody.
            assert trial["code"] in (0, 7), where
            assert trial["code"] == 0 or "Cách xử lý" in trial["said"], where
    assert fault == "kill" or any(trial["code"] == 7 for trial in trials)


@pytest.mark.parametrize("years", [-60, 80])
def test_a_clock_that_jumps_changes_no_result_and_no_order(tmp_path, monkeypatch, years):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    then = datetime.now().astimezone() + timedelta(days=365 * years)

    class Jumped(datetime):
        @classmethod
        def now(cls, tz=None):
            return then

    for module in ("cchc_lib.runs.log", "cchc_lib.runs.archive.lock"):
        monkeypatch.setattr(f"{module}.datetime", Jumped)
    for path in (*made.data.rglob("*"), first.run, first.docx):
        os.utime(path, (then.timestamp(), then.timestamp()))
    assert build_report(made, STEPS).unchanged

    again = build_report(request(tmp_path, force=True), STEPS)

    assert (again.run / "manifest.json").read_bytes() == (first.run / "manifest.json").read_bytes()
    assert [run.path for run in runs(made.outputs)] == [first.run, again.run]


def test_a_file_that_grows_while_it_is_read_builds_nothing(tmp_path):
    made = request(tmp_path)

    def slow(parameters, folder, span):
        found = STEPS.read(parameters, folder, span)
        data(folder, ho_so_tthc="1\n2\n3")
        return found

    with pytest.raises(DataError, match="đang được chép") as caught:
        build_report(made, STEPS.__class__(STEPS.load, slow))

    assert caught.value.exit_code == 3 and caught.value.details == ("2024-Q1/ho_so_tthc.txt",)
    assert not runs(made.outputs) and not list(made.outputs.rglob("*.json"))
    assert build_report(made, STEPS).exit_code == 0


def test_a_half_copied_workbook_is_a_fault_that_names_it_and_the_whole_one_is_read_afterwards(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "sample" / "2023-Q1", folder / "2023-Q1")
    made = real_request(tmp_path, "2023-Q1", data=folder)
    path = folder / "2023-Q1" / "van-phong.xlsx"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    stopped = build(made)

    assert stopped.exit_code == 3 and stopped.run is None and not runs(made.outputs)
    assert any("van-phong.xlsx" in str(one) for one in stopped.faults)
    path.write_bytes(whole)
    assert build(replace(made, dry_run=True)).exit_code == 0


def test_a_dead_and_a_hung_kernel_are_told_by_area_and_the_others_are_kept(tmp_path, kernels):
    made = request(tmp_path, timeout=8)  # seconds; on a busy machine a kernel that is still loading must not be taken for one that hangs
    notebooks(made.notebooks, apparatus="import os; os._exit(3)", public_finance="import time; time.sleep(60)")

    outcome = build_report(made, STEPS)

    assert outcome.exit_code == 1 and not runs(made.outputs) and lock.holder(made.outputs / "2024-Q1") is None
    kinds = {one.job.name: (one.failure.kind, one.failure.message) for one in outcome.failures}
    assert kinds["apparatus"] == ("dead", "tiến trình tính toán chết giữa chừng (mã 3)")
    assert kinds["public_finance"] == ("timeout", "một ô chạy quá 8 giây nên bị dừng")
    assert len(json.loads((outcome.failed / "steps.json").read_text(encoding="utf-8"))) == 4


def test_of_two_reports_at_once_the_second_is_told_who_works_and_since_when(tmp_path):
    made = request(tmp_path)
    code = f"""
import sys; sys.path[:0] = [{str(ROOT)!r}]
from pathlib import Path
from tests.runs.real import in_this_process
from tests.runs.toy_report import STEPS, request
from cchc_lib.runs.report import build_report
def slow(*read):
    print("reading", flush=True); sys.stdin.readline(); return STEPS.read(*read)
with in_this_process():
    print(build_report(request(Path({str(tmp_path)!r})), STEPS.__class__(STEPS.load, slow)).exit_code.value)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "reading\n"
        with pytest.raises(lock.LockedError) as caught:
            build_report(made, STEPS)
        rest, _ = first.communicate("\n")

    assert caught.value.exit_code == 8 and f"tiến trình {first.pid}, từ " in str(caught.value) and "report 2024-Q1" in str(caught.value)
    assert rest == "0\n" and build_report(made, STEPS).unchanged


@pytest.fixture
def kernels(monkeypatch):
    from cchc_lib.runs.engine.pool import Pool

    monkeypatch.setitem(Pool.__init__.__kwdefaults__, "preload", ())


def test_a_document_open_elsewhere_does_not_stop_the_next_run(tmp_path):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    with first.docx.open("r+b"):  # as Word holds it
        Path(made.data / "2024-Q1" / "ho_so_tthc.txt").write_text("1\n9", encoding="utf-8")
        second = build_report(made, STEPS)

    assert second.run != first.run and first.docx.read_bytes() != second.docx.read_bytes()
