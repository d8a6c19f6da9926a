"""The guides say what is so: links lead somewhere, commands and options exist, examples run, reference pages are fresh."""

from __future__ import annotations

import importlib
import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from cchc_lib.cli.commands import COMMANDS
from cchc_lib.cli.main import main
from cchc_lib.cli.parsing import CommandParser
from cchc_lib.domain.forms import Form
from cchc_lib.domain.plan import Target
from cchc_lib.intake.parameters import load_parameters
from tools import bundle, reference

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
GUIDES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, kind: str) -> list[str]:
    """The fenced blocks of a language, without their indent."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", text_of(page), re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(indent) for line in block.splitlines()) for indent, block in found]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text_of(page)):
        if not re.match(r"https?:", target):
            assert (page.parent / target).exists(), target


def commands(page: Path) -> list[list[str]]:
    """What the page tells people to type after `python run.py` or `cchc`, in words."""
    lines = re.findall(r"`((?:python run\.py|cchc) [^`\n]+)`|^((?:python run\.py|cchc) .*)$", text_of(page), re.MULTILINE)
    typed = [re.split(r" {3,}|  # ", one or other)[0] for one, other in lines]
    return [shlex.split(line.removeprefix("python run.py").removeprefix("cchc")) for line in typed if "…" not in line]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_commands_and_their_options_are_understood(page: Path) -> None:
    for name, *words in commands(page):
        if name == "test":
            continue
        if name == "bundle":  # a word of run.py
            bundle.parser().parse_args(words)
            continue
        assert name in {command.name for command in COMMANDS}, f"{page.name}: {name}"
        parser = CommandParser(f"cchc {name}", "thử")
        importlib.import_module(f"cchc_lib.cli.commands.{name}").register(parser)
        parser.parse(words)


def test_examples_for_analysts_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """All blocks of the guide in order, as in one notebook."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    examples = blocks(DOCS / "phan-tich.md", "python")
    assert len(examples) >= 6
    for example in examples:
        exec(compile(example, "phan-tich.md", "exec"), names)  # noqa: S102 - our own guide
    assert names["mot"].printed == "97,3%"  # type: ignore[attr-defined]
    assert len(names["cham"]) == 11  # type: ignore[arg-type]
    assert names["qua"]["ky"].tolist()[0] == "2023-Q1"  # type: ignore[index]
    assert names["nhieu"].groupby("ma").size().to_dict() == {"2.2.a": 8, "2.2.h": 8, "2.2.k": 8}  # type: ignore[attr-defined]


def test_the_example_of_a_target_is_one_of_the_plan() -> None:
    (example,) = blocks(DOCS / "ke-hoach-nam-sau.md", "yaml")
    (target,) = (Target.model_validate(one) for one in yaml.safe_load(example))
    own = load_parameters(ROOT / "parameters").plans[2024].target(target.id)
    assert own is not None
    assert (target.text, target.value, target.comparison, target.numerator, target.source) == (own.text, own.value, own.comparison, own.numerator, own.source)


def test_the_example_of_a_form_is_valid() -> None:
    (example,) = blocks(DOCS / "them-bieu.md", "yaml")
    (form,) = (Form.model_validate(one) for one in yaml.safe_load(example))
    assert form.id not in load_parameters(ROOT / "parameters").forms


@pytest.mark.parametrize("name", ["cach-tinh.md", "ma-va-tu.md"])
def test_reference_pages_are_fresh(name: str) -> None:
    assert text_of(DOCS / name) == reference.pages(load_parameters(ROOT / "parameters"))[name], "python -m tools.reference"


def test_the_quarter_of_the_readme_runs_as_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its commands in order on a copy of the sample, save `report`, which tests/contract runs."""
    section = text_of(ROOT / "README.md").split("## Một quý của Văn phòng")[1].split("\n## ")[0]
    told = [shlex.split(line) for line in re.findall(r"^\d\. `python run\.py ([^`]+)`|`python run\.py (?!report)([^`]+)`", section, re.MULTILINE) for line in line if line]
    steps = [words for words in told if words[0] != "report"]
    assert [words[0] for words in steps] == ["open", "forms", "status", "check", "final"]
    shutil.copytree(ROOT / "parameters", tmp_path / "tham số")
    shutil.copytree(ROOT / "data" / "sample" / "2024-Q2", tmp_path / "Số liệu" / "2024-Q2")
    for words in steps[:-1]:  # nothing is issued before a report is there
        code = main([*words, "--parameters", str(tmp_path / "tham số"), "--data", str(tmp_path / "Số liệu"), "--outputs", str(tmp_path / "Kết quả")])
        said = capsys.readouterr()
        assert code == 0, said.err
    assert len(list((tmp_path / "Kết quả" / "2024-Q2" / "bieu-mau").glob("*.xlsx"))) == 5
    assert "0 lỗi phải sửa" in said.out
