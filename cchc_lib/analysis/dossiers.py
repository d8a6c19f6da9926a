"""Dossiers of administrative procedures by where they stand in a window: form II.06a/VPCP/KSTT.

Every dossier that was received by the window's end and not finished before its start is in exactly one of online, direct,
carried_over and in exactly one of early, on_time, late, pending_in_time, pending_overdue, so the identities of the form hold
by construction; they are checked all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cchc_lib.domain.findings import Finding, Place, masked
from cchc_lib.domain.periods import Period, Window
from cchc_lib.domain.printing import short_date
from cchc_lib.domain.results import TOTAL_FIELD, UNKNOWN_FIELD, DossierRow
from cchc_lib.domain.text import vid

INCOMING = ("online", "direct", "carried_over")
OUTCOMES = ("early", "on_time", "late", "pending_in_time", "pending_overdue")
COUNTS = (*INCOMING, *OUTCOMES)
FLAGS = (*COUNTS, "digitised", "result_digitised", "paid_online", "paid_directly", "apologised")
RESOLVED = ("early", "on_time", "late")
PENDING = ("pending_in_time", "pending_overdue")
LATE = ("late", "pending_overdue")
CLOCK_STOPPED = ("chờ bổ sung", "tạm dừng")
SOURCE = ["_file", "_sheet", "_row"]
REFUSED = ("từ chối", "rút hồ sơ")
Days = tuple[date, date]  # due, and ended


@dataclass(frozen=True, eq=False)
class Dossiers:
    """The dossiers of one window, in memory: the newest row of each with one yes/no column per count, and the field of each."""

    frame: pd.DataFrame
    window: Window

    def __len__(self) -> int:
        return len(self.frame)

    def count(self, flags: Sequence[str], without: Sequence[str] = ()) -> int:
        """How many dossiers have any of the flags, and none of without."""
        return int(self._any(flags, without).sum()) if len(self.frame) else 0

    def where(
        self, flags: Sequence[str], without: Sequence[str] = (), *, days: Collection[Days] | None = None, most: int | None = None,
    ) -> pd.DataFrame:
        """The dossiers that have any of the flags, and none of without, in the order they were sent in.

        days: only those that were due and ended on these days (see due_and_end), in the order of their numbers. most: no more.
        """
        if not len(self.frame):
            return self.frame
        found = self.frame[self._any(flags, without)]
        if days is not None:
            found = found[np.array([pair in days for pair in self._due_and_end(found)], dtype=bool)].sort_values("ma_ho_so", kind="stable")
        return found.head(len(found) if most is None else most)

    def addresses(self, flags: Sequence[str], field: str | None = None) -> pd.DataFrame:
        """The source rows (_file, _sheet, _row) of those that have any of the flags, of one field or of all."""
        if not len(self.frame):
            return pd.DataFrame(columns=SOURCE)
        chosen = self._any(flags)
        return self.frame[SOURCE][chosen if field is None else chosen & (self.frame["linh_vuc"] == field).to_numpy()]

    def places(self, flags: Sequence[str], most: int, field: str | None = None) -> Iterator[tuple[tuple[str, str], np.ndarray | tuple[int, int, int]]]:
        """(file, sheet) with its rows that have any of the flags; where they are more than most: first, last and how many."""
        for place, rows in by_place(self.addresses(flags, field)):
            yield place, rows if len(rows) <= most else (int(rows.min()), int(rows.max()), len(rows))

    def by_field(self) -> tuple[DossierRow, ...]:
        """Form II.06a."""
        if not len(self.frame):
            return rows_by_field({})
        return rows_by_field(self.frame.groupby("linh_vuc", sort=False)[list(COUNTS)].sum().to_dict("index"))

    def due_and_end(self, flags: Sequence[str] = RESOLVED) -> Counter[Days]:
        """Dossiers by the day when they were due and the day when they were resolved, or the window's last for pending ones."""
        return Counter(self._due_and_end(self.where(flags))) if len(self.frame) else Counter()

    def _due_and_end(self, found: pd.DataFrame) -> Iterator[Days]:
        resolved = np.logical_or.reduce([found[flag].to_numpy() for flag in RESOLVED])
        ended = found["ngay_tra_ket_qua"].where(resolved, pd.Timestamp(self.window.end))
        return zip(found["ngay_hen_tra"].dt.date, ended.dt.date, strict=True)

    def by_channel(self) -> Counter[str]:
        """Dossiers received in the window by the channel they came through."""
        return Counter(self.where(("online", "direct"))["kenh_tiep_nhan"].dropna().tolist()) if len(self.frame) else Counter()

    def unlike(self, before: Dossiers) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Carried over now and not pending in the window before; pending then and not carried over now."""
        now, then = self.frame[self._any(["carried_over"])], before.frame[before._any(PENDING)]
        return now[~now["ma_ho_so"].isin(then["ma_ho_so"])], then[~then["ma_ho_so"].isin(now["ma_ho_so"])]

    def absent(self, last_quarter: str) -> pd.DataFrame:
        """Pending dossiers that the newest quarter's submission no longer lists."""
        return self.frame[self._any(PENDING) & (self.frame["_quarter"] != last_quarter).to_numpy()]

    def _any(self, flags: Sequence[str], without: Sequence[str] = ()) -> np.ndarray:
        found = np.logical_or.reduce([self.frame[flag].to_numpy() for flag in flags])
        return found & ~self._any(without) if without else found


