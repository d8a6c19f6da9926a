"""The upper part of page one: national header, title, addressees (khoản 1–5 and 9 Mục II Phần I Phụ lục I)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, Frame, Indent, Paragraph, centred, rule, short_rule_length_pt
from .decree import ADDRESSEE_LABEL, LETTER_ABSTRACT_LABEL, MOTTO, NATIONAL_NAME
from .measure import Face
from .stylesheet import StyleSheet
from .text import as_runs, clean, upper
from .units import pt_to_twips
from .wording import dash_list

DRAFT_MARK = "DỰ THẢO"
# The national name must keep to one line: its measured width and this much air, points.
_AIR_PT = 6.0
# The left column never gets narrower than this share of the text, whatever the place and date ask for.
_LEAST_LEFT_SHARE = 0.33
# An abstract of several lines is easier to read when it is narrower than the text.
_TITLE_SHARE = 0.85


@dataclass(frozen=True)
class Letterhead:
    """What the national header says; ``number`` and ``place_and_date`` are whole lines, ``marks`` stand in boxes."""

    parent: str | None
    issuer: str
    number: str
    place_and_date: str
    letter_abstract: str | None = None
    marks: Sequence[str] = ()


def national_header(head: Letterhead, sheet: StyleSheet, text_width_pt: float) -> Frame:
    """Agencies left, Quốc hiệu and Tiêu ngữ right; below them, on one row, number and date (ô 1–4, 5b)."""
    right = _right_width_pt(head, sheet, text_width_pt)
    left = text_width_pt - right
    rows = (
        (_agencies(head, sheet, left), _nation(sheet, right)),
        (_number(head, sheet, left), [Paragraph("Địa danh ngày tháng", as_runs(head.place_and_date))]),
    )
    total = pt_to_twips(text_width_pt)
    return Frame((total - pt_to_twips(right), pt_to_twips(right)), rows, keep_together=True)


def _right_width_pt(head: Letterhead, sheet: StyleSheet, text_width_pt: float) -> float:
    needed = (
        sheet.face("Quốc hiệu").width_pt(NATIONAL_NAME),
        sheet.face("Tiêu ngữ").width_pt(MOTTO),
        sheet.face("Địa danh ngày tháng").width_pt(head.place_and_date),
    )
    return min(max(needed) + _AIR_PT, text_width_pt * (1 - _LEAST_LEFT_SHARE))


def _agencies(head: Letterhead, sheet: StyleSheet, width_pt: float) -> list[Paragraph]:
    issuer, face = upper(head.issuer), sheet.face("Tên cơ quan")
    paragraphs = [centred("Tên cơ quan", issuer, face, width_pt)]
    paragraphs.append(rule(short_rule_length_pt(issuer, face, width_pt), width_pt))
    if head.parent:
        parent = "Tên cơ quan chủ quản"
        paragraphs.insert(0, centred(parent, upper(head.parent), sheet.face(parent), width_pt))
    return paragraphs


def _nation(sheet: StyleSheet, width_pt: float) -> list[Paragraph]:
    motto_pt = sheet.face("Tiêu ngữ").width_pt(MOTTO)
    return [
        Paragraph("Quốc hiệu", as_runs(NATIONAL_NAME)),
        Paragraph("Tiêu ngữ", as_runs(MOTTO)),
        rule(motto_pt, width_pt),
    ]


def _number(head: Letterhead, sheet: StyleSheet, width_pt: float) -> list[Paragraph]:
    paragraphs = [Paragraph("Số ký hiệu", as_runs(head.number))]
    if head.letter_abstract:
        style = "Trích yếu công văn"
        text = f"{LETTER_ABSTRACT_LABEL} {_bare_abstract(head.letter_abstract)}"
        paragraphs.append(centred(style, text, sheet.face(style), width_pt))
    return [*paragraphs, *(boxed_mark(mark, sheet, width_pt) for mark in head.marks)]


def boxed_mark(text: str, sheet: StyleSheet, width_pt: float) -> Paragraph:
    """A mark in a frame that fits it, such as DỰ THẢO."""
    style = "Dấu bản thảo"
    margin = max(0, pt_to_twips((width_pt - sheet.face(style).width_pt(text)) / 2 - 8))
    return Paragraph(style, as_runs(text), indent=Indent(margin, margin))


def title(kind: str, abstract: str | None, sheet: StyleSheet, text_width_pt: float) -> list[Paragraph]:
    """Tên loại in capitals, trích yếu without a full stop, and its line (khoản 5 Mục II)."""
    name = Paragraph("Tên loại", as_runs(upper(kind)))
    if not abstract:
        return [name]
    text, face = _bare_abstract(abstract), sheet.face("Trích yếu")
    wrap_pt = text_width_pt * _TITLE_SHARE
    length = short_rule_length_pt(text, face, text_width_pt, wrap_pt)
    return [
        name,
        centred("Trích yếu", text, face, text_width_pt, wrap_pt),
        rule(length, text_width_pt, keep_next=True),
    ]


def _bare_abstract(text: str) -> str:
    bare = clean(text).strip().removeprefix(LETTER_ABSTRACT_LABEL).strip()
    return bare.rstrip(".").rstrip()


def addressees(names: Sequence[str], sheet: StyleSheet, text_width_pt: float) -> list[Block]:
    """``Kính gửi:`` with one name beside it, or a list whose dashes stand below the colon (điểm d khoản 9 Mục II)."""
    face = sheet.face("Kính gửi")
    if len(names) == 1:
        text = f"{ADDRESSEE_LABEL} {clean(names[0]).strip().rstrip('.;')}"
        return [centred("Kính gửi", text, face, text_width_pt, text_width_pt * _TITLE_SHARE)]
    items = dash_list(names)
    label_pt = face.width_pt(ADDRESSEE_LABEL.rstrip(":"))
    longest_pt = max(map(sheet.face("Danh sách kính gửi").width_pt, items))
    left_pt = max(36.0, (text_width_pt - label_pt - longest_pt) / 2)
    return [_addressee_label(left_pt), *(_addressee(item, left_pt + label_pt, face) for item in items)]


def _addressee_label(left_pt: float) -> Paragraph:
    # The style centres the label of a single addressee; above a list its colon fixes the place of the dashes.
    return Paragraph("Kính gửi nhiều nơi", as_runs(ADDRESSEE_LABEL), indent=Indent(pt_to_twips(left_pt)))


def _addressee(item: str, dash_pt: float, face: Face) -> Paragraph:
    hanging = face.width_pt("- ")
    indent = Indent(pt_to_twips(dash_pt + hanging), hanging=pt_to_twips(hanging))
    return Paragraph("Danh sách kính gửi", as_runs(item), indent=indent)
