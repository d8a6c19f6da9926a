"""The life of every dossier, from receipt to result, and what each quarter's file tells of it.

A dossier lives once; each quarter's file shows those received by its end and not finished before its start, with what was known on
the last day. So this quarter's carried-over dossiers are last quarter's pending ones, dossier by dossier.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from cchc_lib.domain.periods import Period

from . import days
from .chance import Chance
from .procedures import BUILDING, Procedure, listed
from .story import DOSSIERS, DossierStory

IN_PROGRESS, WAITING, PAUSED = "đang giải quyết", "chờ bổ sung", "tạm dừng"
RETURNED, REFUSED, WITHDRAWN = "đã trả kết quả", "từ chối", "rút hồ sơ"
ONLINE, IN_PERSON, BY_POST = "trực tuyến", "trực tiếp", "bưu chính"
NOTHING_DUE, UNPAID = "không phát sinh", "chưa thanh toán"


@dataclass(frozen=True)
class Hold:
    """A time when the clock stood still; afterwards the dossier has a new due date."""

    state: str
    start: date
    end: date
    new_due: date


@dataclass(frozen=True)
class Dossier:
    """One dossier with its whole life, known only to the generator."""

    code: str
    procedure: Procedure
    received: date
    due: date
    ended: date
    outcome: str
    channel: str = IN_PERSON
    hold: Hold | None = None
    digitised: bool = True
    result_digitised: bool = True
    payment: str = NOTHING_DUE
    paid: date | None = None
    apology: date | None = None

    @property
    def final_due(self) -> date:
        return self.hold.new_due if self.hold else self.due

    @property
    def late(self) -> bool:
        return self.ended > self.final_due


def rows(quarter: Period) -> list[dict[str, object]]:
    """Rows of Hồ sơ TTHC as the quarter ends, in order of receipt."""
    window = days.window(quarter)
    shown = [one for one in _all() if one.received <= window.end and one.ended >= window.start]
    return [_row(one, window.end) for one in shown]


def _row(one: Dossier, end: date) -> dict[str, object]:
    finished = one.ended <= end
    return {
        "ma_ho_so": one.code,
        "ma_tthc": one.procedure.code,
        "ngay_tiep_nhan": one.received,
        "ngay_hen_tra": one.final_due if one.hold and one.hold.end <= end else one.due,
        "ngay_tra_ket_qua": one.ended if finished else None,
        "kenh_tiep_nhan": one.channel,
        "trang_thai": one.outcome if finished else _open_state(one, end),
        "da_so_hoa_ho_so": one.digitised,
        "da_so_hoa_ket_qua": one.result_digitised if finished else None,
        "hinh_thuc_thanh_toan": UNPAID if one.paid and one.paid > end else one.payment,
        "ngay_xin_loi": one.apology if one.apology and one.apology <= end else None,
    }


def _open_state(one: Dossier, end: date) -> str:
    return one.hold.state if one.hold and one.hold.start <= end < one.hold.end else IN_PROGRESS


@cache
def _all() -> tuple[Dossier, ...]:
    """Every dossier of the eight quarters and those left over from 2022, in order of receipt."""
    made = [one for story in DOSSIERS for one in _received(story)]
    made = _with_result_digitised(made)
    return tuple(sorted(made, key=lambda one: (one.received, one.code)))


def _received(story: DossierStory) -> list[Dossier]:
    """The dossiers received in one quarter, with the story's shares met to the dossier."""
    chance = Chance("dossiers", story.quarter)
    made = _numbered([_lived(story, chance, kind) for kind in chance.shuffled(_kinds(story))])
    made = _with_channels(story, made, chance)
    on_paper = [n for n, one in enumerate(made) if one.channel != ONLINE]
    left = set(chance.some(on_paper, story.not_digitised))
    made = [replace(one, digitised=n not in left) for n, one in enumerate(made)]
    return _with_apologies(story, _with_payments(story, made, chance), chance)


def _kinds(story: DossierStory) -> list[str]:
    """How each dossier of the quarter will fare."""
    given = {"on_time": story.on_time, "late": story.late, "very_late": story.very_late, "held": story.held,
             "refused": story.refused, "withdrawn": story.withdrawn}
    kinds = [kind for kind, count in given.items() for _ in range(count)]
    return kinds + ["early"] * (story.received - len(kinds))


