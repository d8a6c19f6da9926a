"""The sample report word for word, and a small one part by part as XML.

After a change that is meant: UPDATE_GOLDEN=1 python run.py test tests/report, then read the difference.
"""

import os
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.analysis.bodies import quarter_data

from .made import W, composed, merged, paragraphs, sample_report

GOLDEN = Path(__file__).parent / "golden"
PARTS = ("word/document.xml", "word/styles.xml", "docProps/core.xml")


def held(name: str, text: str) -> None:
    """Compare with the golden file; write it when asked to."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("period", ["2024-Q1", "2024-6T"])
def test_sample_report_word_for_word(period):
    _, report = sample_report(period)
    held(f"{period}.txt", "\n".join(paragraphs(report.docx)) + "\n")


def small_body():
    return quarter_data(
        "2024-Q1",
        van_ban_qppl=[{"ten_van_ban": "Quyết định về «A & B» <nháp>", "ngay_trinh": "1/2/2024", "dung_trinh_tu_thu_tuc": True}],
        danh_gia_chung=[{"muc": "kiến nghị", "noi_dung": "Đề nghị sớm ban hành hướng dẫn.", "don_vi": "Văn phòng"}],
    )


def until_first_annex(document: ElementTree.Element) -> None:
    """Keep the report itself: the annexes' tables hold the plan's texts, which the plan's own test knows."""
    body = document[0]
    ends = next(n for n, block in enumerate(body) if block.find(f".//{W}sectPr") is not None)
    del body[ends + 1 :]


def test_small_report_part_by_part():
    data = small_body()
    docx = composed(merged("2024-Q1", {data.quarter: data}, sample=False)).docx
    with zipfile.ZipFile(BytesIO(docx)) as package:
        for name in PARTS:
            root = ElementTree.fromstring(package.read(name))
            if name == "word/document.xml":
                until_first_annex(root)
            ElementTree.indent(root)
            held(f"small/{Path(name).name}", ElementTree.tostring(root, encoding="unicode") + "\n")
