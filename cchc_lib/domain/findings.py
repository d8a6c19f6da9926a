"""What is wrong, where, and what to do: faults stop the build, findings are reported and the build goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

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


def row_ranges(numbers: Iterable[int], limit: int = 8) -> str:
    """Rows in words: dòng 2, 5–7, 9 …"""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    words = [str(first) if first == last else f"{first}–{last}" for first, last in parts]
    return "dòng " + ", ".join(words[:limit]) + (" …" if len(words) > limit else "")


_FEW = 5  # so many findings alike are told one by one


def gathered(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """Findings, each as its to_dict, in sentences, in order; more than a few alike in one column are one sentence with their rows.

    Nobody reads 70 lines that differ by a row number, and what comes after them is lost.
    """
    groups: dict[tuple, list[Mapping[str, Any]]] = {}
    for at, one in enumerate(findings):
        row = one.get("row")
        key = (one["code"], one.get("file"), one.get("sheet"), one.get("column")) if row else (at,)
        groups.setdefault(key, []).append(one)
    found = []
    for alike in groups.values():
        if len(alike) <= _FEW:
            found += [str(one["message"]) for one in alike]
            continue
        first = alike[0]
        place = Place(first.get("file"), first.get("sheet"), first["row"], first.get("column"))
        said = str(first["message"]).removeprefix(f"{place}: ")
        rows = {one["row"] for one in alike}
        found.append(f"{replace(place, row=None)}: {len(rows)} dòng ({row_ranges(rows)}), như dòng {first['row']}: {said}")
    return found
