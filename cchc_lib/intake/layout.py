"""Where a form's table is in a sheet: the header in the first 20 rows, in one to four lines, its columns in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.text import nearest, tidy, vid

from .raw import Address, RawSheet
from .values import is_blank

HEADER_ROWS = 20  # the header starts in one of these
HEADER_LINES = 4
HEADER_COLUMNS = 200  # no table is wider; a stray cell far to the right costs no time
NEAR_TITLE = 0.85  # how alike two ids are when one is taken for a misspelling of the other
_FEWEST = 3  # columns that must match before a header speaks for a form without its title


@dataclass
class Header:
    """A header that was found: first and last line (rows from 0), form column id -> sheet column (from 0).

    titles: every sheet column's title as read. near: missing column id -> sheet column whose title looks like it.
    doubled: column id -> the sheet columns that all claim it. passed_over: aliases beside the title itself.
    """

    first: int
    last: int
    columns: dict[str, int]
    titles: dict[int, str] = field(default_factory=dict)
    near: dict[str, int] = field(default_factory=dict)
    doubled: dict[str, tuple[int, ...]] = field(default_factory=dict)
    passed_over: tuple[int, ...] = ()

    def find_near(self, form: Form) -> None:
        """Looks among the titles that are no column for those that look like one that is missing."""
        claimed = {*self.columns.values(), *(place for places in self.doubled.values() for place in places), *self.passed_over}
        rest = {place: title for place, title in self.titles.items() if place not in claimed}
        known = {*self.columns, *self.doubled}
        missing = [column for column in form.columns if column.id not in known and not column.personal]
        self.near = _near_titles(missing, rest) if rest else {}

    def missing(self, form: Form) -> list[Column]:
        """Required columns that are neither there, nor doubled, nor misspelt."""
        known = {*self.columns, *self.near, *self.doubled}
        return [column for column in form.columns if column.required and column.id not in known]


def find_header(sheet: RawSheet, form: Form) -> Header | None:
    """The header of a form's table: the lines that name most of its columns; None when fewer than two are named."""
    lines = _Lines(sheet)
    if plain := _plain_header(lines, form):
        return plain
    required = form.required
    candidates = []
    for first, last, titles in _candidates(lines):
        header = _header(first, last, titles, form)
        candidates.append(header)
        if _is_whole(header, form):
            return header
    best = max(candidates, key=_named, default=None)
    if best is not None and 2 * _named(best) >= len(required):
        best.find_near(form)
    else:
        for header in candidates:
            header.find_near(form)
        best = max(candidates, key=lambda header: _named(header) + len(header.near), default=None)
    if best is None or not _named(best) or _named(best) + len(best.near) < 2:
        return None
    return best


def _is_whole(header: Header, form: Form) -> bool:
    """Whether every title is a column, and none that is needed is missing."""
    return form.required <= header.columns.keys() and len(header.columns) == len(header.titles)


def _plain_header(lines: _Lines, form: Form) -> Header | None:
    """A whole header in one line, as every form that was handed out has it: found without a look at other lines."""
    for number in range(lines.count):
        titles = {column: [title] if title else [] for column, title in enumerate(lines.plain(number))}
        if sum(map(bool, titles.values())) < max(len(form.required), 1):
            continue
        header = _header(number, number, titles, form)
        if _is_whole(header, form):
            return header
    return None


class _Lines:
    """The first lines of a sheet as tidy titles, each made when it is asked for."""

    def __init__(self, sheet: RawSheet) -> None:
        self._rows, self._merged = sheet.rows, dict(sheet.merged)
        self._plain: dict[int, list[str]] = {}
        self._spread: dict[int, list[str]] = {}
        self.count = min(len(sheet.rows), HEADER_ROWS)

    def plain(self, number: int) -> list[str]:
        if number not in self._plain:
            cells = self._rows[number][:HEADER_COLUMNS]
            self._plain[number] = [tidy(cell) if isinstance(cell, str) else ("" if is_blank(cell) else str(cell)) for cell in cells]
        return self._plain[number]

    def spread(self, number: int) -> list[str]:
        """With a group title repeated over the columns that it spans."""
        if number not in self._spread:
            self._spread[number] = _spread(self.plain(number), number, self._merged)
        return self._spread[number]


def _named(header: Header) -> int:
    return len(header.columns) + len(header.doubled)


def _candidates(lines: _Lines) -> Iterator[tuple[int, int, dict[int, list[str]]]]:
    """Every run of one to four lines in the first rows, with the titles that each column may have in it."""
    for lines_count in range(1, HEADER_LINES + 1):
        for first in range(lines.count - lines_count + 1):
            numbers = range(first, first + lines_count)
            if not any(lines.plain(first)) or not any(lines.plain(numbers[-1])):
                continue
            plain, wide = [lines.plain(n) for n in numbers], [lines.spread(n) for n in numbers]
            yield first, numbers[-1], {column: _titles(plain, wide, column) for column in range(len(lines.plain(first)))}


