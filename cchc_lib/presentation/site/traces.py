"""Where figures come from, as sections of a page: a line each that opens, and a place that the figure's cell links to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cchc_lib.domain.areas import BY_ID, Area
from cchc_lib.domain.results import DOSSIERS, STATISTIC, TASK
from cchc_lib.domain.text import vid

from ..tables import DOSSIER_COLUMNS, DOSSIER_TITLES, NAME_OF_STATISTIC, NAME_OF_TASK, RESULT, RESULT_OF_STATISTIC, TO_DATE_OF_STATISTIC

INDICATOR = ""
# Kind of a figure -> the title of its sections, and how the ids of their places begin.
KINDS = {
    INDICATOR: ("Chỉ tiêu", "chi-tieu"), STATISTIC: ("Số liệu thống kê", "so-lieu"), DOSSIERS: ("Biểu II.06a", "bieu-06a"),
    TASK: ("Nhiệm vụ của kế hoạch", "nhiem-vu"),
}


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from. figure: 2.2.a, stat/3.07, task/III.2.6, 06a/<field>/<column>; area: the page that tells it.

    printed: its value in words. lines: (name, words). sources: the addresses of its rows.
    """

    figure: str
    area: str
    name: str
    printed: str
    lines: Sequence[tuple[str, str]]
    sources: Sequence[str]

    @property
    def kind(self) -> str:
        return self.figure.partition("/")[0] if "/" in self.figure else INDICATOR


@dataclass(frozen=True)
class Part:
    """One figure of a section, or the whole of it (title empty)."""

    place: str
    title: str
    sources: Sequence[str]


@dataclass(frozen=True)
class Section:
    """What opens under one line: a figure, or a field of form II.06a with all its columns."""

    place: str
    summary: str
    lines: Sequence[tuple[str, str]]
    parts: Sequence[Part]


def file_of(area: Area) -> str:
    """The page of an area: tthc.html; the general one is made from the report's notebook."""
    return f"{area.id.replace('_', '-')}.html"


def place_of(figure: str) -> str:
    """The place of a figure on its page: chi-tieu-2-2-a, so-lieu-3-07, bieu-06a-lao-dong-late."""
    kind, slash, rest = figure.partition("/")
    if not slash:
        kind, rest = INDICATOR, figure
    if kind == DOSSIERS:
        field, _, column = rest.rpartition("/")
        rest = f"{vid(field)}-{column}"
    return f"{KINDS[kind][1]}-{rest}".replace(".", "-").replace("_", "-")


def href_of(trace: Trace) -> str:
    return f"{file_of(BY_ID[trace.area])}#{place_of(trace.figure)}"


def sections(traces: Iterable[Trace]) -> list[tuple[str, list[Section]]]:
    """The traces of a page under the titles of their kinds."""
    own = list(traces)
    found = []
    for kind, (title, _) in KINDS.items():
        of_kind = [one for one in own if one.kind == kind]
        if of_kind:
            found.append((title, _by_field(of_kind) if kind == DOSSIERS else [_section(one) for one in of_kind]))
    return found


def _section(one: Trace) -> Section:
    name = one.figure.rpartition("/")[2]
    return Section(place_of(one.figure), f"{name} – {one.name}: {one.printed}", one.lines, [Part("", "", one.sources)])


def _by_field(traces: Sequence[Trace]) -> list[Section]:
    fields: dict[str, list[Trace]] = {}
    for one in traces:
        fields.setdefault(one.figure.split("/", 1)[1].rpartition("/")[0], []).append(one)
    return [
        Section(place_of(f"{DOSSIERS}/{field}/all"), field, own[0].lines, [Part(place_of(one.figure), f"{one.name}: {one.printed}", one.sources) for one in own])
        for field, own in fields.items()
    ]


class CellLinks:
    """Which cells of a notebook's tables lead to where their figure comes from.

    A table is known by its heads, a row by the id or the name in it: what is not known for sure leads nowhere.
    """

    def __init__(self, results: Mapping[str, Any], traces: Iterable[Trace]) -> None:
        self.hrefs = {one.figure: href_of(one) for one in traces}
        names = [one["name"] for one in results["indicators"]]
        self.indicators = {one["name"]: one["id"] for one in results["indicators"] if names.count(one["name"]) == 1}

    def __call__(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[tuple[int, int], str]:
        found = {}
        for line, row in enumerate(rows):
            for title, figure in self._figures(head, row):
                place = list(head).index(title)
                if figure in self.hrefs and row[place] not in ("0", "–", ""):
                    found[line, place] = self.hrefs[figure]
        return found

    def _figures(self, head: Sequence[str], row: Sequence[str]) -> list[tuple[str, str]]:
        """(title of the column, figure in it)."""
        if len(row) < len(head) or len(head) < 2:
            return []
        if tuple(head[2:]) == DOSSIER_TITLES:
            return [(title, f"{DOSSIERS}/{row[1]}/{column}") for column, title in zip(DOSSIER_COLUMNS, DOSSIER_TITLES, strict=True)]
        if head[1] == NAME_OF_STATISTIC:
            return [(title, f"{STATISTIC}/{row[0]}") for title in (RESULT_OF_STATISTIC, TO_DATE_OF_STATISTIC) if title in head]
        if head[1] == NAME_OF_TASK:
            return [(head[0], f"{TASK}/{row[0]}")]
        return [(RESULT, self.indicators[row[1]])] if RESULT in head and row[1] in self.indicators else []
