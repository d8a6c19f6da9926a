"""What an analyst asks of a period beyond the report: histories, rows behind a figure, dossiers one by one, what if.

Functions of a workspace; notebook.py offers them by the names that analysts use. DataFrames have ids as column names
where they are data (ho_so_tthc.ngay_tiep_nhan) and Vietnamese titles where they are results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import groupby

import pandas as pd

from cchc_lib.analysis.behind import HOW_MANY, rows_behind
from cchc_lib.analysis.dossiers import LATE
from cchc_lib.analysis.history import history_of, quarters_read, target_named
from cchc_lib.analysis.indicators import indicator_of, indicators_of
from cchc_lib.analysis.measures import Workspace
from cchc_lib.analysis.rows import Data
from cchc_lib.domain.areas import BY_ID
from cchc_lib.domain.errors import UsageError
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period, parse_period
from cchc_lib.domain.printing import number
from cchc_lib.domain.results import CHUA_CO_SO_LIEU, CHUA_DAT, Amount, Indicator
from cchc_lib.domain.text import nearest
from cchc_lib.intake.working_days import days_after
from cchc_lib.presentation.html import Listing
from cchc_lib.presentation.table_data import TOTAL

Rows = str | Callable[[pd.DataFrame], "pd.Series[bool]"]

# Where a dossier stands, in the order of form II.06a.
STANDS = {
    "early": "trước hạn", "on_time": "đúng hạn", "late": "quá hạn", "pending_in_time": "đang giải quyết, trong hạn",
    "pending_overdue": "đang giải quyết, quá hạn",
}
MOST_LISTED = 5_000  # dossiers that are listed one by one; nobody reads more
TITLES = {"linh_vuc": "Lĩnh vực", "tinh_trang": "Tình trạng", "so_ngay_muon": "Số ngày làm việc quá hạn", "ten_tthc": "Tên TTHC", "ky_truoc_chuyen_sang": "Kỳ trước chuyển sang"}
_DOSSIER_COLUMNS = (
    "ma_ho_so", "ma_tthc", "ten_tthc", "linh_vuc", "tinh_trang", "so_ngay_muon", "kenh_tiep_nhan", "ngay_tiep_nhan", "ngay_hen_tra",
    "ngay_tra_ket_qua", "ngay_xin_loi", "trang_thai", "da_so_hoa_ho_so", "da_so_hoa_ket_qua", "hinh_thuc_thanh_toan", "ky_truoc_chuyen_sang",
    "_file", "_sheet", "_row",
)


def target(workspace: Workspace, period: Period, indicator_id: str) -> Indicator:
    """One target, judged: the same object as the report's."""
    return indicator_of(workspace, target_named(workspace, indicator_id, period), period)


def history(workspace: Workspace, period: Period, indicator_ids: Iterable[str | Iterable[str]], periods: Iterable[str] = ()) -> pd.DataFrame:
    """Indicators over periods: ma, chi_tieu, ky, gia_tri (a number), in_ra, muc_tieu, danh_gia, cung_ky (a year earlier).

    indicator_ids: one by one or as lists; none given means all of the plan. periods: none given means all quarters that were read.
    """
    ids = [one for some in indicator_ids for one in _listed(some)] or [one.id for area in BY_ID for one in indicators_of(workspace, period, [area])]
    chosen = [parse_period(one) for one in _listed(periods)] or quarters_read(workspace)
    rows = []
    for indicator_id in ids:
        declared = target_named(workspace, indicator_id, period)
        before = {one.period: one.amount for one in history_of(workspace, declared, [p.same_period_last_year for p in chosen if p.same_period_last_year])}
        for past in history_of(workspace, declared, chosen):
            last_year = before.get(past.period.same_period_last_year) if past.period.same_period_last_year else None
            rows.append({
                "ma": declared.id, "chi_tieu": declared.name, "ky": past.period.id, "gia_tri": _number(past.amount), "in_ra": past.amount.printed,
                "muc_tieu": None if past.target is None else float(past.target), "danh_gia": past.amount.status, "cung_ky": _number(last_year),
            })
    columns = ["ma", "chi_tieu", "ky", "gia_tri", "in_ra", "muc_tieu", "danh_gia", "cung_ky"]
    return pd.DataFrame(rows, columns=columns).astype({"gia_tri": "float64", "muc_tieu": "float64", "cung_ky": "float64"})