def _spread(line: Sequence[str], number: int, merged: Mapping[Address, Address]) -> list[str]:
    """A line with a group title repeated over the columns that it spans: a merged range, else up to the next title."""
    carried, until, row = "", -1, []
    for column, title in enumerate(line):
        if title:
            end = merged.get((number, column))
            carried, until = title, end[1] if end else (len(line) if not merged else column)
        row.append(title or (carried if column <= until else ""))
    return row


def _titles(plain: Sequence[Sequence[str]], wide: Sequence[Sequence[str]], column: int) -> list[str]:
    """What a column may be called in some header lines: the lines put together, then fewer of them, last line last."""
    own = [line[column] for line in plain]
    if len(own) == 1:
        return [own[0]] if own[0] else []
    if not any(own):
        return []
    found = []
    for source in (own, [line[column] for line in wide]):
        for start in range(len(source)):
            for end in range(len(source), start, -1):
                title = " ".join(filter(None, source[start:end]))
                if title and title not in found and any(own[start:end]):
                    found.append(title)
    return sorted(found, key=len, reverse=True)


def _header(first: int, last: int, titles: dict[int, list[str]], form: Form) -> Header:
    names = form.names
    claims: dict[str, list[tuple[int, bool]]] = {}
    for column, possible in titles.items():
        claim = next((names[one] for title in possible if (one := vid(title)) in names), None)
        if claim:
            claims.setdefault(claim[0], []).append((column, claim[1]))
    header = Header(first, last, {}, {column: possible[0] for column, possible in titles.items() if possible})
    for column_id, claimed in claims.items():
        exact = [column for column, is_title in claimed if is_title] or [column for column, _ in claimed]
        if len(exact) == 1:
            header.columns[column_id] = exact[0]
        else:
            header.doubled[column_id] = tuple(exact)
        header.passed_over += tuple(column for column, _ in claimed if column not in exact)
    return header


def _near_titles(missing: Iterable[Column], rest: dict[int, str]) -> dict[str, int]:
    """Which left-over titles look like missing columns, each used once, the likest first."""
    found: dict[str, int] = {}
    for column in missing:
        choices = {title: place for place, title in rest.items() if place not in found.values() and len(title) < 80}
        for name in (column.title, *column.aliases):
            if near := nearest(name, choices, cutoff=NEAR_TITLE):
                found[column.id] = choices[near]
                break
        else:
            if column.required and (longer := next((place for title, place in choices.items() if _says_more(vid(title), column.id)), None)) is not None:
                found[column.id] = longer
    return found


def _says_more(name: str, column_id: str) -> bool:
    """Whether a title is a column's with words before or after it: «Trạng thái hồ sơ» for «Trạng thái»."""
    return name.startswith(f"{column_id}_") or name.endswith(f"_{column_id}")


# --- which form a sheet is ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Match:
    """form: the form that the sheet is; near: the titles of the forms that it may be meant to be."""

    form: Form | None = None
    near: tuple[str, ...] = ()


def match_sheet(sheet: RawSheet, forms: dict[str, Form]) -> Match:
    """By its title; else, for a sheet that holds something, a misspelt title or a header that speaks for itself."""
    name = vid(sheet.name)
    if form := forms.get(name):
        return Match(form)
    if sheet.is_blank:
        return Match()
    lines = [{vid(cell) for cell in row[:HEADER_COLUMNS] if isinstance(cell, str) and cell} for row in sheet.rows[:HEADER_ROWS]]
    by_header = [form.title for form in forms.values() if _speaks_for(lines, form)]
    if by_header:
        nearest_first = nearest(sheet.name, by_header, cutoff=0.0)
        return Match(near=tuple(sorted(by_header, key=lambda title: title != nearest_first)))
    near = nearest(name, [form.title for form in forms.values()], cutoff=NEAR_TITLE)
    return Match(near=(near,) if near else ())


def _speaks_for(lines: Sequence[set[str]], form: Form) -> bool:
    """Whether one of the first lines (as ids of its cells) names all required columns of a form, and at least three columns."""
    for line in lines:
        named = {form.names[one][0] for one in line & form.names.keys()}
        if len(named) >= _FEWEST and form.required <= named:
            return True
    return False


def form_of_name(name: str, forms: dict[str, Form]) -> tuple[Form | None, str | None]:
    """The form that a CSV or Parquet file is named after, else the title of one that its name looks like.

    The name may go on with words of the period (ho-so-tthc-quy1-2024).
    """
    own = vid(name)
    for form_id in sorted(forms, key=len, reverse=True):
        if own == form_id or (own.startswith(form_id + "_") and _PERIOD_WORDS.fullmatch(own[len(form_id):])):
            return forms[form_id], None
    return None, nearest(own, [form.title for form in forms.values()], cutoff=NEAR_TITLE)


_PERIOD_WORDS = re.compile(r"(?:_(?:quy|q|nam|thang|ky|i{1,3}|iv|q?[1-9]|q[1-4]|quy[1-4]|(?:19|20)\d\d))+")
