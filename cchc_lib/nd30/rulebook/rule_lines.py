"""The lines under motto, issuing body, abstract and annex reference: there, drawn, solid, of the right length."""

from __future__ import annotations

from collections.abc import Iterator

from ..decree import MOTTO_LINE_SHARE, SHORT_LINE_SHARE, Range
from ..elements.recognised import LineEvidence, Recognised
from ..reading.model import Piece
from .base import Hit, Rule, check, hit, number
from .room import printed_widths

# A drawn line is placed by hand and text is measured in a font of the same metrics: only what is clearly outside counts.
SLACK = {"motto": (0.78, 1.25), "short": (0.7, 1.45)}


def _evidence(found: Recognised, rule: Rule) -> Iterator[tuple[LineEvidence, Piece]]:
    key = rule.params["line"]
    if key == "annex":
        lines = [(annex.line, annex.reference[-1]) for annex in found.annexes if annex.line and annex.reference]
    else:
        line = found.lines.get(key)
        lines = [(line, found.pieces(key)[-1])] if line else []
    yield from ((line, piece) for line, piece in lines if line is not None)


@check("line_present")
def line_present(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """There is a line, or something typed that stands for one; unclear drawings are not judged."""
    for line, piece in _evidence(found, rule):
        if line.kind == "missing":
            yield hit(rule, piece, "không có đường kẻ ngang bên dưới", rule.params["required"])


@check("line_underlined")
def line_underlined(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The line is not made by underlining the words."""
    key = rule.params["line"]
    pieces = found.pieces(key) if key != "annex" else [piece for annex in found.annexes for piece in annex.reference]
    lined = [piece for piece in pieces if piece.written and all(span.format.underline for span in piece.written)]
    if lined:
        yield hit(rule, lined[-1], "gạch chân chữ (underline)", rule.params["required"])


@check("line_typed")
def line_typed(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The line is drawn, not typed. ``solid``: signs that look like a solid line (_), else signs that do not (- . *)."""
    for line, piece in _evidence(found, rule):
        if line.kind == "typed" and line.solid == rule.params["solid"]:
            yield hit(rule, piece, f"đường kẻ gõ bằng ký tự «{line.sign}»", rule.params["required"])


@check("line_solid")
def line_solid(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The line is solid."""
    for line, piece in _evidence(found, rule):
        if line.kind in ("drawn", "border") and not line.solid:
            yield hit(rule, piece, "nét đứt", "nét liền")


@check("line_length")
def line_length(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The line's share of the printed text line; of several lines of text any may be the measure."""
    motto = rule.params["line"] == "motto"
    share, slack = (MOTTO_LINE_SHARE, SLACK["motto"]) if motto else (SHORT_LINE_SHARE, SLACK["short"])
    allowed = Range(share.low * slack[0], (share.high or 1) * slack[1])
    for line, piece in _evidence(found, rule):
        if line.length_pt is None or line.kind not in ("drawn", "border", "cell"):
            continue
        widths = [width for width in _widths(found, rule, piece) if width > 0]
        if widths and not any(allowed.contains(line.length_pt / width) for width in widths):
            part = line.length_pt / max(widths)
            yield hit(rule, piece, f"dài {number(round(line.length_pt / 72 * 2.54, 1))} cm, bằng {number(round(part, 2))} dòng chữ",
                      rule.params["required"])  # fmt: skip


def _widths(found: Recognised, rule: Rule, last: Piece) -> list[float]:
    key = rule.params["line"]
    if key == "annex":
        pieces = next(annex.reference for annex in found.annexes if annex.reference and annex.reference[-1] is last)
    else:
        pieces = found.pieces(key)
    return [width for piece in pieces for width in printed_widths(found, piece)]
