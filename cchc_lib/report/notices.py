"""The letter that reminds units of what they owe, and the Office's report to the head on who was late (plan, section IV)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.organisation import Identity
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.printing import long_date, small_count
from cchc_lib.domain.results import SAMPLE_MARK
from cchc_lib.domain.text import capitalised
from cchc_lib.intake.collection import FAULTY, MERGED, MISSING, Collected, Standing
from cchc_lib.intake.ledger import OPEN, Ledger
from cchc_lib.intake.working_days import ONE_DAY, is_working_day
from cchc_lib.nd30 import Column, Document, Properties, Table
from cchc_lib.presentation.prose import Templates, sentence


# Who signs, who receives and under which symbol stood in notice.yaml once; an office that kept its own file may still have them.
_MOVED = {
    "letter": {"symbol": "notice_symbol", "signer": "notice_signer", "recipients": "notice_recipients"},
    "report": {key: f"office_report › {key}" for key in ("symbol", "signature", "recipients", "keep")},
}


@dataclass
class Notices:
    """paths: the documents that were written. said: what else must be told."""

    paths: list[Path] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """What the documents are about: the period, how every form stands, the day on which they are drafted."""

    period: Period
    collected: Sequence[Collected]
    rows: Sequence[Standing]
    parameters: Parameters
    templates: Templates
    today: dt.date
    sample: bool = False

    @cached_property
    def identity(self) -> Identity:
        return self.parameters.organisation.identity_in_force(self.today)

    @cached_property
    def collector(self) -> str:
        """The Office that collects, as it is called in a sentence."""
        unit = next((one for one in self.parameters.units.on(self.today) if one.collects), None)
        return f"{unit.name} {self.identity.short_name}" if unit else self.identity.name

    @cached_property
    def collecting_ids(self) -> set[str]:
        return {one.id for one in self.parameters.units.units if one.collects}

    @property
    def label(self) -> str:
        return self.period.label

    @property
    def due(self) -> dt.date:
        return self.collected[-1].due

    def owing(self) -> list[Standing]:
        """What other units than the collecting one have to send or to mend."""
        return [row for row in self.rows if row.state in (MISSING, FAULTY) and row.unit not in self.collecting_ids]

    def fill(self, *keys: str, **more: str) -> str:
        """A sentence of notice.yaml with the blanks that all of them share."""
        return self.templates.fill("notice", *keys, ky=self.label, dau_moi=self.collector, nguoi_dung_dau=self.identity.head_title,
                                   truoc_ngay=self.parameters.rules_on(self.due).due_day + 1, han=long_date(self.due), hom_nay=long_date(self.today), **more)

    def document(self, title: str) -> Document:
        properties = Properties(title=title, author=self.identity.name, created=dt.datetime.combine(self.today, dt.time()))
        template = self.templates.folder / "report.docx"
        return Document(template if template.exists() else None, properties=properties, mark=SAMPLE_MARK if self.sample else None)


def write_notices(case: Case, folder: Path) -> Notices:
    """Drafts what is called for: the letter when another unit owes, the report when somebody was late or owes after the day."""
    done = Notices(said=list(moved_keys(case.templates)))
    ledger = Ledger(folder)
    owing = case.owing()
    if owing:
        _put(ledger, f"cong-van-don-doc-{case.period.id}.docx", letter(case), done)
    else:
        done.said.append("Không có phòng, đơn vị nào phải đôn đốc.")
    own = [row for row in case.rows if row.state in (MISSING, FAULTY) and row.unit in case.collecting_ids]
    if own:
        done.said.append(f"{case.collector} tự hoàn thiện {len(own)} biểu: {', '.join(row.form_title for row in own)}.")
    if any(row.late_days for row in case.rows):
        _put(ledger, f"bao-cao-gui-so-lieu-{case.period.id}.docx", report_to_head(case, with_letter=bool(owing)), done)
    return done


def moved_keys(templates: Templates) -> Iterator[str]:
    """What an office's own notice.yaml still says and nobody reads, with the place where it is to be said now."""
    for part, keys in _MOVED.items():
        for key in (key for key in keys if key in templates.get("notice", part)):
            yield f"templates/sentences/notice.yaml › {part} › {key} không còn dùng; ghi ở parameters/organisation.yaml › identities › {keys[key]} rồi xóa dòng đó."


def _put(ledger: Ledger, name: str, content: bytes, done: Notices) -> None:
    state = ledger.put(name, content)
    if state == OPEN:
        done.said.append(f"{name} đang mở trong Word nên chưa soạn lại được; đóng tệp rồi chạy lại.")
        return
    if state == "kept":
        done.said.append(f"{name} đã có người sửa nên giữ nguyên; muốn soạn lại thì chuyển tệp đó đi nơi khác.")
    done.paths.append(ledger.folder / name)


