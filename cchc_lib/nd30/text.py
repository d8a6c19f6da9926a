"""Text as a user typed it, on its way into XML: cleaned, split into runs, escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two noncharacters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")
_BREAKS = re.compile("([\n\t])")


@dataclass(frozen=True)
class Run:
    """A piece of text in one look.  ``bookmark`` names it inside the file, to trace a figure back to its source."""

    text: str
    bold: bool = False
    italic: bool = False
    bookmark: str | None = None


Content = str | Run | Sequence["str | Run"]


def clean(text: object) -> str:
    """The text in NFC without what no XML file may hold; everything else stays as typed."""
    if isinstance(text, str) and text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _NOT_IN_XML.sub("", _LINE_ENDS.sub("\n", str(text))))


def upper(text: object) -> str:
    """The cleaned text in capitals (IN HOA)."""
    return clean(clean(text).upper())


def as_runs(content: Content) -> tuple[Run, ...]:
    """Any content as cleaned runs; empty ones fall away unless they carry a bookmark."""
    if isinstance(content, str):
        return (Run(text),) if (text := clean(content)) else ()
    pieces: Iterable[str | Run] = [content] if isinstance(content, Run) else content
    runs = (piece if isinstance(piece, Run) else Run(piece) for piece in pieces)
    cleaned = (replace(run, text=clean(run.text)) for run in runs)
    return tuple(run for run in cleaned if run.text or run.bookmark)


def prefixed(prefix: str, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with words put before them, in the first run itself where that is plain text."""
    if not prefix:
        return runs
    if runs and runs[0] == Run(runs[0].text):
        return (Run(prefix + runs[0].text), *runs[1:])
    return (Run(prefix), *runs)


def plain(runs: Iterable[Run]) -> str:
    """The text of runs, looks left out."""
    return "".join(run.text for run in runs)


def text_xml(text: str) -> str:
    """Content of one ``w:r``: texts, tabs and line breaks."""
    parts = (_part_xml(part) for part in _BREAKS.split(text) if part)
    return "".join(parts)


def _part_xml(part: str) -> str:
    if part == "\n":
        return "<w:br/>"
    if part == "\t":
        return "<w:tab/>"
    return f'<w:t xml:space="preserve">{escape(part)}</w:t>'


def attribute(text: object) -> str:
    """The cleaned text as the inside of a double-quoted attribute."""
    return escape(clean(text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def unaccented(text: str) -> str:
    """Latin letters without their signs: ``Đầu tư`` → ``Dau tu``."""
    bare = unicodedata.normalize("NFD", clean(text).replace("Đ", "D").replace("đ", "d"))
    return "".join(character for character in bare if not unicodedata.combining(character))


def bookmark_name(wanted: str, taken: Iterable[str]) -> str:
    """A name Word accepts (a letter first, letters, digits and _, at most 40 characters) and that is not taken yet."""
    name = re.sub(r"[^0-9A-Za-z]+", "_", unaccented(wanted))[:40]
    name = name if name[:1].isalpha() else f"b_{name}"[:40]
    used, candidate, copy = set(taken), name, 2
    while candidate in used:
        suffix = f"_{copy}"
        candidate, copy = name[: 40 - len(suffix)] + suffix, copy + 1
    return candidate
