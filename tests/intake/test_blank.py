"""Blank workbooks: what they hold, what they allow, and that what is filled in comes back typed."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas
import pytest

from cchc_lib.domain.periods import Calendar, parse_period
from cchc_lib.domain.plan import Plan, PlanDocument, Task
from cchc_lib.intake import mark
from cchc_lib.intake.blank import Known, Request, blank_workbook
from cchc_lib.intake.blank.lists import SHEET as LISTS
from cchc_lib.intake.hand_out import hand_out, requests, units_asked, what_is_known
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_quarter
import intake_bodies as bodies

ROOT = Path(__file__).resolve().parents[2]
SPAN = Calendar().span(parse_period("2024-Q1"))
HEAD, FIRST = 6, 7
FORMS = list(bodies.forms().values())
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def parameters():
    return load_parameters(ROOT / "parameters")


def catalogue(rows: int = 3) -> pandas.DataFrame:
    """A catalogue of last quarter as the reader gives it."""
    form = bodies.forms()["danh_muc_tthc"]
    table = pandas.DataFrame([{c.id: bodies.good_cell(c, n, form) for c in form.columns} for n in range(rows)])
    for column in form.columns:
        if column.type == "yes_no":
            table[column.id] = pandas.array([True] * rows, dtype="boolean")
    return table.assign(_unit="van-phong")


def request_for(parameters, unit_id: str = "van-phong") -> Request:
    return requests(parameters, SPAN, units_asked(parameters, SPAN, [unit_id]))[0]


@pytest.fixture(scope="module")
def known(parameters) -> Known:
    return Known(parameters.units.on(SPAN.window.end), parameters.plan_for(SPAN.period), {"danh_muc_tthc": catalogue()}, {})


@pytest.fixture(scope="module")
def content(parameters, known) -> bytes:
    """The workbook of the unit that owes all forms."""
    return blank_workbook(request_for(parameters), known)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def read_back(folder: Path, parameters, content: bytes | None, change=None, name: str = "van-phong-2024-q1.xlsx"):
    """The quarter whose only file is this workbook, changed by hand."""
    quarter = folder / "2024-Q1"
    quarter.mkdir(parents=True, exist_ok=True)
    if content is not None:
        book = openpyxl.load_workbook(io.BytesIO(content))
        change and change(book)
        book.save(quarter / name)
        book.close()
    return read_quarter(quarter, SPAN, parameters)


def columns_of(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[HEAD] if cell.value}


def fill(book) -> None:
    """Two clean rows of every form over whatever was filled in beforehand."""
    for form in FORMS:
        sheet = book[form.title]
        places = columns_of(sheet)
        for row in range(FIRST, sheet.max_row + 1):
            for column in form.columns:
                value = bodies.good_cell(column, row - FIRST, form) if row < FIRST + 2 else None
                sheet.cell(row, places[column.title]).value = value


def test_the_same_parameters_give_the_same_bytes(parameters, known, content):
    assert blank_workbook(request_for(parameters), known) == content


def test_an_untouched_workbook_is_not_submitted(tmp_path, parameters, content):
    read = read_back(tmp_path, parameters, content)
    assert read.submissions == () and read.faults == []
    owed = parameters.units.find("van-phong").owed_on(SPAN.window.end)
    assert {one.form for one in read.missing if one.unit == "van-phong"} == set(owed)


def test_filled_in_and_read_back_it_gives_the_typed_values(tmp_path, parameters, content):
    read = read_back(tmp_path, parameters, content, fill)
    assert [str(one) for one in read.faults] == []
    plain = bodies.read_table(tmp_path / "plain", "ho_so_tthc", bodies.good_table("ho_so_tthc", 2))
    for form in FORMS:
        table = read.tables[form.id]
        assert len(table) == 2, form.id
        filled = table[[column.id for column in form.kept if column.required]]
        assert filled.notna().all(axis=None), form.id
    same = [column.id for column in bodies.forms()["ho_so_tthc"].kept]
    pandas.testing.assert_frame_equal(read.tables["ho_so_tthc"][same], plain.tables["ho_so_tthc"][same])


def test_a_signature_block_typed_beside_the_check_formulas_is_no_data(tmp_path, parameters, content):
    def sign(book):
        fill(book)
        for form in FORMS:
            sheet = book[form.title]
            for row, words in ((5, ("Hưng Yên, ngày 14 tháng 3 năm 2024",)), (6, ("NGƯỜI LẬP BIỂU", "CHÁNH VĂN PHÒNG")), (7, ("(Ký, ghi rõ họ tên)",))):
                for column, text in enumerate(words, 1):
                    sheet.cell(FIRST + row, column).value = text

    read = read_back(tmp_path, parameters, content, sign)
    assert [str(one) for one in read.faults] == []
    assert {form.id: len(read.tables[form.id]) for form in FORMS} == {form.id: 2 for form in FORMS}


def test_a_tick_says_that_nothing_arose_or_that_nothing_changed(tmp_path, parameters, content):
    def tick(book):
        for form in FORMS:
            book[form.title]["B3"] = "x"

    read = read_back(tmp_path, parameters, content, tick)
    assert read.findings == () and read.missing == tuple(one for one in read.missing if one.unit != "van-phong")
    assert {one.form for one in read.submissions if one.empty} == {form.id for form in FORMS} - {"danh_muc_tthc"}
    assert list(read.tables["danh_muc_tthc"]["ma_tthc"]) == ["1.000000", "1.000001", "1.000002"]


def test_a_catalogue_that_was_changed_is_submitted_without_a_tick(tmp_path, parameters, content):
    def change(book):
        sheet = book["Danh mục TTHC"]
        sheet.cell(FIRST, columns_of(sheet)["Lĩnh vực"]).value = "Lao động"

    read = read_back(tmp_path, parameters, content, change)
    assert [one.form for one in read.submissions] == ["danh_muc_tthc"]
    assert read.tables["danh_muc_tthc"]["linh_vuc"].iloc[0] == "Lao động"


def test_the_workbook_is_known_by_its_mark_whatever_its_file_is_called(tmp_path, parameters, content):
    def tick(book):
        book["Tuyên truyền"]["B3"] = "x"

    read = read_back(tmp_path, parameters, content, tick, name="Bieu gui lai.xlsx")
    assert [(one.unit, one.form) for one in read.submissions] == [("van-phong", "tuyen_truyen")]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_heads_are_exact_and_locked_data_is_open(form, book):
    sheet = book[form.title]
    assert set(columns_of(sheet)) >= {column.title for column in form.columns}
    for title, column in columns_of(sheet).items():
        assert sheet.cell(HEAD, column).protection.locked, title
        assert not sheet.cell(FIRST, column).protection.locked, title
    assert not sheet["B3"].protection.locked
    protection = sheet.protection
    assert protection.sheet and protection.password is None
    assert not (protection.insertRows or protection.deleteRows or protection.sort or protection.formatColumns)


def test_cells_that_were_never_written_are_open_too(content):
    """Else Excel would let nobody delete a row."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        styles = package.read("xl/styles.xml").decode()
    first = re.search(r"<cellXfs[^>]*>(<xf .*?</xf>)", styles)[1]
    assert '<protection locked="0"/>' in first