def _listed(given: object) -> list:
    """One thing or several, as a list; a text is one thing."""
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]


def _number(amount: Amount | None) -> float | None:
    return None if amount is None or amount.value is None else float(amount.value)


def behind(workspace: Workspace, period: Period, indicator_id: str) -> pd.DataFrame:
    """The rows that keep a target from being met in full, with their addresses (_file, _sheet, _row)."""
    return rows_behind(workspace, target_named(workspace, indicator_id, period), workspace.calendar.span(period))


def surprises(workspace: Workspace, period: Period, indicators: Iterable[Indicator]) -> Listing:
    """For each missed target among indicators the rows behind it, under the form's own titles; late dossiers first.

    Of a register the first MOST_LISTED of each kind; how many there are is said.
    """
    tables = []
    span = workspace.calendar.span(period)
    if any(one.area == "tthc" for one in indicators) and (count := workspace.dossiers(span).count(LATE)):
        columns = ["ma_ho_so", "ma_tthc", "ten_tthc", "linh_vuc", "tinh_trang", "so_ngay_muon", "ngay_hen_tra", "ngay_tra_ket_qua", "ngay_xin_loi", "_file", "_sheet", "_row"]
        late = titled(workspace, period, "ho_so_tthc", _latest(workspace, period, MOST_LISTED)[columns])
        late.attrs[TOTAL] = count
        tables.append((f"Hồ sơ quá hạn ({number(count)} hồ sơ)", late))
    for one in indicators:
        declared = target_named(workspace, one.id, period)
        if one.status == CHUA_DAT and len(rows := rows_behind(workspace, declared, span, MOST_LISTED)):
            form = workspace.parameters.measures[declared.denominator or ""].form
            count = rows.attrs.get(HOW_MANY, len(rows))
            listed = titled(workspace, period, form, rows)
            listed.attrs[TOTAL] = count
            tables.append((f"{one.name}: {number(count)} dòng chưa đạt", listed))
    return Listing(tables, "Không có dòng nào phải xem lại.")


def _latest(workspace: Workspace, period: Period, most: int) -> pd.DataFrame:
    """The dossiers past due, those that are so for the most working days first; of very many the first."""
    found = workspace.dossiers(workspace.calendar.span(period))
    by_days = found.due_and_end(LATE)
    apart = days_after(by_days, workspace.parameters.days_off)
    longest = sorted(by_days, key=lambda pair: (-apart[pair], pair))
    frames, chosen, held = [], [], 0
    for _, alike in groupby(longest, key=apart.__getitem__):
        pairs = list(alike)
        count = sum(by_days[pair] for pair in pairs)
        if held + count > most:
            frames.append(found.where(LATE, days=pairs, most=most - held))
            break
        chosen, held = chosen + pairs, held + count
    if chosen:
        frames.insert(0, found.where(LATE, days=chosen))
    listed = _described(workspace, period, pd.concat(frames))
    return listed.sort_values(["so_ngay_muon", "ma_ho_so"], ascending=[False, True])


def _named(workspace: Workspace, period: Period, codes: pd.Series) -> list[str]:
    """The names of procedures, by the newest catalogue that has them; empty for one that none has."""
    known = workspace.catalogue(workspace.calendar.span(period))
    names = dict(zip(known["ma_tthc"], known["ten_tthc"], strict=True)) if len(known) else {}
    return [name if isinstance(name := names.get(code), str) else "" for code in codes]


