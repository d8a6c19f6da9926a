"""The named styles of an official document, declared from Phụ lục I.

Every look of the document is one of these styles, so an office that wants another size changes it in Word and nowhere
else.  Bold, italics and alignment come from the decree's elements; sizes from the chosen pair; what the decree leaves
open (gaps around a title, room for a signature) is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .decree import ELEMENTS, LETTER_ABSTRACT_GAP_PT, SIZE_PAIRS, Element, SizePair
from .text import unaccented

DEFAULT_SIZES = "13-14-14"

# Page set-up of the template, millimetres: inside the ranges of khoản 3 Mục I; the header holds the page number.
MARGINS_MM = {"top": 20, "right": 15, "bottom": 20, "left": 30, "header": 10, "footer": 8}
FIRST_LINE_MM = 12.7  # one of the two indents of điểm e khoản 6 Mục II
PARAGRAPH_GAP_PT = 6
BODY_LINES = 1.1

BOLD, ITALIC, BOLD_ITALIC = "Đậm", "Nghiêng", "Đậm nghiêng"
DATA_TABLE, LAYOUT_TABLE = "Bảng kẻ", "Bảng khung"
TABLE_STYLES = (DATA_TABLE, LAYOUT_TABLE)


@dataclass(frozen=True)
class ParagraphStyle:
    """One named paragraph style; lengths in points or millimetres as their names say, ``lines`` in lines.

    ``exact_pt`` fixes the line height; ``contextual``: no gap between two of its kind; ``rule`` draws a line above the
    (empty) paragraph, ``box`` a frame around it.
    """

    name: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before_pt: float = 0
    after_pt: float = 0
    lines: float = 1.0
    exact_pt: float | None = None
    first_line_mm: float = 0
    outline: int | None = None
    contextual: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    rule: bool = False
    box: bool = False

    @property
    def id(self) -> str:
        """Identifier inside the file: the name without signs and spaces."""
        return style_id(self.name)


def style_id(name: str) -> str:
    """``Tên cơ quan`` → ``TenCoQuan``."""
    words = unaccented(name).split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def _of(element: Element, name: str, size_pt: float, **more: object) -> ParagraphStyle:
    """A style that prints this element of the decree."""
    look = {"bold": bool(element.bold), "italic": bool(element.italic), "align": element.align or "left"}
    return ParagraphStyle(name, size_pt, **{**look, **more})  # type: ignore[arg-type]


def paragraph_styles(pair: SizePair = SIZE_PAIRS[DEFAULT_SIZES]) -> tuple[ParagraphStyle, ...]:
    """All paragraph styles for one pair of sizes, in the order in which a reader meets them on the page."""
    return (*_head_of_page(pair), *_body(pair.motto_pt), *_tables_and_figures(), *_foot(pair.motto_pt))


def _head_of_page(pair: SizePair) -> tuple[ParagraphStyle, ...]:
    e, agency_pt, body_pt = ELEMENTS, pair.national_name_pt, pair.motto_pt
    letter_pt = min(pair.national_name_pt, e["letter_abstract"].size_pt.high or 13)
    return (
        _of(e["national_name"], "Quốc hiệu", pair.national_name_pt),
        _of(e["motto"], "Tiêu ngữ", pair.motto_pt),
        _of(e["parent"], "Tên cơ quan chủ quản", agency_pt),
        _of(e["issuer"], "Tên cơ quan", agency_pt),
        ParagraphStyle("Dòng kẻ", 4, align="center", before_pt=3, after_pt=3, exact_pt=4, rule=True),
        _of(e["number"], "Số ký hiệu", 13, before_pt=6),
        _of(e["place_date"], "Địa danh ngày tháng", pair.place_date_pt, before_pt=6),
        _of(e["letter_abstract"], "Trích yếu công văn", letter_pt, before_pt=LETTER_ABSTRACT_GAP_PT),
        ParagraphStyle("Dấu bản thảo", 13, bold=True, align="center", before_pt=9, after_pt=3, box=True),
        _of(e["kind"], "Tên loại", body_pt, before_pt=18, keep_next=True),
        _of(e["abstract"], "Trích yếu", body_pt, keep_next=True),
        _of(e["addressee"], "Kính gửi", body_pt, before_pt=18, after_pt=9, align="center", keep_next=True),
        _of(e["addressee"], "Kính gửi nhiều nơi", body_pt, before_pt=18, keep_next=True),
        _of(e["addressee"], "Danh sách kính gửi", body_pt, before_pt=3, after_pt=9, contextual=True, keep_next=True),
    )


def _body(size_pt: float) -> tuple[ParagraphStyle, ...]:
    e = ELEMENTS
    text = ParagraphStyle("", size_pt, align="both", before_pt=PARAGRAPH_GAP_PT, lines=BODY_LINES,
                          first_line_mm=FIRST_LINE_MM)  # fmt: skip
    heading = replace(text, align="left", keep_next=True, keep_lines=True)
    return (
        replace(text, name="Căn cứ", italic=bool(e["basis"].italic)),
        replace(text, name="Nội dung"),
        replace(text, name="Gạch đầu dòng"),
        replace(heading, name="Mục I", bold=bool(e["section"].bold), outline=0, before_pt=9),
        replace(heading, name="Mục 1", bold=bool(e["titled_item"].bold), outline=1),
        replace(text, name="Điểm a", bold=bool(e["point"].bold), outline=2, keep_next=True, keep_lines=True),
    )


def _tables_and_figures() -> tuple[ParagraphStyle, ...]:
    caption = ParagraphStyle(
        "", 13, bold=True, align="center", before_pt=9, after_pt=4, keep_next=True, keep_lines=True
    )
    cell = ParagraphStyle("", 12, before_pt=2, after_pt=2)
    cells = (
        replace(cell, name="Bảng đầu", bold=True, align="center", keep_next=True),
        replace(cell, name="Bảng chữ"),
        replace(cell, name="Bảng số", align="right"),
        replace(cell, name="Bảng giữa", align="center"),
    )
    small = (replace(style, name=f"{style.name} nhỏ", size_pt=11, before_pt=1, after_pt=1) for style in cells)
    return (
        replace(caption, name="Tên bảng"),
        ParagraphStyle("Đơn vị tính", 12, italic=True, align="right", after_pt=3, keep_next=True),
        *cells,
        *small,
        ParagraphStyle("Hình", 12, align="center", before_pt=9, keep_next=True),
        replace(caption, name="Chú thích hình", before_pt=3, keep_next=False),
        ParagraphStyle("Nguồn", 12, italic=True, before_pt=3, after_pt=3, keep_lines=True),
    )


def _foot(size_pt: float) -> tuple[ParagraphStyle, ...]:
    e = ELEMENTS
    return (
        _of(e["recipients_label"], "Nơi nhận", 12),
        _of(e["recipient"], "Danh sách nơi nhận", 11),
        _of(e["authority"], "Chức vụ", size_pt, keep_next=True),
        # 66 pt: room for the signature and for a third of the seal (điểm a khoản 8 Mục II).
        _of(e["signer"], "Họ tên", size_pt, before_pt=66),
        _of(e["annex_label"], "Phụ lục", 14, keep_next=True, outline=0),
        _of(e["annex_title"], "Tên phụ lục", size_pt, keep_next=True),
        _of(e["annex_reference"], "Chỉ dẫn phụ lục", size_pt, keep_next=True),
        _of(e["page_number"], "Số trang", size_pt),
        ParagraphStyle("Dấu cuối trang", 11, bold=True, align="center"),
        ParagraphStyle("Ngắt phần", 1, exact_pt=1),
    )


STYLE_NAMES = tuple(style.name for style in paragraph_styles())
CHARACTER_STYLES = (BOLD, ITALIC, BOLD_ITALIC)
