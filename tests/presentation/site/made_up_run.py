"""A run as a site sees it: results.json and executed notebooks, by hand, with hostile words in the data."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import nbformat

from cchc_lib.domain.areas import AREAS, GENERAL
from cchc_lib.presentation.html import frame_html
from cchc_lib.presentation.site import Trace
from cchc_lib.presentation.table_data import Column, TableData
from cchc_lib.presentation.tables import DOSSIER_TITLES

EVIL = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
PNG = base64.b64encode(bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)).decode()


def indicator(id: str, area: str, value: str | None, status: str | None, name: str = "Chỉ tiêu", **more: Any) -> dict[str, Any]:
    printed = None if value is None else value.replace(".", ",") + "%"
    return {
        "id": id, "area": area, "name": f"{name} {id}", "unit": "%", "comparison": ">=", "target": "90", "value": value,
        "printed": printed, "status": status, "previous": None, "same_period_last_year": None, **more,
    }


RESULTS: dict[str, Any] = {
    "sample": True, "draft": False, "period": {"id": "2024-Q1", "from": "2023-12-15", "to": "2024-03-14", "rule": "nd09"},
    "plan": {"citation": "Kế hoạch CCHC năm 2024"},
    "indicators": [
        indicator("1.a", "general", None, "đang thực hiện"),
        indicator("2.1.a", "institutions", None, "không phát sinh"),
        indicator("2.2.a", "tthc", "97.3", "đạt", previous={"value": "95.66", "printed": "95,66%"}),
        indicator("2.2.b", "tthc", "9.5", "chưa đạt", name=f"Đúng hạn {EVIL}"),
        indicator("2.2.c", "tthc", "100", "đạt"),
        indicator("2.3.b", "apparatus", None, "chưa có số liệu"),
    ],
    "statistics": [{"id": "3.07", "name": "Hồ sơ tiếp nhận trực tiếp", "printed": "126", "status": None}],
    "tasks": [{"id": "III.2.6", "text": "Rà soát TTHC", "status": "đang thực hiện"}], "dossiers": [],
    "missing": [{"unit": "x", "unit_name": f"Phòng {EVIL}", "form": "ho_so_tthc", "quarter": "2024-Q1"}],
}
SOURCES = ["2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 5-9"]
FORMULA = [("Công thức", "tử số / mẫu số × 100")]
TRACES = [
    Trace("2.2.a", "tthc", "Đúng hạn", "97,3%", FORMULA, SOURCES), Trace("stat/3.07", "tthc", "Hồ sơ tiếp nhận trực tiếp", "126", FORMULA, SOURCES),
    Trace("06a/Lao động/late", "tthc", "Quá hạn", "3", FORMULA, SOURCES), Trace("06a/Lao động/received", "tthc", "Tiếp nhận", "60", FORMULA, SOURCES),
    Trace("task/III.2.6", "general", f"Rà soát {EVIL}", "đang thực hiện", FORMULA, []),
]


def notebooks(folder: Path) -> Path:
    """The seven executed notebooks; that of tthc holds every kind of output, hostile ones too."""
    v4 = nbformat.v4
    for area in (*AREAS, GENERAL):
        cells = [v4.new_markdown_cell(f"# {area.number}. {area.title}"), v4.new_code_cell("secret_code = 1")]
        if area.id == "tthc":
            cells += [*_rich(v4), *_tables(v4, _DOSSIERS, _STATISTICS)]
        if area is GENERAL:
            cells += _tables(v4, _TASKS)
        nbformat.write(v4.new_notebook(cells=cells), folder / f"{area.notebook}.ipynb")
    return folder


_DOSSIERS = TableData("06a", "Biểu II.06a", (Column("STT", "center"), Column("Lĩnh vực"), *(Column(title, "right") for title in DOSSIER_TITLES)), (
    ("1", "Lao động", "60", "0", "60", "0", "50", "40", "7", "3", "10", "10", "0"), ("2", "Đầu tư", *["9"] * 11),
))
_STATISTICS = TableData("statistics", "Thống kê", (Column("STT", "center"), Column("Chỉ tiêu thống kê"), Column("Kết quả trong kỳ", "right")), (("3.07", "Hồ sơ", "126"), ("3.99", "Khác", "5")))
_TASKS = TableData("tasks", "Nhiệm vụ", (Column("Mã", "center"), Column("Nhiệm vụ")), (("III.2.6", "Rà soát TTHC và trình phương án đơn giản hóa"),))


def _tables(v4, *tables: TableData) -> list[nbformat.NotebookNode]:
    return [v4.new_code_cell("bang", outputs=[v4.new_output("execute_result", {"text/html": frame_html(one.frame())})]) for one in tables]


def _rich(v4) -> list[nbformat.NotebookNode]:
    frame = (
        '<style>td{color:red}</style><table border="1" class="dataframe"><thead><tr><th></th><th>Lĩnh vực</th><th>Số</th></tr></thead><tbody>'
        f'<tr><th>0</th><td>Đầu tư</td><td>1.204</td></tr><tr><th>1</th><td onclick="x()">{EVIL.replace("<", "&lt;")}</td><td>7</td></tr></tbody></table>'
    )
    outputs = [
        v4.new_output("execute_result", {"text/html": frame, "text/plain": "bảng"}),
        v4.new_output("execute_result", {"text/html": f"<div>{EVIL}<p>chỉ còn chữ</p></div>"}),
        v4.new_output("execute_result", {"text/markdown": f"- **{EVIL}** [bấm](javascript:alert(1)) ![ảnh](http://example.com/x.png)\n- dòng hai"}),
        v4.new_output("execute_result", {"image/png": PNG}, metadata={"image/png": {"alt": 'Biểu đồ "tròn"', "caption": "Chú thích <b>"}}),
        v4.new_output("stream", name="stderr", text="cảnh báo"),
        v4.new_output("execute_result", {"application/javascript": "window.hacked=1", "text/plain": "mã"}),
        v4.new_output("error", ename="Lỗi", evalue="hỏng", traceback=["dòng lỗi"]),
    ]
    hidden = v4.new_markdown_cell("## Lưu kết quả", metadata={"tags": ["not-on-site"]})
    return [v4.new_code_cell("bang", outputs=[one]) for one in outputs] + [hidden]
