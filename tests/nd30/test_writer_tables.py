"""Native tables: grid, widths, heads, rows, and that their cost grows with their rows only."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import PROPERTIES, W, body, style, text, texts, value

from cchc_lib.nd30 import Cell, Column, Document, Run, Table
from cchc_lib.nd30.measure import Face, longest_word_pt

HEAD = [
    [Cell("Lĩnh vực", rows=3), Cell("Tiếp nhận", columns=3), Cell("Quá hạn", rows=3)],
    [Cell("Tổng số", rows=2), Cell("Trong kỳ", columns=2)],
    [Cell("Trực tuyến"), Cell("Trực tiếp")],
]
COLUMNS = [Column(), *(Column(align="right") for _ in range(4))]


def written(table, **options):
    document = Document(**options)
    document.table(table)
    return body(document).find(f"{W}tbl")


def rows(element):
    return element.findall(f"{W}tr")


def cells(row):
    return row.findall(f"{W}tc")


def grid(element):
    return [int(column.get(f"{W}w")) for column in element.find(f"{W}tblGrid")]


def test_head_of_three_lines_with_spans_and_a_numbering_line():
    element = written(
        Table(COLUMNS, [["Đầu tư", "3", "2", "1", "0"]], head=HEAD, numbering=["A", "1=2+3", "2", "3", "4"])
    )
    spans = [[(value(c, "tcPr/gridSpan"), value(c, "tcPr/vMerge"), c.find(f"{W}tcPr/{W}vMerge") is not None)
              for c in cells(row)] for row in rows(element)[:3]]  # fmt: skip
    up, down = (None, "restart", True), (None, None, True)
    plain = (None, None, False)
    assert spans == [
        [up, ("3", None, False), up],
        [down, up, ("2", None, False), down],
        [down, down, plain, plain, down],
    ]
    assert [text(row) for row in rows(element)[3:]] == ["A1=2+3234", "Đầu tư3210"]


def test_every_row_covers_the_grid():
    element = written(Table(COLUMNS, [["a"], []], head=HEAD, total=["Tổng"]))
    for row in rows(element):
        assert sum(int(value(c, "tcPr/gridSpan") or 1) for c in cells(row)) == 5
        assert sum(int(value(c, "tcPr/tcW", "w")) for c in cells(row)) == sum(grid(element))


def test_all_head_rows_repeat_and_no_row_is_split():
    element = written(Table(COLUMNS, [["a"]] * 3, head=HEAD))
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows(element)]
    assert repeated == [True] * 3 + [False] * 3
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows(element))


def test_head_and_two_rows_stay_together_and_so_do_the_last_two():
    element = written(Table([Column("x")], [[str(n)] for n in range(6)]))
    bound = [row.find(f".//{W}keepNext") is not None for row in rows(element)[1:]]
    assert bound == [True, False, False, False, True, False]


def test_numbers_stand_right_and_the_total_is_bold():
    element = written(Table([Column("Tên"), Column("Số", align="right")], [["a", 5]], total=["Tổng cộng", 5]))
    assert [[style(p) for p in row.iter(f"{W}p")] for row in rows(element)] == [
        ["BangDau", "BangDau"], ["BangChu", "BangSo"], ["BangChu", "BangSo"],
    ]  # fmt: skip
    assert {value(r, "rPr/rStyle") for r in rows(element)[-1].iter(f"{W}r")} == {"Dam"}


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("widths", [[None] * 3, [10, None, 30], [100, 100, 100], [10, 20, 30]])
def test_widths_fill_the_text_exactly(landscape, widths):
    document = Document()
    document.annex("I", "Bảng", landscape=landscape)
    columns = [Column("Tên cột", width_mm=width) for width in widths]
    document.table(Table(columns, [["một hai ba", "x" * 200, "1"]]))
    element = body(document).find(f"{W}tbl")
    assert sum(grid(element)) == pytest.approx(document.text_width_mm * 1440 / 25.4, abs=1)
    assert value(element, "tblPr/tblLayout", "type") == "fixed"
    assert all(width > 0 for width in grid(element))


def test_a_cell_of_several_lines_gets_the_width_of_all_of_them():
    line = "một dòng gồm nhiều chữ của một đơn vị"
    one, many = (grid(written(Table([Column("a"), Column("b")], [[line * 3, cell]]))) for cell in (line, "\n".join([line] * 3)))
    assert many[1] > one[1] and many[0] == pytest.approx(many[1], rel=0.1)


def test_given_widths_are_kept_while_they_fit():
    element = written(Table([Column("a", width_mm=20), Column("b"), Column("c", width_mm=40)], [["1", "2", "3"]]))
    assert [grid(element)[0], grid(element)[2]] == pytest.approx([20 * 1440 / 25.4, 40 * 1440 / 25.4], abs=1)


def test_weights_share_what_the_words_leave():
    element = written(Table([Column("a", weight=1), Column("b", weight=3)], [["1", "2"]]))
    assert grid(element)[1] / grid(element)[0] == pytest.approx(3, rel=0.25)


def test_no_word_of_an_ordinary_table_breaks():
    columns = [Column(title) for title in ("STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Đánh giá", "Ghi chú")]
    element = written(Table(columns, [["1", "Tỷ lệ hồ sơ " * 20, "%", "1.234.567,89", "Đạt", "x"]]))
    for width, column in zip(grid(element), columns, strict=True):
        assert width / 20 > longest_word_pt(column.title, Face(12, bold=True)) + 8


def test_a_column_of_long_prose_gets_the_room_so_that_rows_stay_low():
    columns = [Column("STT"), Column("Nhiệm vụ"), Column("Chủ trì"), Column("Thời hạn")]
    element = written(Table(columns, [["1", "Rà soát, đơn giản hóa thủ tục " * 6, "Văn phòng Ban", "Quý II/2024"]]))
    number, task, lead, due = grid(element)
    assert task > 2 * max(number, lead, due)
    assert lead / 20 > 50


def test_a_title_across_the_table_stands_left():
    element = written(Table([Column("Số", align="right"), Column("x")], [[Cell("Nhóm A", columns=2, bold=True)]]))
    assert style(next(rows(element)[1].iter(f"{W}p"))) == "BangChu"


def test_a_table_too_wide_for_12_point_is_printed_in_11():
    titles = [Column(title) for title in ["Nghiệp vụ"] * 11]
    wide = written(Table(titles, [["1.234.567"] * 11]))
    assert style(next(wide.iter(f"{W}p"))) == "BangDauNho"
    narrow = written(Table(titles[:3], [["1"] * 3]))
    assert style(next(narrow.iter(f"{W}p"))) == "BangDau"


def test_caption_unit_and_source_stand_around_the_table():
    document = Document()
    table = Table([Column("Số")], [["1"]], caption="Hồ sơ.", unit="hồ sơ", source="Văn phòng")
    assert (document.table(table), document.table(table)) == (1, 2)
    kinds = [child.tag.removeprefix(W) for child in body(document)]
    assert kinds == ["p", "p", "tbl", "p"] * 2 + ["sectPr"]
    assert texts(document, "TenBang") == ["Bảng 1. Hồ sơ", "Bảng 2. Hồ sơ"]
    assert texts(document, "DonViTinh") == ["Đơn vị tính: hồ sơ"] * 2
    assert rows(body(document).find(f"{W}tbl"))[-1].find(f".//{W}keepNext") is not None


def test_a_table_without_rows_says_so():
    element = written(Table(COLUMNS, [], head=HEAD, empty="Không phát sinh"))
    assert [text(row) for row in rows(element)[3:]] == ["Không phát sinh"]


@pytest.mark.parametrize("row", [["a"] * 6, [Cell("a", columns=3), Cell("b", columns=3)]])
def test_a_row_wider_than_the_table_is_refused_at_once(row):
    with pytest.raises(ValueError, match="5 cột"):
        Document().table(Table(COLUMNS, [row]))


def test_a_cell_cannot_lie_over_one_from_the_row_above():
    table = Table([Column(), Column()], [["a", Cell("b", rows=2)], [Cell("c", columns=2)]])
    with pytest.raises(ValueError, match="đè lên ô gộp"):
        Document().table(table)


SPANS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@settings(deadline=None)
@given(st.integers(1, 5), st.lists(st.lists(SPANS, max_size=5), max_size=5))
def test_whatever_is_accepted_covers_the_grid_row_by_row(width, spans):
    table = Table([Column()] * width, [[Cell("x", columns=c, rows=r) for c, r in row] for row in spans])
    try:
        element = written(table)
    except ValueError:
        return
    for row in rows(element):
        assert sum(int(value(cell, "tcPr/gridSpan") or 1) for cell in cells(row)) == width


def test_cells_hold_several_lines_and_looks():
    element = written(Table([Column("x")], [[["a\nb", Run("đậm", bold=True)]], [Cell("c", bold=True)], [None]]))
    assert [text(row) for row in rows(element)[1:]] == ["a\nbđậm", "c", ""]


def calls_to_write(row_count):
    """Python calls made for a document with a table of so many rows."""
    document, count = Document(properties=PROPERTIES), 0

    def counter(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(counter)
    try:
        document.table(Table([Column("Cột")] * 13, [[str(n * c) for c in range(13)] for n in range(row_count)]))
        document.to_bytes()
    finally:
        sys.setprofile(None)
    return count


def test_work_grows_in_step_with_rows():
    calls_to_write(5)  # fonts are read once
    first, second, fourth = (calls_to_write(n) for n in (50, 100, 200))
    assert (fourth - second) / (second - first) == pytest.approx(2, rel=0.1)


def test_the_title_of_a_group_of_rows_stays_with_the_row_below_it():
    plain = [[str(n), "x"] for n in range(6)]
    element = written(Table([Column("A"), Column("B")], [*plain[:3], [Cell("Nhóm", columns=2, bold=True)], *plain[3:]]))
    kept = [row.find(f".//{W}keepNext") is not None for row in rows(element)[1:]]
    assert kept == [True, False, False, True, False, True, False]
