"""The sheets of a form put together: one table a quarter, units by their names, each key once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from cchc_lib.domain.findings import Finding
from cchc_lib.domain.forms import Form
from cchc_lib.domain.periods import Period
from cchc_lib.domain.submissions import SOURCE_COLUMNS
from cchc_lib.domain.text import nearest, vid

from .codes import hint
from .sheets import SheetResult
from .submissions import Sent
from .units import UnitFinder

Source = tuple[Sent, SheetResult]


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
        column = sheet.table["don_vi"]
        names = {name: units.named(name) for name in column.dropna().unique()}
        known = {name: unit.name for name, unit in names.items() if unit and unit.name != name}
        if known:
            sheet.table["don_vi"] = column.replace(known).astype("str")
        for name, unit in names.items():
            if unit is None and (sent.result.file, vid(name)) not in reported:
                reported.add((sent.result.file, vid(name)))
                first = int(np.flatnonzero((column == name).to_numpy(dtype=bool))[0])
                sheet.report(sent.result.file, first, "don_vi_la", "don_vi", found=name, hint=hint(units.near(name)))


def check_codes(sources: Sequence[Source], form: Form, known: frozenset[str]) -> None:
    """Reports every code that is in no catalogue (checks «column in form»)."""
    for check in form.checks:
        if check.operator != "in":
            continue
        column = check.left[0]
        for sent, sheet in sources:
            codes = sheet.table[column]
            strange = codes.notna() & ~codes.isin(known)
            hints: dict[str, str] = {}
            for position in np.flatnonzero(strange.to_numpy(dtype=bool)):
                code = str(codes.iloc[position])
                if code not in hints:
                    hints[code] = hint(nearest(code, known, cutoff=0.85))
                sheet.report(sent.result.file, int(position), "ma_tthc_la", column, found=code, hint=hints[code])


def codes_in(sources: Iterable[Source], column: str) -> frozenset[str]:
    return frozenset(code for _, sheet in sources for code in sheet.table[column].dropna().unique())


def check_keys(sources: Sequence[Source], form: Form) -> list[np.ndarray]:
    """For each sheet the rows that repeat an earlier one to the letter; the same key with other values is reported."""
    repeated = [np.zeros(len(sheet.table), dtype=bool) for _, sheet in sources]
    if not form.key:
        return repeated
    for (one, at), (first, first_at) in _same_keys(sources, form):
        (sent, sheet), (first_sent, first_sheet) = sources[one], sources[first]
        if _same_values(sheet.table.iloc[at], first_sheet.table.iloc[first_at], form):
            repeated[one][at] = True
            continue
        key = ", ".join(f"«{form.column(column).title}» {_shown(sheet.table[column].iloc[at])}" for column in form.key)
        where = f"dòng {int(first_sheet.table['_row'].iloc[first_at])}"
        if first_sheet is not sheet:
            where = f"{first_sent.result.file} › {first_sheet.sheet} › {where}"
        first_sheet.faulty[first_at] = True
        sheet.report(sent.result.file, at, "trung_khoa", form.key[0], found=key, needed=where)
    return repeated


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, pd.Timestamp) else str(value)


def _same_keys(sources: Sequence[Source], form: Form) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs (source, position) of a row and the first row with its key, among rows without a fault."""
    parts = []
    for number, (sent, sheet) in enumerate(sources):
        part = pd.DataFrame({column: _comparable(sheet.table[column]) for column in form.key})
        part["_unit"] = vid(sent.unit)
        part["_source"], part["_at"] = number, np.arange(len(part))
        parts.append(part[part[list(form.key)].notna().all(axis=1) & ~sheet.faulty])
    rows = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0].reset_index(drop=True)
    key = list(form.row_key)
    again = rows.duplicated(key, keep=False)
    if not again.any():
        return
    first: dict[tuple[object, ...], tuple[int, int]] = {}
    for row in rows[again].itertuples(index=False, name=None):
        values = dict(zip(rows.columns, row, strict=True))
        here = (values["_source"], values["_at"])
        earlier = first.setdefault(tuple(values[column] for column in key), here)
        if earlier != here:
            yield here, earlier


def _comparable(column: pd.Series) -> pd.Series:
    """Texts without regard to capitals, units by the id rule; other values as they are."""
    if column.name == "don_vi":
        return column.map(vid, na_action="ignore")
    return column.str.lower() if column.dtype == "str" else column


def _same_values(one: pd.Series, other: pd.Series, form: Form) -> bool:
    for column in form.kept:
        left, right = one[column.id], other[column.id]
        if pd.isna(left) != pd.isna(right) or (not pd.isna(left) and left != right):
            if column.id in form.key and _alike(left, right):
                continue
            return False
    return True


def _alike(left: object, right: object) -> bool:
    return isinstance(left, str) and isinstance(right, str) and left.lower() == right.lower()


def put_together(sources: Sequence[Source], repeated: Sequence[np.ndarray], form: Form, quarter: Period) -> pd.DataFrame:
    """The form's table: kept columns and source columns, without faulty rows and repetitions."""
    parts = []
    for (sent, sheet), again in zip(sources, repeated, strict=True):
        keep = ~(sheet.faulty | again)
        part = (sheet.table if keep.all() else sheet.table[keep]).copy(deep=False)
        source = {"_file": sent.result.file, "_sheet": sheet.sheet, "_unit": sent.unit, "_quarter": quarter.id}
        for name, value in source.items():
            part[name] = pd.Series([value] * len(part), index=part.index, dtype="str")
        parts.append(part)
    columns = [column.id for column in form.kept] + list(SOURCE_COLUMNS)
    filled = [part for part in parts if len(part)] or parts[:1]
    table = filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)
    return table[columns].reset_index(drop=True)


def all_findings(files: Iterable[Sent]) -> list[Finding]:
    return [one for sent in files for one in sent.findings()]
