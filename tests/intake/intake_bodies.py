"""Small bodies of data for the reader's tests: parameters, clean rows of every form, workbooks with one thing wrong."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
import yaml

from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.organisation import Organisation, Owed, Unit, Units
from cchc_lib.domain.parameters import DayOff, Parameters, Rules
from cchc_lib.domain.periods import Calendar, Period, Span, parse_period
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.intake.quarter import read_quarter

Q1 = parse_period("2024-Q1")  # 15/12/2023 … 14/3/2024
ROOT = Path(__file__).resolve().parents[2]
UNITS = {
    "van-phong": "Văn phòng", "phong-dau-tu": "Phòng Quản lý đầu tư", "phong-quy-hoach": "Phòng Quy hoạch - Xây dựng",
    "phong-moi-truong": "Phòng Quản lý môi trường", "phong-lao-dong": "Phòng Quản lý lao động", "trung-tam": "Trung tâm Dịch vụ",
}
UNIT_NAMES = tuple(UNITS.values())


@functools.cache
def forms() -> dict[str, Form]:
    found = {}
    for path in sorted((ROOT / "parameters" / "forms").glob("*.yaml")):
        for data in yaml.safe_load(path.read_text(encoding="utf-8"))["forms"]:
            form = Form.model_validate(data)
            found[form.id] = form
    return found


def parameters(
    *, owes: Mapping[str, Sequence[str]] | None = None, days_off: Sequence[DayOff] = (), states: Mapping[str, str] | None = None,
    corrections: Mapping[str, tuple] | None = None, rules: Sequence[Rules] = (), only: Iterable[str] | None = None,
) -> Parameters:
    """Six units; owes: unit id -> forms. only: the forms that there are (all)."""
    owed = owes or {}
    units = tuple(
        Unit(id=unit_id, name=name, collects=unit_id == "van-phong", aliases=("VP",) if unit_id == "van-phong" else (),
             owes=(Owed(forms=tuple(owed.get(unit_id, ()))),))
        for unit_id, name in UNITS.items()
    )
    kept = {form_id: form for form_id, form in forms().items() if only is None or form_id in only}
    return Parameters(
        forms=kept, plans={}, organisation=Organisation(identities=(), signers=()), units=Units(units=units), rules=tuple(rules),
        periods={}, days_off=tuple(days_off), measures={}, statistics=(), states=states or {}, corrections=corrections or {},
    )


def span(period: Period = Q1) -> Span:
    return Calendar().span(period)


def good_cell(column: Column, n: int, form: Form) -> object:
    """A clean value of a column for row n (from 0) of a form, dated inside 2024-Q1."""
    if column.personal or (column.type == "date" and not column.required):
        return None
    if column.id == "don_vi":
        return UNIT_NAMES[n % 6] if form.key == ("don_vi",) else UNIT_NAMES[n // 3]
    if column.id == "ma_tthc":
        return f"1.00000{n}"
    match column.type:
        case "text":
            return f"{column.title} {n}"
        case "integer":
            right = any(column.id in check.right for check in form.checks)
            bound = right and not any(column.id in check.left for check in form.checks)
            if form.id == "to_chuc_bo_may" and "co_mat" in column.id:
                return 500  # with the other kind the staff of cong_chuc_vien_chuc
            return 2020 + n if column.id == "nam" else (1000 if bound else 5 + n)
        case "decimal":
            return 80.5 + n if column.max else 100.25 + n
        case "date":
            return dt.date(2024, 1, 10) + dt.timedelta(days=n)
        case "month":
            return 1 + n % 3
        case "yes_no":
            return "Có"
        case "choice":
            return column.values[0]
    return "10 ngày làm việc"


def good_table(form_id: str, rows: int = 3) -> list[list[object]]:
    """Header and clean rows of a form."""
    form = forms()[form_id]
    header = [column.title for column in form.columns]
    return [header, *([good_cell(column, n, form) for column in form.columns] for n in range(rows))]


def good_body(form_ids: Iterable[str] | None = None, rows: int = 3) -> dict[str, list[list[object]]]:
    """Sheet title -> table, for all forms."""
    return {forms()[form_id].title: good_table(form_id, rows) for form_id in (form_ids or forms())}


def column_of(form_id: str, column_id: str) -> int:
    """The place of a column in a clean table, from 0."""
    return [column.id for column in forms()[form_id].columns].index(column_id)


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], change=None) -> Path:
    """An .xlsx with openpyxl. Texts that begin with = are formulas without a stored value, #N/A is an error cell.

    change: called with the workbook before it is saved.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None and value != "":
                    cell = sheet.cell(number, column, value)
                    if isinstance(value, dt.date):
                        cell.number_format = "dd/mm/yyyy"
    if change:
        change(book)
    book.save(path)
    return path


def folder_with(tmp_path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], name: str = "van-phong.xlsx", change=None) -> Path:
    """A quarter's folder with one workbook."""
    folder = tmp_path / "2024-Q1"
    write_workbook(folder / name, sheets, change)
    return folder


def read(folder: Path, params: Parameters | None = None, **more) -> QuarterData:
    return read_quarter(folder, span(), params or parameters(), **more)


def read_table(tmp_path: Path, form_id: str, table: Sequence[Sequence[object]], change=None, **more) -> QuarterData:
    """The quarter made of one sheet of a form (and the catalogue that dossiers need)."""
    sheets = {forms()[form_id].title: table}
    if form_id == "ho_so_tthc":
        sheets |= good_body(["danh_muc_tthc"])
    return read(folder_with(tmp_path, sheets, change=change), **more)


def codes(data: QuarterData) -> list[str]:
    return sorted(one.code for one in data.findings)


def with_cell(form_id: str, column_id: str, value: object, row: int = 1, rows: int = 3) -> list[list[object]]:
    """A clean table with one cell changed; row counts data rows from 1."""
    table = good_table(form_id, rows)
    table[row][column_of(form_id, column_id)] = value
    return table
