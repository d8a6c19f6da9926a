"""The pages of a site: an index with a card per area and all targets, and a page per area made from its executed notebook."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from cchc_lib.domain.areas import AREAS, BY_ID, GENERAL, Area
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.printing import number, short_date
from cchc_lib.domain.results import STATUSES
from cchc_lib.domain.text import vid

from ..wording import target_words
from .bodies import body_of
from .traces import CellLinks, Trace, file_of, sections

TEMPLATES = Path(__file__).with_name("templates")
HEADS = ("Mã", "Lĩnh vực", "Chỉ tiêu", "Mục tiêu", "Kết quả", "Kỳ trước", "Cùng kỳ năm trước", "Đánh giá")
UNJUDGED = "không đánh giá"


def build_site(results: Mapping[str, Any], notebooks: Path, traces: Sequence[Trace], *, body_name: str = "", known: Sequence[str] = ()) -> dict[str, str]:
    """All pages of a run, file name -> HTML.

    results: results.json. notebooks: the folder of the executed notebooks. traces: where figures come from.
    body_name: the issuing body. known: ids of the periods that have a site too, for the links to the quarters around.
    """
    return _Site(results, notebooks, traces, body_name, known).pages()


class _Site:
    def __init__(self, results: Mapping[str, Any], notebooks: Path, traces: Sequence[Trace], body_name: str, known: Sequence[str]) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        self.results, self.notebooks, self.traces = results, notebooks, traces
        self.body_name, self.known = body_name, known
        self.period = parse_period(results["period"]["id"])
        self.templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
        self.areas = [*AREAS, GENERAL]
        self.links = CellLinks(results, traces)

    def pages(self) -> dict[str, str]:
        made = {"index.html": self._index()}
        for area in self.areas:
            made[file_of(area)] = self._area(area)
        return made

    # --- index --------------------------------------------------------------------------------------------------------

    def _index(self) -> str:
        indicators = self.results["indicators"]
        rows = [self._row(position, one) for position, one in enumerate(indicators)]
        return self._page(
            "index.html.j2", "index.html", f"Cải cách hành chính {self.period.label}", script="table.js",
            period_label=self.period.label, total=len(rows), counted=_counted(indicators), cards=[self._card(area) for area in (GENERAL, *AREAS)],
            rows=rows, heads=HEADS, statuses=list(dict.fromkeys(row["status"] for row in rows)), missing=self._missing(),
        )

    def _card(self, area: Area) -> dict[str, Any]:
        own = [one["status"] for one in self.results["indicators"] if one["area"] == area.id]
        return {"title": area.title, "file": file_of(area), "counts": [(status.capitalize(), own.count(status)) for status in STATUSES]}

    def _row(self, position: int, one: Mapping[str, Any]) -> dict[str, Any]:
        area = BY_ID[one["area"]]
        return {
            "position": position, "id": one["id"], "area": area.title, "name": one["name"], "href": self.links.hrefs.get(one["id"], file_of(area)),
            "numbers": [_target(one), _value(one), _value(one["previous"]), _value(one["same_period_last_year"])],
            "status": (one["status"] or UNJUDGED), "css": vid(one["status"] or "").replace("_", "-"),
        }

    def _missing(self) -> list[str]:
        return [f"{one.get('unit_name') or one['unit']}: {one['form']}" for one in self.results["missing"]]

    # --- areas --------------------------------------------------------------------------------------------------------

    def _area(self, area: Area) -> str:
        from markupsafe import Markup

        body = Markup(body_of(self.notebooks / f"{area.notebook}.ipynb", self.links))  # noqa: S704 - made of escaped text by bodies.py
        kinds = sections(one for one in self.traces if one.area == area.id)
        return self._page("area.html.j2", file_of(area), f"{area.title}, {self.period.label}", script="trace.js" if kinds else "", body=body, kinds=kinds)

    # --- every page ---------------------------------------------------------------------------------------------------

    def _page(self, template: str, here: str, title: str, *, script: str = "", **values: Any) -> str:
        from markupsafe import Markup

        period = self.results["period"]
        script = (TEMPLATES / script).read_text("utf-8") if script else ""
        window = f"Số liệu từ {_day(period['from'])} đến hết {_day(period['to'])}."
        pages = [{"file": "index.html", "name": "Tổng hợp"}, *({"file": file_of(area), "name": area.title} for area in self.areas)]
        return self.templates.get_template(template).render(
            title=title, here=here, pages=pages, neighbours=self._neighbours(), body_name=self.body_name, sample=self.results["sample"],
            draft=self.results.get("draft", False), window=window, plan=(self.results.get("plan") or {}).get("citation"),
            css=Markup((TEMPLATES / "style.css").read_text("utf-8")), script=Markup(script), script_hash=_hash(script), **values,  # noqa: S704 - our own files
        )

    def _neighbours(self) -> list[dict[str, str]]:
        around: list[tuple[Period | None, str, str]] = [(self.period.previous, "prev", "‹ "), (self.period.next, "next", "")]
        found = []
        for period, rel, sign in around:
            if period is not None and period.id in self.known:
                name = f"{period.short_label} năm {period.year}" if period.is_quarter else period.label
                found.append({"period": period.id, "rel": rel, "name": f"{sign}{name}" + (" ›" if rel == "next" else "")})
        return found


def _hash(script: str) -> str:
    """What lets exactly this script run, and no other that data may have brought along."""
    if not script:
        return ""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text))


def _counted(indicators: Sequence[Mapping[str, Any]]) -> str:
    statuses = [one["status"] for one in indicators]
    counted = [f"{statuses.count(status)} {status}" for status in STATUSES if status in statuses]
    return ", ".join([*counted, *([f"{statuses.count(None)} {UNJUDGED}"] if None in statuses else [])])


def _target(one: Mapping[str, Any]) -> dict[str, str]:
    if one["target"] is None:
        return {"text": "–", "value": ""}
    return {"text": target_words(one["comparison"], one["target"], one["unit"]), "value": _plain(one["target"])}


def _value(one: Mapping[str, Any] | None) -> dict[str, str]:
    if one is None or one.get("value") is None:
        return {"text": "–", "value": ""}
    return {"text": one.get("printed") or number(Fraction(str(one["value"]))), "value": _plain(one["value"])}


def _plain(value: object) -> str:
    return str(float(Fraction(str(value))))