# --- the letter -----------------------------------------------------------------------------------------------------------
def letter(case: Case) -> bytes:
    """Công văn to all units that owe."""
    owing = case.owing()
    units = list(dict.fromkeys(row.unit_name for row in owing))
    document = case.document(case.fill("letter", "subject"))
    identity = case.identity
    document.national_header(
        identity.issuer, identity.notice_symbol, identity.place, identity.parent, month=case.today.month, year=case.today.year,
        letter_abstract=case.fill("letter", "abstract"),
    )
    document.addressees(units)
    plan = case.parameters.plan_for(case.period)
    kind = "with_plan" if plan else "without_plan"
    document.paragraph(sentence(case.fill("letter", "opening", kind, ke_hoach=plan.document.citation if plan else "")))
    document.paragraph(sentence(case.fill("letter", "situation", so_don_vi=small_count(len(units)))))
    document.table(_owing_table(case, owing))
    document.paragraph(sentence(case.fill("letter", "request", han_moi=long_date(_new_day(case)))))
    for key in [*(["marked"] if any(row.state == FAULTY for row in owing) else []), "warning", "closing"]:
        document.paragraph(sentence(case.fill("letter", key)))
    document.end()
    signer = case.parameters.organisation.signer(case.today, identity.notice_signer)
    if signer is None:
        raise ParameterError(f"không có người ký «{identity.notice_signer or ''}»", where="organisation.yaml › identities › notice_signer", remedy="Ghi id của một mục trong signers.")
    document.signature(signer.lines, signer.name or "", recipients=identity.notice_recipients, keep=identity.keep)
    return document.to_bytes()


def _owing_table(case: Case, owing: Sequence[Standing]) -> Table:
    words = case.templates.get("notice", "letter", "table")
    several = len(case.collected) > 1
    columns = [Column("STT", width_mm=12, align="center"), Column(words["unit"], weight=3)]
    columns += [Column(words["quarter"], width_mm=16, align="center")] if several else []
    states = [state for state in (MISSING, FAULTY) if any(row.state == state for row in owing)]
    columns += [Column(words[{MISSING: "missing", FAULTY: "faulty"}[state]], weight=5) for state in states]
    rows = []
    for unit, quarter in dict.fromkeys((row.unit_name, row.quarter) for row in owing):
        own = [row for row in owing if (row.unit_name, row.quarter) == (unit, quarter)]
        cells = ["; ".join(row.form_title for row in own if row.state == state) or words["none"] for state in states]
        rows.append([str(len(rows) + 1), unit, *([capitalised(parse_period(quarter).short_label)] if several else []), *cells])
    return Table(columns=columns, rows=rows, description=words["description"])


def _new_day(case: Case) -> dt.date:
    """The day asked for: so many working days after today, and not before the day that holds anyway."""
    day, left = case.today, int(case.templates.get("notice", "days_more"))
    while left > 0:
        day += ONE_DAY
        left -= is_working_day(day, case.parameters.days_off)
    return max(day, case.due)


# --- the report to the head -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Count:
    owed: int
    late: int
    missing: int
    faulty: int
    days: int

    @classmethod
    def of(cls, rows: Sequence[Standing]) -> _Count:
        rows = [row for row in rows if row.state != MERGED]
        missing = [row for row in rows if row.state == MISSING]
        late = [row for row in rows if row.state != MISSING and row.late_days]
        faulty = [row for row in rows if row.faults]
        return cls(len(rows), len(late), len(missing), len(faulty), max((row.late_days or 0 for row in rows), default=0))

    def cells(self) -> list[str]:
        return [str(number) for number in (self.owed, self.owed - self.missing, self.late, self.missing, self.faulty, self.days)]


def report_to_head(case: Case, *, with_letter: bool) -> bytes:
    """Báo cáo of the Office to the head of the body."""
    identity, all_rows = case.identity, _Count.of(case.rows)
    document = case.document(case.fill("report", "abstract"))
    office = next((unit.name for unit in case.parameters.units.on(case.today) if unit.collects), identity.issuer)
    document.national_header(
        office, identity.office_report.symbol, identity.place, identity.issuer, month=case.today.month, year=case.today.year,
    )
    document.title(case.templates.get("notice", "report", "kind"), case.fill("report", "abstract"))
    document.addressees([identity.head_title])
    document.paragraph(sentence(case.fill("report", "opening")))
    document.paragraph(sentence(case.fill(
        "report", "figures", phai_gui=small_count(all_rows.owed), da_nhan=small_count(all_rows.owed - all_rows.missing),
        muon=small_count(all_rows.late), co_loi=small_count(all_rows.faulty), chua_gui=small_count(all_rows.missing),
    )))
    document.table(_count_table(case, all_rows))
    document.paragraph(sentence(case.fill("report", "proposal" if with_letter else "proposal_without_letter")))
    document.end()
    own = identity.office_report
    document.signature(own.signature, "", recipients=own.recipients, keep=own.keep)
    return document.to_bytes()


def _count_table(case: Case, all_rows: _Count) -> Table:
    words = case.templates.get("notice", "report", "table")
    titles = [words[key] for key in ("owed", "received", "late", "missing", "faulty", "days")]
    columns = [Column("STT", width_mm=12, align="center"), Column(words["unit"], weight=3), *(Column(title, weight=1, align="right") for title in titles)]
    units = dict.fromkeys(row.unit_name for row in case.rows)
    rows = [
        [str(number), unit, *_Count.of([row for row in case.rows if row.unit_name == unit]).cells()] for number, unit in enumerate(units, 1)
    ]
    return Table(columns=columns, rows=rows, total=["", words["total"], *all_rows.cells()], description=words["description"])
