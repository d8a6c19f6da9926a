"""The few names that a notebook imports: open an area of a period, look at it from every side, hand on its result.

    from cchc_lib.notebook import open_area
    area = open_area("tthc", "2024-Q1")
    area.indicators()

Everything shown is a pandas DataFrame, a chart or prose; the same objects go into the Word report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib import explore
from cchc_lib.analysis.area import area_result
from cchc_lib.domain.areas import AREAS
from cchc_lib.domain.errors import DataError, UsageError
from cchc_lib.domain.results import AreaResult, Chart, Indicator
from cchc_lib.domain.text import nearest
from cchc_lib.opened import OpenPeriod, Prose, area_named, kept_folder, located, newest_quarter, project_root
from cchc_lib.presentation import tables
from cchc_lib.presentation.prose import Templates, plain
from cchc_lib.presentation.sentences import Writer
from cchc_lib.presentation.table_data import as_printed
from cchc_lib.report.compose import compose
from cchc_lib.report.merged import Merged, json_text, read_areas
from cchc_lib.runs.archive.folder import MANIFEST
from cchc_lib.runs.archive.snapshot import read_of_record

if TYPE_CHECKING:
    import pandas

    from cchc_lib.gallery import Gallery
    from cchc_lib.presentation.drawn import Drawn
    from cchc_lib.presentation.html import Listing

__all__ = [
    "OpenArea", "OpenPeriod", "OpenReport", "Prose", "history", "load", "located", "open_area", "open_period", "open_report", "project_root",
    "target",
]


KEPT = Prose("Sổ tính này thuộc một lần chạy đã xong: kết quả của lần chạy được giữ nguyên, không ghi gì.")


class OpenArea(OpenPeriod):
    """One area of a period: its targets, tables, results, sentences and charts."""

    def __init__(self, area: str, period: str, *, sample: bool = True, output: str | None = None, templates: str = "templates", snapshot: str | None = None, **folders: Any) -> None:
        self.area, self.output = area_named(area), output
        super().__init__(period, snapshot=snapshot, sample=sample, **folders)
        self.templates = Templates(kept_folder(snapshot) / "templates" if snapshot else located(templates))
        self._charts: list[tuple[Chart, bytes]] = []

    @cached_property
    def result(self) -> AreaResult:
        """The computed and judged result, without charts."""
        return area_result(self.workspace, self.period, self.area.id, sample=self.sample)

    @cached_property
    def writer(self) -> Writer:
        return Writer(self.templates, self.parameters, [self.result])

    @property
    def title(self) -> str:
        return self.area.title

    def targets(self) -> pandas.DataFrame:
        """The plan's targets of the area: id, wording, target, where it stands in the plan."""
        return tables.plan_table(self.writer, self.result.indicators).frame()

    def quality(self, area: str | None = None) -> pandas.DataFrame:
        """The checked tables of this area (or of another): form, rows, who sent it, who has not."""
        return super().quality(area or self.area.id)

    def indicators(self) -> pandas.DataFrame:
        """The judged targets beside the period before and the same period of last year."""
        return tables.indicators_table(self.writer, self.result.indicators).frame()

    def statistics(self) -> pandas.DataFrame:
        """The area's rows of annex III."""
        return tables.statistics_table(self.result.statistics, to_date=self.period.is_quarter).frame()

    def dossiers(self) -> pandas.DataFrame:
        """Form II.06a by field."""
        return tables.dossiers_table(self.result.dossiers).frame()

    def findings(self) -> pandas.DataFrame:
        """What the computation itself found."""
        return tables.findings_table(self.result.findings).frame()

    def done(self) -> Prose:
        """What was done, in sentences."""
        return Prose(" ".join(plain(one) for one in self.writer.done(self.area.id)))

    def judged(self) -> Prose:
        """Every target in sentences."""
        return Prose("\n".join(f"- {plain(one)}" for one in self.writer.targets(self.result)))

    @cached_property
    def charts(self) -> Gallery:
        """The area's charts; area.keep(area.charts.targets()) shows one and hands it on."""
        from cchc_lib.gallery import Gallery  # here, since drawing is what an import of this module need not pay for

        return Gallery(self.workspace, self.period, self.result)

    def keep(self, drawn: Drawn | None, *, in_report: bool = True) -> Drawn | Prose:
        """Hand a chart on with the area's result, and show it. in_report: it stands in the Word report too."""
        if drawn is None:
            return Prose("*Chưa có số liệu để vẽ biểu đồ này.*")
        self._charts.append((drawn.chart.model_copy(update={"in_report": in_report}), drawn.png))
        return drawn

    def surprises(self) -> Listing:
        """The rows behind every missed target, and the late dossiers: what someone should ask about."""
        return explore.surprises(self.workspace, self.period, self.result.indicators)

    def save(self) -> Prose:
        """Write the area's result and figures for the report; without an output folder nothing is written."""
        charts = tuple(chart for chart, _ in self._charts)
        result = self.result.model_copy(update={"charts": charts, "past": self.charts.all_past() if self.output else ()})
        if self.output is None:
            return Prose(f"Kết quả của «{self.area.title}» đã tính xong (không ghi tệp vì tham số output để trống).")
        stop_at_faults(result)
        folder = located(self.output)
        if is_finished(folder):
            return KEPT
        (folder / "areas").mkdir(parents=True, exist_ok=True)
        (folder / "figures").mkdir(exist_ok=True)
        for chart, png in self._charts:
            (folder / "figures" / chart.file).write_bytes(png)
        text = json.dumps(result.model_dump(by_alias=True), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "areas" / f"{self.area.id}.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        return Prose(f"Đã lưu kết quả của «{self.area.title}»: {len(result.indicators)} chỉ tiêu, {len(result.statistics)} dòng thống kê, {len(result.charts)} biểu đồ.")


def is_finished(folder: Path) -> bool:
    """Whether folder is a run that is over: someone opened its notebook and ran it again."""
    return (folder / MANIFEST).is_file()


def stop_at_faults(result: AreaResult) -> None:
    """An identity that fails stops the run with the missing amount. Raises DataError."""
    faults = [one["message"] for one in result.findings if one["severity"] == "fault"]
    if faults:
        raise DataError("; ".join(faults), remedy="sửa số liệu hồ sơ rồi chạy lại.")


OPENING = ("data", "parameters", "snapshot", "sample")
WRITING = ("templates", "output")


def known(options: dict[str, Any], *names: str) -> dict[str, Any]:
    """options as they are. Raises UsageError naming the nearest for one that is none of names."""
    for name in options:
        if name not in names:
            near = nearest(name, names)
            raise UsageError(f"không có tham số «{name}»", remedy=f"có phải «{near}»?" if near else f"chọn trong: {', '.join(names)}.")
    return options


def open_area(area: str, period: str = "2024-Q1", **options: Any) -> OpenArea:
    """Open one area of a period: area = open_area("tthc", "2024-Q1"), then area.indicators(), area.charts.targets() …

    area: institutions (thể chế), tthc (thủ tục hành chính), apparatus (tổ chức bộ máy), civil_service (công vụ),
    public_finance (tài chính công), digital_government (chính quyền số), general (chỉ đạo, điều hành).
    period: 2024-Q1 … 2024-Q4, 2024-6T, 2024-9T, 2024-N.
    options, all by name; folders are relative to the project:
        data="data/sample"   where the quarters' folders are; "data/inputs" holds what units sent
        sample=True          whether data are made up, so that everything says so; False for data/inputs
        snapshot=None        a run instead of data: "outputs/2024-Q1/r001-…", with the tables and parameters it was made from
        parameters="parameters", templates="templates", output=None (where a run writes; None writes nothing)
    Raises UsageError for an unknown area or option, ParameterError and DataError for parameters or data that cannot be used.
    """
    return OpenArea(area, period, **known(options, *OPENING, *WRITING))


def open_period(period: str = "2024-Q1", **options: Any) -> OpenPeriod:
    """Open a period with the tables of all areas: .table("ho_so_tthc"), .dossiers_listed(), .history("2.2.h"), .what_if(…).

    options: data, parameters, snapshot, sample, as for open_area.
    """
    return OpenPeriod(period, **known(options, *OPENING))


def load(form: str, period: str = "2024-Q1", **options: Any) -> pandas.DataFrame:
    """The rows of a form that count in a period, typed, each with its file, sheet and row.

        load("ho_so_tthc", "2024-Q1")

    Columns: the form's column ids (ngay_tiep_nhan …), then _file, _sheet, _row. options as for open_period.
    Raises UsageError naming the nearest form for one that does not exist.
    """
    return open_period(period, **options).table(form)


def history(*indicators: str | Sequence[str], period: str | None = None, periods: Sequence[str] = (), **options: Any) -> pandas.DataFrame:
    """One or several indicators over periods, in one table: history("2.2.a", "2.2.h"), history(["2.2.a", "2.2.h"]).

    period: up to which one data are read, the newest quarter by default. periods: which ones to show, all quarters by default.
    Columns: ma (id), chi_tieu (name), ky (period), gia_tri (value), in_ra (as the report prints it), muc_tieu (target),
    danh_gia (judgement), cung_ky (the value a year earlier). options as for open_period.
    """
    return open_period(period or newest_quarter(**known(options, *OPENING)), **options).history(*indicators, periods=periods)


def target(indicator: str, period: str = "2024-Q1", **options: Any) -> Indicator:
    """One target with its result, as the report has it: target("2.2.a").printed is "97,3%".

    Fields: value, printed, numerator, denominator, status, target, year_to_date, previous, same_period_last_year, sources …
    options as for open_period.
    Raises UsageError naming the nearest id for one that the plan does not have.
    """
    return open_period(period, **options).target(indicator)


class OpenReport(OpenArea):
    """The report of a period: what no single area holds, and the six areas' results merged."""

    def __init__(self, period: str, *, draft: bool = False, **options: Any) -> None:
        super().__init__("general", period, **options)
        self.draft = draft
        snapshot = options.get("snapshot")
        self.record = read_of_record(kept_folder(snapshot)) if snapshot else {}

    @property
    def title(self) -> str:
        return "Báo cáo cải cách hành chính"

    @cached_property
    def merged(self) -> Merged:
        """All results: the six areas' own files where the run wrote them, else computed here."""
        if self.output is not None:
            areas = read_areas(located(self.output) / "areas")
        else:
            areas = [area_result(self.workspace, self.period, area.id, sample=self.sample) for area in AREAS]
        return Merged(self.span, self.parameters, self.result, areas, self.data, sample=self.sample, draft=self.draft, record=self.record)

    @cached_property
    def writer(self) -> Writer:
        return Writer(self.templates, self.parameters, self.merged.all)

    @cached_property
    def charts(self) -> Gallery:
        """Charts of all targets of the plan."""
        from cchc_lib.gallery import Gallery

        past = [one for area in self.merged.areas for one in area.past]
        return Gallery(self.workspace, self.period, self.result, self.merged.indicators, past)

    def all_indicators(self) -> pandas.DataFrame:
        """Every target of the plan, judged."""
        return tables.indicators_table(self.writer, self.merged.indicators).frame()

    def tasks(self) -> pandas.DataFrame:
        """The plan's tasks with their status."""
        return tables.tasks_table(self.writer, self.merged.tasks).frame()

    def submissions(self) -> pandas.DataFrame:
        """Who sent which form, and who owes one."""
        quarters = {one.quarter.id: one for one in self.merged.quarters}
        return tables.submissions_table(quarters, self.parameters).frame()

    def words(self) -> pandas.DataFrame:
        """What units wrote, word for word."""
        import pandas as pd

        columns = {"section": "Mục", "text": "Nội dung", "unit": "Đơn vị", "indicator": "Chỉ tiêu"}
        return as_printed(pd.DataFrame([word.model_dump() for word in self.result.words], columns=list(columns)).fillna("").rename(columns=columns))

    def findings(self) -> pandas.DataFrame:
        """Everything found on reading and on computing."""
        return tables.findings_table(self.merged.findings).frame()

    def save(self) -> Prose:
        """Write the Word report, results.json and figures.json; without an output folder nothing is written."""
        if self.output is not None and is_finished(located(self.output)):
            return KEPT
        figures = located(self.output or ".") / "figures"
        composed = compose(self.merged, self.templates, figures)
        if self.output is None:
            return Prose(f"Báo cáo đã lập xong: {len(composed.figures)} số liệu có nguồn (không ghi tệp vì tham số output để trống).")
        folder = located(self.output)
        name = f"bao-cao-cchc-{self.period.id}.docx"
        (folder / name).write_bytes(composed.docx)
        for file, content in (("figures.json", composed.figures), ("results.json", composed.results)):
            (folder / file).write_text(json_text(content), encoding="utf-8", newline="\n")
        return Prose(f"Đã lập {name}: {len(composed.figures)} số liệu có nguồn.")


def open_report(period: str = "2024-Q1", **options: Any) -> OpenReport:
    """Open the report of a period; options as for open_area, and draft (a document marked DỰ THẢO)."""
    return OpenReport(period, **known(options, *OPENING, *WRITING, "draft"))
