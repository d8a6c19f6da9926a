"""The offline bundle: what the target machine needs, nothing of this one, and a set-up that asks no index."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bundle

from .test_setup import FakeMachine

LOCK = """a==1 \\
    --hash=sha256:00
winonly==2 ; sys_platform == 'win32' \\
    --hash=sha256:01 \\
    --hash=sha256:02
old==3 ; python_full_version < '3.12' \\
    --hash=sha256:03
"""


@pytest.mark.parametrize(
    ("system", "python", "names"),
    [("windows", "3.12", ["a==1", "winonly==2"]), ("linux", "3.11", ["a==1", "old==3"]), ("mac", "3.13", ["a==1"])],
)
def test_markers_are_asked_of_the_target_machine_and_hashes_stay(system, python, names):
    kept = bundle.needed(LOCK, python, bundle.PLATFORMS[system][1])
    assert [one.split(" ")[0] for one in kept] == names
    assert all("--hash=sha256:" in one and ";" not in one for one in kept)


def test_every_package_of_the_lock_that_this_machine_needs_is_taken():
    lock = Path(bundle.ROOT, "requirements.lock").read_text(encoding="utf-8")
    kept = bundle.needed(lock, "3.11", bundle.PLATFORMS["linux"][1])
    assert 60 < len(kept) <= len(bundle.blocks(lock)) and any(one.startswith("pandas==") for one in kept)


def test_the_folder_holds_the_program_and_nothing_of_this_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "download", lambda target, system, python: (target.mkdir(), (target / "a-1-py3-none-any.whl").touch()))

    assert bundle.main(["--to", str(tmp_path / "gói"), "--platform", "windows"]) == 0

    names = {path.relative_to(tmp_path / "gói").as_posix() for path in (tmp_path / "gói").rglob("*")}
    assert {"run.py", "requirements.lock", "wheels/a-1-py3-none-any.whl", "cchc.cmd", "cchc.sh", "cchc_lib/notebook.py", "parameters/units.yaml", "tools/set_up.py"} <= names
    assert not [name for name in names if "__pycache__" in name or "/." in name or name.startswith((".", "outputs", "data/inputs", "dist"))]
    assert [path.name for path in tmp_path.iterdir()] == ["gói"]
    assert bundle.main(["--to", str(tmp_path / "gói")]) == 2  # never written over


def test_packages_that_cannot_be_had_leave_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(bundle.subprocess, "run", lambda command: subprocess.CompletedProcess(command, 1))
    assert bundle.main(["--to", str(tmp_path / "x")]) == bundle.run.LACKING
    assert not list(tmp_path.iterdir()) and "pip" in capsys.readouterr().err


def test_a_bundle_sets_itself_up_without_an_index(tmp_path, monkeypatch):
    machine = FakeMachine(tmp_path / "m", monkeypatch)
    commands = []
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setattr(machine.set_up, "step", lambda command, lock: (commands.append(command), machine.step(command, lock)))
    (tmp_path / "m" / "wheels").mkdir()

    assert machine("--help") == 0

    (pip,) = [command for command in commands if "pip" in command]
    assert os.environ["PIP_NO_INDEX"] == "1" and os.environ["PIP_FIND_LINKS"] == str(tmp_path / "m" / "wheels")
    assert "--require-hashes" in pip


def test_run_hands_the_word_on(tmp_path, monkeypatch):
    machine = FakeMachine(tmp_path / "m", monkeypatch)
    monkeypatch.chdir(tmp_path)
    machine("bundle", "--to", "x")
    assert machine.started == [[machine.run.PYTHON, "-m", "tools.bundle", "--to", "x"]]
    assert sys.executable
