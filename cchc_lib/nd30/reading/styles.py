"""The style sheet: chains of basedOn, document defaults, theme fonts, table styles with their conditional parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .properties import ParagraphLevel, RunLevel, overlay, paragraph_level, run_level
from .xml import W_VAL, child, q, val

MAX_CHAIN = 32  # Word writes no deeper chain; a longer one is a loop or an attack


@dataclass
class Style:
    """One style with everything that it inherits from its own chain."""

    name: str
    run: RunLevel = field(default_factory=dict)
    paragraph: ParagraphLevel = field(default_factory=dict)
    conditional: dict[str, tuple[RunLevel, ParagraphLevel]] = field(default_factory=dict)
    table: dict[str, Any] = field(default_factory=dict)


class StyleSheet:
    """Styles of a document by id; unknown ids resolve to the default of their type, as in Word."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self._raw: dict[tuple[str, str], etree._Element] = {}
        self._default: dict[str, str] = {}
        self._done: dict[tuple[str, str], Style] = {}
        self.theme_fonts = _theme_fonts(theme)
        self.default_run: RunLevel = {}
        self.default_paragraph: ParagraphLevel = {}
        if styles is not None:
            self._collect(styles)

    def _collect(self, styles: etree._Element) -> None:
        defaults = child(styles, "w:docDefaults")
        self.default_run = run_level(child(child(defaults, "w:rPrDefault"), "w:rPr"))
        self.default_paragraph = paragraph_level(child(child(defaults, "w:pPrDefault"), "w:pPr"))
        for style in styles.iterchildren(q("w:style")):
            kind, style_id = style.get(q("w:type")) or "paragraph", style.get(q("w:styleId")) or ""
            self._raw.setdefault((kind, style_id), style)
            if style.get(q("w:default")) in ("1", "true", "on"):
                self._default[kind] = style_id

    def style(self, kind: str, style_id: str | None) -> Style:
        """The resolved style; the default one of its kind for None or an unknown id (nothing for a character style)."""
        if style_id is None or (kind, style_id) not in self._raw:
            style_id = self._default.get(kind) if kind != "character" else None
        if style_id is None:
            return Style("")
        key = (kind, style_id)
        if key not in self._done:
            self._done[key] = self._resolve(kind, style_id)
        return self._done[key]

    def _resolve(self, kind: str, style_id: str) -> Style:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        current: str | None = style_id
        while current is not None and current not in seen and len(chain) < MAX_CHAIN and (kind, current) in self._raw:
            seen.add(current)
            chain.append(self._raw[kind, current])
            current = val(chain[-1], "w:basedOn")
        result = Style(val(chain[0], "w:name") or style_id)
        for element in reversed(chain):
            _lay(result, element)
        return result

    def font(self, value: tuple[bool, str] | None) -> str | None:
        """Typeface name of a font property, through the theme; None where nothing names one."""
        if value is None:
            return None
        is_theme, name = value
        return self.theme_fonts.get(name) if is_theme else name


def _lay(result: Style, element: etree._Element) -> None:
    result.run = overlay(result.run, run_level(child(element, "w:rPr")))
    result.paragraph = overlay(result.paragraph, paragraph_level(child(element, "w:pPr")))
    result.table = overlay(result.table, table_level(child(element, "w:tblPr")))
    for part in element.iterchildren(q("w:tblStylePr")):
        kind = part.get(q("w:type")) or ""
        run, paragraph = result.conditional.get(kind, ({}, {}))
        result.conditional[kind] = (
            overlay(run, run_level(child(part, "w:rPr"))),
            overlay(paragraph, paragraph_level(child(part, "w:pPr"))),
        )


def table_level(tblpr: etree._Element | None) -> dict[str, Any]:
    """Borders of a w:tblPr that this level alone sets, by side."""
    borders = child(tblpr, "w:tblBorders")
    level: dict[str, Any] = {}
    for side in ("top", "bottom", "left", "right", "insideH", "insideV"):
        style = val(borders, "w:" + side)
        if style:
            level["border_" + side] = style
    return level


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """``minorHAnsi`` and its like → typeface. An empty typeface (usual for cs, ea) is left out."""
    result: dict[str, str] = {}
    if theme is None:
        return result
    for kind in ("major", "minor"):
        group = next(theme.iter(q(f"a:{kind}Font")), None)
        if group is None:
            continue
        for tag, slots in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            face = val(group, "a:" + tag, "typeface")
            for slot in slots:
                if face:
                    result[kind + slot] = face
    return result


CONDITIONS = ("band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow",
              "neCell", "nwCell", "seCell", "swCell")  # fmt: skip
_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400}


def table_look(tblpr: etree._Element | None) -> dict[str, bool]:
    """Which conditional parts a table switches on (w:tblLook, both spellings)."""
    look = child(tblpr, "w:tblLook")
    if look is None:
        return {}
    try:
        bits = int(look.get(W_VAL) or "0", 16)
    except ValueError:
        bits = 0
    result = {}
    for name, bit in _LOOK_BITS.items():
        text = look.get(q("w:" + name))
        result[name] = text in ("1", "true", "on") if text is not None else bool(bits & bit)
    return result


def conditions(look: dict[str, bool], row: int, rows: int, col: int, cols: int) -> list[str]:
    """Conditional parts of a table style that reach a cell, weakest first."""
    on: set[str] = set()
    first_row, last_row = look.get("firstRow") and row == 0, look.get("lastRow") and row == rows - 1
    first_col, last_col = look.get("firstColumn") and col == 0, look.get("lastColumn") and col == cols - 1
    if not look.get("noHBand", True) and not first_row and not last_row:
        on.add("band1Horz" if (row - bool(look.get("firstRow"))) % 2 == 0 else "band2Horz")
    if not look.get("noVBand", True) and not first_col and not last_col:
        on.add("band1Vert" if (col - bool(look.get("firstColumn"))) % 2 == 0 else "band2Vert")
    sides = (("firstRow", first_row), ("lastRow", last_row), ("firstCol", first_col), ("lastCol", last_col))
    on.update(name for name, here in sides if here)
    corners = (("nwCell", first_row and first_col), ("neCell", first_row and last_col),
               ("swCell", last_row and first_col), ("seCell", last_row and last_col))  # fmt: skip
    on.update(name for name, here in corners if here)
    return [name for name in CONDITIONS if name in on]
