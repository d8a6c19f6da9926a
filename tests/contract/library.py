"""The program as its notebooks call it: a body's results without seven notebooks and a Word file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cchc_lib.domain.overrides import bound
from cchc_lib.domain.periods import parse_period
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_for_period
from tests.report.made import composed, merged, paragraphs

ROOT = Path(__file__).resolve().parents[2]


def results_of(data: Path, period: str) -> dict[str, Any]:
    """results.json of a period, as it would be written."""
    own = load_parameters(ROOT / "parameters")
    read = read_for_period(data, own.calendar.span(parse_period(period)), own)
    return json.loads(json.dumps(merged(period, read, sample=False, changed=own).results()))


def text_of(docx: bytes) -> str:
    """The document's paragraphs, those of tables included, one a line."""
    return "\n".join(paragraphs(docx))


def report_of(data: Path, period: str, overrides: Mapping[str, str] | None = None, folder: Path = ROOT / "parameters") -> tuple[dict[str, Any], str]:
    """results.json and the text of the report, without charts. overrides: what --set says; folder: of the parameters."""
    own = parse_period(period)
    changed = load_parameters(folder, bound(overrides or {}, own))
    one = merged(period, read_for_period(data, changed.calendar.span(own), changed), sample=False, changed=changed)
    report = composed(one)
    return json.loads(json.dumps(report.results)), text_of(report.docx)
