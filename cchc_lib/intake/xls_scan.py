"""What calamine does not tell of an old .xls: error cells, hidden rows and columns, and whether the file is encrypted.

An .xls is a small file system (a compound file) that holds one stream of records, the workbook (MS-CFB, MS-XLS).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from cchc_lib.domain.text import nfc

from .refusal import Refused
from .xlsx_scan import NO_MARKS, Marks

_END_OF_CHAIN = 0xFFFFFFFE
_DIRECTORY_ENTRY = 128
_SMALL_STREAM = 4096
# Records of the workbook stream.
_EOF, _FORMULA, _FILEPASS, _COLINFO, _BOUNDSHEET, _BOOLERR, _ROW = 0x0A, 0x06, 0x2F, 0x7D, 0x85, 0x205, 0x208
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class Scan:
    """The scan of one .xls; the same questions as xlsx_scan.Scan answers."""

    external_links = False

    def __init__(self, content: bytes) -> None:
        try:
            self._stream = _workbook_stream(content)
            self._sheets = dict(self._bound_sheets())
        except (struct.error, IndexError, ValueError, OverflowError):
            raise Refused("tep_hong", reason="cấu trúc tệp .xls sai") from None

    def marks(self, sheet: str) -> Marks:
        """Marks of a sheet; none where its records cannot be followed (calamine then decides whether it can be read)."""
        start = self._sheets.get(nfc(sheet))
        if start is None:
            return NO_MARKS
        try:
            return _marks(self._stream, start)
        except (struct.error, IndexError):
            return NO_MARKS

    def _bound_sheets(self) -> Iterator[tuple[str, int]]:
        for kind, data in _records(self._stream, 0):
            if kind == _FILEPASS:
                raise Refused("tep_ma_hoa")
            if kind == _BOUNDSHEET and len(data) > 8:
                wide, length = data[7] & 1, data[6]
                name = data[8:8 + 2 * length].decode("utf-16-le", "replace") if wide else data[8:8 + length].decode("latin-1")
                yield nfc(name), struct.unpack_from("<I", data)[0]
            if kind == _EOF:
                return


def scan(content: bytes) -> Scan:
    """Raises Refused for an encrypted or broken file."""
    return Scan(content)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4:at + 4 + length]
        at += 4 + length


def _marks(stream: bytes, start: int) -> Marks:
    marks, rows, columns = Marks(), [], []
    for kind, data in _records(stream, start):
        if kind == _EOF:
            break
        if kind == _BOOLERR and data[7]:
            marks.errors[struct.unpack_from("<HH", data)] = _ERRORS.get(data[6], "#LỖI")
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
            marks.errors[struct.unpack_from("<HH", data)] = _ERRORS.get(data[8], "#LỖI")
        elif kind == _ROW and struct.unpack_from("<I", data, 12)[0] & 0x20:
            rows.append(struct.unpack_from("<H", data)[0] + 1)
        elif kind == _COLINFO and struct.unpack_from("<H", data, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", data)
            columns += range(first, min(last, first + 255) + 1)
    marks.hidden_rows, marks.hidden_columns = tuple(rows), tuple(columns)
    return marks


# --- the compound file -------------------------------------------------------------------------------------------------
def _workbook_stream(content: bytes) -> bytes:
    """The bytes of the stream «Workbook» (or «Book», before 1997)."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    table = _allocation(content, sector)
    directory = _chain(content, struct.unpack_from("<I", content, 48)[0], table, sector)
    root = b""
    for at in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
        entry = directory[at:at + _DIRECTORY_ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[:max(length - 2, 0)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if entry[66] == 5:
            root = _chain(content, start, table, sector)
        elif name in ("Workbook", "Book"):
            if size >= _SMALL_STREAM:
                return _chain(content, start, table, sector)[:size]
            small = struct.unpack(f"<{sector // 4}I", _chain(content, struct.unpack_from("<I", content, 60)[0], table, sector)[:sector])
            return _chain(root, start, small, 64, first=0)[:size]
    raise ValueError("no workbook stream")


def _allocation(content: bytes, sector: int) -> tuple[int, ...]:
    """The file allocation table: for each sector the next of its chain."""
    parts = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<II", content, 68)
    while more < _END_OF_CHAIN and count > 0:
        block = struct.unpack_from(f"<{sector // 4}I", content, sector * (more + 1))
        parts += block[:-1]
        more, count = block[-1], count - 1
    wanted = [part for part in parts if part < _END_OF_CHAIN and sector * (part + 2) <= len(content) + sector]
    return tuple(n for part in wanted for n in struct.unpack_from(f"<{sector // 4}I", content, sector * (part + 1)))


def _chain(content: bytes, start: int, table: tuple[int, ...], sector: int, *, first: int = 1) -> bytes:
    """The sectors of a chain, put together; a chain that bites its tail ends."""
    found, seen = [], set()
    while start < len(table) and start not in seen:
        seen.add(start)
        found.append(content[sector * (start + first):sector * (start + first + 1)])
        start = table[start]
    return b"".join(found)
