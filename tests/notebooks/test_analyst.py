"""What an analyst meets: wrong input is answered by a sentence that tells nothing of the machine; results show themselves in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_lib.domain.errors import UserError
from cchc_lib.notebook import OpenArea, history, load, open_area, open_period, open_report, target

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def area() -> OpenArea:
    return open_area("tthc", "2024-Q1")


@pytest.mark.parametrize(("ask", "told"), [
    (lambda: open_area("tthc", "2024-Q5"), "cần một trong: 2024-Q1"),
    (lambda: open_area("tthc", "2031-Q1"), "hiện có: 2023-Q1"),
    (lambda: open_area("thủ tục"), "tthc (Cải cách thủ tục hành chính)"),
    (lambda: open_area("tthc", dat="data/sample"), "có phải «data»?"),
    (lambda: open_period("2024-Q1", output="x"), "chọn trong: data"),
    (lambda: load("ho_so_ttch"), "có phải «ho_so_tthc»?"),
    (lambda: load("xyz"), "có: to_chuc_bo_may"),
    (lambda: target("2.2.A"), "có phải «2.2.a»?"),
    (lambda: target(2.2), "có: 2.2.a, 2.2.b"),  # type: ignore[arg-type]
    (lambda: history("2.2.h", periods=["2024-Q9"]), "«2024-Q9»"),
    (lambda: history("2.2.h", data="data/khong-co"), "data/khong-co"),
    (lambda: open_area("tthc", data="data/khong-co"), "data/khong-co"),
    (lambda: open_area("tthc", snapshot="outputs/khong-co"), "không phải thư mục của một lần chạy"),
])
def test_it_is_answered_by_a_sentence(ask, told) -> None:
    with pytest.raises(UserError) as caught:
        ask()
    assert told in str(caught.value)
    assert str(ROOT) not in str(caught.value)


@pytest.mark.parametrize(("exclude", "told"), [
    ("ma_tthc == '1'", "của biểu nào"),
    ({"ho_so_tthc": "ma_tthc = '1'"}, "hai dấu bằng"),
    ({"ho_so_tthc": "ma_tthc"}, "không cho biết dòng nào"),
    ({"ho_so_tthc": "ma_tth == '1'"}, "các cột là: ma_ho_so"),
    ({"ho_so_tthc": lambda frame: frame["x"]}, "<lambda>»"),
])
def test_a_condition_that_is_none_leaves_out_nothing(area: OpenArea, exclude, told) -> None:
    with pytest.raises(UserError, match=told):
        area.what_if(exclude=exclude)


def test_ids_are_looked_for_in_the_whole_plan(area: OpenArea) -> None:
    with pytest.raises(UserError, match="2.2.k"):
        area.charts.trend("2.2.z")
    assert open_area("apparatus").charts.trend("2.2.h") is not None
    with pytest.raises(UserError, match="tth"):
        area.quality("tth")


def test_a_notebook_shows_the_sentence_and_no_traceback(tmp_path: Path) -> None:
    kept_nowhere = pytest.importorskip("traitlets.config").Config(HistoryManager={"enabled": False})
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell(config=kept_nowhere, ipython_dir=str(tmp_path))
    shown: list[str] = []
    shell._showtraceback = lambda kind, value, lines: shown.extend(lines)
    shell.run_cell("from cchc_lib.notebook import open_area\nopen_area('tthcs')")
    assert shown == ["không có lĩnh vực «tthcs»", "Cách xử lý: có phải «tthc»?"]
    for wrong, parameter in (("data='data/khong-co'", "data"), ("parameters='khong-co'", "parameters")):
        shown.clear()
        shell.run_cell(f"open_area('tthc', {wrong})")
        assert f"Kiểm tra lại tham số {parameter}" in shown[-1].replace("Kiểm tra tham", "Kiểm tra lại tham") and "--" not in "".join(shown)


def test_every_opening_takes_what_the_guide_says() -> None:
    real = {"data": "data/sample", "sample": False}
    assert "MINH HỌA" not in open_period("2024-Q1", **real)._repr_markdown_()
    assert len(load("ho_so_tthc", **real)) and target("2.2.a", **real).printed and len(history("2.2.a", periods="2024-Q1", **real)) == 1
    assert repr(open_report("2024-Q1", **real)) == "Báo cáo cải cách hành chính, quý I năm 2024"


def test_a_history_without_a_period_goes_to_the_newest_quarter() -> None:
    assert history(["2.2.a", "2.2.h"])["ky"].tolist()[-1] == "2024-Q4"


def test_a_target_and_a_table_show_themselves_in_words() -> None:
    assert target("2.2.a")._repr_markdown_() == "**2.2.a Hồ sơ TTHC được giải quyết đúng hạn**: 97,3% (324/333), đạt"
    tasks = open_report("2024-Q1").tasks()
    assert len(tasks) and not tasks.map(lambda cell: "\n" in cell).to_numpy().any()  # pandas would print it as two letters


def test_a_finished_run_is_not_written_into(tmp_path: Path) -> None:
    """Its notebooks can be opened and run again; what it made stays."""
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    for opened in (open_area("apparatus", output=str(tmp_path)), open_report(output=str(tmp_path))):
        assert "giữ nguyên" in opened.save()
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
