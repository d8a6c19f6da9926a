"""`cchc final`: mark the run that was issued; its figures are of record from then on."""

import argparse

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    options.run_name(parser)
    parser.add_argument("--number", metavar="SỐ", required=True, help="số văn bản do văn thư cấp, ví dụ 05")
    parser.add_argument("--date", metavar="NGÀY", required=True, type=options.day, help="ngày ban hành, ví dụ 2024-03-18 hoặc 18/3/2024")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Mark the run and say so."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.domain.printing import short_date
    from cchc_lib.runs.archive import folder
    from cchc_lib.runs.archive.final import mark_final

    final = mark_final(folder.resolve(args.run, args.outputs), args.number, args.date)
    text = f"Lần chạy {final.run.name} là bản đã ban hành: số {final.number}, ngày {short_date(final.date)}."
    return args.output.deliver(ExitCode.DONE, text, final.to_dict())
