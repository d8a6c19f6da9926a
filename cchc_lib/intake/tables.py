"""The sheets of a form put together: one table a quarter, units by their names, each key once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from cchc_lib.domain.forms import Form
from cchc_lib.domain.periods import Period
from cchc_lib.domain.text import nearest, vid

from .codes import hint
from .frames import FormRows
from .keys import Source
from .long_rows import LONG, LongRows
from .submissions import Sent
from .units import UnitFinder

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


# --- tables -----------------------------------------------------------------------------------------------------------------
def put_together(sources: Sequence[Source], repeated: Sequence[np.ndarray], form: Form, quarter: Period) -> FormRows | LongRows:
    """The form's table: kept columns and source columns, without faulty rows and repetitions."""
    keep = [~(sheet.faulty | again) for (_, sheet), again in zip(sources, repeated, strict=True)]
    lengths = [int(own.sum()) for own in keep]
    if sum(lengths) <= LONG:
        return _together(list(zip(sources, keep, strict=True)), form, quarter)
    parts = [partial(_together, [one], form, quarter) for one in zip(sources, keep, strict=True)]
    return LongRows(form, parts, lengths)


def _together(sources: Sequence[tuple[Source, np.ndarray]], form: Form, quarter: Period) -> FormRows:
    """The rows to be kept of some sheets."""
    columns = {column.id: np.concatenate([sheet.columns[column.id][own] for (_, sheet), own in sources]) for column in form.kept}
    lengths = [int(own.sum()) for _, own in sources]
    origin = {
        "_file": _spread([sent.result.file for (sent, _), _ in sources], lengths),
        "_sheet": _spread([sheet.sheet for (_, sheet), _ in sources], lengths),
        "_row": np.concatenate([sheet.rows[own] for (_, sheet), own in sources]),
        "_unit": _spread([sent.unit for (sent, _), _ in sources], lengths),
        "_quarter": _spread([quarter.id] * len(sources), lengths),
    }
    return FormRows(form, columns, origin)


def _spread(words: Sequence[str], lengths: Sequence[int]) -> np.ndarray:
    """Each word as often as its source has rows."""
    return np.repeat(np.array(words, dtype=object), lengths)
