"""Marked copies: what a unit gets back, can mend, and sends again as it is."""

import csv
import datetime as dt
import zipfile
from pathlib import Path

import intake_bodies as bodies
import openpyxl
import pytest

from cchc_lib.intake.marked import LIST, write_marked

DOSSIERS = "Hồ sơ TTHC"
FORMS = tuple(bodies.forms().values())
SECRET = ("Nguyễn Văn Bí Mật", "0912345678", "bimat@example.org", "033099001234", "12 Đường Kín")


def faulty_body() -> dict[str, list[list[object]]]:
    """Dossiers with two wrong cells and personal columns, a catalogue, and a staff table with a broken check."""
    sheets = bodies.good_body(["ho_so_tthc", "danh_muc_tthc", "cong_chuc_vien_chuc"])
    dossiers = sheets[DOSSIERS]
    dossiers[1][bodies.column_of("ho_so_tthc", "ngay_tiep_nhan")] = "31/02/2024"
    dossiers[2][bodies.column_of("ho_so_tthc", "kenh_tiep_nhan")] = "qua mạng"
    first = bodies.column_of("ho_so_tthc", "chu_ho_so")
    for row in dossiers[1:]:
        row[first : first + 5] = SECRET
    sheets["Công chức viên chức"][1][2] = 99_999
    return sheets


def marked(tmp_path: Path, sheets, change=None, name="van-phong-quy1.xlsx"):
    """(the quarter as read, what was written, the folder of copies)."""
    folder = bodies.folder_with(tmp_path, sheets, name, change)
    data = bodies.read(folder)
    return data, write_marked(folder, data, tmp_path / "can-sua", FORMS), tmp_path / "can-sua"


@pytest.fixture
def copy(tmp_path):
    data, written, _ = marked(tmp_path, faulty_body())
    return data, openpyxl.load_workbook(written[0].path), written[0].path


def test_each_faulty_cell_is_hatched_and_explained(copy):
    data, book, _ = copy
    assert len(data.faults) == 3
    for fault in data.faults:
        cell = book[fault.place.sheet][fault.place.cell]
        assert cell.fill.patternType == "lightUp" and fault.message in cell.comment.text
    commented = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(commented) == 3


def test_the_first_sheet_lists_place_found_and_needed_with_links(copy):
    data, book, _ = copy
    assert book.sheetnames[0] == LIST and book.active.title == LIST
    rows = [[cell.value for cell in row] for row in book[LIST].iter_rows(5, 7)]
    assert [(row[2], row[3], row[4], row[5]) for row in rows] == [
        (fault.place.sheet, fault.place.cell, fault.found, fault.needed) for fault in data.faults
    ]
    assert [book[LIST].cell(row, 4).hyperlink.location for row in (5, 6, 7)] == [
        f"'{fault.place.sheet}'!{fault.place.cell}" for fault in data.faults
    ]


def test_all_else_of_the_workbook_is_kept(copy):
    _, book, _ = copy
    assert book.sheetnames[1:] == [DOSSIERS, "Danh mục TTHC", "Công chức viên chức"]
    assert [[cell.value for cell in row] for row in book["Danh mục TTHC"]] == bodies.good_table("danh_muc_tthc")
    date = book[DOSSIERS].cell(3, 3)
    assert date.number_format == "dd/mm/yyyy" and date.value == dt.datetime(2024, 1, 11)


def test_sent_back_as_it_is_it_has_the_same_faults_and_mended_it_has_none(tmp_path, copy):
    data, book, path = copy
    again = tmp_path / "again" / "2024-Q1"
    again.mkdir(parents=True)
    (again / path.name).write_bytes(path.read_bytes())
    assert [str(one) for one in bodies.read(again).faults] == [str(one) for one in data.faults]
    book[DOSSIERS]["C2"] = dt.date(2024, 1, 5)
    book[DOSSIERS]["F3"] = "trực tiếp"
    book["Công chức viên chức"]["C2"] = 5
    book.save(again / path.name)
    mended = bodies.read(again)
    assert mended.faults == [] and {one.unit for one in mended.submissions} == {"van-phong"}


def test_a_copy_that_comes_back_half_mended_is_marked_anew(tmp_path, copy):
    _, book, path = copy
    book[DOSSIERS]["C2"] = dt.date(2024, 1, 5)
    folder = tmp_path / "again" / "2024-Q1"
    folder.mkdir(parents=True)
    book.save(folder / path.name)
    second = openpyxl.load_workbook(write_marked(folder, bodies.read(folder), tmp_path / "second", FORMS)[0].path)
    assert second.sheetnames.count(LIST) == 1 and second[LIST]["A1"].value == "Có 2 chỗ phải sửa trong tệp này"
    assert second[DOSSIERS]["C2"].comment is None and second[DOSSIERS]["C2"].fill.patternType is None
    assert second[DOSSIERS]["F3"].comment.text.count("CẦN SỬA") == 1


