"""Kernels as copies of one loaded process: they fail, end and begin as kernels of their own do, and where copying is unsafe there is none."""

from __future__ import annotations

import importlib
import json
import os
import threading
import time

import pytest

from cchc_lib.runs.engine import stem
from cchc_lib.runs.engine.pool import Pool, execute, lacking

from .test_engine import FAULTS
from .toys import job

pytestmark = pytest.mark.skipif(not stem.POSSIBLE, reason="copies are made on Linux only")


def test_every_failure_of_a_copy_is_named_and_the_others_finish(tmp_path):
    jobs = [job(tmp_path, name, source) for name, (source, _, _) in FAULTS.items()]
    jobs += [job(tmp_path, "killed", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"), job(tmp_path, "good", "1")]
    outcomes = {one.job.name: one for one in execute(jobs, preload=("decimal",), timeout=8)}
    for name, (_, kind, message) in FAULTS.items():
        failure = outcomes[name].failure
        assert (name, failure.kind) == (name, kind) and message in failure.message
    assert "hết bộ nhớ" in outcomes["killed"].failure.message and outcomes["good"].ok


def test_copies_give_the_same_notebooks_as_kernels_of_their_own(tmp_path, monkeypatch):
    cells = ["import sys, os, random\nprint(period, sys.argv[1:2], os.getcwd() != '/', sys.flags.hash_randomization)", "list({'a', 'b', 'c', 'd'})"]
    texts = []
    for possible in (True, False):
        monkeypatch.setattr(stem, "POSSIBLE", possible)
        jobs = [job(tmp_path / str(possible), f"n{n}", *cells) for n in range(3)]
        assert all(one.ok for one in execute(jobs, preload=("decimal",)))
        texts.append([one.output.read_text(encoding="utf-8") for one in jobs])
    assert texts[0] == texts[1]


def test_what_is_loaded_is_loaded_once_and_copies_draw_different_numbers(tmp_path, monkeypatch):
    (tmp_path / "loaded_ahead.py").write_text("import os\nPID = os.getpid()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    source = "import loaded_ahead, os, random, json, time\njson.dump([loaded_ahead.PID, os.getpid(), random.random()], open(product, 'w'))\ntime.sleep(0.5)"
    jobs = [job(tmp_path, f"n{n}", source, save=False) for n in range(2)]
    with Pool(2, preload=("loaded_ahead",)) as pool:
        assert all(one.ok for one in pool.run(jobs))
        loaded, own, drawn = zip(*(json.loads(one.product.read_text()) for one in jobs), strict=True)
        assert len(set(loaded)) == 1 and len({*own, *loaded}) == 3 and len(set(drawn)) == 2
    for pid in {*own, *loaded}:
        for _ in range(100):
            if not os.path.exists(f"/proc/{pid}"):
                break
            time.sleep(0.05)
        assert not os.path.exists(f"/proc/{pid}")


def test_a_process_with_a_second_thread_is_not_copied(tmp_path, monkeypatch):
    (tmp_path / "threaded.py").write_text("import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Pool(2, preload=("threaded",)) as pool:
        assert pool.run([job(tmp_path, "n", "1")])[0].ok
        assert pool._stem._copies == []


def test_a_package_is_lacking_in_one_thread_only(tmp_path, monkeypatch):
    (tmp_path / "rarely_needed.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = []
    with lacking("rarely_needed"):
        with pytest.raises(ImportError):
            import rarely_needed  # noqa: F401
        other = threading.Thread(target=lambda: found.append(importlib.import_module("rarely_needed")))
        other.start()
        other.join()
    assert len(found) == 1 and importlib.import_module("rarely_needed") is found[0]


def test_more_kernels_are_started_when_more_is_to_be_run(tmp_path):
    with Pool(2, preload=("decimal",), ready=1) as pool:
        assert pool.run([job(tmp_path, "a", "1")])[0].ok and pool.kernels_started == 1
        assert all(one.ok for one in pool.run([job(tmp_path, name, "1") for name in ("b", "c")])) and pool.kernels_started == 2
        assert len(pool._stem._copies) == 2


def test_a_kept_pool_runs_the_next_report_on_the_same_kernel(tmp_path):
    pool, heard = Pool(1, preload=(), kept=True), []
    try:
        for number in range(3):
            with pool.lend(heard.append):
                assert pool.run([job(tmp_path, f"n{number}", "assert 'left' not in dir()\nleft = 1")])[0].ok
                pool.end()
        assert pool.kernels_started == 1 and [one.job.name for one in heard if one.kind == "finished"] == ["n0", "n1", "n2"]
    finally:
        pool.close()
