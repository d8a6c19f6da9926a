"""The sheets of a form put together: one table a quarter, units by their names, each key once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cchc_lib.domain.forms import Form
from cchc_lib.domain.periods import Period
from cchc_lib.domain.printing import month_label
from cchc_lib.domain.text import nearest, vid

from .checks import shown_value
from .codes import hint
from .frames import FormRows
from .sheets import SheetResult
from .submissions import Sent
from .units import UnitFinder

Source = tuple[Sent, SheetResult]
_MOST_HINTS = 100  # unknown codes for which the nearest known one is looked for: the search is slow, and such a file is hopeless


def sources_of(files: Iterable[Sent]) -> dict[str, list[Source]]:
    """Form id -> the sheets that count, in the order of the files."""
    found: dict[str, list[Source]] = {}
    for sent in files:
        for sheet in sent.counted:
            found.setdefault(sheet.form.id, []).append((sent, sheet))
    return found


def name_units(sources: Sequence[Source], units: UnitFinder, reported: set[tuple[str, str]]) -> None:
    """Gives known units in the unit column their own name, and reports each unknown one once a file.

    reported: (file, id of the name) of what was reported already.
    """
    for sent, sheet in sources:
        column = sheet.columns["don_vi"]
        for name in dict.fromkeys(name for name in column if name is not None):
            unit = units.named(name)
            if unit and unit.name != name:
                column[column == name] = unit.name
            elif unit is None and (sent.result.file, vid(name)) not in reported:
                reported.add((sent.result.file, vid(name)))
                first = int(np.flatnonzero(column == name)[0])
                sheet.report(sent.result.file, first, "don_vi_la", "don_vi", found=name, hint=hint(units.near(name)))


def check_codes(sources: Sequence[Source], form: Form, known: frozenset[str]) -> None:
    """Reports every code that is in no catalogue (checks «column in form»)."""
    for check in form.checks:
        if check.operator != "in":
            continue
        column = check.left[0]
        for sent, sheet in sources:
            codes = sheet.columns[column]
            strange = [code for code in dict.fromkeys(codes) if code is not None and code not in known]
            hints = dict.fromkeys(strange, "") | {code: hint(nearest(code, known, cutoff=0.85)) for code in strange[:_MOST_HINTS]}
            if not hints:
                continue
            for position, code in enumerate(codes):
                if code in hints:
                    sheet.report(sent.result.file, position, "ma_tthc_la", column, found=code, hint=hints[code])


def codes_in(sources: Iterable[Source], column: str) -> frozenset[str]:
    return frozenset(code for _, sheet in sources for code in sheet.columns[column] if code is not None)


# --- keys ---------------------------------------------------------------------------------------------------------------
Where = tuple[int, int]  # which source, which row of it


def check_keys(sources: Sequence[Source], form: Form) -> list[np.ndarray]:
    """For each sheet the rows that repeat an earlier one to the letter; the same key with other values is reported."""
    repeated = [np.zeros(len(sheet.rows), dtype=bool) for _, sheet in sources]
    if not form.key or (len(sources) == 1 and sources[0][1].distinct):
        return repeated
    for (one, at), (first, first_at) in _same_keys(sources, form):
        (sent, sheet), (first_sent, first_sheet) = sources[one], sources[first]
        if _same_values(sheet, at, first_sheet, first_at, form):
            repeated[one][at] = True
            continue
        key = ", ".join(f"«{form.column(column).title}» {_shown_key(sheet, column, at, form)}" for column in form.key)
        where = f"dòng {int(first_sheet.rows[first_at])}"
        if first_sheet is not sheet:
            where = f"{first_sent.result.file} › {first_sheet.sheet} › {where}"
        first_sheet.faulty[first_at] = True
        sheet.report(sent.result.file, at, "trung_khoa", form.key[0], found=key, needed=where)
    return repeated


def _shown_key(sheet: SheetResult, column: str, at: int, form: Form) -> str:
    """A part of a key as the submitter wrote it: a reporting month is 01/2024, not its first day."""
    value = sheet.columns[column][at]
    if form.column(column).type == "month":
        return month_label(value.item().date()).removeprefix("tháng ")
    return shown_value(value)


def _same_keys(sources: Sequence[Source], form: Form) -> list[tuple[Where, Where]]:
    """Pairs of a row and the first row with its key, among rows without a fault."""
    if len(sources) == 1 and _all_different(sources[0][1], form):
        return []
    keys = [_keys_of(sent, sheet, form) for sent, sheet in sources]
    if len(set().union(*keys)) == sum(map(len, keys)):
        return []
    first: dict[tuple[object, ...], Where] = {}
    pairs = []
    for number, ((_, sheet), own) in enumerate(zip(sources, keys, strict=True)):
        for at, (faulty, key) in enumerate(zip(sheet.faulty.tolist(), own, strict=True)):
            if faulty or None in key:
                continue
            here = (number, at)
            earlier = first.setdefault(key, here)
            if earlier != here:
                pairs.append((here, earlier))
    return pairs


def _all_different(sheet: SheetResult, form: Form) -> bool:
    """Whether a key of one column is seen to be another in every row, without going through the rows."""
    coded = sheet.coded.get(form.key[0]) if len(form.key) == 1 and form.key[0] != "don_vi" else None
    return coded is not None and len({one.lower() if isinstance(one, str) else one for one in coded.distinct}) == len(sheet.rows)


def _keys_of(sent: Sent, sheet: SheetResult, form: Form) -> list[tuple[object, ...]]:
    parts = [_comparable(sheet.columns[column], column) for column in form.key]
    sender = vid(sent.unit) if form.owner == "any" else ""
    return list(zip([sender] * len(sheet.rows), *parts, strict=True))


def _comparable(values: np.ndarray, column: str) -> list[object]:
    """Texts without regard to capitals, units by the id rule; other values as they are."""
    if column == "don_vi":
        ids = {name: vid(name) for name in set(values) if name is not None}
        return [ids.get(name) for name in values]
    return [value.lower() if isinstance(value, str) else value for value in values.tolist()]


def _same_values(sheet: SheetResult, at: int, other: SheetResult, other_at: int, form: Form) -> bool:
    for column in form.kept:
        left, right = sheet.columns[column.id][at], other.columns[column.id][other_at]
        if left == right or (_is_blank(left) and _is_blank(right)):
            continue
        if not (column.id in form.key and isinstance(left, str) and isinstance(right, str)):  # its key was found equal
            return False
    return True


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, np.datetime64) and bool(np.isnat(value)))


# --- tables -----------------------------------------------------------------------------------------------------------------
def put_together(sources: Sequence[Source], repeated: Sequence[np.ndarray], form: Form, quarter: Period) -> FormRows:
    """The form's table: kept columns and source columns, without faulty rows and repetitions."""
    keep = [~(sheet.faulty | again) for (_, sheet), again in zip(sources, repeated, strict=True)]
    columns = {
        column.id: np.concatenate([sheet.columns[column.id][own] for (_, sheet), own in zip(sources, keep, strict=True)])
        for column in form.kept
    }
    lengths = [int(own.sum()) for own in keep]
    origin = {
        "_file": _spread([sent.result.file for sent, _ in sources], lengths),
        "_sheet": _spread([sheet.sheet for _, sheet in sources], lengths),
        "_row": np.concatenate([sheet.rows[own] for (_, sheet), own in zip(sources, keep, strict=True)]),
        "_unit": _spread([sent.unit for sent, _ in sources], lengths),
        "_quarter": _spread([quarter.id] * len(sources), lengths),
    }
    return FormRows(form, columns, origin)


def _spread(words: Sequence[str], lengths: Sequence[int]) -> np.ndarray:
    """Each word as often as its source has rows."""
    return np.repeat(np.array(words, dtype=object), lengths)
