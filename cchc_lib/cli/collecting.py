"""What `check` and `status` have in common: parameters, arrivals noted, the quarters of the period read."""

from __future__ import annotations

import argparse

from cchc_lib.cli import options
from cchc_lib.domain.disk import reason
from cchc_lib.domain.exit_codes import ExitCode, gravest


def gather(args: argparse.Namespace):
    """(parameters, collected quarters). Arrivals are noted first, save those of the sample, which nobody may change."""
    from cchc_lib.domain.printing import short_date
    from cchc_lib.intake.collection import collect, quarter_folders, record, span_of
    from cchc_lib.intake.parameters import load_parameters

    parameters = load_parameters(args.parameters)
    span = span_of(args.period, parameters.calendar)
    say = args.output.say
    say(f"Kỳ {span.period.label}: số liệu từ {short_date(span.window.start)} đến {short_date(span.window.end)}")
    if not args.sample:
        try:
            for folder, added in record(list(quarter_folders(span, args.data).values()), args.today):
                if added:
                    say(f"Ghi ngày nhận {short_date(args.today)} cho {len(added)} tệp mới vào {folder.name}/tiep-nhan.csv")
        except OSError as error:
            say(f"Lưu ý: không ghi được tiep-nhan.csv ({reason(error)}); ngày nhận của tệp mới chưa được ghi lại")
    say("Đang đọc số liệu …")
    return parameters, collect(span, parameters, args.data, cache=args.outputs / options.CACHE)


def code_of(collected) -> ExitCode:
    """What the collected quarters come to."""
    codes = [ExitCode.FAULTS for one in collected if one.data.faults] + [ExitCode.MISSING_FORMS for one in collected if one.data.missing]
    return gravest(codes)
