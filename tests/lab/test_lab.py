"""What the controls of JupyterLab do, without a browser."""

from __future__ import annotations

import importlib
import io
import json
import os
import warnings
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

pytest.importorskip("ipywidgets")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what an import of itables or ipywidgets may say of its own dependencies
    import itables  # noqa: F401

from cchc_lib.cli.commands.lab import offline
from cchc_lib.domain.periods import parse_period
from cchc_lib.lab import ask_what_if, browse_dossiers, browse_history, start
from cchc_lib.lab.choices import periods_of, sources
from cchc_lib.lab.dossiers import ALL, chosen, pivot
from cchc_lib.lab.history import chart_of
from cchc_lib.lab.shown import excel_link, interactive, workbook
from cchc_lib.lab.start import document_link
from cchc_lib.lab.what_if import answer
from cchc_lib.notebook import OpenArea, open_area

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def area() -> OpenArea:
    return open_area("tthc", "2024-Q1", data=str(ROOT / "data" / "sample"), parameters=str(ROOT / "parameters"), templates=str(ROOT / "templates"))


def test_jupyterlab_asks_for_no_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = pytest.importorskip("jupyterlab_server.config")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", offline(tmp_path)["JUPYTER_CONFIG_PATH"])
    assert config.get_static_page_config(level="all")["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True


def test_jupyterlab_saves_nothing_over_a_notebook_of_a_finished_run(tmp_path: Path) -> None:
    """The guard that it is told of is found by its name, and refuses what is read-only and nothing else."""
    http_error = pytest.importorskip("tornado.web").HTTPError
    folder = Path(offline(tmp_path)["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    module, _, name = json.loads((folder / "jupyter_server_config.json").read_text())["ContentsManager"]["pre_save_hook"].rpartition(".")
    hook = getattr(importlib.import_module(module), name)
    notebook = tmp_path / "a.ipynb"
    notebook.write_text("{}")
    for path in ("/a.ipynb", "moi.ipynb"):
        hook(model={}, path=path, contents_manager=SimpleNamespace(root_dir=str(tmp_path)))
    notebook.chmod(0o444)
    with pytest.raises(http_error, match="chỉ đọc"):
        hook(model={}, path="/a.ipynb", contents_manager=SimpleNamespace(root_dir=str(tmp_path)))


def test_only_periods_whose_quarters_are_all_there_are_offered() -> None:
    quarters = [parse_period(one) for one in ("2023-Q1", "2023-Q2", "2024-Q2")]
    assert [one.id for one in periods_of(quarters)] == ["2024-Q2", "2023-6T", "2023-Q2", "2023-Q1"]


def test_sources_without_a_quarter_are_not_offered(tmp_path: Path) -> None:
    (tmp_path / "data" / "sample" / "2024-Q1").mkdir(parents=True)
    (tmp_path / "data" / "inputs").mkdir()
    (only,) = sources(tmp_path)
    assert (only.folder, only.sample, [one.id for one in only.periods]) == ("data/sample", True, ["2024-Q1"])


def test_start_without_data_says_where_to_put_them(tmp_path: Path) -> None:
    assert "data/inputs" in start(tmp_path).value


def test_start_offers_the_periods_of_the_chosen_source() -> None:
    _, period, *_ = start(ROOT).children
    assert "2024-Q1" in [value for _, value in period.options]
    assert "2024-N" in [value for _, value in period.options]
    assert period.value == period.options[0][1], "a blank period would be built"


def test_links_lead_from_the_notebook_to_the_run() -> None:
    link = document_link(Path("/p/outputs/2024-Q1/r001-ab/bao-cao.docx"), Path("/p/notebooks/explore"))
    assert '<a href="../../outputs/2024-Q1/r001-ab/bao-cao.docx" download>' in link  # opened in JupyterLab it would be read as text
    assert "(`outputs/2024-Q1/r001-ab/bao-cao.docx`)" in link
    assert "](../../outputs/2024-Q1/r001-ab/notebooks/07_report.ipynb)" in link


def test_dossiers_are_chosen_by_value_and_lateness(area: OpenArea) -> None:
    frame = area.dossiers_listed()
    late = chosen(frame, {"linh_vuc": ALL, "tinh_trang": "quá hạn"}, 1)
    assert len(late) == 9
    assert (late["so_ngay_muon"] >= 1).all()
    assert chosen(frame, {"linh_vuc": "không có"}).empty


def test_the_pivot_adds_up(area: OpenArea) -> None:
    table = pivot(area.dossiers_listed()).set_index("Lĩnh vực")
    assert table.at["Tổng cộng", "Tổng cộng"] == len(area.dossiers_listed())
    assert list(table.columns)[:3] == ["trước hạn", "đúng hạn", "quá hạn"]
    assert list(pivot(area.dossiers_listed().head(0)).columns) == ["Lĩnh vực"]


def test_browsers_are_made(area: OpenArea) -> None:
    filters, *_ = browse_dossiers(area).children
    assert filters.children[0].options[0] == (ALL, ALL)
    assert all(" – " in words for words, _ in filters.children[1].options[1:]), "a code without its name"
    assert browse_history(area, sample=True).children[0].value == "2.2.a"
    result = ask_what_if(area).children[-1]
    assert result.value == "<p>Không chỉ tiêu nào đổi.</p>"


def test_a_history_of_half_years_is_charted(area: OpenArea) -> None:
    periods = [parse_period("2023-6T"), parse_period("2023-N")]
    assert chart_of(area, "2.2.a", periods, sample=True).chart.source.startswith("Nguồn: số liệu các đơn vị báo cáo; kỳ 15/12/2022–14/12/2023")


def test_what_if_answers_in_a_table_or_a_sentence(area: OpenArea) -> None:
    assert "chưa đạt" in answer(area, {"2.2.a": 99.0}, [])
    both = answer(area, {}, [("kenh_tiep_nhan", "trực tiếp"), ("kenh_tiep_nhan", "bưu chính")])
    assert "100% (201/201)" in both
    assert "2.9.z" in answer(area, {"2.9.z": 1.0}, [])


def test_an_interactive_table_works_offline_and_is_escaped(area: OpenArea) -> None:
    frame = pd.DataFrame({"_file": ["x", "y"], "a": ["<script>x</script>", "b"], "n": [1, 2], "_row": [5, 6]})
    html = interactive(frame, "bảng")
    assert "<script>x" not in html and "_row" not in html
    assert '{"className": "dt-left", "targets": [0]}, {"className": "dt-right", "targets": [1]}' in html
    assert 'src="http' not in html and "from 'https" not in html and 'from "https' not in html


def test_an_interactive_table_leaves_out_no_row_and_sorts_days() -> None:
    frame = pd.DataFrame({"ngay": pd.to_datetime(["2024-03-05", None] * 2000), "ten": ["một hồ sơ có tên dài"] * 4000})
    html = interactive(frame)
    assert "2024-03-05" in html and "downsampled" not in html


def test_the_scripts_of_interactive_tables_come_with_the_browser(area: OpenArea) -> None:
    """Without them the table stays at «Loading ITables …» for ever."""
    import itables.javascript

    browse_dossiers(area)
    assert itables.javascript._CONNECTED is False  # what init_notebook_mode(connected=False) leaves behind


def test_a_workbook_holds_text_as_text_and_dates_as_dates() -> None:
    frame = pd.DataFrame({"ten": ["=1+1", "http://a.b"], "ngay": pd.to_datetime(["2024-03-05", "2024-03-06"])})
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(frame))).active
    assert [cell.value for cell in sheet["A"]] == ["ten", "=1+1", "http://a.b"]
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].is_date
    assert 'download="x&quot;.xlsx"' in excel_link(frame, 'x"')
