"""The charts of notebooks on the sample data: what each shows, and that a chart handed on is kept with its area."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_lib.domain.errors import UsageError
from cchc_lib.notebook import OpenArea, Prose, open_area, open_report

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {"data": str(ROOT / "data" / "sample"), "parameters": str(ROOT / "parameters"), "templates": str(ROOT / "templates")}


@pytest.fixture(scope="module")
def tthc() -> OpenArea:
    return open_area("tthc", "2024-Q1", **FOLDERS)


def test_form_06a_of_the_chart_is_that_of_the_report(tthc: OpenArea) -> None:
    rows = tthc.charts.dossiers().chart.data["rows"]
    assert sum(row["late"] for row in rows) == next(row.late for row in tthc.result.dossiers if row.field == "Tổng cộng")
    assert [row["field"] for row in rows][:2] == ["Đầu tư tại Việt Nam", "Lao động"]


def test_days_late_are_those_of_resolved_dossiers(tthc: OpenArea) -> None:
    days = {int(day): count for day, count in tthc.charts.lateness().chart.data["days"].items()}
    total = next(row for row in tthc.result.dossiers if row.field == "Tổng cộng")
    assert (sum(n for d, n in days.items() if d < 0), days[0], sum(n for d, n in days.items() if d > 0)) == (total.early, total.on_time, total.late)


def test_channels_add_up_to_what_was_received(tthc: OpenArea) -> None:
    last = tthc.charts.channels().chart.data["rows"][-1]
    total = next(row for row in tthc.result.dossiers if row.field == "Tổng cộng")
    assert (last["trực tuyến"], last["trực tiếp"] + last["bưu chính"]) == (total.online, total.direct)


def test_trends_end_with_the_periods_own_values(tthc: OpenArea) -> None:
    last = {series["id"]: series["points"][-1] for series in tthc.charts.trends().chart.data["series"]}
    assert {one.id: (one.value, one.status) for one in tthc.result.indicators} == {name: (point["value"], point["status"]) for name, point in last.items()}
    assert {point["period"] for point in last.values()} == {"2024-Q1"}


def test_one_indicator_alone(tthc: OpenArea) -> None:
    assert tthc.charts.trend("2.2.h").chart.id == "tthc-2-2-h"
    with pytest.raises(UsageError, match="9.9.z"):
        tthc.charts.trend("9.9.z")


def test_a_chart_handed_on_goes_with_the_result(tthc: OpenArea, tmp_path: Path) -> None:
    area = open_area("public_finance", "2024-Q1", output=str(tmp_path), **FOLDERS)
    drawn = area.charts.disbursement()
    assert area.keep(drawn, in_report=False) is drawn
    area.save()
    assert (tmp_path / "figures" / "public_finance-giai-ngan.png").read_bytes() == drawn.png
    assert '"in_report": false' in (tmp_path / "areas" / "public_finance.json").read_text(encoding="utf-8")


def test_nothing_to_draw_is_said(tthc: OpenArea) -> None:
    assert isinstance(tthc.keep(None), Prose)


def test_the_pace_of_the_year_has_all_four_quarters() -> None:
    data = open_area("public_finance", "2024-Q2", **FOLDERS).charts.disbursement().chart.data
    assert [point["period"] for point in data["points"]] == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"]
    assert [point["value"] is not None for point in data["points"]] == [True, True, False, False]
    assert [float(point["expected"]) for point in data["points"]] == [23.75, 47.5, 71.25, 95]


def test_grades_are_those_of_annex_three() -> None:
    area = open_area("civil_service", "2024-Q1", **FOLDERS)
    rows = area.charts.grades().chart.data["rows"]
    graded = {row.id: row.value for row in area.result.statistics}
    assert [str(sum(row[name] for row in rows)) for name in ("hoàn thành xuất sắc", "hoàn thành tốt", "hoàn thành", "không hoàn thành")] == [graded[f"5.0{n}"] for n in range(1, 5)]


@pytest.mark.parametrize("period", ["2024-6T", "2024-N"])
def test_cumulated_periods_have_their_charts_too(period: str) -> None:
    report = open_report(period, **FOLDERS)
    heat = report.charts.heat_map().chart
    assert len(heat.data["rows"]) == 31
    assert heat.data["periods"][-1] == ("2024-Q2" if period == "2024-6T" else "2024-Q4")
