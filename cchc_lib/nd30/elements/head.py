"""The first page's head: national name, motto, bodies, number, place and date, V/v; in tables, tabs or text boxes."""

from __future__ import annotations

from ..reading.model import Paragraph, Piece
from . import words
from .recognised import Elements
from .words import fold

MAX_HEAD = 60  # printed lines among which the national name is looked for
MAX_TABLE_ROWS = 5  # rows below the national name that still belong to the head where the whole text lies in one table


class Head:
    """The head of a document. ``elements`` by key, ``last`` index of its last paragraph, ``star`` a Party mark."""

    def __init__(self, paragraphs: list[Paragraph]) -> None:
        self.elements: Elements = {}
        self.typed: list[Piece] = []
        self.last = -1
        self.star = False
        self.shared: set[int] = set()
        self._national: Piece | None = None
        pieces = _first_pieces(paragraphs)
        self._find_national(pieces)
        if self._national is None:
            self._national = _substitute(pieces)
        if self._national is not None:
            self._classify(self._zone(pieces))
        self.party = any(words.PARTY in fold(piece.text) for piece in pieces[:12])

    def _find_national(self, pieces: list[Piece]) -> None:
        for index, piece in enumerate(pieces):
            follower = pieces[index + 1] if index + 1 < len(pieces) else None
            if follower is not None and _goes_on(piece, follower):
                self._take("national_name", piece)
                self._take("national_name", follower)
            elif words.resembles(piece.text, words.NATIONAL_FOLDED):
                self._take("national_name", piece)
            else:
                continue
            self._national = piece
            return

    def _take(self, key: str, piece: Piece) -> None:
        self.elements.setdefault(key, []).append(piece)
        self.last = max(self.last, piece.paragraph.index)

    def _zone(self, pieces: list[Piece]) -> list[Piece]:
        """Pieces that may belong to the head: those of the national name's table, else up to where the content begins."""
        assert self._national is not None
        cell = self._national.paragraph.cell
        zone, after = [], False
        for piece in pieces:
            own = piece.paragraph.cell
            after = after or piece is self._national
            if cell is not None and own is not None and own.table == cell.table:
                if own.row > cell.row + MAX_TABLE_ROWS:
                    break
            elif after and _begins_content(piece):
                break
            if cell is not None and own is not None and own.table == cell.table and _begins_content(piece):
                continue
            zone.append(piece)
        return zone

    def _classify(self, zone: list[Piece]) -> None:
        taken = set(map(id, self.elements.get("national_name", [])))
        letter: Piece | None = None
        for piece in zone:
            if id(piece) in taken or not piece.text:
                continue
            key = self._key(piece, letter)
            if key is None and self._is_behind(piece):
                break  # below the head the text begins
            if key == "letter_abstract" and letter is None:
                letter = piece
            elif key in ("typed", "star"):
                self.typed.append(piece)
                self.star = self.star or key == "star"
                continue
            if key:
                self._take(key, piece)
                if piece.columns > 1:
                    self.shared.add(piece.paragraph.index)
        _split_bodies(self.elements)

    def _is_behind(self, piece: Piece) -> bool:
        """Whether a piece stands alone in a paragraph outside the national name's table, and below the name."""
        national = self._national
        assert national is not None
        own, cell = piece.paragraph.cell, national.paragraph.cell
        inside = own is not None and cell is not None and own.table == cell.table
        return not inside and piece.columns == 1 and piece.paragraph.index > national.paragraph.index + 1

    def _key(self, piece: Piece, letter: Piece | None) -> str | None:
        text = fold(piece.text)
        if words.STAR.match(text):
            return "star"
        if words.TYPED_LINE.match(piece.text):
            return "typed"
        if "motto" not in self.elements and words.resembles(piece.text, words.MOTTO_FOLDED, 0.7):
            return "motto"
        if words.LETTER_ABSTRACT.match(text):
            return "letter_abstract"
        if words.NUMBER.match(text) and "number" not in self.elements:
            return "number"
        dated = words.PLACE_DATE.search(text) or (len(text) < 60 and words.SHORT_DATE.search(text))
        if dated and "place_date" not in self.elements and not words.ISSUED_WITH.match(text):
            return "place_date"
        for key, names in (("urgency", words.URGENCY), ("secrecy", words.SECRECY), ("circulation", words.CIRCULATION)):
            if text in names:
                return key
        if letter is not None and _same_cell(letter, piece) and not words.is_upper(piece.text):
            return "letter_abstract"
        return "body_name" if self._is_left(piece) and "number" not in self.elements else None

    def _is_left(self, piece: Piece) -> bool:
        """Whether a piece stands beside the national name (or before it where nothing stands side by side)."""
        national = self._national
        assert national is not None
        if not any(letter.isalpha() for letter in piece.text) or piece.text.startswith("(") or words.MARK.match(fold(piece.text)):
            return False
        own, other = piece.paragraph.cell, national.paragraph.cell
        if own is not None and other is not None and own.table == other.table:
            return own.col != other.col  # on the wrong side is another rule's business
        if own is not None and words.is_upper(piece.text):
            return True  # a table of its own beside the national name's
        if piece.columns > 1:
            return piece.column == 0
        if national.columns > 1:  # a second line of the body's name typed alone under the first
            return piece.paragraph.index <= national.paragraph.index + 3 and words.is_upper(piece.text)
        frames = bool(piece.paragraph.format.frame) != bool(national.paragraph.format.frame)
        boxed = frames or piece.paragraph.box is not national.paragraph.box
        before = piece.paragraph.index < national.paragraph.index
        return (before or boxed or "motto" not in self.elements) and words.is_upper(piece.text)


