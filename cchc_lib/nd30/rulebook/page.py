"""Paper, margins, typeface, encoding, colour."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from ..decree import FONT_NAME, PAGE, Range
from ..elements.recognised import Recognised
from ..reading.legacy import legacy_kind
from ..reading.model import Paragraph, Section, Span
from ..reading.xml import TWIPS_PER_MM
from .base import Hit, Rule, check, excerpt, number

PAPER_TOLERANCE_MM = 1.5  # printers' drivers write A4 as 11900…11910 × 16834…16840 twips
MARGIN_TOLERANCE_MM = 0.5  # Word rounds 2 cm to 1134 twips; half a millimetre is nobody's mistake
DARK = 0x30  # a colour whose three parts are all below this is black to the eye
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}


def _where(index: int, found: Recognised) -> str:
    return "Trang" if len(found.document.sections) == 1 else f"Trang, phần (section) {index + 1}"


@check("paper")
def paper(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every section is A4, upright or lying."""
    for index, section in enumerate(found.document.sections):
        if not section.width or not section.height:
            yield Hit(_where(index, found), "", "không ghi khổ giấy (Word lấy Letter)", "A4, 210 × 297 mm", section)
            continue
        sides = sorted((section.width / TWIPS_PER_MM, section.height / TWIPS_PER_MM))
        if abs(sides[0] - PAGE.width_mm) > PAPER_TOLERANCE_MM or abs(sides[1] - PAGE.height_mm) > PAPER_TOLERANCE_MM:
            name = " (Letter)" if abs(sides[0] - 215.9) < 1 and abs(sides[1] - 279.4) < 1 else ""
            text = f"{number(round(sides[0], 1))} × {number(round(sides[1], 1))} mm{name}"
            yield Hit(_where(index, found), "", text, "A4, 210 × 297 mm", section)


@check("orientation")
def orientation(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The section of the first page is upright unless tables need the width."""
    section = found.document.sections[0] if found.document.sections else None
    if section is None or not section.width or not section.height or section.width <= section.height:
        return
    if not any(item.cell is not None and item.cell.cols > 2 for item in found.document.paragraphs):
        yield Hit("Trang", "", "giấy nằm ngang, văn bản không có bảng", "giấy đứng (theo chiều dài khổ A4)", section)


@check("margin")
def margin(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """One side's margin of every upright section; in a lying one "left" and "top" are not the decree's."""
    side, allowed = rule.params["side"], allowed_margin(rule)
    for index, section in enumerate(found.document.sections):
        value = margin_mm(section, side)
        if value is None or not section.width or not section.height or section.width > section.height:
            continue
        if not allowed.contains(value, MARGIN_TOLERANCE_MM):
            yield Hit(_where(index, found), "", f"lề {_SIDES[side]} {number(round(value, 1))} mm", f"{allowed} mm", section)


def allowed_margin(rule: Rule) -> Range:
    """The range of a margin: the rule's own (``range_mm``), else the decree's for its side."""
    given = rule.params.get("range_mm")
    return Range(*given) if given else getattr(PAGE, rule.params["side"] + "_mm")


def margin_mm(section: Section, side: str) -> float | None:
    """A margin in millimetres, the gutter counted to the left; None where the file does not say it."""
    value = section.margins[side]
    if value is None:
        return None
    if side == "left":
        value += section.margins["gutter"] or 0
    return abs(value) / TWIPS_PER_MM


def printed_spans(found: Recognised) -> Iterator[tuple[Paragraph, Span]]:
    """Every span of text that the main document prints, an attached document is left out."""
    for paragraph in found.document.paragraphs:
        if found.attached is not None and paragraph.index >= found.attached:
            break
        for span in paragraph.spans:
            if span.text.strip() and not span.symbol:
                yield paragraph, span


def typefaces(span: Span) -> set[str]:
    """Typefaces that draw the letters and digits of a span: one slot for ASCII, one for the letters beyond it."""
    letters = set(filter(str.isalnum, span.text))
    names = set()
    if any(letter < "\x80" for letter in letters):
        names.add(span.format.ascii[0])
    if any("\x80" <= letter < "\u2e80" for letter in letters):
        names.add(span.format.hansi[0])
    return names


@check("font")
def font(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Text stands in Times New Roman; one hit a typeface, the amount of text with it."""
    amount: Counter[str] = Counter()
    example: dict[str, tuple[Paragraph, Span]] = {}
    for paragraph, span in printed_spans(found):
        for name in typefaces(span):
            if is_wanted(name) or legacy_kind(name):
                continue
            amount[name] += len(span.text)
            example.setdefault(name, (paragraph, span))
    for name, count in amount.most_common():
        paragraph, span = example[name]
        theme = " (theo chủ đề – theme)" if any(item[1] and item[0] == name for item in (span.format.ascii, span.format.hansi)) else ""
        yield Hit("Phông chữ", excerpt(paragraph.full_text), f"{name}{theme}, {count} ký tự", FONT_NAME, (name, paragraph))


def is_wanted(name: str) -> bool:
    """Times New Roman, also by the name of one of its weights (``Times New Roman Bold``)."""
    plain, wanted = (text.replace(" ", "").casefold() for text in (name, FONT_NAME))
    return plain.startswith(wanted)


@check("encoding")
def encoding(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No text in the fonts of before Unicode."""
    seen: set[str] = set()
    for paragraph, span in printed_spans(found):
        for name in typefaces(span):
            kind = legacy_kind(name)
            if kind and name not in seen:
                seen.add(name)
                yield Hit("Phông chữ", excerpt(paragraph.full_text), f"phông {name} (bộ mã {kind})",
                          f"bộ mã Unicode, phông {FONT_NAME}: hãy chuyển mã rồi đổi phông", paragraph)  # fmt: skip


@check("composed")
def composed(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Vietnamese letters are single characters (NFC): searching and sorting work then."""
    for paragraph, span in printed_spans(found):
        if not span.legacy and unicodedata.normalize("NFC", span.text) != span.text:
            yield Hit("Bảng mã", excerpt(paragraph.full_text), "chữ tổ hợp (dấu rời)", "chữ dựng sẵn (Unicode NFC)", span)


@check("colour")
def colour(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Black text; marks of urgency are red by law, white text is not seen. Links: a rule of their own."""
    marks = {id(piece.paragraph) for key in ("urgency", "secrecy", "circulation") for piece in found.pieces(key)}
    links = rule.params.get("links", False)
    seen: set[str] = set()
    for paragraph, span in printed_spans(found):
        value = span.format.colour.upper()
        if id(paragraph) in marks or span.link != links or is_black(value) or value == "FFFFFF":
            continue
        if not any(letter.isalnum() for letter in span.text) or value in seen:
            continue
        seen.add(value)
        yield Hit("Màu chữ", excerpt(span.text), f"màu #{value}", "màu đen", value)


def is_black(value: str) -> bool:
    """Whether a colour value is black to the eye; ``auto`` is black, an unreadable value is not judged."""
    if value.upper() == "AUTO" or len(value) != 6:
        return True
    try:
        parts = [int(value[i : i + 2], 16) for i in (0, 2, 4)]
    except ValueError:
        return True
    return max(parts) < DARK
