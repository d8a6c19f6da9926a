"""Composes the report: the official document, results.json and figures.json, from six area results and what was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc_lib.domain.organisation import Identity
from cchc_lib.domain.printing import day_left_blank, long_date
from cchc_lib.domain.results import SAMPLE_MARK
from cchc_lib.nd30 import Document, Properties
from cchc_lib.presentation.prose import Templates
from cchc_lib.presentation.sentences import Writer

from .annexes import Annexes
from .merged import Merged
from .opening import Opening, period_words
from .page import Page
from .sections import Body


@dataclass(frozen=True)
class Composed:
    """The finished report: bytes of the .docx, results.json and figures.json as data."""

    docx: bytes
    results: dict[str, Any]
    figures: list[dict[str, Any]]


def compose(merged: Merged, templates: Templates, figures: Path) -> Composed:
    """The report of a period. figures: the folder with the areas' charts.

    Raises ParameterError when a blank of a template cannot be filled or the organisation says nothing for the period.
    """
    writer = Writer(templates, merged.parameters, merged.all)
    identity, signer = merged.parameters.signing(merged.span)
    document = _document(merged, identity, templates)
    page = Page(document, merged)
    _header(document, merged, writer, identity)
    Opening(page, merged, templates).write()
    body = Body(page, merged, writer, figures)
    for part in (body.direction, body.results, body.assessment, body.plans, body.proposals):
        part()
    document.end()
    document.signature(signer.lines, signer.name or "", recipients=identity.recipients, keep=identity.keep)
    Annexes(page, merged, writer, _reference(merged, writer, identity)).write()
    return Composed(document.to_bytes(), merged.results(), page.figures)


def _document(merged: Merged, identity: Identity, templates: Templates) -> Document:
    subject = period_words(templates, "subject", merged.span)
    template = templates.folder / "report.docx"
    end = merged.span.window.end
    properties = Properties(title=subject, subject=subject, author=identity.name, created=dt.datetime(end.year, end.month, end.day))
    return Document(
        template if template.exists() else None, properties=properties, draft=merged.draft,
        mark=SAMPLE_MARK if merged.sample else None,
    )


def _header(document: Document, merged: Merged, writer: Writer, identity: Identity) -> None:
    own = merged.parameters.periods.get(merged.span.period.id)
    end = merged.span.window.end
    issued = own.date if own else None
    document.national_header(
        identity.issuer, identity.symbol, identity.place, identity.parent, number=own.number if own else None, date=issued,
        month=None if issued else end.month, year=None if issued else end.year,
    )
    document.title(writer.templates.get("report", "kind"), period_words(writer.templates, "abstract", merged.span))
    if identity.addressees:
        document.addressees(identity.addressees)


def _reference(merged: Merged, writer: Writer, identity: Identity) -> str:
    """The line under an annex's title; number and day stay blank while the registry has not given them."""
    own = merged.parameters.periods.get(merged.span.period.id)
    day = long_date(own.date) if own and own.date else day_left_blank(merged.span.window.end)
    number = own.number if own and own.number and not merged.draft else "…"
    return writer.templates.fill("report", "annexes", "reference", so=number, ky_hieu=identity.symbol, ngay=day, co_quan=identity.name)
