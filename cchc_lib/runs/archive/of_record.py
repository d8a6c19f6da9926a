"""Figures of record: what the issued runs of earlier periods said, taken as an input of a new run, explicit and recorded.

They are the only content of outputs/ that ever goes into a run. They are kept in its snapshot and hashed with it, so that
a rebuild takes them from there, whatever the archive has become since.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cchc_lib.domain.periods import Span
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.results import DOSSIER_SUMS, TOTAL_FIELD
from cchc_lib.runs.archive.figures import read_results
from cchc_lib.runs.archive.final import Final, final_of
from cchc_lib.runs.archive.manifest import read_manifest

# What two reports of one period may disagree about; names, sources and judgements are not figures.
_PARTS = ("numerator", "denominator", "value", "printed", "status")

Record = dict[str, dict[str, Any]]


def records(outputs: Path, span: Span, *, sample: bool) -> Record:
    """Period id -> the figures of its issued run, for the periods that a report of the span compares with.

    An entry: number, date (of the document), indicators (id -> numerator, denominator, value, printed, status), pending (the
    dossiers that were pending in all). A run of invented figures is of no record for a real one, nor the other way round.
    damaged: its results are no longer what was issued, so nothing of them is believed.
    """
    found: Record = {}
    for period in (span.period.previous, span.period.same_period_last_year):
        final = final_of(outputs, period.id) if period is not None else None
        if final is not None and period is not None and (entry := _entry(final, sample)) is not None:
            found[period.id] = entry
    return found


def _entry(final: Final, sample: bool) -> dict[str, Any] | None:
    issued = {"number": final.number, "date": final.date.isoformat()}
    if "results.json" in read_manifest(final.run).changed(final.run):
        return issued | {"damaged": True}
    results = read_results(final.run)
    if bool(results.get("sample")) is not sample:
        return None
    indicators = {one["id"]: {part: one.get(part) for part in _PARTS} for one in results["indicators"]}
    total = next((row for row in results.get("dossiers", ()) if row["field"] == TOTAL_FIELD), None)
    pending = None if total is None else sum(total[column] for column in DOSSIER_SUMS["pending"])
    return issued | {"indicators": indicators, "pending": pending}


def told(record: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What is of record, in sentences for whoever watches the run."""
    return [f"đối chiếu với số liệu đã ban hành của kỳ {period}: báo cáo số {one['number']} ngày {short_date(date.fromisoformat(one['date']))}" for period, one in sorted(record.items())]
