"""`cchc forms`: a blank workbook for each unit, with what is known filled in beforehand."""

import argparse

from cchc_lib.cli import options
from cchc_lib.domain.exit_codes import ExitCode

STATES = {"written": "đã ghi", "unchanged": "đã có, không đổi", "kept": "GIỮ NGUYÊN", "open": "CHƯA GHI, tệp đang mở"}


def register(parser: argparse.ArgumentParser) -> None:
    options.period(parser)
    options.folders(parser)
    parser.add_argument(
        "--unit", metavar="MÃ", action="append", default=[], help="chỉ làm cho đơn vị này (mã ở units.yaml); dùng được nhiều lần"
    )
    parser.add_argument("--to", metavar="DIR", type=options.folder, help="thư mục ghi biểu (mặc định: outputs/<kỳ>/bieu-mau)")


def run(args: argparse.Namespace) -> int:
    """DONE also where a workbook that somebody changed was left alone: that is said. ENVIRONMENT where one is open elsewhere."""
    from cchc_lib.domain.printing import short_date
    from cchc_lib.intake.hand_out import hand_out, last_quarter, requests, units_asked, what_is_known
    from cchc_lib.intake.ledger import OPEN
    from cchc_lib.intake.parameters import load_parameters

    parameters = load_parameters(args.parameters)
    span = last_quarter(args.period, parameters.calendar)
    units = units_asked(parameters, span, args.unit)
    args.output.say(f"Biểu của {span.period.label}, số liệu từ {short_date(span.window.start)} đến {short_date(span.window.end)}")
    known = what_is_known(parameters, span, args.data)
    folder = args.to or args.outputs / span.period.id / "bieu-mau"
    made = hand_out(requests(parameters, span, units, sample=args.sample), known, folder)
    for one in made:
        if one.state == "kept":
            args.output.say(f"Lưu ý: {one.path.name} đã có người sửa nên giữ nguyên. Muốn làm lại: chuyển tệp đó đi nơi khác, hoặc dùng --to.")
        if one.state == OPEN:
            args.output.say(f"Lưu ý: {one.path.name} đang mở trong Excel nên chưa ghi được. Đóng tệp rồi chạy lại.")
    lines = [f"{one.path}  {len(one.forms)} biểu, {STATES[one.state]}" for one in made]
    code = ExitCode.ENVIRONMENT if any(one.state == OPEN for one in made) else ExitCode.DONE
    return args.output.deliver(code, "\n".join(lines), as_data(span, made))


def as_data(span, made) -> dict:
    """For --json."""
    files = [{"unit": one.unit.id, "file": str(one.path), "forms": list(one.forms), "state": one.state} for one in made]
    return {"period": span.period.id, "files": files}
