"""The note that explains figures which are no longer what they were: old, new and cause of each, as an official document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.periods import parse_period
from cchc_lib.domain.printing import long_date, short_date
from cchc_lib.domain.results import SAMPLE_MARK
from cchc_lib.nd30 import Column, Document, Properties, Table
from cchc_lib.presentation.prose import Templates, sentence
from cchc_lib.runs.archive.final import read_final
from cchc_lib.runs.explain.changes import Change
from cchc_lib.runs.explain.diff import Difference
from cchc_lib.runs.explain.in_words import InWords

LISTED_CAUSES = 3


def adjustment_note(found: Difference, templates: Templates) -> bytes:
    """The note on two compared runs as .docx. Raises ParameterError for an organisation or template that says too little."""
    return _Note(found, templates).to_bytes()


class _Note:
    def __init__(self, found: Difference, templates: Templates) -> None:
        self.found, self.templates, self.words = found, templates, InWords(found, templates)
        self.old, self.new, self.parameters = self.words.old, self.words.new, self.words.parameters
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
        rows = self.words.rows()
        if not rows:
            document.paragraph(sentence(self.fill("none")))
            return
        words = self.templates.get("adjustments", "columns")
        columns = [
            Column("STT", width_mm=12, align="center"), Column(words["figure"], weight=4), Column(words["old"], weight=2, align="right"),
            Column(words["new"], weight=2, align="right"), Column(words["cause"], weight=4),
        ]
        numbered = [[str(position), row.name, row.old, row.new, self._causes(row.causes)] for position, row in enumerate(rows, 1)]
        document.table(Table(columns=columns, rows=numbered, caption=self.fill("caption"), description=self.fill("caption")))
        document.paragraph(sentence(self.fill("closing")))

    def _called(self, run: Path) -> str:
        final = read_final(run)
        if final is None:
            return self.fill("not_issued", ten=run.name)
        return self.fill("issued", so=final.number, ky_hieu=self.identity.symbol, ngay=long_date(final.date))

    def _causes(self, causes: Sequence[Change]) -> str:
        said = list(dict.fromkeys(self.words.cause(cause) for cause in causes))
        more = [self.fill("causes", "more")] if len(said) > LISTED_CAUSES else []
        return sentence("; ".join(said[:LISTED_CAUSES] + more) or self.fill("causes", "unknown"))
