"""Where tables lie in a sheet: headers, numbering, totals, groups, signatures, columns in any order."""

from __future__ import annotations

import unicodedata

import pytest
from intake_bodies import codes, column_of, folder_with, forms, good_body, good_table, read, read_table

from cchc_lib.intake.layout import find_header
from cchc_lib.intake.raw import RawSheet
from cchc_lib.intake.rows import is_numbering

FORM = "to_chuc_bo_may"
HEADER = good_table(FORM)[0]
ROWS = good_table(FORM)[1:]


def rows_of(data, form_id=FORM):
    return list(data.tables[form_id]["_row"])


def clean(data):
    return [str(one) for one in data.findings] == []


@pytest.mark.parametrize("above", [0, 1, 5, 19])
def test_header_in_any_of_the_first_20_rows(tmp_path, above):
    title = [["BIỂU TỔNG HỢP TỔ CHỨC BỘ MÁY QUÝ I"], *[[] for _ in range(18)]][:above]
    data = read_table(tmp_path, FORM, [*title, HEADER, *ROWS])
    assert clean(data) and rows_of(data) == [above + 2, above + 3, above + 4]


def test_header_in_row_21_is_not_found(tmp_path):
    assert codes(read_table(tmp_path, FORM, [*[[] for _ in range(20)], HEADER, *ROWS])) == ["khong_thay_tieu_de"]


