"""The executed notebook of an area as the body of a page: prose, tables and charts, through nbconvert with our own template.

Nothing that data could smuggle in survives: of HTML outputs only the text of tables and paragraphs is taken and escaped
anew, and Markdown outputs are escaped before they are set.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).with_name("nbconvert")
HIDDEN_TAG = "not-on-site"  # a cell of the notebook's own housekeeping
_MARKUP = re.compile(r"([\[\]`<>&\\]|:(?=//))")


def body_of(notebook: Path) -> str:
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
    exporter.register_filter("shown", lambda output: shown(output.get("data", {}), output.get("metadata", {})))
    body, _ = exporter.from_notebook_node(nbformat.read(notebook, as_version=4))
    return body


def shown(data: dict[str, Any], metadata: dict[str, Any]) -> str:
    """One output: a picture with its caption, tables, or sentences; nothing for what has no such form."""
    if png := data.get("image/png"):
        return picture(png, metadata.get("image/png", {}))
    if html := data.get("text/html"):
        return "".join(tables_of(_text(html)))
    if words := data.get("text/markdown"):
        return markdown(_text(words))
    return ""


def _text(value: object) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def picture(png: object, about: dict[str, Any]) -> str:
    """A figure with alt text and caption; the bytes are in the page itself."""
    encoded = re.sub(r"[^A-Za-z0-9+/=]", "", _text(png))
    caption = f"<figcaption>{escape(about['caption'])}</figcaption>" if about.get("caption") else ""
    return f'<figure><img src="data:image/png;base64,{encoded}" alt="{escape(str(about.get("alt", "")))}">{caption}</figure>'


def markdown(words: str) -> str:
    """Sentences of data as HTML: emphasis and lists are kept, links, pictures and markup are text."""
    from nbconvert.filters import markdown2html

    return markdown2html(_MARKUP.sub(lambda found: f"&#{ord(found[1])};", words))


def tables_of(html: str) -> list[str]:
    """The tables and paragraphs of an HTML output, made anew: heads with a scope, numbers at the right, pandas' index left out."""
    from lxml import html as parser

    root = parser.fragment_fromstring(f"<div>{html}</div>")
    parts = []
    for element in root.iter("table", "p"):
        if element.tag == "p":
            parts.append(f"<p>{escape(element.text_content().strip())}</p>")
        else:
            parts.append(_table(element))
    return parts


def _table(table: Any) -> str:
    rows = [[cell.text_content().strip() for cell in row.iter("th", "td")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if len(rows) < 2:
        return "<p>Không có.</p>"
    if not rows[0][0] and [row[0] for row in rows[1:]] == [str(n) for n in range(len(rows) - 1)]:
        rows = [row[1:] for row in rows]
    caption = table.findtext("caption") or ""
    numeric = [all(_numeric(row[i]) for row in rows[1:] if i < len(row)) and any(row[i] not in ("", "–") for row in rows[1:] if i < len(row)) for i in range(len(rows[0]))]
    return table_element(rows[0], rows[1:], caption, numeric)


def _numeric(text: str) -> bool:
    return bool(re.fullmatch(r"[–-]?|[-<>≤≥= ]*[\d.,/]+ ?%?", text))


def table_element(head: list[str], rows: list[list[str]], caption: str, numeric: list[bool]) -> str:
    """A table in a box of its own that scrolls sideways on a narrow screen, also by keyboard."""
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    label = escape(caption or "Bảng: " + ", ".join(head[:3]))
    classes = [' class="number"' if one else "" for one in numeric]
    heads = "".join(f'<th scope="col"{css}>{escape(cell)}</th>' for cell, css in zip(head, classes, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{css}>{escape(cell)}</td>" for cell, css in zip(row, classes, strict=False)) + "</tr>" for row in rows
    )
    return f'<div class="wide" role="region" tabindex="0" aria-label="{label}"><table>{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
