"""What an area's results say in words: what was done, each target with its base, comparison, distance and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.printing import number, small_count
from cchc_lib.domain.results import (
    CHUA_CO_SO_LIEU, CHUA_DAT, DANG_THUC_HIEN, DAT, KHONG_PHAT_SINH, STATISTIC, Amount, AreaResult, Compared, Indicator,
    StatisticResult, Words,
)
from cchc_lib.domain.text import tidy

from .prose import Figure, Templates, sentence

_BARE_UNITS = {"%": "điểm phần trăm"}


@dataclass(frozen=True)
class Writer:
    """Writes the sentences of one report: the templates, the parameters for names, and all results by id."""

    templates: Templates
    parameters: Parameters
    results: Sequence[AreaResult]

    @property
    def period(self) -> Period:
        return parse_period(self.results[0].period["id"])

    @property
    def body(self) -> str:
        """The body that reports, as it calls itself in a sentence: Ban, Sở."""
        identity = self.parameters.organisation.identity(self.parameters.calendar.span(self.period).window.end)
        return identity.short_name if identity else "cơ quan"

    def indicator(self, indicator_id: str) -> Indicator | None:
        return next((one for result in self.results for one in result.indicators if one.id == indicator_id), None)

    def statistic(self, statistic_id: str) -> StatisticResult | None:
        return next((one for result in self.results for one in result.statistics if one.id == statistic_id), None)

    # --- what was done ----------------------------------------------------------------------------------------------

    def done(self, area: str) -> list[str]:
        """Sentences on what was done in an area, one per declared work; missing data are said, all in one sentence, not skipped."""
        works = [(position, work, self._lacking(work)) for position, work in enumerate(self.templates.get(area, "done"), 1) if self.counts(*work["needs"])]
        said = [sentence(self._work(area, position, work)) for position, work, lacking in works if not lacking]
        return said + self.not_sent([row for _, _, lacking in works for row in lacking])

    def counts(self, *rows: str) -> bool:
        """Whether annex III of this body has all of these rows: what it does not count is not spoken of."""
        return {row.id for row in self.parameters.statistics}.issuperset(rows)

    def _lacking(self, work: Mapping[str, Any]) -> list[str]:
        rows = [(needed, self.statistic(needed)) for needed in work["needs"]]
        return [needed for needed, row in rows if row is None or row.value is None]

    def _work(self, area: str, position: int, work: Mapping[str, Any]) -> str:
        values = [Fraction(row.value) for needed in work["needs"] if (row := self.statistic(needed)) and row.value is not None]
        arose = any(values) if work.get("any") else values[0] != 0
        where = f"templates/sentences/{area}.yaml › done › {position}"
        return self.templates.fill_text(work["text"] if arose else work["none"], where, **self.blanks())

    def not_sent(self, statistics: Sequence[str]) -> list[str]:
        """That some rows of annex III have no data: the forms that were not sent, in one sentence, with the quarters that lack them."""
        forms: dict[str, tuple[str, ...]] = {}
        for one in statistics:
            row = self.statistic(one)
            forms.setdefault(self._form_title(one), row.gap if row else ())
        names = [f"«{title}»{self._quarters(gap)}" for title, gap in forms.items()]
        return [sentence(self.templates.fill("common", "not_sent", bieu=", ".join(names)))] if names else []

    def _quarters(self, gap: Sequence[str]) -> str:
        """The quarters of a cumulated period in which a form was not sent, in brackets."""
        return f" ({', '.join(parse_period(one).label for one in gap)})" if gap and not self.period.is_quarter else ""

    def blanks(self) -> dict[str, Any]:
        """What every template may use: so('3.06'), tu_so_cua('2.4.b'), mau_so_cua('2.2.h'), co_quan."""
        return {"co_quan": self.body, "so": self._statistic_figure, "liet_ke": self._listed, "tu_so_cua": lambda one: self._part(one, "numerator"), "mau_so_cua": lambda one: self._part(one, "denominator")}

    def _statistic_figure(self, statistic_id: str) -> Figure | None:
        row = self.statistic(statistic_id)
        return None if row is None or row.value is None else Figure(printed_count(row.value), f"{STATISTIC}/{row.id}", "value")

    def _listed(self, *items: tuple[str, str]) -> str:
        """liet_ke(('1.01', 'kế hoạch'), …): what there was of each, what there was not left out: 03 kế hoạch, 02 báo cáo và 01 …"""
        found = [(self._statistic_figure(row), name) for row, name in items]
        said = [f"{figure.marked} {name}" for figure, name in found if figure is not None and figure != "0"]
        return " và ".join(part for part in (", ".join(said[:-1]), said[-1] if said else "0") if part)

    def _part(self, indicator_id: str, part: str) -> Figure | None:
        indicator = self.indicator(indicator_id)
        value = getattr(indicator, part) if indicator else None
        return None if value is None else Figure(printed_count(value), indicator_id, part)

    def _form_title(self, statistic_id: str) -> str:
        row = next(row for row in self.parameters.statistics if row.id == statistic_id)
        measure = row.measure or row.denominator
        return self._title_of_measure(measure) if measure else self.parameters.title_of("nhiem_vu")

    def _title_of_measure(self, measure: str) -> str:
        return self.parameters.forms[self.parameters.measures[measure].form].title

    # --- targets ----------------------------------------------------------------------------------------------------

    def target(self, indicator: Indicator, words: Sequence[Words] = ()) -> str:
        """One target in sentences: result on its base, judgement, comparison, year to date; for a missed one its reason."""
        if indicator.status == CHUA_CO_SO_LIEU:
            return sentence(self._no_data(indicator))
        if indicator.status == KHONG_PHAT_SINH:
            flow = self._form_span(indicator) == "flow"
            return sentence(self.templates.fill("common", "not_arisen", doi_tuong=self._object(indicator), ten=indicator.name, trong_ky=flow))
        parts = [sentence("; ".join(part for part in (self._result(indicator), self._judgement(indicator)) if part))]
        parts += [sentence(self._comparisons(indicator)), sentence(self._year_to_date(indicator))]
        if indicator.partial:
            parts.append(sentence(self.templates.fill("common", "partial", don_vi=", ".join(indicator.missing_units))))
        if indicator.status == CHUA_DAT:
            parts += [sentence(one) for one in self.reasons(indicator, words)]
        return " ".join(part for part in parts if part)

    def _no_data(self, indicator: Indicator) -> str:
        if indicator.reason == "plan":
            return self.templates.fill("common", "no_data", "plan", ten=indicator.name)
        if indicator.kind == "level" and not indicator.gap:
            return self.templates.fill("common", "no_data", "score", ten=indicator.name)
        missing = self._quarters(indicator.gap)
        return self.templates.fill("common", "no_data", "form", ten=indicator.name, bieu=self._form_of(indicator), thieu=missing)

    def _form_of(self, indicator: Indicator) -> str:
        measure = self._base_measure(indicator.id)
        return self._title_of_measure(measure) if measure else ""

    def _form_span(self, indicator: Indicator) -> str | None:
        measure = self._base_measure(indicator.id)
        return self.parameters.forms[self.parameters.measures[measure].form].span if measure else None

    def _object(self, indicator: Indicator) -> str:
        measure = self._base_measure(indicator.id)
        return self.parameters.measures[measure].text if measure else indicator.name

    def _base_measure(self, indicator_id: str) -> str | None:
        target = self.parameters.target(indicator_id)
        return (target.denominator or target.measure or target.measures[0]) if target else None

    def _result(self, indicator: Indicator) -> str:
        """The result by the area's own template; a general sentence where the area has none for this target."""
        templates = self.templates.file(indicator.area).get("indicators", {})
        values = {
            "co_quan": self.body, "ten": indicator.name, "ket_qua": self._counted(indicator) or self._figure(indicator, "printed", "value"), "don_vi": indicator.unit,
            "tu_so": self._part(indicator.id, "numerator"), "mau_so": self._part(indicator.id, "denominator"),
            "muc": None if indicator.target is None else Figure(number_of(indicator.target), indicator.id, "target"),
            "phan": ", ".join(f"{part.name} {Figure(f'{part.value}/{part.target}', indicator.id, f'parts.{part.name}').marked}" for part in indicator.parts),
        }
        if indicator.id not in templates:
            return f"{indicator.name}: {values['ket_qua'].marked if values['ket_qua'] else 'chưa có kết quả'}"
        return self.templates.fill_text(templates[indicator.id], f"templates/sentences/{indicator.area}.yaml › indicators › {indicator.id}", **values)

    def _counted(self, indicator: Indicator) -> Figure | None:
        """The result of a count as prose prints it: 04 tổ chức."""
        whole = indicator.kind == "count" and indicator.value is not None
        return Figure(printed_count(str(indicator.value)), indicator.id, "value") if whole else None

    def _figure(self, indicator: Indicator, attribute: str, part: str) -> Figure | None:
        text = getattr(indicator, attribute)
        return None if text is None else Figure(text, indicator.id, part)

    def _judgement(self, indicator: Indicator) -> str:
        if indicator.status is None:
            return ""
        level = self.target_figure(indicator)
        values: dict[str, Any] = {"muc_tieu": self.target_words(indicator), "muc": level, "khoang_cach": self._distance(indicator)}
        if indicator.status == DAT:
            return self.templates.fill("common", "judgement", "đạt", **values)
        if indicator.status == CHUA_DAT and indicator.parts:
            return self.templates.fill("common", "judgement", "chưa đạt phần", vuot=", ".join(self._exceeded(indicator)), **values)
        if indicator.status == CHUA_DAT:
            exactly = indicator.distance is not None and Fraction(indicator.distance) == 0
            return self.templates.fill("common", "judgement", "chưa đạt sát" if exactly else "chưa đạt", **values)
        return self._on_the_way(indicator, values)

    def _exceeded(self, indicator: Indicator) -> list[str]:
        """The parts that do not keep their own limit, with how far they are beyond it."""
        unit = indicator.unit
        return [
            self.templates.fill("common", "judgement", "phần vượt", ten=part.name, so=Figure(f"{small_count(abs(part.value - part.target))} {unit}", indicator.id, f"over.{part.name}"))
            for part in indicator.parts if not part.met
        ]

    def _on_the_way(self, indicator: Indicator, values: dict[str, Any]) -> str:
        common = self.templates.fill("common", "judgement", DANG_THUC_HIEN, **values)
        if indicator.pace is None:
            return common
        pace = Figure(indicator.pace.printed, indicator.id, "pace")
        exactly = indicator.value is not None and Fraction(str(indicator.value)) == Fraction(indicator.pace.expected)
        return self.templates.fill("common", "judgement", "nhanh" if indicator.pace.ahead else "chậm", chung=common, tien_do=pace, hon=not exactly)

    def target_figure(self, indicator: Indicator) -> Figure | None:
        """The target's number as printed, with its unit."""
        if indicator.target is None:
            return None
        text = number_of(indicator.target)
        return Figure(f"{text}%" if indicator.unit == "%" else f"{text} {indicator.unit}", indicator.id, "target")

    def target_words(self, indicator: Indicator) -> str:
        """The target as words: trên 95%, từ 60% trở lên, 100%, không quá 50 người."""
        level = self.target_figure(indicator)
        full = indicator.unit == "%" and indicator.target is not None and Fraction(str(indicator.target)) == 100
        return self.templates.fill("common", "target", "full" if full else indicator.comparison, muc=level)

    def _distance(self, indicator: Indicator) -> Figure | None:
        if indicator.printed_distance is None:
            return Figure("", indicator.id, "distance") if indicator.status == CHUA_DAT else None
        return Figure(f"{indicator.printed_distance} {_BARE_UNITS.get(indicator.unit, indicator.unit)}", indicator.id, "distance")

    def _comparisons(self, indicator: Indicator) -> str:
        """Beside the period before and the same one of last year; for a year the two are one."""
        asked = (("previous", indicator.previous), ("same_period_last_year", indicator.same_period_last_year))
        worth = [
            (part, other) for part, other in asked
            if other is not None and other.change is not None and not self._starts_anew(indicator, part, other)
        ]
        once = {other.period: (part, other) for part, other in reversed(worth)}
        found = [self._comparison(indicator, part, other) for part, other in reversed(once.values())]
        return "; ".join(found)

    def _starts_anew(self, indicator: Indicator, part: str, other: Compared) -> bool:
        """What is counted since 1 January says nothing beside the last quarter of the year before."""
        if part != "previous" or not self.period.is_quarter or parse_period(other.period).year == self.period.year:
            return False
        plan = self.parameters.plan_for(self.period)
        target = plan.target(indicator.id) if plan else None
        return target is not None and target.due == "year_end"

    def _comparison(self, indicator: Indicator, part: str, other: Compared) -> str:
        change = Fraction(other.change or 0)
        kind = "same" if change == 0 else "rise" if change > 0 else "fall"
        unit = _BARE_UNITS.get(indicator.unit, indicator.unit)
        return self.templates.fill(
            "common", "comparison", kind, ky=parse_period(other.period).label,
            ket_qua_ky=Figure(other.printed or "", indicator.id, f"{part}.value"),
            chenh_lech=Figure(f"{other.printed_change} {unit}", indicator.id, f"{part}.change"),
        )

    def _year_to_date(self, indicator: Indicator) -> str:
        to_date: Amount = indicator.year_to_date
        if to_date.numerator is None or to_date.denominator is None or to_date.printed is None:
            return ""
        if (to_date.numerator, to_date.denominator) == (indicator.numerator, indicator.denominator):
            return ""
        return self.templates.fill(
            "common", "year_to_date", ket_qua=Figure(to_date.printed, indicator.id, "year_to_date.value"),
            tu_so=Figure(printed_count(to_date.numerator), indicator.id, "year_to_date.numerator"),
            mau_so=Figure(printed_count(to_date.denominator), indicator.id, "year_to_date.denominator"), don_vi=self._unit_of(indicator),
        )

    def _unit_of(self, indicator: Indicator) -> str:
        measure = self._base_measure(indicator.id)
        return self.parameters.measures[measure].unit if measure else ""

    def reasons(self, indicator: Indicator, words: Sequence[Words]) -> list[str]:
        """Why a target was missed, in the units' own words, or that nobody said."""
        given = [one for one in words if one.indicator == indicator.id and one.section.startswith("nguyên nhân")]
        if not given:
            return [self.templates.fill("common", "no_reason")]
        return [
            self.templates.fill("common", "reason_by", don_vi=one.unit, loi=tidy(one.text)) if one.unit
            else self.templates.fill("common", "reason", loi=tidy(one.text))
            for one in given
        ]

    def counted_of_task(self, task_id: str) -> str:
        """What a task with a product counts, by the wording of its numerator."""
        plan = self.parameters.plan_for(self.period)
        task = next((one for one in plan.tasks if one.id == task_id), None) if plan else None
        return self.parameters.measures[task.numerator].text if task and task.numerator else ""

    def targets(self, result: AreaResult) -> list[str]:
        """All targets of an area in sentences, in the plan's order."""
        return [self.target(indicator, result.words) for indicator in result.indicators]


def printed_count(value: str) -> str:
    """An exact number as prose prints it: 01 … 09 below ten, 1.234 above, decimals with a comma."""
    exact = Fraction(value)
    return small_count(int(exact)) if exact.denominator == 1 else number(exact)


def number_of(value: str | int) -> str:
    """A target's number as printed."""
    return number(Fraction(str(value)))
