"""What if a target were another, or one procedure, field or channel were left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

from cchc_lib.analysis.indicators import plan_to_report
from cchc_lib.domain.errors import UserError
from cchc_lib.presentation.html import table_html

from .dossiers import named
from .shown import page

if TYPE_CHECKING:
    import pandas

    from cchc_lib.notebook import OpenPeriod

NOTHING = "(không)"
TITLES = {
    "ma": "Mã", "chi_tieu": "Chỉ tiêu", "truoc": "Đang là", "sau": "Sẽ là", "danh_gia_truoc": "Đánh giá đang là", "danh_gia_sau": "Đánh giá sẽ là",
}


def leaving_out(column: str, value: str) -> Callable[[pandas.DataFrame], pandas.Series]:
    """Rows of the register whose column has the value."""

    def rows(frame: pandas.DataFrame) -> pandas.Series:
        return frame[column] == value

    return rows


def ask_what_if(period: OpenPeriod) -> widgets.Widget:
    """Controls: one target's number, and one procedure or channel to leave out; below, the judgements that change."""
    plan = plan_to_report(period.workspace, period.period)
    numbered = [one for one in plan.targets if one.value is not None]
    if not numbered:
        return widgets.HTML(f"<p>{period.period.label}: chưa có kế hoạch nên không có mục tiêu để đổi.</p>")
    style = {"description_width": "9em"}
    dossiers = period.dossiers_listed()
    values = {column: [(NOTHING, NOTHING), *(named(column, dossiers) if len(dossiers) else [])] for column in ("ma_tthc", "kenh_tiep_nhan")}
    indicator = widgets.Dropdown(options=[(f"{one.id} – {one.name}", one) for one in numbered], description="Mục tiêu của", style=style, layout=widgets.Layout(width="45em"))
    number = widgets.FloatText(value=float(numbered[0].value or 0), description="là", step=0.5, style=style)
    procedure = widgets.Dropdown(options=values["ma_tthc"], description="Bỏ ra thủ tục", style=style)
    channel = widgets.Dropdown(options=values["kenh_tiep_nhan"], description="Bỏ ra kênh", style=style)
    result = page()

    def update(_: object = None) -> None:
        excluded = [(column, one.value) for column, one in (("ma_tthc", procedure), ("kenh_tiep_nhan", channel)) if one.value != NOTHING]
        result.value = answer(period, {indicator.value.id: number.value}, excluded)

    def follow(_: object = None) -> None:
        number.value = float(indicator.value.value)

    indicator.observe(follow, names="value")
    for control in (indicator, number, procedure, channel):
        control.observe(update, names="value")
    update()
    return widgets.VBox([indicator, number, procedure, channel, result])


def answer(period: OpenPeriod, targets: dict[str, float], excluded: list[tuple[str, str]]) -> str:
    """The indicators that change, as HTML; one sentence where none does."""
    from html import escape

    def left_out(frame: pandas.DataFrame) -> pandas.Series:
        chosen = leaving_out(*excluded[0])(frame)
        for column, value in excluded[1:]:
            chosen |= leaving_out(column, value)(frame)
        return chosen

    try:
        changed = period.what_if(targets=targets, exclude={"ho_so_tthc": left_out} if excluded else None)
    except UserError as error:
        return f"<p>{escape(str(error))}</p>"
    if changed.empty:
        return "<p>Không chỉ tiêu nào đổi.</p>"
    return table_html(changed[list(TITLES)].rename(columns=TITLES), f"{len(changed)} chỉ tiêu đổi")
