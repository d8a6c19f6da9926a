"""The committed workbooks of the sample, read with openpyxl: what a person sees, not the generator's own memory."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, datetime
from functools import cache

import openpyxl
from tests.sample.sample_tables import SAMPLE

from tools.sample_data.workbook import HEADER_ROW

WORKBOOKS = sorted(SAMPLE.glob("*/*.xlsx"))


@cache
def read(quarter: str) -> dict[str, list[dict[str, object]]]:
    """sheet title -> rows of all units' workbooks, each with its file under «file»."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    for path in sorted((SAMPLE / quarter).glob("*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book.worksheets[1:]:
            lines = list(sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True))
            found[sheet.title] += [dict(zip(lines[0], line, strict=True)) | {"file": path.name} for line in lines[1:]]
        book.close()
    return dict(found)


def columns(quarter: str, sheet: str, *titles: str) -> list[tuple[object, ...]]:
    """Some columns of a sheet, row by row."""
    return [tuple(row[title] for title in titles) for row in read(quarter)[sheet]]


def day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) else None


def arrivals(quarter: str) -> list[dict[str, str]]:
    return list(csv.DictReader((SAMPLE / quarter / "tiep-nhan.csv").read_text(encoding="utf-8").splitlines()))
