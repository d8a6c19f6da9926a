"""Drawn things anchored in a run: straight lines (DrawingML, VML), text boxes, and what cannot be told apart from a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .xml import EMU_PER_PT, chosen, integer, local, q, val

LINE_PRESETS = {"line", "straightConnector1", "lineInv", "bentConnector2", "bentConnector3"}
VML_LINE_TYPES = {"#_x0000_t32", "#_x0000_t20"}
FLAT_PT = 3.0  # a drawing lower than this looks like a line
_UNIT_PT = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "pc": 12.0, "": 0.75}
_LENGTH = re.compile(r"^\s*(-?\d*\.?\d+)\s*(pt|in|cm|mm|px|pc|)\s*$")


@dataclass(frozen=True)
class Shape:
    """A drawn shape. ``kind``: ``line``, ``textbox`` or ``other`` (picture, group, rectangle …); lengths in points.

    ``left_pt`` counts from the column's left edge where that is how the shape is placed, else None; ``centred``: placed
    in the middle of its column or page; ``solid`` False: dashed or dotted; None in a length: the file does not say.
    """

    kind: str
    width_pt: float | None = None
    height_pt: float | None = None
    left_pt: float | None = None
    top_pt: float | None = None
    centred: bool = False
    solid: bool = True
    visible: bool = True
    content: tuple[etree._Element, ...] = ()


def shapes_of(element: etree._Element) -> Iterator[Shape]:
    """Shapes of a w:drawing, w:pict, w:object or mc:AlternateContent, each once."""
    name = local(element)
    if name == "AlternateContent":
        branch = chosen(element)
        for item in branch if branch is not None else ():
            yield from shapes_of(item)
    elif name == "drawing":
        for holder in element:
            yield from _drawing(holder)
    elif name in ("pict", "object"):
        yield from _pict(element)


def _drawing(holder: etree._Element) -> Iterator[Shape]:
    extent = holder.find(q("wp:extent"))
    width = height = None
    if extent is not None:
        width, height = _emu(extent.get("cx")), _emu(extent.get("cy"))
    left, top, centred = _position(holder)
    content = tuple(holder.iter(q("w:txbxContent")))
    if content:
        yield Shape("textbox", width, height, left, top, centred, content=content)
        return
    geometry = next(holder.iter(q("a:prstGeom")), None)
    preset = geometry.get("prst") if geometry is not None else None
    single = next(holder.iter(q("wpg:wgp")), None) is None
    if single and (preset in LINE_PRESETS or (height is not None and height <= FLAT_PT and (width or 0) > 10)):
        dash = next(holder.iter(q("a:prstDash")), None)
        yield Shape(
            "line", width, height, left, top, centred,
            solid=dash is None or dash.get("val") in (None, "solid"), visible=_has_stroke(holder),
        )  # fmt: skip
        return
    yield Shape("other", width, height, left, top, centred)


def _has_stroke(holder: etree._Element) -> bool:
    for outline in holder.iter(q("a:ln")):
        return outline.find(q("a:noFill")) is None
    return True


def _position(holder: etree._Element) -> tuple[float | None, float | None, bool]:
    horizontal, vertical = holder.find(q("wp:positionH")), holder.find(q("wp:positionV"))
    left = top = None
    centred = False
    if horizontal is not None:
        centred = (horizontal.findtext(q("wp:align")) or "") == "center"
        if horizontal.get("relativeFrom") in ("column", "margin", "character"):
            left = _emu(horizontal.findtext(q("wp:posOffset")))
    if vertical is not None and vertical.get("relativeFrom") in ("paragraph", "line"):
        top = _emu(vertical.findtext(q("wp:posOffset")))
    return left, top, centred


def _emu(text: str | None) -> float | None:
    value = integer(text)
    return None if value is None else value / EMU_PER_PT


def _pict(element: etree._Element) -> Iterator[Shape]:
    for item in element:
        name = local(item)
        if name in ("line", "shape", "rect", "group", "roundrect", "polyline", "oval"):
            yield _vml(item, name)


def _vml(item: etree._Element, name: str) -> Shape:
    style = _style(item.get("style"))
    width, height = _points(style.get("width")), _points(style.get("height"))
    left, top = _points(style.get("margin-left")), _points(style.get("margin-top"))
    centred = style.get("mso-position-horizontal") == "center"
    content = tuple(item.iter(q("w:txbxContent")))
    if content:
        return Shape("textbox", width, height, left, top, centred, content=content)
    kind = "other"
    if name == "line":
        kind = "line"
        ends = [_pair(item.get(key)) for key in ("from", "to")]
        if ends[0] and ends[1]:
            left, top, width, height = ends[0][0], ends[0][1], abs(ends[1][0] - ends[0][0]), abs(ends[1][1] - ends[0][1])
    elif item.get("type") in VML_LINE_TYPES or (height is not None and height <= FLAT_PT and (width or 0) > 10):
        kind = "line"
    dash = val(item, "v:stroke", "dashstyle")
    visible = (item.get("stroked") or "t").lower() not in ("f", "false", "0") or name == "rect"
    return Shape(kind, width, height, left, top, centred, solid=dash in (None, "", "solid"), visible=visible)


def _style(text: str | None) -> dict[str, str]:
    pairs = (part.partition(":") for part in (text or "").split(";"))
    return {name.strip().lower(): value.strip().lower() for name, colon, value in pairs if colon}


def _points(text: str | None) -> float | None:
    match = _LENGTH.match(text or "")
    return float(match[1]) * _UNIT_PT[match[2]] if match and len(match[1]) < 16 else None


def _pair(text: str | None) -> tuple[float, float] | None:
    parts = [_points(part) for part in (text or "").split(",")]
    if len(parts) == 1 and parts[0] is not None:
        parts.append(0.0)
    return (parts[0], parts[1]) if len(parts) == 2 and parts[0] is not None and parts[1] is not None else None
