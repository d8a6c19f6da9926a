"""Form II.06a as a chart: dossiers of each field by where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_lib.domain.printing import number
from cchc_lib.domain.results import TOTAL_FIELD, DossierRow

from ..drawn import Drawn, finish
from ..style import DARK_FILL, DARK_HATCHED, MIDDLE_FILL, PAPER_FILL, PAPER_HATCHED, About
from .stacks import Part, Row, stacked
from ..wording import and_list

# resolved, then pending: the gap between the two groups keeps fills of one tone apart
STANDS = (
    ("early", "đã giải quyết trước hạn", MIDDLE_FILL), ("on_time", "đúng hạn", PAPER_FILL), ("late", "quá hạn", DARK_FILL),
    ("pending_in_time", "đang giải quyết, trong hạn", PAPER_HATCHED), ("pending_overdue", "đang giải quyết, quá hạn", DARK_HATCHED),
)
_MOST_FIELDS = 13  # bars: about half a page where names take one line; a larger chart leaves the page before it empty, and annex II lists every field


def dossiers_by_field(rows: Sequence[DossierRow], about: About, *, id: str = "dossiers_by_field", what: str = "Hồ sơ TTHC theo lĩnh vực và tình trạng giải quyết") -> Drawn | None:
    """Stacked bars, one per field, the field with most dossiers first. rows: form II.06a, with or without its total row.

    Fields beyond the 12 largest are one bar. None where no field has a dossier.
    """
    fields = sorted((row for row in rows if row.field != TOTAL_FIELD and row.received), key=lambda row: (-row.received, row.field))
    if not fields:
        return None
    count = len(fields)
    if count > _MOST_FIELDS:
        rest = fields[_MOST_FIELDS - 1 :]
        sums = {name: sum(getattr(row, name) for row in rest) for name in DossierRow.model_fields if name != "field"}
        fields = [*fields[: _MOST_FIELDS - 1], DossierRow(field=f"{len(rest)} lĩnh vực còn lại", **sums)]
    bars = [_bar(row) for row in fields]
    sheet = stacked(bars, [(label, fill) for _, label, fill in STANDS], gap_before=3)
    data = {"rows": [row.model_dump() for row in fields]}
    return finish(sheet, about, id=id, what=what, alt=_alt(fields, count), data=data)


def _bar(row: DossierRow) -> Row:
    behind = row.late + row.pending_overdue
    note = f"{number(behind)} quá hạn" if behind else ""
    parts = tuple(Part(getattr(row, name), fill, label) for name, label, fill in STANDS)
    return Row(row.field, parts, f"{number(row.received)} hồ sơ", note)


def _alt(fields: Sequence[DossierRow], count: int) -> str:
    """count: of fields, the last of which may be put together."""
    total = {name: sum(getattr(row, name) for row in fields) for name, _, _ in STANDS}
    received, resolved = sum(row.received for row in fields), total["early"] + total["on_time"] + total["late"]
    largest, smallest = fields[0], fields[-1]
    parts = [
        f"Biểu đồ thanh chồng về {number(received)} hồ sơ TTHC ở {count} lĩnh vực: đã giải quyết {number(resolved)}"
        f" (trước hạn {number(total['early'])}, đúng hạn {number(total['on_time'])}, quá hạn {number(total['late'])}),"
        f" đang giải quyết {number(total['pending_in_time'] + total['pending_overdue'])}"
        f" (quá hạn {number(total['pending_overdue'])})."
    ]
    if len(fields) > 1:
        least = f"ít nhất là {smallest.field}" if count == len(fields) else smallest.field
        parts.append(f"Nhiều nhất là lĩnh vực {largest.field} ({number(largest.received)}), {least} ({number(smallest.received)}).")
    behind = [f"{row.field} ({number(row.late + row.pending_overdue)})" for row in sorted(fields, key=lambda row: -(row.late + row.pending_overdue)) if row.late + row.pending_overdue]
    parts.append(f"Lĩnh vực có hồ sơ quá hạn: {and_list(behind)}." if behind else "Không lĩnh vực nào có hồ sơ quá hạn.")
    return " ".join(parts)
