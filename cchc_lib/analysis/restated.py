"""Earlier figures that are no longer what was issued: computed anew from today's inputs, beside the figures of record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cchc_lib.domain.findings import Finding
from cchc_lib.domain.periods import Calendar, Period, parse_period
from cchc_lib.domain.printing import number, short_date
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, DOSSIERS, KHONG_PHAT_SINH, TOTAL_FIELD, Amount, DossierRow, Indicator

CODE, UNREADABLE = "so_ky_truoc_da_doi", "so_da_ban_hanh_khong_doc_duoc"
CARRIED_OVER = f"{DOSSIERS}/{TOTAL_FIELD}/carried_over"
PREVIOUS, SAME_PERIOD, CARRIED = "previous", "same_period_last_year", "carried_over"
_EXACT = ("numerator", "denominator", "value")

Record = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Restated:
    """A figure of record that comes out otherwise today. relation: where the report prints it (previous …).

    old, new: numerator, denominator, value, printed, status. number, date: of the document that was issued.
    """

    id: str
    name: str
    period: str
    relation: str
    number: str
    date: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def by_fraction(self) -> bool:
        """Whether only the fractions tell old from new, the printed values being alike."""
        return printed(self.old) == printed(self.new)

    @property
    def shown(self) -> tuple[str, str]:
        """Old and new as a reader sees them."""
        text = fraction if self.by_fraction else printed
        return text(self.old), text(self.new)

    @property
    def finding(self) -> Finding:
        old, new = self.shown
        issued = short_date(date.fromisoformat(self.date))
        label = parse_period(self.period).label
        return Finding(CODE, f"{self.name} ({self.id}), {label}: báo cáo số {self.number} ngày {issued} ghi {old}, nay tính được {new}", "finding")


def printed(amount: Mapping[str, Any]) -> str:
    return amount.get("printed") or amount.get("status") or CHUA_CO_SO_LIEU


def fraction(amount: Mapping[str, Any]) -> str:
    return f"{amount.get('numerator')}/{amount.get('denominator')}"


def restated(
    period: Period, indicators: Iterable[Indicator], dossiers: Sequence[DossierRow], record: Record, calendar: Calendar, read: Iterable[Period]
) -> list[Restated]:
    """Every figure of record that a report of the period prints otherwise. read: the quarters whose inputs are there.

    A period whose inputs are there no more is not computed today, so nothing of it can differ.
    """
    there = set(read)
    # A year's period before is the same one as its period of last year: told once.
    compared = {other: relation for relation, other in ((SAME_PERIOD, period.same_period_last_year), (PREVIOUS, period.previous)) if other}
    indicators, found = list(indicators), []
    for other, relation in reversed(compared.items()):
        entry = record.get(other.id, {})
        if "indicators" not in entry or not there.issuperset(calendar.span(other).quarters):
            continue
        issued = (other.id, relation, entry["number"], entry["date"])
        found += [one for indicator in indicators if (one := _of_indicator(indicator, entry["indicators"].get(indicator.id), *issued))]
        if relation == PREVIOUS and (one := _carried_over(dossiers, entry.get("pending"), other.id, entry["number"], entry["date"])):
            found.append(one)
    return found


def _of_indicator(one: Indicator, old: Mapping[str, Any] | None, period: str, relation: str, number: str, date: str) -> Restated | None:
    if old is None:
        return None
    now: Amount = getattr(one, relation) or Amount(status=CHUA_CO_SO_LIEU)
    new = {key: getattr(now, key) for key in (*_EXACT, "printed", "status")}
    return None if _exact(old) == _exact(new) else Restated(one.id, one.name, period, relation, number, date, old, new)


def _exact(amount: Mapping[str, Any]) -> tuple[Any, ...]:
    """What must be equal: the exact numbers as text, and whether nothing arose."""
    numbers = tuple(None if amount.get(key) is None else str(amount[key]) for key in _EXACT)
    return (*numbers, amount.get("status") == KHONG_PHAT_SINH)


def _carried_over(dossiers: Sequence[DossierRow], pending: int | None, period: str, issued: str, date: str) -> Restated | None:
    """Dossiers carried over that are not those that the issued report left pending."""
    total = next((row for row in dossiers if row.field == TOTAL_FIELD), None)
    if total is None or pending is None or total.carried_over == pending:
        return None
    old, new = ({"value": count, "printed": number(count)} for count in (pending, total.carried_over))
    return Restated(CARRIED_OVER, "Hồ sơ TTHC đang giải quyết chuyển kỳ sau", period, CARRIED, issued, date, old, new)


def unreadable_findings(record: Record) -> list[Finding]:
    """Issued reports whose figures cannot be believed any more."""
    return [
        Finding(UNREADABLE, f"kết quả của báo cáo {parse_period(name).label} đã ban hành (số {one['number']}) bị sửa hoặc hỏng trong kho lưu, không đối chiếu được", "finding")
        for name, one in sorted(record.items()) if one.get("damaged")
    ]
