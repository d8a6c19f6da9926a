"""What calamine does not tell of an .xlsx: a streaming scan of each sheet's XML beside it.

Finds formulas without a stored value, error cells, percent formats, hidden rows and columns, and how far the cells really
reach (two cells at opposite corners would otherwise ask for a table of 17 thousand million cells).
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import raw
from .refusal import Refused
from .safety import chunks, no_dtd, open_zip, small_part

_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# One row's start, or one cell with what it holds.
_TOKEN = re.compile(rb"<(?:\w+:)?(?:row\b([^>]*)>|c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>))", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v\s*>([^<]*)<|<(?:\w+:)?v\s*/>")
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b([^>]*\shidden=["'](?:1|true)["'][^>]*)>""")
_FAR = re.compile(rb'r="(?:[A-Z]{2,3}\d|[A-Z]?\d{6})')  # may also find other attributes: a reason to look, no more
_CELL = re.compile(rb"([A-Z]+)(\d+)")
MAX_PIECE = 64_000_000
MAX_SHEETS = 500


@dataclass
class Marks:
    """What was found in one sheet; addresses are (row, column) from 0."""

    uncached: list[raw.Address] = field(default_factory=list)
    errors: dict[raw.Address, str] = field(default_factory=dict)
    percent: list[raw.Address] = field(default_factory=list)
    hidden_rows: tuple[int, ...] = ()  # as people count, from 1
    hidden_columns: tuple[int, ...] = ()

    def put_into(self, rows: list[list[object]]) -> None:
        """Marks the cells of a sheet that calamine read: blank becomes ErrorCell or UncachedFormula, floats percent."""
        for address in self.uncached:
            _put(rows, address, raw.UncachedFormula())
        for address, text in self.errors.items():
            _put(rows, address, raw.ErrorCell(text))
        for row, column in self.percent:
            if row < len(rows) and column < len(rows[row]) and type(rows[row][column]) is float:
                rows[row][column] = raw.PercentNumber(rows[row][column])


def _put(rows: list[list[object]], address: raw.Address, cell: object) -> None:
    row, column = address
    while len(rows) <= row:
        rows.append([""] * (len(rows[0]) if rows else 0))
    if len(rows[row]) <= column:
        width = column + 1
        for one in rows:
            one.extend([""] * (width - len(one)))
    rows[row][column] = cell


NO_MARKS = Marks()


class Scan:
    """The scan of one workbook; sheets are scanned when asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename.lower(): info.filename for info in archive.infolist()}
        self._parts = self._sheet_parts()
        self._percent = self._percent_styles()
        self.external_links = any(name.startswith("xl/externallinks/") for name in self._names)
        if shared := self._names.get("xl/sharedstrings.xml"):
            for piece in chunks(archive, shared):
                no_dtd(piece)

    def marks(self, sheet: str) -> Marks:
        """Raises Refused where the sheet's part is broken, too large or unsafe."""
        part = self._parts.get(sheet)
        if part is None:
            raise Refused("tep_hong", reason=f"không có dữ liệu của trang «{sheet}»")
        return _scan_sheet(chunks(self._archive, part), sheet, self._percent)

    def _sheet_parts(self) -> dict[str, str]:
        relations = {}
        if name := self._names.get("xl/_rels/workbook.xml.rels"):
            for element in _parsed(small_part(self._archive, name)).iter():
                if "Target" in element.attrib:
                    target = posixpath.normpath(posixpath.join("/xl", element.attrib["Target"])).lstrip("/").lower()
                    relations[element.attrib.get("Id")] = target
        sheets: list[tuple[str, str]] = []
        for element in _parsed(small_part(self._archive, self._names["xl/workbook.xml"])).iter():
            if element.tag.rsplit("}", 1)[-1] == "sheet":
                relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
                if part := self._names.get(relations.get(relation, "")):
                    sheets.append((element.attrib.get("name", ""), part))
        if len(sheets) > MAX_SHEETS:
            raise Refused("tep_qua_lon", reason=f"{len(sheets)} trang")
        if len({part for _, part in sheets}) != len(sheets):  # a few bytes a sheet would make a file as large as one likes
            raise Refused("tep_hong", reason="hai trang chung một phần")
        return dict(sheets)

    def _percent_styles(self) -> frozenset[bytes]:
        """The numbers of the cell styles that show a percentage."""
        name = self._names.get("xl/styles.xml")
        if not name:
            return frozenset()
        root = _parsed(small_part(self._archive, name))
        formats = {"9", "10"}
        found: list[bytes] = []
        for element in root.iter():
            tag = element.tag.rsplit("}", 1)[-1]
            if tag == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", element.attrib.get("formatCode", "")):
                formats.add(element.attrib.get("numFmtId", ""))
            elif tag == "cellXfs":
                found = [str(n).encode() for n, one in enumerate(element) if one.attrib.get("numFmtId") in formats]
        return frozenset(found)


