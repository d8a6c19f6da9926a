"""The end of the document: recipients on the left, authority and name on the right, in a table, tabs or paragraphs."""

from __future__ import annotations

from ..reading.model import Paragraph, Piece
from . import words
from .recognised import Elements
from .words import fold

RUNNING_TEXT = 120  # letters: a longer paragraph is text, and a signature does not stand above it
SIGNATURE_LINES, MAX_POST = 16, 80
MAX_SIGNATURE_PARAGRAPHS = 45  # below "Nơi nhận" where the block is not a table


class Tail:
    """The signature block. ``start`` and ``end``: indexes of its first and one past its last paragraph; -1: none found."""

    def __init__(self, paragraphs: list[Paragraph], first: int, limit: int) -> None:
        self.elements: Elements = {}
        self.start = self.end = -1
        self.others: list[Piece] = []
        self.shared: set[int] = set()
        self._paragraphs = [item for item in paragraphs if first <= item.index < limit]
        label = self._label()
        if label is not None:
            self._with_label(label)
        else:
            self._without_label()

    def _label(self) -> Piece | None:
        for paragraph in self._paragraphs:
            for piece in paragraph.columns():
                text = fold(piece.text)
                if words.RECIPIENTS.match(text) and len(text) < 60 and _may_hold_signature(paragraph, text):
                    return piece
        return None

    def _with_label(self, label: Piece) -> None:
        cell = label.paragraph.cell
        if cell is not None:
            group = [item for item in self._paragraphs if item.cell is not None and item.cell.table == cell.table]
            # text boxes or nested tables anchored inside the block belong to it
            indexes = range(group[0].index, group[-1].index + 1)
            group = [item for item in self._paragraphs if item.index in indexes]
            side = [p.cell is not None and p.cell.table == cell.table and p.cell.col <= cell.col for p in group]
            left = [p for p, is_left in zip(group, side, strict=True) if is_left]
            right = [p for p, is_left in zip(group, side, strict=True) if not is_left]
            left = [p for p in left if p.index >= label.paragraph.index]
            self._set(group)
            self._recipients([piece for item in left for piece in item.lines if piece.text])
            if right:
                self._signature([piece for item in right for piece in item.lines if piece.text])
            return
        self._in_paragraphs(label)

    def _in_paragraphs(self, label: Piece) -> None:
        position = self._paragraphs.index(label.paragraph)
        start = self._signature_above(position)
        box = label.paragraph.box
        group = self._paragraphs[start : position + MAX_SIGNATURE_PARAGRAPHS]
        self._set(group)
        left: list[Piece] = []
        right: list[Piece] = []
        for paragraph in group:
            if paragraph.page_break and paragraph is not group[0] and not paragraph.text.strip():
                break
            for piece in paragraph.columns():
                if piece.columns > 1:
                    self.shared.add(paragraph.index)
                    (left if piece.column == 0 else right).append(piece)
                elif paragraph.index >= label.paragraph.index and paragraph.box is box and _is_recipient(piece):
                    left.append(piece)
                else:
                    right.append(piece)
        self._recipients(left)
        self._signature(right)

    def _signature_above(self, position: int) -> int:
        """Where the block begins if the signature was typed above "Nơi nhận": post, blank lines and name, all short."""
        start = position
        for index in range(position - 1, max(position - SIGNATURE_LINES, -1), -1):
            paragraph = self._paragraphs[index]
            if paragraph.cell is not None or len(paragraph.text.strip()) > MAX_POST or paragraph.text.rstrip().endswith("."):
                break
            if _is_authority(paragraph):
                start = index
        return start

    def _without_label(self) -> None:
        """A signature without recipients: the last table or paragraphs that open with a post or a signing prefix."""
        for paragraph in reversed(self._paragraphs[-80:]):
            if paragraph.cell is None and len(paragraph.text) > RUNNING_TEXT:
                return
            for piece in paragraph.columns():
                if words.POST.match(fold(piece.text)) and words.is_upper(piece.text) and len(piece.text) < 80:
                    self._signature_from(paragraph)
                    return

    def _signature_from(self, last: Paragraph) -> None:
        if last.cell is not None:
            group = [p for p in self._paragraphs if p.cell is not None and p.cell.table == last.cell.table]
            if last.cell.rows > 6 or last.cell.table_bordered:
                return
            pieces = [piece for item in group for piece in item.lines if piece.text and item.cell.col == last.cell.col]
        else:
            position = self._paragraphs.index(last)
            while position > 0 and _is_authority(self._paragraphs[position - 1]):
                position -= 1
            group = self._paragraphs[position : position + 20]
            pieces = [item.columns()[-1] for item in group if item.columns() and item.columns()[-1].text]
        self._set(group)
        self._signature(pieces)

    def _set(self, group: list[Paragraph]) -> None:
        self.start, self.end = group[0].index, group[-1].index + 1

    def _recipients(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if words.TYPED_LINE.match(piece.text):
                continue
            key = "recipients_label" if words.RECIPIENTS.match(fold(piece.text)) else "recipient"
            if key == "recipient" and self.elements.get(key) and self._kept() and not piece.text.startswith(("-", "–")):
                if words.DRAFTER.match(fold(piece.text)):
                    self.elements.setdefault("drafter", []).append(piece)
                break  # below "Lưu": the drafter's sign, an address
            self.elements.setdefault(key, []).append(piece)

    def _kept(self) -> bool:
        return fold(self.elements["recipient"][-1].text).lstrip("- +").startswith("LUU")

    def _signature(self, pieces: list[Piece]) -> None:
        posts: list[Piece] = []
        for piece in pieces:
            text = fold(piece.text)
            if text.startswith("(") or words.TYPED_LINE.match(piece.text):
                continue
            if posts or words.POST.match(text) or words.SIGNING_PREFIX.match(text) or words.is_upper(piece.text):
                posts.append(piece)
        if not posts:
            return
        gap = next((i for i in range(1, len(posts)) if _is_name_place(posts, i)), len(posts))
        self.elements["authority"] = posts[:gap]
        names = posts[gap:]
        if names:
            self.elements["signer"] = [names[-1]]
            self.others = names[:-1]
        self.end = max(self.end, posts[-1].paragraph.index + 1)


def _may_hold_signature(paragraph: Paragraph, text: str) -> bool:
    """A ruled table of data may have a column "Nơi nhận" too; a signature in one is small and has its colon."""
    cell = paragraph.cell
    return cell is None or not cell.table_bordered or (cell.rows <= 4 and cell.cols <= 4 and ":" in text)


def _is_name_place(posts: list[Piece], position: int) -> bool:
    """Whether the line is no more part of the post: it stands below a gap, or is written small and holds no post."""
    piece, above = posts[position], posts[position - 1]
    if words.POST.match(fold(piece.text)) and piece.paragraph.index - above.paragraph.index <= 1:
        return False
    apart = piece.paragraph.index - above.paragraph.index > 1
    return apart or not (words.is_upper(piece.text) or all(span.format.caps for span in piece.written))


def _is_authority(paragraph: Paragraph) -> bool:
    text = fold(paragraph.text)
    return bool(text) and len(text) < 80 and words.is_upper(paragraph.text) and bool(
        words.POST.match(text) or words.SIGNING_PREFIX.match(text)
    )  # fmt: skip


def _is_recipient(piece: Piece) -> bool:
    text = piece.text
    if words.RECIPIENTS.match(fold(text)) or text[:1] in "-–—+*" or piece.paragraph.label:
        return True
    return text.endswith(";") or fold(text).startswith("LUU")
