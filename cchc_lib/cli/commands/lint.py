"""`cchc lint`: any Word document against Nghị định 30/2020/NĐ-CP, Phụ lục I."""

import argparse
from pathlib import Path

from cchc_lib.cli import options
from cchc_lib.domain.errors import UsageError


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="TỆP.docx", nargs="*", type=Path, help="văn bản cần kiểm tra")
    parser.add_argument("--rules", action="store_true", help="liệt kê các quy tắc kèm căn cứ")
    parser.add_argument("--fix", action="store_true", help="ghi thêm một bản đã sửa những gì sửa được; bản gốc giữ nguyên")
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code FORMAT when a finding is bắt buộc, USAGE when a file cannot be read, else DONE."""
    if not args.files and not args.rules:
        raise UsageError("còn thiếu: TỆP.docx", remedy="cho biết tệp cần kiểm tra, hoặc dùng --rules để xem các quy tắc.")
    import json

    from cchc_lib.nd30.report_text import lint_main

    text, code = lint_main(args.files, rules=args.rules, fix=args.fix, json=args.json)
    return args.output.deliver(code, text, json.loads(text) if args.json else {})
