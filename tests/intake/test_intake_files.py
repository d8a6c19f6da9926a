"""Files of every kind: read by their bytes, or refused with one sentence, and the others are read all the same."""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import zipfile
import zlib

import openpyxl
import pandas as pd
import pytest
from intake_bodies import codes, folder_with, good_body, good_table, read, write_workbook

FORM = "tuyen_truyen"


@pytest.fixture
def folder(tmp_path):
    """A quarter with one good workbook of another unit."""
    return folder_with(tmp_path, good_body([FORM]), name="phong-dau-tu.xlsx")


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rewrite(path, change, **more):
    """The workbook again with changed parts: change maps a dict of parts to the one to write."""
    parts = change(parts_of(path))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def good_file(folder, name="van-phong.xlsx"):
    return write_workbook(folder / name, good_body([FORM]))


def refused(folder, code, words=""):
    """The one refusal, of one file, with the other file read."""
    data = read(folder)
    assert [one.code for one in data.faults] == [code], [str(one) for one in data.findings]
    assert words in data.faults[0].message
    assert len(data.tables[FORM]) == 3
    return data.faults[0]


OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.mark.parametrize(("name", "content", "code", "words"), [
    ("van-phong.xlsx", b"", "tep_rong", ""), ("van-phong.xls", b"", "tep_rong", ""), ("tuyen-truyen.csv", b"", "tep_rong", ""),
    ("tuyen-truyen.parquet", b"", "tep_rong", ""), ("van-phong.xlsx", b"PK\x03\x04", "tep_hong", ""), ("van-phong.xlsx", b"PK", "tep_khong_phai_excel", ""),
    ("van-phong.xls", b"<html><body><table><tr><td>x</td></tr></table></body></html>", "tep_khong_phai_excel", "HTML"),
    ("van-phong.xls", b"\xef\xbb\xbf\r\n <!DOCTYPE html><html></html>", "tep_khong_phai_excel", "HTML"),
    ("van-phong.xls", "<html xmlns:x='urn'><table>".encode("utf-16"), "tep_khong_phai_excel", "HTML"),
    ("van-phong.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "tep_khong_phai_excel", "HTML"),
    ("van-phong.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "tep_khong_phai_excel", "XML"),
    ("van-phong.xls", "Ngày\tSố\n1\t2\n".encode(), "tep_khong_phai_excel", "văn bản"), ("van-phong.xlsx", b"%PDF-1.7", "tep_khong_phai_excel", "PDF"),
    ("van-phong.xls", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "tep_ma_hoa", "mật khẩu"),
    ("van-phong.xlsx", OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "tep_ma_hoa", "mật khẩu"),
    ("van-phong.xls", OLE + b"\x00" * 600 + "_VBA_PROJECT_CUR".encode("utf-16-le"), "tep_macro", "macro"),
    ("van-phong.xls", OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "tep_khong_phai_excel", "Word"),
    ("van-phong.xls", OLE + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "tep_hong", ""), ("van-phong.xls", os.urandom(8) + b"\x00" * 99, "tep_hong", ""),
    ("van-phong.xlsm", b"x", "tep_macro", ""), ("van-phong.xlsb", b"x", "tep_kieu_khac", ".xlsb"), ("van-phong.ods", b"x", "tep_kieu_khac", ".ods"),
    ("van-phong/tuyen-truyen.csv", "Ngày;Số\n".encode("utf-16"), "csv_khong_utf8", "UTF-8"), ("van-phong/tuyen-truyen.csv", "Ngµy,Sè".encode("latin-1"), "csv_khong_utf8", ""),
    ("van-phong/tuyen-truyen.csv", b"a\x00b", "csv_hong", ""), ("van-phong/tuyen-truyen.parquet", b"PAR1 x PAR1", "parquet_hong", ""),
    ("van-phong/tuyen-truyn.csv", b"a,b\n1,2\n", "ten_tep_khong_ro_bieu", "Tuyên truyền"),
])
def test_files_that_are_no_workbooks(folder, name, content, code, words):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    refused(folder, code, words)


def test_cut_short_at_any_length(folder):
    content = good_file(folder).read_bytes()
    for length in (5, 100, len(content) // 2, len(content) - 10, len(content) - 1):
        (folder / "van-phong.xlsx").write_bytes(content[:length])
        refused(folder, "tep_hong")


def test_a_folder_named_like_a_workbook(folder):
    (folder / "van-phong.xlsx").mkdir()
    good_file(folder / "van-phong.xlsx", "trong.xlsx")
    assert refused(folder, "tep_la_thu_muc").unit == "van-phong"


def test_links_are_not_followed(folder, tmp_path):
    outside = good_file(tmp_path / "ngoài")
    (folder / "van-phong.xlsx").symlink_to(outside)
    refused(folder, "tep_lien_ket")


def test_links_to_folders_are_not_followed(folder, tmp_path):
    (folder / "van-phong").symlink_to(folder.parent, target_is_directory=True)
    refused(folder, "tep_lien_ket")


def test_pipes_are_not_opened(folder):
    os.mkfifo(folder / "van-phong.xlsx")
    refused(folder, "tep_khong_mo_duoc")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_files_without_permission(folder):
    good_file(folder).chmod(0)
    refused(folder, "tep_khong_mo_duoc")


def test_lock_and_system_files_are_ignored(folder):
    for name in ("~$van-phong.xlsx", ".~lock.van-phong.xlsx#", ".DS_Store", "._van-phong.xlsx", "Thumbs.db", "desktop.ini"):
        (folder / name).write_bytes(b"x")
    data = read(folder)
    assert codes(data) == [] and data.notes == ()


def test_other_files_are_noted(folder):
    (folder / "công văn.pdf").write_bytes(b"%PDF")
    (folder / "nộp.zip").write_bytes(b"PK")
    data = read(folder)
    assert codes(data) == ["tep_khong_doc"] and any("công văn.pdf" in note for note in data.notes)


def test_an_xlsx_with_macros_inside(folder):
    rewrite(good_file(folder), lambda parts: parts | {"xl/vbaProject.bin": b"x"})
    refused(folder, "tep_macro")


def test_a_word_file_renamed(folder):
    with zipfile.ZipFile(folder / "van-phong.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    refused(folder, "tep_khong_phai_excel", "Word")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_are_refused(folder, part):
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def plant(parts):
        whole = parts.get(part, b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>')
        head = whole.split(b"?>", 1)
        return parts | {part: head[0] + b"?>" + entity + head[1] if len(head) == 2 else entity + whole}

    rewrite(good_file(folder), plant)
    refused(folder, "tep_xml_la")


def test_utf16_parts_are_refused(folder):
    rewrite(good_file(folder), lambda parts: parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].decode().encode("utf-16")})
    refused(folder, "tep_xml_la")


def test_zip_bombs_are_refused(folder):
    rewrite(good_file(folder), lambda parts: parts | {"xl/media/image1.png": bytes(60_000_000)})
    refused(folder, "tep_qua_lon")


def test_lying_sizes_are_refused(folder):
    path = good_file(folder)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert content[at:at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", content, at + 24, info.file_size // 2)
    path.write_bytes(bytes(content))
    refused(folder, "tep_hong")


def test_thousands_of_parts_are_refused(folder):
    rewrite(good_file(folder), lambda parts: parts | {f"x/{n}": b"" for n in range(10_001)})
    refused(folder, "tep_qua_lon")


def sheets_of(parts, count, relation):
    """More sheets in the workbook's list; relation: the relation of the n-th."""
    more = "".join(f'<sheet name="Trang {n}" sheetId="{n + 100}" r:id="{relation(n)}"/>' for n in range(count))
    listed = parts["xl/workbook.xml"].decode().replace("</sheets>", more + "</sheets>")
    root = listed.replace("<workbook ", '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ', 1)
    return parts | {"xl/workbook.xml": root.encode()}


def test_one_part_for_many_sheets_is_refused(folder):
    rewrite(good_file(folder), lambda parts: sheets_of(parts, 2, lambda n: "rId1"))
    refused(folder, "tep_hong", "chung một phần")


def test_thousands_of_sheets_are_refused_before_one_is_read(folder):
    rewrite(good_file(folder), lambda parts: sheets_of(parts, 20_000, lambda n: "rId1"))
    refused(folder, "tep_qua_lon", "trang")


def test_many_sheets_that_each_reach_far_are_refused(folder, monkeypatch):
    write_workbook(folder / "van-phong.xlsx", good_body())
    assert codes(read(folder)) == []
    monkeypatch.setattr("cchc_lib.intake.reading.MAX_CELLS_OF_BOOK", 100)
    refused(folder, "tep_qua_lon", "trải tới dòng")


def test_cells_in_opposite_corners_are_refused(folder):
    write_workbook(folder / "van-phong.xlsx", good_body([FORM]), lambda book: book.active.cell(1_048_576, 16_384, "x"))
    refused(folder, "tep_qua_lon", "XFD1048576")


def test_a_huge_declared_dimension_alone_is_harmless(folder):
    def widen(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        return parts | {"xl/worksheets/sheet1.xml": re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet)}

    rewrite(good_file(folder), widen)
    assert codes(read(folder)) == []


def test_formats_down_to_the_last_row_are_harmless(folder):
    def style(book):
        for row, column in ((1_048_576, 1), (1, 16_384), (900_000, 16_000)):
            book.active.cell(row, column).font = openpyxl.styles.Font(bold=True)

    write_workbook(folder / "van-phong.xlsx", good_body([FORM]), style)
    assert codes(read(folder)) == []


def test_links_to_other_workbooks_are_reported(folder):
    rewrite(good_file(folder), lambda parts: parts | {"xl/externalLinks/externalLink1.xml": b"<x/>"})
    assert codes(read(folder)) == ["lien_ket_ngoai"]


def test_a_file_that_cannot_be_read_is_one_finding_whoever_sent_it(folder):
    (folder / "phòng lạ.xlsx").write_bytes(b"")
    write_workbook(folder / "tệp lạ.xlsx", {"Sheet1": [["Số liệu khác"]]})
    assert codes(read(folder)) == ["tep_khong_co_bieu", "tep_rong"]


def test_names_with_tricks(folder):
    for name in ("van-phong ..\\..\\x.xlsx", "van-phong\nx.xlsx", "van-phong \x1b[31m.xlsx"):
        good_file(folder, name)
    data = read(folder)
    assert [one.code for one in data.faults] == [] and all("\x1b" not in one.file and "\n" not in one.file for one in data.submissions)


def test_broken_bytes_in_a_name(folder):
    os.rename(os.fsencode(good_file(folder)), os.fsencode(folder) + b"/van-phong-\xff.xlsx")
    data = read(folder)
    assert not data.faults
    data.submissions[1].file.encode("utf-8")


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "-2+3"])
def test_formula_texts_are_texts(folder, text):
    table = good_table(FORM)
    rows = [[cell if cell is not None else "" for cell in row] for row in table]
    rows[1][3] = text
    write_csv(folder / "van-phong" / "tuyen-truyen.csv", rows)
    data = read(folder)
    assert codes(data) == [] and text in set(data.tables[FORM]["noi_dung"])


# --- CSV and Parquet ----------------------------------------------------------------------------------------------------------
def write_csv(path, rows, separator=",", bom=False, head=""):
    path.parent.mkdir(exist_ok=True)
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + (head + out.getvalue()).encode("utf-8"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [False, True])
def test_a_csv_is_read_whatever_its_separator_and_bom(tmp_path, separator, bom):
    write_csv(tmp_path / "2024-Q1" / "van-phong" / "Chỉ đạo điều hành.csv", [
        ["Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Loại văn bản"], ["1/KH", "5/3/2024", "Về việc a; b, c", "kế hoạch"],
        ["2/KH", "2024-03-06", "Hai\ndòng", "báo cáo"], ["3/KH", "7/3/2024", "", "khác"],
    ] if (tmp_path / "2024-Q1").mkdir() is None else [], separator, bom)
    data = read(tmp_path / "2024-Q1")
    assert [(one.code, one.place.row) for one in data.findings] == [("o_bat_buoc_trong", 5)]
    table = data.tables["chi_dao_dieu_hanh"]
    assert list(table["_row"]) == [2, 3] and table["trich_yeu"].tolist() == ["Về việc a; b, c", "Hai dòng"]
    assert set(table["_unit"]) == {"van-phong"}


@pytest.mark.parametrize("rows", ['5/3/2024,tin bài,3,"abc\n6/3/2024,tin bài,4,x\n', '5/3/2024,tin bài,3,"abc\n6/3/2024,tin bài,4,"x\n'])
def test_a_quote_that_nobody_closed_does_not_swallow_rows(rows, folder):
    path = folder / "van-phong" / "tuyen-truyen.csv"
    path.parent.mkdir(parents=True)
    path.write_text("Ngày,Hình thức,Số lượng,Nội dung\n1/3/2024,tin bài,1,\n" + rows, encoding="utf-8")
    refused(folder, "csv_hong", "dòng 3")


@pytest.mark.parametrize("row", ['5/3/2024,tin bài,3,"hai\ndòng, có ""nháy"""', '5/3/2024,tin bài,3,màn 5" mới', '5/3/2024,tin bài,3,"Bản tin" số 5'])
def test_quotes_that_hurt_nothing_are_read(row, tmp_path):
    path = tmp_path / "2024-Q1" / "van-phong" / "tuyen-truyen.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"Ngày,Hình thức,Số lượng,Nội dung\n1/3/2024,tin bài,1,\n{row}\n6/3/2024,tin bài,4,x\n", encoding="utf-8")
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == [] and len(data.tables[FORM]) == 3


def test_a_csv_cell_of_a_novel_is_refused_in_vietnamese(folder):
    path = folder / "van-phong" / "tuyen-truyen.csv"
    path.parent.mkdir(parents=True)
    path.write_text(f"Ngày,Hình thức,Số lượng,Nội dung\n1/3/2024,tin bài,1,{'a' * 200_000}\n", encoding="utf-8")
    refused(folder, "csv_hong", "một ô quá dài")


def test_csv_that_names_its_separator(tmp_path):
    (tmp_path / "2024-Q1").mkdir()
    rows = [[cell if cell is not None else "" for cell in row] for row in good_table(FORM)]
    write_csv(tmp_path / "2024-Q1" / "van-phong" / "tuyen_truyen.csv", rows, ";", head="sep=;\n")
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == [] and list(data.tables[FORM]["_row"]) == [3, 4, 5]


@pytest.mark.parametrize("name", ["Tuyên truyền.csv", "tuyen-truyen.csv", "TUYEN_TRUYEN.CSV", "van-phong-tuyen-truyen.csv", "tuyen-truyen-quy1-2024.csv", "tuyen-truyen-lan2.csv"])
def test_csv_is_named_after_its_form(tmp_path, name):
    (tmp_path / "2024-Q1").mkdir()
    rows = [[cell if cell is not None else "" for cell in row] for row in good_table(FORM)]
    write_csv(tmp_path / "2024-Q1" / name, rows)
    data = read(tmp_path / "2024-Q1")
    assert len(data.tables[FORM]) == 3
    assert codes(data) == [] and set(data.tables[FORM]["_unit"]) == {"van-phong"}
    assert name.startswith("van-phong") or any("chỉ có tên biểu" in note for note in data.notes)


def test_parquet(tmp_path):
    (tmp_path / "2024-Q1" / "van-phong").mkdir(parents=True)
    table = good_table("von_dau_tu_cong")
    frame = pd.DataFrame(table[1:], columns=table[0])
    frame.to_parquet(tmp_path / "2024-Q1" / "van-phong" / "von-dau-tu-cong.parquet")
    table = good_table(FORM)
    frame = pd.DataFrame(table[1:], columns=[column.lower() for column in table[0]])
    frame["ngày"] = pd.to_datetime(frame["ngày"])
    frame.loc[0, "số lượng"] = None
    frame.to_parquet(tmp_path / "2024-Q1" / "van-phong" / "tuyen_truyen.parquet")
    data = read(tmp_path / "2024-Q1")
    assert [(one.code, one.place.row) for one in data.findings] == [("o_bat_buoc_trong", 1)]
    assert len(data.tables["von_dau_tu_cong"]) == 3 and list(data.tables[FORM]["_row"]) == [2, 3]


def test_parquet_of_every_plain_type(tmp_path):
    import datetime as dt
    from decimal import Decimal

    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "Ngày": pa.array([dt.datetime(2024, 1, 2), None, dt.datetime(2024, 1, 3)], pa.timestamp("us")), "Hình thức": pa.array(["khác", None, "khác"]).dictionary_encode(),
        "Số lượng": pa.array([1, None, 3], pa.int32()), "Nội dung": pa.nulls(3), "Thêm": pa.array([Decimal("1.5"), None, None]), "Nữa": pa.array([b"x", None, b"y"]),
        "Rỗng": pa.array([1.5, float("nan"), None]),
    }
    (tmp_path / "2024-Q1").mkdir()
    pq.write_table(pa.table(columns), tmp_path / "2024-Q1" / "tuyen-truyen.parquet")
    data = read(tmp_path / "2024-Q1")
    assert codes(data) == [] and data.tables[FORM]["so_luong"].tolist() == [1, 3] and data.tables[FORM]["_row"].tolist() == [1, 3]


def test_parquet_with_nested_columns_is_refused(folder):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"Ngày": [[1, 2], [3]]}), folder / "tuyen-truyen.parquet")
    refused(folder, "parquet_hong", "lồng nhau")


