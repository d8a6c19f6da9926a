"""Marked copies: a faulty workbook with its faulty cells hatched and explained, and a list of all that must be mended.

The unit mends the copy and sends it back as it is: its name still begins with the unit's id, and the list is a sheet that
the reader knows nothing of. Personal columns, which nobody reads, are left empty. What openpyxl cannot open (.xls, .csv, a broken file) gets the list alone, as a text file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc_lib.domain.findings import Finding, in_order
from cchc_lib.domain.forms import Form
from cchc_lib.domain.submissions import QuarterData

from .folders import submitted_files
from .impersonal import empty_personal
from .ledger import Ledger
from .stored_values import with_stored_values

LIST = "Lỗi cần sửa"
_PREFIX = "CẦN SỬA: "
_MOST_MARKS = 2_000  # a sheet with more faults than this has one cause, not thousands
_LARGEST = 60_000_000  # bytes of a workbook's unpacked sheets that is still copied: some 80 000 dossiers
_LIST_COLUMNS = (("STT", 6), ("Mức", 12), ("Trang", 24), ("Ở đâu", 12), ("Thấy", 34), ("Cần", 40), ("Giải thích", 60))
_INK, _LIGHT = "FFC0392B", "FFFBE3E0"


@dataclass(frozen=True)
class Marked:
    """source: as in the findings (<quarter>/<relative path>). path: the marked copy, or the list. state: as of Ledger.put."""

    source: str
    path: Path
    state: str
    unit: str | None
    faults: int


def write_marked(quarter_folder: Path, data: QuarterData, to: Path, forms: Collection[Form]) -> list[Marked]:
    """Writes a marked copy or a list for every file with a fault into a folder; nothing is written beside the inputs.

    forms: those whose personal columns are not to be copied.

    Copies of files that have no fault any more are removed, unless somebody has worked on them.
    """
    ledger = Ledger(to)
    sources = {f"{quarter_folder.name}/{one.relative}": one for one in submitted_files(quarter_folder).files}
    written: list[Marked] = []
    names: set[str] = set()
    for file, findings in _by_file(data).items():
        faulty = [one for one in findings if one.severity == "fault"]
        if not faulty:
            continue
        relative = file.split("/", 1)[-1]
        source = sources.get(file)
        content = _copy(source.path, findings, forms) if source and _can_be_copied(source.path, findings) else None
        name = relative if content is not None else f"{relative}.txt"
        state = ledger.put(name, content if content is not None else _plain_list(file, findings))
        names.add(name)
        unit = next((one.unit for one in findings if one.unit), None)
        written.append(Marked(file, to / name, state, unit, len(faulty)))
    ledger.drop_all_but(names)
    return written


def _by_file(data: QuarterData) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for one in in_order(data.findings):
        if one.place.file:
            found.setdefault(one.place.file, []).append(one)
    return dict(sorted(found.items()))


def _can_be_copied(path: Path, findings: Sequence[Finding]) -> bool:
    """Only what the reader has opened safely is opened again: a refused file has a fault without a sheet."""
    refused = any(one.severity == "fault" and one.place.sheet is None for one in findings)
    if path.suffix.lower() != ".xlsx" or refused:
        return False
    try:
        with zipfile.ZipFile(path) as package:
            return sum(one.file_size for one in package.infolist() if one.filename.startswith("xl/worksheets/")) <= _LARGEST
    except zipfile.BadZipFile:  # an old .xls by another name
        return False


def _copy(path: Path, findings: Sequence[Finding], forms: Collection[Form]) -> bytes | None:
    """The marked copy; None when openpyxl, which knows less of Excel than the reader, cannot open or save the workbook."""
    import openpyxl

    content = path.read_bytes()
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
        emptied = [empty_personal(sheet, forms) for sheet in book.worksheets if sheet.title != LIST]
        _mark(book, findings, emptied=any(emptied))
        stream = io.BytesIO()
        book.save(stream)
        return with_stored_values(stream.getvalue(), book, content)
    except Exception:  # whatever a foreign workbook breaks, its list is still written
        return None


def _mark(book: Any, findings: Sequence[Finding], *, emptied: bool) -> None:
    if LIST in book.sheetnames:
        del book[LIST]
    for sheet in book.worksheets:
        _unmark(sheet)
    marks = 0
    for one in findings:
        if one.severity == "fault" and one.place.sheet in book.sheetnames and marks < _MOST_MARKS:
            marks += _mark_cell(book[one.place.sheet], one)
    _write_list(book, findings, emptied=emptied)


def _unmark(sheet: Any) -> None:
    """Takes away the marks of an earlier copy, which came back with the workbook."""
    from openpyxl.styles import PatternFill

    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.text.startswith(_PREFIX):
                cell.comment = None
                cell.fill = PatternFill()
            elif cell.comment:  # openpyxl forgets how large a note was
                cell.comment.width, cell.comment.height = 360, 160


def _mark_cell(sheet: Any, one: Finding) -> bool:
    """Hatches and explains the cell of a fault; colours the sheet's tab in any case."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    sheet.sheet_properties.tabColor = _INK
    address = one.place.cell
    if not address:
        return False
    cell = sheet[_anchor(sheet, address)]
    cell.fill = PatternFill("lightUp", fgColor=_INK, bgColor=_LIGHT)
    words = _PREFIX + one.message
    if cell.comment:
        words = f"{cell.comment.text}\n{words}" if cell.comment.text.startswith(_PREFIX) else f"{words}\n\n{cell.comment.text}"
    cell.comment = Comment(words, "Văn phòng", width=360, height=60 + 18 * (words.count("\n") + len(words) // 45))
    return True


def _anchor(sheet: Any, address: str) -> str:
    """Of a merged range only the first cell can hold anything."""
    merged = next((one for one in sheet.merged_cells.ranges if address in one), None)
    return merged.start_cell.coordinate if merged else address


def _write_list(book: Any, findings: Sequence[Finding], *, emptied: bool) -> None:
    """The first sheet: every fault with its place, then what is only worth a look. emptied: personal columns were."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = book.create_sheet(LIST, 0)
    faults = sum(one.severity == "fault" for one in findings)
    _put(sheet, 1, 1, f"Có {faults} chỗ phải sửa trong tệp này", bold=True, size=15)
    personal = " Các cột thông tin cá nhân để trống trong bản này, không cần điền lại." if emptied else ""
    _put(sheet, 2, 1, f"Bấm vào ô ở cột «Ở đâu» để tới chỗ sai. Sửa ngay trong tệp này, lưu lại và gửi lại, không cần xóa trang này.{personal}")
    for column, (title, width) in enumerate(_LIST_COLUMNS, 1):
        cell = _put(sheet, 4, column, title, bold=True)
        cell.fill = PatternFill("solid", fgColor="FFD9E5F3")
        sheet.column_dimensions[cell.column_letter].width = width
    if len(findings) > _MOST_MARKS:
        _put(sheet, 3, 1, f"Trang này và các ô đánh dấu chỉ nêu {_MOST_MARKS} chỗ đầu tiên trong {len(findings)} chỗ.", bold=True)
    for number, one in enumerate(findings[:_MOST_MARKS], 1):
        row = 4 + number
        where = one.place.cell or (f"dòng {one.place.row}" if one.place.row else "cả trang")
        texts = (str(number), "phải sửa" if one.severity == "fault" else "nên xem", one.place.sheet or "", where, one.found or "", one.needed or "", _explanation(one))
        for column, text in enumerate(texts, 1):
            _put(sheet, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 17 * max(1 + len(text) // width for text, (_, width) in zip(texts, _LIST_COLUMNS, strict=True))
        if one.place.sheet in book.sheetnames:
            link = sheet.cell(row, 4)
            target = one.place.sheet.replace("'", "''")
            location = f"'{target}'!{one.place.cell or f'A{one.place.row or 1}'}"
            link.hyperlink = Hyperlink(ref=link.coordinate, location=location)
            link.font = Font(name="Times New Roman", size=12, underline="single", color="FF1D4E89")
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _explanation(one: Finding) -> str:
    """The sentence, where it says more than what was found and what is needed."""
    return "" if one.needed and one.message.startswith("thấy") else one.message


def _put(sheet: Any, row: int, column: int, text: str, *, bold: bool = False, size: int = 12) -> Any:
    """A text that stays a text, whatever it begins with; what XML cannot hold is left out."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.font = Font(name="Times New Roman", size=size, bold=bold)
    return cell


def _plain_list(file: str, findings: Iterable[Finding]) -> bytes:
    """The list as a text file that opens in Windows with its letters right."""
    found = list(findings)
    lines = [f"Tệp: {file}", f"Có {sum(one.severity == 'fault' for one in found)} chỗ phải sửa. Sửa trong tệp gốc rồi gửi lại.", ""]
    for number, one in enumerate(found, 1):
        place = " › ".join(filter(None, str(one.place).split(" › ")[1:]))
        grade = "" if one.severity == "fault" else " (nên xem)"
        lines.append(f"{number}.{grade} {f'{place}: ' if place else ''}{one.message}")
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")
