"""Paragraphs and borderless frames: the pieces from which every page is put together.

A block is told its style by name; a :class:`Scribe` knows the file's styles and turns blocks into WordprocessingML with
the children of every element in the order of the schema, without which Word offers to repair the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from . import styles
from .figures import drawing_xml
from .measure import Face, balanced_width_pt, wrap
from .package import Relations
from .sections import PageSetup
from .stylesheet import StyleSheet
from .text import Run, as_runs, plain, text_xml
from .units import pt_to_twips


@dataclass(frozen=True)
class Section:
    """How the pages of one section lie and count."""

    landscape: bool = False
    own_numbers: bool = False


class Scribe:
    """Writes into one file: knows its styles, adds its pictures, ends its sections, counts its bookmarks."""

    def __init__(self, sheet: StyleSheet, setup: PageSetup, relations: Relations) -> None:
        self.sheet = sheet
        self._setup = setup
        self._relations = relations
        self._bookmarks = 0
        self._pictures = 0

    def add_picture(self, png: bytes) -> tuple[int, str]:
        """Put the picture into the file; its number, from 1, and its relationship."""
        self._pictures += 1
        return self._pictures, self._relations.add("image", f"media/nd30_image{self._pictures}.png", png)

    def section(self, section: Section) -> str:
        """``w:sectPr``."""
        return self._setup.section_xml(section.landscape, section.own_numbers)

    def runs(self, runs: Sequence[Run]) -> str:
        """``w:r`` elements, those with a bookmark between its start and end."""
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        look = {(True, False): styles.BOLD, (False, True): styles.ITALIC, (True, True): styles.BOLD_ITALIC}
        name = look.get((run.bold, run.italic))
        style = f'<w:rPr><w:rStyle w:val="{self.sheet.id(name)}"/></w:rPr>' if name else ""
        xml = f"<w:r>{style}{text_xml(run.text)}</w:r>" if run.text else ""
        if run.bookmark is None:
            return xml
        self._bookmarks += 1
        start = f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{run.bookmark}"/>'
        return f'{start}{xml}<w:bookmarkEnd w:id="{self._bookmarks}"/>'


class Block(Protocol):
    """Anything that stands in the text flow.  ``keep_next``: must not be parted from the block after it."""

    keep_next: bool

    def xml(self, scribe: Scribe) -> str:
        """The block as WordprocessingML."""
        ...


@dataclass(frozen=True)
class Indent:
    """Indents of one paragraph in twips, where they come from a measured text and so cannot live in a style."""

    left: int = 0
    right: int = 0
    hanging: int = 0

    def xml(self) -> str:
        """``w:ind``; a hanging indent replaces the first-line one of the style."""
        first = f'w:hanging="{self.hanging}"' if self.hanging else 'w:firstLine="0"'
        return f'<w:ind w:left="{self.left}" w:right="{self.right}" {first}/>'


@dataclass
class Paragraph:
    """One paragraph in a named style.  ``section``: the section that ends with it."""

    style: str
    runs: tuple[Run, ...] = ()
    keep_next: bool = False
    indent: Indent | None = None
    section: Section | None = None

    @property
    def text(self) -> str:
        """The paragraph's text."""
        return plain(self.runs)

    def xml(self, scribe: Scribe) -> str:
        """``w:p``."""
        properties = [f'<w:pStyle w:val="{scribe.sheet.id(self.style)}"/>']
        properties += ["<w:keepNext/>"] if self.keep_next else []
        properties += [self.indent.xml()] if self.indent else []
        properties += [scribe.section(self.section)] if self.section else []
        return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{scribe.runs(self.runs)}</w:p>"


@dataclass
class PictureParagraph:
    """A picture on a line of its own."""

    png: bytes
    width_mm: float
    height_mm: float
    alt: str
    keep_next: bool = False

    def xml(self, scribe: Scribe) -> str:
        """``w:p`` with the drawing."""
        number, relation = scribe.add_picture(self.png)
        keep = "<w:keepNext/>" if self.keep_next else ""
        drawing = drawing_xml(number, relation, self.width_mm, self.height_mm, self.alt)
        return f'<w:p><w:pPr><w:pStyle w:val="{scribe.sheet.id("Hình")}"/>{keep}</w:pPr>{drawing}</w:p>'


