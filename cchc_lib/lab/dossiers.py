"""Dossiers by field, channel, procedure and lateness: a table, a pivot, a workbook to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from cchc_lib.explore import STANDS, TITLES, titled
from cchc_lib.presentation.html import table_html

from .shown import excel_link, interactive, page, table_scripts

if TYPE_CHECKING:
    import pandas

    from cchc_lib.notebook import OpenPeriod

ALL = "(tất cả)"
FILTERS = {"linh_vuc": "Lĩnh vực", "ma_tthc": "Thủ tục", "kenh_tiep_nhan": "Kênh", "tinh_trang": "Tình trạng"}


def chosen(frame: pandas.DataFrame, wanted: dict[str, str], least_days: int | None = None) -> pandas.DataFrame:
    """The dossiers with these values; least_days: at least so many days after the due day."""
    kept = frame
    for column, value in wanted.items():
        if value != ALL:
            kept = kept[kept[column] == value]
    return kept if least_days is None else kept[(kept["so_ngay_muon"] >= least_days).fillna(False)]


def ordered(column: str, values: pandas.Series) -> list[str]:
    """The values that occur, in the order of form II.06a for where a dossier stands, else by alphabet."""
    there = set(values.dropna())
    return [one for one in STANDS.values() if one in there] if column == "tinh_trang" else sorted(there)


def named(column: str, frame: pandas.DataFrame) -> list[tuple[str, str]]:
    """What a control offers of a column, (words, value): procedures with their names."""
    names = dict(zip(frame["ma_tthc"], frame["ten_tthc"], strict=True)) if column == "ma_tthc" else {}
    return [(f"{one} – {names[one]}" if names.get(one) else one, one) for one in ordered(column, frame[column])]


def name_last(titled_rows: pandas.DataFrame) -> pandas.DataFrame:
    """Names of procedures are sentences: before the days they would push these out of sight."""
    name = TITLES["ten_tthc"]
    return titled_rows[[*(column for column in titled_rows.columns if column != name), name]]


def pivot(frame: pandas.DataFrame) -> pandas.DataFrame:
    """How many dossiers of each field stand where, with totals."""
    import pandas as pd

    if frame.empty:
        return pd.DataFrame({"Lĩnh vực": []})
    table = pd.crosstab(frame["linh_vuc"], frame["tinh_trang"], margins=True, margins_name="Tổng cộng")
    table = table[[*ordered("tinh_trang", frame["tinh_trang"]), "Tổng cộng"]]
    return table.rename_axis("Lĩnh vực").reset_index().rename_axis(None, axis=1)


def browse_dossiers(period: OpenPeriod) -> widgets.Widget:
    """Controls over the dossiers of an open period; each offers only values that occur."""
    frame = period.dossiers_listed()
    if frame.empty:
        return widgets.HTML(f"<p>{period.period.label}: chưa có hồ sơ TTHC nào.</p>")
    style = {"description_width": "6em"}
    filters = {
        column: widgets.Dropdown(options=[(ALL, ALL), *named(column, frame)], description=title, style=style)
        for column, title in FILTERS.items()
    }
    late = widgets.Checkbox(value=False, description="chỉ hồ sơ quá ngày hẹn", indent=False)
    summary, table, link = page(), widgets.Output(), page()

    def update(_: object = None) -> None:
        from IPython.display import HTML, display

        kept = chosen(frame, {column: one.value for column, one in filters.items()}, 1 if late.value else None)
        summary.value = table_html(pivot(kept), f"{len(kept)} hồ sơ")
        link.value = excel_link(kept, f"ho-so-{period.period.id}")
        table.clear_output(wait=True)
        with table:
            display(HTML(interactive(name_last(titled(period.workspace, period.period, "ho_so_tthc", kept)))))

    for control in (*filters.values(), late):
        control.observe(update, names="value")
    update()
    return widgets.VBox([widgets.HBox(list(filters.values()), layout=widgets.Layout(flex_flow="row wrap")), late, summary, link, table_scripts(), table])
