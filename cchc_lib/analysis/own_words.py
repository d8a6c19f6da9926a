"""Two alarms about what units wrote in Đánh giá chung: text carried over from last quarter, and a number that is not the computed one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.periods import Period
from cchc_lib.domain.printing import rounded
from cchc_lib.domain.results import Indicator
from cchc_lib.domain.text import vid

from .indicators import indicator_of, plan_to_report
from .measures import Workspace

FORM = "danh_gia_chung"
ALMOST = 0.9  # so alike are two texts of which one was copied and touched up
_SHORTEST = 20  # shorter sentences say the same every quarter with good reason («Không có.»)
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s*%")


def own_words_findings(workspace: Workspace, period: Period, area: str) -> list[Finding]:
    """Disagreeing percentages in the period's Đánh giá chung about targets of an area; area general: stale texts as well.

    Each area looks at its own targets, whose values it has computed anyhow.
    """
    span = workspace.calendar.span(period)
    frame = workspace.rows(FORM, span).frame
    if frame.empty:
        return []
    rows = frame.to_dict("records")
    return [*(_stale(workspace, period, rows) if area == "general" else ()), *_disagreeing(workspace, period, rows, area)]


def _stale(workspace: Workspace, period: Period, rows: Sequence[dict]) -> Iterable[Finding]:
    """Texts equal or nearly equal to one that the same unit wrote in the same section last quarter."""
    before = workspace.calendar.span(period).last_quarter.previous
    if before is None or before not in workspace.data or not workspace.data[before].submitted(FORM):
        return
    earlier = workspace.data[before].tables[FORM].to_dict("records")
    for row in rows:
        if len(row["noi_dung"]) < _SHORTEST:
            continue
        texts = [one["noi_dung"] for one in earlier if one["muc"] == row["muc"] and _unit(one) == _unit(row)]
        if any(alike(row["noi_dung"], text) >= ALMOST for text in texts):
            yield _finding(row, "loi_lap_lai", f"mục «{row['muc']}» giống gần hết lời {before.label}; hãy xem lại còn đúng không")


def _unit(row: dict) -> str:
    return vid(row["don_vi"]) if isinstance(row["don_vi"], str) else str(row["_unit"])


def alike(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1, numbers and capitals apart."""
    plain = [re.sub(r"\d+", "0", vid(text)) for text in (one, other)]
    return difflib.SequenceMatcher(None, *plain, autojunk=False).ratio()


def _disagreeing(workspace: Workspace, period: Period, rows: Sequence[dict], area: str) -> Iterable[Finding]:
    """Percentages in a text about a target of the area that are no figure of that area in the period.

    A cumulated period carries its last quarter's texts: a figure of that quarter alone is told from one of nowhere.
    """
    plan = plan_to_report(workspace, period)
    targets = {vid(target.id).replace("_", ""): target for target in plan.targets}
    quarter = workspace.calendar.span(period).last_quarter
    computed: dict[Period, list[Fraction]] = {}

    def figures(when: Period) -> list[Fraction]:
        if when not in computed:
            beside = [one for one in targets.values() if one.area == area and one.unit == "%"]
            computed[when] = [value for one in beside for value in _percentages(indicator_of(workspace, one, when))]
        return computed[when]

    for row in rows:
        code = row["ma_chi_tieu"]
        target = targets.get(vid(code).replace("_", "")) if isinstance(code, str) else None
        if target is None or target.area != area:
            continue
        for text in _PERCENT.findall(row["noi_dung"]):
            if not figures(period) or _is_one_of(text, figures(period)):
                continue
            said = f"lời về chỉ tiêu {target.id} ghi {text}%"
            if quarter != period and _is_one_of(text, figures(quarter)):
                message = f"{said}, là số của riêng {quarter.label}, không phải của cả kỳ; hãy sửa lời nếu muốn nói cả kỳ"
                yield _finding(row, "so_trong_loi_cua_rieng_quy", message)
            else:
                yield _finding(row, "so_trong_loi_khac_so_tinh", f"{said}, số tính được không có số nào như vậy; hãy đối chiếu lại")


def _percentages(one: Indicator) -> list[Fraction]:
    """Everything about a target that a unit may rightly quote as a percentage."""
    held = [one.value, one.target, one.distance, one.year_to_date.value, one.pace.expected if one.pace else None]
    for other in (one.previous, one.same_period_last_year):
        held += [other.value, other.change] if other else []
    found = [abs(Fraction(str(value))) for value in held if value is not None]
    return found + [100 - value for value in found if value <= 100]


def _is_one_of(text: str, known: Sequence[Fraction]) -> bool:
    """Whether a written percentage is one of the known ones, rounded as it is written."""
    written = text.replace(",", ".")
    decimals = len(written.partition(".")[2])
    return any(Fraction(rounded(value, decimals)) == Fraction(written) for value in known)


def _finding(row: dict, code: str, message: str) -> Finding:
    return Finding(code, message, "finding", Place(row["_file"], row["_sheet"], int(row["_row"])), unit=row["_unit"], form=FORM)
