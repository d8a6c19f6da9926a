"""The styles of a template, looked up by the names that an office sees in Word."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from .measure import Face

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{W}}}"
SAFE_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


class TemplateError(ValueError):
    """The template cannot be used; the message says what is missing and what to do."""


class StyleSheet:
    """Identifiers and effective sizes of the named styles of one ``word/styles.xml``."""

    def __init__(self, styles_xml: bytes) -> None:
        root = etree.fromstring(styles_xml, SAFE_PARSER)
        self._styles = {style.get(f"{_W}styleId"): style for style in root.iter(f"{_W}style")}
        self._ids = {
            name.get(f"{_W}val"): style_id
            for style_id, style in self._styles.items()
            if (name := style.find(f"{_W}name")) is not None
        }
        self._defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault")

    def require(self, names: Iterable[str]) -> None:
        """Raise TemplateError naming every style that the template lacks."""
        missing = [name for name in names if name not in self._ids]
        if missing:
            raise TemplateError(
                f"Mẫu Word thiếu kiểu (style): {', '.join(missing)}. "
                "Chép các kiểu đó từ templates/report.docx sang mẫu."
            )

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def id(self, name: str) -> str:
        """Identifier of the style of this name; TemplateError where there is none."""
        self.require([name])
        return self._ids[name]

    def face(self, name: str) -> Face:
        """Size, weight and slope in which the style prints: its own, else its ancestors', else the document's."""
        return Face(
            float(self._inherited(name, "sz", "20")) / 2,
            self._inherited(name, "b", "0") not in ("0", "false", "off"),
            self._inherited(name, "i", "0") not in ("0", "false", "off"),
        )

    def _inherited(self, name: str, tag: str, default: str) -> str:
        for owner in self._chain(name):
            found = owner.find(f"{_W}rPr/{_W}{tag}")
            if found is not None:
                return found.get(f"{_W}val", "1")
        return default

    def _chain(self, name: str) -> Iterable[etree._Element]:
        style, seen = self._styles[self.id(name)], set()
        while style is not None and style.get(f"{_W}styleId") not in seen:
            yield style
            seen.add(style.get(f"{_W}styleId"))
            parent = style.find(f"{_W}basedOn")
            style = None if parent is None else self._styles.get(parent.get(f"{_W}val"))
        if self._defaults is not None:
            yield self._defaults
