"""`cchc runs`: the archive, one line a run."""

import argparse

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("period", metavar="KỲ", nargs="*", action=options.Period, default=None, help="chỉ một kỳ (mặc định: mọi kỳ)")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Every run of the archive, oldest first: period, name, exit code, issued number, whether its document was edited."""
    from cchc_lib.domain.errors import UserError
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.runs.archive import folder
    from cchc_lib.runs.archive.final import read_final
    from cchc_lib.runs.archive.manifest import read_manifest

    found = []
    for one in folder.runs(args.outputs, args.period.id if args.period else None):
        try:
            manifest, final = read_manifest(one.path), read_final(one.path)
        except UserError as error:  # one run of another version does not hide the others
            args.output.say(f"không đọc được {one.path}: {error.what}")
            continue
        found.append({
            "period": one.period, "run": one.name, "path": str(one.path), "exit": int(manifest.exit_code), "edited": manifest.edited(one.path),
            "number": final.number if final else None, "date": final.date.isoformat() if final else None,
        })
    lines = [_line(one) for one in found] or [f"Chưa có lần chạy nào trong {args.outputs}."]
    return args.output.deliver(ExitCode.DONE, "\n".join(lines), {"runs": found})


STATES = {0: "đủ biểu", 4: "thiếu biểu", 5: "thể thức"}  # by the exit code with which it was built


def _line(one: dict) -> str:
    from datetime import date

    from cchc_lib.domain.printing import short_date

    issued = f"đã ban hành số {one['number']} ngày {short_date(date.fromisoformat(one['date']))}" if one["number"] else ""
    notes = [issued, "văn bản đã sửa tay" if one["edited"] else ""]
    said = "; ".join(note for note in notes if note)
    return f"{one['period']:<9} {one['run']:<16} {STATES.get(one['exit'], 'mã ' + str(one['exit'])):<10} {said}".rstrip()
