"""Tables as HTML for notebooks and pages: every cell escaped, words at the left, numbers at the right, heads that are read out.

The alignment is told on the cells themselves, since JupyterLab's own look puts all at the right; pages read it from there.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from numbers import Number
from typing import TYPE_CHECKING

from cchc_lib.domain.printing import number, short_date

from .table_data import ALIGNED, NOTHING, TOTAL

if TYPE_CHECKING:
    import pandas

DASH = "–"
_LOOKED_AT, _LONGEST_CODE = 300, 40
SENTENCE, SENTENCE_EM = 24, 11  # words longer than this many letters have at least this much room


def cell_text(value: object) -> str:
    """A value as staff read it: 05/3/2024, 1.234,5, Có / Không, – for nothing."""
    import pandas as pd

    if value is None or value is pd.NaT or (not isinstance(value, (str, list, tuple, dict)) and pd.isna(value)):
        return DASH
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "Có" if value else "Không"
    if isinstance(value, (dt.datetime, dt.date)):
        return short_date(value)
    if isinstance(value, (Decimal, Number)):
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        return number(exact)
    return str(value)


def is_number(value: object) -> bool:
    return isinstance(value, (Number, Decimal)) and not isinstance(value, bool) and type(value).__name__ not in ("bool_", "bool")


def alignment(frame: pandas.DataFrame) -> list[str]:
    """left, right or center for every column: as a printed table declares it, else numbers at the right and all else at the left."""
    declared = frame.attrs.get(ALIGNED, {})
    return [declared.get(name) or ("right" if _holds_numbers(frame.iloc[:, place]) else "left") for place, name in enumerate(frame.columns)]


def _holds_numbers(column: pandas.Series) -> bool:
    known = column.dropna()
    return len(known) > 0 and all(is_number(value) for value in known)


def table_html(frame: pandas.DataFrame, caption: str = "", *, limit: int | None = None) -> str:
    """A table element, its cells as staff read them; of more than limit rows the rest is counted below it.

    A frame that holds only the first rows says in attrs[TOTAL] how many there are.
    """
    shown = frame if limit is None else frame.head(limit)
    sides = _styles(frame, limit)
    head = "".join(f'<th scope="col"{_style(_side(style))}>{escape(str(column))}</th>' for column, style in zip(frame.columns, sides, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{_style(side)}>{escape(cell_text(value))}</td>" for value, side in zip(row, sides, strict=True)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    title = f'<caption style="text-align:left">{escape(caption)}</caption>' if caption else ""
    total = frame.attrs.get(TOTAL, len(frame))
    rest = f"<p>… và {number(total - len(shown))} dòng khác.</p>" if len(shown) < total else ""
    return f'<table class="cchc">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}'


def _style(style: str) -> str:
    return f' style="{style}"'


def _side(style: str) -> str:
    """The side alone: titles of columns break where they can."""
    return style.partition(";")[0]


def _styles(frame: pandas.DataFrame, limit: int | None = None) -> list[str]:
    """The style of every column's cells: its side, and the room that its words need where columns are many."""
    shown = frame if limit is None else frame.head(limit)
    return [f"text-align:{side}{_room(shown.iloc[:, place])}" for place, side in enumerate(alignment(frame))]


def _room(column: pandas.Series) -> str:
    """Codes with hyphens (2024-Q1, 000.00.00.H31-231215-0001) and days are not broken; sentences are not squeezed to a word a line."""
    known = column.dropna().head(_LOOKED_AT)
    texts = [value if isinstance(value, str) else f"{value:%Y-%m-%d}" for value in known if isinstance(value, (str, dt.date))]
    if not texts or len(texts) < len(known):
        return ""
    if any("-" in text for text in texts) and all(len(text) <= _LONGEST_CODE and " " not in text for text in texts):
        return ";white-space:nowrap"
    return f";min-width:{SENTENCE_EM}em" if any(len(text) > SENTENCE for text in texts) else ""


def frame_html(frame: pandas.DataFrame) -> str | None:
    """A DataFrame as a notebook shows it: the cells as pandas prints them, aligned; a printed table without its row numbers.

    None where pandas itself shows no HTML.
    """
    printed = ALIGNED in frame.attrs
    if printed and frame.empty:
        return f"<p>{escape(frame.attrs.get(NOTHING, DASH))}.</p>"
    text = frame.to_html(index=False, notebook=True) if printed and frame.index.nlevels == 1 else frame._repr_html_()
    if text is None or frame.columns.nlevels > 1:
        return text
    return _aligned(text, frame)


def _aligned(text: str, frame: pandas.DataFrame) -> str:
    """pandas' HTML with a side for every cell; columns that it leaves out as «...» have none."""
    from lxml import html

    root = html.fragment_fromstring(text, create_parent="div")
    table = next(root.iter("table"))
    sides = dict(zip(map(str, frame.columns), _styles(frame), strict=True))
    heads = table.xpath("./thead/tr[1]/th")[-len(table.xpath("./tbody/tr[1]/td") or frame.columns):]
    order = [sides.get(head.text_content().strip(), "text-align:left") for head in heads]
    named = "right" if frame.index.nlevels == 1 and is_number(frame.index[0] if len(frame) else 0) else "left"
    for row in table.iter("tr"):
        row.attrib.pop("style", None)
        for cell in row.findall("th"):
            cell.set("style", f"text-align:{named}")
    for cells in (heads, *(row.findall("td") for row in table.iter("tr"))):
        for cell, side in zip(cells, order, strict=False):
            cell.set("style", side if cell.tag == "td" else _side(side))
    size = f"<p>{number(len(frame))} dòng × {number(len(frame.columns))} cột</p>" if root.xpath(".//p") else ""
    return f'{html.tostring(table, encoding="unicode", with_tail=False)}{size}'


def show_frames() -> None:
    """From now on the notebook that calls this shows every DataFrame by frame_html; nothing happens outside a notebook."""
    import pandas as pd

    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, frame_html)


@dataclass(frozen=True)
class Listing:
    """Some tables under their titles; shows itself in a notebook. nothing: what is said where there is no table."""

    tables: Sequence[tuple[str, pandas.DataFrame]]
    nothing: str = "Không có."
    limit: int = 20

    def _repr_html_(self) -> str:
        if not self.tables:
            return f"<p>{escape(self.nothing)}</p>"
        return "\n".join(table_html(frame, title, limit=self.limit) for title, frame in self.tables)

    def __repr__(self) -> str:
        return self.nothing if not self.tables else "\n".join(title for title, _ in self.tables)
