"""run.py and tools/set_up.py, the slow steps (venv, pip) played by a fake: what is installed, when, how it mends itself."""

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
RUN, SET_UP = ROOT / "run.py", ROOT / "tools" / "set_up.py"
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="file descriptors are inherited otherwise on Windows")


def load(name: str, file: Path, monkeypatch: pytest.MonkeyPatch):
    """The module in this file, known by this name until the test ends."""
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


class FakeMachine:
    """A copy of the set-up in its own folder. `steps`: the commands that it ran; `started`: what run.py handed over to."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        folder.mkdir(parents=True)
        shutil.copy(RUN, folder)
        (folder / "requirements.lock").write_text("a==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
        (folder / "requirements-test.lock").write_text("t==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
        self.run = load("run", folder / "run.py", monkeypatch)
        self.set_up = load("set_up_under_test", SET_UP, monkeypatch)
        self.venv = folder / ".venv"
        self.steps, self.started, self.trouble = [], [], None
        monkeypatch.setattr(self.set_up, "step", self.step)
        monkeypatch.setattr(self.run, "wait_for", self.wait_for)
        monkeypatch.setattr(self.run, "hand_over", lambda command: self.started.append(command) or 0)

    def wait_for(self, command, folder):
        assert command[:3] == [self.run.base_python(), "-m", "tools.set_up"] and folder == self.run.ROOT
        return self.set_up.main(command[3:])

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
    monkeypatch.setattr(machine.run, "wait_for", lambda command, folder: pytest.fail("set up again"))
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
    machine.trouble = ("pip", machine.set_up.SetUpFailed("Chưa cài đặt được: ổ đĩa đã đầy."))
    assert machine("doctor") == 7
    captured = capsys.readouterr()
    assert captured.err.endswith("Chưa cài đặt được: ổ đĩa đã đầy.\n")
    assert captured.out == ""


def test_folder_without_write_permission(machine, monkeypatch, capsys):
    monkeypatch.setattr(machine.set_up, "hold", lambda lock: (_ for _ in ()).throw(OSError(30, "Read-only file system")))
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
    holder = open(machine.venv.parent / ".venv.lock", "a")
    machine.set_up.hold(holder)

    def finished_meanwhile(seconds):
        machine.step([sys.executable, "-m", "venv", str(machine.venv)], None)
        machine.set_up.install("cchc", None)
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


def imported(tree: ast.Module) -> set[str]:
    """Names of the modules that the source imports, anywhere in it."""
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {name.split(".")[0] for name in plain} | {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}


def test_run_py_reads_in_python_3_8_and_needs_only_the_standard_library():
    tree = ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 8))
    assert imported(tree) <= sys.stdlib_module_names
    at_once = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    assert at_once == {"os", "sys"}, "the rest waits until it is needed: every call pays for these"


def test_set_up_needs_only_the_standard_library_and_run_py():
    assert imported(ast.parse(SET_UP.read_text(encoding="utf-8"))) <= sys.stdlib_module_names | {"run"}


def test_interrupted_command_says_itself_how_it_ended(machine, monkeypatch):
    """Ctrl-C reaches both processes; run.py keeps waiting for the other's exit code."""
    answers = [KeyboardInterrupt(), 130]

    class Child:
        def __init__(self, *args, **options):
            pass

        def wait(self):
            answer = answers.pop(0)
            if isinstance(answer, BaseException):
                raise answer
            return answer

    monkeypatch.undo()
    monkeypatch.setattr(subprocess, "Popen", Child)
    assert machine.run.wait_for(["x"]) == 130


@pytest.fixture
def real_step(tmp_path, monkeypatch):
    """set_up.step itself (given Python code), its module, its folder and the open lock file."""
    run = load("run", RUN, monkeypatch)
    monkeypatch.setattr(run, "VENV", str(tmp_path))
    module = load("set_up_under_test", SET_UP, monkeypatch)
    with open(tmp_path / "lock", "w") as lock:
        yield lambda code: module.step([sys.executable, "-c", code], lock), module, tmp_path, lock


def test_step_shows_progress_on_stderr_and_keeps_the_output(real_step, capsys):
    step, _, folder, _ = real_step
    step("for n in range(41): print('Collecting p%d' % n)\nprint('Installing collected packages')")
    captured = capsys.readouterr()
    assert captured.err.splitlines() == ["  20 gói …", "  40 gói …", "  41 gói đã tải, đang cài đặt …"]
    assert captured.out == ""
    assert "Collecting p40\n" in (folder / "set-up.log").read_text(encoding="utf-8")


def test_step_that_fails_is_explained(real_step):
    step, module, _, _ = real_step
    with pytest.raises(module.SetUpFailed, match="ổ đĩa đã đầy"):
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
        ("", "báo người phụ trách kỹ thuật"),
    ],
)  # fmt: skip
def test_what_pip_prints_becomes_one_sentence(real_step, output, cause):
    sentence = real_step[1].explain(output)
    assert cause in sentence
    assert "\n" not in sentence and sentence.endswith(".")


def test_children_get_utf8_fonts_and_compiled_modules(real_step, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    _, module, folder, _ = real_step
    variables = module.run.environment()
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
