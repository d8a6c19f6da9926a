"""From a file to sheets of raw cells with their addresses, nothing interpreted yet.

Cells are str, float, bool, date, datetime, time, timedelta as calamine gives them; "" is blank. What calamine cannot tell
(error cells, formulas without a stored value, percent formats, hidden rows and columns) comes from a scan of the sheet's XML.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .refusal import Refused

MAX_CELLS = 18_000_000  # rows x columns of one sheet, blank ones counted: as many dossiers as a sheet has rows
MAX_CELLS_OF_BOOK = 2 * MAX_CELLS  # of all sheets together: a hundred sheets that reach far would take all memory


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds an error: #N/A, #REF! …"""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class UncachedFormula:
    """A formula whose value was never stored."""

    def __str__(self) -> str:
        return "công thức"


class PercentNumber(float):
    """A number in a cell that shows it as a percentage."""


Address = tuple[int, int]  # row and column, both counted from 0


@dataclass
class RawSheet:
    """One sheet. rows start at A1 (a list, or CodedRows of a long file); row_numbers: the number of each row in the source, when it is not its position."""

    name: str
    rows: Sequence[list[object]]
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[Address, Address], ...] = ()
    row_numbers: Sequence[int] | None = None

    def number(self, index: int) -> int:
        """The row's number as people see it (1-based; the line for a CSV)."""
        return int(self.row_numbers[index]) if self.row_numbers is not None and len(self.row_numbers) else index + 1

    def cells(self, column: int, rows: Sequence[int]) -> list[object]:
        """The cells of a column in some rows."""
        if isinstance(self.rows, list):
            return [self.rows[index][column] for index in rows]
        return self.rows.cells(column, rows)  # type: ignore[attr-defined]

    def hold(self) -> None:
        """All rows at once, so that cells can be changed in them."""
        self.rows = list(self.rows)

    @property
    def is_blank(self) -> bool:
        return not any(cell != "" for row in self.rows for cell in row)


@dataclass
class RawBook:
    """A workbook's sheets in order. external_links: it points to other files (never opened)."""

    sheets: list[RawSheet]
    external_links: bool = False
    named_after_form: bool = field(default=False)  # a CSV or Parquet file: its form is in its name


def column_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row_number: int, column: int) -> str:
    return f"{column_letters(column)}{row_number}"


def read_raw(path: Path, content: bytes, sheets: Iterable[str] | None = None) -> RawBook:
    """The sheets of a submitted file. Raises Refused with the code of the reason.

    content: the file's bytes, read by the caller, who also needs their sha256. sheets: ids of sheet names to keep (all when None).
    """
    from . import delimited, safety  # here: the light parts of this module are imported by all others

    suffix = path.suffix.lower()
    if not content:
        raise Refused("tep_rong")
    if suffix == ".csv":
        return RawBook([delimited.read_csv(content, path.stem)], named_after_form=True)
    if suffix == ".parquet":
        return RawBook([delimited.read_parquet(content, path.stem)], named_after_form=True)
    kind = safety.kind_of(content, suffix)
    return _read_workbook(content, kind, sheets)


def _read_workbook(content: bytes, kind: str, wanted: Iterable[str] | None) -> RawBook:
    from cchc_lib.domain.text import vid

    from . import xls_scan, xlsx_scan

    scan = (xlsx_scan if kind == "xlsx" else xls_scan).scan(content)
    keep = None if wanted is None else set(wanted)
    book = _calamine(content)
    sheets, cells = [], 0
    for meta in book.sheets_metadata:
        if "WorkSheet" not in str(meta.typ) or (keep is not None and vid(meta.name) not in keep):
            continue
        marks = scan.marks(meta.name)
        try:
            sheet = book.get_sheet_by_name(meta.name)
            own = (sheet.end or (0, 0))[0] * (sheet.end or (0, 0))[1]
            cells += own
            if own > MAX_CELLS or cells > MAX_CELLS_OF_BOOK:
                raise Refused("tep_qua_lon", reason=f"trang «{meta.name}» trải tới dòng {sheet.end[0] + 1}")
            rows = sheet.to_python(skip_empty_area=False)
            merged = tuple(sheet.merged_cell_ranges or ())
        except Refused:
            raise
        except BaseException as error:  # a Rust panic is no Exception
            raise _refused(error) from None
        marks.put_into(rows)
        sheets.append(RawSheet(
            meta.name, rows, "Visible" != str(meta.visible).rsplit(".", 1)[-1], marks.hidden_rows, marks.hidden_columns, merged,
        ))
    return RawBook(sheets, scan.external_links)


def _calamine(content: bytes):
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except BaseException as error:  # a Rust panic is no Exception
        raise _refused(error) from None


def _refused(error: BaseException) -> BaseException:
    """The refusal for what the workbook library said; interruptions pass."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        return error
    words = str(error).lower()
    if "password" in words or "encrypt" in words:
        return Refused("tep_ma_hoa")
    return Refused("tep_hong", reason=type(error).__name__)
