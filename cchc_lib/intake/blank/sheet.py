"""One form as a sheet: title, tick, live check, header with the exact titles, known rows, room for more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from cchc_lib.domain.forms import Column, Form

from ..given import sign_of
from ..mark import FormMark
from .known import Beside, Prefill, Value
from .lists import TICK, Lists
from .live_checks import CHECK_TITLE, GIVEN_WAITING, GOOD, UNTOUCHED, RowChecks, given_formula, sheet_formula
from .looks import FAULT, FIRST_COLUMN_LEAST, LINE, MUTED, Looks, head_height, row_height, width
from .validations import validation
from .words import Words, month_text

TICK_CELL = "B3"
_STATE_CELL = "B4"
_HEAD_ROW = 5
_FIRST_ROW = 6
_LAST_ROW = 99_999  # how far down drop-downs and messages reach
_RULED, _MORE = 22, 8  # rows that come ruled: a short form prints on one page, a long one has some rows to spare
_CHECKED = {"ho_so_tthc": 1_500}  # rows with a check, where more than the ruled: dossiers are pasted in, a quarter at once
_TICK_OF_NOTHING = ("Không phát sinh", "← chọn x nếu kỳ này không có gì để ghi, và để trống bảng dưới")
_TICK_OF_GIVEN = ("Không thay đổi", "← chọn x khi đã rà soát và không phải sửa dòng nào; chưa sửa, chưa chọn x là chưa gửi")
_CHECK_WIDTH, _BESIDE_WIDTH = 46, 70


@dataclass(frozen=True)
class SheetResult:
    """What the mark and the guide sheet need to know of a finished sheet."""

    mark: FormMark
    state_cell: str
    state: str


class FormSheet:
    """Writes one form's sheet of a workbook."""

    def __init__(self, workbook: Any, looks: Looks, lists: Lists, words: Words, codes: tuple[str, str] | None) -> None:
        self._workbook, self._looks, self._lists, self._words = workbook, looks, lists, words
        self._codes = codes

    def write(self, form: Form, prefill: Prefill) -> SheetResult:
        sheet = self._workbook.add_worksheet(form.title)
        columns = _columns(form, prefill.beside)
        places = {column.id: place for place, column in enumerate(columns) if isinstance(column, Column)}
        rows = max(_RULED, len(prefill.rows) + _MORE)
        checked = max(rows, _CHECKED.get(form.id, 0))
        self._set_columns(sheet, columns)
        self._write_top(sheet, form, prefill)
        self._write_head(sheet, form, columns)
        self._write_rows(sheet, columns, prefill, rows)
        states = self._write_checks(sheet, form, places, prefill, checked, len(columns) + 1)
        self._add_validations(sheet, form, places)
        self._protect(sheet)
        # Personal columns stand last and need not be filled in, so they are not printed either.
        self._set_page(sheet, form, sum(not isinstance(one, Column) or not one.personal for one in columns), rows)
        columns_kept = [column.id for column in form.kept]
        given = sign_of(prefill.rows, columns_kept) if prefill.complete else ""
        mark = FormMark(form.title, form.id, form.version, TICK_CELL, prefill.columns, given)
        return SheetResult(mark, f"'{form.title}'!${_STATE_CELL[0]}${_STATE_CELL[1]}", states)

    # --- the look of the sheet --------------------------------------------------------------------------------------
    def _set_columns(self, sheet: Any, columns: Sequence[Column | Beside]) -> None:
        for place, column in enumerate(columns):
            if isinstance(column, Beside):
                sheet.set_column(place, place, _BESIDE_WIDTH, self._looks.of(locked=False, text_wrap=True))
                continue
            least = FIRST_COLUMN_LEAST if place == 0 else 0
            sheet.set_column(place, place, max(width(column), least), self._looks.cell(column, border=False))
        sheet.set_column(len(columns), len(columns), 2)
        sheet.set_column(len(columns) + 1, len(columns) + 1, _CHECK_WIDTH)

    def _write_top(self, sheet: Any, form: Form, prefill: Prefill) -> None:
        label, hint = _TICK_OF_GIVEN if prefill.complete else _TICK_OF_NOTHING
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, self._words.titled(f"Biểu: {form.title}"), self._looks.of(bold=True, font_size=15))
        sheet.write_string(1, 0, self._words.what_to_write(form), self._looks.of())
        sheet.write_string(2, 0, label, self._looks.of(bold=True))
        sheet.write_blank(2, 1, None, self._looks.of(locked=False, border=1, bold=True, align="center"))
        sheet.write_string(2, 2, hint, self._looks.of(font_color=MUTED))
        sheet.write_string(3, 0, "Kiểm tra", self._looks.of(bold=True))
        sheet.set_row(4, 6)
        sheet.freeze_panes(_FIRST_ROW, 1)

    def _write_head(self, sheet: Any, form: Form, columns: Sequence[Column | Beside]) -> None:
        for place, column in enumerate(columns):
            required = isinstance(column, Column) and column.required
            sheet.write_string(_HEAD_ROW, place, column.title, self._looks.head(required=required))
        if example := self._words.example(form):
            size = {"x_scale": 3.2, "y_scale": 0.32 * (2 + example.count("\n"))}
            sheet.write_comment(_HEAD_ROW, 0, example, {**size, "font_name": "Times New Roman", "font_size": 11})
        titles = [(column.title, _BESIDE_WIDTH if isinstance(column, Beside) else width(column)) for column in columns]
        sheet.set_row(_HEAD_ROW, head_height(titles))

    def _set_page(self, sheet: Any, form: Form, columns: int, rows: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.print_area(0, 0, _FIRST_ROW + rows - 1, columns - 1)
        sheet.set_footer(f"&L&\"Times New Roman\"&9{self._words.unit.name} - {form.title}&R&\"Times New Roman\"&9&P/&N")

    # --- data -------------------------------------------------------------------------------------------------------
    def _write_rows(self, sheet: Any, columns: Sequence[Column | Beside], prefill: Prefill, rows: int) -> None:
        looks = [None if isinstance(column, Beside) else self._two_looks(column) for column in columns]
        beside = self._looks.of(locked=False, text_wrap=True, border=1, border_color=LINE, valign="top", font_color=MUTED)
        for number in range(rows):
            row = _FIRST_ROW + number
            known = prefill.rows[number] if number < len(prefill.rows) else {}
            if known:
                sheet.set_row(row, row_height(_texts(columns, known, number)))
            for place, (column, look) in enumerate(zip(columns, looks, strict=True)):
                if isinstance(column, Beside):
                    sheet.write_string(row, place, column.text(number), beside)
                else:
                    _write_value(sheet, row, place, column, known.get(column.id), look[column.id in known])

    def _two_looks(self, column: Column) -> tuple[Any, Any]:
        """Of a cell left open, and of one filled beforehand."""
        return self._looks.cell(column), self._looks.cell(column, given=True)

    def _write_checks(
        self, sheet: Any, form: Form, places: Mapping[str, int], prefill: Prefill, rows: int, at: int
    ) -> str:
        """The check column and the sheet's state; returns the state as it is before anybody opens the file."""
        letters = {column: xl_col_to_name(place) for column, place in places.items()}
        months = self._lists.name("thang", self._words.months)
        codes = self._codes[1] if self._codes else None
        checks = RowChecks(form, letters, prefill.columns, self._words.span, months, codes)
        look = self._looks.of(locked=False, text_wrap=True, valign="top")
        sheet.write_string(_HEAD_ROW, at, CHECK_TITLE, self._looks.head(required=False))
        given = len(prefill.rows) if prefill.complete else 0
        for number in range(rows):
            row = _FIRST_ROW + number
            sheet.write_formula(row, at, checks.formula(row + 1), look, GOOD if number < given else "")
        column, tick = xl_col_to_name(at), f"${TICK_CELL[0]}${TICK_CELL[1]}"
        first, last = _FIRST_ROW + 1, _FIRST_ROW + rows + 1_000
        cells = f"{column}{first}:{column}{last}"
        needed = letters[next(one.id for one in form.kept if one.required and one.id not in prefill.columns)]
        filled = f"{needed}{first}:{needed}{last}"
        formula = given_formula(cells, tick) if given else sheet_formula(cells, filled, tick)
        state = f"{given} dòng {GIVEN_WAITING}" if given else UNTOUCHED
        sheet.write_formula(_STATE_CELL, formula, self._looks.of(bold=True), state)
        self._mark_faulty(sheet, column, at - 2)
        sheet.data_validation(_FIRST_ROW, at, _LAST_ROW, at, {
            "validate": "custom", "value": "=FALSE", "error_title": "Cột tự tính",
            "error_message": "Cột này tự kiểm tra từng dòng, không cần điền.",
        })
        return state

    def _mark_faulty(self, sheet: Any, check_column: str, last_place: int) -> None:
        """Rows to mend are hatched as well as coloured: colour alone is lost in print and on some eyes."""
        hatched = self._looks.mark(pattern=14, fg_color="#E3A19B", bg_color=FAULT)
        rule = {"type": "formula", "criteria": f'=LEFT(${check_column}{_FIRST_ROW + 1},1)="✗"', "format": hatched}
        sheet.conditional_format(_FIRST_ROW, 0, _LAST_ROW, last_place, rule)

    # --- what may be typed ------------------------------------------------------------------------------------------
    def _add_validations(self, sheet: Any, form: Form, places: Mapping[str, int]) -> None:
        for column in form.columns:
            place = places[column.id]
            rule = validation(form, column, self._words, self._lists, self._codes)
            sheet.data_validation(_FIRST_ROW, place, _LAST_ROW, place, rule)
        sheet.data_validation(TICK_CELL, {
            "validate": "list", "source": f"={self._lists.name('danh_dau', TICK)}",
            "error_title": "Chỉ chọn x", "error_message": "Ô này chỉ nhận x hoặc để trống.",
        })

    def _protect(self, sheet: Any) -> None:
        """Heads cannot be changed by accident; there is no password, so whoever must can."""
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
        sheet.protect("", dict.fromkeys(allowed, True))


def _columns(form: Form, beside: Beside | None) -> list[Column | Beside]:
    columns: list[Column | Beside] = list(form.columns)
    return [columns[0], beside, *columns[1:]] if beside else columns


def _texts(columns: Sequence[Column | Beside], known: Mapping[str, Value], number: int) -> list[tuple[str, int]]:
    """The texts of a prefilled row with the widths of their columns."""
    return [
        (column.text(number), _BESIDE_WIDTH) if isinstance(column, Beside) else (str(known.get(column.id, "")), width(column))
        for column in columns
    ]


def _write_value(sheet: Any, row: int, place: int, column: Column, value: Value | None, look: Any) -> None:
    """One known value by its own type; text stays text whatever it begins with."""
    if value is None:
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, bool):
        sheet.write_string(row, place, "Có" if value else "Không", look)
    elif isinstance(value, (int, Decimal)):
        sheet.write_number(row, place, float(value), look)
    elif isinstance(value, dt.date) and column.type == "month":
        sheet.write_string(row, place, month_text(value), look)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, dt.datetime(value.year, value.month, value.day), look)
    else:
        sheet.write_string(row, place, value, look)
