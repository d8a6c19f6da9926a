"""CSV files as raw sheets, named after their form: a short one at once, a long one piece by piece."""

from __future__ import annotations

import csv
import io
import itertools
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import BinaryIO

from . import coded_rows
from .coded_rows import Coder
from .raw import MAX_CELLS, MAX_ROWS, RawSheet
from .refusal import Refused

SEPARATORS = ",;\t"
HEADER_LINES = 24
MAX_LINE = 10_000_000  # characters; a file without line ends must not fill the memory


def csv_pieces(stream: BinaryIO, name: str) -> Iterator[RawSheet]:
    """A CSV in UTF-8, with or without BOM, separated by comma, semicolon or tab. Raises Refused, also between two pieces."""
    records = _Records(stream)
    try:
        yield from _in_pieces(records, name)
    except UnicodeDecodeError:
        raise Refused("csv_khong_utf8") from None
    except csv.Error as error:
        long = "field limit" in str(error)
        raise Refused("csv_hong", reason="một ô quá dài" if long else "dấu phân cách hoặc dấu nháy kép sai") from None
    if (line := records.swallowing()) is not None:
        raise Refused("csv_hong", reason=f"dấu nháy kép mở ở dòng {line} không được đóng nên nuốt các dòng sau")


class _Records:
    """Each record of a CSV with the line that it starts on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._several: int | None = None  # the line of the first record over several lines

    def __iter__(self) -> Iterator[tuple[int, list[object]]]:
        text, separator, skipped = self._opened()
        reader = csv.reader(text, delimiter=separator, strict=False)
        line = 1 + skipped
        for record in reader:
            yield line, record  # type: ignore[misc]
            following = reader.line_num + 1 + skipped
            if self._several is None and following - line > 1:
                self._several = line
            line = following

    def _opened(self) -> tuple[Iterator[str], str, int]:
        """The lines, the separator, and how many lines were taken off."""
        lines = self._lines()
        head = list(itertools.islice(lines, HEADER_LINES))
        declared = _declared_separator(head[0]) if head else None
        if declared:
            del head[0]
        return itertools.chain(head, lines), declared or _separator(head), 1 if declared else 0

    def _lines(self) -> Iterator[str]:
        self._stream.seek(0)
        text = io.TextIOWrapper(self._stream, "utf-8-sig", "strict", newline="")
        try:
            while line := text.readline(MAX_LINE):
                if "\x00" in line:
                    raise Refused("csv_hong", reason="có ký tự nhị phân")
                if len(line) == MAX_LINE:
                    raise Refused("csv_hong", reason="một ô quá dài")
                yield line
        finally:
            with suppress(ValueError):  # the file was closed before the last line was asked for
                text.detach()

    def swallowing(self) -> int | None:
        """The line of the first record over several lines, where quotes do not pair: later rows have become part of one cell."""
        if self._several is None:
            return None
        text, separator, _ = self._opened()
        try:
            for _ in csv.reader(text, delimiter=separator, strict=True):
                pass
        except csv.Error:
            return self._several
        return None


def _in_pieces(records: Iterable[tuple[int, list[object]]], name: str) -> Iterator[RawSheet]:
    """Rows of one width: a list of those of a short file, coded those of the pieces of a long one."""
    coder, numbers, width, several = Coder(), array("q"), 0, False
    for block, lines in _blocks(records):
        width = max(width, max(map(len, block)))
        if width * len(block) > MAX_CELLS or (lines and lines[-1] > MAX_ROWS):
            raise Refused("tep_qua_lon", reason="tệp CSV quá nhiều ô")
        if len(block) < coded_rows.BLOCK and not several and not coder.rows:
            for row in block:
                row.extend([""] * (width - len(row)))
            yield RawSheet(name, block, row_numbers=lines)
            return
        if coder.rows and (coder.rows + len(block) > coded_rows.PIECE or (coder.rows + len(block)) * width > MAX_CELLS):
            yield RawSheet(name, coder.coded(), row_numbers=numbers)
            coder, numbers, several = Coder(), array("q"), True
        coder.take(block, width)
        numbers.extend(lines)
    if coder.rows or not several:
        yield RawSheet(name, coder.coded() if coder.rows else [], row_numbers=numbers)


def _blocks(records: Iterable[tuple[int, list[object]]]) -> Iterator[tuple[list[list[object]], array[int]]]:
    """Rows in lists of at most a block, and the lines that they start on."""
    rows: list[list[object]] = []
    lines = array("q")
    for line, record in records:
        rows.append(record)
        lines.append(line)
        if len(rows) == coded_rows.BLOCK:
            yield rows, lines
            rows, lines = [], array("q")
    if rows:
        yield rows, lines


def _declared_separator(line: str) -> str | None:
    """The one of Excel's own first line «sep=;»."""
    words = line.strip()
    return words[4] if words.lower().startswith("sep=") and len(words) == 5 and words[4] in SEPARATORS else None


def _separator(lines: list[str]) -> str:
    """The separator that cuts the first lines into the most columns, the same number in most of them."""

    def worth(separator: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        return (len(wide), max(wide, default=0)) if wide else (0, 0)

    return max(SEPARATORS, key=worth)
