"""What is otherwise on Windows, played here: no fcntl, locks of msvcrt, names that its disks refuse."""

from __future__ import annotations

import errno
import importlib.util
import os
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cchc_lib.domain.errors import LockedError
from cchc_lib.runs.archive import folder, lock

LIBRARY = Path(__file__).resolve().parents[2] / "cchc_lib"


class Msvcrt(ModuleType):
    """Locks of a byte of a file, as Windows keeps them: one open file holds it, and others are refused."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, number: int, mode: int, _bytes: int) -> None:
        state = os.fstat(number)
        place = (state.st_dev, state.st_ino)
        if mode == self.LK_UNLCK:
            self.held.pop(place, None)
        elif self.held.setdefault(place, number) != number:
            raise PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture
def windows_lock(monkeypatch) -> ModuleType:
    """The lock as Windows imports it: without fcntl."""
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    monkeypatch.setitem(sys.modules, "fcntl", None)
    spec = importlib.util.spec_from_file_location("lock_of_windows", lock.__file__)
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patched:
        patched.setattr(os, "name", "nt")  # only while the module decides: pathlib would make other paths
        spec.loader.exec_module(module)
    return module


def test_a_second_run_is_refused_and_told_who_is_at_work(windows_lock, tmp_path):
    with windows_lock.hold(tmp_path, "report"):
        with pytest.raises(LockedError) as refused, windows_lock.hold(tmp_path, "report"):
            pass
        assert f"tiến trình {os.getpid()}" in str(refused.value)
        assert windows_lock.holder(tmp_path)["what"] == "report"
    assert windows_lock.holder(tmp_path) is None
    with windows_lock.hold(tmp_path, "report") as before:
        assert before is None


def test_what_a_killed_run_left_is_told_to_the_next(windows_lock, tmp_path):
    (tmp_path / lock.NAME).write_text('{"what": "report", "pid": "1"}', encoding="utf-8")
    with windows_lock.hold(tmp_path, "report") as before:
        assert before == {"what": "report", "pid": "1"}


def test_a_finished_run_is_shown_once_the_virus_scanner_lets_go(tmp_path, monkeypatch):
    """Only on Windows is a refused renaming tried again: there a scanner holds fresh files for a moment."""
    tries = []
    rename = Path.rename

    def refuse_twice(self, target):
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(self, target)

    source = tmp_path / "a"
    source.mkdir()
    monkeypatch.setattr(Path, "rename", refuse_twice)
    monkeypatch.setattr(folder.time, "sleep", lambda _: None)
    monkeypatch.setattr(folder.os, "name", "nt")
    folder._rename(source, tmp_path / "b")
    monkeypatch.undo()
    assert len(tries) == 3 and (tmp_path / "b").is_dir()


def test_no_name_that_the_program_gives_is_refused_by_windows():
    """Names of folders and files in the sources hold none of <>:"|?*, and end in neither a dot nor a space."""
    names = [folder.run_name(1, "0" * 64), folder.BUILDING, folder.FAILED, folder.MANIFEST, lock.NAME]
    named = re.compile(r'/ f?"([^"/\n(]+)"')
    for path in LIBRARY.rglob("*.py"):
        names += [re.sub(r"\{[^{}]*\}", "x", one) for one in named.findall(path.read_text(encoding="utf-8"))]
    assert len(names) > 30
    assert [name for name in names if re.search(r'[<>:"|?*\\]', name) or name.endswith((".", " "))] == []


def test_every_text_file_names_its_encoding():
    """A console or a system of code page 1258 must not decide how a file is read or written."""
    calls = re.compile(r"\.(?:read_text|write_text)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
    silent = {
        f"{path.relative_to(LIBRARY)}: {found}"
        for path in LIBRARY.rglob("*.py")
        for found in calls.findall(path.read_text(encoding="utf-8"))
        if "encoding" not in found and "utf-8" not in found
    }
    assert silent == set()
