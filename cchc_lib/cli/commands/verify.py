"""`cchc verify`: rebuild a run from what it recorded and compare."""

import argparse

from cchc_lib.cli import options

MOST = 40  # edited paragraphs that are told on the terminal


def register(parser: argparse.ArgumentParser) -> None:
    options.run_name(parser)
    options.outputs(parser)
    options.json_output(parser)
    parser.add_argument("--jobs", metavar="N", type=options.jobs, default=options.jobs_of_this_machine(), help="số việc làm cùng lúc (mặc định: %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Exit code DIFFERENCE when something came out otherwise, else DONE."""
    from cchc_lib.runs.archive import folder
    from cchc_lib.runs.verify import verify
    from cchc_lib.runs.wiring import STEPS

    found = folder.resolve(args.run, args.outputs)
    args.output.say(f"dựng lại lần chạy {found.period}/{found.name} từ những gì đã lưu …")
    result = verify(found.path, options.ROOT / "notebooks", STEPS, workers=args.jobs)
    return args.output.deliver(result.exit_code, "\n".join(told(result)), result.to_dict())


def told(result) -> list[str]:
    """What the rebuild showed, in lines."""
    from cchc_lib.runs.explain.in_words import changed_words

    lines = [f"Tệp của lần chạy đã bị sửa hoặc mất: {name}" for name in result.damaged]
    if result.document_gone:
        lines.append("Văn bản Word của lần chạy không còn.")
    if result.document_touched:
        lines.append(f"Văn bản Word đã được sửa tay ({len(result.edited)} đoạn).")
        lines += [f"  - {changed_words(one.old, one.new)}" for one in result.edited[:MOST]]
        lines += [f"  … và {len(result.edited) - MOST} đoạn khác; xem đủ: --json"] if len(result.edited) > MOST else []
        lines += [f"  Số liệu không còn như đã in: {', '.join(result.edited_figures)}"] if result.edited_figures else []
    lines += [f"Số liệu tính lại khác: {one.id} ({one.part}): {one.old} → {one.new}" for one in result.figures]
    if result.bytes and not result.figures:
        lines.append("Số liệu giống hệt; nội dung byte khác ở: " + ", ".join(result.bytes))
    lines += [f"Đã thay đổi từ đó: {one}" for one in result.reasons] if result.bytes or result.figures else []
    return lines or ["Dựng lại giống hệt: mọi số liệu và mọi byte."]
