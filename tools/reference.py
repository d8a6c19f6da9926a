"""Writes the reference pages of docs/ from the declarations, so that they cannot say something else than the program does.

    python -m tools.reference

docs/cach-tinh.md: how each figure is computed, one line a target and a row of annex III. docs/ma-va-tu.md: the ids.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from cchc_lib.domain.areas import AREAS, GENERAL
from cchc_lib.domain.forms import Form
from cchc_lib.domain.parameters import Measure, Parameters
from cchc_lib.domain.plan import Plan, Target
from cchc_lib.domain.results import STATUSES
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.presentation.wording import target_words

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Do tools/reference.py viết từ parameters/; không sửa tay. -->\n"
TYPES = {
    "text": "chữ", "integer": "số nguyên", "decimal": "số", "date": "ngày", "month": "tháng", "yes_no": "có/không", "choice": "chọn trong danh sách",
    "duration": "số ngày",
}
SPANS = {"flow": "các dòng có ngày trong kỳ", "stock": "hiện trạng cuối kỳ", "ytd": "lũy kế từ đầu năm"}
OWNERS = {"office": "Văn phòng", "any": "mọi đơn vị"}


def pages(parameters: Parameters) -> dict[str, str]:
    """File name in docs/ -> its text."""
    return {"cach-tinh.md": computed(parameters), "ma-va-tu.md": ids(parameters)}


# --- how a figure is computed -------------------------------------------------------------------------------------------


def computed(parameters: Parameters) -> str:
    """One line per target of the newest plan and per row of annex III."""
    plan = parameters.plans[max(parameters.plans)]
    parts = [NOTE, "# Mỗi số được tính thế nào\n"]
    parts.append(textwrap.dedent("""\
        Tỷ lệ = tử số / mẫu số × 100, tính trên số đếm chính xác; chỉ làm tròn khi in. Mẫu số bằng 0 là «không phát sinh»; biểu chưa ai gửi là
        «chưa có số liệu». Số đếm theo dòng hay theo cột của biểu nào, với điều kiện nào, khai ở `parameters/measures.yaml`; chỉ tiêu khai ở
        `parameters/plans/<năm>.yaml`. Muốn xem một con số đã in đến từ dòng nào: `cchc trace 2024-Q1 2.2.a --rows`.
        """))
    parts.append(f"## Chỉ tiêu của kế hoạch năm {plan.year}\n")
    for area in (GENERAL, *AREAS):
        own = [target for target in plan.targets if target.area == area.id]
        if own:
            parts += [f"### {area.title}\n", "| mã | chỉ tiêu | cách tính | mục tiêu | nguồn |", "| --- | --- | --- | --- | --- |"]
            parts += [_target_line(parameters, plan, target) for target in own]
            parts.append("")
    parts += ["## Số liệu thống kê (Phụ lục III)\n", "| mã | dòng | cách tính |", "| --- | --- | --- |"]
    for row in parameters.statistics:
        if row.tasks is not None:
            how = "đếm nhiệm vụ của kế hoạch" + (f" có tình trạng {', '.join(row.tasks)}" if row.tasks else "")
        elif row.measure:
            how = _measure_words(parameters, row.measure)
        else:
            how = f"{_measure_words(parameters, row.numerator)} / {_measure_words(parameters, row.denominator)}"
        parts.append(f"| {row.id} | {row.name} ({row.unit}) | {how} |")
    return "\n".join(parts) + "\n"


def _target_line(parameters: Parameters, plan: Plan, target: Target) -> str:
    wanted = "theo kế hoạch" if target.value is None else target_words(target.comparison, str(target.value), target.unit)
    if target.kind == "level":
        wanted = f"cao hơn năm {plan.year - 1}"
    if target.due == "year_end":
        wanted += ", xét cuối năm"
    return f"| {target.id} | {target.name} | {_formula(parameters, target)} | {wanted} | {target.source} |"


def _formula(parameters: Parameters, target: Target) -> str:
    if target.parts:
        return "; ".join(f"{_measure_words(parameters, part.measure)} so với {_measure_words(parameters, part.limit)}" for part in target.parts)
    if target.measure:
        return _measure_words(parameters, target.measure)
    return f"{_measure_words(parameters, target.numerator)} / {_measure_words(parameters, target.denominator)}"


def _measure_words(parameters: Parameters, name: str | None) -> str:
    measure: Measure = parameters.measures[name or ""]
    return f"{measure.text} (`{name}`, biểu {parameters.forms[measure.form].title})"


# --- ids ----------------------------------------------------------------------------------------------------------------


def ids(parameters: Parameters) -> str:
    """Areas, statuses, forms with their columns."""
    parts = [NOTE, "# Mã và từ\n"]
    parts.append(textwrap.dedent("""\
        Mã của một tên là tên ấy viết thường, bỏ dấu, mỗi quãng không phải chữ hay số thành một dấu gạch dưới: *Ngày tiếp nhận* → `ngay_tiep_nhan`.
        Bảng mà `load` và `area.table` đưa ra dùng các mã này làm tên cột, thêm `_file`, `_sheet`, `_row`: dòng ấy nằm ở đâu trong tệp đã gửi.
        """))
    parts += ["## Lĩnh vực\n", "| mã | lĩnh vực | sổ tính |", "| --- | --- | --- |"]
    parts += [f"| `{area.id}` | {area.title} | `{area.notebook}` |" for area in (GENERAL, *AREAS)]
    parts += ["", "## Đánh giá\n"]
    words = dict(zip(STATUSES, (
        "kết quả đến mục tiêu, xét đúng từng chữ: đúng 95% chưa phải là «trên 95%»", "kết quả chưa đến mục tiêu",
        "mục tiêu xét vào cuối năm, chưa hết năm; có so với tiến độ", "mẫu số bằng 0: trong kỳ không có việc nào", "biểu chưa được gửi, hoặc kế hoạch không nêu con số",
    ), strict=True))
    parts += [f"- **{status}**: {meaning}" for status, meaning in words.items()]
    parts.append("\n## Biểu\n")
    for form in parameters.forms.values():
        parts += _form(form)
    return "\n".join(parts) + "\n"


def _form(form: Form) -> list[str]:
    key = ", ".join(f"`{column}`" for column in form.key) or "không"
    lines = [f"### {form.title}: `{form.id}`\n", f"Gửi: {OWNERS[form.owner]}. Tính: {SPANS[form.span]}. Khóa: {key}.\n", "| cột | mã | kiểu | |", "| --- | --- | --- | --- |"]
    for column in form.columns:
        notes = [*(["bắt buộc"] if column.required else []), *(["không đọc: thông tin cá nhân"] if column.personal else []), *(["; ".join(column.values)] if column.values else [])]
        lines.append(f"| {column.title} | `{column.id}` | {TYPES[column.type]} | {', '.join(notes)} |")
    return [*lines, ""]


def main() -> None:
    for name, text in pages(load_parameters(ROOT / "parameters")).items():
        (ROOT / "docs" / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
