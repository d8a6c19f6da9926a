"""Rows of a form with the same key: to the letter the same they count once, with other values they are a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from cchc_lib.domain.forms import Form
from cchc_lib.domain.printing import month_label
from cchc_lib.domain.text import vid

from .checks import shown_value
from .sheets import SheetResult
from .submissions import Sent

Source = tuple[Sent, SheetResult]
MANY = 300_000  # rows; above, keys are compared by their hashes first, and only rows whose hash is double are looked at
AT_A_TIME = 500_000  # such rows


class _Rows:
    """Some rows of one sheet, all of them without positions; each column is looked up once."""

    def __init__(self, number: int, source: Source, positions: np.ndarray | None = None) -> None:
        self.number, (self.sent, self.sheet), self._positions = number, source, positions
        self._columns: dict[str, np.ndarray] = {}

    def column(self, name: str) -> np.ndarray:
        if name not in self._columns:
            self._columns[name] = self._some(self.sheet.columns[name])
        return self._columns[name]

    def faulty(self) -> list[bool]:
        return self._some(self.sheet.faulty).tolist()

    def position(self, at: int) -> int:
        """Where a row of these stands in its sheet."""
        return at if self._positions is None else int(self._positions[at])

    def keys(self, form: Form) -> list[tuple[object, ...]]:
        """The key of each; for forms that anybody sends it begins with the sender."""
        parts = [_comparable(self.column(name), name) for name in form.key]
        sender = vid(self.sent.unit) if form.owner == "any" else ""
        return [(sender, *key) for key in zip(*parts, strict=True)]

    def _some(self, values: np.ndarray) -> np.ndarray:
        return values if self._positions is None else values[self._positions]


Row = tuple[_Rows, int]


def check_keys(sources: Sequence[Source], form: Form) -> list[np.ndarray]:
    """For each sheet the rows that repeat an earlier one to the letter; the same key with other values is reported."""
    repeated = [np.zeros(len(sheet.rows), dtype=bool) for _, sheet in sources]
    if not form.key or (len(sources) == 1 and (sources[0][1].distinct or _all_different(sources[0][1], form))):
        return repeated
    for batch in _batches(sources, form):
        for now, first in _same_keys(batch, form):
            if _same_values(now, first, form):
                repeated[now[0].number][now[0].position(now[1])] = True
            else:
                _report(now, first, form)
    return repeated


def _all_different(sheet: SheetResult, form: Form) -> bool:
    """Whether a key of one column is seen to be another in every row, without going through the rows."""
    coded = sheet.coded.get(form.key[0]) if len(form.key) == 1 and form.key[0] != "don_vi" else None
    return coded is not None and len({one.lower() if isinstance(one, str) else one for one in coded.distinct}) == len(sheet.rows)


def _comparable(values: np.ndarray, column: str) -> list[object]:
    """Texts without regard to capitals, units by the id rule; other values as they are."""
    if column == "don_vi":
        ids = {name: vid(name) for name in set(values) if name is not None}
        return [ids.get(name) for name in values]
    return [value.lower() if isinstance(value, str) else value for value in values.tolist()]


# --- which rows may have the same key ---------------------------------------------------------------------------------------
def _batches(sources: Sequence[Source], form: Form) -> Iterator[list[_Rows]]:
    """The rows, in batches that no key is divided between: all of them, or those of many that may have a key twice."""
    if sum(len(sheet.rows) for _, sheet in sources) <= MANY:
        yield [_Rows(number, source) for number, source in enumerate(sources)]
        return
    hashes = np.concatenate([_hashes(_Rows(number, source), form) for number, source in enumerate(sources)])
    in_order = np.sort(hashes)
    double = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    del in_order
    suspected = np.isin(hashes, double) if len(double) else np.zeros(len(hashes), dtype=bool)
    parts = -(-int(suspected.sum()) // AT_A_TIME)
    bounds = np.cumsum([0, *(len(sheet.rows) for _, sheet in sources)]).tolist()
    for part in range(parts):
        own = suspected & (hashes % parts == part)
        yield [
            _Rows(number, source, np.flatnonzero(own[start:end]))
            for number, (source, (start, end)) in enumerate(zip(sources, pairwise(bounds), strict=True)) if own[start:end].any()
        ]


def _hashes(rows: _Rows, form: Form) -> np.ndarray:
    """Equal for equal keys; senders are left out, so they may be equal for others too."""
    parts = [_comparable(rows.column(name), name) for name in form.key]
    keys = parts[0] if len(parts) == 1 else zip(*parts, strict=True)
    return np.fromiter(map(hash, keys), dtype=np.int64, count=len(rows.sheet.rows))


def _same_keys(batch: Sequence[_Rows], form: Form) -> Iterator[tuple[Row, Row]]:
    """Pairs of a row and the first row with its key, among rows without a fault."""
    keys = [rows.keys(form) for rows in batch]
    if len(set().union(*keys)) == sum(map(len, keys)):
        return
    faulty = [rows.faulty() for rows in batch]  # as it was before anything here was reported
    first: dict[tuple[object, ...], Row] = {}
    for rows, own, wrong in zip(batch, keys, faulty, strict=True):
        for at, (key, is_wrong) in enumerate(zip(own, wrong, strict=True)):
            if is_wrong or None in key:
                continue
            here = (rows, at)
            earlier = first.setdefault(key, here)
            if earlier != here:
                yield here, earlier


# --- what they hold -------------------------------------------------------------------------------------------------------------
def _same_values(now: Row, first: Row, form: Form) -> bool:
    for column in form.kept:
        left, right = _value(now, column.id), _value(first, column.id)
        if left == right or (_is_blank(left) and _is_blank(right)):
            continue
        if not (column.id in form.key and isinstance(left, str) and isinstance(right, str)):  # its key was found equal
            return False
    return True


def _value(row: Row, column: str) -> object:
    rows, at = row
    return rows.column(column)[at]


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, np.datetime64) and bool(np.isnat(value)))


def _report(now: Row, first: Row, form: Form) -> None:
    rows, earlier = now[0], first[0]
    key = ", ".join(f"«{form.column(column).title}» {_shown(_value(now, column), column, form)}" for column in form.key)
    at = earlier.position(first[1])
    where = f"dòng {int(earlier.sheet.rows[at])}"
    if (earlier.sent.result.file, earlier.sheet.sheet) != (rows.sent.result.file, rows.sheet.sheet):
        where = f"{earlier.sent.result.file} › {earlier.sheet.sheet} › {where}"
    earlier.sheet.faulty[at] = True
    rows.sheet.report(rows.sent.result.file, rows.position(now[1]), "trung_khoa", form.key[0], found=key, needed=where)


def _shown(value: object, column: str, form: Form) -> str:
    """A part of a key as the submitter wrote it: a reporting month is 01/2024, not its first day."""
    if form.column(column).type == "month":
        return month_label(value.item().date()).removeprefix("tháng ")  # type: ignore[attr-defined]
    return shown_value(value)
