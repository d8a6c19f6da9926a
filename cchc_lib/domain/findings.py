"""What is wrong, where, and what to do: faults stop the build, findings are reported and the build goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

Severity = Literal["fault", "finding"]

# What looks like a phone number, an e-mail or an identity number in a quoted cell (Nghị định 13/2023/NĐ-CP, personal data).
# A dossier's code (000.00.09.H31-240102-00005) is none: its long number hangs on a letter.
_PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.,/-])\+?\d(?:[ .-]?\d){8,14}(?![\d/])|(?<![\d.,/-])0\d{9}(?:\d\d)?(?!\d)")


_LONGEST_PERSONAL = 200  # so much beyond the cut is looked at, so that nothing personal is cut in two and shown by half


def masked(text: object, limit: int = 60) -> str:
    """A cell's text fit for a message: personal-looking parts masked, long text cut."""
    shown = _PERSONAL.sub("•••", str(text)[: limit + _LONGEST_PERSONAL])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


@dataclass(frozen=True)
class Place:
    """Where in what was submitted: file as <quarter>/<relative path>, sheet, row (1-based), column title, cell (B17)."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        parts = [self.file, self.sheet]
        parts.append(f"dòng {self.row}" if self.row else None)
        parts.append(f"cột «{self.column}»" if self.column else None)
        return " › ".join(part for part in parts if part)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, addressed as in Excel.

    code: stable id in snake case (muc_ngoai_danh_sach …). message: one Vietnamese sentence of cause and remedy, without the
    place. found, needed: what the cell holds (masked) and what it should hold, where that is the question.
    """

    code: str
    message: str
    severity: Severity = "fault"
    place: Place = field(default_factory=Place)
    found: str | None = None
    needed: str | None = None
    unit: str | None = None
    form: str | None = None
    quarter: str | None = None

    def __str__(self) -> str:
        place = str(self.place)
        return f"{place}: {self.message}" if place else self.message

    def as_finding(self) -> Finding:
        return replace(self, severity="finding")

    def to_dict(self) -> dict[str, object]:
        """For results.json and --json: empty fields left out; message with its place."""
        data: dict[str, object] = {"code": self.code, "severity": self.severity, "message": str(self)}
        data |= {key: value for key, value in asdict(self.place).items() if value is not None}
        for name in ("found", "needed", "unit", "form", "quarter"):
            if (value := getattr(self, name)) is not None:
                data[name] = value
        return data


def faults(findings: Iterable[Finding]) -> list[Finding]:
    """Only those that stop the build."""
    return [one for one in findings if one.severity == "fault"]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Faults first, then by file, sheet, row and code: the same whatever the order they were found in."""
    return sorted(
        findings,
        key=lambda one: (
            one.severity != "fault", one.place.file or "", one.place.sheet or "", one.place.row or 0,
            one.place.column or "", one.code, one.message,
        ),
    )
