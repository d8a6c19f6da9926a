"""run.py with the slow steps (venv, pip) played by a fake: what it installs, when, and how it mends itself."""

import ast
import importlib.util
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "run.py"
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="file descriptors are inherited otherwise on Windows")


class FakeMachine:
    """A copy of run.py in its own folder. `steps` are the commands that its set-up ran, `started` what it handed over to."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        folder.mkdir(parents=True)
        shutil.copy(RUN, folder)
        (folder / "requirements.lock").write_text("a==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
        (folder / "requirements-test.lock").write_text("t==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
        spec = importlib.util.spec_from_file_location("run_under_test", folder / "run.py")
        self.run = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.run)
        self.venv = folder / ".venv"
        self.steps, self.started, self.trouble = [], [], None
        monkeypatch.setattr(self.run, "step", self.step)
        monkeypatch.setattr(self.run, "hand_over", lambda command: self.started.append(command) or 0)

    def step(self, command, lock):
        kind = command[command.index("-m") + 1] if "-m" in command else "warm"
        self.steps.append("pip " + os.path.basename(command[-1]) if kind == "pip" else kind)
        if kind == "venv":
            for folder in (self.run.SCRIPTS, self.site_packages):
                os.makedirs(folder)
            Path(self.run.PYTHON).touch()
        if self.trouble and self.steps[-1].startswith(self.trouble[0]):
            raise self.trouble[1]

    @property
    def site_packages(self) -> Path:
        if os.name == "nt":
            return self.venv / "Lib" / "site-packages"
        return self.venv / "lib" / "python{}.{}".format(*sys.version_info) / "site-packages"

    def __call__(self, *words: str) -> int:
        """Run run.py with these words; `steps` and `started` are those of this call."""
        self.steps, self.started = [], []
        return self.run.main(list(words))


WHOLE = ["venv", "pip requirements.lock", "warm"]


@pytest.fixture
def machine(tmp_path, monkeypatch):
    return FakeMachine(tmp_path / "Báo cáo quý", monkeypatch)


def test_first_call_sets_up_and_hands_every_word_on(machine):
    assert machine("report", "quý I/2024", "--set", "a=b c") == 0
    assert machine.steps == WHOLE
    assert machine.started == [[machine.run.PYTHON, "-P", "-m", "cchc_lib.cli", "report", "quý I/2024", "--set", "a=b c"]]


def test_later_calls_start_at_once(machine, monkeypatch):
    machine("doctor")
    monkeypatch.setattr(machine.run, "set_up", lambda parts: pytest.fail("set up again"))
    assert machine("status", "2024-Q1") == 0
    assert machine.started[0][-2:] == ["status", "2024-Q1"]


def test_test_adds_its_packages_to_what_is_there(machine):
    machine("doctor")
    assert machine("test", "-k", "x") == 0
    assert machine.steps == ["pip requirements-test.lock"]
    assert machine.started == [[machine.run.PYTHON, "-m", "pytest", "-k", "x"]]
    machine("test")
    assert machine.steps == []


def test_test_on_a_fresh_machine(machine):
    machine("test")
    assert machine.steps == [*WHOLE, "pip requirements-test.lock"]


@pytest.mark.parametrize("broken_step", ["venv", "pip requirements.lock", "warm"])
def test_interrupted_set_up_is_done_anew(machine, broken_step, capsys):
    machine.trouble = (broken_step, KeyboardInterrupt())
    assert machine("doctor") == 130
    assert machine.started == []
    assert "Đã dừng giữa chừng" in capsys.readouterr().err
    (machine.venv / "half-written").touch()

    machine.trouble = None
    assert machine("doctor") == 0
    assert machine.steps == WHOLE
    assert not (machine.venv / "half-written").exists()


def test_interrupted_test_packages_leave_the_rest_in_place(machine):
    machine("doctor")
    machine.trouble = ("pip requirements-test", KeyboardInterrupt())
    assert machine("test") == 130
    machine.trouble = None
    machine("test")
    assert machine.steps == ["pip requirements-test.lock"]


def test_failed_step_says_why_and_exits_7(machine, capsys):
    machine.trouble = ("pip", machine.run.SetUpFailed("Chưa cài đặt được: ổ đĩa đã đầy."))
    assert machine("doctor") == 7
    captured = capsys.readouterr()
    assert captured.err.endswith("Chưa cài đặt được: ổ đĩa đã đầy.\n")
    assert captured.out == ""


def test_folder_without_write_permission(machine, monkeypatch, capsys):
    monkeypatch.setattr(machine.run, "hold", lambda lock: (_ for _ in ()).throw(OSError(30, "Read-only file system")))
    assert machine("doctor") == 7
    assert "không được ghi vào thư mục này" in capsys.readouterr().err


def test_changed_lock_rebuilds(machine):
    machine("doctor")
    with open(machine.venv.parent / "requirements.lock", "a", encoding="utf-8") as lock:
        lock.write("b==1\n")
    machine("doctor")
    assert machine.steps == WHOLE


@pytest.mark.parametrize("text", ["", "0123\n", "gone\n/no/such/python\n"])
def test_stamp_that_does_not_fit_rebuilds(machine, text):
    machine("doctor")
    (machine.venv / "stamp-cchc").write_text(text, encoding="utf-8")
    machine("doctor")
    assert machine.steps == WHOLE


def test_python_that_was_taken_away_rebuilds(machine, monkeypatch, tmp_path):
    base = tmp_path / "python3.11"
    base.touch()
    monkeypatch.setattr(machine.run, "base_python", lambda: str(base))
    machine("doctor")
    base.unlink()
    machine("doctor")
    assert machine.steps == WHOLE


def test_missing_venv_module_names_the_package_to_install(machine, monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert machine("doctor") == 7
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert machine.steps == []


def test_second_set_up_waits_and_finds_the_work_done(machine, monkeypatch, capsys):
    other = FakeMachine.__new__(FakeMachine)
    other.__dict__.update(machine.__dict__)
    path = machine.venv.parent / ".venv.lock"
    holder = open(path, "a")
    machine.run.hold(holder)

    def finished_meanwhile(seconds):
        machine.step([sys.executable, "-m", "venv", str(machine.venv)], None)
        machine.run.install("cchc", None)
        holder.close()

    monkeypatch.setattr("time.sleep", finished_meanwhile)
    assert machine("doctor") == 0
    assert machine.steps == WHOLE  # the other one's: nothing was installed twice
    assert "Một lần cài đặt khác đang chạy" in capsys.readouterr().err


def test_packages_find_this_folder_by_an_ascii_path(machine):
    machine("doctor")
    way = (machine.site_packages / "cchc.pth").read_text(encoding="ascii").strip()
    assert (machine.site_packages / way).resolve() == machine.venv.parent.resolve()


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 8, 1)])
def test_older_python_is_told_so(machine, monkeypatch, version, capsys):
    class Older:
        stdout, stderr, version_info = sys.stdout, sys.stderr, version

    monkeypatch.setattr(machine.run, "sys", Older)
    assert machine("report") == 7
    err = capsys.readouterr().err
    assert err.startswith(f"Cần Python 3.11 trở lên, đây là Python 3.{version[1]}:") and err.count("\n") == 1
    assert machine.steps == machine.started == []


def test_run_py_reads_in_python_3_8_and_needs_only_the_standard_library():
    tree = ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 8))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name.split(".")[0] for node in imports for alias in node.names if isinstance(node, ast.Import)}
    assert all(isinstance(node, ast.Import) for node in imports)
    assert names <= sys.stdlib_module_names
    at_once = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    assert at_once == {"os", "sys"}


@pytest.fixture
def real_step(tmp_path, monkeypatch):
    """run.step itself, and the folder that it works in."""
    step = importlib.util.module_from_spec(importlib.util.spec_from_file_location("run_steps", RUN))
    step.__spec__.loader.exec_module(step)
    monkeypatch.setattr(step, "VENV", str(tmp_path))
    with open(tmp_path / "lock", "w") as lock:
        yield lambda code: step.step([sys.executable, "-c", code], lock), step, tmp_path, lock


def test_step_shows_progress_on_stderr_and_keeps_the_output(real_step, capsys):
    step, _, folder, _ = real_step
    step("for n in range(41): print('Collecting p%d' % n)\nprint('Installing collected packages')")
    captured = capsys.readouterr()
    assert captured.err.splitlines() == ["  20 gói …", "  40 gói …", "  41 gói: đang cài đặt …"]
    assert captured.out == ""
    assert "Collecting p40\n" in (folder / "set-up.log").read_text(encoding="utf-8")


def test_step_that_fails_is_explained(real_step):
    step, run, _, _ = real_step
    with pytest.raises(run.SetUpFailed, match="ổ đĩa đã đầy"):
        step("import sys; print('OSError: [Errno 28] No space left on device', file=sys.stderr); sys.exit(1)")


@ON_POSIX
def test_step_keeps_the_lock_when_run_py_is_killed(real_step):
    step, _, _, lock = real_step
    step(f"import os; os.fstat({lock.fileno()})")


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<x>: Failed to establish a new "
         "connection: [Errno -2] Name or service not known')'\nERROR: Could not find a version that satisfies a==1\n"
         "ERROR: No matching distribution found for a==1", "không tới được kho gói"),
        ("ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 403'))", "không tới được kho gói"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "chứng chỉ"),
        ("ERROR: No matching distribution found for pyarrow==26.0.1", "kho gói không có gói hợp với Python"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "khác với gói đã ghi"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "ổ đĩa đã đầy"),
        ("PermissionError: [WinError 5] Access is denied", "không được ghi"),
        ("ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory\nHINT: This error might "
         "have occurred since this system does not have Windows Long Path support enabled.", "đường dẫn quá dài"),
        ("something\nelse", "(else)"),
        ("", "set-up.log"),
    ],
)  # fmt: skip
def test_what_pip_prints_becomes_one_sentence(real_step, output, cause):
    sentence = real_step[1].explain(output)
    assert cause in sentence
    assert "\n" not in sentence and sentence.endswith(".")


def test_children_get_utf8_fonts_and_compiled_modules(real_step, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    _, run, folder, _ = real_step
    variables = run.environment()
    assert (variables["PYTHONUTF8"], variables["MPLCONFIGDIR"]) == ("1", str(folder / "mpl"))
    assert "PYTHONDONTWRITEBYTECODE" not in variables


def test_messages_survive_a_console_that_is_not_utf8(machine, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(written, encoding="cp1258"))
    machine("doctor")
    assert "Lần chạy đầu: cài đặt vào .venv" in written.getvalue().decode("utf-8")


@ON_POSIX
def test_ci_runs_the_test_command_and_nothing_else(tmp_path):
    """With a stand-in for python on the PATH, so that the suite does not start itself."""
    stand_in = tmp_path / "python"
    stand_in.write_text('#!/bin/sh\necho "$@"\nexit 5\n', encoding="ascii")
    stand_in.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run([ROOT / ".ci" / "run"], env={"PATH": path}, capture_output=True, text=True, cwd=tmp_path)
    assert (ran.stdout, ran.returncode) == ("run.py test\n", 5)
