"""Tables of notebooks and pages: words at the left, numbers at the right, by one rule."""

from __future__ import annotations

from decimal import Decimal

import lxml.html
import pandas as pd
import pytest

from cchc_lib.presentation.html import alignment, frame_html, show_frames, table_html
from cchc_lib.presentation.table_data import Column, TableData, as_printed

PRINTED = TableData("x", "Bảng", (Column("STT", "center"), Column("Tên"), Column("Kết quả", "right")), (("3.01", "Hồ sơ <b>", "97,3%"),))


def sides(html: str, tag: str = "td") -> list[str]:
    return [cell.get("style", "").removeprefix("text-align:").partition(";")[0] for cell in lxml.html.fromstring(html).iter(tag)]


def test_numbers_stand_right_and_all_else_left() -> None:
    frame = pd.DataFrame({
        "so": [1, 2], "tien": [Decimal("1.5"), None], "ma": ["9.000201", "1.01"], "ngay": pd.to_datetime(["2024-01-05", None]), "co": [True, False],
        "trong": [None, None],
    })
    assert alignment(frame) == ["right", "right", "left", "left", "left", "left"]
    assert sides(table_html(frame))[:3] == sides(frame_html(frame))[:3] == ["right", "right", "left"]


def test_a_code_is_not_broken_at_its_hyphens() -> None:
    frame = pd.DataFrame({"ma": ["H31-0001"], "ky": ["2024-Q1"], "loi": ["từ 2024-Q1"], "ngay": pd.to_datetime(["2024-01-05"]), "so": [-1]})
    for html in (table_html(frame), frame_html(frame)):
        assert ["nowrap" in cell.get("style") for cell in lxml.html.fromstring(html).iter("td")] == [True, True, False, True, False]


def test_sentences_have_room() -> None:
    html = table_html(pd.DataFrame({"ten": ["Cấp giấy phép lao động cho người nước ngoài"], "ngan": ["Lao động"]}))
    assert ["min-width" in cell.get("style") for cell in lxml.html.fromstring(html).iter("td")] == [True, False]


def test_a_printed_table_keeps_the_sides_it_declares_without_row_numbers() -> None:
    html = frame_html(PRINTED.frame())
    assert sides(html) == sides(html, "th") == ["center", "left", "right"]
    assert "Hồ sơ &lt;b&gt;" in html


def test_a_selection_of_a_printed_table_is_aligned_as_the_whole() -> None:
    assert sides(frame_html(PRINTED.frame()[["Kết quả", "Tên"]])) == ["right", "left"]


def test_row_numbers_of_data_stand_right_and_names_of_groups_left() -> None:
    frame = pd.DataFrame({"so": [1]})
    assert sides(frame_html(frame), "th") == ["right", "right", "right"]  # the corner, the head, the row
    assert sides(frame_html(frame.rename(index={0: "Lao động"})), "th") == ["left", "right", "left"]


def test_the_size_of_a_table_too_long_to_show_is_said_in_vietnamese() -> None:
    with pd.option_context("display.max_rows", 10):
        html = frame_html(pd.DataFrame({"so": range(1234)}))
    assert html.endswith("<p>1.234 dòng × 1 cột</p>")


def test_a_printed_table_without_a_row_is_said() -> None:
    assert frame_html(as_printed(pd.DataFrame(), nothing="Chưa có")) == "<p>Chưa có.</p>"


def test_columns_of_two_levels_are_left_to_pandas() -> None:
    frame = pd.DataFrame({("a", 1): [1]})
    assert frame_html(frame) == frame._repr_html_()


def test_in_a_notebook_every_table_is_shown_so(tmp_path) -> None:
    config = pytest.importorskip("traitlets.config").Config(HistoryManager={"enabled": False})
    shell_of = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell
    shell_of.clear_instance()
    try:
        shell = shell_of.instance(config=config, ipython_dir=str(tmp_path))
        show_frames()
        data, _ = shell.display_formatter.format(pd.DataFrame({"so": [1]}), include={"text/html"})
    finally:
        shell_of.clear_instance()
    assert sides(data["text/html"]) == ["right"]


def test_outside_a_notebook_nothing_is_done() -> None:
    show_frames()
