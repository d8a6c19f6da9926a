"""Any indicator over any periods, against its target and beside last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from cchc_lib.analysis.history import history_of, quarters_read, target_named
from cchc_lib.analysis.indicators import plan_to_report
from cchc_lib.domain.periods import Period
from cchc_lib.presentation import charts
from cchc_lib.presentation.charts import Point, Series
from cchc_lib.presentation.html import table_html
from cchc_lib.presentation.style import About
from cchc_lib.presentation.table_data import as_printed

from .choices import periods_of
from .shown import excel_link, page

if TYPE_CHECKING:
    from cchc_lib.notebook import OpenPeriod
    from cchc_lib.presentation.drawn import Drawn

TITLES = {"ky": "Kỳ", "in_ra": "Kết quả", "muc_tieu": "Mục tiêu", "danh_gia": "Đánh giá", "cung_ky": "Cùng kỳ năm trước"}


def chart_of(period: OpenPeriod, indicator_id: str, periods: list[Period], *, sample: bool) -> Drawn | None:
    """The indicator over these periods; None where none of them has a value."""
    target = target_named(period.workspace, indicator_id, period.period)
    points = tuple(Point.of(past.period.id, past.amount, past.target) for past in history_of(period.workspace, target, periods))
    series = Series(target.id, target.name, points, target.unit, target.comparison)
    calendar = period.workspace.calendar
    about = About(calendar.span(periods[0]).window.start, calendar.span(periods[-1]).window.end, sample=sample)
    return charts.trend(series, about)


def browse_history(period: OpenPeriod, *, sample: bool) -> widgets.Widget:
    """Controls over the history of an open period: one indicator, and quarters, half years or whole years."""
    plan = plan_to_report(period.workspace, period.period)
    quarters = quarters_read(period.workspace)
    if not plan.targets or not quarters:
        return widgets.HTML("<p>Chưa có kế hoạch hoặc số liệu để xem.</p>")
    style = {"description_width": "6em"}
    every = list(reversed(periods_of(quarters)))
    kinds = {"quý": quarters} | {name: [one for one in every if one.kind == kind] for name, kind in (("6 tháng", "6T"), ("9 tháng", "9T"), ("năm", "N"))}
    indicator = widgets.Dropdown(options=[(f"{one.id} – {one.name}", one.id) for one in plan.targets], value="2.2.a" if plan.target("2.2.a") else plan.targets[0].id, description="Chỉ tiêu", style=style, layout=widgets.Layout(width="45em"))
    kind = widgets.Dropdown(options=[(name, tuple(found)) for name, found in kinds.items() if found], description="Theo", style=style)
    picture, table = widgets.Output(), page()

    def update(_: object = None) -> None:
        from IPython.display import Markdown, display

        periods = list(kind.value)
        frame = period.history(indicator.value, periods=[one.id for one in periods])
        shown = frame.assign(cung_ky=frame["cung_ky"].round(2))[list(TITLES)].rename(columns=TITLES)
        table.value = table_html(as_printed(shown, {TITLES["in_ra"]: "right"})) + excel_link(frame, f"chi-tieu-{indicator.value}")
        picture.clear_output(wait=True)
        with picture:
            display(chart_of(period, indicator.value, periods, sample=sample) or Markdown("*Chưa có số liệu để vẽ.*"))

    for control in (indicator, kind):
        control.observe(update, names="value")
    update()
    return widgets.VBox([indicator, kind, picture, table])