def test_an_example_line_is_a_note_and_no_data(book):
    sheet = book["Hồ sơ TTHC"]
    assert "Mã hồ sơ: H31.11-240105-0001" in sheet.cell(HEAD, 1).comment.text
    assert all(cell.value is None for row in sheet.iter_rows(FIRST, FIRST + 50, 1, 10) for cell in row)


def test_each_choice_has_its_values_in_a_hidden_list(book):
    assert book[LISTS].sheet_state == "hidden"
    for form in FORMS:
        lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book[form.title].data_validations.dataValidation if rule.type == "list"}
        places = columns_of(book[form.title])
        for column in form.columns:
            if column.type == "choice":
                name = lists[book[form.title].cell(FIRST, places[column.title]).coordinate]
                sheet, cells = next(book.defined_names[name].destinations)
                assert [cell[0].value for cell in book[sheet][cells]] == list(column.values)


def test_messages_are_vietnamese_and_keep_to_the_limits_of_excel(book):
    for form in FORMS:
        for rule in book[form.title].data_validations.dataValidation:
            assert rule.error and len(rule.error) <= 255 and len(rule.promptTitle or "") <= 32 and len(rule.prompt or "") <= 255
            assert len(rule.formula1 or "") <= 255


def test_dates_months_and_numbers_have_their_formats(book):
    formats = {"date": "dd/mm/yyyy", "month": "@", "integer": "#,##0", "decimal": "#,##0.00", "text": "@"}
    sheet = book["Văn bản điện tử"]
    assert [sheet.cell(FIRST + n, 1).value for n in range(3)] == ["01/2024", "02/2024", "03/2024"]
    for form in FORMS:
        for column in form.columns:
            if column.type in formats and column.id != "nam":
                cell = book[form.title].cell(FIRST, columns_of(book[form.title])[column.title])
                assert cell.number_format == formats[column.type]


