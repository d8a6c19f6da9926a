"""The visible content of one paragraph: text, fields, shapes. Insertions count, deletions and hidden text do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from .effective import RunFormat
from .legacy import decode
from .model import Span
from .properties import run_level
from .shapes import Shape, shapes_of
from .xml import child, local, q

_SKIPPED = {"del", "moveFrom", "oMath", "oMathPara", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "customXmlPr"}
_SYMBOL_FONTS = ("symbol", "wingding", "webding", "marlett", "zapfding")


class Formatter(Protocol):
    """Gives a run its effective format."""

    def __call__(self, direct: dict) -> RunFormat: ...


@dataclass
class FieldState:
    """Complex fields that are open; they may run across paragraphs."""

    stack: list[dict] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        return any(not item["result"] for item in self.stack)

    @property
    def in_link(self) -> bool:
        return any(item["code"].lstrip().upper().startswith("HYPERLINK") for item in self.stack)


@dataclass
class Content:
    """What a paragraph holds."""

    spans: list[Span] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    page_break: bool = False
    rendered_break: bool = False


def read_content(paragraph: etree._Element, formatter: Formatter, state: FieldState) -> Content:
    """Reads the runs of a paragraph in order."""
    content = Content()
    _walk(paragraph, formatter, state, content, link=False)
    return content


def _walk(parent: etree._Element, formatter: Formatter, state: FieldState, content: Content, link: bool) -> None:
    for item in parent:
        name = local(item)
        if name == "r":
            _run(item, formatter, state, content, link)
        elif name == "fldSimple":
            content.fields.append(item.get(q("w:instr")) or "")
            _walk(item, formatter, state, content, link)
        elif name and name not in _SKIPPED:
            _walk(item, formatter, state, content, link or name == "hyperlink")


def _run(run: etree._Element, formatter: Formatter, state: FieldState, content: Content, link: bool) -> None:
    form = formatter(run_level(child(run, "w:rPr")))
    for item in run:
        name = local(item)
        if name == "fldChar":
            _field_char(item, state, content)
        elif name == "instrText":
            if state.stack and not state.stack[-1]["result"]:
                state.stack[-1]["code"] += item.text or ""
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            if not form.hidden:
                _drawn(item, content, form, run, link)
        elif name == "lastRenderedPageBreak":
            content.rendered_break = True
        elif name == "br" and item.get(q("w:type")) in ("page", "column"):
            content.page_break = content.page_break or item.get(q("w:type")) == "page"
        elif not form.hidden and not state.in_code:
            _text(item, name, form, run, content, link or state.in_link)


def _drawn(item: etree._Element, content: Content, form: RunFormat, run: etree._Element, link: bool) -> None:
    shapes = list(shapes_of(item))
    content.shapes += shapes
    if shapes or local(item) != "AlternateContent":
        return
    for branch in item:  # an alternative that only wraps text
        for text in branch.iter(q("w:t")):
            _text(text, "t", form, run, content, link)
        return


def _text(item: etree._Element, name: str, form: RunFormat, run: etree._Element, content: Content, link: bool) -> None:
    text, symbol = "", False
    if name == "t":
        text = item.text or ""
        symbol = form.hansi[0].lower().startswith(_SYMBOL_FONTS) or form.ascii[0].lower().startswith(_SYMBOL_FONTS)
    elif name in ("tab", "ptab"):
        text = "\t"
    elif name in ("br", "cr"):
        text = "\n"
    elif name == "noBreakHyphen":
        text = "-"
    elif name == "sym":
        text, symbol = "•", True
    if text:
        shown = decode(text, form.hansi[0])
        content.spans.append(Span(shown, form, run, symbol, link, legacy=shown != text, source=item))


def _field_char(item: etree._Element, state: FieldState, content: Content) -> None:
    kind = item.get(q("w:fldCharType"))
    if kind == "begin":
        state.stack.append({"code": "", "result": False})
    elif kind == "separate" and state.stack:
        state.stack[-1]["result"] = True
    elif kind == "end" and state.stack:
        content.fields.append(state.stack.pop()["code"].strip())
