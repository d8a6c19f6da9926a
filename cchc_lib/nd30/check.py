"""``check(path)``: any Word file against Phụ lục I of Nghị định 30/2020/NĐ-CP, clause by clause."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

from .elements.recognise import recognise
from .elements.recognised import Recognised
from .findings import Collector, Finding, Place, Report
from .measure import Face
from .reading.document import read_document
from .reading.package import DocumentError
from .rulebook.base import CHECKS, Hit, Rule, load_rules

__all__ = ["DocumentError", "Finding", "Place", "Report", "check"]

IN_FORCE = datetime.date(2020, 3, 5)


def check(path: str | os.PathLike[str], *, on: datetime.date | None = None) -> Report:
    """Findings for one .docx.

    ``on``: the day whose rules apply; without it the document's own date, or today where it has none or an older one
    than the decree.  DocumentError (one Vietnamese sentence) where the file is no readable Word document.
    """
    found = recognise(read_document(path))
    return report(found, Path(path).name, on)


def load() -> None:
    """Loads ahead what every check needs: the rules, and how wide the letters of the typefaces are."""
    load_rules()
    for bold in (False, True):
        Face(1.0, bold).width_pt("")


def report(found: Recognised, name: str, on: datetime.date | None = None) -> Report:
    """The report on a document already read."""
    kind = found.kind_name or ("Công văn" if found.kind == "letter" else "không rõ tên loại")
    if found.not_judged:
        return Report(name, "", not_judged=found.not_judged, notes=tuple(found.notes))
    day, notes = _day(found, on)
    if not any(rule.in_force(day) for rule in load_rules()):
        notes.append(f"Không có quy tắc nào có hiệu lực vào ngày {day:%d/%m/%Y}.")
    collector = Collector()
    for rule, hit in hits(found, day):
        collector.add(rule, hit)
    return Report(name, kind, collector.findings(), None, tuple(found.notes + notes), tuple(_undecided(found)), day)


def hits(found: Recognised, day: datetime.date) -> Iterator[tuple[Rule, Hit]]:
    """Every breach of every rule in force that applies to this kind of document."""
    for rule in load_rules():
        if rule.in_force(day) and (rule.both or not found.legal):
            for hit in CHECKS[rule.check](found, rule):
                yield rule, hit


def rules_day(found: Recognised, on: datetime.date | None) -> datetime.date:
    """The day whose rules apply to the document."""
    return _day(found, on)[0]


def _day(found: Recognised, on: datetime.date | None) -> tuple[datetime.date, list[str]]:
    if on is not None:
        return on, []
    if found.date is None:
        return datetime.date.today(), []
    if found.date < IN_FORCE:
        text = f"Văn bản ghi ngày {found.date:%d/%m/%Y}, trước ngày Nghị định 30 có hiệu lực (05/3/2020): xét theo quy định hiện hành."
        return datetime.date.today(), [text]
    return found.date, []


def _undecided(found: Recognised) -> list[str]:
    result = list(found.undecided)
    names = {"motto": "Tiêu ngữ", "issuer": "tên cơ quan ban hành", "abstract": "trích yếu"}
    for key, line in found.lines.items():
        if line.kind == "unclear":
            result.append(f"Đường kẻ dưới {names[key]}: có hình vẽ không phân biệt được, không xác định được.")
        elif line.kind in ("drawn", "border", "cell") and line.length_pt is None:
            result.append(f"Độ dài đường kẻ dưới {names[key]}: không xác định được.")
    if not found.pieces("authority") and not found.pieces("recipients_label"):
        result.append("Không nhận ra phần ký và nơi nhận: không xác định được.")
    if found.kind == "unnamed":
        result.append("Không nhận ra tên loại hoặc trích yếu «V/v»: không xác định được loại văn bản.")
    return result