# --- fuzz -----------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(int(os.environ.get("CCHC_FUZZ", "12"))))
def test_mutated_workbooks_never_raise(tmp_path, seed):
    """Bytes changed in the archive, or in a part that is packed again: a refusal, faults or the same values, no traceback."""
    import random

    chance = random.Random(seed)
    folder = tmp_path / "2024-Q1"
    path = good_file(folder)
    for round_ in range(6):
        good_file(folder)
        if round_ % 2:
            parts = parts_of(path)
            name = chance.choice(sorted(parts))
            content = bytearray(parts[name])
            for _ in range(chance.randint(1, 8)):
                at = chance.randrange(len(content))
                content[at:at + chance.randint(0, 3)] = bytes(chance.choices(b"<>/\"'=&;0189AZaz \x00\xff", k=chance.randint(0, 4)))
            parts[name] = bytes(content)
            rewrite(path, lambda _, parts=parts: parts)
        else:
            content = bytearray(path.read_bytes())
            for _ in range(chance.randint(1, 20)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            path.write_bytes(bytes(content))
        data = read(folder)
        assert all(one.message for one in data.findings)


def test_checksums_are_tested(folder):
    """A part whose bytes were changed under an old checksum is a refusal, never a wrong value."""
    path = good_file(folder)
    parts = parts_of(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    content = path.read_bytes()
    sheet = parts["xl/worksheets/sheet1.xml"]
    changed = sheet.replace(b"<v>5</v>", b"<v>9</v>")
    assert sheet != changed and zlib.crc32(sheet) != zlib.crc32(changed)
    path.write_bytes(content.replace(sheet, changed))
    refused(folder, "tep_hong")


def test_long_texts_are_read_in_time(folder):
    """A message looks at the head of a cell only: its patterns would take minutes for thirty thousand letters without a space."""
    table = good_table(FORM)
    table[1][2], table[2][1], table[3][0] = "a" * 32_000, "0" * 32_000, "1." * 16_000
    write_workbook(folder / "van-phong.xlsx", {"Tuyên truyền": table})
    data = read(folder)
    assert codes(data) == ["khong_phai_ngay", "khong_phai_so", "ngoai_danh_sach"] and all(len(one.message) < 400 for one in data.findings)
