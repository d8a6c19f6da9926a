"""What a reader of the page sees: paragraphs made of spans, in reading order, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from lxml import etree

from .effective import ParagraphFormat, RunFormat
from .shapes import Shape

_COLUMN_GAP = re.compile(r"[ \u00a0]*\t[ \u00a0\t]*|[ \u00a0]{3,}\t*[ \u00a0\t]*")
# Blanks left for the registry ("Số:     /BC-BQL", "ngày     tháng     năm") are no gap between columns.
_BEFORE_BLANK = re.compile(r"(Số\s*:?|ngày|tháng|năm|[….])$", re.IGNORECASE)
_AFTER_BLANK = re.compile(r"(/|tháng\b|năm\b|ngày\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of visible text of one format.

    ``symbol``: a w:sym or bullet character, not a letter of any text; ``legacy``: ``text`` was decoded from TCVN3 or VNI;
    ``source``: the element (w:t, w:tab …) that holds the text, from its letter ``offset`` on.
    """

    text: str
    format: RunFormat
    run: etree._Element
    symbol: bool = False
    link: bool = False
    legacy: bool = False
    source: etree._Element | None = None
    offset: int = 0


@dataclass(frozen=True)
class Cell:
    """Where in a table a paragraph stands; ``row`` and ``col`` count grid positions from 0."""

    table: int
    row: int
    rows: int
    col: int
    cols: int
    width_twips: float | None
    margin_twips: float
    border_bottom: bool
    border_top: bool
    element: etree._Element
    table_bordered: bool


@dataclass(eq=False)
class Paragraph:
    """One paragraph as printed. ``label`` is its automatic number; ``part`` is body, header or footer."""

    element: etree._Element
    index: int
    style: str
    format: ParagraphFormat
    spans: list[Span] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    label: str = ""
    cell: Cell | None = None
    box: etree._Element | None = None
    part: str = "body"
    section: int = 0
    page_break: bool = False
    rendered_break: bool = False

    @property
    def in_textbox(self) -> bool:
        """Whether a text box holds the paragraph."""
        return self.box is not None

    @property
    def place(self) -> object:
        """What holds the paragraph: its cell, its text box, or None for the text itself."""
        return self.cell.element if self.cell is not None else self.box

    @cached_property
    def text(self) -> str:
        """Visible text without the automatic number; tabs and line breaks kept."""
        return "".join(span.text for span in self.spans)

    @cached_property
    def full_text(self) -> str:
        """Text with the automatic number in front, letters composed, blanks trimmed."""
        text = unicodedata.normalize("NFC", self.text)
        return f"{self.label} {text}".strip() if self.label else text.strip()

    @cached_property
    def lines(self) -> list[Piece]:
        """The paragraph cut at its line breaks."""
        return [Piece(self, spans) for spans in _cut(self.spans, re.compile("\n"))]

    def columns(self) -> list[Piece]:
        """The paragraph cut at line breaks, then at tabs and long blanks: how typists put things side by side."""
        result = []
        for line in self.lines:
            parts = [spans for spans in _cut(line.spans, _COLUMN_GAP, _is_blank) if "".join(s.text for s in spans).strip()]
            result += [Piece(self, spans, column, len(parts)) for column, spans in enumerate(parts)]
        return result


@dataclass(eq=False)
class Piece:
    """A printed line, or one column of it; ``column`` of ``columns`` where a line was cut."""

    paragraph: Paragraph
    spans: list[Span]
    column: int = 0
    columns: int = 1

    @cached_property
    def raw(self) -> str:
        """Text as typed."""
        return "".join(span.text for span in self.spans)

    @cached_property
    def text(self) -> str:
        """Text with letters composed, blanks collapsed and trimmed."""
        return re.sub(r"\s+", " ", unicodedata.normalize("NFC", self.raw)).strip()

    @property
    def written(self) -> list[Span]:
        """Spans that put ink on paper and are text."""
        return [span for span in self.spans if span.text.strip() and not span.symbol]

    @property
    def align(self) -> str:
        """Alignment of the paragraph."""
        return self.paragraph.format.align


def _is_blank(text: str, gap: re.Match[str]) -> bool:
    return bool(_BEFORE_BLANK.search(text[: gap.start()]) or _AFTER_BLANK.match(text, gap.end()))


def _cut(
    spans: list[Span], pattern: re.Pattern[str], spared: Callable[[str, re.Match[str]], bool] = lambda text, gap: False
) -> list[list[Span]]:
    """Spans cut wherever the joined text matches (and is not ``spared``); a separator may lie across spans."""
    text = "".join(span.text for span in spans)
    bounds, position = [], 0
    for match in pattern.finditer(text):
        if spared(text, match):
            continue
        bounds.append((position, match.start()))
        position = match.end()
    bounds.append((position, len(text)))
    return [_between(spans, start, end) for start, end in bounds]


def _between(spans: list[Span], start: int, end: int) -> list[Span]:
    result, offset = [], 0
    for span in spans:
        low, high = max(start - offset, 0), min(end - offset, len(span.text))
        if low < high:
            whole = low == 0 and high == len(span.text)
            result.append(span if whole else replace(span, text=span.text[low:high], offset=span.offset + low))
        offset += len(span.text)
    return result


@dataclass
class Section:
    """Page set-up of a section; lengths in twips, None where the file does not say. ``headers`` by type: paragraphs."""

    width: float | None
    height: float | None
    landscape: bool
    margins: dict[str, float | None]
    title_page: bool
    page_start: int | None
    page_format: str | None
    headers: dict[str, list[Paragraph]]
    footers: dict[str, list[Paragraph]]
    element: etree._Element
    kind: str = "nextPage"


@dataclass
class Document:
    """A document read: paragraphs of the body in reading order, and sections."""

    paragraphs: list[Paragraph]
    sections: list[Section]
    notes: list[Paragraph] = field(default_factory=list)