def scan(content: bytes) -> Scan:
    """Raises Refused for an archive that must not be opened."""
    return Scan(open_zip(content))


def _parsed(content: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise Refused("tep_hong", reason="XML sai") from None


def _pieces(stream: Iterator[bytes]) -> Iterator[bytes]:
    """The stream cut after whole rows, so that no cell is cut in two."""
    rest = b""
    for piece in stream:
        rest += piece
        cut = max(rest.rfind(b"</row>") + 6, rest.rfind(b":row>") + 5)
        if cut > 6:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > MAX_PIECE:
            raise Refused("tep_qua_lon", reason="một dòng quá dài")
    yield rest


def _scan_sheet(stream: Iterator[bytes], sheet: str, percent: frozenset[bytes]) -> Marks:
    marks, reader = Marks(), _Cells(percent)
    hidden_rows: list[int] = []
    far = False
    for piece in _pieces(stream):
        no_dtd(piece)
        if b"hidden=" in piece:
            hidden_rows += [n for found in _HIDDEN_ROW.finditer(piece) if (n := _number(_attributes(found[1]).get(b"r")))]
            marks.hidden_columns += _hidden_columns(piece)
        far = far or b"r='" in piece or bool(_FAR.search(piece))
        reader.read(piece, marks, measure=far)
    if reader.height * reader.width > raw.MAX_CELLS:
        reach = raw.cell_address(reader.height, reader.width - 1)
        raise Refused("tep_qua_lon", reason=f"trang «{sheet}» trải tới ô {reach}")
    marks.hidden_rows = tuple(hidden_rows)
    return marks


class _Cells:
    """Goes through the cells of the pieces where something is to be found, keeping count where addresses are left out."""

    def __init__(self, percent: frozenset[bytes]) -> None:
        self._percent = percent
        marks = [b"<f", b":f", b't="e"', b"t='e'", b"<row>", *(b's="%s"' % style for style in percent)]
        self._worth_a_look = (*marks, *(b"s='%s'" % style for style in percent))
        self._row = 0
        self.height = self.width = 0

    def read(self, piece: bytes, marks: Marks, *, measure: bool) -> None:
        if not (measure or any(map(piece.__contains__, self._worth_a_look))):
            return
        column = -1
        for token in _TOKEN.finditer(piece):
            if token[1] is not None:
                self._row = _number(_attributes(token[1]).get(b"r")) or self._row + 1
                column = -1
                continue
            attributes, content = _attributes(token[2]), token[3] or b""
            row, column = _position(attributes.get(b"r"), self._row, column + 1)
            self._read_cell((row - 1, column), attributes, content, marks)
            if measure and _HAS_VALUE.search(content):
                self.height, self.width = max(self.height, row), max(self.width, column + 1)

    def _read_cell(self, address: raw.Address, attributes: dict[bytes, bytes], content: bytes, marks: Marks) -> None:
        kind = attributes.get(b"t")
        if kind == b"e":
            value = _VALUE.search(content)
            text = (value[1] if value and value[1] else b"#").decode("utf-8", "replace")
            marks.errors[address] = text[:20]
        elif _FORMULA.search(content) and not _stored(content, kind):
            marks.uncached.append(address)
        elif attributes.get(b"s") in self._percent and kind in (None, b"n"):
            marks.percent.append(address)


def _stored(content: bytes, kind: bytes | None) -> bool:
    """Whether a formula cell holds a value; an empty text is one, an empty number is not."""
    value = _VALUE.search(content)
    return bool(value) and (kind == b"str" or bool((value[1] or b"").strip()))


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text or b"")}


def _position(reference: bytes | None, row: int, column: int) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of a cell: its own address, else the next place."""
    match = _CELL.fullmatch(reference or b"")
    if not match:
        return max(row, 1), column
    number = 0
    for letter in match[1]:
        number = number * 26 + letter - 64
    return int(match[2]), number - 1


def _number(text: bytes | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 9 else None


def _hidden_columns(piece: bytes) -> tuple[int, ...]:
    found: list[int] = []
    for match in _COLUMN.finditer(piece):
        attributes = _attributes(match[1])
        first, last = _number(attributes.get(b"min")), _number(attributes.get(b"max"))
        if attributes.get(b"hidden") in (b"1", b"true") and first and last:
            found += range(first - 1, min(last, first + 200))
    return tuple(found)
