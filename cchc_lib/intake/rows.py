"""Which rows below a header are data: numbering, blank, total, group, repeated header and signature lines are not."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np

from cchc_lib.domain.forms import Form
from cchc_lib.domain.text import tidy, vid

from .cells import Setting, read_cell
from .coded_rows import CodedRows
from .layout import Header
from .raw import RawSheet
from .values import is_blank

TOTALS = frozenset({"tong", "cong", "tong_cong", "tong_so", "cong_tong", "tong_cong_so", "total"})
_SIGNATURES = re.compile(
    r"(?:nguoi_(?:lap|tong_hop|bao_cao|kiem_tra|nop)|lap_bieu|thu_truong|(?:kt|tl|tm|tuq)|(?:pho_)?truong_(?:phong|ban|don_vi)"
    r"|(?:pho_)?giam_doc|(?:pho_)?chanh_van_phong|ke_toan|ky_(?:ten|ghi_ro|va)|ho_(?:va_)?ten|noi_nhan|xac_nhan|luu_vt|ghi_chu"
    r"|luu_y|don_vi_bao_cao)(?:_|$)"
)
_PLACE_AND_DATE = re.compile(r"ngay_(?:\d{0,2}_)?thang_(?:\d{0,2}_)?nam(?:_\d{4})?$")
_HEADING = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[./)\-–:]\s*\D")
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)/]?")  # in a column of running numbers
_SIGNERS = 2  # side by side in one line of a signature block: as many required columns may be full of them
_NOTHING = re.compile(r"(?:trong_)?(?:(?:ky|quy)(?:_nay)?_)?(?:don_vi_)?khong_(?:co_)?phat_sinh")
NOTHING_AROSE = "không phát sinh"
_NUMBERED = re.compile(r"[\[(]?(\d{1,2})[\])]?(?:\s*=.*)?")
_LETTERED = re.compile(r"[\[(]?([A-ZĐ])[\])]?", re.IGNORECASE)


@dataclass
class Body:
    """The data rows (positions in the sheet's rows), and what else was skipped: kind -> row numbers as people see them.

    footer: a signature line was met, so what follows is more likely to be of the signature than of the table.
    """

    rows: Sequence[int] | np.ndarray = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=dict)
    footer: bool = False

    def skip(self, kind: str, number: int) -> None:
        self.skipped.setdefault(kind, []).append(number)


def data_rows(
    sheet: RawSheet, form: Form, header: Header, setting: Setting, prefilled: frozenset[str] = frozenset(), *, generated: bool = False,
    before: Body | None = None,
) -> Body:
    """The rows of a form's table below its header.

    prefilled: columns that a generated form came filled with; a row that holds nothing else was left alone by the unit.
    generated: the sheet was handed out by this program, so it has columns beside the form's own. before: of the piece of
    the same table that goes before this one, which has no header.
    """
    sorter = _Sorter(sheet, form, header, setting, prefilled, generated=generated)
    if before is None:
        first = _after_numbering(sheet, header, sorter.body)
    else:
        first, sorter.body.footer = 0, before.footer
    plain = sorter.plain_rows(first)
    if plain is None:
        sorter.body.rows = [index for index in range(first, len(sheet.rows)) if sorter.is_data(index)]
        return sorter.body
    doubtful = np.flatnonzero(~plain)
    for index in doubtful[doubtful >= first].tolist():
        plain[index] = sorter.is_data(index)
        if sorter.body.footer:
            plain[index + 1:] = [sorter.is_data(later) for later in range(index + 1, len(plain))]
            break
    sorter.body.rows = np.flatnonzero(plain)
    return sorter.body


class _Sorter:
    """Takes the rows below a header one after another and tells data from what is skipped."""

    def __init__(
        self, sheet: RawSheet, form: Form, header: Header, setting: Setting, prefilled: frozenset[str], *, generated: bool,
    ) -> None:
        self.body = Body()
        self._sheet = sheet
        self._required = [header.columns[column.id] for column in form.columns if column.required and column.id in header.columns]
        self._own = [place for column_id, place in header.columns.items() if column_id not in prefilled] if prefilled else None
        self._full = _getter(self._required)
        self._tells = len(self._required) > _SIGNERS and not self._own  # a row that is full is data without being looked at further
        self._reader = _RowReader(sheet, form, header, setting, generated=generated)

    def is_data(self, index: int) -> bool:
        """Whether the next row is data; what else it is goes to the body."""
        row = self._sheet.rows[index]
        cells = self._full(row)
        is_full = "" not in cells and not is_blank(cells[0])  # white space is looked for in one cell; in others it is a blank
        if is_full and self._tells and not self.body.footer and not self._reader.is_total(row) and not self._reader.is_header(row):
            return True
        kind = self._reader.kind(index, self.body.footer)
        if kind == "data" and self._own is not None and all(is_blank(row[place]) for place in self._own):
            kind = "chưa điền"
        if kind == "data":
            return True
        if kind != "blank":
            self.body.footer = self.body.footer or kind == "chữ ký"
            self.body.skip(kind, self._sheet.number(index))
        return False

    def plain_rows(self, first: int) -> np.ndarray | None:
        """Of a long file: which rows from first on are data for certain, by the distinct cells of its columns; else None."""
        rows = self._sheet.rows
        if not isinstance(rows, CodedRows) or not self._tells or self.body.footer:
            return None
        plain = np.ones(len(rows), dtype=bool)
        plain[:first] = False
        for place in range(rows.width):
            unclear = [(at, cell) for at, cell in enumerate(rows.distinct(place)) if not (type(cell) is str and cell[:1] in self._reader.clear)]
            plain &= ~rows.has_any_of(place, [at for at, cell in unclear if self._may_be_no_data(place, cell)])
        return plain

    def _may_be_no_data(self, place: int, cell: object) -> bool:
        """Whether a row with such a cell in such a place must be looked at."""
        if place in self._required and (cell == "" or place == self._required[0] and is_blank(cell)):
            return True
        return self._reader.may_be_total(cell) or place == self._reader.first_column and self._reader.is_title(cell)


def _getter(places: Sequence[int]):
    """row -> its cells at some places, always as a tuple."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places) if places else lambda row: ("",)


def _after_numbering(sheet: RawSheet, header: Header, body: Body) -> int:
    """The first row below the header, its numbering line («A B 1 2 3») and a line of remarks in brackets left out."""
    index = header.last + 1
    while index < min(len(sheet.rows), header.last + 3):
        cells = [tidy(_plain(cell)) for cell in sheet.rows[index] if not is_blank(cell)]
        if len(cells) >= 2 and (is_numbering(cells) or all(re.fullmatch(r"\(.*\)", cell) for cell in cells)):
            body.skip("đánh số cột", sheet.number(index))
            index += 1
            continue
        break
    return index


def _plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether cells number the columns: letters in order, then 1, 2, 3 in order; a formula may follow a number."""
    numbers, letters = [], []
    for cell in cells:
        if match := _NUMBERED.fullmatch(cell):
            numbers.append(int(match[1]))
        elif match := _LETTERED.fullmatch(cell):
            if numbers:
                return False
            letters.append(match[1].upper())
        else:
            return False
    in_order = all(later - earlier == 1 for earlier, later in zip(numbers, numbers[1:]))
    start = not numbers or numbers[0] in (0, 1) or (len(numbers) >= 3 and numbers[0] == len(letters) + 1)
    return in_order and start and len(numbers) + len(letters) >= 2 and letters == sorted(letters)


class _RowReader:
    """Says what a row is that does not look like a full row of data."""

    def __init__(self, sheet: RawSheet, form: Form, header: Header, setting: Setting, *, generated: bool = False) -> None:
        self._sheet, self._form, self._setting, self._generated = sheet, form, setting, generated
        self._columns = [(form.column(column_id), place) for column_id, place in header.columns.items()]
        self._names = form.names
        self._wide = {start[0] for start, end in sheet.merged if end[1] - start[1] >= 1 and start[0] == end[0]}
        self._required = sum(column.required for column, _ in self._columns)
        self._leftmost = min(place for _, place in self._columns)
        self.first_column = self._columns[0][1]
        self._first_letter = header.titles[self._columns[0][1]][:1].lower()
        # first characters of cells that are neither blank, nor a total, nor the title of the first column
        self.clear = frozenset(string.ascii_letters + string.digits) - frozenset("TtCc" + self._first_letter + self._first_letter.upper())

    def is_total(self, row: Sequence[object]) -> bool:
        """Whether the first filled cell says Tổng, Cộng or Tổng cộng and no more."""
        for cell in row:
            if cell == "":
                continue
            if not isinstance(cell, str):
                return False
            if words := cell.strip():
                return words[0] in "TtCc" and len(words) < 40 and vid(re.sub(r"\(.*\)|\d", "", words)) in TOTALS
        return False

    def may_be_total(self, cell: object) -> bool:
        """Whether a cell could make its row a total."""
        return isinstance(cell, str) and self.is_total((cell,))

    def is_header(self, row: Sequence[object]) -> bool:
        """Whether the row is the header again, as at the top of every printed page."""
        if not self.is_title(row[self.first_column]):
            return False
        same = sum(1 for one, at in self._columns if isinstance(row[at], str) and self._names.get(vid(row[at]), ("",))[0] == one.id)
        return same >= 2 and same >= len(self._columns) - 1

    def is_title(self, cell: object) -> bool:
        """Whether a cell of the first column is the column's title."""
        return isinstance(cell, str) and cell[:1].lower() == self._first_letter and self._names.get(vid(cell), ("",))[0] == self._columns[0][0].id

    def kind(self, index: int, footer: bool) -> str:
        """blank, data, or the Vietnamese name of what is skipped."""
        row = self._sheet.rows[index]
        filled = [(column, row[place]) for column, place in self._columns if not is_blank(row[place])]
        if _says_nothing_arose(row):
            return NOTHING_AROSE
        if self.is_total(row):
            return "tổng cộng"
        # A generated form has columns beside its own: texts to read («Chánh Văn phòng đôn đốc …»), and the formula Kiểm tra,
        # which finds fault with the signature too. Neither says what the row is.
        # Elsewhere a signature line holds nothing else: one word of it in a row of data must not make the row disappear.
        signed = _all_signatures([cell for _, cell in filled] if self._generated else row)
        if not filled:
            return "chữ ký" if signed else "blank"
        if self.is_header(row):
            return "tiêu đề lặp lại"
        reads = self._reads_as_data(filled)
        if reads or (sum(column.required for column, _ in filled) == self._required and not (signed and (len(filled) > 1 or _to_be_read(filled)))):
            return "data"
        if footer or signed:
            return "chữ ký"
        return "nhóm" if self._is_group(index, row, filled) else "data"

    def _reads_as_data(self, filled: Sequence[tuple]) -> bool:
        """Whether some cell of a column that is not text holds what the column wants."""
        return any(
            read_cell(cell, column, self._setting).value is not None
            for column, cell in _to_be_read(filled)
        )

    def _is_group(self, index: int, row: Sequence[object], filled: Sequence[tuple]) -> bool:
        """A heading over the rows that follow: one text in the first column, merged across or numbered like a heading."""
        if len(filled) != 1 or not isinstance(filled[0][1], str):
            return False
        if index in self._wide:
            return True
        if self._required < 3 or is_blank(row[self._leftmost]):
            return False
        lettered = any(isinstance(cell, str) and _GROUP_NUMBER.fullmatch(cell.strip()) for cell in row)
        return lettered or bool(_HEADING.match(tidy(filled[0][1])))


def _to_be_read(filled: Sequence[tuple]) -> list[tuple]:
    """The cells of columns that want more than text: what they hold tells data from words."""
    return [(column, cell) for column, cell in filled if column.type not in ("text", "duration")]


def _says_nothing_arose(row: Sequence[object]) -> bool:
    """Whether «Không phát sinh» is all that a row says."""
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) == 1 and isinstance(filled[0], str) and bool(_NOTHING.fullmatch(vid(filled[0])))


def _all_signatures(cells: Sequence[object]) -> bool:
    """Whether there is something in some cells, and all of it belongs to a signature block, a note or a place and date."""
    filled = [cell for cell in cells if not is_blank(cell)]
    return bool(filled) and all(map(_is_signature, filled))


def _is_signature(cell: object) -> bool:
    if not isinstance(cell, str):
        return False
    words = vid(cell)
    return bool(_SIGNATURES.match(words) or _PLACE_AND_DATE.search(words))
