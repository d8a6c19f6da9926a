"""Names and small readers for WordprocessingML; a value that makes no sense reads as absent, never as an exception."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from lxml import etree

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}

TWIPS_PER_PT = 20
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_PT = 12700
_MEASURE = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*(pt|mm|cm|in|pc|pi)?\s*$")
_TWIPS = {"pt": 20, "mm": TWIPS_PER_MM, "cm": TWIPS_PER_MM * 10, "in": 1440, "pc": 240, "pi": 240}


@functools.cache
def q(name: str) -> str:
    """Clark name of ``prefix:local``."""
    prefix, local = name.split(":")
    return f"{{{NS[prefix]}}}{local}"


W_VAL = q("w:val")


def local(element: etree._Element) -> str:
    """Local name; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """First child of that name, None when there is none (or no parent)."""
    return None if element is None else next(element.iterchildren(q(name)), None)


def val(element: etree._Element | None, name: str, attribute: str = W_VAL) -> str | None:
    """Attribute (w:val by default) of the child ``name``."""
    found = child(element, name)
    return None if found is None else found.get(attribute)


def integer(text: str | None) -> int | None:
    """A whole number; None for anything else."""
    try:
        return int(text) if text is not None and len(text) < 16 else None
    except ValueError:
        return None


def twips(text: str | None) -> float | None:
    """A length in twips: a bare number (transitional) or a measure with a unit (strict); None for anything else."""
    match = _MEASURE.match(text or "")
    if not match or len(match[1]) > 12:
        return None
    return float(match[1]) * (_TWIPS[match[2]] if match[2] else 1)


def half_points(text: str | None) -> float | None:
    """A font size in points from half-points (``26``) or a measure (``13pt``)."""
    value = twips(text)
    if value is None:
        return None
    return value / 20 if text and text.strip()[-1].isalpha() else value / 2


def toggle(element: etree._Element | None) -> bool | None:
    """Value of an on/off element; absent element: None; element without a value: True."""
    if element is None:
        return None
    return (element.get(W_VAL) or "true").lower() not in ("0", "false", "off", "none")


def flag(element: etree._Element | None, name: str) -> bool | None:
    """Value of the on/off child ``name``; None where it is absent."""
    return toggle(child(element, name))


def chosen(element: etree._Element) -> etree._Element | None:
    """The branch of an mc:AlternateContent that Word 2010 and later shows; None when it is empty."""
    choice = element.find(q("mc:Choice"))
    return choice if choice is not None else element.find(q("mc:Fallback"))


def shown(element: etree._Element) -> Iterator[etree._Element]:
    """All descendants that a reader may see: one branch of each alternative, nothing deleted."""
    for item in element:
        name = local(item)
        if name in ("del", "moveFrom", ""):
            continue
        if name == "AlternateContent":
            branch = chosen(item)
            if branch is not None:
                yield from shown(branch)
            continue
        yield item
        yield from shown(item)
