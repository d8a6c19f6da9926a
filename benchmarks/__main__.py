"""`python -m benchmarks [PART …]`: measure some or all parts, and write the table of README.md anew.

Rows of parts that are not measured stay as they were last, with the machine and versions they were measured on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from benchmarks import growth, many, reading, report, writing
from benchmarks.measure import Row, tell

HOME = Path(__file__).resolve().parent
KEPT = HOME / "results.json"
PARTS: dict[str, tuple[str, Callable[[], list[Row]]]] = {
    "report": ("`report` against papermill, a plain script and its own strict mode", report.against_others),
    "again": ("`report` after one area's input changed and after nothing changed, `--help`", report.against_itself),
    "growth": ("`report` with 10³ to 10⁵ dossiers", growth.main),
    "sent": ("`report` with 10⁶ and 10⁷ dossiers sent as Parquet", growth.sent),
    "check": ("`check` against calamine alone", reading.check),
    "register": ("50 000 dossiers from xlsx against pandas", reading.fifty_thousand),
    "large": ("10⁶ dossiers from xlsx against pandas", reading.million),
    "writing": ("Word tables against bare XML", writing.main),
    "counting": ("form II.06a of 10³ to 10⁷ dossiers in Parquet", many.counting),
    "batch": ("a batch of agencies with one worker and with two", many.batch),
}
PACKAGES = ("papermill", "pandas", "pyarrow", "matplotlib", "duckdb", "python-calamine", "openpyxl", "lxml")
HEAD = """# Đo tốc độ

`python -m benchmarks` chạy mọi phép đo (khoảng nửa giờ) và viết lại bảng này; `python -m benchmarks report again` chỉ đo vài phần,
`python -m benchmarks --help` kể tên các phần. Mỗi tỷ số là trung vị của các cặp đo xen kẽ trong cùng một lần chạy, trong ngoặc là nhỏ nhất và
lớn nhất: tốc độ của máy thay đổi, tỷ số của một cặp thì hầu như không. Hai bên dùng cùng mã đã biên dịch và cùng danh sách phông chữ.
Không kiểm thử nào đo giờ; kiểm thử đếm (ô đã chạy, tệp đã mở, dòng đã đọc, kernel đã khởi động).

- **N2**: chính bảy sổ tính đó, mỗi sổ một lệnh `papermill`, nối tiếp, không nạp bộ ngữ pháp rfc3987 (so sánh công bằng).
- **N0**: như N2 nhưng như một bản cài thông thường để lại.
- **plain script**: mọi ô của bảy sổ tính chạy trong một tiến trình, số liệu đọc một lần, không sổ tính, không lưu vết (`benchmarks/plain.py`).
- **beside start-up**: mỗi bên là một tiến trình tự đo việc của mình sau khi đã nạp thư viện và tham số.
- Bộ nhớ của nhiều tiến trình: PSS, trang dùng chung chia đều cho những tiến trình dùng nó; RSS đếm một trang nhiều lần.
"""
MISSED = """
## Chưa đạt, vì sao, bước tiếp theo

- **`check` khoảng 6 lần calamine** (mục tiêu 3). calamine đọc năm tệp nhỏ trong 7 ms; `check` làm xong mọi việc trong 42 ms, không mở tệp nào của quý trước. Hồ sơ thời gian (lấy mẫu
  60 tiến trình mới) phẳng, không hàm nào của Python quá 4 %: chính calamine 17 %, quét XML tìm công thức, ô lỗi, dòng ẩn 15 %, đọc kiểu và kiểm tra ô 23 %, tìm trang và tiêu đề 9 %,
  dòng nào là số liệu 7 %, ghi bộ nhớ đệm 9 %, ghép bảng và đối chiếu giữa các biểu 8 %. Năm tệp có 52 trang biểu, phần lớn ba dòng: mỗi trang tốn khoảng 0,5 ms
  cho việc chuẩn bị, cho từng cột và từng phép thử, không phải cho dòng. Bước tiếp theo: biểu ít dòng đọc bằng danh sách thường, không qua mảng numpy của từng cột (`typed`, `checks`, `tables`),
  mở tệp nén một lần thay vì hai (`reading`), ghi bộ nhớ đệm sau khi đã trả lời.
