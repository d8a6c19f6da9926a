"""`python -m benchmarks [report] [reading] [writing] [many]`: run some or all, and write the table of README.md anew.

Rows of scripts that are not run stay as they were last measured. The table names the kind of machine and the versions, no host.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Row

HOME = Path(__file__).resolve().parent
KEPT = HOME / "results.json"
SCRIPTS = ("report", "reading", "writing", "many")
PACKAGES = ("papermill", "pandas", "matplotlib", "duckdb", "python-calamine", "openpyxl", "lxml")
HEAD = """# Đo tốc độ

`python -m benchmarks` chạy mọi phép đo (khoảng nửa giờ) và viết lại bảng này; `python -m benchmarks report` chỉ đo một phần.
Mỗi tỷ số là trung vị của các cặp đo xen kẽ trong cùng một lần chạy, trong ngoặc là nhỏ nhất và lớn nhất: tốc độ của máy thay đổi, tỷ số
của một cặp thì hầu như không. Hai bên dùng cùng mã đã biên dịch và cùng danh sách phông chữ. Không kiểm thử nào đo giờ; kiểm thử đếm
(ô đã chạy, tệp đã mở, dòng đã đọc, kernel đã khởi động).

- **N2**: chính bảy sổ tính đó, mỗi sổ một lệnh `papermill`, nối tiếp, không nạp bộ ngữ pháp rfc3987 (so sánh công bằng).
- **N0**: như N2 nhưng như một bản cài thông thường để lại.
- **plain script**: mọi ô của bảy sổ tính chạy trong một tiến trình, số liệu đọc một lần, không sổ tính, không lưu vết (`benchmarks/plain.py`).
"""


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Máy: {platform.system()} {platform.machine()}, {os.cpu_count()} bộ xử lý; Python {platform.python_version()}; {packages}."


def main(names: list[str]) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for name in names or SCRIPTS:
        rows = importlib.import_module(f"benchmarks.{name}").main()
        kept[name] = {"machine": machine(), "rows": [vars(row) for row in rows]}
        for row in rows:
            print(row, flush=True)
        KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (HOME / "README.md").write_text(table(kept), encoding="utf-8")


def table(kept: dict) -> str:
    lines = [HEAD, "| phép đo | so với | tỷ số | mục tiêu | |", "| --- | --- | --- | --- | --- |"]
    for name in SCRIPTS:
        lines += [_line(Row(**{**row, "ratios": tuple(row["ratios"])})) for row in kept.get(name, {}).get("rows", ())]
    machines = dict.fromkeys(kept[name]["machine"] for name in SCRIPTS if name in kept)
    return "\n".join([*lines, "", *machines, ""])


def _line(row: Row) -> str:
    def number(value: float) -> str:
        return f"{value:.3g}".replace(".", ",") if abs(value) < 100 else f"{value:.0f}"

    spread = f" ({number(min(row.ratios))}–{number(max(row.ratios))})" if len(row.ratios) > 1 else ""
    return f"| {row.what} | {row.against} | {number(row.ratio)}{spread} | {row.goal} | {row.detail} |"


if __name__ == "__main__":
    main(sys.argv[1:])