def _first_pieces(paragraphs: list[Paragraph]) -> list[Piece]:
    result: list[Piece] = []
    for paragraph in paragraphs:
        if len(result) >= MAX_HEAD:
            break
        result += paragraph.columns()
    return result[:MAX_HEAD]


def _goes_on(piece: Piece, follower: Piece) -> bool:
    """Whether the national name is broken into these two lines."""
    one, two = fold(piece.text), fold(follower.text)
    broken = one.startswith("CONG HOA XA HOI") and len(two) < 25 and words.NATIONAL_FOLDED.endswith(two)
    return broken and words.resembles(f"{one} {two}", words.NATIONAL_FOLDED, 0.95)


def _substitute(pieces: list[Piece]) -> Piece | None:
    """Where the national name is missing: what else stands at the right, so that the rest of the head is still found."""
    for test in (
        lambda piece: words.resembles(piece.text, words.MOTTO_FOLDED, 0.7),
        lambda piece: len(piece.text) < 80 and words.PLACE_DATE.search(fold(piece.text)) and "," in piece.text,
    ):
        found = next((piece for piece in pieces[:30] if test(piece)), None)
        if found is not None:
            return found
    return None


def _begins_content(piece: Piece) -> bool:
    text = fold(piece.text)
    return (
        text.rstrip(" :.") in words.KINDS | words.LEGAL_KINDS
        or bool(words.ADDRESSEE.match(text) or words.BASIS_FIRST.match(text) or words.ANNEX.match(text))
        or len(text) > 160
    )


def _same_cell(first: Piece, second: Piece) -> bool:
    one, two = first.paragraph, second.paragraph
    return one is two or (one.place is not None and one.place is two.place)


def _split_bodies(elements: Elements) -> None:
    """Tells the issuing body from its superior. By weight where it speaks, else by the words; unclear: all to ``issuer``."""
    bodies = elements.pop("body_name", [])
    if not bodies:
        return
    bold = [all(span.format.bold for span in piece.written) for piece in bodies]
    cut = bold.index(True) if True in bold and all(bold[bold.index(True) :]) else None
    if cut in (None, 0):
        cut = _cut_by_words(bodies)
    if cut:
        elements["parent"] = bodies[:cut]
    elements["issuer"] = bodies[cut:]


def _cut_by_words(bodies: list[Piece]) -> int:
    """Index of the last line that begins a body's own name (SỞ …, BAN …, TRƯỜNG …); 0 where all is one name."""
    for index in range(len(bodies) - 1, 0, -1):
        text, above = fold(bodies[index].text), fold(bodies[index - 1].text)
        if words.CONTINUATION.match(text) or words.UNFINISHED.search(above):
            continue
        if words.BODY_START.match(text) and words.ORGANISATION.match(fold(bodies[0].text)):
            return index
    return 0
