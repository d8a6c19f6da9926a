"""From a conformant document each rule broken alone gives exactly that finding."""

import pytest
from spoiled import SPOILED
from typed import Typed, annex, letter, line, with_annexes

from cchc_lib.nd30.check import check
from cchc_lib.nd30.rulebook.base import load_rules


def found(tmp_path, document):
    path = tmp_path / "van-ban.docx"
    path.write_bytes(document if isinstance(document, bytes) else document.to_bytes())
    return check(path)


def in_layout(layout):
    lines = dict(issuer_line=line(65, 40), motto_line=line(172, 240)) if layout in ("tabs", "spaces") else {}
    return Typed(layout=layout, **lines)


@pytest.mark.parametrize("layout", ["rows", "one", "spread", "boxes", "tabs", "spaces"])
def test_conformant_report_has_no_finding_however_its_head_is_laid_out(tmp_path, layout):
    report = found(tmp_path, in_layout(layout))
    assert (report.findings, report.not_judged, report.undecided) == ((), None, ())
    assert report.kind == "Báo cáo"


@pytest.mark.parametrize("document", [letter(), with_annexes(1), with_annexes(3), Typed(annexes=[annex()])])
def test_conformant_letter_and_annexes_have_no_finding(tmp_path, document):
    report = found(tmp_path, document)
    assert (report.findings, report.not_judged) == ((), None)


@pytest.mark.parametrize("rule", sorted(SPOILED))
def test_a_rule_broken_alone_gives_exactly_that_finding(tmp_path, rule):
    report = found(tmp_path, SPOILED[rule]())
    assert [item.rule for item in report.findings] == [rule]


def test_every_rule_has_a_mutation():
    assert {rule.id for rule in load_rules()} - set(SPOILED) == set()
