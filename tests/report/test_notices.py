"""The reminder and the report to the head: what an office's own templates may no longer say."""

import shutil
from pathlib import Path

from cchc_lib.presentation.prose import Templates
from cchc_lib.report.notices import moved_keys

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def test_a_signer_left_in_an_old_notice_template_is_told_with_its_new_place(tmp_path):
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    notice = tmp_path / "templates" / "sentences" / "notice.yaml"
    text = notice.read_text(encoding="utf-8")
    notice.write_text(text.replace("letter:\n", "letter:\n  signer: truong-ban\n").replace("report:\n", "report:\n  keep: TH\n"), encoding="utf-8")

    letter, report = moved_keys(Templates(tmp_path / "templates"))
    assert "letter › signer" in letter and "notice_signer" in letter
    assert "report › keep" in report and "office_report › keep" in report


def test_the_templates_that_are_delivered_say_nothing_that_nobody_reads():
    assert not list(moved_keys(Templates(TEMPLATES)))
