"""The executed notebook of an area as the body of a page: prose, tables and charts, through nbconvert with our own template.

Nothing that data could smuggle in survives: of HTML outputs only the text of tables and paragraphs is taken and escaped
anew, and Markdown outputs are escaped before they are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from ..html import SENTENCE

TEMPLATES = Path(__file__).with_name("nbconvert")
HIDDEN_TAG = "not-on-site"  # a cell of the notebook's own housekeeping
SIDES = {"right": "number", "center": "centre", "left": ""}
# Heads and rows of a table -> where the cell of a row and column leads to.
Links = Callable[[Sequence[str], Sequence[Sequence[str]]], Mapping[tuple[int, int], str]]
_ALIGNED = re.compile(r"text-align:\s*(left|right|center)")
_MARKUP = re.compile(r"([\[\]`<>&\\]|:(?=//))")


def no_links(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[tuple[int, int], str]:
    return {}


def body_of(notebook: Path, links: Links = no_links) -> str:
    """The notebook's prose and outputs as HTML, its first heading an h1. Raises FileNotFoundError."""
    import nbformat
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_cell_tags = (HIDDEN_TAG,)
    exporter = HTMLExporter(
        config=config, extra_template_basedirs=[str(TEMPLATES)], template_name="cchc", exclude_input=True,
        exclude_input_prompt=True, exclude_output_prompt=True, exclude_anchor_links=True,
    )
    exporter.register_filter("shown", lambda output: shown(output.get("data", {}), output.get("metadata", {}), links))
    body, _ = exporter.from_notebook_node(nbformat.read(notebook, as_version=4))
    return body


def shown(data: dict[str, Any], metadata: dict[str, Any], links: Links = no_links) -> str:
    """One output: a picture with its caption, tables, or sentences; nothing for what has no such form."""
    if png := data.get("image/png"):
        return picture(png, metadata.get("image/png", {}))
    if html := data.get("text/html"):
        return "".join(tables_of(_text(html), links))
    if words := data.get("text/markdown"):
        return markdown(_text(words))
    return ""


def _text(value: object) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def picture(png: object, about: dict[str, Any]) -> str:
    """A figure with alt text and caption, in a box of its own on a narrow screen; the bytes are in the page itself."""
    encoded = re.sub(r"[^A-Za-z0-9+/=]", "", _text(png))
    caption = f"<figcaption>{escape(about['caption'])}</figcaption>" if about.get("caption") else ""
    label = escape(str(about.get("caption") or "Biểu đồ"))
    image = f'<img src="data:image/png;base64,{encoded}" alt="{escape(str(about.get("alt", "")))}">'
    return f'<figure><div class="wide" role="group" tabindex="0" aria-label="{label}">{image}</div>{caption}</figure>'


def markdown(words: str) -> str:
    """Sentences of data as HTML: emphasis and lists are kept, links, pictures and markup are text."""
    from nbconvert.filters import markdown2html

    return markdown2html(_MARKUP.sub(lambda found: f"&#{ord(found[1])};", words))


def tables_of(html: str, links: Links = no_links) -> list[str]:
    """The tables and paragraphs of an HTML output, made anew: heads with a scope, sides as the notebook has them, pandas' index left out."""
    from lxml import html as parser

    root = parser.fragment_fromstring(f"<div>{html}</div>")
    parts = []
    for element in root.iter("table", "p"):
        if element.tag == "p":
            parts.append(f"<p>{escape(element.text_content().strip())}</p>")
        else:
            parts.append(_table(element, links))
    return parts


def _table(table: Any, links: Links) -> str:
    lines = [row for row in ([*line.iter("th", "td")] for line in table.iter("tr")) if row]
    rows = [[cell.text_content().strip() for cell in line] for line in lines]
    if len(rows) < 2:
        return "<p>Không có.</p>"
    sides = [(_ALIGNED.search(cell.get("style", "")) or ["", "left"])[1] for cell in lines[0]]
    if not rows[0][0] and [row[0] for row in rows[1:]] == [str(n) for n in range(len(rows) - 1)]:
        rows, sides = [row[1:] for row in rows], sides[1:]
    return table_element(rows[0], rows[1:], table.findtext("caption") or "", sides, links(rows[0], rows[1:]))


def table_element(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str, sides: Sequence[str], hrefs: Mapping[tuple[int, int], str]) -> str:
    """A table in a box of its own that scrolls sideways on a narrow screen, also by keyboard.

    sides: left, right or center, a column each. hrefs: (row, column) -> where the cell leads to.
    """
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    label = escape(caption or "Bảng: " + ", ".join(head[:3]))
    classes = [_css(side, [row[place] for row in rows if place < len(row)]) for place, side in enumerate(sides)]
    heads = "".join(f'<th scope="col"{css}>{escape(cell)}</th>' for cell, css in zip(head, classes, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{css}>{_cell(cell, hrefs.get((line, place)))}</td>" for place, (cell, css) in enumerate(zip(row, classes, strict=False))) + "</tr>"
        for line, row in enumerate(rows)
    )
    return f'<div class="wide" role="group" tabindex="0" aria-label="{label}"><table>{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _css(side: str, cells: Sequence[str]) -> str:
    """A column's class: its side, and how much width its words need in order to be read on a narrow screen."""
    longest = max(map(len, cells), default=0)
    if side != "right" and any("-" in cell for cell in cells) and not any(" " in cell for cell in cells):
        return ' class="code"'  # 2024-Q1 is not broken
    room = "" if side == "right" or longest <= 9 else "name" if longest <= SENTENCE else "words"
    names = " ".join(filter(None, (SIDES[side], room)))
    return f' class="{names}"' if names else ""


def _cell(text: str, href: str | None) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)
