"""How a DataFrame is shown and handed out in JupyterLab, offline."""

from __future__ import annotations

import base64
import datetime as dt
import io
from typing import TYPE_CHECKING

import ipywidgets as widgets

from cchc_lib.presentation.html import alignment, cell_text, table_html

if TYPE_CHECKING:
    import pandas


WORDS = {
    "search": "Tìm:", "lengthMenu": "_MENU_ dòng mỗi trang", "info": "dòng _START_ đến _END_ trong _TOTAL_", "infoEmpty": "không có dòng nào",
    "infoFiltered": "(lọc từ _MAX_)", "emptyTable": "Không có dòng nào.", "zeroRecords": "Không có dòng nào như vậy.",
}


def page(html: str = "") -> widgets.HTML:
    """A place for HTML among controls, in JupyterLab's own look: links that look like links, tables with room between columns."""
    return widgets.HTML(html).add_class("jp-RenderedHTMLCommon")


def table_scripts() -> widgets.Output:
    """What interactive tables need in the page, to be shown once before them; it comes from this machine, not from a network."""
    place = widgets.Output()
    try:
        from itables import init_notebook_mode
    except ModuleNotFoundError:
        return place
    with place:
        init_notebook_mode(all_interactive=False, connected=False)
    return place


def interactive(frame: pandas.DataFrame, caption: str = "") -> str:
    """A table that sorts, searches and pages in the browser; plain HTML where itables is not installed.

    table_scripts must be in the page.
    """
    shown = frame[[column for column in frame.columns if not str(column).startswith("_")]]
    try:
        from itables import to_html_datatable
    except ModuleNotFoundError:
        return table_html(shown, caption, limit=50)
    sides = [{"targets": [place], "className": f"dt-{side}"} for place, side in enumerate(alignment(shown))]
    return to_html_datatable(shown.map(_sortable), caption=caption or None, connected=False, showIndex=False, maxBytes=0, language=WORDS, columnDefs=sides)


def _sortable(value: object) -> object:
    """Numbers stay numbers and days begin with the year, for sorting; everything else as staff read it."""
    if isinstance(value, dt.date) and value == value:  # NaT is a date that is not itself
        return value.strftime("%Y-%m-%d")
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
