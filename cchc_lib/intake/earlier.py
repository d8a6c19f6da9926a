"""Faults in quarters before the reported ones: which of them stop the report, and which only take a comparison away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import Form
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.submissions import QuarterData

from .frames import Tables

# A dossier that was pending once is carried over until it is finished, so its register matters however old it is.
CARRIED_FORMS = ("ho_so_tthc", "danh_muc_tthc")


def settle_earlier(data: Mapping[Period, QuarterData], span: Span, forms: Mapping[str, Form]) -> dict[Period, QuarterData]:
    """The quarters as the report may use them.

    Faults of the period's own quarters, of the year to date and of dossier registers stand: figures depend on them.
    Any other fault of an earlier quarter takes its form out of that quarter, so that it is not compared with, and is said.
    """
    needed = {*span.quarters, *span.period.quarters_to_date}
    return {quarter: one if quarter in needed else _compared_only(one, forms) for quarter, one in data.items()}


def _compared_only(data: QuarterData, declared: Mapping[str, Form]) -> QuarterData:
    set_aside = [fault for fault in data.faults if fault.form is not None and fault.form not in CARRIED_FORMS]
    if not set_aside:
        return data
    forms = sorted({fault.form for fault in set_aside if fault.form})
    findings = tuple(one for one in data.findings if one not in set_aside)
    said = tuple(
        Finding(
            "ky_truoc_co_loi", f"biểu «{declared[form].title if form in declared else form}» {data.quarter.label} có {sum(one.form == form for one in set_aside)} lỗi; không dùng để so sánh",
            "finding", Place(), form=form, quarter=data.quarter.id,
        )
        for form in forms
    )
    tables = data.tables
    kept = tables.without(forms) if isinstance(tables, Tables) else {form: tables[form] for form in tables if form not in forms}
    return replace(data, tables=kept, findings=(*findings, *said))
