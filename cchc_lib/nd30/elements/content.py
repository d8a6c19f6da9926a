"""Between head and signature: kind, abstract, addressees, legal bases, and the blocks of the body with their roles."""

from __future__ import annotations

import re

from ..reading.model import Paragraph, Piece
from . import words
from .recognised import Block, Elements
from .words import fold

MAX_TITLE_CHARS = 160
MAX_ABSTRACT_LINES = 8
_SECTION = re.compile(r"^(?!V/v)(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))\s*[.)/:–-]\s*(?=\S)")
_ITEM = re.compile(r"^(\d{1,2})\s*[.)/]\s*(?=\D)")
_SUBITEM = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+)\.?\s+")
_POINT = re.compile(r"^([a-zđăâêôơư]{1,2})\s*[).]\s+|^([a-zđăâêôơư])/\s*(?=\S)")
_ARTICLE = re.compile(r"^Điều\s+\d+\s*[.:]?", re.IGNORECASE)
_PART = re.compile(r"^(Phần|Chương|Mục|Tiểu mục)\s+(thứ\s+\w+|[IVXLC]+|\d+)\s*[.:]?$", re.IGNORECASE)
# Captions, sources and notes of tables and figures, footnotes typed by hand: no running text.
_NOTE = re.compile(
    r"^\(?\*?(Nguồn|Ghi chú|Chú thích|Đơn vị( tính)?|ĐVT)\s*:|^(Bảng|Biểu|Hình|Biểu đồ|Sơ đồ)\s+(số\s+)?[\dIVX]+(\.\d+)*\s*[.:\-–]",
    re.IGNORECASE,
)
_DASH = re.compile(r"^(?:[-–—+•*●▪■✓]\s*(?=\S)|o\s+)")
_CONTENTS_LINE = re.compile(r"(\.{4,}|…{2,}|\t)\s*\d{1,3}$")


class Title:
    """Kind, abstract and addressees after the head. ``next_index``: paragraph at which the content begins."""

    def __init__(self, paragraphs: list[Paragraph], start: int) -> None:
        self.elements: Elements = {}
        self.inline = False
        self.next_index = start
        self._pieces = [
            piece for paragraph in paragraphs if paragraph.index >= start for piece in paragraph.lines if piece.text
        ][: 60]  # fmt: skip
        self._read()

    def _read(self) -> None:
        position = self._find_kind()
        if position is not None and fold(self.elements["kind"][0].text).rstrip(" :.*") not in words.NO_ABSTRACT:
            self._abstract(position + 1)
        self._addressee()

    def _find_kind(self) -> int | None:
        for position, piece in enumerate(self._pieces[:25]):
            text = fold(piece.text).rstrip(" :.*")
            if words.ADDRESSEE.match(text) or words.BASIS_FIRST.match(text) or len(text) > 300:
                return None
            if text in words.KINDS | words.LEGAL_KINDS:
                self._take("kind", piece)
                return position
            if self._long_kind(piece, text):
                self.inline = True
                self._take("kind", piece)
                return position
        return None

    def _long_kind(self, piece: Piece, text: str) -> bool:
        """``BÁO CÁO KẾT QUẢ …``: kind and abstract run together in one line of capitals."""
        starts = any(text.startswith(kind + " ") for kind in words.KINDS | words.LEGAL_KINDS)
        return starts and piece.align == "center" and len(text) < 160 and (words.is_upper(piece.text) or _all_caps(piece))

    def _abstract(self, position: int) -> None:
        lines: list[Piece] = []
        for piece in self._pieces[position : position + MAX_ABSTRACT_LINES + 2]:
            text = fold(piece.text)
            if words.TYPED_LINE.match(piece.text):
                if lines:
                    break
                continue
            previous = lines[-1] if lines else self.elements["kind"][0]
            apart = _blank_between(previous, piece)
            if self._ends_abstract(piece, text, bool(lines), apart):
                break
            lines.append(piece)
        for piece in lines:
            self._take("abstract", piece)

    def _ends_abstract(self, piece: Piece, text: str, some: bool, apart: bool) -> bool:
        if words.ADDRESSEE.match(text) or words.BASIS.match(text) or words.ANNEX.match(text) or text.startswith("("):
            return True
        if piece.paragraph.cell is not None and piece.paragraph.cell.table_bordered:
            return True
        if _SECTION.match(piece.text) or len(text) > 400 or piece.paragraph.in_textbox:
            return True
        if words.ISSUED_WITH.match(text) or (some and apart) or text.rstrip(" :") in words.KINDS:
            return True
        if piece.align != "center" and piece.paragraph is not self.elements["kind"][0].paragraph:
            if some or apart or self.inline or not all(span.format.bold for span in piece.written):
                return True  # bold right under the kind: an abstract that was not centred
        return words.is_upper(piece.text) and (some or self.inline or apart or bool(words.ORGANISATION.match(text)))

    def _addressee(self) -> None:
        for position, piece in enumerate(self._pieces):
            text = fold(piece.text)
            if words.ADDRESSEE.match(text):
                break
            if len(text) > 400 or _SECTION.match(piece.text) or words.BASIS_FIRST.match(text):
                return
        else:
            return
        self._take("addressee", piece)
        cell = piece.paragraph.cell
        for follower in self._pieces[position + 1 : position + 30]:
            own = follower.paragraph.cell
            same_table = cell is not None and own is not None and own.table == cell.table
            listed = bool(_DASH.match(follower.text) or (follower.paragraph.label and _DASH.match(follower.paragraph.label + " x")))
            if not (same_table or (listed and len(follower.text) < 200)):
                break
            self._take("addressee", follower)

    def _take(self, key: str, piece: Piece) -> None:
        self.elements.setdefault(key, []).append(piece)
        self.next_index = max(self.next_index, piece.paragraph.index + 1)


