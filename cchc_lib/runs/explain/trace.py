"""From a figure of a report back to its formula, its forms, and the very rows it was computed from.

Everything is taken from the run itself: what the inputs or the parameters have become since makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.areas import BY_ID
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.printing import number
from cchc_lib.domain.results import DOSSIER_SUMS, DOSSIERS, STATISTIC, SUMMARY, TASK, TOTAL_FIELD
from cchc_lib.runs.archive.canonical import read_json
from cchc_lib.runs.archive.figures import counted_tasks, figures_of, found_id, read_results, summary_figures
from cchc_lib.runs.archive.snapshot import FOLDER, read_parameters, read_snapshot

if TYPE_CHECKING:
    import pandas

    from cchc_lib.analysis.measures import AnyDossiers, Workspace
    from cchc_lib.domain.parameters import Parameters
    from cchc_lib.domain.periods import Span

DOSSIER_FORM, TASK_FORM = "ho_so_tthc", "nhiem_vu"


@dataclass(frozen=True)
class Source:
    """Rows of one sheet that a figure was computed from, "5-9, 12", with the unit's form and the file's sha256.

    counted: of very many rows only the first and the last are known, and how many between them were counted.
    """

    file: str
    sheet: str
    rows: str
    form: str | None = None
    sha256: str | None = None
    counted: int | None = None

    @property
    def words(self) -> str:
        """Where the rows are, as people read it."""
        of = "" if self.counted is None else f" ({number(self.counted)} dòng được đếm trong khoảng này)"
        return f"{self.file} › {self.sheet} › dòng {self.rows}{of}"


@dataclass(frozen=True)
class Traced:
    """One figure. formula: in words; numerator, denominator: what they count, with the forms they come from.

    printed: where the document prints it (place, text, bookmark or table cell). rows: the rows themselves, when asked for.
    """

    id: str
    name: str
    values: Mapping[str, Any]
    formula: str
    terms: Mapping[str, str]
    forms: tuple[str, ...]
    sources: tuple[Source, ...]
    printed: tuple[Mapping[str, Any], ...] = ()
    rows: tuple[Mapping[str, Any], ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def trace(run: Path, figure: str, *, rows: bool = False) -> Traced:
    """Where a figure of a run comes from; rows: also the rows, as they were read (personal columns never were).

    Raises ParameterError for a figure that the run does not have, with the nearest.
    """
    return Tracer(run).trace(figure, rows=rows)


class Tracer:
    """One run, opened once for any number of figures."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.results = read_results(run)
        self.parameters: Parameters = read_parameters(run / FOLDER)
        self.printed = _printed(run)
        self.figures = figures_of(self.results) | summary_figures(self.results)

    def trace(self, figure: str, *, rows: bool = False) -> Traced:
        """One figure, by its id or as it is printed; see trace()."""
        name = found_id(figure, self.figures, self.printed)
        kind, _, rest = name.partition("/")
        of_kind = {DOSSIERS: self._dossiers, STATISTIC: self._statistic, TASK: self._task, SUMMARY: self._summary}
        about = of_kind.get(kind, self._indicator)(rest or name)
        sources = _with_forms(about["sources"], self.results, about["forms"])
        return Traced(
            id=name, name=about["name"], values=self.figures[name], formula=about["formula"], terms=about["terms"],
            forms=tuple(about["forms"]), sources=sources,
            printed=tuple({key: value for key, value in entry.items() if key != "id"} for entry in self.printed if entry["id"] == name),
            rows=tuple(rows_of(self.run, sources)) if rows else None,
        )

    def _indicator(self, name: str) -> dict[str, Any]:
        one = _one(self.results["indicators"], name)
        target = self.parameters.target(name, parse_period(self.results["period"]["id"]).year)
        terms: dict[str, str] = {}
        if target is not None:
            terms = {"tử số": target.numerator, "mẫu số": target.denominator, "giá trị": target.measure}  # type: ignore[dict-item]
            terms |= {part.name: part.measure for part in target.parts} | {f"giới hạn của {part.name}": part.limit for part in target.parts}
        formula = "tử số / mẫu số × 100" if one["kind"] in ("ratio", "checklist") else "giá trị"
        judged = f"; mục tiêu {one['comparison']} {one['target']}" if one.get("target") is not None else ""
        return _described(self.parameters, one["name"], f"{formula}{judged}", terms, one["sources"])

    def _statistic(self, name: str) -> dict[str, Any]:
        one = _one(self.results["statistics"], name)
        row = next((row for row in self.parameters.statistics if row.id == name), None)
        terms = {"giá trị": row.measure, "tử số": row.numerator, "mẫu số": row.denominator} if row else {}
        if row is not None and row.tasks is not None:
            chosen = [task for task in self.results["tasks"] if not row.tasks or task["status"] in row.tasks]
            return self._tasks(one["name"], chosen)
        formula = "tử số / mẫu số × 100" if row and row.numerator else "giá trị"
        return _described(self.parameters, one["name"], formula, terms, one["sources"])  # type: ignore[arg-type]

    def _task(self, name: str) -> dict[str, Any]:
        from cchc_lib.analysis.measures import sources

        one = _one(self.results["tasks"], name)
        plan = self.parameters.plan_for(self._span.period)
        task = next((task for task in plan.tasks if task.id == name), None) if plan else None  # another year's III.2.4 is another task
        terms = {"số đo": task.measure, "tử số": task.numerator, "mẫu số": task.denominator} if task else {}
        described = _described(self.parameters, one["text"], "tình trạng nặng nhất trong các dòng của nhiệm vụ", terms, ())  # type: ignore[arg-type]
        counted = sources(*(self._workspace.measure(measure, self._span) for measure in (task.measures if task else ())))
        return described | {
            "sources": [*_reported(one), *(source.model_dump() for source in counted)], "forms": [TASK_FORM, *described["forms"]],
        }

    def _tasks(self, name: str, chosen: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """A count of tasks: which they are, and the rows in which units reported of them."""
        sources = list({tuple(source.items()): source for task in chosen for source in _reported(task)}.values())
        terms = {"nhiệm vụ được đếm": ", ".join(task["id"] for task in chosen) or "không có"}
        return {"name": name, "formula": "đếm nhiệm vụ theo tình trạng", "terms": terms, "forms": [TASK_FORM], "sources": sources}

    def _summary(self, name: str) -> dict[str, Any]:
        """A count of the report's own results; what is counted can be traced in its turn."""
        head, _, rest = name.partition("/")
        if head == "tasks":
            area, _, status = rest.partition("/")
            words = [f"lĩnh vực {BY_ID[area].in_sentence}" if area in BY_ID else "", f"tình trạng «{status}»" if status != "*" else ""]
            told = ", ".join(word for word in words if word)
            return self._tasks(f"Số nhiệm vụ của kế hoạch{f' ({told})' if told else ''}", counted_tasks(self.results["tasks"], area, status))
        chosen = [one for one in self.results["indicators"] if name == "tổng" or one["status"] == name]
        return {
            "name": f"Số chỉ tiêu{'' if name == 'tổng' else f' được đánh giá «{name}»'}", "formula": "đếm chỉ tiêu theo đánh giá",
            "terms": {"chỉ tiêu được đếm": ", ".join(one["id"] for one in chosen) or "không có"}, "forms": [], "sources": [],
        }

    def _dossiers(self, cell: str) -> dict[str, Any]:
        """One cell of form II.06a: its dossiers are classified again from the run's own tables."""
        from cchc_lib.analysis.measures import dossier_sources
        from cchc_lib.presentation.tables import dossier_cell_name, dossier_title

        field, _, column = cell.rpartition("/")
        title = dossier_title(column)
        flags = list(DOSSIER_SUMS.get(column, (column,)))
        found = dossier_sources(self._classified, flags, None if field == TOTAL_FIELD else field)
        return {
            "name": dossier_cell_name(cell), "formula": "đếm hồ sơ theo ngày tiếp nhận, ngày hẹn trả, ngày trả kết quả",
            "terms": {"hồ sơ được đếm": title.lower()}, "forms": [DOSSIER_FORM], "sources": [one.model_dump() for one in found],
        }

    @cached_property
    def _span(self) -> Span:
        return self.parameters.calendar.span(parse_period(self.results["period"]["id"]))

    @cached_property
    def _workspace(self) -> Workspace:
        from cchc_lib.analysis.measures import Workspace

        return Workspace(self.parameters, {one.quarter: one for one in read_snapshot(self.run / FOLDER).values()})

    @cached_property
    def _classified(self) -> AnyDossiers:
        return self._workspace.dossiers(self._span)


def _printed(run: Path) -> list[dict[str, Any]]:
    try:
        return list(read_json(run / "figures.json"))
    except (OSError, ValueError):
        return []


def _one(things: Iterable[Mapping[str, Any]], thing_id: str) -> Mapping[str, Any]:
    return next(one for one in things if one["id"] == thing_id)


def _reported(task: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Where units reported of a task."""
    return [report["source"] for report in task.get("reports") or () if report.get("source")]


def _described(
    parameters: Parameters, name: str, formula: str, terms: Mapping[str, str | None], sources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Terms named by what their measures count, and the forms of those."""
    measures = {term: parameters.measures[measure] for term, measure in terms.items() if measure in parameters.measures}
    return {
        "name": name, "formula": formula, "sources": list(sources),
        "terms": {term: f"{one.text} ({terms[term]})" for term, one in measures.items()},
        "forms": list(dict.fromkeys(one.form for one in measures.values())),
    }


def _with_forms(sources: Iterable[Mapping[str, Any]], results: Mapping[str, Any], forms: Sequence[str]) -> tuple[Source, ...]:
    """The sources with the form and the file's hash, as the submissions of results.json tell them."""
    sent = results.get("submissions", ())

    def of(source: Mapping[str, Any]) -> Source:
        match = [one for one in sent if one["file"] == source["file"] and one.get("sheet", source["sheet"]) == source["sheet"]]
        match = [one for one in match if one["form"] in forms] or match
        known = match[0] if match else {}
        return Source(source["file"], source["sheet"], source["rows"], known.get("form"), known.get("sha256"), source.get("counted"))

    return tuple(of(source) for source in sources)


def row_numbers(text: str) -> Iterator[int]:
    """5-7, 12 -> 5, 6, 7, 12."""
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def rows_of(run: Path, sources: Iterable[Source]) -> Iterator[dict[str, Any]]:
    """The rows of the sources, in order, each with its address; blank cells are None. None of a source that is only counted."""
    quarters = read_snapshot(run / FOLDER)
    for source in (one for one in sources if one.counted is None):
        wanted = list(row_numbers(source.rows))
        data = quarters.get(source.file.split("/")[0])
        for form in (source.form,) if source.form else tuple(data.tables if data else ()):
            if data is None or form not in data.tables:
                continue
            yield from _plain_rows(data.tables.at(form, source.file, source.sheet, wanted))  # type: ignore[attr-defined]


def _plain_rows(table: pandas.DataFrame) -> Iterator[dict[str, Any]]:
    import pandas

    for row in table.to_dict("records"):
        yield {name: None if pandas.isna(value) else _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    return value if isinstance(value, (bool, int, str)) else str(value)
