"""Reports made in memory, without notebooks: what the report notebook does, minus charts."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from cchc_lib.analysis.area import area_result
from cchc_lib.analysis.measures import Workspace
from cchc_lib.domain.areas import AREAS
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_for_period
from cchc_lib.presentation.prose import Templates
from cchc_lib.report.compose import Composed, compose
from cchc_lib.report.merged import Merged

ROOT = Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def parameters() -> Parameters:
    return load_parameters(ROOT / "parameters")


def merged(period: str, data: dict[Period, QuarterData], *, sample: bool = True, draft: bool = False, changed: Parameters | None = None) -> Merged:
    """All results of a period from what was read."""
    own = changed or parameters()
    workspace, wanted = Workspace(own, data), parse_period(period)
    general, *areas = (area_result(workspace, wanted, area, sample=sample) for area in ("general", *(one.id for one in AREAS)))
    return Merged(own.calendar.span(wanted), own, general, areas, data, sample=sample, draft=draft)


def composed(one: Merged) -> Composed:
    return compose(one, Templates(ROOT / "templates"), Path())


@cache
def sample_report(period: str) -> tuple[Merged, Composed]:
    """The report of a sample period."""
    data = read_for_period(ROOT / "data" / "sample", parameters().calendar.span(parse_period(period)), parameters())
    one = merged(period, data)
    return one, composed(one)


def part(docx: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return ElementTree.fromstring(package.read(name))


def paragraphs(docx: bytes) -> list[str]:
    """The text of every paragraph, tables included, blank ones left out."""
    texts = ("".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in part(docx, "word/document.xml").iter(f"{W}p"))
    return [text for text in texts if text.strip()]