def _all_caps(piece: Piece) -> bool:
    return bool(piece.written) and all(span.format.caps for span in piece.written)


def _blank_between(first: Piece, second: Piece) -> bool:
    """Whether an empty paragraph stands between two lines."""
    return second.paragraph.index - first.paragraph.index > 1


def blocks(paragraphs: list[Paragraph], letter: bool) -> list[Block]:
    """The body's paragraphs with their roles; tables, text boxes and empty paragraphs are left out."""
    plain = [item for item in paragraphs if item.cell is None and not item.in_textbox and item.full_text]
    result: list[Block] = []
    in_basis = not letter
    for position, paragraph in enumerate(plain):
        text = fold(paragraph.text)
        if in_basis and words.BASIS.match(text) and (result or words.BASIS_FIRST.match(text)):
            if _is_basis(plain, position):
                result.append(Block(paragraph, "basis"))
                continue
        in_basis = in_basis and (position == 0 or bool(result) and result[-1].role != "basis" and len(result) < 3)
        result.append(_block(paragraph, result))
    return result


def _is_basis(plain: list[Paragraph], position: int) -> bool:
    """A basis ends with ";", or stands in italics, or follows one; a sentence that only begins with the words does not."""
    paragraph = plain[position]
    end = paragraph.text.rstrip()[-1:]
    italic = all(span.format.italic for span in paragraph.spans if span.text.strip())
    return end in (";", ",") or italic or (end == "." and position > 0 and plain[position - 1].text.rstrip().endswith(";"))


def _block(paragraph: Paragraph, before: list[Block]) -> Block:
    text = paragraph.full_text
    if _PART.match(text):
        return Block(paragraph, "part")
    if before and before[-1].role == "part" and paragraph.format.align == "center":
        return Block(paragraph, "part_title")
    if _ARTICLE.match(text):
        return Block(paragraph, "article")
    if _is_note(paragraph, text):
        return Block(paragraph, "note")
    if paragraph.format.align == "center" and len(text) < MAX_TITLE_CHARS:
        return Block(paragraph, "centred")
    for pattern, role in ((_SUBITEM, "subitem"), (_SECTION, "section"), (_ITEM, "item"), (_POINT, "point"), (_DASH, "dash")):
        match = pattern.match(text)
        sign = next((group for group in match.groups() if group), match[0]) if match else ""
        if match and not (role == "point" and len(sign) > 1 and sign[0] != sign[-1]):
            if role == "item" and _is_title(paragraph):
                role = "titled_item"
            if role == "section" and (len(text) > MAX_TITLE_CHARS or _is_listed(paragraph)):
                role = "text"
            return Block(paragraph, role, sign)
    return Block(paragraph, "text")


def _is_note(paragraph: Paragraph, text: str) -> bool:
    """Captions, sources, remarks in brackets, units at the right, lines of a table of contents."""
    bracketed = text.startswith("(") and text.rstrip(" .;").endswith(")") and len(text) < MAX_TITLE_CHARS
    aside = paragraph.format.align == "right" and len(text) < 80
    named = paragraph.style.lower().startswith(("toc", "caption"))
    return bracketed or aside or named or bool(_NOTE.match(text) or _CONTENTS_LINE.search(text))


def _is_listed(paragraph: Paragraph) -> bool:
    """A plain line that ends as a sentence or list item does: no heading, though its sign is Roman."""
    plain = not any(span.format.bold for span in paragraph.spans if span.text.strip())
    return plain and paragraph.text.rstrip().endswith((".", ";", ":", ","))


def _is_title(paragraph: Paragraph) -> bool:
    """A heading of its own line: short, without the end of a sentence, and mostly bold."""
    text = paragraph.text.rstrip()
    letters = sum(len(span.text) for span in paragraph.spans if span.text.strip())
    bold = sum(len(span.text) for span in paragraph.spans if span.text.strip() and span.format.bold)
    return len(text) < MAX_TITLE_CHARS and bool(letters) and bold / letters > 0.5 and not text.endswith((";", "./."))
