"""What came in for a quarter: typed tables with their addresses, who sent what, and everything found on the way.

A typed table is a pandas DataFrame with one column per kept column of the form, named by its id, and these source columns:
_file (<quarter>/<relative path>), _sheet, _row (1-based row in the sheet, line in a CSV), _unit (id of the submitting unit,
or its name as given when unknown), _quarter (2024-Q1). Types by column type:
text, choice, duration -> str (missing where blank); integer -> Int64; decimal -> object (decimal.Decimal or None);
date -> datetime64[s]; month -> datetime64[s] at the first calendar day of the reporting month; yes_no -> boolean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from .findings import Finding, faults
from .periods import Period

if TYPE_CHECKING:
    import pandas

SOURCE_COLUMNS = ("_file", "_sheet", "_row", "_unit", "_quarter")


@dataclass(frozen=True)
class Submission:
    """One form as it came in one sheet (or CSV, Parquet file) of one workbook.

    rows: data rows read. empty: the form was sent and says that nothing arose. version: 1, or n of a -lanN file.
    replaced_by: the file of a later version that took its place (its rows do not count). arrived: first seen, from
    tiep-nhan.csv; None when unknown. late_days: working days after the due day, 0 in time, None when arrival is unknown.
    """

    quarter: str
    unit: str
    form: str
    file: str
    sheet: str
    sha256: str
    rows: int
    empty: bool = False
    version: int = 1
    replaced_by: str | None = None
    arrived: date | None = None
    late_days: int | None = None

    def to_dict(self) -> dict[str, Any]:
        data = dict(vars(self))
        data["arrived"] = self.arrived.isoformat() if self.arrived else None
        return data


@dataclass(frozen=True)
class Missing:
    """A unit that owes a form of a quarter and has not sent it. form: id; form_title: as staff see it."""

    quarter: str
    unit: str
    unit_name: str
    form: str
    form_title: str = ""


@dataclass(frozen=True)
class QuarterData:
    """Everything read for one quarter. tables: form id -> typed table, for the forms that were submitted (also empty)."""

    quarter: Period
    tables: Mapping[str, pandas.DataFrame]
    submissions: tuple[Submission, ...] = ()
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def submitted(self, form_id: str) -> bool:
        """True when the form came in, with rows or without."""
        return form_id in self.tables

    def missing_units(self, form_id: str) -> tuple[str, ...]:
        """Names of the units that owe the form and have not sent it."""
        return tuple(one.unit_name for one in self.missing if one.form == form_id)

    @property
    def faults(self) -> list[Finding]:
        return faults(self.findings)
