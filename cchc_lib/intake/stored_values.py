"""Formulas keep the values that Excel stored with them, which openpyxl leaves out when it saves a workbook.

Without them a copy that goes back unopened, or through a program that does not compute, would hold formulas without values.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def with_stored_values(saved: bytes, book: Any, original: bytes) -> bytes:
    """saved, as openpyxl wrote it from book, with the values of its formulas as they stand in the original workbook."""
    import openpyxl

    wanted = {
        (number, sheet.title): cells for number, sheet in enumerate(book.worksheets, 1)
        if (cells := [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"])
    }
    if not wanted:
        return saved
    values = openpyxl.load_workbook(io.BytesIO(original), data_only=True)
    return _rewritten(saved, {
        f"xl/worksheets/sheet{number}.xml": {address: values[title][address].value for address in cells}
        for (number, title), cells in wanted.items()
    })


def _rewritten(saved: bytes, parts: dict[str, dict[str, Any]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item, _with_values(content, parts[item.filename]) if item.filename in parts else content)
    return stream.getvalue()


def _with_values(sheet: bytes, values: dict[str, Any]) -> bytes:
    from lxml import etree

    root = etree.fromstring(sheet, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for cell in root.iter(f"{_MAIN}c"):
        value = values.get(cell.get("r"))
        if value is None or cell.find(f"{_MAIN}f") is None:
            continue
        kind, text = _stored(value)
        stored = cell.find(f"{_MAIN}v")
        if stored is None:
            stored = etree.SubElement(cell, f"{_MAIN}v")
        stored.text = text
        if kind:
            cell.set("t", kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _stored(value: Any) -> tuple[str, str]:
    """The type letter and the text of a stored value."""
    from openpyxl.utils.datetime import to_excel

    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return "", repr(to_excel(value))
    if isinstance(value, (int, float)):
        return "", repr(value)
    return ("e" if str(value).startswith("#") else "str"), str(value)
