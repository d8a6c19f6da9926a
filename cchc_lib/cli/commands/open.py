"""`cchc open`: rolls forward to a new period: parameters from the last one, a folder to collect in, blank workbooks."""

import argparse

from cchc_lib.cli import options
from cchc_lib.domain.exit_codes import ExitCode


WORDS = {"written": "đã tạo ", "open": "CHƯA GHI (tệp đang mở, đóng lại rồi chạy lại)"}


def register(parser: argparse.ArgumentParser) -> None:
    options.period(parser)
    options.folders(parser)


def run(args: argparse.Namespace) -> int:
    """DONE also when everything was there already."""
    from cchc_lib.intake import opening
    from cchc_lib.intake.hand_out import hand_out, last_quarter, requests, span_of, units_asked, what_is_known
    from cchc_lib.intake.parameters import load_parameters

    parameters = load_parameters(args.parameters)
    opening.refuse_request(args.period, parameters)
    span = span_of(args.period, parameters.calendar)
    if args.sample:  # it is committed, and nobody's to add to
        args.output.say("Số liệu minh họa giữ nguyên: không tạo thư mục nhận biểu ở data/sample.")
    steps = opening.open_period(args.period, span, parameters, args.parameters, None if args.sample else args.data)
    quarter = last_quarter(args.period, parameters.calendar)
    known = what_is_known(parameters, quarter, args.data)
    blanks = hand_out(
        requests(parameters, quarter, units_asked(parameters, quarter, []), sample=args.sample), known,
        args.outputs / quarter.period.id / "bieu-mau",
    )
    if parameters.plan_for(args.period) is None:
        args.output.say(f"Lưu ý: chưa có kế hoạch năm {args.period.year} (plans/{args.period.year}.yaml): báo cáo chỉ tính, không đánh giá theo chỉ tiêu.")
    lines = [f"{'đã tạo ' if step.made else 'đã có  '} {step.what}: {step.path}" for step in steps]
    lines += [f"{WORDS.get(one.state, 'đã có  ')} biểu của {one.unit.name}: {one.path}" for one in blanks]
    if any(step.made for step in steps):
        lines.append(f"Những gì cần quyết định được ghi «{opening.DECIDE}» trong các tệp trên.")
    return args.output.deliver(ExitCode.DONE, "\n".join(lines), {
        "period": args.period.id, "steps": [{"what": one.what, "path": str(one.path), "made": one.made} for one in steps],
        "forms": [{"unit": one.unit.id, "file": str(one.path), "state": one.state} for one in blanks],
    })
