"""The sections of the report's body after its opening: I direction, II results by area, III assessment, IV plans, V proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cchc_lib.domain.areas import AREAS, Area
from cchc_lib.domain.printing import short_date, small_count
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, AreaResult, Indicator, TaskResult, Words
from cchc_lib.domain.text import capitalised
from cchc_lib.presentation.prose import Figure, sentence
from cchc_lib.presentation.sentences import Writer, number_of
from cchc_lib.presentation.tables import indicators_table

from .merged import Merged
from .opening import next_words
from .page import Page

_OWN_DASH = re.compile(r"^(?:[-–•*](?=[^\W\d])|[-–•*]\s+)")  # how units begin their lines; the report sets its own

LISTED_DOCUMENTS = 12
TASK_STATUSES = ("hoàn thành", "đang thực hiện", "thường xuyên", "chưa đến hạn", "chậm")


class Body:
    """Writes the body of one report onto a page. figures: the folder with the areas' drawn charts."""

    def __init__(self, page: Page, merged: Merged, writer: Writer, figures: Path) -> None:
        self.page, self.merged, self.writer, self.figures = page, merged, writer, figures
        self.templates = writer.templates

    def fill(self, *keys: str, **values: Any) -> str:
        return self.templates.fill("report", *keys, **(self.writer.blanks() | values))

    def say(self, *keys: str, **values: Any) -> None:
        self.page.paragraph(sentence(self.fill(*keys, **values)))

    # --- I ----------------------------------------------------------------------------------------------------------

    def direction(self) -> None:
        """I. Công tác chỉ đạo, điều hành."""
        self.page.heading(1, self.fill("sections", "direction"))
        self._documents()
        for key, rows in (("communication", ("1.08", "1.09", "1.10", "1.11", "1.12")), ("inspection", ("1.05", "1.06", "1.07"))):
            if self.writer.counts(*rows):
                self._counted(key, rows)
        self._tasks_of_plan()
        self._general_targets()

    def _counted(self, key: str, rows: Sequence[str]) -> None:
        """A paragraph of statistics: said when something arose, when nothing did, and when nobody reported."""
        self.page.heading(2, self.fill("direction", key, "title"))
        found = {row: self.writer.statistic(row) for row in rows}
        lacking = self.writer.not_sent([row for row, result in found.items() if result is None or result.value is None])
        for one in lacking:
            self.page.paragraph(one)
        if not lacking:
            arose = any(row.value != "0" for row in found.values() if row)
            self.say("direction", key, "text" if arose else "none")

    def _documents(self) -> None:
        rows = ("1.01", "1.02", "1.03", "1.04")
        if not self.writer.counts(*rows):
            return
        self._counted("documents", rows)
        documents: Sequence[Mapping[str, Any]] = self.merged.general.details.get("documents", ())
        kinds = self.templates.get("report", "direction", "documents", "kinds")
        for one in documents[:LISTED_DOCUMENTS]:
            kind = str(one["loai_van_ban"])
            self.page.bullet(sentence(self.fill(
                "direction", "documents", "listed", loai=kinds.get(kind, capitalised(kind)),
                so_hieu=one["so_ky_hieu"], ngay=short_date(date.fromisoformat(one["ngay_ban_hanh"])), trich_yeu=one["trich_yeu"],
            )))
        if len(documents) > LISTED_DOCUMENTS:
            self.page.bullet(sentence(self.fill("direction", "documents", "more")))

    def _tasks_of_plan(self) -> None:
        if not self.writer.counts("1.13", "1.14", "1.15", "1.16"):
            return
        self.page.heading(2, self.fill("direction", "tasks", "title"))
        if not self.merged.tasks:
            self.say("direction", "tasks", "none")
            return
        if (done := self.writer.statistic("1.14")) is None or done.value is None:
            self.say("direction", "tasks", "unreported", bieu=self.merged.parameters.title_of("nhiem_vu"))
            return
        if self._count("*", CHUA_CO_SO_LIEU) == len(self.merged.tasks):
            self.say("direction", "tasks", "silent")
            return
        rest = "".join(
            self.fill("direction", "tasks", "rest", ten=name, so=self._tasks_figure("*", status))
            for status, name in (("chưa đến hạn", "chưa đến hạn"), (CHUA_CO_SO_LIEU, "chưa có báo cáo của đơn vị"))
            if self._count("*", status)
        )
        self.say("direction", "tasks", "text", con_lai=rest)
        late = [task for task in self.merged.tasks if task.status == "chậm"]
        if late:
            self.say("direction", "tasks", "late", ds="; ".join(_task_name(task) for task in late))

    def _count(self, area: str, status: str) -> int:
        return int(self.merged.exact(f"summary/tasks/{area}/{status}", "value") or 0)

    def _tasks_figure(self, area: str, status: str) -> Figure:
        return Figure(small_count(self._count(area, status)), f"summary/tasks/{area}/{status}", "value")

    def _general_targets(self) -> None:
        indicators = self.merged.general.indicators
        if not indicators:
            return
        self.page.heading(2, self.fill("direction", "general", "title"))
        year = self.merged.span.period.year
        for one in indicators:
            self.page.bullet(sentence(self.fill("direction", "general", _level_key(one), **self._level_values(one, year))))

    def _level_values(self, one: Indicator, year: int) -> dict[str, Any]:
        return {
            "ten": self._score_name(one), "nam": year, "nam_truoc": year - 1, "bieu": self.merged.parameters.title_of("chi_so_cchc"),
            "ket_qua": None if one.printed is None else Figure(one.printed, one.id, "value"),
            "muc": None if one.target is None else Figure(number_of(one.target), one.id, "target"),
        }

    def _score_name(self, one: Indicator) -> str:
        """The published score by its own name, without the plan's "cao hơn năm …"."""
        plan = self.merged.parameters.plan_for(self.merged.span.period)
        target = plan.target(one.id) if plan else None
        text = self.merged.parameters.measures[target.measure].text if target and target.measure else one.name
        return capitalised(text)

    # --- II ---------------------------------------------------------------------------------------------------------

    def results(self) -> None:
        """II. Kết quả thực hiện, 1–6 by area."""
        self.page.heading(1, self.fill("sections", "results"))
        for area in AREAS:
            result = next((one for one in self.merged.areas if one.area == area.id), None)
            if result is not None:
                self._area(area, result)
        self.say("area", "annex")

    def _area(self, area: Area, result: AreaResult) -> None:
        self.page.heading(2, area.title)
        self.page.paragraph(" ".join(self.writer.done(area.id)))
        if result.indicators:
            self.page.heading(3, self.fill("area", "targets"))
            for one in self.writer.targets(result):
                self.page.bullet(one)
            caption = self.fill("area", "table", linh_vuc=area.in_sentence)
            self.page.table(indicators_table(self.writer, result.indicators, with_base=False, table_id=f"indicators/{area.id}", restated=self.merged.restated_cells), caption=caption)
        self._charts(result)
        self._tasks_of(area)

    def _charts(self, result: AreaResult) -> None:
        for chart in result.charts:
            if chart.in_report:
                png = (self.figures / chart.file).read_bytes()
                # Its source stands at the foot of the picture itself.
                self.page.document.figure(png, chart.alt, chart.caption)

    def _tasks_of(self, area: Area) -> None:
        tasks = [task for task in self.merged.tasks if task.area == area.id]
        if not tasks:
            return
        self.page.heading(3, self.fill("area", "tasks"))
        total = Figure(small_count(len(tasks)), f"summary/tasks/{area.id}/*", "value")
        if self._count(area.id, CHUA_CO_SO_LIEU) == len(tasks):
            self.say("area", "tasks_silent", tong=total)
            return
        counted = [self.fill("area", "tasks_count", ten=status, so=self._tasks_figure(area.id, status)) for status in TASK_STATUSES if self._count(area.id, status)]
        if self._count(area.id, CHUA_CO_SO_LIEU):
            counted.append(self.fill("area", "tasks_missing", so=self._tasks_figure(area.id, CHUA_CO_SO_LIEU)))
        self.say("area", "tasks_text", tong=total, dem=", ".join(counted))
        for task in tasks:
            if task.status == "chậm":
                self.page.bullet(sentence(self.fill("area", "late", nhiem_vu=_task_name(task))))
            for report in task.reports:
                if report.difficulty:
                    self.page.bullet(sentence(self.fill("area", "difficulty", nhiem_vu=task.id, don_vi=report.unit if len(task.reports) > 1 else "", loi=report.difficulty)))

    # --- III, IV, V -------------------------------------------------------------------------------------------------

    def assessment(self) -> None:
        """III. Đánh giá chung: what was reached, limits, causes."""
        self.page.heading(1, self.fill("sections", "assessment"))
        self.page.heading(2, self.fill("assessment", "results"))
        judged = any(one.status is not None for one in self.merged.indicators) and self.merged.planned
        self.say("assessment", "summary" if judged else "unjudged", **self._summary())
        self._words("kết quả nổi bật")
        self.page.heading(2, self.fill("assessment", "limits"))
        missed = self._missed()
        if missed:
            self.say("assessment", "missed", ds="; ".join(self._missed_one(one) for one in missed))
        elif judged:
            self.say("assessment", "none_missed")
        elif not (self.merged.missing or self._said("hạn chế")):
            self.say("assessment", "no_limits")
        if self.merged.missing:
            self.say("assessment", "missing_forms")
        self._words("hạn chế")
        self._causes()

    def _causes(self) -> None:
        self.page.heading(2, self.fill("assessment", "causes"))
        kinds = (("objective", "nguyên nhân khách quan"), ("subjective", "nguyên nhân chủ quan"))
        if not any(self._said(section) for _, section in kinds):
            self.say("assessment", "no_causes")
            return
        for key, section in kinds:
            if self._said(section):
                self.page.heading(3, self.fill("assessment", key))
                self._words(section)

    def _summary(self) -> dict[str, Any]:
        names = {"tong": "tổng", "dat": "đạt", "chua_dat": CHUA_DAT, "dang": DANG_THUC_HIEN, "khong": "không phát sinh", "chua_co": CHUA_CO_SO_LIEU}
        return {key: Figure(small_count(self.merged.summary[status]), f"summary/{status}", "value") for key, status in names.items()}

    def _missed(self) -> list[Indicator]:
        return [one for one in self.merged.indicators if one.status == CHUA_DAT]

    def _missed_one(self, one: Indicator) -> str:
        if one.parts:
            parts = (Figure(f"{part.value}/{part.target}", one.id, f"parts.{part.name}").marked for part in one.parts if not part.met)
            names = (part.name for part in one.parts if not part.met)
            return self.fill("assessment", "exceeded_one", ten=one.name, phan=", ".join(f"{name} {figure}" for name, figure in zip(names, parts, strict=True)))
        return self.fill("assessment", "missed_one", ten=one.name, ket_qua=Figure(one.printed or "", one.id, "value"), muc_tieu=self.writer.target_words(one))

    def plans(self) -> None:
        """IV. Phương hướng, nhiệm vụ kỳ tới."""
        self.page.heading(1, self.fill("sections", "plans", ky_toi=next_words(self.templates, self.merged.span.period)))
        missed, late = self._missed(), [task for task in self.merged.tasks if task.status == "chậm"]
        self._words("phương hướng")
        if missed:
            self.page.bullet(sentence(self.fill("plans", "missed", ds="; ".join(one.name for one in missed))))
        if late:
            self.page.bullet(sentence(self.fill("plans", "late", ds="; ".join(_task_name(task) for task in late))))
        if not (missed or late or self._said("phương hướng")):
            self.say("plans", "none" if self.merged.planned else "none_without_plan")

    def proposals(self) -> None:
        """V. Kiến nghị, đề xuất."""
        self.page.heading(1, self.fill("sections", "proposals"))
        if self._said("kiến nghị"):
            self._words("kiến nghị")
        elif any(quarter.quarter == self.merged.span.last_quarter and not quarter.submitted("danh_gia_chung") for quarter in self.merged.quarters):
            self.say("proposals", "unknown", bieu=self.merged.parameters.title_of("danh_gia_chung"))
        else:
            self.say("proposals", "none")

    def _said(self, section: str) -> list[Words]:
        return [word for word in self.merged.general.words if word.section == section]

    def _words(self, section: str) -> None:
        """What units wrote, word for word; each begins with the unit's name when several wrote."""
        said = self._said(section)
        several = len({word.unit for word in said}) > 1
        for word in said:
            for line in _lines(word.text):
                self.page.bullet(f"{word.unit}: {line}" if several and word.unit else line)


def _lines(text: str) -> Iterable[str]:
    return [_OWN_DASH.sub("", line.strip()) for line in text.splitlines() if line.strip()]


def _level_key(one: Indicator) -> str:
    if one.status is None:
        return "none" if one.printed else "chưa công bố"
    if one.status == DANG_THUC_HIEN and one.target is None:
        return "đang thực hiện không có"
    return one.status


def _task_name(task: TaskResult, limit: int = 110) -> str:
    """A task's id and the beginning of its text, cut at a word."""
    text = task.text.rstrip(".")
    if len(text) > limit:
        text = text[: text.rfind(" ", 0, limit)].rstrip(" ,;") + "…"
    return f"{task.id} ({text})"
