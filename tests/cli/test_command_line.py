"""The command line from outside: words in; stdout, stderr and exit code out."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cchc_lib.cli import main as program
from cchc_lib.cli.commands import COMMANDS, Command
from cchc_lib.domain.errors import UserError
from cchc_lib.domain.exit_codes import ExitCode

HEAVY = {"pandas", "numpy", "matplotlib", "nbformat", "papermill", "pydantic", "yaml", "docx", "lxml", "jinja2", "duckdb"}


def cchc(*words: str, python: tuple[str, ...] = (), **variables: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONUTF8": "0", **variables}
    environment.pop("CCHC_PROG", None)
    command = [sys.executable, *python, "-m", "cchc_lib.cli", *words]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60)


@pytest.fixture
def command(monkeypatch):
    """Make the program have one command, `thu`, which does what the given function does."""

    def with_run(run, register=lambda parser: parser.add_argument("--json", action="store_true")):
        monkeypatch.setattr(program, "COMMANDS", (Command("thu", "", "thử"),))
        module = SimpleNamespace(register=register, run=run)
        monkeypatch.setattr(program.importlib, "import_module", lambda name: module)

    return with_run


def call(capsys, *words: str) -> tuple[int, str, str]:
    code = program.main(list(words))
    return code, *capsys.readouterr()


@pytest.mark.parametrize("words", [[], ["--help"], *([command.name, "--help"] for command in COMMANDS)], ids=" ".join)
def test_help_imports_nothing_heavy(words):
    listing = "import sys; from cchc_lib.cli.main import main; main(sys.argv[1:]); print(*sys.modules)"
    environment = {**os.environ, "PYTHONUTF8": "1"}
    ran = subprocess.run([sys.executable, "-c", listing, *words], capture_output=True, text=True, env=environment)
    help_text, _, modules = ran.stdout.rstrip("\n").rpartition("\n")
    assert "Cách dùng: " in help_text
    assert HEAVY.isdisjoint(modules.split())


def test_check_loads_no_data_frames_and_nothing_that_writes_workbooks(tmp_path):
    listing = "import sys; from cchc_lib.cli.main import main; main(sys.argv[1:]); print(*sys.modules)"
    words = ["check", "2024-Q1", "--sample", "--outputs", str(tmp_path)]
    ran = subprocess.run([sys.executable, "-c", listing, *words], capture_output=True, text=True, env={**os.environ, "PYTHONUTF8": "1"})
    assert {"pandas", "pyarrow", "openpyxl", "xlsxwriter", "matplotlib", "papermill"}.isdisjoint(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_is_in_the_help_and_explains_itself(command, capsys):
    code, out, _ = call(capsys, "--help")
    assert code == 0 and f"  {command.name}" in out and command.summary in out
    code, out, _ = call(capsys, command.name, "--help")
    assert code == 0 and command.summary[1:] in out
    for english in ("usage", "options:", "show this", "positional", "default"):
        assert english not in out


def test_runs_under_a_console_of_another_code_page():
    ran = cchc("--help", PYTHONIOENCODING="cp1258")
    assert ran.returncode == 0
    assert "Báo cáo cải cách hành chính định kỳ" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode on Windows")
def test_names_with_diacritics_are_read_under_a_locale_that_the_machine_lacks(tmp_path):
    ran = cchc("lint", str(tmp_path / "thư mục" / "báo cáo.docx"), LC_ALL="khong_co.UTF-8")
    assert ran.returncode == ExitCode.USAGE
    assert "thư mục/báo cáo.docx" in ran.stdout.decode("utf-8")


def test_result_is_on_stdout_and_words_on_stderr(command, capsys):
    def run(args):
        args.output.say("đang làm")
        return args.output.deliver(ExitCode.MISSING_FORMS, "/tmp/bao-cao.docx", {"docx": "/tmp/bao-cao.docx"})

    command(run)
    assert call(capsys, "thu") == (4, "/tmp/bao-cao.docx\n", "đang làm\n")
    code, out, err = call(capsys, "thu", "--json")
    assert (code, json.loads(out), err) == (4, {"docx": "/tmp/bao-cao.docx", "exit": 4}, "đang làm\n")


def test_json_stays_one_object_whatever_is_printed(command, capsys):
    def run(args):
        print("a library's chatter")
        args.output.deliver(0, "", {"a": 1})
        return args.output.deliver(0, "", {"a": 2})

    command(run)
    code, out, err = call(capsys, "thu", "--json")
    assert json.loads(out) == {"a": 1, "exit": 0}
    assert "chatter" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["doctr"], ["không có lệnh «doctr»", "có phải là «doctor»?"]),
        (["xyzzy"], ["không có lệnh «xyzzy»", "Cách xử lý: xem «cchc --help»"]),
        (["--jsn", "doctor"], ["«--jsn» đứng trước tên lệnh", "cchc LỆNH --jsn"]),
        (["doctor", "--jsno"], ["không có tùy chọn «--jsno»", "có phải là «--json»?"]),
        (["doctor", "--out", "x"], ["không có tùy chọn «--out»"]),
        (["doctor", "--outputs"], ["--outputs: cần một giá trị", "xem «cchc doctor --help»"]),
        (["doctor", "thừa"], ["thừa «thừa»"]),
    ],
    ids=str,
)
def test_wrong_words_get_a_sentence_and_what_to_try(words, said, capsys, monkeypatch):
    monkeypatch.delenv("CCHC_PROG", raising=False)
    code, out, err = call(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("Lỗi: ") and "Cách xử lý: " in err
    assert all(part in err for part in said), err


def test_wrong_words_with_json(capsys):
    code, out, err = call(capsys, "doctr", "--json")
    answer = json.loads(out)
    assert (code, answer["exit"], answer["error"]["what"]) == (2, 2, "không có lệnh «doctr»")
    assert "không có lệnh" in err


def test_help_speaks_of_the_program_as_it_was_called(capsys, monkeypatch):
    monkeypatch.setenv("CCHC_PROG", "python run.py")
    assert "Cách dùng: python run.py doctor" in call(capsys, "doctor", "--help")[1]


def test_version_with_json(capsys):
    code, out, _ = call(capsys, "--version", "--json")
    assert code == 0 and json.loads(out)["version"]


def raising(error):
    def run(args):
        raise error

    return run


def test_known_failure_keeps_its_code_and_shows_no_traceback(command, capsys):
    command(raising(UserError("hỏng", where="ở đây", remedy="sửa.", exit_code=ExitCode.LOCKED)))
    assert call(capsys, "thu") == (8, "", "Lỗi: hỏng\nỞ đâu: ở đây\nCách xử lý: sửa.\n")


def test_interruption_is_130(command, capsys):
    command(raising(KeyboardInterrupt()))
    code, out, err = call(capsys, "thu", "--json")
    assert (code, json.loads(out)["exit"]) == (130, 130)
    assert err.startswith("Đã dừng")


def test_unforeseen_failure_leaves_its_traceback_in_a_file(command, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    command(raising(ZeroDivisionError("chia cho 0")))
    code, out, err = call(capsys, "thu")
    [log] = tmp_path.iterdir()
    assert (code, out) == (1, "")
    assert str(log) in err and "Traceback" not in err
    assert "ZeroDivisionError: chia cho 0" in log.read_text(encoding="utf-8")


def test_missing_package_sends_to_doctor(command, capsys):
    command(raising(ModuleNotFoundError("No module named 'duckdb.x'", name="duckdb.x")))
    code, _, err = call(capsys, "thu")
    assert code == 7 and "thiếu gói «duckdb»" in err and "doctor" in err


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise on Windows")
def test_reader_that_leaves_is_no_failure():
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run([sys.executable, "-m", "cchc_lib.cli", "--help"], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_fonts_are_kept_beside_the_packages(monkeypatch, tmp_path):
    (tmp_path / "mpl").mkdir()
    monkeypatch.setenv("MPLCONFIGDIR", "put back after the test")
    monkeypatch.delenv("MPLCONFIGDIR")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", "elsewhere")
    program.keep_fonts()
    assert os.environ["MPLCONFIGDIR"] == str(tmp_path / "mpl")


def test_every_phrase_of_argparse_that_a_user_can_see_is_translated():
    """A Python that brings new phrases fails here, not in front of a user."""
    import argparse
    import ast

    from cchc_lib.cli.vietnamese import PHRASES

    for_programmers = ("conflict", "callable", "__call__", "dest=", "mode %r", "mutually exclusive", "multiple subparser",
                       "cannot merge", "invalid option string", "positionals", "conflict_resolution")  # fmt: skip
    calls = [node for node in ast.walk(ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    spoken = {
        word.value
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext")
        for word in node.args
        if isinstance(word, ast.Constant)
    }
    untold = {phrase for phrase in spoken - PHRASES.keys() if not any(part in phrase for part in for_programmers)}
    assert len(spoken) > 20 and not untold


def test_translations_keep_their_placeholders():
    import re

    from cchc_lib.cli.vietnamese import PHRASES

    for english, vietnamese in PHRASES.items():
        names = [set(re.findall(r"%\((\w+)\)", text)) for text in (english, vietnamese)]
        assert names[1] <= names[0], english
        assert len(re.findall(r"%[sr]", english)) == len(re.findall(r"%[sr]", vietnamese)), english


def test_a_remedy_names_the_command_as_this_user_types_it(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CCHC_PROG", "python run.py")
    code, _, errors = call(capsys, "trace", "2024-Q1", "2.2.a", "--outputs", str(tmp_path))
    assert code == ExitCode.USAGE and "Lập báo cáo trước: python run.py report 2024-Q1." in errors