def test_the_mark_says_unit_period_and_forms(book):
    sheet = book[mark.SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:2] for row in rows[:3]] == [["cchc", "1"], ["unit", "van-phong"], ["period", "2024-Q1"]]
    assert [row[2] for row in rows[3:]] == list(next(iter(load_parameters(ROOT / "parameters").units.units)).owes[0].forms)


def test_text_never_becomes_a_formula_or_a_link(parameters, known):
    hostile = ('=HYPERLINK("http://x","y")', "+1+1", "@SUM(A1)", "http://example.org", "-2")
    tasks = tuple(Task(id=f"III.1.{n}", area="general", text=text, source="x") for n, text in enumerate(hostile))
    plan = Plan(year=2024, document=PlanDocument(title="x", issuer="x", citation="x"), targets=(), tasks=tasks)
    request = request_for(parameters, "phong-dau-tu")
    unit = request.unit.model_copy(update={"name": "=1+1"})
    made = blank_workbook(replace(request, unit=unit), replace(known, plan=plan, units=[unit]))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Nhiệm vụ"]
    assert [sheet.cell(FIRST + n, 2).value for n in range(5)] == list(hostile)
    assert {sheet.cell(FIRST + n, c).data_type for n in range(5) for c in (1, 2, 3)} == {"s"}
    assert {sheet.cell(FIRST + n, 2).hyperlink for n in range(5)} == {None}


def test_a_unit_gets_the_tasks_that_concern_it_with_their_texts(parameters):
    plan = parameters.plans[2023]
    span = Calendar().span(parse_period("2023-Q2"))
    unit = parameters.units.find("trung-tam-dich-vu")
    made = requests(parameters, span, [unit])[0]
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(made, Known(parameters.units.units, plan))))
    rows = [[cell.value for cell in row] for row in book["Nhiệm vụ"].iter_rows(FIRST, 60, 1, 3) if row[0].value]
    mine = [task for task in plan.tasks if unit.name in (task.lead, *task.with_units) or not (task.lead or task.with_units)]
    assert 0 < len(mine) < len(plan.tasks)
    assert [row[0] for row in rows] == [task.id for task in mine]
    assert all(row[1].startswith(task.text) and row[2] == unit.name for row, task in zip(rows, mine, strict=True))


def test_a_task_begun_is_never_left_out_whatever_its_text_beside_says(tmp_path, parameters, known):
    """«Chánh Văn phòng có trách nhiệm …» reads like a signature line."""
    content = blank_workbook(request_for(parameters, "phong-dau-tu"), known)

    def begin(book):
        sheet = book["Nhiệm vụ"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "IV.2")
        assert sheet.cell(row, 2).value.startswith("Chánh")
        sheet.cell(row, columns_of(sheet)["Kết quả"]).value = "Đã đôn đốc"

    read = read_back(tmp_path, parameters, content, begin, name="phong-dau-tu.xlsx")
    assert [(one.code, one.place.column) for one in read.faults] == [("o_bat_buoc_trong", "Tình trạng")]


def test_known_rows_of_last_quarter_are_filled_in(parameters):
    span = Calendar().span(parse_period("2024-Q2"))
    known = what_is_known(parameters, span, ROOT / "data" / "sample")
    made = blank_workbook(requests(parameters, span, units_asked(parameters, span, ["van-phong"]), sample=True)[0], known)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert "SỐ LIỆU MINH HỌA" in book["Danh mục TTHC"]["A1"].value
    last = read_quarter(ROOT / "data" / "sample" / "2024-Q1", Calendar().span(parse_period("2024-Q1")), parameters).tables
    for title, form_id, column in (("Danh mục TTHC", "danh_muc_tthc", "ma_tthc"), ("Vốn đầu tư công", "von_dau_tu_cong", "ma_du_an"), ("Trang thông tin", "trang_thong_tin", "muc")):
        table = last[form_id]
        own = table[table["_unit"] == "van-phong"][column]
        found = [row[0].value for row in book[title].iter_rows(FIRST, book[title].max_row, 1, 1) if row[0].value]
        assert sorted(found) == sorted(own) and found


