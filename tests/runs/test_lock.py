"""One run at a time: who holds the lock is said, and a lock never outlives its holder."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading

import pytest

from cchc_lib.domain.errors import LockedError
from cchc_lib.runs import lock

from .toy_report import ROOT

HOLD = f"""
import sys, time; sys.path[:0] = [{str(ROOT)!r}]
from pathlib import Path
from cchc_lib.runs import lock
with lock.hold(Path(sys.argv[1]), "report 2024-Q1"):
    print("held", flush=True); time.sleep(60)
"""


def test_the_second_is_told_who_what_and_since_when(tmp_path):
    with lock.hold(tmp_path, "report 2024-Q1"), pytest.raises(LockedError) as caught, lock.hold(tmp_path, "report 2024-Q1"):
        pass

    text = str(caught.value)
    assert caught.value.exit_code == 8
    assert all(part in text for part in ("report 2024-Q1", f"tiến trình {os.getpid()}", "từ ", "ngày"))


def test_the_lock_is_free_again_afterwards_and_after_an_error(tmp_path):
    with pytest.raises(RuntimeError), lock.hold(tmp_path, "a"):
        raise RuntimeError
    with lock.hold(tmp_path, "b") as before:
        assert before is None
        assert lock.holder(tmp_path)["what"] == "b"
    assert lock.holder(tmp_path) is None and lock.holder(tmp_path / "nowhere") is None


def test_of_many_at_once_one_holds_it(tmp_path):
    start, held, refused = threading.Barrier(8), [], []
    free = threading.Event()

    def attempt():
        start.wait()
        try:
            with lock.hold(tmp_path, "x"):
                held.append(1)
                free.wait(10)
        except LockedError:
            refused.append(1)
            if len(refused) == 7:
                free.set()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(held), len(refused)) == (1, 7)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_holder_holds_nothing_and_is_named_to_the_next(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        with pytest.raises(LockedError, match=str(process.pid)), lock.hold(tmp_path, "x"):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()

    with lock.hold(tmp_path, "x") as before:
        assert before["pid"] == str(process.pid)


def test_a_broken_lock_file_stops_nobody(tmp_path):
    (tmp_path / lock.NAME).write_bytes(b"\xff{")
    with lock.hold(tmp_path, "x"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="flock")
def test_a_file_system_without_locks_stops_nobody(tmp_path, monkeypatch):
    def unsupported(file, operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", unsupported)
    monkeypatch.setattr(lock, "_unlock", lambda file: None)
    with lock.hold(tmp_path, "x"):
        pass
