"""One sheet of a form: from raw cells to a typed table, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cchc_lib.domain.findings import Finding, Place, row_ranges
from cchc_lib.domain.forms import NUMERIC, Column, Form
from cchc_lib.domain.parameters import Correction

from . import corrections as declared
from .cells import Setting
from .checks import row_problems
from .codes import CODES, finding
from .given import rows_of_columns, sign_of
from .layout import Header, find_header
from .many import Told
from .mark import FormMark, is_ticked
from .coded_rows import CodedRows
from .raw import RawSheet, cell_address, column_letters
from .rows import NOTHING_AROSE, Body, data_rows
from .typed import Coded, TypedColumn, no_values, type_coded, type_column
from .values import Problem


@dataclass
class SheetResult:
    """What one sheet gave, or one piece of a long one. columns: kept columns, typed. rows: the number of each row in the sheet.

    faulty: rows with a fault. state: rows · empty (submitted, nothing arose) · blank (a generated sheet, neither filled nor
    ticked) · unreadable. places: column id -> the sheet's column, from 0. distinct: known beforehand that no key occurs twice.
    coded: the columns as they were read, before anything was put in order in them. piece: which one of its sheet, from 0.
    told: how much the pieces of a long sheet have told together.
    """

    form: Form
    sheet: str
    columns: Mapping[str, np.ndarray]
    rows: np.ndarray
    faulty: np.ndarray
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    state: str = "rows"
    places: dict[str, int] = field(default_factory=dict)
    distinct: bool = False
    coded: dict[str, Coded] = field(default_factory=dict)
    piece: int = 0
    told: Told | None = None

    def place(self, file: str, position: int, column_id: str) -> Place:
        """The address of a cell of the table."""
        row = int(self.rows[position])
        at = self.places.get(column_id)
        return Place(
            file, self.sheet, row, self.form.column(column_id).title, None if at is None else cell_address(row, at)
        )

    def report(self, file: str, position: int, code: str, column_id: str, **words: object) -> None:
        """Adds a finding about a cell; a fault marks its row."""
        if self.told is None or self.told.one_more(code, column_id, int(self.rows[position])):
            self.findings.append(finding(code, self.place(file, position, column_id), form=self.form.id, **words))
        if CODES[code].severity == "fault":
            self.faulty[position] = True

    def untold(self, file: str) -> list[Finding]:
        """Of a long sheet that tells too much of one kind: how much more there is. Asked of its first piece alone."""
        if self.told is None or self.piece:
            return []
        found = []
        for code, column_id, count, first, last in self.told.rest():
            place = Place(file, self.sheet, first, self.form.column(column_id).title)
            rest = finding("con_nua", place, found=count, needed=f"dòng {first}–{last}", form=self.form.id)
            found.append(replace(rest, severity=CODES[code].severity))
        return found

    def report_cell(self, file: str, position: int, column: Column, problem: Problem) -> None:
        """Adds what is wrong with a cell."""
        self.report(
            file, position, problem.code, column.id, found=problem.found or None, needed=problem.needed or None, hint=problem.hint,
        )


def read_sheet(
    sheet: RawSheet, form: Form, setting: Setting, file: str, mark: FormMark | None = None,
    corrections: Sequence[Correction] = (),
) -> SheetResult:
    """Header, data rows, typed columns and the checks that need no other sheet."""
    header = find_header(sheet, form)
    if header is None:
        return without_header(sheet, form, file, corrections)
    findings = list(header_problems(sheet, form, header, file))
    made, lost = declared.apply_to(sheet, form, header, corrections, setting, file)
    findings += [*made, *(declared.lost(one, form, header, file) for one in lost)]
    filled = _fill_merged(sheet, form, header)
    body = data_rows(sheet, form, header, setting, frozenset(mark.prefilled) if mark else frozenset(), generated=mark is not None)
    result = typed_rows(sheet, form, header, body, setting, file)[0]
    findings = declared.without_effect(findings, result.rows)
    result.findings[:0] = [*findings, *_hidden(sheet, form, header, body, file)]
    if not is_complete(findings):
        result.faulty[:] = True
        result.state = "unreadable"
    elif not len(result.rows):
        ticked = mark is None or is_ticked(sheet, mark.tick) or NOTHING_AROSE in body.skipped
        result.state = "empty" if ticked else "blank"
    elif mark and mark.given:
        result.state = _state_of_given(sheet, mark, result)
    elif mark and is_ticked(sheet, mark.tick):
        place = Place(file, sheet.name, cell=mark.tick)
        result.findings.append(finding("danh_dau_ma_co_dong", place, found=len(result.rows), form=form.id))
    result.notes += notes_on(sheet, body, file)
    if filled:
        result.notes.append(f"{Place(file, sheet.name)}: ô gộp được hiểu là chung cho các dòng của nó ({', '.join(filled)})")
    return result


def is_complete(findings: Sequence[Finding]) -> bool:
    """Whether nothing is wrong with the header that makes the rows below it unreadable."""
    return not any(one.severity == "fault" and one.code != "dinh_chinh_khong_khop" for one in findings)


def _state_of_given(sheet: RawSheet, mark: FormMark, result: SheetResult) -> str:
    """Rows that came complete count once one of them was changed, or when the unit says that none had to be."""
    untouched = sign_of(rows_of_columns(result.columns), [column.id for column in result.form.kept]) == mark.given
    return "blank" if untouched and not is_ticked(sheet, mark.tick) else "rows"


def without_header(sheet: RawSheet, form: Form, file: str, corrections: Sequence[Correction]) -> SheetResult:
    titles = ", ".join(f"«{column.title}»" for column in form.columns if column.required)
    found = [finding("khong_thay_tieu_de", Place(file, sheet.name), needed=titles, form=form.id)]
    found += [declared.not_found(one, f"dòng tiêu đề của trang «{one.sheet}»", file) for one in corrections]
    nothing = {column.id: no_values(0) for column in form.kept}
    return SheetResult(
        form, sheet.name, _spread(nothing, form), np.zeros(0, np.int64), np.zeros(0, dtype=bool), found, state="unreadable", coded=nothing
    )


def _spread(coded: Mapping[str, Coded], form: Form) -> dict[str, np.ndarray]:
    return {column.id: coded[column.id].spread(column) for column in form.kept}


def header_problems(sheet: RawSheet, form: Form, header: Header, file: str) -> Iterator[Finding]:
    row = sheet.number(header.last)

    def place(column: int | None = None) -> Place:
        cell = None if column is None else cell_address(row, column)
        return Place(file, sheet.name, row, cell=cell)

    for column_id, at in header.near.items():
        yield finding("ten_cot_gan_dung", place(at), found=header.titles[at], needed=form.column(column_id).title, form=form.id)
    for column_id, places in header.doubled.items():
        if form.column(column_id).personal:
            continue
        found = ", ".join(f"cột {column_letters(at)}" for at in places)
        yield finding("cot_hai_lan", place(places[1]), found=found, needed=form.column(column_id).title, form=form.id)
    for column in header.missing(form):
        yield finding("thieu_cot", place(), needed=column.title, form=form.id)


def _hidden(sheet: RawSheet, form: Form, header: Header, body: Body, file: str) -> Iterator[Finding]:
    """Hidden things that hold data of the form."""
    if sheet.hidden:
        yield finding("trang_an", Place(file, sheet.name), form=form.id)
    if sheet.hidden_rows:
        numbers = {sheet.number(index) for index in body.rows}
        if hidden := [number for number in sheet.hidden_rows if number in numbers]:
            yield finding("dong_an", Place(file, sheet.name, hidden[0]), found=row_ranges(hidden), form=form.id)
    kept = {header.columns[column.id]: column.title for column in form.kept if column.id in header.columns}
    if hidden := [kept[at] for at in sorted(set(sheet.hidden_columns)) if at in kept]:
        names = ", ".join(f"«{title}»" for title in hidden)
        yield finding("cot_an", Place(file, sheet.name), found=names, form=form.id)


def _fill_merged(sheet: RawSheet, form: Form, header: Header) -> list[str]:
    """Gives every row of a cell merged downwards its text, date or month; numbers are never repeated. The cells filled from."""
    by_place = {place: form.column(column_id) for column_id, place in header.columns.items()}
    filled = []
    for (top, left), (bottom, right) in sheet.merged:
        column = by_place.get(left)
        if left != right or top <= header.last or column is None or column.type in NUMERIC or column.personal:
            continue
        for row in sheet.rows[top + 1:bottom + 1]:
            row[left] = sheet.rows[top][left]
        filled.append(cell_address(sheet.number(top), left))
    return filled


def typed_rows(
    sheet: RawSheet, form: Form, header: Header, body: Body, setting: Setting, file: str, told: Told | None = None,
) -> tuple[SheetResult, dict[str, TypedColumn]]:
    """The rows of a table typed and checked, and how each column was read. told: of a piece of a longer table, what all tell."""
    numbers = sheet.numbers(body.rows)
    read: dict[str, TypedColumn] = {}
    for column in form.kept:
        at = header.columns.get(column.id)
        read[column.id] = TypedColumn(no_values(len(numbers)), []) if at is None else _typed(sheet, at, body, column, setting, whole=told is None)
    coded = {name: one.coded for name, one in read.items()}
    columns = _spread(coded, form)
    result = SheetResult(form, sheet.name, columns, numbers, np.zeros(len(numbers), dtype=bool), places=dict(header.columns), coded=coded, told=told)
    problems = [(form.column(name), *problem) for name, one in read.items() for problem in one.problems]
    for column, position, problem in problems:
        result.report_cell(file, position, column, problem)
    refused = {(column.id, position) for column, position, problem in problems if CODES[problem.code].severity == "fault"}
    for broken in row_problems(columns, form):
        if (broken.column, broken.position) in refused:
            continue  # a date that cannot be read is one fault, not also a date that is lacking
        result.report(file, broken.position, broken.code, broken.column, **broken.words)
    return result, read


def _typed(sheet: RawSheet, at: int, body: Body, column: Column, setting: Setting, *, whole: bool) -> TypedColumn:
    if isinstance(sheet.rows, CodedRows):
        return type_coded(*sheet.rows.column(at, np.asarray(body.rows, dtype=np.intp)), column, setting, whole=whole)
    cells = [sheet.rows[index][at] for index in body.rows]
    return type_column(cells, column, setting, whole=whole)


def notes_on(sheet: RawSheet, body: Body, file: str) -> list[str]:
    """What was decided about rows that are no data."""
    place = Place(file, sheet.name)
    return [f"{place}: bỏ qua {row_ranges(numbers)} ({kind})" for kind, numbers in body.skipped.items()]