def test_letter_titles_above_the_header(tmp_path):
    above = [
        ["BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["VĂN PHÒNG", None, None, "Độc lập - Tự do - Hạnh phúc"], [], ["TỔ CHỨC BỘ MÁY"], ["Kỳ: quý I năm 2024", None, "Đơn vị: người"],
    ]
    assert clean(read_table(tmp_path, FORM, [*above, HEADER, *ROWS], change=lambda book: book.active.merge_cells("A4:G4")))


def test_header_of_two_lines_with_merged_groups(tmp_path):
    two = [["STT", "Đơn vị", "Loại đơn vị", "Công chức", None, "Viên chức", None, None],
           [None, None, None, "được giao", "có mặt", "được giao", "có mặt", "trong kế hoạch tuyển dụng được duyệt"]]

    def merge(book):
        for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:H1"):
            book.active.merge_cells(cells)

    data = read_table(tmp_path, FORM, [*two, *([n, *row] for n, row in enumerate(ROWS, 1))], change=merge)
    assert clean(data) and rows_of(data) == [3, 4, 5]
    assert list(data.tables[FORM]["vien_chuc_trong_ke_hoach_tuyen_dung_duoc_duyet"]) == [row[6] for row in ROWS]


def test_group_titles_without_merging(tmp_path):
    two = [["Đơn vị", "Loại đơn vị", "Công chức", None, "Viên chức", None, None],
           [None, None, "được giao", "có mặt", "được giao", "có mặt", "trong kế hoạch tuyển dụng được duyệt"]]
    assert clean(read_table(tmp_path, FORM, [*two, *ROWS]))


def test_titles_cut_over_four_lines(tmp_path):
    four = [["Đơn", "Loại", "Công", "Công", "Viên", "Viên", "Viên chức"], ["vị", "đơn", "chức", "chức", "chức", "chức", "trong kế hoạch"],
            [None, "vị", "được", "có", "được", "có", "tuyển dụng"], [None, None, "giao", "mặt", "giao", "mặt", "được duyệt"]]
    data = read_table(tmp_path, FORM, [*four, *ROWS])
    assert clean(data) and rows_of(data) == [5, 6, 7]


def test_group_title_above_full_titles_is_no_part_of_them(tmp_path):
    above = [["Thông tin chung", None, "Biên chế", None, None, None, None]]
    data = read_table(tmp_path, FORM, [*above, HEADER, *ROWS], change=lambda book: book.active.merge_cells("C1:G1"))
    assert clean(data) and rows_of(data) == [3, 4, 5]


@pytest.mark.parametrize("line", [
    list("ABCDEFG"), ["A", "B", 1, 2, 3, 4, 5], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"], ["1", "2", "3=4+5", "4", "5", "6", "7"],
    [1, 2, 3, 4, 5, 6, 7], ["A", "B", "(1)", "(2)", "(3)=(1)+(2)", "(4)", "(5)"], ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"],
])
def test_numbering_line_is_skipped(tmp_path, line):
    data = read_table(tmp_path, FORM, [HEADER, line, *ROWS])
    assert clean(data) and rows_of(data) == [3, 4, 5]
    assert any("đánh số cột" in note for note in data.notes)


def test_a_row_of_numbers_is_no_numbering():
    assert not is_numbering(["5", "3", "8"])
    assert not is_numbering(["2024", "1", "2"])
    assert not is_numbering(["Văn phòng", "1", "2"])
    assert not is_numbering(["1"])
    assert not is_numbering(["1", "1"])


def test_columns_in_any_order_with_extra_ones(tmp_path):
    order = [3, 0, 6, 1, 5, 2, 4]
    table = [["STT", *(row[n] for n in order), "Ghi chú"] for row in [HEADER, *ROWS]]
    straight = read_table(tmp_path / "a", FORM, [HEADER, *ROWS]).tables[FORM]
    turned = read_table(tmp_path / "b", FORM, table).tables[FORM]
    assert turned.equals(straight)


@pytest.mark.parametrize("write", [
    str.upper, str.lower, lambda title: unicodedata.normalize("NFD", title), lambda title: f"  {title.replace(' ', '   ')} ",
    lambda title: title.replace(" ", "\n"), lambda title: title.replace("Đ", "Ð"), lambda title: f"{title} (*)",
    lambda title: "".join(c for c in unicodedata.normalize("NFD", title).replace("đ", "d").replace("Đ", "D") if not unicodedata.combining(c)),
])
def test_titles_match_by_the_id_rule(tmp_path, write):
    table = [[write(title) for title in HEADER], *ROWS]
    data = read(folder_with(tmp_path, {write("Tổ chức bộ máy").replace("\n", " ")[:31].replace("*", "").replace("(", "").replace(")", ""): table}))
    assert clean(data) and len(data.tables[FORM]) == 3


def test_a_column_is_found_by_its_alias(tmp_path):
    table = good_table("ho_so_tthc")
    table[0][0], table[0][2], table[0][3], table[0][5] = "Số hồ sơ", "Ngày nhận", "Hạn trả", "Hình thức tiếp nhận"
    assert clean(read_table(tmp_path, "ho_so_tthc", table))


def test_an_alias_beside_the_title_is_an_extra_column(tmp_path):
    table = [[*row, "1/1/2020"] for row in good_table("ho_so_tthc")]
    table[0][-1] = "Ngày nộp"
    data = read_table(tmp_path, "ho_so_tthc", table)
    assert clean(data) and data.tables["ho_so_tthc"]["ngay_tiep_nhan"].dt.year.eq(2024).all()


def test_the_same_column_twice_is_a_fault(tmp_path):
    table = [[*row, row[1]] for row in good_table("tuyen_truyen")]
    assert codes(read_table(tmp_path, "tuyen_truyen", table)) == ["cot_hai_lan"]


@pytest.mark.parametrize("label", ["Tổng", "Cộng", "Tổng cộng", "TỔNG CỘNG:", "Cộng (I+II)", "Tổng số", "tong cong"])
@pytest.mark.parametrize("place", [0, 1])
def test_total_rows_are_skipped(tmp_path, label, place):
    total = [None] * place + [label] + [99] * (7 - place)
    table = [["STT", *HEADER], *([n, *row] for n, row in enumerate(ROWS, 1)), total]
    data = read_table(tmp_path, FORM, table)
    assert clean(data) and rows_of(data) == [2, 3, 4]
    assert any("tổng cộng" in note for note in data.notes)


def test_a_name_that_begins_like_a_total_is_data(tmp_path):
    table = good_table("kiem_tra_cchc")
    table[1] = ["2/1/2024", "Tổng công ty Phát triển hạ tầng", 2, 1]
    data = read_table(tmp_path, "kiem_tra_cchc", table)
    assert clean(data) and len(data.tables["kiem_tra_cchc"]) == 3


def test_blank_rows_and_repeated_headers_are_skipped(tmp_path):
    data = read_table(tmp_path, FORM, [HEADER, ROWS[0], [], [None, " "], HEADER, ROWS[1], [], ROWS[2]])
    assert clean(data) and rows_of(data) == [2, 6, 8]


@pytest.mark.parametrize("below", [
    [[], ["Người lập biểu", None, None, None, "TRƯỞNG PHÒNG"], ["(Ký, ghi rõ họ tên)"], [], ["Nguyễn Văn A", None, None, None, "Trần Thị B"]],
    [["Hưng Yên, ngày 14 tháng 3 năm 2024"], ["KT. TRƯỞNG BAN"], ["PHÓ TRƯỞNG BAN"], ["Nguyễn Văn A"]],
    [["Ghi chú: số liệu đến 14/3"], ["Nơi nhận:"], ["- Như trên;"], ["- Lưu: VT."]],
    [[None, None, None, None, "ngày … tháng … năm 2024"], [None, None, None, None, "Thủ trưởng đơn vị"]],
])
def test_signature_lines_below_are_skipped(tmp_path, below):
    data = read_table(tmp_path, FORM, [HEADER, *ROWS, *below])
    assert clean(data) and rows_of(data) == [2, 3, 4]


@pytest.mark.parametrize("heading", ["I. Khối hành chính", "A. Sự nghiệp", "II/ Khối khác", "1. Nhóm một"])
def test_group_rows_are_skipped(tmp_path, heading):
    data = read_table(tmp_path, FORM, [HEADER, [heading], ROWS[0], ROWS[1], ["II. Khối khác"], ROWS[2]])
    assert clean(data) and rows_of(data) == [3, 4, 6]


def test_merged_group_row(tmp_path):
    data = read_table(tmp_path, FORM, [HEADER, ["Khối hành chính"], *ROWS], change=lambda book: book.active.merge_cells("A2:G2"))
    assert clean(data) and rows_of(data) == [3, 4, 5]


def test_a_row_with_its_name_alone_is_a_row_with_blanks(tmp_path):
    data = read_table(tmp_path, FORM, [HEADER, *ROWS, ["Trung tâm 4"]])
    assert [one.code for one in data.faults] == ["o_bat_buoc_trong"] * 6


def test_missing_columns_are_each_named(tmp_path):
    table = [[cell for n, cell in enumerate(row) if n not in (2, 4)] for row in [HEADER, *ROWS]]
    data = read_table(tmp_path, FORM, table)
    assert [(one.code, one.needed) for one in data.faults] == [("thieu_cot", "Công chức được giao"), ("thieu_cot", "Viên chức được giao")]
    assert FORM not in data.tables and data.submissions[0].rows == 3


def test_optional_columns_may_be_missing(tmp_path):
    table = [row[:3] for row in good_table("tuyen_truyen")]
    data = read_table(tmp_path, "tuyen_truyen", table)
    assert clean(data) and data.tables["tuyen_truyen"]["noi_dung"].isna().all()


@pytest.mark.parametrize(("form_id", "column_id", "written"), [
    (FORM, "cong_chuc_duoc_giao", "Công chức được gao"), (FORM, "loai_don_vi", "Loại đơn vi."), ("ho_so_tthc", "ngay_tra_ket_qua", "Ngày trả kết quảa"),
    ("von_dau_tu_cong", "ke_hoach_von_nam", "Kế hoạch vốn năm (tr)"), ("tuyen_truyen", "noi_dung", "Nội dun"), ("ho_so_tthc", "ngay_hen_tra", "Ngày hẹn trả KQ"),
])
def test_misspelt_columns_are_suggested(tmp_path, form_id, column_id, written):
    table = good_table(form_id)
    table[0][column_of(form_id, column_id)] = written
    data = read_table(tmp_path, form_id, table)
    if forms()[form_id].column(column_id).id == "loai_don_vi":
        assert clean(data)  # the dot and the missing diacritic make no difference
    else:
        assert [(one.code, one.needed) for one in data.findings] == [("ten_cot_gan_dung", forms()[form_id].column(column_id).title)]


@pytest.mark.parametrize(("form_id", "column_id", "written"), [
    ("ho_so_tthc", "trang_thai", "Trạng thái hồ sơ"), ("hai_long_tthc", "ngay", "Ngày khảo sát"), ("cong_chuc_vien_chuc", "don_vi", "Tên đơn vị"),
])
def test_a_column_whose_title_says_more_is_suggested_for_a_required_one(tmp_path, form_id, column_id, written):
    table = good_table(form_id)
    table[0][column_of(form_id, column_id)] = written
    found = [one for one in read_table(tmp_path, form_id, table).findings if one.severity == "fault"]
    assert [(one.code, one.found, one.needed) for one in found] == [("ten_cot_gan_dung", written, forms()[form_id].column(column_id).title)]


@pytest.mark.parametrize(("written", "meant"), [
    ("Tổ chức bộ má", "Tổ chức bộ máy"), ("To chuc bo mayy", "Tổ chức bộ máy"), ("Sheet1", "Tổ chức bộ máy"), ("Tổ chức bộ máy (2)", "Tổ chức bộ máy"),
    ("Quý I", "Tổ chức bộ máy"),
])
def test_misspelt_sheets_are_suggested(tmp_path, written, meant):
    data = read(folder_with(tmp_path, {written: [HEADER, *ROWS]}))
    assert codes(data) == ["ten_trang_gan_dung"]
    assert f"có phải «{meant}»" in data.findings[0].message and data.findings[0].place.sheet == written


def test_sheets_that_are_no_forms_are_left_alone(tmp_path):
    extra = {"Hướng dẫn": [["Điền các biểu sau"], ["Tổ chức bộ máy"]], "Danh mục": [["Có"], ["Không"]], "Sheet2": [],
             "Ghi chú": [["Mục", "Nội dung"], ["a", "b"]], "Biểu đồ": [["Đơn vị", "Số CCVC"], ["Văn phòng", 5]]}
    data = read(folder_with(tmp_path, good_body([FORM]) | extra))
    assert clean(data) and set(data.tables) == {FORM}


def test_a_workbook_without_any_form_is_a_finding(tmp_path):
    assert codes(read(folder_with(tmp_path, {"Sheet1": [["Số liệu khác"], [1]]}))) == ["tep_khong_co_bieu"]


def test_a_form_sheet_without_anything_in_it_is_a_fault(tmp_path):
    assert codes(read(folder_with(tmp_path, {"Tổ chức bộ máy": []}))) == ["khong_thay_tieu_de"]


def test_two_sheets_of_one_form_are_put_together(tmp_path):
    data = read(folder_with(tmp_path, {"Tổ chức bộ máy": [HEADER, *ROWS[:2]], "To chuc bo may": [HEADER, ROWS[2]]}))
    assert clean(data)
    assert list(zip(data.tables[FORM]["_sheet"], data.tables[FORM]["_row"], strict=True)) == [
        ("Tổ chức bộ máy", 2), ("Tổ chức bộ máy", 3), ("To chuc bo may", 2)]


def test_hidden_things_are_read_and_announced(tmp_path):
    def hide(book):
        sheet = book.active
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book.create_sheet("Trang khác")
        sheet.sheet_state = "hidden"

    data = read_table(tmp_path, FORM, [HEADER, *ROWS], change=hide)
    assert codes(data) == ["cot_an", "dong_an", "trang_an"] and len(data.tables[FORM]) == 3
    assert "dòng 3" in next(one.message for one in data.findings if one.code == "dong_an")
    assert not data.faults


def test_hidden_columns_that_hold_nothing_of_the_form_are_no_matter(tmp_path):
    def hide(book):
        book.active.column_dimensions["Z"].hidden = True
        book.active.row_dimensions[30].hidden = True

    assert clean(read_table(tmp_path, FORM, [HEADER, *ROWS], change=hide))


def test_header_lines_and_addresses():
    sheet = RawSheet("x", [["", ""], ["Mục", "Nội dung"], ["a", "b"]])
    header = find_header(sheet, forms()["danh_gia_chung"])
    assert (header.first, header.last, header.columns) == (1, 1, {"muc": 0, "noi_dung": 1})


def test_cells_merged_downwards_count_for_their_rows(tmp_path):
    table = good_table("che_do_bao_cao")
    for row in table[1:]:
        row[0] = None
    table[1][0] = 2
    data = read_table(tmp_path, "che_do_bao_cao", table, change=lambda book: book.active.merge_cells("A2:A4"))
    assert clean(data) and data.tables["che_do_bao_cao"]["thang"].dt.month.tolist() == [2, 2, 2]
    assert any("ô gộp" in note for note in data.notes)


def test_numbers_merged_downwards_are_not_repeated(tmp_path):
    table = good_table("che_do_chinh_sach")
    table[2][2] = None
    data = read_table(tmp_path, "che_do_chinh_sach", table, change=lambda book: book.active.merge_cells("C2:C3"))
    assert codes(data) == ["o_bat_buoc_trong"]


def test_group_row_told_by_its_running_number(tmp_path):
    table = [["STT", *HEADER], ["I", "Khối hành chính"], *([n, *row] for n, row in enumerate(ROWS, 1))]
    data = read_table(tmp_path, FORM, table)
    assert clean(data) and rows_of(data) == [3, 4, 5]


@pytest.mark.parametrize("words", ["Không phát sinh", "KHÔNG PHÁT SINH", "Kỳ này không phát sinh"])
def test_the_words_nothing_arose_are_a_submission_without_rows(tmp_path, words):
    data = read_table(tmp_path, FORM, [HEADER, [None, words]])
    assert clean(data) and len(data.tables[FORM]) == 0 and data.submissions[0].empty


def test_a_cell_far_to_the_right_is_no_matter(tmp_path):
    def far(book):
        book.active.cell(3, 9000, "x")

    assert clean(read_table(tmp_path, FORM, [HEADER, *ROWS], change=far))


@pytest.mark.parametrize("row", [
    ["III.1.9", "Văn phòng", None, None, "Trưởng phòng đã chỉ đạo"], ["III.1.9", None, None, None, "ngày 5 tháng 3 năm 2024"],
    ["Ghi chú", "Văn phòng", None, None, None, "x"],
])
def test_words_of_signatures_in_a_row_of_data_do_not_hide_it(tmp_path, row):
    data = read_table(tmp_path, "nhiem_vu", [*good_table("nhiem_vu"), row])
    assert {one.code for one in data.faults} == {"o_bat_buoc_trong"} and data.notes == ()


def test_a_numbered_text_without_its_item_is_no_heading(tmp_path):
    data = read_table(tmp_path, "danh_gia_chung", [*good_table("danh_gia_chung"), [None, "2. Tồn tại khác"]])
    assert codes(data) == ["o_bat_buoc_trong"]