- **Đổi biểu của một lĩnh vực còn khoảng 0,6 lần** (mục tiêu 0,5). Cả hai bên đã nhanh lên: trên máy rảnh 2,8 còn 2,0 s, lần chạy đủ 4,5 còn 3,4 s; bớt ở phần chung thì tỷ số hầu như không giảm.
  Trong 2,0 s có 0,75 s nạp (tiến trình chính nạp pydantic, papermill, đọc biểu; tiến trình kia nạp IPython, pandas, matplotlib; hai bộ xử lý đều bận), 0,35 s sổ lĩnh vực, 0,65 s sổ báo
  cáo (bản đồ nhiệt 0,24, viết Word 0,16), 0,15 s kiểm tra thể thức và hoàn tất; lần chạy đủ chỉ thêm 1,4 s vì sáu sổ chia cho hai bộ xử lý. Bước tiếp theo: vẽ chữ cả bản đồ
  nhiệt một lượt thay vì từng chữ (đổi điểm ảnh của biểu đồ), hoặc papermill và nbformat không kéo theo requests, jsonschema (0,1 s).
- **Bộ nhớ tính theo RSS còn 2,9 lần** (theo PSS thì đạt): trang dùng chung của thư viện bị đếm ở mỗi tiến trình. Bước tiếp theo: tiến trình mẫu (`stem`) kết thúc ngay sau khi đã chép (khoảng 40 MiB).
"""


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} bộ xử lý; Python {platform.python_version()}; {packages}"


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="parts:\n" + "\n".join(f"  {name:10} {what}" for name, (what, _) in PARTS.items()),
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="parts to measure (default: all, about half an hour)")
    parts = parser.parse_args(words).parts or list(PARTS)
    if unknown := [name for name in parts if name not in PARTS]:
        parser.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    began = time.perf_counter()
    for number, name in enumerate(parts, start=1):
        tell(f"[{number}/{len(parts)}, {(time.perf_counter() - began) / 60:.0f} min] {name}: {PARTS[name][0]}")
        rows = PARTS[name][1]()
        kept = {part: kept[part] for part in PARTS if part in kept}  # parts of other names are of the past
        kept[name] = {"machine": machine(), "rows": [vars(row) for row in rows]}
        for row in rows:
            print(row, flush=True)
        KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (HOME / "README.md").write_text(table(kept), encoding="utf-8")


def table(kept: dict) -> str:
    lines = [HEAD, "| phép đo | so với | tỷ số | mục tiêu | |", "| --- | --- | --- | --- | --- |"]
    for name in PARTS:
        lines += [_line(Row(**{**row, "ratios": tuple(row["ratios"])})) for row in kept.get(name, {}).get("rows", ())]
    measured = [name for name in PARTS if name in kept]
    machines = dict.fromkeys(kept[name]["machine"] for name in measured)
    if len(machines) == 1:
        told = [f"Máy: {one}." for one in machines]
    else:
        told = [f"Máy ({', '.join(name for name in measured if kept[name]['machine'] == one)}): {one}.\n" for one in machines]
    lacking = [name for name in PARTS if name not in kept]
    return "\n".join([*lines, "", *told, *([f"Chưa đo: {', '.join(lacking)}."] if lacking else []), MISSED])


def _line(row: Row) -> str:
    def number(value: float) -> str:
        return f"{value:.3g}".replace(".", ",") if abs(value) < 100 else f"{value:.0f}"

    spread = f" ({number(min(row.ratios))}–{number(max(row.ratios))})" if len(row.ratios) > 1 else ""
    return f"| {row.what} | {row.against} | {number(row.ratio)}{spread} | {row.goal} | {row.detail} |"


if __name__ == "__main__":
    sys.exit(main())
