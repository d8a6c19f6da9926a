"""From a figure of a report back to its formula, its forms, and the very rows it was computed from.

Everything is taken from the run itself: what the inputs or the parameters have become since makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.periods import Span, parse_period
from cchc_lib.domain.results import DOSSIER_SUMS, TOTAL_FIELD
from cchc_lib.runs.canonical import read_json
from cchc_lib.runs.figures import DOSSIERS, STATISTIC, TASK, figures_of, found_id, read_results
from cchc_lib.runs.snapshot import FOLDER, read_parameters, read_snapshot

if TYPE_CHECKING:
    import pandas

    from cchc_lib.analysis.measures import Workspace
    from cchc_lib.domain.parameters import Parameters

DOSSIER_FORM = "ho_so_tthc"


@dataclass(frozen=True)
class Source:
    """Rows of one sheet that a figure was computed from, "5-9, 12", with the unit's form and the file's sha256."""

    file: str
    sheet: str
    rows: str
    form: str | None = None
    sha256: str | None = None


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
    results = read_results(run)
    printed = _printed(run)
    figures = figures_of(results)
    name = found_id(figure, figures, printed)
    kind, _, rest = name.partition("/")
    parameters = read_parameters(run / FOLDER)
    about = {DOSSIERS: _dossiers, STATISTIC: _statistic, TASK: _task}.get(kind, _indicator)(run, results, parameters, rest or name)
    sources = _with_forms(about["sources"], results, about["forms"])
    return Traced(
        id=name, name=about["name"], values=figures[name], formula=about["formula"], terms=about["terms"],
        forms=tuple(about["forms"]), sources=sources,
        printed=tuple({key: value for key, value in entry.items() if key != "id"} for entry in printed if entry["id"] == name),
        rows=tuple(rows_of(run, sources)) if rows else None,
    )


def _printed(run: Path) -> list[dict[str, Any]]:
    try:
        return list(read_json(run / "figures.json"))
    except (OSError, ValueError):
        return []


def _one(things: Iterable[Mapping[str, Any]], thing_id: str) -> Mapping[str, Any]:
    return next(one for one in things if one["id"] == thing_id)


def _indicator(run: Path, results: Mapping[str, Any], parameters: Parameters, name: str) -> dict[str, Any]:
    one = _one(results["indicators"], name)
    plan = parameters.plan_for(parse_period(results["period"]["id"])) or next(iter(parameters.plans.values()), None)
    target = plan.target(name) if plan else None
    terms: dict[str, str] = {}
    if target is not None:
        terms = {"tử số": target.numerator, "mẫu số": target.denominator, "giá trị": target.measure}  # type: ignore[dict-item]
        terms |= {part.name: part.measure for part in target.parts} | {f"giới hạn của {part.name}": part.limit for part in target.parts}
    formula = "tử số / mẫu số × 100" if one["kind"] in ("ratio", "checklist") else "giá trị"
    judged = f"; mục tiêu {one['comparison']} {one['target']}" if one.get("target") is not None else ""
    return _described(parameters, one["name"], f"{formula}{judged}", terms, one["sources"])


def _statistic(run: Path, results: Mapping[str, Any], parameters: Parameters, name: str) -> dict[str, Any]:
    one = _one(results["statistics"], name)
    row = next((row for row in parameters.statistics if row.id == name), None)
    terms = {"giá trị": row.measure, "tử số": row.numerator, "mẫu số": row.denominator} if row else {}
    formula = "tử số / mẫu số × 100" if row and row.numerator else "đếm nhiệm vụ theo tình trạng" if row and row.tasks is not None else "giá trị"
    described = _described(parameters, one["name"], formula, terms, one["sources"])  # type: ignore[arg-type]
    return described | ({"forms": ["nhiem_vu"]} if row and row.tasks is not None else {})


def _task(run: Path, results: Mapping[str, Any], parameters: Parameters, name: str) -> dict[str, Any]:
    one = _one(results["tasks"], name)
    plans = [task for plan in parameters.plans.values() for task in plan.tasks if task.id == name]
    task = plans[0] if plans else None
    terms = {"số đo": task.measure, "tử số": task.numerator, "mẫu số": task.denominator} if task else {}
    described = _described(parameters, one["text"], "tình trạng nặng nhất trong các dòng của nhiệm vụ", terms, ())  # type: ignore[arg-type]
    sources = [report["source"] for report in one["reports"] if report.get("source")]
    return described | {"sources": sources, "forms": ["nhiem_vu", *described["forms"]]}


def _dossiers(run: Path, results: Mapping[str, Any], parameters: Parameters, cell: str) -> dict[str, Any]:
    """One cell of form II.06a: its dossiers are classified again from the run's own tables."""
    from cchc_lib.analysis.measures import sources

    field, _, column = cell.rpartition("/")
    span, workspace = _workspace(run, results, parameters)
    flags = list(DOSSIER_SUMS.get(column, (column,)))
    chosen = workspace.dossiers(span).addresses(flags, None if field == TOTAL_FIELD else field)
    return {
        "name": f"Biểu II.06a, {field}, {column}", "formula": "đếm hồ sơ theo ngày tiếp nhận, ngày hẹn trả, ngày trả kết quả",
        "terms": {"hồ sơ được đếm": column}, "forms": [DOSSIER_FORM], "sources": [one.model_dump() for one in sources(chosen)],
    }


def _workspace(run: Path, results: Mapping[str, Any], parameters: Parameters) -> tuple[Span, Workspace]:
    from cchc_lib.analysis.measures import Workspace

    data = {one.quarter: one for one in read_snapshot(run / FOLDER).values()}
    return parameters.calendar.span(parse_period(results["period"]["id"])), Workspace(parameters, data)


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
        return Source(source["file"], source["sheet"], source["rows"], known.get("form"), known.get("sha256"))

    return tuple(of(source) for source in sources)


def row_numbers(text: str) -> Iterator[int]:
    """5-7, 12 -> 5, 6, 7, 12."""
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def rows_of(run: Path, sources: Iterable[Source]) -> Iterator[dict[str, Any]]:
    """The rows of the sources, in order, each with its address; blank cells are None."""
    quarters = read_snapshot(run / FOLDER)
    for source in sources:
        wanted = set(row_numbers(source.rows))
        data = quarters.get(source.file.split("/")[0])
        for form in (source.form,) if source.form else tuple(data.tables if data else ()):
            if data is None or form not in data.tables:
                continue
            table = data.tables[form]
            chosen = table[(table["_file"] == source.file) & (table["_sheet"] == source.sheet) & table["_row"].isin(wanted)]
            yield from _plain_rows(chosen)


def _plain_rows(table: pandas.DataFrame) -> Iterator[dict[str, Any]]:
    import pandas

    for row in table.to_dict("records"):
        yield {name: None if pandas.isna(value) else _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "strftime"):
        return value.strftime("%Y-%m-%d")
    return value if isinstance(value, (bool, int, str)) else str(value)
