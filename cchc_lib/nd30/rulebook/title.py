"""Kind and abstract, V/v, addressees, legal bases: what stands between head and body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..elements.recognised import Recognised
from ..elements.words import fold, is_form
from ..reading.model import Piece
from .base import Hit, Rule, check, hit, number
from .style import inked, share

_DASH = re.compile(r"^\s*[-–—−]\s*")


@check("full_stop")
def full_stop(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No full stop (or colon, semicolon) after the element; dots of a form to fill in are none."""
    pieces = found.pieces(rule.element or "")
    if pieces and re.search(r"[^.…\s][.;:,]$", pieces[-1].text) and not re.search(r"\b\w\.$", pieces[-1].text):
        yield hit(rule, pieces[-1], f"có dấu «{pieces[-1].text[-1]}» ở cuối", "không có dấu ở cuối")


@check("gap_above")
def gap_above(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """6 pt between the number and the V/v abstract, where both are paragraphs of one cell."""
    number_pieces, abstract = found.pieces("number"), found.pieces("letter_abstract")
    if not number_pieces or not abstract:
        return
    above, below = number_pieces[-1].paragraph, abstract[0].paragraph
    if below.index != above.index + 1 or above.cell is None or below.cell is None or above.cell.element is not below.cell.element:
        return
    gap = (above.format.after + below.format.before) / 20
    if gap < 5.9:
        yield hit(rule, abstract[0], f"cách số, ký hiệu {number(gap)} pt", "cách 6 pt")


@check("addressee_colon")
def addressee_colon(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Kính gửi:`` with its colon."""
    for piece in found.pieces("addressee")[:1]:
        if not re.match(r"^KINH GUI\s*:", fold(piece.text)):
            yield hit(rule, piece, f"«{piece.text[:20]}»", "«Kính gửi:» có dấu hai chấm")


def _addressees(found: Recognised) -> tuple[Piece | None, str, list[Piece]]:
    """The label, the name on its line, and the lines of the list (a wrapped line joins the one above)."""
    pieces = found.pieces("addressee")
    if not pieces:
        return None, "", []
    own = re.sub(r"^\s*K[íi]nh\s+g[ửu]i\s*:?\s*", "", pieces[0].text, flags=re.IGNORECASE)
    items = [piece for piece in pieces[1:] if _DASH.match(piece.text) or piece.paragraph.label or not pieces[0].paragraph.cell]
    return pieces[0], own.strip(), items


@check("addressee_single")
def addressee_single(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """One addressee stands on the line of the label."""
    label, own, items = _addressees(found)
    if label is not None and not own and len(items) == 1 and label.paragraph.cell is None:
        yield hit(rule, items[0], "một nơi nhận nhưng xuống dòng", "cùng dòng với «Kính gửi:»")


@check("addressee_ends")
def addressee_ends(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """In a list every line ends with ";", the last with "."."""
    _, own, items = _addressees(found)
    if own or len(items) < 2:
        return
    for position, piece in enumerate(items):
        wanted = "." if position == len(items) - 1 else ";"
        if not piece.text.endswith(wanted) and not piece.text.endswith("…"):
            yield hit(rule, piece, f"cuối dòng «{piece.text[-1:]}»", f"cuối dòng có dấu «{wanted}»")


def basis_pieces(found: Recognised) -> list[Piece]:
    """The legal bases, a piece each."""
    bases = [block.paragraph.lines[-1] for block in found.blocks if block.role == "basis"]
    return [piece for piece in bases if not is_form(piece.text) and piece.text.strip(" ;.").upper() != "CĂN CỨ"]


@check("basis_italic")
def basis_italic(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Bases stand in italics."""
    for piece in basis_pieces(found):
        if share(inked(piece), "italic") < 0.5:
            yield hit(rule, piece, "chữ đứng", "chữ nghiêng")


@check("basis_size")
def basis_size(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Bases have the size of the body."""
    for piece in basis_pieces(found):
        wrong = sorted({s.format.size_pt for s in inked(piece) if not rule.model.size_pt.contains(s.format.size_pt)})
        if wrong:
            yield hit(rule, piece, "cỡ " + ", ".join(map(number, wrong)), "cỡ 13–14")


@check("basis_semicolon")
def basis_semicolon(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every basis but the last ends with ";"."""
    for piece in basis_pieces(found)[:-1]:
        if not piece.text.endswith((";", "…", ".;")):
            yield hit(rule, piece, f"cuối dòng «{piece.text[-1:]}»", "cuối dòng có dấu chấm phẩy (;)")


@check("basis_dot")
def basis_dot(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The last basis ends with "."; none is the last where the words of enactment follow in italics, as in the decree itself."""
    roles = [block.role for block in found.blocks]
    after = found.blocks[len(roles) - roles[::-1].index("basis") :] if "basis" in roles else []
    enacted = bool(after) and share([span for line in after[0].paragraph.lines for span in inked(line)], "italic") == 1
    for piece in [] if enacted else basis_pieces(found)[-1:]:
        if not piece.text.endswith((".", "…", ":")):
            yield hit(rule, piece, f"cuối dòng «{piece.text[-1:]}»", "dòng cuối cùng kết thúc bằng dấu chấm (.)")