def test_no_personal_value_is_quoted_beyond_the_units_own_cells(tmp_path):
    sheets = faulty_body()
    sheets[DOSSIERS][2][bodies.column_of("ho_so_tthc", "kenh_tiep_nhan")] = "gọi 0912345678, bimat@example.org"
    _, written, _ = marked(tmp_path, sheets)
    book = openpyxl.load_workbook(written[0].path)
    said = [str(cell.value) for row in book[LIST].iter_rows() for cell in row]
    said += [cell.comment.text for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    assert not any(secret in text for secret in SECRET for text in said)


def test_personal_columns_come_back_empty_and_all_else_as_it_was(tmp_path):
    _, written, _ = marked(tmp_path, faulty_body())
    held = b"".join(package.read(name) for package in [zipfile.ZipFile(written[0].path)] for name in package.namelist())
    assert not [secret for secret in SECRET if secret.encode() in held]
    first = bodies.column_of("ho_so_tthc", "chu_ho_so")
    before, after = faulty_body()[DOSSIERS], openpyxl.load_workbook(written[0].path)[DOSSIERS]
    assert [[cell.value for cell in row[first : first + 5]] for row in after.iter_rows()] == [before[0][first : first + 5], *[[None] * 5] * 3]
    assert [[cell.value for cell in row[:1]] for row in after.iter_rows()] == [row[:1] for row in before]
    assert "không cần điền lại" in openpyxl.load_workbook(written[0].path)[LIST]["A2"].value


def test_a_column_of_another_form_that_is_called_alike_is_kept(tmp_path):
    sheets = bodies.good_body(["cong_chuc_vien_chuc"])
    sheets["Công chức viên chức"][1][2] = 99_999
    for n, row in enumerate(sheets["Công chức viên chức"]):
        row.append("Địa chỉ" if n == 0 else "Nhà A")
    _, written, _ = marked(tmp_path, sheets)
    assert openpyxl.load_workbook(written[0].path)["Công chức viên chức"]["G2"].value == "Nhà A"


OTHER_NAMES = {"SĐT": "kín 1", "Số CMND/CCCD": "kín 2", "Họ tên người nộp": "kín 3", "Địa chỉ thường trú": "kín 4", "Thư điện tử": "kín 5"}


def with_other_names(sheets):
    for n, row in enumerate(sheets[DOSSIERS]):
        row += OTHER_NAMES.keys() if n == 0 else OTHER_NAMES.values()
    return sheets


def held_by(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_personal_columns_under_other_names_come_back_empty_too(tmp_path):
    """One-stop software exports more about a person than the form asks for."""
    _, written, _ = marked(tmp_path, with_other_names(faulty_body()))

    assert not [value for value in OTHER_NAMES.values() if value.encode() in held_by(written[0].path)]
    assert openpyxl.load_workbook(written[0].path)[DOSSIERS]["A2"].value is not None


def test_personal_columns_of_a_sheet_that_is_no_form_come_back_empty_too(tmp_path):
    def add(book):
        raw = book.create_sheet("Xuất từ một cửa")
        raw.append(["Danh sách hồ sơ"])
        raw.append(["Mã", "Lĩnh vực", "Chủ hồ sơ", "SĐT", "Ghi chú"])
        raw.append(["H1", "Đầu tư", "kín 3", "kín 1", "đã nộp"])

    _, written, _ = marked(tmp_path, faulty_body(), add)
    raw = openpyxl.load_workbook(written[0].path)["Xuất từ một cửa"]

    assert [cell.value for cell in raw[3]] == ["H1", "Đầu tư", None, None, "đã nộp"]


def test_a_title_line_that_names_an_address_does_not_empty_the_table_below_it(tmp_path):
    sheets = faulty_body()
    rows = [list(row) for row in sheets[DOSSIERS]]
    sheets[DOSSIERS] = [["Địa chỉ"], ["Họ tên người lập"], [], *rows]
    _, written, _ = marked(tmp_path, sheets)
    book = openpyxl.load_workbook(written[0].path)

    assert [book[DOSSIERS].cell(row, 1).value for row in (5, 6)] == [rows[1][0], rows[2][0]]


def test_text_stays_text(tmp_path):
    hostile = '=cmd|"/c calc"!A1'

    def put(book):
        for sheet, address in ((DOSSIERS, "F2"), ("Danh mục TTHC", "B2")):
            book[sheet][address] = hostile
            book[sheet][address].data_type = "s"

    _, written, _ = marked(tmp_path, bodies.good_body(["ho_so_tthc", "danh_muc_tthc"]), put)
    book = openpyxl.load_workbook(written[0].path)
    assert book[LIST]["E5"].value == hostile
    assert {book[LIST]["E5"].data_type, book[DOSSIERS]["F2"].data_type, book["Danh mục TTHC"]["B2"].data_type} == {"s"}
    with zipfile.ZipFile(written[0].path) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/"))


def test_formulas_keep_the_values_that_excel_stored(tmp_path):
    sheets = faulty_body()
    folder = bodies.folder_with(tmp_path, sheets)
    path = folder / "van-phong.xlsx"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    staff = next(name for name in parts if name.startswith("xl/worksheets/") and b"99999" in parts[name])
    parts[staff] = parts[staff].replace(b'<c r="B3" t="n"><v>1000</v></c>', b'<c r="B3"><f>500+500</f><v>1000</v></c>')
    assert b"500+500" in parts[staff]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    before = bodies.read(folder)
    written = write_marked(folder, before, tmp_path / "can-sua", FORMS)
    again = tmp_path / "again" / "2024-Q1"
    again.mkdir(parents=True)
    (again / "van-phong.xlsx").write_bytes(written[0].path.read_bytes())
    assert [one.code for one in bodies.read(again).faults] == [one.code for one in before.faults]
    assert openpyxl.load_workbook(written[0].path)["Công chức viên chức"]["B3"].value == "=500+500"
    assert openpyxl.load_workbook(written[0].path, data_only=True)["Công chức viên chức"]["B3"].value == 1000


@pytest.mark.parametrize("name, content", [("van-phong-quy1.xls", b"no workbook"), ("van-phong-quy1.xlsx", b"PK\x03\x04 broken"), ("van-phong-quy1.xlsx", b"")])
def test_what_cannot_be_opened_gets_a_list(tmp_path, name, content):
    folder = tmp_path / "2024-Q1"
    folder.mkdir()
    (folder / name).write_bytes(content)
    data = bodies.read(folder)
    written = write_marked(folder, data, tmp_path / "can-sua", FORMS)
    text = written[0].path.read_text(encoding="utf-8-sig")
    assert written[0].path.name == f"{name}.txt" and data.faults[0].message in text


def test_a_csv_gets_a_list_with_its_lines(tmp_path):
    folder = tmp_path / "2024-Q1"
    folder.mkdir()
    with open(folder / "van-phong-tuyen-truyen.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Ngày", "Hình thức", "Số lượng", "Nội dung"], ["31/02/2024", "hội nghị", "1", ""]])
    written = write_marked(folder, bodies.read(folder), tmp_path / "can-sua", FORMS)
    assert "dòng 2 › cột «Ngày»: thấy \"31/02/2024\"" in written[0].path.read_text(encoding="utf-8-sig")


