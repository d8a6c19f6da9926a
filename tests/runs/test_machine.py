"""doctor's checks on machines that lack something."""

import importlib.metadata
import json
import locale
import os
import shutil
from types import SimpleNamespace

import pytest

from cchc_lib.cli.main import main
from cchc_lib.runs import machine


def lock(tmp_path, *lines):
    file = tmp_path / "requirements.lock"
    file.write_text("".join(f"{line} \\\n    --hash=sha256:00\n" for line in lines), encoding="utf-8")
    return file


PACKAGING = importlib.metadata.version("packaging")


@pytest.mark.parametrize(
    ("line", "state", "found"),
    [
        (f"packaging=={PACKAGING}", machine.FINE, "1 gói"),
        ("packaging==0.1", machine.NOTICE, f"packaging {PACKAGING} (tệp khóa: 0.1)"),
        ("no-such-package==1", machine.LACKING, "thiếu no-such-package"),
        ("no-such-package==1 ; python_full_version < '3'", machine.FINE, "0 gói"),
    ],
)
def test_packages_against_the_lock(tmp_path, line, state, found):
    check = machine.packages(lock(tmp_path, line))
    assert check.state == state and found in check.found
    assert bool(check.remedy) == (state != machine.FINE)


def test_packages_without_a_lock(tmp_path):
    assert machine.packages(tmp_path / "requirements.lock").state == machine.NOTICE


@pytest.mark.parametrize(("free_mb", "state"), [(199, machine.LACKING), (200, machine.NOTICE), (2000, machine.FINE)])
def test_little_free_space_is_noticed_too_little_is_lacking(tmp_path, monkeypatch, free_mb, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free_mb * 10**6))
    assert machine.space(tmp_path / "not" / "yet").state == state


def test_outputs_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(dir):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    check = machine.writable(tmp_path)
    assert check.state == machine.LACKING and "--outputs" in check.remedy


def test_looking_leaves_nothing_behind(tmp_path):
    assert machine.writable(tmp_path / "outputs").state == machine.FINE
    assert list(tmp_path.iterdir()) == []


def test_bytecode_that_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: SimpleNamespace(cached=str(tmp_path / name)))
    assert machine.bytecode().state == machine.NOTICE


def test_font_list_that_is_missing(monkeypatch, tmp_path):
    import matplotlib

    monkeypatch.setattr(matplotlib, "get_cachedir", lambda: str(tmp_path))
    assert machine.fonts().state == machine.NOTICE
    (tmp_path / "fontlist-v1.json").touch()
    assert machine.fonts().state == machine.FINE


@pytest.mark.parametrize(("name", "state"), [("cp1258", machine.NOTICE), ("UTF-8", machine.FINE), ("utf8", machine.FINE)])
def test_encoding(monkeypatch, name, state):
    monkeypatch.setattr(locale, "getpreferredencoding", lambda do_setlocale: name)
    assert machine.encoding().state == state


@pytest.mark.skipif(os.name == "nt", reason="Word itself may be found there")
def test_pdf_without_a_program_is_only_noted(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(machine.Path, "is_file", lambda path: False)
    assert machine.pdf().state == machine.NOTICE


def test_doctor_exits_7_only_when_something_essential_is_lacking(monkeypatch, capsys, tmp_path):
    assert main(["doctor", "--outputs", str(tmp_path)]) == 0
    assert "Máy đủ điều kiện" in capsys.readouterr().out
    lacking = machine.Check("x", "Thứ gì đó", machine.LACKING, "không có", "cài nó.")
    monkeypatch.setattr(machine, "examine", lambda root, outputs: [lacking])
    assert main(["doctor"]) == 7
    assert capsys.readouterr().out.splitlines()[:2] == ["[thiếu] Thứ gì đó: không có", "    → cài nó."]
    assert main(["doctor", "--json"]) == 7
    answer = json.loads(capsys.readouterr().out)
    assert answer["exit"] == 7 and answer["checks"][0]["state"] == "thiếu"
