"""From a submitted file to its sheets of raw cells, whatever kind of file it is."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from .raw import MAX_CELLS, RawBook, RawSheet
from .refusal import Refused

LONG_KINDS = (".csv", ".parquet")  # files that may be longer than a sheet, so they are never read into memory as a whole
MAX_CELLS_OF_BOOK = 2 * MAX_CELLS  # of all sheets together: a hundred sheets that reach far would take all memory


def read_raw(path: Path, stream: BinaryIO, sheets: Iterable[str] | None = None) -> RawBook:
    """The sheets of a submitted file. Raises Refused with the code of the reason.

    stream: the file, open for reading. sheets: ids of sheet names to keep (all when None).
    """
    from . import safety

    suffix = path.suffix.lower()
    if suffix in LONG_KINDS:
        return _in_pieces(stream, suffix, path.stem)
    content = stream.read()
    if not content:
        raise Refused("tep_rong")
    return _read_workbook(content, safety.kind_of(content, suffix), sheets)


def _in_pieces(stream: BinaryIO, suffix: str, name: str) -> RawBook:
    from . import columnar, delimited

    if not stream.read(1):
        raise Refused("tep_rong")
    stream.seek(0)
    pieces = delimited.csv_pieces(stream, name) if suffix == ".csv" else columnar.parquet_pieces(stream, name)
    first, second = next(pieces), next(pieces, None)
    return RawBook([first], named_after_form=True, further=None if second is None else itertools.chain([second], pieces))


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
