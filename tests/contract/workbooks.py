"""Writes a body of data as offices would send it: one workbook or many files, tidy or untidy, never outside the contract."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from .contract import FORMS
from .dossier_story import Row

Body = dict[str, dict[str, list[Row]]]
ALIASES = {"Ngày hẹn trả": "Hạn trả", "Ngày trả kết quả": "Ngày trả", "Kênh tiếp nhận": "Kênh thực hiện", "Mã hồ sơ": "Số hồ sơ"}


def write_body(body: Body, root: Path, *, seed: int = 0, untidy: bool = False) -> Path:
    """root/<quarter>/… for every quarter; untidy bodies are split over many files and typed carelessly. Returns root."""
    for quarter, forms in body.items():
        folder = root / quarter
        folder.mkdir(parents=True, exist_ok=True)
        chance = Random(f"{seed} {quarter}")
        if untidy:
            _many_files(chance, folder, forms)
        else:
            write_workbook(folder / "van-phong.xlsx", forms)
    return root


def write_workbook(path: Path, forms: dict[str, list[Row]], chance: Random | None = None) -> None:
    """All forms given in one workbook. chance: untidy when given."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime(2024, 1, 1)})  # the same body gives the same bytes
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in forms.items():
            sheet = book.add_worksheet(title if chance is None else chance.choice([title, title, title.upper(), unicodedata.normalize("NFD", title)]))
            _sheet(sheet, day, _grid(title, rows, chance))


def _sheet(sheet: Any, day: Any, grid: Sequence[Sequence[Any]]) -> None:
    for r, cells in enumerate(grid):
        for c, value in enumerate(cells):
            if isinstance(value, dt.date):
                sheet.write_datetime(r, c, dt.datetime(value.year, value.month, value.day), day)
            elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
                sheet.write_number(r, c, float(value))
            elif value is not None:
                sheet.write_string(r, c, value)


def _grid(title: str, rows: list[Row], chance: Random | None) -> list[list[Any]]:
    columns = list(FORMS[title])
    if chance is None:
        return [columns, *([_tidy(FORMS[title][column], row.get(column)) for column in columns] for row in rows)]
    chance.shuffle(columns)
    styles = {column: _Style(chance, FORMS[title][column], [row.get(column) for row in rows]) for column in columns}
    heads = [chance.choice([column, column.upper(), f"  {column} ", ALIASES.get(column, column)]) for column in columns]
    above = [[f"BIỂU {title.upper()}"], ["Đơn vị gửi: Văn phòng"], []][: chance.randint(0, 3)]
    numbering = [[f"({n})" for n in range(1, len(columns) + 1)]] if chance.random() < 0.3 else []
    body: list[list[Any]] = []
    for row in rows:
        body.append([styles[column].cell(row.get(column)) for column in columns])
        if chance.random() < 0.02:
            body.append([])
    return [*above, heads, *numbering, *body]


def _tidy(kind: str, value: Any) -> Any:
    if kind in "yY" and value is not None:
        return "Có" if value else "Không"
    return value.month if kind == "m" else value


class _Style:
    """How one column of one sheet is typed."""

    def __init__(self, chance: Random, kind: str, values: list[Any]) -> None:
        self.kind = kind
        self.date = chance.choice(["real", "real", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"])
        ticks = kind in "yY" and any(values) and None not in values
        self.yes, self.no = chance.choice([("Có", "Không"), ("co", "KHÔNG"), *([("x", None)] if ticks else [])])
        self.number = chance.choice(["real", "real", "text"])
        self.month = chance.choice(["number", "text", "date"])
        self.case = chance.choice([str, str, str.upper, str.capitalize])

    def cell(self, value: Any) -> Any:
        if value is None:
            return None
        if self.kind in "yY":
            return self.yes if value else self.no
        if self.kind == "m":
            return {"number": value.month, "text": f"{value:%m/%Y}", "date": value}[self.month]
        if isinstance(value, dt.date):
            return value if self.date == "real" else f"{value:{self.date}}"
        if isinstance(value, (int, Decimal)):
            return value if self.number == "real" else vietnamese(value)
        return self.case(value) if self.kind == "c" else value


def vietnamese(value: int | Decimal) -> str:
    """1234567.5 as staff type it: 1.234.567,5."""
    whole, _, rest = f"{value:f}".partition(".")
    return f"{int(whole):,}".replace(",", ".") + (f",{rest.rstrip('0')}" if rest.strip("0") else "")


def _many_files(chance: Random, folder: Path, forms: dict[str, list[Row]]) -> None:
    """The office's forms in several workbooks, CSV and Parquet files, in a subfolder or not; a long form in two files."""
    books: dict[str, dict[str, list[Row]]] = {}
    for title, rows in forms.items():
        where = chance.choice(["book", "book", "book", "csv", "parquet"])
        if where == "csv":
            write_csv(folder / "van-phong" / f"{title}.csv", title, rows, chance)
        elif where == "parquet":
            write_parquet(folder / f"van-phong-{title}.parquet", title, rows)
        elif len(rows) > 3 and chance.random() < 0.3:
            half = len(rows) // 2
            books.setdefault("van-phong-phan1.xlsx", {})[title] = rows[:half]
            books.setdefault("van-phong-phan2.xlsx", {})[title] = rows[half:]
        else:
            books.setdefault(chance.choice(["van-phong.xlsx", "Van-phong quy.xlsx"]), {})[title] = rows
    for name, content in books.items():
        write_workbook(folder / name, content, chance)


def write_csv(path: Path, title: str, rows: list[Row], chance: Random) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mark, separator = chance.choice(["utf-8", "utf-8-sig"]), chance.choice([",", ";", "\t"])
    with path.open("w", encoding=mark, newline="") as file:
        csv.writer(file, delimiter=separator).writerows([_text(cell) for cell in line] for line in _grid(title, rows, chance))


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return vietnamese(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value


def write_parquet(path: Path, title: str, rows: list[Row]) -> None:
    arrow = {"i": pa.int64(), "d": pa.decimal128(18, 3), "n": pa.date32(), "m": pa.int64(), "y": pa.bool_()}
    columns = {}
    for column, kind in FORMS[title].items():
        values = [row.get(column) for row in rows]
        columns[column] = pa.array([v.month if kind == "m" else v for v in values], arrow.get(kind.lower(), pa.string()))
    pq.write_table(pa.table(columns), path)