def test_nothing_is_written_for_a_clean_folder_and_old_copies_go(tmp_path):
    _, written, copies = marked(tmp_path, faulty_body())
    folder = bodies.folder_with(tmp_path, bodies.good_body(["ho_so_tthc", "danh_muc_tthc"]), "van-phong-quy1.xlsx")
    assert written[0].path.exists()
    assert write_marked(folder, bodies.read(folder), copies, FORMS) == [] and not written[0].path.exists()


def test_a_copy_that_somebody_works_on_is_left_alone(tmp_path):
    _, written, copies = marked(tmp_path, faulty_body())
    written[0].path.write_bytes(b"mending")
    folder = tmp_path / "2024-Q1"
    assert [one.state for one in write_marked(folder, bodies.read(folder), copies, FORMS)] == ["kept"]
    assert written[0].path.read_bytes() == b"mending"


def test_the_inputs_are_not_touched(tmp_path):
    folder = bodies.folder_with(tmp_path, faulty_body())
    before = {path: path.read_bytes() for path in folder.rglob("*")}
    write_marked(folder, bodies.read(folder), tmp_path / "can-sua", FORMS)
    assert {path: path.read_bytes() for path in folder.rglob("*")} == before


def test_subfolders_are_kept_so_that_the_unit_is_still_known(tmp_path):
    folder = bodies.folder_with(tmp_path, faulty_body(), "phong-dau-tu/quy1.xlsx")
    written = write_marked(folder, bodies.read(folder), tmp_path / "can-sua", FORMS)
    assert written[0].path == tmp_path / "can-sua" / "phong-dau-tu" / "quy1.xlsx" and written[0].unit == "phong-dau-tu"
