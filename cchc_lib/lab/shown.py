"""How a DataFrame is shown and handed out in JupyterLab, offline."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from cchc_lib.presentation.html import cell_text, table_html

if TYPE_CHECKING:
    import pandas


def interactive(frame: pandas.DataFrame, caption: str = "") -> str:
    """A table that sorts, searches and pages in the browser; plain HTML where itables is not installed."""
    shown = frame[[column for column in frame.columns if not str(column).startswith("_")]]
    try:
        from itables import to_html_datatable
    except ModuleNotFoundError:
        return table_html(shown, caption, limit=50)
    # Everything it needs is put into the output itself, so it works without a network.
    return to_html_datatable(shown.map(_sortable), caption=caption or None, connected=False, showIndex=False)


def _sortable(value: object) -> object:
    """Numbers stay numbers for sorting; everything else as staff read it."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else cell_text(value)


def excel_link(frame: pandas.DataFrame, name: str) -> str:
    """A link that hands the table out as a workbook; its bytes are in the link, nothing is written anywhere."""
    from html import escape

    data = base64.b64encode(workbook(frame)).decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return f'<a download="{escape(name, quote=True)}.xlsx" href="data:{kind};base64,{data}">Tải {len(frame)} dòng (Excel)</a>'


def workbook(frame: pandas.DataFrame) -> bytes:
    """The table as a workbook: dates as dates, text never as a formula."""
    import pandas as pd

    out = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(out, engine="xlsxwriter", datetime_format="dd/mm/yyyy", date_format="dd/mm/yyyy", engine_kwargs=options) as writer:
        frame.to_excel(writer, index=False, sheet_name="Dữ liệu", freeze_panes=(1, 0))
        sheet = writer.sheets["Dữ liệu"]
        sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
        sheet.autofit()
    return out.getvalue()
