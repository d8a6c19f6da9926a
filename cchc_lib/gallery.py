"""The charts of a notebook: which results and rows each is drawn from.

Every method returns a Drawn, which shows itself, or None where there is nothing to draw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_lib.analysis.history import history_of, quarters_read, target_named
from cchc_lib.analysis.judge import expected_by
from cchc_lib.analysis.measures import Workspace
from cchc_lib.domain.areas import BY_ID, GENERAL
from cchc_lib.domain.periods import Period
from cchc_lib.domain.plan import Target
from cchc_lib.domain.printing import month_label
from cchc_lib.domain.results import AreaResult, Indicator, PastPoint, PastResult
from cchc_lib.intake.working_days import days_after
from cchc_lib.presentation import charts
from cchc_lib.presentation.charts import PacePoint, Point, Series, Stack
from cchc_lib.presentation.style import About

if TYPE_CHECKING:
    from cchc_lib.presentation.drawn import Drawn

_GRADES = ("hoan_thanh_xuat_sac", "hoan_thanh_tot", "hoan_thanh", "khong_hoan_thanh")
DISBURSEMENT = "von_dau_tu_cong"


class Gallery:
    """The charts of one area (or of the whole report) in one period.

    indicators: what is charted of targets, in the plan's order. past: what of their history was computed already.
    """

    def __init__(
        self, workspace: Workspace, period: Period, result: AreaResult, indicators: Sequence[Indicator] | None = None,
        past: Iterable[PastResult] = (),
    ) -> None:
        self.workspace, self.period, self.result = workspace, period, result
        self._past = {one.id: one for one in past}
        self.indicators = result.indicators if indicators is None else tuple(indicators)
        self.about = About.of(result)

    @cached_property
    def quarters(self) -> list[Period]:
        """The quarters that were read, up to the period's end; at most the last eight."""
        return quarters_read(self.workspace)[-8:]

    @cached_property
    def about_quarters(self) -> About:
        """What stands under a chart over all quarters: from the first one's window to the period's end."""
        first = self.workspace.calendar.span(self.quarters[0]).window if self.quarters else None
        start = min(first.start, self.about.start) if first else self.about.start
        return About(start, self.about.end, f"đến {self.about.label}", self.about.sample, self.about.source)

    @property
    def _whose(self) -> str:
        """lĩnh vực cải cách thủ tục hành chính; the whole plan for the report."""
        return "của kế hoạch" if self.result.area == GENERAL.id else f"lĩnh vực {BY_ID[self.result.area].in_sentence}"

    def targets(self) -> Drawn | None:
        """The area's ratio targets against what the plan wants."""
        return charts.targets(self.indicators, self.about, id=f"{self.result.area}-chi-tieu", what=f"Kết quả thực hiện chỉ tiêu {self._whose}")

    def series(self, indicator_ids: Iterable[str] = ()) -> list[Series]:
        """The history of the area's indicators over the quarters; of some of them, of whatever area, by id. Raises UsageError."""
        ids = list(indicator_ids) or [one.id for one in self.indicators]
        return [self._series(target_named(self.workspace, one, self.period)) for one in ids]

    def _series(self, target: Target) -> Series:
        points = tuple(Point(**vars(point)) for point in self.past(target).points)
        return Series(target.id, target.name, points, target.unit, target.comparison)

    def past(self, target: Target) -> PastResult:
        """A target over the quarters: as it was computed already for these very quarters, else computed now."""
        known = self._past.get(target.id)
        if known is None or [point.period for point in known.points] != [quarter.id for quarter in self.quarters]:
            points = (
                PastPoint(period=one.period.id, value=one.amount.value, printed=one.amount.printed, status=one.amount.status, target=one.target)
                for one in history_of(self.workspace, target, self.quarters)
            )
            known = self._past[target.id] = PastResult(id=target.id, points=tuple(points))
        return known

    def all_past(self) -> tuple[PastResult, ...]:
        """All of the area's indicators over the quarters."""
        return tuple(self.past(target_named(self.workspace, one.id, self.period)) for one in self.indicators)

    def trends(self, *indicator_ids: str) -> Drawn | None:
        """Small charts of the area's indicators over the quarters, against their targets."""
        return charts.trends(self.series(indicator_ids), self.about_quarters, id=f"{self.result.area}-qua-cac-quy", what=f"Các chỉ tiêu {self._whose} qua các quý")

    def trend(self, indicator_id: str) -> Drawn | None:
        """One indicator over the quarters, against its target."""
        (found,) = self.series([indicator_id])
        return charts.trend(found, self.about_quarters, id=f"{self.result.area}-{found.id}".replace(".", "-"))

    def heat_map(self) -> Drawn | None:
        """What each target's judgement was in every quarter."""
        return charts.heat_map(self.series(), self.about_quarters, id=f"{self.result.area}-ban-do-chi-tieu", what=f"Đánh giá các chỉ tiêu {self._whose} qua các quý")

    def dossiers(self) -> Drawn | None:
        """Form II.06a: dossiers by field and by where they stand."""
        return charts.dossiers_by_field(self.result.dossiers, self.about, id="tthc-ho-so-theo-linh-vuc")

    def lateness(self) -> Drawn | None:
        """Resolved dossiers by working days before or after their due day: procedures have their time in working days."""
        found = self.workspace.dossiers(self.workspace.calendar.span(self.period)).due_and_end()
        apart, days = days_after(found, self.workspace.parameters.days_off), Counter[int]()
        for pair, count in found.items():
            days[apart[pair]] += count
        return charts.lateness(days, self.about, id="tthc-som-muon")

    def channels(self) -> Drawn | None:
        """Through which channel dossiers were received, quarter by quarter."""
        channels, stacks = self.workspace.form("ho_so_tthc").column("kenh_tiep_nhan").values, []
        for quarter in self.quarters:
            received = self.workspace.dossiers(self.workspace.calendar.span(quarter)).by_channel()
            stacks.append(Stack(quarter.label, {name: received[name] for name in channels}))
        return charts.composition(stacks, self.about_quarters, id="tthc-kenh-tiep-nhan", what="Kênh tiếp nhận hồ sơ TTHC", noun="hồ sơ", shares=True)

    def grades(self) -> Drawn | None:
        """Monthly assessment: how many were graded what."""
        frame = self.workspace.rows("danh_gia_xep_loai", self.workspace.calendar.span(self.period)).frame
        if not len(frame):
            return None
        sums = frame.groupby("thang")[list(_GRADES)].sum().sort_index()
        titles = {grade: self.workspace.form("danh_gia_xep_loai").column(grade).title.lower() for grade in _GRADES}
        stacks = [Stack(month_label(month.date()), {name: int(row[grade]) for grade, name in titles.items()}) for month, row in sums.iterrows()]
        return charts.composition(stacks, self.about, id="civil_service-xep-loai", what="Kết quả đánh giá, xếp loại hằng tháng", noun="lượt")

    def disbursement(self) -> Drawn | None:
        """Pace of disbursement in the period's year against the plan's pace."""
        plan = self.workspace.parameters.plan_for(self.period)
        target = next((one for one in plan.targets if self._form_of(one) == DISBURSEMENT), None) if plan else None
        if target is None:
            return None
        now = next((one for one in self.indicators if one.id == target.id), None)
        points = [self._pace_point(target, quarter) for quarter in Period(self.period.year, "N").quarters]
        total = None if now is None or now.denominator is None else Fraction(now.denominator)
        return charts.disbursement(points, self.about, id="public_finance-giai-ngan", plan=total)

    def _form_of(self, target: Target) -> str | None:
        measure = self.workspace.parameters.measures.get(target.denominator or "")
        return measure.form if measure else None

    def _pace_point(self, target: Target, quarter: Period) -> PacePoint:
        expected = expected_by(target, quarter.quarter_number or 4)
        if quarter not in self.quarters or self.workspace.calendar.span(quarter).window.end > self.about.end:
            return PacePoint(quarter.id, None, expected)
        amount = history_of(self.workspace, target, [quarter])[0].amount
        return PacePoint(quarter.id, None if amount.value is None else str(amount.value), expected, amount.numerator)