def titled(workspace: Workspace, period: Period, form_id: str, rows: pd.DataFrame) -> pd.DataFrame:
    """rows with Vietnamese titles for ids, procedures named beside their codes, and the address of each as one column."""
    if "ma_tthc" in rows and "ten_tthc" not in rows:
        rows = rows.copy(deep=False)
        rows.insert(list(rows.columns).index("ma_tthc") + 1, "ten_tthc", _named(workspace, period, rows["ma_tthc"]))
    titles = {column.id: column.title for column in workspace.form(form_id).columns} | TITLES
    place = [f"{file} › {sheet} › dòng {row}" for file, sheet, row in zip(rows["_file"], rows["_sheet"], rows["_row"], strict=True)]
    kept = [column for column in rows.columns if not column.startswith("_")]
    return rows[kept].rename(columns=titles).assign(**{"Ở đâu": place})


def dossiers(workspace: Workspace, period: Period) -> pd.DataFrame:
    """The dossiers that count in the period, one a row.

    ten_tthc, linh_vuc: name and field of the procedure, by the catalogue. tinh_trang: where it stands, as in form II.06a.
    so_ngay_muon: working days after the due day (< 0: before it), since procedures have their time in working days; for a
    pending one up to the period's end; blank where it is past due and the clock stands still.
    ky_truoc_chuyen_sang: received before the period.
    """
    frame = workspace.dossiers(workspace.calendar.span(period)).frame
    return pd.DataFrame(columns=list(_DOSSIER_COLUMNS)) if frame.empty else _described(workspace, period, frame)


def _described(workspace: Workspace, period: Period, frame: pd.DataFrame) -> pd.DataFrame:
    """Some dossiers with what dossiers() says of each."""
    span = workspace.calendar.span(period)
    stands = pd.Series("", index=frame.index, dtype="str")
    for flag, words in STANDS.items():
        stands = stands.mask(frame[flag], words)
    ended = frame["ngay_tra_ket_qua"].where(frame["early"] | frame["on_time"] | frame["late"], pd.Timestamp(span.window.end))
    pairs = list(zip(frame["ngay_hen_tra"].dt.date, ended.dt.date, strict=True))
    apart = days_after(pairs, workspace.parameters.days_off)
    late = pd.Series([apart[pair] for pair in pairs], index=frame.index, dtype="Int64")
    late = late.mask(frame["pending_in_time"] & (late > 0))  # the clock stands still: waiting for a supplement, or suspended
    frame = frame.assign(tinh_trang=stands, so_ngay_muon=late, ten_tthc=_named(workspace, period, frame["ma_tthc"]), ky_truoc_chuyen_sang=frame["carried_over"])
    return frame[[column for column in _DOSSIER_COLUMNS if column in frame]].reset_index(drop=True)


def what_if(workspace: Workspace, period: Period, targets: Mapping[str, object] | None = None, exclude: Mapping[str, Rows] | None = None) -> pd.DataFrame:
    """Which judgements change when targets or rows do; the data and the plan themselves stay as they are.

    targets: indicator id -> another number to reach. exclude: form id -> which rows to leave out, a pandas query
    ("ma_tthc == '1.009742'") or a function of the DataFrame that returns True for them, in every quarter that was read.
    Returns the indicators that differ: ma, chi_tieu, truoc, sau, danh_gia_truoc, danh_gia_sau, muc_tieu_truoc, muc_tieu_sau.
    """
    changed = Workspace(_with_targets(workspace, period, targets or {}), _without_rows(workspace, exclude or {}))
    areas = list(BY_ID)
    rows = []
    for before, after in zip(indicators_of(workspace, period, areas), indicators_of(changed, period, areas), strict=True):
        if (before.value, before.status, before.target) != (after.value, after.status, after.target):
            rows.append({
                "ma": before.id, "chi_tieu": before.name, "truoc": _words(before), "sau": _words(after), "danh_gia_truoc": before.status,
                "danh_gia_sau": after.status, "muc_tieu_truoc": _level(before), "muc_tieu_sau": _level(after),
            })
    frame = pd.DataFrame(rows, columns=["ma", "chi_tieu", "truoc", "sau", "danh_gia_truoc", "danh_gia_sau", "muc_tieu_truoc", "muc_tieu_sau"])
    return frame.astype({"muc_tieu_truoc": "float64", "muc_tieu_sau": "float64"})