def test_a_workbook_that_somebody_changed_is_left_alone(tmp_path, parameters, known):
    request = request_for(parameters, "phong-dau-tu")
    assert [one.state for one in hand_out([request], known, tmp_path)] == ["written"]
    assert [one.state for one in hand_out([request], known, tmp_path)] == ["unchanged"]
    later = replace(request, due=dt.date(2024, 3, 20))
    assert [one.state for one in hand_out([later], known, tmp_path)] == ["written"]
    path = tmp_path / request.name
    path.write_bytes(b"somebody's work")
    assert [one.state for one in hand_out([request], known, tmp_path)] == ["kept"]
    assert path.read_bytes() == b"somebody's work"


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_in_an_office_program_the_checks_speak_and_the_values_come_back(tmp_path, parameters, known, content):
    def fill_some(book):
        staff = book["Công chức viên chức"]
        for column, value in enumerate((10, 12, 3, 4, 5), 2):
            staff.cell(FIRST, column).value = value
        months = book["Văn bản điện tử"]
        for column, value in enumerate((20, 1, 19, 18), 3):
            months.cell(FIRST, column).value = value
        months.cell(FIRST + 1, 3).value = 7
        messages = book["Tuyên truyền"]
        for row, day in ((FIRST, dt.date(2024, 2, 1)), (FIRST + 1, dt.date(2024, 5, 1))):
            for column, value in enumerate((day, "hội nghị", 2), 1):
                messages.cell(row, column).value = value
        book["Phản ánh kiến nghị"]["B3"] = "x"

    request = request_for(parameters)
    kept = ("cong_chuc_vien_chuc", "van_ban_dien_tu", "tuyen_truyen", "phan_anh_kien_nghi", "danh_muc_tthc")
    small = blank_workbook(replace(request, forms=[form for form in request.forms if form.id in kept]), known)
    book = openpyxl.load_workbook(io.BytesIO(small))
    fill_some(book)
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / "van-phong-2024-q1.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "2024-Q1"), str(tmp_path / "in" / "van-phong-2024-q1.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    values = openpyxl.load_workbook(tmp_path / "2024-Q1" / "van-phong-2024-q1.xlsx", data_only=True)

    def check(title: str, row: int) -> str:
        sheet = values[title]
        return sheet.cell(row, columns_of(sheet)["Kiểm tra"]).value or ""

    assert check("Công chức viên chức", FIRST) == "✗ «Bố trí đúng vị trí việc làm» không được lớn hơn «Số CCVC»"
    assert check("Văn bản điện tử", FIRST) == "✓"
    assert check("Văn bản điện tử", FIRST + 1) == "✗ còn trống: «Văn bản mật» «Văn bản điện tử» «Ký số đầy đủ»"
    assert check("Văn bản điện tử", FIRST + 2) == ""
    assert check("Tuyên truyền", FIRST + 1) == "! ngoài kỳ, dòng không được tính"
    states = [row[0].value for row in values["Hướng dẫn"].iter_rows(8, 40, 4, 4) if row[0].value][1:]
    assert states == [
        "✓ 2 dòng, chưa thấy lỗi; ! 1 dòng ngoài kỳ", "3 dòng điền sẵn, chưa sửa hoặc xác nhận",
        "✓ không phát sinh", "✗ 1 dòng cần sửa, xem cột Kiểm tra", "✗ 1 dòng cần sửa, xem cột Kiểm tra",
    ]
    values.close()
    read = read_back(tmp_path, parameters, None)
    assert sorted(one.code for one in read.faults) == ["dieu_kien_sai", "o_bat_buoc_trong", "o_bat_buoc_trong", "o_bat_buoc_trong"]
    assert {one.form: (one.rows, one.empty) for one in read.submissions} == {
        "cong_chuc_vien_chuc": (1, False), "van_ban_dien_tu": (2, False), "tuyen_truyen": (2, False), "phan_anh_kien_nghi": (0, True),
    }
    assert read.tables["tuyen_truyen"]["so_luong"].tolist() == [2, 2]
