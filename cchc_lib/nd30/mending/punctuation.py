"""Mends punctuation, dashes, blanks and leading zeros; never a word."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..decree import MOTTO
from ..elements.recognised import Recognised
from ..reading.model import Paragraph, Piece
from ..rulebook.base import Hit, Rule
from ..rulebook.closing import kept
from ..rulebook.head import DASHES
from .edit import retype

_ANY_DASH = f"[-{DASHES}]"
_B = "[ \u00a0]"


def pattern(search: str, put: str | Callable[[re.Match[str]], str], flags: int = re.IGNORECASE):
    """A mender that replaces the first match of a pattern in the target's text."""
    compiled = re.compile(search, flags)

    def mend(found: Recognised, rule: Rule, hit: Hit) -> bool:
        raw = _raw(hit.target)
        new = compiled.sub(put, raw, count=1)
        return new != raw and retype(hit.target.spans, new)

    return mend


def _raw(target: Piece | Paragraph) -> str:
    return "".join(span.text for span in target.spans)


def motto_dash(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Hyphens with one blank on each side."""
    raw = _raw(hit.target)
    head, tail = re.match(r"^\s*", raw)[0], re.search(r"\s*$", raw)[0]
    return retype(hit.target.spans, head + MOTTO + tail)


def ending(sign: str):
    """A mender that makes a line end in ``sign``: put instead of another stop, or added. "" takes the stop away."""

    def mend(found: Recognised, rule: Rule, hit: Hit) -> bool:
        raw = _raw(hit.target)
        text = raw.rstrip()
        bare = re.sub(r"\s*[.;:,\-–]$", "", text)
        if not bare or text.endswith(("...", "…", "./.")):
            return False
        return retype(hit.target.spans, bare + sign + raw[len(text) :])

    return mend


def ending_from_rule(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """The stop that the finding asks for: ";" or "."."""
    return ending(";" if "«;»" in hit.required or "(;)" in hit.required else ".")(found, rule, hit)


def kept_form(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """``Lưu: VT, …``: the colon, then the comma."""
    line = kept(found)
    if line is None:
        return False
    raw = _raw(line)
    new = re.sub(rf"(L[ưu]u)\s*[.;,]?\s*(?=VT)", r"\1: ", raw, count=1, flags=re.IGNORECASE) if ":" not in raw.split("VT")[0] else raw
    new = re.sub(r"(:\s*VT)\s*[;\-/]?\s*(?=\w)", r"\1, ", new, count=1)
    return new != raw and retype(line.spans, new)


def symbol_space(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """No blanks around slash and hyphens of the symbol; the blank left for the registry stays."""
    raw = _raw(hit.target)
    head, slash, symbol = raw.partition("/")
    tight = re.sub(rf"{_B}*({_ANY_DASH}){_B}*", r"\1", symbol.strip(" \u00a0"))
    head = re.sub(rf"(\d){_B}+$", r"\1", head)
    tail = symbol[len(symbol.rstrip(" \u00a0")) :]
    return retype(hit.target.spans, head + slash + tight + tail)


def symbol_dash(found: Recognised, rule: Rule, hit: Hit) -> bool:
    """Hyphens between the groups of the symbol."""
    raw = _raw(hit.target)
    head, slash, symbol = raw.partition("/")
    return retype(hit.target.spans, head + slash + re.sub(f"[{DASHES}_]", "-", symbol))


number_space = pattern(rf"(S[ốo]{_B}*:)(?=\d)", r"\1 ")
number_zero = pattern(r"(S[ốo]\s*:?\s*)([1-9])(?=\s*/)", r"\g<1>0\2")
number_colon = pattern(rf"^(\s*S[ốo])\s*[.;,]?{_B}*", r"\1: ")
day_zero = pattern(r"(ng[àa]y\s*)([1-9])(?=\s*th[áa]ng)", r"\g<1>0\2")
month_zero = pattern(r"(th[áa]ng\s*)([12])(?=\s*n[ăa]m)", r"\g<1>0\2")
month_no_zero = pattern(r"(th[áa]ng\s*)0([3-9])(?=\s*n[ăa]m)", r"\1\2")
date_comma = pattern(rf"(\w)(?={_B}+ng[àa]y\b)", r"\1,")
label_colon = pattern(r"^(\s*(?:K[íi]nh\s+g[ửu]i|N[ơo]i\s+nh[ậa]n))\s*[.;,]?(?!\s*:)", r"\1:")
authority_space = pattern(r"^(\s*(?:TM|KT|TL|TUQ|Q)\.)(?=\S)", r"\1 ")
authority_dot = pattern(r"^(\s*(?:TM|KT|TL|TUQ|Q))[,]?\s+(?=\S)", r"\1. ")
recipients_dash = pattern(r"^\s*[–—+*•−]?\s*", "- ")