def _level(one: Indicator) -> float | None:
    return None if one.target is None else float(one.target)


def _words(one: Indicator) -> str:
    base = f" ({_printed(one.numerator)}/{_printed(one.denominator)})" if one.numerator and one.denominator else ""
    return f"{one.printed}{base}" if one.printed else one.status or CHUA_CO_SO_LIEU


def _printed(value: str) -> str:
    return number(Fraction(value))


def _with_targets(workspace: Workspace, period: Period, wanted: Mapping[str, object]) -> Parameters:
    parameters = workspace.parameters
    plan = parameters.plan_for(period)
    if not wanted:
        return parameters
    if plan is None:
        raise UsageError(f"năm {period.year} chưa có kế hoạch nên không có mục tiêu để đổi", remedy=f"thêm parameters/plans/{period.year}.yaml.")
    values = {target_named(workspace, key, period).id: _decimal(key, value) for key, value in wanted.items()}
    targets = tuple(one.model_copy(update={"value": values[one.id]}) if one.id in values else one for one in plan.targets)
    return replace(parameters, plans={**parameters.plans, plan.year: plan.model_copy(update={"targets": targets})})


def _decimal(key: str, value: object) -> Decimal:
    try:
        return Decimal(str(value).removesuffix("%").strip().replace(",", "."))
    except InvalidOperation as error:
        raise UsageError(f"mục tiêu {key}: «{value}» không phải là số", remedy="viết như 97 hoặc \"97,5\".") from error


def _without_rows(workspace: Workspace, exclude: Mapping[str, Rows]) -> Data:
    if not isinstance(exclude, Mapping):
        raise UsageError(f"exclude: không rõ «{exclude}» là của biểu nào", remedy="viết như exclude={\"ho_so_tthc\": \"ma_tthc == '1.009755'\"}.")
    for form_id in exclude:
        check_form(workspace.parameters, form_id)
    return {
        quarter: replace(data, tables={form_id: _kept(table, form_id, exclude.get(form_id)) for form_id, table in data.tables.items()})
        for quarter, data in workspace.data.items()
    }


def check_form(parameters: Parameters, form_id: str) -> None:
    """Raises UsageError naming the nearest form, or all of them, where there is no such form."""
    if form_id not in parameters.forms:
        near = nearest(str(form_id), parameters.forms)
        raise UsageError(f"không có biểu «{form_id}»", remedy=f"có phải «{near}»?" if near else f"có: {', '.join(parameters.forms)}.")


def _kept(table: pd.DataFrame, form_id: str, rows: Rows | None) -> pd.DataFrame:
    if rows is None or table.empty:
        return table
    named = rows if isinstance(rows, str) else getattr(rows, "__name__", "hàm")
    try:
        chosen = table.eval(rows, engine="python") if isinstance(rows, str) else rows(table)
    except Exception as error:  # whatever pandas says of a condition that an analyst typed
        columns = ", ".join(column for column in table.columns if not column.startswith("_"))
        raise UsageError(f"biểu {form_id}: không hiểu điều kiện «{named}»: {error}", remedy=f"các cột là: {columns}.") from error
    if not isinstance(chosen, pd.Series) or not pd.api.types.is_bool_dtype(chosen):
        raise UsageError(f"biểu {form_id}: điều kiện «{named}» không cho biết dòng nào bỏ ra, dòng nào giữ lại", remedy="so sánh bằng == (hai dấu bằng), !=, <, >.")
    return table[~chosen.fillna(False).astype(bool)]
