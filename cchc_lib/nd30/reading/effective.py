"""Effective formatting, resolved as Word does: run → character style → paragraph style → table style → defaults → theme.

On/off properties follow ECMA-376 part 1, 17.7.3: a value on the run itself is final; among the styles (table, paragraph,
character) two that both say "on" cancel each other, except over a default that is "on".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .properties import SLOTS, TOGGLES, ParagraphLevel, RunLevel, overlay
from .styles import StyleSheet

DEFAULT_SIZE_PT = 10.0  # what Word uses where no level names a size
DEFAULT_FONT = "Times New Roman"  # likewise for fonts


@dataclass(frozen=True, slots=True)
class RunFormat:
    """How the characters of a run look. ``fonts`` by slot: (typeface, comes from the theme)."""

    size_pt: float
    bold: bool
    italic: bool
    caps: bool
    small_caps: bool
    hidden: bool
    colour: str
    underline: bool
    vertical: str
    ascii: tuple[str, bool]
    hansi: tuple[str, bool]
    cs: tuple[str, bool]
    east_asia: tuple[str, bool]


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """How a paragraph is set; lengths in twips, ``line`` in 240ths where ``line_rule`` is ``auto``."""

    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    line: float
    line_rule: str
    border_top: str
    border_bottom: str
    page_break_before: bool
    outline: int | None
    frame: tuple[tuple[str, str | None], ...]
    contextual: bool

    @property
    def lines(self) -> float | None:
        """Line spacing as a multiple of a single line; None for an exact or minimum height."""
        return self.line / 240 if self.line_rule == "auto" else None

    @property
    def frame_align(self) -> str | None:
        """Horizontal placing of the frame that holds the paragraph; None where there is no frame."""
        return dict(self.frame).get("xAlign")


@dataclass(frozen=True)
class TableContext:
    """What a table style gives to the text of one cell."""

    run: RunLevel
    paragraph: ParagraphLevel


NO_TABLE = TableContext({}, {})


class Resolver:
    """Effective formats of one document, remembered: a long document uses few different combinations."""

    def __init__(self, sheet: StyleSheet) -> None:
        self.sheet = sheet
        self._runs: dict[Any, RunFormat] = {}

    def run(self, direct: RunLevel, paragraph_style: str | None, table: TableContext = NO_TABLE) -> RunFormat:
        """Format of a run with these direct properties in a paragraph of that style."""
        key = (paragraph_style, id(table), tuple(sorted(direct.items())))
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = self._run(direct, paragraph_style, table)
        return found

    def _run(self, direct: RunLevel, paragraph_style: str | None, table: TableContext) -> RunFormat:
        defaults = self.sheet.default_run
        styles = (
            table.run,
            self.sheet.style("paragraph", paragraph_style).run,
            self.sheet.style("character", direct.get("style")).run,
        )
        merged = dict(defaults)
        for level in (*styles, direct):
            merged.update(level)
        for key in TOGGLES:
            merged[key] = _toggled(key, defaults, styles, direct)
        return self._format(merged)

    def _format(self, merged: RunLevel) -> RunFormat:
        fonts = {}
        for slot in SLOTS:
            value = merged.get("font_" + slot)
            fonts[slot] = (self.sheet.font(value) or DEFAULT_FONT, bool(value and value[0] and self.sheet.font(value)))
        return RunFormat(
            size_pt=merged.get("size", DEFAULT_SIZE_PT), bold=merged["bold"], italic=merged["italic"], caps=merged["caps"],
            small_caps=merged["small_caps"], hidden=merged["hidden"], colour=merged.get("colour", "auto"),
            underline=merged.get("underline", "none") != "none", vertical=merged.get("vertical", "baseline"),
            ascii=fonts["ascii"], hansi=fonts["hAnsi"], cs=fonts["cs"], east_asia=fonts["eastAsia"],
        )  # fmt: skip

    def paragraph(
        self, direct: ParagraphLevel, style_id: str | None, table: TableContext = NO_TABLE, numbering: ParagraphLevel | None = None
    ) -> ParagraphFormat:
        """Format of a paragraph. A list level's indents lie over the style where the paragraph itself joins the list."""
        style = self.sheet.style("paragraph", style_id).paragraph
        merged = overlay(overlay(self.sheet.default_paragraph, table.paragraph), {})
        if numbering and "num_id" not in direct:
            merged = overlay(overlay(merged, numbering), style)
        else:
            merged = overlay(overlay(merged, style), numbering or {})
        merged = overlay(merged, direct)
        return ParagraphFormat(
            align=merged.get("align", "left"), left=merged.get("left", 0), right=merged.get("right", 0),
            first=merged.get("first", 0), before=_gap(merged, "before"), after=_gap(merged, "after"),
            line=merged.get("line", 240), line_rule=merged.get("line_rule", "auto"),
            border_top=merged.get("border_top", "none"), border_bottom=merged.get("border_bottom", "none"),
            page_break_before=merged.get("page_break_before", False), outline=merged.get("outline"),
            frame=tuple(merged.get("frame", {}).items()), contextual=merged.get("contextual", False),
        )  # fmt: skip


def _gap(merged: ParagraphLevel, side: str) -> float:
    """Space before or after; "auto" of web pages is 14 pt in Word."""
    return 280 if merged.get(side + "_auto") else merged.get(side, 0)


def _toggled(key: str, defaults: RunLevel, styles: tuple[RunLevel, ...], direct: RunLevel) -> bool:
    if key in direct:
        return direct[key]
    if defaults.get(key):
        return True
    return sum(bool(level.get(key)) for level in styles) % 2 == 1
