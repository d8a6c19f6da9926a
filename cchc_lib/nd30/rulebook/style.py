"""How the letters of an element look: size, weight, slope, capitals, alignment. One function for every element."""

from __future__ import annotations

from collections.abc import Iterator

from ..decree import SIZE_PAIR_CLAUSE, SIZE_PAIRS, Range
from ..elements.recognised import Recognised
from ..reading.model import Piece, Span
from .base import Hit, Rule, check, hit, number

_ALIGN = {"left": "canh trái", "right": "canh phải", "center": "canh giữa", "both": "canh đều hai bên"}


def inked(piece: Piece) -> list[Span]:
    """Spans whose weight and size a reader sees: they hold a letter or digit and are no footnote mark."""
    spans = [span for span in piece.written if span.format.vertical == "baseline"]
    return [span for span in spans if any(letter.isalnum() for letter in span.text)]


def size_range(rule: Rule) -> Range:
    """The range of sizes: the rule's own, else the decree's for its element."""
    given = rule.params.get("size_pt")
    return Range(*given) if given else rule.model.size_pt


def size_text(sizes: Range) -> str:
    """``cỡ 12–13``."""
    return f"cỡ {number(sizes.low)}" if sizes.low == sizes.high else f"cỡ {number(sizes.low)}–{number(sizes.high or 0)}"


def wrong_sizes(spans: list[Span], sizes: Range) -> list[float]:
    """Sizes outside the range, each once, in order."""
    return sorted({span.format.size_pt for span in spans if not sizes.contains(span.format.size_pt, 0.01)})


@check("size")
def size(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The element's letters have a size in its range."""
    sizes = size_range(rule)
    for piece in found.pieces(rule.element or ""):
        wrong = wrong_sizes(inked(piece), sizes)
        if wrong:
            yield hit(rule, piece, "cỡ " + ", ".join(map(number, wrong)), size_text(sizes))


def share(spans: list[Span], attribute: str) -> float:
    """Share of the letters that carry the attribute; 1 for no letters."""
    total = sum(len(span.text.strip()) for span in spans)
    return sum(len(span.text.strip()) for span in spans if getattr(span.format, attribute)) / total if total else 1.0


@check("letters_on")
def switched_on(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every letter of the element is bold (or italic)."""
    attribute = rule.params["attribute"]
    name = {"bold": "đậm", "italic": "nghiêng"}[attribute]
    for piece in found.pieces(rule.element or ""):
        spans = inked(piece)
        part = share(spans, attribute)
        if spans and part < 1:
            plain = "".join(span.text for span in spans if not getattr(span.format, attribute))
            text = f"không {name}" if part == 0 else f"chỉ {name} một phần (không {name}: «{plain.strip()}»)"
            yield hit(rule, piece, text, f"chữ {name}")


@check("letters_off")
def switched_off(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No letter of the element is italic (or bold)."""
    attribute = rule.params["attribute"]
    name, required = {"bold": ("đậm", "chữ không đậm"), "italic": ("nghiêng", "chữ đứng")}[attribute]
    for piece in found.pieces(rule.element or ""):
        spans = inked(piece)
        part = share(spans, attribute)
        if spans and part > 0:
            yield hit(rule, piece, f"chữ {name}" if part == 1 else f"có phần chữ {name}", required)


@check("capitals")
def capitals(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every letter of the element is a capital."""
    for piece in found.pieces(rule.element or ""):
        small = [span.text.strip() for span in piece.written if not span.format.caps and span.text != span.text.upper()]
        if small:
            yield hit(rule, piece, "có chữ thường", "chữ in hoa")


@check("lower_case")
def lower_case(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The element is not set wholly in capitals (at least two words)."""
    pieces = found.pieces(rule.element or "")
    letters = [letter for piece in pieces for span in piece.written for letter in _shown(span) if letter.isalpha()]
    if len(letters) > 6 and all(letter == letter.upper() for letter in letters):
        yield hit(rule, pieces[0], "toàn chữ in hoa", "chữ in thường")


def _shown(span: Span) -> str:
    return span.text.upper() if span.format.caps or span.format.small_caps else span.text


@check("align")
def align(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The element is centred (or as the rule says) in its cell or line; a piece placed by tabs cannot be decided."""
    wanted = rule.params.get("align", "center")
    for piece in found.pieces(rule.element or ""):
        paragraph = piece.paragraph
        if piece.columns > 1 or paragraph.in_textbox or paragraph.format.frame or paragraph.index in found.shared_paragraphs:
            continue
        if rule.params.get("in_table_only") and piece.paragraph.cell is None:
            continue
        if piece.align != wanted and not _placed_by_blanks(piece):
            yield hit(rule, piece, _ALIGN.get(piece.align, piece.align), _ALIGN[wanted])


def _placed_by_blanks(piece: Piece) -> bool:
    """Typists also centre by blanks, tabs and indents; where the line then stands cannot be told from the file."""
    form = piece.paragraph.format
    return piece.paragraph.text[:1] in ("\t", " ", "\u00a0") or form.left > 200 or form.first > 200 or _fills_cell(piece)


def _fills_cell(piece: Piece) -> bool:
    """A line about as wide as its cell looks the same however it is aligned (0,5 em a letter at the least)."""
    cell = piece.paragraph.cell
    if cell is None or not cell.width_twips or not piece.written:
        return False
    width = len(piece.text) * 0.5 * piece.written[0].format.size_pt * 20
    return width > 0.8 * (cell.width_twips - cell.margin_twips)


@check("size_pair")
def size_pair(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Quốc hiệu, Tiêu ngữ and place-date grow together: one of the decree's pairs (each size being in its own range)."""
    sizes = []
    for key in ("national_name", "motto", "place_date"):
        spans = [span for piece in found.pieces(key) for span in inked(piece)]
        values = {span.format.size_pt for span in spans}
        if len(values) != 1:
            return
        sizes.append(values.pop())
    pairs = [(pair.national_name_pt, pair.motto_pt, pair.place_date_pt) for pair in SIZE_PAIRS.values()]
    in_range = 12 <= sizes[0] <= 13 and all(13 <= value <= 14 for value in sizes[1:])
    if in_range and tuple(sizes) not in pairs:
        text = " / ".join(map(number, sizes))
        pairs_text = " hoặc ".join(" / ".join(map(number, pair)) for pair in pairs)
        yield Hit("Quốc hiệu / Tiêu ngữ / Địa danh, thời gian", "", f"cỡ {text}", f"cỡ {pairs_text} ({SIZE_PAIR_CLAUSE})",
                  found.pieces("place_date"))  # fmt: skip
