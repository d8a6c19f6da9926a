"""One level of formatting as written: the properties of a w:rPr or w:pPr as a plain dict, before any inheritance."""

from __future__ import annotations

from typing import Any

from lxml import etree

from .xml import W_VAL, half_points, integer, q, toggle, twips

RunLevel = dict[str, Any]
ParagraphLevel = dict[str, Any]

TOGGLES = {"bold": "w:b", "italic": "w:i", "caps": "w:caps", "small_caps": "w:smallCaps", "hidden": "w:vanish"}
SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_TOGGLE_TAGS = {q(name): key for key, name in TOGGLES.items()}
_TEXT_TAGS = {q("w:color"): "colour", q("w:u"): "underline", q("w:vertAlign"): "vertical", q("w:highlight"): "highlight",
              q("w:rStyle"): "style"}  # fmt: skip
_SIZE, _FONTS = q("w:sz"), q("w:rFonts")
_THEME_ATTRIBUTE = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "cs": "cstheme", "eastAsia": "eastAsiaTheme"}
_ALIGN = {"start": "left", "end": "right", "distribute": "both", "mediumKashida": "both", "lowKashida": "both",
          "highKashida": "both", "thaiDistribute": "both"}  # fmt: skip


def run_level(rpr: etree._Element | None) -> RunLevel:
    """Properties set by this w:rPr alone; fonts as ``(is_theme, name)`` by slot."""
    level: RunLevel = {}
    for item in rpr if rpr is not None else ():
        tag = item.tag
        if tag in _TOGGLE_TAGS:
            level[_TOGGLE_TAGS[tag]] = bool(toggle(item))
        elif tag in _TEXT_TAGS:
            value = item.get(W_VAL)
            if value:
                level[_TEXT_TAGS[tag]] = value
        elif tag == _SIZE:
            size = half_points(item.get(W_VAL))
            if size:
                level["size"] = size
        elif tag == _FONTS:
            _fonts(item, level)
    return level


def _fonts(fonts: etree._Element, level: RunLevel) -> None:
    for slot in SLOTS:
        theme, plain = fonts.get(q("w:" + _THEME_ATTRIBUTE[slot])), fonts.get(q("w:" + slot))
        if theme:  # Word lets the theme attribute win over a name written beside it
            level["font_" + slot] = (True, theme)
        elif plain:
            level["font_" + slot] = (False, plain)


def paragraph_level(ppr: etree._Element | None) -> ParagraphLevel:
    """Properties set by this w:pPr alone; lengths in twips."""
    level: ParagraphLevel = {}
    for item in ppr if ppr is not None else ():
        reader = _PARAGRAPH_READERS.get(item.tag)
        if reader is not None:
            reader(item, level)
    return level


def _align(item: etree._Element, level: ParagraphLevel) -> None:
    align = item.get(W_VAL)
    if align:
        level["align"] = _ALIGN.get(align, align)


def _outline(item: etree._Element, level: ParagraphLevel) -> None:
    value = integer(item.get(W_VAL))
    if value is not None:
        level["outline"] = value


def _frame(item: etree._Element, level: ParagraphLevel) -> None:
    level["frame"] = {name: item.get(q("w:" + name)) for name in ("xAlign", "x", "hAnchor", "y", "wrap", "w")}


def _numbering(item: etree._Element, level: ParagraphLevel) -> None:
    num, index = item.find(q("w:numId")), item.find(q("w:ilvl"))
    level["num_id"] = None if num is None else num.get(W_VAL)
    level["num_level"] = integer(None if index is None else index.get(W_VAL)) or 0


def _indents(ind: etree._Element, level: ParagraphLevel) -> None:
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


def _spacing(spacing: etree._Element, level: ParagraphLevel) -> None:
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


def _borders(borders: etree._Element, level: ParagraphLevel) -> None:
    for side in ("top", "bottom"):
        border = borders.find(q("w:" + side))
        if border is not None and border.get(W_VAL):
            level["border_" + side] = border.get(W_VAL)


_PARAGRAPH_READERS = {
    q("w:jc"): _align, q("w:ind"): _indents, q("w:spacing"): _spacing, q("w:pBdr"): _borders, q("w:framePr"): _frame,
    q("w:numPr"): _numbering, q("w:outlineLvl"): _outline,
    q("w:contextualSpacing"): lambda item, level: level.update(contextual=bool(toggle(item))),
    q("w:pageBreakBefore"): lambda item, level: level.update(page_break_before=bool(toggle(item))),
}  # fmt: skip


def overlay(base: dict[str, Any], level: dict[str, Any]) -> dict[str, Any]:
    """``level`` written over ``base``, property by property."""
    return {**base, **level} if level else base
