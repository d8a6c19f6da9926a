"""`cchc clean`: remove old runs after asking; the issued ones always stay."""

import argparse
import sys

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--keep", metavar="N", type=int, required=True, help="giữ N lần chạy mới nhất của mỗi kỳ")
    parser.add_argument("--yes", action="store_true", help="không hỏi lại")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Show what would go, ask, remove. Without a terminal and without --yes nothing is removed."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.runs.archive.clean import clean, plan_cleaning

    plan = plan_cleaning(args.outputs, args.keep)
    for path in plan.kept:
        args.output.say(f"giữ lại (đã ban hành): {path}")
    for path in plan.remove:
        args.output.say(f"sẽ xóa: {path}")
    agreed = bool(plan.remove) and (args.yes or _asked(args))
    removed = clean(plan) if agreed else []
    text = f"Đã xóa {len(removed)} lần chạy." if agreed else "Không xóa gì." if plan.remove else "Không có lần chạy nào cần xóa."
    return args.output.deliver(ExitCode.DONE, text, {"removed": [str(path) for path in removed], "planned": [str(path) for path in plan.remove]})


def _asked(args: argparse.Namespace) -> bool:
    if args.json or not sys.stdin or not sys.stdin.isatty():
        args.output.say("thêm --yes để xóa khi không có màn hình lệnh để hỏi")
        return False
    print("Xóa các lần chạy trên? [c/K] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("c", "co", "có", "y", "yes")
