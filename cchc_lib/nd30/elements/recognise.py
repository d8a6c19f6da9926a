"""Names the elements of a document and says what kind of document it is, or why it is not to be judged."""

from __future__ import annotations

import datetime
import re

from ..decree import KIND_ABBREVIATIONS
from ..reading.model import Document, Paragraph
from . import words
from .annexes import find_annexes
from .content import Title, blocks
from .head import Head
from .lines import LineFinder
from .recognised import Recognised
from .tail import Tail
from .words import fold

ATTACHED_WITHIN = 10  # paragraphs below the head in which "(Ban hành kèm theo …)" tells an attached document
COLLECTION = 3  # so many national names: a book of forms or of documents, not one document
_DATE = re.compile(r"NGAY\s*(\d{1,2})\s*THANG\s*(\d{1,2})\s*NAM\s*(\d{4})")


def recognise(document: Document) -> Recognised:
    """Elements of the document; ``not_judged`` is filled where Phụ lục I does not apply."""
    result = Recognised(document)
    head = Head(document.paragraphs)
    if "national_name" not in head.elements:
        head = _head_in_page_header(document) or head
    result.not_judged = _foreign(document, head)
    if result.not_judged:
        return result
    result.elements.update(head.elements)
    title = Title(document.paragraphs, max(head.last + 1, 0))
    result.elements.update(title.elements)
    annexes, attached = find_annexes(document.paragraphs, title.next_index)
    limit = min([item.start for item in annexes] + ([attached] if attached is not None else []) + [len(document.paragraphs)])
    tail = Tail(document.paragraphs, title.next_index, limit)
    if tail.start < 0 and limit < len(document.paragraphs):  # "Phụ lục" in the middle of the text, signature behind it
        tail = Tail(document.paragraphs, title.next_index, len(document.paragraphs))
    result.elements.update(tail.elements)
    contacts = [piece for paragraph in _first_footer(document) for piece in paragraph.lines if words.CONTACT.match(fold(piece.text))]
    if contacts:
        result.elements["contact"] = contacts
    _place(result, title, tail, annexes, attached)
    _name_kind(result, title)
    result.not_judged = result.not_judged or _not_administrative(result, attached, title)
    if not result.not_judged:
        _find_lines(result, head)
        result.date = _date_of(result.text("place_date"))
    return result


def _place(result: Recognised, title: Title, tail: Tail, annexes: list, attached: int | None) -> None:
    paragraphs = result.document.paragraphs
    result.end = tail.end if tail.end > 0 else len(paragraphs)
    result.annexes = [item for item in annexes if item.start >= (tail.end if tail.start >= 0 else 0)]
    body_end = tail.start if tail.start >= 0 else min([item.start for item in result.annexes] + [len(paragraphs)])
    if attached is not None and attached >= tail.end >= 0:
        result.attached = attached
        result.notes.append("Văn bản ban hành kèm theo ở sau phần ký theo quy định riêng: nhận ra nhưng không xét.")
        result.annexes = [item for item in result.annexes if item.start < attached]
    result.main = [item for item in paragraphs if title.next_index <= item.index < body_end]
    result.shared_paragraphs = tail.shared


def _name_kind(result: Recognised, title: Title) -> None:
    kind = fold(result.text("kind")).rstrip(" :.*")
    letter = "letter_abstract" in result.elements or (not kind and "addressee" in result.elements)
    result.kind = "letter" if letter and not kind else "named" if kind else "unnamed"
    result.kind_name = "Công văn" if result.kind == "letter" else result.text("kind").rstrip(" :.*").capitalize()
    if title.inline:
        names = sorted(KIND_ABBREVIATIONS, key=len, reverse=True)
        result.kind_name = next((name for name in names if kind.startswith(fold(name))), result.kind_name)
        result.undecided.append("Tên loại và trích yếu viết liền một dòng: không tách được để xét riêng.")
    result.inline_title = title.inline
    number = fold(result.text("number"))
    if any(kind.startswith(name) for name in words.LEGAL_KINDS) or words.LEGAL_NUMBER.search(number):
        result.notes.append(
            "Số, ký hiệu hoặc tên loại cho thấy đây là văn bản quy phạm pháp luật (thể thức theo luật ban hành văn bản "
            "quy phạm pháp luật): chỉ xét những điểm mà hai loại văn bản trình bày như nhau."
        )
        result.legal = True
    result.blocks = blocks(result.main, result.kind == "letter")