def _lived(story: DossierStory, chance: Chance, kind: str) -> Dossier:
    """A dossier that fares as kind says; its code is given later."""
    quarter = story.quarter or days.QUARTERS[0]
    procedures = [one for one in listed(quarter) if kind not in ("held", "late", "very_late") or one.days >= 5]
    procedure = chance.weighted(procedures, [one.weight for one in procedures])
    received = chance.pick(story.days)
    due = _due(received, procedure)
    hold = _held(received, due, chance) if kind == "held" else None
    ended = _end(kind, received, hold.new_due if hold else due, chance, hold)
    outcome = {"refused": REFUSED, "withdrawn": WITHDRAWN}.get(kind, RETURNED)
    return Dossier("", procedure, received, due, ended, outcome, hold=hold)


def _due(received: date, procedure: Procedure) -> date:
    if procedure.in_working_days:
        return days.after(received, procedure.days)
    return days.next_working(received + timedelta(days=procedure.days))


def _held(received: date, due: date, chance: Chance) -> Hold:
    """Stopped some days after receipt, for two to seven weeks."""
    span = days.working_days(received, due)
    start = span[min(chance.between(1, 4), len(span) - 1)]
    length = chance.between(10, 35)
    state = WAITING if chance.share() < 0.75 else PAUSED
    return Hold(state, start, days.after(start, length), days.after(due, length))


def _end(kind: str, received: date, due: date, chance: Chance, hold: Hold | None) -> date:
    if kind == "on_time":
        return due
    if kind == "late":
        return days.after(due, chance.between(1, 7))
    if kind == "very_late":
        return days.after(due, chance.between(14, 40))
    before = days.working_days(hold.end if hold else received, due)[:-1]
    return chance.pick(before[len(before) // 2 :]) if before else received


def _numbered(made: list[Dossier]) -> list[Dossier]:
    """Codes as one-stop software gives them: agency (group unknown: zeros), day of receipt, number of the day."""
    seen: Counter[date] = Counter()
    numbered = []
    for one in sorted(made, key=lambda each: each.received):
        seen[one.received] += 1
        numbered.append(replace(one, code=f"000.00.00.H31-{one.received:%y%m%d}-{seen[one.received]:04d}"))
    return numbered


def _with_channels(story: DossierStory, made: list[Dossier], chance: Chance) -> list[Dossier]:
    """Exactly the story's share online, among procedures that are provided online; the rest at the counter or by post.

    Building dossiers, with their large drawings, mostly come on paper.
    """
    quarter = days.QUARTERS.index(story.quarter) if story.quarter else 0
    provided = [n for n, one in enumerate(made) if one.procedure.online is not None and one.procedure.online <= quarter]
    likely = [n for n in provided if made[n].procedure.field != BUILDING or chance.share() < 0.3]
    online = set(chance.some(likely, story.online))
    rest = {n: IN_PERSON if chance.share() < 0.7 else BY_POST for n in range(len(made))}
    return [replace(one, channel=ONLINE if n in online else rest[n]) for n, one in enumerate(made)]


def _with_payments(story: DossierStory, made: list[Dossier], chance: Chance) -> list[Dossier]:
    """Fees paid at receipt, or when the result is fetched; the story's share of them online."""
    quarter = story.quarter or days.QUARTERS[0]
    due = [n for n, one in enumerate(made) if one.procedure.has_fee and one.outcome != WITHDRAWN]
    able = [n for n in due if made[n].procedure.payable_online(quarter)]
    online = set(chance.some(able, story.paid_online))
    paid = list(made)
    for n in due:
        at_the_end = chance.share() < 0.15 and n not in online
        day = made[n].ended if at_the_end else made[n].received
        paid[n] = replace(made[n], payment=ONLINE if n in online else IN_PERSON, paid=day)
    return paid


def _with_apologies(story: DossierStory, made: list[Dossier], chance: Chance) -> list[Dossier]:
    """Each late dossier is apologised for on the first or second day after its due date, but for the story's omissions."""
    late = [n for n, one in enumerate(made) if one.late]
    omitted = set(chance.some(late, story.not_apologised))
    apologised = list(made)
    for n in late:
        if n not in omitted:
            apologised[n] = replace(made[n], apology=days.after(made[n].final_due, chance.between(1, 2)))
    return apologised


def _with_result_digitised(made: list[Dossier]) -> list[Dossier]:
    """The story's number of results of each quarter are left undigitised."""
    left: set[str] = set()
    for story in DOSSIERS:
        if story.quarter:
            window = days.window(story.quarter)
            codes = [one.code for one in made if one.ended in window]
            left |= set(Chance("results", story.quarter).some(codes, story.results_not_digitised))
    return [replace(one, result_digitised=one.code not in left) for one in made]