@dataclass
class Frame:
    """A borderless table that only places blocks side by side: rows of cells, each a list of paragraphs.

    ``widths`` are twips, ``top_pt`` is air above its first line.  Rows are never split; with ``keep_next`` the whole
    frame stays with what follows.
    """

    widths: Sequence[int]
    rows: Sequence[Sequence[Sequence[Paragraph]]]
    keep_next: bool = False
    keep_together: bool = False
    top_pt: float = 0

    def xml(self, scribe: Scribe) -> str:
        """``w:tbl``."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        rows = []
        for number, row in enumerate(self.rows, 1):
            bound = self.keep_next or (self.keep_together and number < len(self.rows))
            cells = "".join(
                self._cell(scribe, width, cell, bound) for width, cell in zip(self.widths, row, strict=True)
            )
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
        top = (
            f'<w:tblCellMar><w:top w:w="{pt_to_twips(self.top_pt)}" w:type="dxa"/></w:tblCellMar>'
            if self.top_pt
            else ""
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{scribe.sheet.id(styles.LAYOUT_TABLE)}"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{top}'
            f'<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )

    @staticmethod
    def _cell(scribe: Scribe, width: int, paragraphs: Sequence[Paragraph], bound: bool) -> str:
        for paragraph in paragraphs:
            paragraph.keep_next = paragraph.keep_next or bound
        content = "".join(paragraph.xml(scribe) for paragraph in paragraphs)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


# Half a point on each side keeps a measured line on one line, should a printer's font differ by a hair.
_SLACK_PT = 1.0
# A line fuller than this may lose its last word to a second line with another program's font: it is balanced at once.
_NEARLY_FULL = 0.98


def centred(
    style: str, text: str, face: Face, width_pt: float, wrap_pt: float | None = None, keep_next: bool = False
) -> Paragraph:
    """A centred paragraph in ``width_pt`` whose lines, if there are several, come out about equally long.

    ``wrap_pt``: break it already at this width.  The balance comes from indents, so the text itself holds no breaks.
    """
    paragraph = Paragraph(style, as_runs(text), keep_next)
    if _takes_lines(text, face, width_pt):
        narrow = balanced_width_pt(text, face, min(wrap_pt or width_pt, width_pt * _NEARLY_FULL))
        margin = pt_to_twips((width_pt - narrow) / 2 - _SLACK_PT)
        paragraph.indent = Indent(margin, margin) if margin > 0 else None
    return paragraph


def _takes_lines(text: str, face: Face, width_pt: float) -> bool:
    """Whether a centred text is set in several lines."""
    return face.width_pt(text) > width_pt * _NEARLY_FULL or "\n" in text


def rule(length_pt: float, width_pt: float, keep_next: bool = False) -> Paragraph:
    """A solid line, centred in ``width_pt``: the border of an empty paragraph between computed indents."""
    margin = max(0, pt_to_twips((width_pt - length_pt) / 2))
    return Paragraph("Dòng kẻ", (), keep_next, Indent(margin, margin))


def short_rule_length_pt(text: str, face: Face, width_pt: float, wrap_pt: float | None = None) -> float:
    """Length of the line under a :func:`centred` text: between 1/3 and 1/2 of its line (khoản 2, 5 Mục II).

    Of several lines, of unequal length, it suits the longest as well as the last one wherever that is possible.
    """
    lines = [text]
    if _takes_lines(text, face, width_pt):
        narrow = balanced_width_pt(text, face, min(wrap_pt or width_pt, width_pt * _NEARLY_FULL))
        lines = wrap(text, face, narrow)
    longest, last = max(map(face.width_pt, lines)), face.width_pt(lines[-1])
    longest = min(longest, width_pt)
    return max(longest / 3 + 0.3, min(0.42 * longest, last / 2 - 0.3))