def _foreign(document: Document, head: Head) -> str | None:
    """Documents that follow other rules, known before anything else is looked at."""
    if head.party or (head.star and "national_name" not in head.elements):
        return "Văn bản của Đảng hoặc đoàn thể: theo hướng dẫn thể thức riêng, Nghị định 30 không áp dụng."
    names = sum(
        words.resembles(line.text, words.NATIONAL_FOLDED)
        for paragraph in document.paragraphs
        for line in paragraph.lines
        if 20 < len(line.text) < 60
    )
    if names >= COLLECTION:
        return f"Tệp gồm nhiều văn bản hoặc biểu mẫu ({names} lần Quốc hiệu): hãy tách từng văn bản rồi kiểm tra."
    return None


def _not_administrative(result: Recognised, attached: int | None, title: Title) -> str | None:
    found = result.elements
    if "national_name" not in found:
        return _without_national_name(result, attached)
    if attached is not None and attached < title.next_index + ATTACHED_WITHIN and "authority" not in found:
        return "Văn bản ban hành kèm theo một văn bản khác (quy chế, quy định …): theo quy định riêng."
    if not any(key in found for key in ("number", "issuer", "parent")):
        return "Có Quốc hiệu nhưng không có tên cơ quan và số, ký hiệu (đơn, hợp đồng, biểu mẫu …): không phải văn bản của cơ quan."
    if result.kind == "unnamed" and not any(key in found for key in ("number", "recipients_label")):
        return "Không nhận ra tên loại, không có số, ký hiệu và nơi nhận (biểu, danh sách, đề thi …): không phải văn bản hành chính."
    return None


def _without_national_name(result: Recognised, attached: int | None) -> str | None:
    first = next((item for item in result.document.paragraphs if item.text.strip()), None)
    if first is None:
        return "Văn bản không có chữ nào."
    if re.match(r"^PHU LUC\b", fold(first.lines[0].text)) and len(first.text) < 60:
        return "Phụ lục tách khỏi văn bản chính: không có phần đầu và phần ký để xét."
    if attached is not None:
        return "Văn bản ban hành kèm theo một văn bản khác (quy chế, quy định …): theo quy định riêng."
    signs = [key for key in ("kind", "addressee", "recipients_label", "authority") if key in result.elements]
    numbered = any(words.NUMBER.match(fold(piece.text)) for p in result.document.paragraphs[:30] for piece in p.columns())
    if len(signs) + 2 * numbered < 3:
        return "Không thấy Quốc hiệu và các thành phần của văn bản hành chính: thư, tài liệu hoặc biểu mẫu khác, không xét."
    return None


def _head_in_page_header(document: Document) -> Head | None:
    for section in document.sections[:1]:
        for kind in ("first", "default"):
            paragraphs = section.headers.get(kind, [])
            head = Head(paragraphs)
            if "national_name" in head.elements:
                head.last = -1
                return head
    return None


def _first_footer(document: Document) -> list[Paragraph]:
    """The foot of the first page, where address and telephone stand."""
    if not document.sections:
        return []
    section = document.sections[0]
    return section.footers.get("first" if section.title_page else "default", [])


def _find_lines(result: Recognised, head: Head) -> None:
    finder = LineFinder(result.document)
    owners = {key: result.pieces(key) for key in ("motto", "issuer") if result.pieces(key)}
    first_title = result.pieces("kind") or result.pieces("addressee")
    until = first_title[0].paragraph.index if first_title else head.last + 3
    if owners and all(piece.paragraph.part == "body" for pieces in owners.values() for piece in pieces):
        result.lines.update(finder.under_head(owners, until))
    if result.kind == "named" and result.pieces("abstract"):
        last = result.pieces("abstract")[-1].paragraph.index
        result.lines["abstract"] = finder.under(result.pieces("abstract"), until, _next_text(result.document.paragraphs, last))
    for annex in result.annexes:
        if annex.reference:
            last = annex.reference[-1].paragraph.index
            annex.line = finder.under(annex.reference, annex.start, _next_text(result.document.paragraphs, last))


def _next_text(paragraphs: list[Paragraph], index: int) -> int:
    """The first paragraph with text after ``index``: a line anchored in it may still stand above its text."""
    return next((item.index for item in paragraphs if item.index > index and item.text.strip()), index)


def _date_of(text: str) -> datetime.date | None:
    match = _DATE.search(fold(text))
    if not match:
        return None
    try:
        return datetime.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
