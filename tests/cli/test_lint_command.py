"""`cchc lint` hands its words to the checker and gives on what the checker says; the checker is played by a stand-in."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cchc_lib.cli import main as program
from cchc_lib.cli.commands import Command


@pytest.fixture
def asked(monkeypatch):
    """What the checker was asked."""
    calls = []

    def lint_main(paths, rules=False, fix=False, json=False):
        calls.append((list(paths), rules, fix))
        return ('{"exit": 5, "files": []}' if json else "a.docx: 1 lỗi bắt buộc"), 5

    checker = ModuleType("cchc_lib.nd30.report_text")
    checker.lint_main = lint_main
    monkeypatch.setitem(sys.modules, checker.__name__, checker)
    monkeypatch.setattr(program, "COMMANDS", (Command("lint", "TỆP.docx…", "kiểm tra thể thức"),))
    return calls


def test_words_go_in_and_text_and_code_come_out(asked, capsys):
    assert program.main(["lint", "a.docx", "b.docx", "--fix"]) == 5
    assert asked == [([Path("a.docx"), Path("b.docx")], False, True)]
    assert capsys.readouterr() == ("a.docx: 1 lỗi bắt buộc\n", "")


def test_json_is_the_checker_s(asked, capsys):
    assert program.main(["lint", "a.docx", "--json"]) == 5
    assert json.loads(capsys.readouterr().out) == {"exit": 5, "files": []}


def test_rules_need_no_file(asked):
    program.main(["lint", "--rules"])
    assert asked == [([], True, False)]


def test_nothing_to_check(asked, capsys):
    assert program.main(["lint"]) == 2
    assert "--rules" in capsys.readouterr().err
    assert asked == []
