"""A whole run in toys: what appears, what is used again, what is left after a failure, what nobody sees after a kill."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_lib.domain.errors import EnvironmentLacking, LockedError, ParameterError
from cchc_lib.runs.archive import lock
from cchc_lib.runs.archive.folder import runs
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.engine.pool import Pool
from cchc_lib.runs.report import build_report
from tests.quick_pool import QuickPool

from .toy_report import ROOT, STEPS, data, notebooks, request


@pytest.fixture
def kernels(monkeypatch):
    monkeypatch.setitem(Pool.__init__.__kwdefaults__, "preload", ())


def visible(made):
    return [path.name for path in (made.outputs / "2024-Q1").glob("[!.]*")]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One finished run, looked at by several tests and changed by none."""
    made = request(tmp_path_factory.mktemp("built"))
    return made, build_report(made, STEPS)



def test_an_area_does_not_depend_on_what_else_was_sent_in_the_same_workbook():
    """The workbook's hash and arrival change when another area's form in it is corrected; the own rows do not."""
    from cchc_lib.runs.ingredients import _of_an_area

    sent = {"unit": "van-phong", "form": "von_dau_tu_cong", "file": "x", "sheet": "y", "rows": 4, "sha256": "1", "arrived": None, "late_days": None}
    assert _of_an_area(sent) == _of_an_area(sent | {"sha256": "2", "arrived": "2024-03-01", "late_days": 0})
    assert _of_an_area(sent) != _of_an_area(sent | {"rows": 5})


def test_a_run_appears_whole(built):
    made, outcome = built

    assert outcome.exit_code == 0 and visible(made) == [outcome.run.name]
    manifest = read_manifest(outcome.run)
    assert outcome.docx.name == manifest.docx == "bao-cao-cchc-2024-Q1.docx"
    assert manifest.changed(outcome.run) == []
    assert {"results.json", "figures.json", "areas/tthc.json", "figures/tthc.png", "notebooks/07_report.ipynb"} <= set(manifest.outputs)
    assert manifest.window == {"from": "2023-12-15", "to": "2024-03-14", "rule": "nd09"}
    assert manifest.identity["inputs"].keys() == {f"2024-Q1/{form}.txt" for form in ("ho_so_tthc", "van_ban_qppl", "nhiem_vu")}
    assert (outcome.run / "log").is_file() and not (outcome.run / "steps.json").exists()


def test_the_manifest_names_no_machine_and_no_time(built):
    made, outcome = built
    text = (outcome.run / "manifest.json").read_text(encoding="utf-8")

    assert str(made.outputs.parent) not in text and time.strftime("%Y-%m-%d") not in text


def test_an_unchanged_second_report_starts_nothing(built, monkeypatch):
    made, outcome = built
    monkeypatch.setattr("cchc_lib.runs.report.Pool", lambda *a, **k: pytest.fail("a kernel was started"))
    said = []

    again = build_report(made, STEPS, said.append)

    assert again.unchanged and again.run == outcome.run and again.docx == outcome.docx
    assert any("không có gì thay đổi" in (event.note or "") for event in said)


def test_a_dry_run_reads_and_says_and_writes_nothing(tmp_path):
    made = request(tmp_path, dry_run=True)
    (made.data / "2024-Q1" / "nhiem_vu.txt").unlink()
    said = []

    outcome = build_report(made, STEPS, said.append)

    assert outcome.exit_code == 4 and outcome.run is None and not made.outputs.exists()
    assert any("sẽ chạy" in event.note for event in said)


