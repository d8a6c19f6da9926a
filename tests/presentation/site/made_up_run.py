"""A run as a site sees it: results.json and executed notebooks, by hand, with hostile words in the data."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import nbformat

from cchc_lib.domain.areas import AREAS, GENERAL
from cchc_lib.presentation.site import Trace

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
    "missing": [{"unit": "x", "unit_name": f"Phòng {EVIL}", "form": "ho_so_tthc", "quarter": "2024-Q1"}],
}
TRACES = {"2.2.a": Trace([("Công thức", "tử số / mẫu số × 100")], ["2024-Q1/van-phong.xlsx › Hồ sơ TTHC › dòng 5-9"])}


def notebooks(folder: Path) -> Path:
    """The seven executed notebooks; that of tthc holds every kind of output, hostile ones too."""
    v4 = nbformat.v4
    for area in (*AREAS, GENERAL):
        cells = [v4.new_markdown_cell(f"# {area.number}. {area.title}"), v4.new_code_cell("secret_code = 1")]
        if area.id == "tthc":
            cells += _rich(v4)
        nbformat.write(v4.new_notebook(cells=cells), folder / f"{area.notebook}.ipynb")
    return folder


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
