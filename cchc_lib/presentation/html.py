"""Tables as HTML for notebooks and pages: every cell escaped, numbers at the right, a caption and heads that are read out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from numbers import Number
from typing import TYPE_CHECKING

from cchc_lib.domain.printing import number, short_date

if TYPE_CHECKING:
    import pandas

DASH = "–"


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


def table_html(frame: pandas.DataFrame, caption: str = "", *, limit: int | None = None) -> str:
    """A table element; of more than limit rows the rest is counted below it."""
    shown = frame if limit is None else frame.head(limit)
    numeric = [column for column in frame.columns if len(frame) and all(is_number(v) or cell_text(v) == DASH for v in shown[column]) and any(is_number(v) for v in shown[column])]
    head = "".join(f'<th scope="col"{_right(column in numeric)}>{escape(str(column))}</th>' for column in frame.columns)
    body = "".join(
        "<tr>" + "".join(f"<td{_right(column in numeric)}>{escape(cell_text(value))}</td>" for column, value in zip(frame.columns, row, strict=True)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    rest = f"<p>… và {number(len(frame) - len(shown))} dòng khác.</p>" if len(shown) < len(frame) else ""
    return f'<table class="cchc">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}'


def _right(numeric: bool) -> str:
    return ' style="text-align:right"' if numeric else ""


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
