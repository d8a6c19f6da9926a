"""Options that commands share: what they give, what they refuse."""

from pathlib import Path

import pytest

from cchc_lib.cli import options
from cchc_lib.cli.parsing import CommandParser
from cchc_lib.domain.errors import UsageError
from cchc_lib.domain.periods import parse_period
from cchc_lib.runs.request import ReportRequest

Q1 = parse_period("2024-Q1")


@pytest.fixture
def parse():
    """Parse the words of a command that takes everything."""
    parser = CommandParser("cchc report", "")
    options.period(parser)
    options.folders(parser)
    options.building(parser)
    return lambda *words: parser.parse(list(words))


def test_folders_of_the_program_unless_told(parse):
    args = parse("2024-Q1")
    root = Path(__file__).resolve().parents[2]
    assert (args.period, args.sample, args.json, args.data) == (Q1, False, False, root / "data" / "inputs")
    assert (args.parameters, args.outputs) == (root / "parameters", root / "outputs")


def test_sample_is_a_data_folder_and_a_mark(parse):
    args = parse("2024-Q1", "--sample")
    assert (args.sample, args.data.parts[-2:]) == (True, ("data", "sample"))


def test_folders_as_told(parse):
    args = parse("--data", "D", "2024-Q1", "--parameters", "P", "--outputs", "O", "--json")
    assert (args.data, args.parameters, args.outputs, args.json) == (*(Path.cwd() / name for name in "DPO"), True)


@pytest.mark.parametrize("words", [["quý I/2024"], ["quý", "I/2024"], ["--sample", "quý", "I/2024", "--draft"]])
def test_period_may_come_as_two_words(parse, words):
    assert parse(*words).period == Q1


def test_settings_add_up_and_keep_their_order(parse):
    args = parse("2024-Q1", "--set", "plan/targets/2.2.a/value=97", "--set", "note=a=b", "--set", "x=")
    assert args.set == [("plan/targets/2.2.a/value", "97"), ("note", "a=b"), ("x", "")]
    assert parse("2024-Q1").set == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2024-Q5"], "kỳ «2024-Q5»"),
        (["2024-Q1", "2024-Q2"], "kỳ «2024-Q1 2024-Q2»"),
        ([], "còn thiếu: KỲ"),
        (["2024-Q1", "--sample", "--data", "D"], "--data: không dùng cùng lúc với --sample"),
        (["2024-Q1", "--set", "97"], "«97» cần có dạng ĐƯỜNG_DẪN=GIÁ_TRỊ"),
        (["2024-Q1", "--set", "=97"], "cần có dạng"),
        (["2024-Q1", "--jobs", "0"], "«0» không phải là số từ 1 đến 64"),
        (["2024-Q1", "--jobs", "-1"], "--jobs"),
        (["2024-Q1", "--jobs", "hai"], "«hai» không phải là số"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(parse, words, said):
    with pytest.raises(UsageError) as caught:
        parse(*words)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2


def test_jobs_follow_the_processors(parse, monkeypatch):
    assert 1 <= parse("2024-Q1").jobs <= 4
    assert parse("2024-Q1", "--jobs", "7").jobs == 7


@pytest.mark.parametrize("typed", ["Số liệu quý", 'Số liệu quý"', "./Số liệu quý", "Số liệu quý/"])
def test_a_folder_holds_from_where_the_user_stands(tmp_path, monkeypatch, typed):
    monkeypatch.chdir(tmp_path)
    assert options.folder(typed) == tmp_path / "Số liệu quý"


def test_a_request_made_with_relative_folders_holds_in_other_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = ("data", "parameters", "outputs", "notebooks", "templates")
    request = ReportRequest(parse_period("2024-Q1"), **{name: Path(name) for name in names})
    monkeypatch.chdir("/")
    assert [getattr(request, name) for name in names] == [tmp_path / name for name in names]