def test_asking_whether_anything_changed_needs_no_notebook_machinery(built):
    made, outcome = built
    code = f"""
import sys; sys.path[:0] = [{str(ROOT)!r}]
from pathlib import Path
from cchc_lib.domain.periods import parse_period
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.runs.report import build_report
from cchc_lib.runs.request import ReportRequest, Steps
made = ReportRequest(parse_period("2024-Q1"), *map(Path, {[str(p) for p in (made.data, made.parameters, made.outputs, made.notebooks, made.templates)]!r}))
assert build_report(made, Steps(load_parameters, None)).unchanged
print([name for name in ("pandas", "numpy", "papermill", "nbformat", "jupyter_client", "zmq") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_another_folder_one_worker_and_fresh_kernels_give_the_same_bytes(built, tmp_path, kernels):
    _, first = built

    second = build_report(request(tmp_path / "khác", workers=1, reuse=False), STEPS)

    assert (second.run / "manifest.json").read_bytes() == (first.run / "manifest.json").read_bytes()


def test_a_changed_input_runs_its_own_area_again_and_no_other(tmp_path):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    data(made.data, ho_so_tthc="1\n9")

    second = build_report(made, STEPS)

    assert set(second.reused) == {"institutions", "apparatus", "civil_service", "public_finance", "digital_government"}
    assert ['"late": 1' in (run / "results.json").read_text() for run in (first.run, second.run)] == [False, True]
    assert len(visible(made)) == 2 and read_manifest(first.run).changed(first.run) == []
    forced = build_report(replace(made, force=True), STEPS)
    assert not forced.unchanged and forced.reused == () and forced.run.name.startswith("r003-")


def test_where_few_inputs_changed_one_kernel_is_started_ahead(tmp_path, monkeypatch):
    asked = []

    class Noted(QuickPool):
        def __init__(self, *arguments, ready, **options):
            asked.append(ready)
            super().__init__(*arguments, **options)

    monkeypatch.setattr("cchc_lib.runs.report.Pool", Noted)
    made = request(tmp_path)
    build_report(made, STEPS)
    data(made.data, ho_so_tthc="1\n9")
    build_report(made, STEPS)
    build_report(replace(made, force=True), STEPS)
    (made.templates / "more.yaml").write_text("a: 1\n")
    data(made.data, ho_so_tthc="1\n2")
    build_report(made, STEPS)
    assert asked == [None, 1, None, None]


def test_a_failed_area_is_named_the_others_are_kept_and_used(tmp_path, kernels):
    made = request(tmp_path)
    notebooks(made.notebooks, apparatus="raise ValueError('hỏng')")

    outcome = build_report(made, STEPS)

    assert outcome.exit_code == 1 and outcome.run is None and visible(made) == []
    assert [(one.job.title, one.failure.message) for one in outcome.failures] == [
        ("Cải cách tổ chức bộ máy hành chính nhà nước", "ValueError: hỏng")]
    assert outcome.failed.parent.name == ".failed" and "hỏng" in (outcome.failed / "notebooks" / "03_apparatus.ipynb").read_text()
    notebooks(made.notebooks)
    again = build_report(made, STEPS)
    assert again.exit_code == 0 and len(again.reused) == 5 and "apparatus" not in again.reused


def test_a_fault_found_by_the_computation_is_the_datas(tmp_path):
    made = request(tmp_path)
    notebooks(made.notebooks, tthc="from cchc_lib.domain.errors import DataError\nraise DataError('lệch 3 hồ sơ')")

    outcome = build_report(made, STEPS)

    assert outcome.exit_code == 3 and "lệch 3 hồ sơ" in outcome.failures[0].failure.message


def test_a_failed_report_notebook_keeps_the_areas(tmp_path):
    made = request(tmp_path)
    notebooks(made.notebooks, report="1/0")

    outcome = build_report(made, STEPS)

    assert (outcome.exit_code, outcome.failures[0].job.name) == (1, "report") and visible(made) == []
    notebooks(made.notebooks)
    assert len(build_report(made, STEPS).reused) == 6


def test_faults_stop_the_build_and_leave_nothing(tmp_path):
    made = request(tmp_path)
    data(made.data, ho_so_tthc="1\nsai")

    outcome = build_report(made, STEPS)

    assert outcome.exit_code == 3 and [str(one) for one in outcome.faults] == ["2024-Q1/ho_so_tthc.txt › dòng 2: thấy sai"]
    assert not made.outputs.exists()


def test_a_missing_form_is_named_and_the_report_is_built(tmp_path):
    made = request(tmp_path)
    (made.data / "2024-Q1" / "nhiem_vu.txt").unlink()

    outcome = build_report(made, STEPS)

    assert outcome.exit_code == 4 and [one.form for one in outcome.missing] == ["nhiem_vu"] and outcome.docx.exists()
    again = build_report(made, STEPS)
    assert again.unchanged and again.exit_code == 4 and again.missing == outcome.missing


def test_a_wrong_notebook_is_refused_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr("cchc_lib.runs.report.Pool", lambda *a, **k: pytest.fail("a kernel was started"))
    made = request(tmp_path)
    path = made.notebooks / "05_public_finance.ipynb"
    path.write_text(path.read_text().replace("snapshot = ", "snapshoot = "))

    with pytest.raises(ParameterError, match="snapshot"):
        build_report(made, STEPS)

    assert visible(made) == []


def test_a_document_edited_by_hand_is_announced_and_left_alone(tmp_path):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    first.docx.write_bytes(b"by hand")
    said = []

    again = build_report(made, STEPS, said.append)

    assert again.unchanged and again.edited == first.docx and first.docx.read_bytes() == b"by hand"
    assert "sửa tay" in said[1].note


def test_a_run_that_lost_a_file_is_built_anew(tmp_path):
    made = request(tmp_path)
    first = build_report(made, STEPS)
    (first.run / "results.json").unlink()

    again = build_report(made, STEPS)

    assert not again.unchanged and again.run != first.run and len(again.reused) == 6


def test_a_second_run_at_once_is_told_who_is_at_work(tmp_path):
    made = request(tmp_path)
    home = made.outputs / "2024-Q1"
    home.mkdir(parents=True)

    with lock.hold(home, "report 2024-Q1"), pytest.raises(LockedError) as caught:
        build_report(made, STEPS)

    assert caught.value.exit_code == 8 and str(os.getpid()) in str(caught.value) and visible(made) == []


WRITE_POINTS = [
    "cchc_lib.runs.report.write_snapshot", "cchc_lib.runs.areas.write_json", "cchc_lib.runs.archive.manifest.write_json",
    "cchc_lib.runs.archive.folder._rename", "cchc_lib.runs.archive.snapshot.write_json", "cchc_lib.runs.archive.snapshot.shutil.copyfile",
]


@pytest.mark.parametrize("point", WRITE_POINTS)
def test_a_full_disk_is_a_sentence_and_leaves_no_visible_run(tmp_path, monkeypatch, point):
    made = request(tmp_path)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(EnvironmentLacking, match="đĩa đã đầy"):
        patch.setattr(point, full)
        build_report(made, STEPS)
    assert visible(made) == []
    assert build_report(made, STEPS).exit_code == 0


KILLED = """
import sys; sys.path[:0] = [{root!r}]
from pathlib import Path
from tests.runs.toy_report import STEPS, request
from cchc_lib.runs.report import build_report
build_report(request(Path({folder!r})), STEPS)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_run_is_never_seen_and_its_areas_serve_the_next(tmp_path):
    made = request(tmp_path)
    slow = "import time, os; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    notebooks(made.notebooks, apparatus=slow, report="1")
    process = subprocess.Popen([sys.executable, "-c", KILLED.format(root=str(ROOT), folder=str(tmp_path))])
    steps = made.outputs / "2024-Q1"
    wait_for(lambda: any(len(json.loads(path.read_text())) == 5 for path in steps.glob(".building-*/steps.json")))
    kernel = int(next(steps.glob(".building-*/notebooks/pid")).read_text())

    process.send_signal(signal.SIGKILL)
    process.wait()

    assert visible(made) == []
    notebooks(made.notebooks, report="1")
    again = build_report(made, STEPS)
    assert again.exit_code == 0 and len(again.reused) == 5
    wait_for(lambda: not alive(kernel))  # the kernel sees that its parent is gone
    assert [run.name for run in runs(made.outputs)] == [again.run.name] and again.run.name.startswith("r002-")


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def alive(pid):
    """Whether the process is there and more than a zombie that nobody has waited for."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
