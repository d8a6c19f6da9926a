"""`cchc diff`: what moved between two runs, and why."""

import argparse

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="LẦN_CHẠY_CŨ", help="thư mục, tên lần chạy hoặc kỳ (lần chạy mới nhất)")
    parser.add_argument("new", metavar="LẦN_CHẠY_MỚI", help="như trên")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """The figures, sentences and causes that differ."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.runs import folder
    from cchc_lib.runs.diff import diff

    found = diff(folder.resolve(args.old, args.outputs).path, folder.resolve(args.new, args.outputs).path)
    return args.output.deliver(ExitCode.DONE, "\n".join(told(found)), found.to_dict())


def told(found) -> list[str]:
    """Old, new and cause, one line a figure; then sentences; then everything that went in differently."""
    if found.same and not found.causes:
        return ["Hai lần chạy giống nhau."]
    lines = []
    for one in found.figures:
        causes = "; ".join(str(cause) for cause in one.causes[:3]) or "không rõ nguyên nhân"
        lines.append(f"{one.id} ({one.part}): {one.old} → {one.new}   [{causes}]")
    lines += [f"câu: «{one.old or '(không có)'}» → «{one.new or '(đã bỏ)'}»" for one in found.sentences]
    lines += ["Đã thay đổi giữa hai lần chạy:", *(f"  - {cause}" for cause in found.causes)]
    return lines