def by_place(rows: pd.DataFrame) -> Iterator[tuple[tuple[str, str], np.ndarray]]:
    """(file, sheet) and the numbers of its rows."""
    if not len(rows):
        return
    files, names = pd.factorize(rows["_file"])
    sheets, titles = pd.factorize(rows["_sheet"])
    places = files * len(titles) + sheets
    numbers = rows["_row"].to_numpy(dtype=np.int64)
    for place in np.unique(places):
        file, sheet = divmod(int(place), len(titles))
        yield (str(names[file]), str(titles[sheet])), numbers[places == place]


def newest_versions(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The newest submission of each dossier; frames oldest quarter first."""
    frames = [frame for frame in frames if len(frame)] or list(frames[:1])
    frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
    return frame.drop_duplicates("ma_ho_so", keep="last")


def classified(frame: pd.DataFrame, window: Window, refused: str = "by_date") -> pd.DataFrame:
    """The dossiers of a window with one boolean column per count.

    frame: newest rows of ho_so_tthc. refused: by_date, or on_time to count refused and withdrawn ones on time.
    Dossiers received after the window or finished before it are left out.
    """
    start, end = pd.Timestamp(window.start), pd.Timestamp(window.end)
    received, due, finished = frame["ngay_tiep_nhan"], frame["ngay_hen_tra"], frame["ngay_tra_ket_qua"]
    frame = frame[(received <= end) & ~(finished < start)]
    received, due, finished = frame["ngay_tiep_nhan"], frame["ngay_hen_tra"], frame["ngay_tra_ket_qua"]
    state, paid = frame["trang_thai"], frame["hinh_thuc_thanh_toan"]
    new = received >= start
    online = frame["kenh_tiep_nhan"] == "trực tuyến"
    resolved = (finished >= start) & (finished <= end)
    by_rule = resolved & state.isin(REFUSED) if refused == "on_time" else resolved & False
    flags = {
        "online": new & online,
        "direct": new & ~online,
        "carried_over": ~new,
        "early": resolved & ~by_rule & (finished < due),
        "on_time": resolved & (by_rule | (finished == due)),
        "late": resolved & ~by_rule & (finished > due),
    }
    in_time = (due >= end) | state.isin(CLOCK_STOPPED)
    flags |= {"pending_in_time": ~resolved & in_time, "pending_overdue": ~resolved & ~in_time}
    owed_apology = flags["late"] | flags["pending_overdue"]
    flags |= {
        "digitised": new & frame["da_so_hoa_ho_so"].fillna(False),
        "result_digitised": resolved & frame["da_so_hoa_ket_qua"].fillna(False),
        "paid_online": new & (paid == "trực tuyến"),
        "paid_directly": new & (paid == "trực tiếp"),
        "apologised": owed_apology & (frame["ngay_xin_loi"] <= end),
    }
    return frame.assign(**{name: flag.fillna(False).astype(bool) for name, flag in flags.items()})


def with_fields(frame: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """The dossiers with a column linh_vuc, by the catalogue; «Chưa xác định» without one.

    catalogue: rows of danh_muc_tthc, oldest quarter first. Fields that differ in capitals or spacing only are one.
    """
    if catalogue.empty:
        return frame.assign(linh_vuc=UNKNOWN_FIELD)
    return frame.assign(linh_vuc=frame["ma_tthc"].map(fields_by_code(catalogue)).fillna(UNKNOWN_FIELD))


def fields_by_code(catalogue: pd.DataFrame) -> dict[str, str]:
    """Procedure code -> field. Fields that differ in capitals or spacing only are one."""
    if catalogue.empty:
        return {}
    known = catalogue.drop_duplicates("ma_tthc", keep="last")
    spelled: dict[str, str] = {}
    for name in known["linh_vuc"].dropna():
        spelled.setdefault(vid(name), name)
    return {code: spelled[vid(name)] for code, name in zip(known["ma_tthc"], known["linh_vuc"], strict=True) if isinstance(name, str)}


def rows_by_field(sums: Mapping[Any, Mapping[Any, Any]]) -> tuple[DossierRow, ...]:
    """Form II.06a from the sums of each field: in alphabetical order, «Chưa xác định» and then «Tổng cộng» last."""
    names = sorted(sums, key=lambda name: (name == UNKNOWN_FIELD, vid(name), name))
    rows = [DossierRow(field=name, **{count: int(sums[name][count]) for count in COUNTS}) for name in names]
    total = {count: sum(getattr(row, count) for row in rows) for count in COUNTS}
    return (*rows, DossierRow(field=TOTAL_FIELD, **total))


def identity_faults(rows: Sequence[DossierRow], window: Window) -> list[Finding]:
    """received in all = resolved + pending, in every field; the missing amount is named."""
    return [
        Finding(
            "dong_nhat_thuc_ho_so",
            f"Biểu II.06a, lĩnh vực «{row.field}», kỳ {short_date(window.start)}–{short_date(window.end)}: tiếp nhận {row.received}"
            f" ≠ đã giải quyết {row.resolved} + đang giải quyết {row.pending}; lệch {row.received - row.resolved - row.pending}",
        )
        for row in rows
        if row.received != row.resolved + row.pending
    ]


def carried_over_findings(extra: pd.DataFrame, lost: pd.DataFrame) -> list[Finding]:
    """Differences between this period's carried over and last period's pending (Dossiers.unlike), dossier by dossier."""
    found = [_dossier_finding(row, "ky_truoc_chuyen_sang_moi", "hồ sơ kỳ trước chuyển sang nhưng kỳ trước không báo là đang giải quyết") for row in _rows(extra)]
    found += [_dossier_finding(row, "ky_truoc_chuyen_sang_thieu", "kỳ trước báo là đang giải quyết nhưng kỳ này không còn là hồ sơ chuyển sang (ngày tháng đã đổi)") for row in _rows(lost)]
    return found


def absent_findings(absent: pd.DataFrame, last_quarter: Period) -> list[Finding]:
    """Dossiers that were pending and that the newest quarter's submission no longer lists: still pending, and said."""
    return [_dossier_finding(row, "ho_so_vang_mat", f"đang giải quyết ở lần nộp trước, không có trong biểu {last_quarter.label}; vẫn tính là kỳ trước chuyển sang và đang giải quyết") for row in _rows(absent)]


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    columns = ["ma_ho_so", "_file", "_sheet", "_row"]
    return frame[columns].sort_values("ma_ho_so").to_dict("records")


def _dossier_finding(row: dict[str, object], code: str, what: str) -> Finding:
    place = Place(str(row["_file"]), str(row["_sheet"]), int(row["_row"]))  # type: ignore[call-overload]
    return Finding(code, f"hồ sơ {masked(row['ma_ho_so'])}: {what}", "finding", place, form="ho_so_tthc")
