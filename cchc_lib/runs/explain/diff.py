"""What moved between two runs and why: indicator, table cell, statistic, task and sentence, each with its causes."""

from __future__ import annotations

import difflib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.results import DOSSIERS, STATISTIC, TASK
from cchc_lib.runs.archive.figures import figures_of, read_results
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.archive.snapshot import FOLDER, read_parameters
from cchc_lib.runs.explain.changes import Change, changes
from cchc_lib.runs.explain.trace import row_numbers

if TYPE_CHECKING:
    from cchc_lib.domain.parameters import Parameters

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OWN_PARTS = ("value", "numerator", "denominator")
_GENERAL_CODE = ("code", "notebook", "environment", "option")


@dataclass(frozen=True)
class Moved:
    """One figure's part that differs: id, part (value, numerator, status …), old, new, and what may have caused it."""

    id: str
    part: str
    old: Any
    new: Any
    causes: tuple[Change, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Sentence:
    """A paragraph of the document that differs; None where it is not there. cell: it stands in a table."""

    old: str | None
    new: str | None
    cell: bool = False


@dataclass(frozen=True)
class Difference:
    """Two runs compared. causes: everything that went in differently, whether or not a figure moved by it."""

    old: Path
    new: Path
    figures: tuple[Moved, ...]
    sentences: tuple[Sentence, ...]
    causes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        return not self.figures and not self.sentences

    def to_dict(self) -> dict[str, Any]:
        return {
            "old": self.old.name, "new": self.new.name, "same": self.same, "figures": [one.to_dict() for one in self.figures],
            "sentences": [asdict(one) for one in self.sentences], "causes": [one.to_dict() for one in self.causes],
        }


def diff(old: Path, new: Path) -> Difference:
    """Compare two runs, figure by figure. Raises ParameterError for a folder that is no run."""
    before, after = read_manifest(old), read_manifest(new)
    causes = tuple(changes(old, new, before, after))
    parameters = read_parameters(new / FOLDER)
    results = read_results(old), read_results(new)
    counted = [_counted_rows(one) for one in results]
    year = parse_period(results[1]["period"]["id"]).year
    moved = [
        Moved(one.id, one.part, one.old, one.new, tuple(causes_of(
            one.id, one.part, causes, parameters, year, counted[0].get(one.id, set()) | counted[1].get(one.id, set())
        )))
        for one in moved_figures(*results)
    ]
    texts = [paragraphs(run / manifest.docx) if manifest.docx else [] for run, manifest in ((old, before), (new, after))]
    return Difference(old, new, tuple(moved), tuple(changed_sentences(*texts)), causes)


def moved_figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Moved]:
    """Every part of every figure that differs between two results.json; printed text only where nothing else says it."""
    before, after = figures_of(old), figures_of(new)
    found = []
    for name in [*before, *(name for name in after if name not in before)]:
        was, now = before.get(name, {}), after.get(name, {})
        parts = [part for part in {**was, **now} if was.get(part) != now.get(part)]
        found += [Moved(name, part, was.get(part), now.get(part)) for part in parts if part != "printed" or len(parts) == 1]
    return found


def _counted_rows(results: Mapping[str, Any]) -> dict[str, set[str]]:
    """Figure -> the rows it was computed from in its own period, each as a change names its place; none where there are too many."""
    named = [(one["id"], one) for one in results.get("indicators", ())]
    named += [(f"{STATISTIC}/{one['id']}", one) for one in results.get("statistics", ())]
    return {
        name: {f"{source['file']} › {source['sheet']} › dòng {row}" for source in one.get("sources") or () for row in row_numbers(source["rows"])}
        for name, one in named if not any("counted" in source for source in one.get("sources") or ())
    }


def causes_of(name: str, part: str, causes: Iterable[Change], parameters: Parameters, year: int, counted: set[str]) -> list[Change]:
    """Of all that changed, what this figure depends on: its forms' rows, its own parameters, the code.

    counted: the rows that the figure was computed from, before or after; of a value of the period itself no other row can be
    the cause.
    """
    forms, words = _depends_on(name, parameters, year)
    own = part in _OWN_PARTS and bool(counted)

    def moves(one: Change) -> bool:
        if one.kind == "input":
            return one.form in forms and (not own or one.row is None or one.row in counted)
        return one.kind in _GENERAL_CODE or one.kind == "parameter" and _concerns(one.where, words)

    return [one for one in causes if moves(one)]


def _depends_on(name: str, parameters: Parameters, year: int) -> tuple[set[str], set[str]]:
    """The forms a figure is computed from, and the words by which parameters name it: its own id and its measures'."""
    kind, _, rest = name.partition("/")
    if kind == DOSSIERS:
        return {"ho_so_tthc", "danh_muc_tthc"}, set()
    measures: set[str] = set()
    words = {rest or name}
    if kind == STATISTIC:
        measures |= {m for row in parameters.statistics if row.id == rest for m in row.measures}
    elif kind == TASK:
        tasks = parameters.plans[year].tasks if year in parameters.plans else ()
        measures |= {m for task in tasks if task.id == rest for m in task.measures}
    elif target := parameters.target(name, year):
        measures |= set(target.measures)
    known = {m for m in measures if m in parameters.measures}
    forms = {parameters.measures[m].form for m in known} | ({"nhiem_vu"} if kind in (TASK, STATISTIC) else set())
    return forms, words | known


def _concerns(where: str, words: set[str]) -> bool:
    """Whether a changed parameter bears on a figure: it names it, or it is one that every figure depends on."""
    file, _, path = where.partition(" › ")
    pieces = path.split("/")
    named = file in ("measures.yaml", "statistics.yaml") or file.startswith("plans/") or "targets" in pieces or "tasks" in pieces
    if not named:
        return file.split("/")[0] not in ("organisation.yaml",)
    return any(word in pieces for word in words) or not {"targets", "tasks", "measures", "statistics"} & set(pieces)


class Paragraph(str):
    """The text of one paragraph. cell: it stands in a table."""

    cell: bool = False


def paragraphs(docx: Path) -> list[Paragraph]:
    """The text of every paragraph of a Word document, tables included, in order; empty ones left out."""
    try:
        with zipfile.ZipFile(docx) as package:
            root = ElementTree.fromstring(package.read("word/document.xml"))
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return []
    cells = {paragraph for table in root.iter(f"{_WORD}tbl") for paragraph in table.iter(f"{_WORD}p")}
    found = []
    for node in root.iter(f"{_WORD}p"):
        paragraph = Paragraph("".join(_runs(node)))
        paragraph.cell = node in cells
        if paragraph.strip():
            found.append(paragraph)
    return found


def _runs(paragraph: ElementTree.Element) -> Iterable[str]:
    for node in paragraph.iter():
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        elif node.tag in (f"{_WORD}tab", f"{_WORD}br"):
            yield " "


def changed_sentences(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Sentence]:
    """The paragraphs that differ, old beside new where one took the other's place."""
    found = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [Sentence(was, now, (now if was is None else was).cell) for was, now in zip_longest(old[a:b], new[c:d])]
    return found
