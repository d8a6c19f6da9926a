"""The first paragraphs: the plan that is reported on, the window, and what a reader must know before any figure.

Also how a report names its period and the one after it, which depends on the kind of period.
"""

from __future__ import annotations

from typing import Any

from cchc_lib.analysis.restated import CARRIED, Restated
from cchc_lib.domain.periods import Period, Span, parse_period
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.text import day_as_written
from cchc_lib.presentation.prose import Figure, Templates, sentence

from .merged import Merged
from .page import Page

LISTED_RESTATED = 5


def period_words(templates: Templates, key: str, span: Span) -> str:
    """A line that names the period (abstract, subject). A report on request is named by its days: its number says nothing."""
    days = {"tu_ngay": short_date(span.window.start), "den_ngay": short_date(span.window.end)}
    if span.period.is_request:
        return templates.fill("report", "request", key, **days)
    return templates.fill("report", key, ky=span.period.label, **days)


def next_words(templates: Templates, period: Period) -> str:
    """What the section on plans calls the time ahead: kỳ tới, 6 tháng cuối năm 2024, năm 2025."""
    kind = "quarter" if period.is_quarter else "request" if period.is_request else period.kind
    return templates.fill("report", "next_period", kind, nam=period.year, nam_sau=period.year + 1)


class Opening:
    """Writes the opening of one report onto its page."""

    def __init__(self, page: Page, merged: Merged, templates: Templates) -> None:
        self.page, self.merged, self.templates = page, merged, templates

    def fill(self, *keys: str, **values: Any) -> str:
        return self.templates.fill("report", *keys, **values)

    def say(self, *keys: str, **values: Any) -> None:
        self.page.paragraph(sentence(self.fill(*keys, **values)))

    def write(self) -> None:
        """Plan and window; a plan that is invented; what --set changed; figures that are no longer what was issued."""
        merged = self.merged
        plan = merged.parameters.plan_for(merged.span.period)
        if plan is None:
            self.say(*self._first("without_plan"), **self._values())
        else:
            self.say(*self._first("with_plan"), ke_hoach=plan.document.citation, **self._values())
            if plan.sample and not merged.sample:
                self.say("opening", "invented_plan")
        changed = [self._changed(path, value) for path, value in sorted(merged.parameters.overrides.items()) if not path.startswith("period/")]
        if changed:
            self.say("opening", "overrides", ds="; ".join(changed))
        if merged.restated:
            listed = [self._restated(one) for one in merged.restated[:LISTED_RESTATED]]
            listed += [self.fill("opening", "restated_more")] if len(merged.restated) > LISTED_RESTATED else []
            self.say("opening", "restated", ds="; ".join(listed))

    def _first(self, key: str) -> tuple[str, str]:
        return ("request" if self.merged.span.period.is_request else "opening", key)

    def _values(self) -> dict[str, Any]:
        span = self.merged.span
        identity = self.merged.parameters.organisation.identity(span.window.end)
        return {
            "co_quan": identity.name if identity else "", "ky": span.period.label, "nam": span.period.year,
            "tu_ngay": short_date(span.window.start), "den_ngay": short_date(span.window.end),
        }

    def _changed(self, path: str, value: str) -> str:
        """What --set changed of the plan or of the rules, in words; what belongs to the period alone stands in its own place."""
        head, *rest = path.split("/")
        one = None
        if head == "plan" and (plan := self.merged.parameters.plan_for(self.merged.span.period)):
            things = plan.targets if rest[0] == "targets" else plan.tasks
            one = next((thing for thing in things if thing.id == rest[1]), None)
        name = getattr(one, "name", one.id) if one else self.templates.get("report", "opening", "rules").get(rest[0], path)
        kind = "target" if head == "plan" and rest[0] == "targets" else "task" if head == "plan" else "rule"
        parts, words = (self.templates.get("report", "opening", key) for key in ("changed_parts", "changed_words"))
        day = day_as_written(value)
        shown = words.get(value) or (short_date(day) if day else value) or "trống"
        return self.fill("opening", "changed", kind, ten=name, gi=parts.get(rest[-1], rest[-1]), duong_dan=path, gia_tri=shown)

    def _restated(self, one: Restated) -> str:
        """A figure that is no longer what was issued: old and new, each traceable where it is a number."""
        last = ".fraction" if one.by_fraction else ""
        now = "value" if one.relation == CARRIED else f"{one.relation}{last or '.value'}"
        texts, amounts = one.shown, (one.old, one.new)
        old, new = (
            Figure(text, one.id, part) if amount.get("value") is not None else text
            for text, part, amount in zip(texts, (f"of_record.{one.relation}{last}", now), amounts, strict=True)
        )
        return self.fill("opening", "restated_one", ten=one.name, ky=parse_period(one.period).label, cu=old, moi=new)
