"""The annexes: I all targets, II form II.06a, III statistics, IV tasks, V submissions, corrections and findings."""

from __future__ import annotations

from cchc_lib.domain.printing import short_date
from cchc_lib.presentation.prose import sentence
from cchc_lib.presentation.sentences import Writer
from cchc_lib.presentation.tables import (
    Column, TableData, dossiers_table, findings_table, indicators_table, left_to_annex, statistic_groups, statistics_table, submissions_table, tasks_table,
)

from .merged import Merged
from .page import Page


class Annexes:
    """Writes the five annexes of one report. reference: the line in brackets under each title."""

    def __init__(self, page: Page, merged: Merged, writer: Writer, reference: str) -> None:
        self.page, self.merged, self.writer, self.reference = page, merged, writer, reference

    def write(self) -> None:
        """All annexes, each a section of its own."""
        self._begin("I", "targets" if self.merged.planned else "targets_without_plan", landscape=True)
        self.page.table(indicators_table(self.writer, self.merged.indicators, restated=self.merged.restated_cells))
        if self.merged.restated:
            self.page.paragraph(sentence(self.writer.templates.get("report", "annexes", "restated")))
        self._begin("II", "dossiers", landscape=True)
        self._dossiers()
        self._begin("III", "statistics", landscape=False)
        self.page.table(statistics_table(self.merged.statistics, statistic_groups(self.merged.parameters), to_date=self.merged.span.period.is_quarter))
        self._begin("IV", "tasks", landscape=True)
        self.page.table(tasks_table(self.writer, self.merged.tasks))
        if lacking := left_to_annex(self.merged.tasks):
            self.page.paragraph(sentence(self.writer.templates.fill("report", "annexes", "tasks_note", gi=lacking)))
        self._begin("V", "submissions", landscape=False)
        self._submissions()

    def _begin(self, number: str, key: str, *, landscape: bool) -> None:
        title = self.writer.templates.get("report", "annexes", key)
        self.page.annex(number, title, self.reference, landscape=landscape)

    def _dossiers(self) -> None:
        span, fill = self.merged.span, self.writer.templates.fill
        if not self.merged.dossiers:
            self.page.paragraph(sentence(fill("report", "annexes", "no_dossiers")))
            return
        window = {"ky": span.period.label, "tu_ngay": short_date(span.window.start), "den_ngay": short_date(span.window.end)}
        self.page.paragraph(sentence(fill("report", "annexes", "dossiers_note", **window)))
        if self.merged.parameters.refused_rule(span.period, span.window) == "on_time":  # it moves dossiers from one column to another
            self.page.paragraph(sentence(fill("report", "annexes", "refused_on_time")))
        self.page.table(dossiers_table(self.merged.dossiers), unit="hồ sơ TTHC", small=True)

    def _submissions(self) -> None:
        title = self.writer.templates.get("report", "annexes", "sent")
        if self.merged.faults:
            excluded = self.writer.templates.get("report", "annexes", "excluded")
            self.page.heading(2, excluded)
            self.page.table(findings_table([one.to_dict() for one in self.merged.faults], title=excluded))
        self.page.heading(2, title)
        self.page.table(submissions_table({one.quarter: one for one in self.merged.quarters}, self.merged.parameters))  # type: ignore[misc]
        self.page.heading(2, self.writer.templates.get("report", "annexes", "corrections"))
        self.page.table(self._corrections())
        self.page.heading(2, self.writer.templates.get("report", "annexes", "findings"))
        self.page.table(findings_table([one for one in self.merged.findings if one.get("severity") != "fault"]))

    def _corrections(self) -> TableData:
        """Declared corrections of the period's quarters."""
        columns = (Column("Tệp, sheet, dòng, cột", "left"), Column("Giá trị đã gửi", "left"), Column("Giá trị đúng", "left"), Column("Lý do, người đề nghị", "left"))
        rows = [
            (f"{one.file} › {one.sheet} › dòng {one.row} › cột «{one.column}»", one.expected or "(trống)", one.value or "(trống)", f"{one.why} ({one.who})")
            for quarter in self.merged.span.quarters
            for one in self.merged.parameters.corrections.get(quarter.id, ())
        ]
        return TableData("corrections", "Đính chính số liệu", columns, tuple(rows))
