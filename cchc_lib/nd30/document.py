"""An official document of Nghị định 30/2020/NĐ-CP, written from top to bottom as a reader sees it."""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from . import closing, letterhead, styles, wording
from .assembly import docx_bytes
from .blocks import Block, Paragraph, PictureParagraph, Section
from .decree import point_letter, roman
from .figures import fitted_mm, png_pixels
from .package import STYLES, Properties, read_parts
from .sections import PageSetup
from .stylesheet import StyleSheet
from .table_block import TableBlock
from .tables import Layout, Table
from .template import template_parts, with_table_styles
from .text import Content, Run, as_runs, bookmark_name, clean, prefixed, upper
from .units import PT_PER_MM

_HEADING_STYLES = {1: "Mục I", 2: "Mục 1", 3: "Điểm a"}
_BODY_STYLES = ("Nội dung", "Gạch đầu dòng", "Căn cứ", "Điểm a")
# Room that a figure leaves on its page for caption and source, millimetres.
_CAPTION_ROOM_MM = 30


class Document:
    """One document.  Call its methods in the order of the page; ``to_bytes`` gives the .docx.

    ``template``: an office's own copy of ``templates/report.docx``, whose sizes and margins then hold (``sizes`` is
    ignored); without one the styles are generated for the pair ``sizes``.  ``draft`` prints DỰ THẢO in a frame under a
    number left blank and at the foot of every page; ``mark`` prints another such warning.  Raises TemplateError where
    the template lacks a style or a page set-up, ValueError for an unknown pair.
    """

    def __init__(
        self,
        template: str | os.PathLike[str] | None = None,
        sizes: str = styles.DEFAULT_SIZES,
        properties: Properties | None = None,
        draft: bool = False,
        mark: str | None = None,
    ) -> None:
        self._parts = template_parts(sizes) if template is None else read_parts(Path(template))
        self._parts[STYLES] = with_table_styles(self._parts[STYLES])
        self._sheet = StyleSheet(self._parts[STYLES])
        self._sheet.require((*styles.STYLE_NAMES, *styles.CHARACTER_STYLES))
        self._properties = properties or Properties()
        self._draft = draft
        self._marks = ([letterhead.DRAFT_MARK] if draft else []) + ([clean(mark)] if mark else [])
        self._setup = PageSetup.read(self._parts)
        self._blocks: list[Block] = []
        self._section = Section()
        self._addressed = False
        self._ordinals = {1: 0, 2: 0, 3: 0}
        self._captions = {"Bảng": 0, "Hình": 0}
        self.bookmarks: dict[str, str] = {}
        """Bookmark names in the file → the names asked for (changed where Word's rules or a repetition demand it)."""

    @property
    def text_width_mm(self) -> float:
        """Width of the printed area of the present section, millimetres."""
        return self._setup.text_mm(self._section.landscape)[0]

    @property
    def _text_width_pt(self) -> float:
        return self.text_width_mm * PT_PER_MM

    # --- upper part -------------------------------------------------------------------------------------------------

    def national_header(
        self,
        issuer: str,
        symbol: str,
        place: str,
        parent: str | None = None,
        number: str | int | None = None,
        date: datetime.date | None = None,
        month: int | None = None,
        year: int | None = None,
        letter_abstract: str | None = None,
    ) -> None:
        """Agencies, Quốc hiệu, Tiêu ngữ, number, place and date (khoản 1–4 Mục II).

        ``number`` None leaves room for the registry, ``date`` None for the day; then ``month`` and ``year`` are printed
        where known.  ``letter_abstract`` is the V/v of a công văn (khoản 5).  A draft never carries a number.
        """
        when = wording.issue_date(date, month=month, year=year)
        head = letterhead.Letterhead(
            parent=parent,
            issuer=issuer,
            number=wording.number_and_symbol(None if self._draft else number, symbol),
            place_and_date=f"{clean(place).strip()}, {when}",
            letter_abstract=letter_abstract,
            marks=self._marks,
        )
        self._blocks.append(letterhead.national_header(head, self._sheet, self._text_width_pt))

    def title(self, kind: str, abstract: str | None = None) -> None:
        """Name of the type in capitals, abstract and its line (khoản 5 Mục II)."""
        self._blocks += letterhead.title(kind, abstract, self._sheet, self._text_width_pt)

    def addressees(self, names: Sequence[str]) -> None:
        """``Kính gửi`` one or several (khoản 9 Mục II); the list of Nơi nhận then begins with ``- Như trên;``."""
        if not names:
            raise ValueError("Kính gửi cần ít nhất một nơi nhận")
        self._addressed = True
        self._blocks += letterhead.addressees(names, self._sheet, self._text_width_pt)

    def basis(self, items: Sequence[str]) -> None:
        """Căn cứ, each on its own line in italics (điểm a khoản 6 Mục II)."""
        self._blocks += [Paragraph("Căn cứ", as_runs(line)) for line in wording.basis_list(items)]

    # --- body -------------------------------------------------------------------------------------------------------

    def heading(self, level: int, content: Content, number: str | None = None) -> None:
        """``I. TIÊU ĐỀ`` (level 1), ``1. Tiêu đề`` (2) or ``a) …`` (3), counted by itself unless ``number`` is given.

        ``number`` is printed as given, with its own dot or bracket; an empty one leaves the heading without a number.
        A new heading starts the count of the levels below it anew (điểm đ khoản 6 Mục II).
        """
        if level not in _HEADING_STYLES:
            raise ValueError(f"đề mục có cấp 1, 2, 3; nhận {level}")
        counted = self._count(level)
        sign = counted if number is None else clean(number).strip()
        runs = wording.heading_title(self._named(content)) if level < 3 else self._named(content)
        if level == 1:
            runs = tuple(dataclasses.replace(run, text=upper(run.text)) for run in runs)
        self._blocks.append(Paragraph(_HEADING_STYLES[level], prefixed(f"{sign} " if sign else "", runs)))

    def _count(self, level: int) -> str:
        self._ordinals[level] += 1
        for below in range(level + 1, 4):
            self._ordinals[below] = 0
        ordinal = self._ordinals[level]
        return {1: lambda n: f"{roman(n)}.", 2: lambda n: f"{n}.", 3: lambda n: f"{point_letter(n)})"}[level](ordinal)

    def paragraph(self, content: Content) -> None:
        """Lời văn: justified, first line indented (điểm e khoản 6 Mục II)."""
        self._blocks.append(Paragraph("Nội dung", self._named(content)))

    def bullet(self, content: Content) -> None:
        """A paragraph that begins with a dash; one is put before the text unless it has it."""
        runs = self._named(content)
        dash = "" if runs and runs[0].text.startswith("- ") else "- "
        self._blocks.append(Paragraph("Gạch đầu dòng", prefixed(dash, runs)))

    def _named(self, content: Content) -> tuple[Run, ...]:
        """Runs whose bookmarks are names that Word accepts, each used once."""
        return tuple(self._register(run) for run in as_runs(content))

    def _register(self, run: Run) -> Run:
        if run.bookmark is None:
            return run
        name = bookmark_name(run.bookmark, self.bookmarks)
        self.bookmarks[name] = run.bookmark
        return dataclasses.replace(run, bookmark=name)

    # --- tables and figures -----------------------------------------------------------------------------------------

    def table(self, table: Table) -> int | None:
        """A native table as wide as the text, with caption (``Bảng n. …``), unit and source; its n, None uncaptioned.

        ValueError where a row does not fit the columns.
        """
        layout = Layout.of(table, self._named)
        number = self._caption("Tên bảng", "Bảng", table.caption)
        if table.unit:
            self._blocks.append(Paragraph("Đơn vị tính", as_runs(f"Đơn vị tính: {clean(table.unit)}")))
        self._blocks.append(TableBlock(table, layout, self.text_width_mm, keep_next=bool(table.source)))
        self._source(table.source)
        return number

    def figure(self, png: bytes, alt: str, caption: str | None = None, source: str | None = None,
               width_mm: float | None = None) -> int | None:  # fmt: skip
        """A PNG picture no wider than the text with alt text, caption (``Hình n. …``) and source; its n.

        Its proportions are kept.  ValueError where the bytes are not PNG or the alt text is empty.
        """
        if not clean(alt).strip():
            raise ValueError("hình cần lời mô tả (alt) cho người không xem được hình")
        width, height = self._setup.text_mm(self._section.landscape)
        printed = fitted_mm(png_pixels(png), width_mm or width, (width, height - _CAPTION_ROOM_MM))
        self._blocks.append(PictureParagraph(png, *printed, clean(alt), keep_next=bool(caption or source)))
        number = self._caption("Chú thích hình", "Hình", caption, keep_next=bool(source))
        self._source(source)
        return number

    def _caption(self, style: str, word: str, text: str | None, keep_next: bool = False) -> int | None:
        if not text:
            return None
        self._captions[word] += 1
        number = self._captions[word]
        line = f"{word} {number}. {wording.without_stop(text)}"
        self._blocks.append(Paragraph(style, as_runs(line), keep_next=keep_next))
        return number

    def note(self, content: Content) -> None:
        """A line in small italics below a table or figure."""
        self._blocks.append(Paragraph("Nguồn", self._named(content)))

    def _source(self, text: str | None) -> None:
        if text:
            self._blocks.append(Paragraph("Nguồn", as_runs(f"Nguồn: {clean(text)}")))

    # --- end --------------------------------------------------------------------------------------------------------

    def end(self) -> None:
        """Close the body (or an annex) with ``./.`` after its last line; a table or figure there takes none."""
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, Paragraph) and last.style in _BODY_STYLES and last.runs:
            last.runs = wording.with_end_mark(last.runs)

    def signature(
        self,
        authority: Sequence[str],
        name: str,
        recipients: Sequence[str] = (),
        keep: str = "VT",
        other_title: str | None = None,
    ) -> None:
        """Nơi nhận left, authority and name right, kept with the last lines of the text (khoản 7, 9 Mục II).

        ``authority``: one line or several, ``["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]`` for a deputy.  ``keep``: what
        follows ``Lưu:``.  ``other_title`` stands above the name.
        """
        closing.keep_with_last_lines(self._blocks, self._sheet, self._text_width_pt)
        said = closing.Signature(authority, name, recipients, keep, other_title, as_above=self._addressed)
        self._blocks.append(closing.signature_block(said, self._sheet, self._text_width_pt))

    def annex(self, number: str | None, title: str, reference: str | None = None, landscape: bool = False) -> None:
        """Begin an annex: its own section, its own page numbers from 1, upright or across (khoản 1 Mục III).

        ``number``: Roman, None for the only annex of a document.  Headings count anew.
        """
        self._end_section()
        self._section = Section(landscape, own_numbers=True)
        self._ordinals = dict.fromkeys(self._ordinals, 0)
        self._blocks += closing.annex_head(number, title, reference, self._sheet, self._text_width_pt)

    def _end_section(self) -> None:
        """The section's set-up goes into its last paragraph; after a table that is an empty one of one point."""
        last = self._blocks[-1] if self._blocks else None
        if not isinstance(last, Paragraph):
            last = Paragraph("Ngắt phần")
            self._blocks.append(last)
        last.section = self._section

    def to_bytes(self) -> bytes:
        """The .docx file.  The same calls give the same bytes."""
        return docx_bytes(self._parts, self._blocks, self._section, self._marks, self._properties)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file."""
        Path(path).write_bytes(self.to_bytes())
