"""A small .xls made by hand (BIFF8 records in a compound file), since nothing that we depend on writes one."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ERRORS = {"#N/A": 42, "#DIV/0!": 7}


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value is None or value == "":
        return b""
    if value in ERRORS:
        return record(0x205, place + bytes([ERRORS[value], 1]))
    if isinstance(value, str) and value.startswith("="):  # a formula whose value is #DIV/0!
        return record(0x06, place + b"\x02\x00\x07\x00\x00\x00\xff\xff" + struct.pack("<HI", 0, 0) + struct.pack("<H", 2) + b"\x1c\x07")
    if isinstance(value, bool):
        return record(0x205, place + bytes([value, 0]))
    return record(0x203, place + struct.pack("<d", value)) if isinstance(value, (int, float)) else record(0x204, place + text(value))


def sheet_records(rows: Sequence[Sequence[object]], hidden_rows: Sequence[int], hidden_columns: Sequence[int]) -> bytes:
    out = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for column in hidden_columns:
        out += record(0x7D, struct.pack("<HHHHHH", column, column, 2000, 0, 1, 0))
    for number in range(len(rows)):
        out += record(0x208, struct.pack("<HHHHHHI", number, 0, 20, 255, 0, 0, 0x20 if number + 1 in hidden_rows else 0))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            out += cell(number, column, value)
    return out + record(0x0A)


def workbook_stream(title: str, rows: Sequence[Sequence[object]], *, hidden=False, hidden_rows=(), hidden_columns=(), encrypted=False) -> bytes:
    head = record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    head += record(0x2F, b"\x01\x00" + bytes(52)) if encrypted else b""
    head += record(0x42, struct.pack("<H", 1200))
    name = struct.pack("<BB", len(title), 1) + title.encode("utf-16-le")
    at = len(head) + 4 + 6 + len(name) + 4
    head += record(0x85, struct.pack("<IBB", at, 1 if hidden else 0, 0) + name) + record(0x0A)
    return head + sheet_records(rows, hidden_rows, hidden_columns)


def compound_file(stream: bytes) -> bytes:
    """One stream «Workbook», long enough to lie in ordinary sectors."""
    stream = stream.ljust(max(len(stream), 4096), b"\x00")
    count = -(-len(stream) // SECTOR)
    table = [FAT, END, *range(3, count + 2), END]  # sector 0: the table, 1: the directory, then the stream
    table += [FREE] * (SECTOR // 4 - len(table))
    assert len(table) == SECTOR // 4, "too long for one table"

    def entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
        words = name.encode("utf-16-le") + b"\x00\x00"
        head = words.ljust(64, b"\x00") + struct.pack("<HBBIII", len(words), kind, 1, FREE, FREE, child)
        return head.ljust(116, b"\x00") + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, END, 0, 1) + entry("Workbook", 2, 2, len(stream), FREE) + bytes(256)
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return header + struct.pack("<128I", *table) + directory + stream.ljust(count * SECTOR, b"\x00")


def write_xls(path: Path, title: str, rows: Sequence[Sequence[object]], **more) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(compound_file(workbook_stream(title, rows, **more)))
    return path
