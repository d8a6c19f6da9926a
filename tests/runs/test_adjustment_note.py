"""The note on figures that were adjusted: old, new and cause, an official document that the format check passes."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from cchc_lib.cli.main import main
from cchc_lib.nd30.check import check
from cchc_lib.presentation.prose import Templates
from cchc_lib.runs.archive.final import mark_final
from cchc_lib.runs.archive.folder import resolve
from cchc_lib.runs.explain.adjustments import adjustment_note
from cchc_lib.runs.explain.diff import diff, paragraphs
from cchc_lib.runs.explain.in_words import changed_words

from .real import build
from .toy_report import ROOT


@pytest.fixture(scope="module")
def pair(sample_run, tmp_path_factory):
    """The issued run of a period, and one with another target of 2.2.a."""
    made, first = sample_run
    folder = tmp_path_factory.mktemp("pair")
    shutil.copytree(first.run, folder / "outputs" / "2024-Q1" / first.run.name)
    made = replace(made, outputs=folder / "outputs", set={"plan/targets/2.2.a/value": "98"})
    mark_final(resolve("2024-Q1", made.outputs), "05", date(2024, 3, 18))
    return made, resolve("r001", made.outputs).path, build(made)


def test_the_note_gives_old_new_and_cause_and_passes_the_format_check(pair, tmp_path):
    _, old, new = pair
    path = tmp_path / "giai-trinh.docx"
    path.write_bytes(adjustment_note(diff(old, new.run), Templates(ROOT / "templates")))
    lines = paragraphs(path)
    text = "\n".join(lines)

    report = check(path)
    # A signer's name is kept nowhere; the registry fills it in.
    assert not report.findings and report.kind.lower() == "báo cáo"
    assert "số cũ theo báo cáo số 05/BC-BQL ngày 18 tháng 3 năm 2024" in text and f"lần tính {new.run.name} (chưa phát hành)" in text
    at = lines.index("Hồ sơ TTHC được giải quyết đúng hạn (2.2.a)")
    assert lines[at + 1].endswith("mục tiêu > 95; đạt") and lines[at + 2].endswith("mục tiêu > 98; chưa đạt")
    assert lines[at + 3] == "Tham số --set › plans/2024/targets/2.2.a/value: từ «95» thành «98»."
    assert "SỐ LIỆU MINH HỌA" in text and "Bảng 1. Giải trình số liệu điều chỉnh" in text


def test_the_note_is_the_same_whenever_it_is_made(pair):
    _, old, new = pair
    notes = [adjustment_note(diff(old, new.run), Templates(ROOT / "templates")) for _ in range(2)]

    assert notes[0] == notes[1]


def test_runs_without_a_difference_give_a_note_that_says_so(pair, tmp_path):
    _, old, _ = pair
    path = tmp_path / "note.docx"
    path.write_bytes(adjustment_note(diff(old, old), Templates(ROOT / "templates")))

    assert any("Không có số liệu nào thay đổi" in line for line in paragraphs(path)) and not check(path).findings


def test_the_command_writes_the_note_and_never_over_a_file(pair, tmp_path, capsys):
    made, old, new = pair
    words = ["diff", str(old), str(new.run), "--outputs", str(made.outputs), "--note", str(tmp_path / "sub" / "note")]

    assert main(words) == 0
    assert zipfile.is_zipfile(tmp_path / "sub" / "note.docx") and [path.name for path in (tmp_path / "sub").iterdir()] == ["note.docx"]
    assert main(words) == 2 and "không ghi đè" in capsys.readouterr().err


def test_the_command_tells_each_cause_once_then_the_figures_by_name_and_the_words_that_differ(pair, capsys):
    made, old, new = pair
    assert main(["diff", str(old), str(new.run), "--outputs", str(made.outputs)]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[1] == "  [1] tham số --set › plans/2024/targets/2.2.a/value: từ «95» thành «98»"
    figures = [line for line in lines if "→" in line and line.endswith("[1]")]
    assert [line.split(":")[0].strip() for line in figures] == [
        "Hồ sơ TTHC được giải quyết đúng hạn (2.2.a)", "Hồ sơ TTHC được giải quyết đúng hạn (2.2.a) (lũy kế từ đầu năm)",
    ]
    assert all("đạt → " in line and "; chưa đạt" in line for line in figures)
    assert any("{∅ → chưa} đạt chỉ tiêu" in line for line in lines)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("gồm 285 hồ sơ", "gồm 284 hồ sơ", "«gồm {285 → 284} hồ sơ»"),
        ("a b c d e f g h i 1", "a b c d e f g h i 2", "«… f g h i {1 → 2}»"),
        ("1 a b c d e f g h i j 1", "2 a b c d e f g h i j 2", "«{1 → 2} a b c d … g h i j {1 → 2}»"),
        ("đạt", "chưa đạt", "«{∅ → chưa} đạt»"),
        (None, "thêm vào", "thêm: «thêm vào»"),
        ("bỏ đi", None, "bỏ: «bỏ đi»"),
    ],
)
def test_only_the_words_that_differ_are_shown_with_some_around_them(was, now, said):
    assert changed_words(was, now) == said
