"""One level of formatting as written: the properties of a w:rPr or w:pPr as a plain dict, before any inheritance."""

from __future__ import annotations

from typing import Any

from lxml import etree

from .xml import child, flag, half_points, integer, q, twips, val

RunLevel = dict[str, Any]
ParagraphLevel = dict[str, Any]

TOGGLES = {"bold": "w:b", "italic": "w:i", "caps": "w:caps", "small_caps": "w:smallCaps", "hidden": "w:vanish"}
SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_THEME_ATTRIBUTE = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "cs": "cstheme", "eastAsia": "eastAsiaTheme"}
_ALIGN = {"start": "left", "end": "right", "distribute": "both", "mediumKashida": "both", "lowKashida": "both",
          "highKashida": "both", "thaiDistribute": "both"}  # fmt: skip


def run_level(rpr: etree._Element | None) -> RunLevel:
    """Properties set by this w:rPr alone; fonts as ``(is_theme, name)`` by slot."""
    level: RunLevel = {}
    if rpr is None:
        return level
    for key, name in TOGGLES.items():
        value = flag(rpr, name)
        if value is not None:
            level[key] = value
    _fonts(rpr, level)
    size = half_points(val(rpr, "w:sz"))
    if size:
        level["size"] = size
    for key, name in (("colour", "w:color"), ("underline", "w:u"), ("vertical", "w:vertAlign"), ("highlight", "w:highlight")):
        value = val(rpr, name)
        if value:
            level[key] = value
    style = val(rpr, "w:rStyle")
    if style:
        level["style"] = style
    return level


def _fonts(rpr: etree._Element, level: RunLevel) -> None:
    fonts = child(rpr, "w:rFonts")
    if fonts is None:
        return
    for slot in SLOTS:
        theme, plain = fonts.get(q("w:" + _THEME_ATTRIBUTE[slot])), fonts.get(q("w:" + slot))
        if theme:  # Word lets the theme attribute win over a name written beside it
            level["font_" + slot] = (True, theme)
        elif plain:
            level["font_" + slot] = (False, plain)


def paragraph_level(ppr: etree._Element | None) -> ParagraphLevel:
    """Properties set by this w:pPr alone; lengths in twips."""
    level: ParagraphLevel = {}
    if ppr is None:
        return level
    align = val(ppr, "w:jc")
    if align:
        level["align"] = _ALIGN.get(align, align)
    _indents(ppr, level)
    _spacing(ppr, level)
    _borders(ppr, level)
    for key, name in (("contextual", "w:contextualSpacing"), ("page_break_before", "w:pageBreakBefore")):
        value = flag(ppr, name)
        if value is not None:
            level[key] = value
    outline = integer(val(ppr, "w:outlineLvl"))
    if outline is not None:
        level["outline"] = outline
    frame = child(ppr, "w:framePr")
    if frame is not None:
        level["frame"] = {name: frame.get(q("w:" + name)) for name in ("xAlign", "x", "hAnchor", "y", "wrap", "w")}
    numbering = child(ppr, "w:numPr")
    if numbering is not None:
        level["num_id"] = val(numbering, "w:numId")
        level["num_level"] = integer(val(numbering, "w:ilvl")) or 0
    return level


def _indents(ppr: etree._Element, level: ParagraphLevel) -> None:
    ind = child(ppr, "w:ind")
    if ind is None:
        return
    for key, names in (("left", ("w:left", "w:start")), ("right", ("w:right", "w:end"))):
        for name in names:
            value = twips(ind.get(q(name)))
            if value is not None:
                level[key] = value
    first, hanging = twips(ind.get(q("w:firstLine"))), twips(ind.get(q("w:hanging")))
    if hanging is not None:
        level["first"] = -hanging
    elif first is not None:
        level["first"] = first


def _spacing(ppr: etree._Element, level: ParagraphLevel) -> None:
    spacing = child(ppr, "w:spacing")
    if spacing is None:
        return
    for key in ("before", "after", "line"):
        value = twips(spacing.get(q("w:" + key)))
        if value is not None:
            level[key] = value
    if level.get("line") is not None:
        level["line_rule"] = spacing.get(q("w:lineRule")) or "auto"
    for key in ("before", "after"):
        auto = spacing.get(q(f"w:{key}Autospacing"))
        if auto is not None:
            level[key + "_auto"] = auto.lower() not in ("0", "false", "off")


def _borders(ppr: etree._Element, level: ParagraphLevel) -> None:
    borders = child(ppr, "w:pBdr")
    if borders is None:
        return
    for side in ("top", "bottom"):
        style = val(borders, "w:" + side)
        if style:
            level["border_" + side] = style


def overlay(base: dict[str, Any], level: dict[str, Any]) -> dict[str, Any]:
    """``level`` written over ``base``, property by property."""
    return {**base, **level} if level else base
