"""Options that several commands share."""

import argparse
import datetime as dt
import os
from pathlib import Path

from cchc_lib.domain.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
CACHE = ".cache"  # in the outputs folder: what was read of unchanged files; may be deleted at any time


def folder(text: str) -> Path:
    """A folder from where the user stands. On Windows a backslash before the closing quotation mark leaves the mark there."""
    return Path(text.rstrip('"') or ".").absolute()


def json_output(parser: argparse.ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="kết quả là một đối tượng JSON")


def outputs(parser: argparse.ArgumentParser) -> None:
    """`--outputs DIR`."""
    parser.add_argument(
        "--outputs", metavar="DIR", type=folder, default=ROOT / "outputs", help="thư mục kết quả (mặc định: outputs)"
    )


def folders(parser: argparse.ArgumentParser) -> None:
    """Where things are: `--sample | --data DIR` (args.sample, args.data), `--parameters DIR`, `--outputs DIR`, `--json`."""
    parser.set_defaults(data=ROOT / "data" / "inputs", sample=False)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--sample", nargs=0, action=_Sample, help="dùng số liệu minh họa (data/sample)")
    source.add_argument(
        "--data", metavar="DIR", type=folder, help="thư mục số liệu, mỗi quý một thư mục con (mặc định: data/inputs)"
    )
    parser.add_argument(
        "--parameters",
        metavar="DIR",
        type=folder,
        default=ROOT / "parameters",
        help="thư mục kế hoạch, biểu mẫu, đơn vị (mặc định: parameters)",
    )
    outputs(parser)
    json_output(parser)


def period(parser: argparse.ArgumentParser) -> None:
    """`PERIOD`, as args.period: 2024-Q1, 2024-6T, 2024-N …; `quý I/2024` may come as two words."""
    parser.add_argument(
        "period", metavar="KỲ", nargs="+", action=Period, help="kỳ báo cáo: 2024-Q1, 2024-6T, 2024-9T, 2024-N, quý I/2024"
    )


def run_name(parser: argparse.ArgumentParser) -> None:
    """`RUN`, as args.run: a run folder's path or name, or a period (its newest run)."""
    parser.add_argument("run", metavar="LẦN_CHẠY", help="thư mục hoặc tên lần chạy, hoặc kỳ (lần chạy mới nhất của kỳ)")


def today(parser: argparse.ArgumentParser) -> None:
    """`--today YYYY-MM-DD`, as args.today: the day from which lateness is counted and that new files are noted with."""
    parser.add_argument(
        "--today", metavar="NĂM-THÁNG-NGÀY", type=day, default=dt.date.today(), help="coi hôm nay là ngày này (mặc định: ngày của máy)"
    )


def day(text: str) -> dt.date:
    """2024-03-20 or 20/3/2024 as a date."""
    from cchc_lib.domain.text import day_as_written

    if (found := day_as_written(text)) is None:
        raise argparse.ArgumentTypeError(f"«{text}» không phải là ngày; viết như 2024-03-20 hoặc 20/3/2024")
    return found


def building(parser: argparse.ArgumentParser) -> None:
    """How a report is built: --set (args.set, pairs of path and value), --draft, --pdf, --xlsx, --jobs, --force, --dry-run."""
    add = parser.add_argument
    add(
        "--set",
        metavar="ĐƯỜNG_DẪN=GIÁ_TRỊ",
        type=assignment,
        action="append",
        default=[],
        help="thay một tham số cho lần chạy này, ví dụ plan/targets/2.2.a/value=97; dùng được nhiều lần",
    )
    add("--draft", action="store_true", help="vẫn làm dự thảo khi số liệu có lỗi; dòng lỗi bị bỏ ra và liệt kê")
    add("--pdf", action="store_true", help="làm thêm bản PDF (cần LibreOffice hoặc Word)")
    add("--xlsx", action="store_true", help="làm thêm các bảng của báo cáo thành một tệp Excel")
    add("--jobs", metavar="N", type=jobs, default=jobs_of_this_machine(), help="số việc làm cùng lúc (mặc định: %(default)s)")
    add("--force", action="store_true", help="làm lại dù không có gì thay đổi")
    add("--dry-run", action="store_true", help="chỉ nói sẽ làm gì")


def jobs_of_this_machine() -> int:
    """As many jobs as processors that this process may use, at most four: six areas gain nothing from more."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, 4)


def jobs(text: str) -> int:
    """A number of jobs from 1 to 64."""
    if text.isdecimal() and 1 <= int(text) <= 64:
        return int(text)
    raise argparse.ArgumentTypeError(f"«{text}» không phải là số từ 1 đến 64")


def assignment(text: str) -> tuple[str, str]:
    """`path=value` as a pair; the value may hold further equal signs or be empty."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip("/ "):
        raise argparse.ArgumentTypeError(f"«{text}» cần có dạng ĐƯỜNG_DẪN=GIÁ_TRỊ, ví dụ plan/targets/2.2.a/value=97")
    return path.strip(), value.strip()


class _Sample(argparse.Action):
    """`--sample` is `--data data/sample` and the mark that goes with invented figures."""

    def __call__(self, parser, namespace, values, option_string=None):
        namespace.sample = True
        namespace.data = SAMPLE


class Period(argparse.Action):
    """Words to a Period; what cannot be one is a usage error."""

    def __call__(self, parser, namespace, values, option_string=None):
        from cchc_lib.domain.periods import parse_period

        if not values:
            return
        try:
            namespace.period = parse_period(" ".join(values))
        except ValueError as error:
            raise UsageError(str(error), remedy=f"xem «{parser.prog} --help».") from error
