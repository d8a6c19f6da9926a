"""The note that explains figures which are no longer what they were: old, new and cause of each, as an official document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.findings import masked
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.printing import long_date, short_date
from cchc_lib.domain.results import SAMPLE_MARK
from cchc_lib.nd30 import Column, Document, Properties, Table
from cchc_lib.presentation.prose import Templates, sentence
from cchc_lib.presentation.tables import dossier_title, printed_number
from cchc_lib.runs.changes import Change
from cchc_lib.runs.diff import Difference, Moved
from cchc_lib.runs.figures import DOSSIERS, STATISTIC, TASK, figures_of, read_results
from cchc_lib.runs.final import read_final
from cchc_lib.runs.snapshot import FOLDER, read_parameters

OTHER_PERIODS = ("year_to_date", "previous", "same_period_last_year")
LISTED_CAUSES = 3
_SENTENCE_CHARACTERS = 240


def adjustment_note(found: Difference, templates: Templates) -> bytes:
    """The note on two compared runs as .docx. Raises ParameterError for an organisation or template that says too little."""
    return _Note(found, templates).to_bytes()


class _Note:
    def __init__(self, found: Difference, templates: Templates) -> None:
        self.found, self.templates = found, templates
        self.old, self.new = read_results(found.old), read_results(found.new)
        self.parameters: Parameters = read_parameters(found.new / FOLDER)
        self.span = self.parameters.calendar.span(parse_period(self.new["period"]["id"]))
        self.identity = self.parameters.organisation.identity_in_force(self.span.window.end)
        signer = self.parameters.organisation.signer(self.span.window.end)
        if signer is None:
            raise ParameterError(f"organisation.yaml không có người ký ngày {short_date(self.span.window.end)}")
        self.signer = signer

    def fill(self, *keys: str, **values: Any) -> str:
        return self.templates.fill("adjustments", *keys, **values)

    def to_bytes(self) -> bytes:
        identity, end = self.identity, self.span.window.end
        abstract = self.fill("abstract", ky=self.span.period.label)
        template = self.templates.folder / "report.docx"
        sample = self.old.get("sample") or self.new.get("sample")
        document = Document(
            template if template.exists() else None, mark=SAMPLE_MARK if sample else None,
            properties=Properties(title=abstract, subject=abstract, author=identity.name, created=dt.datetime(end.year, end.month, end.day)),
        )
        # Neither number nor day is known: the registry gives both.
        document.national_header(identity.issuer, identity.symbol, identity.place, identity.parent)
        document.title(self.fill("kind"), abstract)
        if identity.addressees:
            document.addressees(identity.addressees)
        self._body(document)
        document.end()
        document.signature(self.signer.lines, self.signer.name or "", recipients=identity.recipients, keep=identity.keep)
        return document.to_bytes()

    def _body(self, document: Document) -> None:
        window = self.span.window
        document.paragraph(sentence(self.fill(
            "opening", co_quan=self.identity.name, ky=self.span.period.label, tu_ngay=short_date(window.start), den_ngay=short_date(window.end),
            cu=self._called(self.found.old), moi=self._called(self.found.new),
        )))
        periods = [parse_period(one["period"]["id"]) for one in (self.old, self.new)]
        if periods[0] != periods[1]:
            document.paragraph(sentence(self.fill("two_periods", ky_cu=periods[0].label, ky_moi=periods[1].label)))
        rows = self.rows()
        if not rows:
            document.paragraph(sentence(self.fill("none")))
            return
        words = self.templates.get("adjustments", "columns")
        columns = [
            Column("STT", width_mm=12, align="center"), Column(words["figure"], weight=4), Column(words["old"], weight=2, align="right"),
            Column(words["new"], weight=2, align="right"), Column(words["cause"], weight=4),
        ]
        numbered = [[str(position), *row] for position, row in enumerate(rows, 1)]
        document.table(Table(columns=columns, rows=numbered, caption=self.fill("caption"), description=self.fill("caption")))
        document.paragraph(sentence(self.fill("closing")))

    def _called(self, run: Path) -> str:
        final = read_final(run)
        if final is None:
            return self.fill("not_issued", ten=run.name)
        return self.fill("issued", so=final.number, ky_hieu=self.identity.symbol, ngay=long_date(final.date))

    def rows(self) -> list[list[str]]:
        """Figure, old, new, cause: one row for everything of a figure that moved together."""
        groups: dict[tuple[str, str], list[Moved]] = {}
        for one in self.found.figures:
            head = one.part.partition(".")[0]
            groups.setdefault((one.id, head if head in OTHER_PERIODS else "own"), []).append(one)
        rows = []
        for (name, group), moved in groups.items():
            old, new = (self._amount(results, name, group, {one.part for one in moved}) for results in (self.old, self.new))
            if old != new:
                rows.append([self.fill("groups", group, ten=self._name(name)), old, new, self._causes(moved)])
        return rows

    def _name(self, figure: str) -> str:
        kind, _, rest = figure.partition("/")
        if kind == DOSSIERS:
            field, _, column = rest.rpartition("/")
            return f"Biểu II.06a, {field}: {dossier_title(column)}"
        if kind == TASK:
            return f"Nhiệm vụ {rest}"
        one = _found(self.new, figure) or _found(self.old, figure)
        return str(one.get("name", figure)) + ("" if kind == STATISTIC else f" ({figure})")

    def _amount(self, results: Mapping[str, Any], figure: str, group: str, parts: set[str]) -> str:
        """How one side of a difference reads: 97,3% (292/300), with the judgement and the target where those moved."""
        one = _found(results, figure)
        if not one:
            return "–"
        if figure.startswith(f"{DOSSIERS}/"):
            return printed_number(str(one["value"]))
        if group == "year_to_date" and figure.startswith(f"{STATISTIC}/"):
            return str(one.get("printed_year_to_date") or "–")
        amount = one if group == "own" else one.get(group) or {}
        text = str(amount.get("printed") or amount.get("value") or amount.get("status") or "–")
        if amount.get("numerator") is not None and amount.get("denominator") is not None:
            text += f" ({printed_number(amount['numerator'])}/{printed_number(amount['denominator'])})"
        if "target" in parts:
            text += f"; mục tiêu {one.get('comparison', '')} {one.get('target') or '–'}"
        if "status" in parts and amount.get("status") and amount["status"] not in text:
            text += f"; {amount['status']}"
        return text

    def _causes(self, moved: Sequence[Moved]) -> str:
        said = list(dict.fromkeys(self._cause(cause) for one in moved for cause in one.causes))
        more = [self.fill("causes", "more")] if len(said) > LISTED_CAUSES else []
        return sentence("; ".join(said[:LISTED_CAUSES] + more) or self.fill("causes", "unknown"))

    def _cause(self, one: Change) -> str:
        if one.kind in ("code", "notebook", "template"):
            return self.fill("causes", "code")
        if one.kind == "environment":
            return self.fill("causes", "environment")
        values = {"noi": one.where, "cu": self._value(one.old), "moi": self._value(one.new)}
        key = one.kind if one.kind in ("parameter", "option") else "cell"
        if one.kind == "input" and (one.old is None or one.new is None) and one.where == one.row:
            key = "row_new" if one.old is None else "row_gone"
        return masked(self.fill("causes", key, **values), _SENTENCE_CHARACTERS)

    def _value(self, value: str | None) -> str:
        return self.fill("causes", "blank") if value is None else f"«{value}»"


def _found(results: Mapping[str, Any], figure: str) -> Mapping[str, Any]:
    """The indicator, statistic, task or cell of that id in a results.json; nothing where it has none."""
    kind, _, rest = figure.partition("/")
    if kind == DOSSIERS:
        return figures_of(results).get(figure, {})
    where, name = {STATISTIC: ("statistics", rest), TASK: ("tasks", rest)}.get(kind, ("indicators", figure))
    return next((one for one in results.get(where, ()) if one["id"] == name), {})
