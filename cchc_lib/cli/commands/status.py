"""`cchc status`: which unit owes which form, what came in and when, who is late; `--notice` drafts the reminders."""

import argparse

from cchc_lib.cli import options

WIDTH = 100  # characters of a line; no terminal of today is narrower by much


def register(parser: argparse.ArgumentParser) -> None:
    options.period(parser)
    options.folders(parser)
    options.today(parser)
    parser.add_argument("--notice", action="store_true", help="soạn công văn đôn đốc các đơn vị và báo cáo tình hình gửi số liệu")


def run(args: argparse.Namespace) -> int:
    """Exit code FAULTS, else MISSING_FORMS, else DONE."""
    from cchc_lib.cli.collecting import code_of, gather
    from cchc_lib.intake.collection import standings

    parameters, collected = gather(args)
    rows = [standings(one, parameters, args.today) for one in collected]
    lines = [line for one, own in zip(collected, rows, strict=True) for line in table(one, own, args.today)]
    data = as_data(args, collected, rows)
    if args.notice:
        from cchc_lib.presentation.prose import Templates
        from cchc_lib.report.notices import Case, write_notices

        case = Case(
            args.period, collected, [row for own in rows for row in own], parameters, Templates(options.ROOT / "templates"), args.today,
            sample=args.sample,
        )
        notices = write_notices(case, args.outputs / args.period.id / "don-doc")
        data["notices"] = [str(path) for path in notices.paths]
        lines += [f"Đã soạn: {path}" for path in notices.paths] + notices.said
    return args.output.deliver(code_of(collected), "\n".join(lines), data)


def table(one, rows, today) -> list[str]:
    """One quarter: a line for each unit, below it its forms together by how they stand, what must be done first."""
    from itertools import groupby

    from cchc_lib.domain.printing import short_date
    from cchc_lib.domain.text import capitalised
    from cchc_lib.intake.collection import faults_beside_forms

    label = one.span.period.label
    lines = [f"{capitalised(label)}, hạn gửi {short_date(one.due)}, hôm nay {short_date(today)}", ""]
    for unit, own in groupby(rows, key=lambda row: row.unit_name):
        own = list(own)
        lines += [f"{unit}: {summary(own)}", *alike(own)]
    lines += [f"Không rõ biểu: {fault}" for fault in faults_beside_forms(one)]
    return [*lines, "", f"Cộng: {summary(rows)}", ""]


def alike(rows) -> list[str]:
    """A unit's forms by how they stand: those that are not there, those with faults, the others in order of arrival."""
    from textwrap import wrap

    from cchc_lib.intake import collection as state_of

    order = [state_of.MISSING, state_of.FAULTY, state_of.LATE, state_of.RECEIVED, state_of.MERGED]
    groups: dict[str, list] = {}
    for row in sorted(rows, key=lambda row: (order.index(row.state), str(row.arrived or ""))):
        groups.setdefault(state(row), []).append(row)
    lines = []
    for words, own in groups.items():
        every = len(own) == len(rows) > 1 and own[0].state != state_of.MISSING
        whole = f"{words}: {'mọi biểu' if every else ', '.join(row.form_title for row in own)}"
        lines += wrap(whole, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    return lines


def summary(rows) -> str:
    """How many forms are in, late, faulty, missing."""
    from cchc_lib.intake import collection as state_of

    owed = [row for row in rows if row.state != state_of.MERGED]
    count = {kind: sum(row.state == kind for row in owed) for kind in (state_of.MISSING, state_of.FAULTY)}
    late = sum(bool(row.late_days) and row.state != state_of.MISSING for row in owed)
    parts = [f"{len(owed) - count[state_of.MISSING]}/{len(owed)} biểu đã nhận"]
    parts += [f"{late} muộn"] if late else []
    parts += [f"{count[state_of.FAULTY]} có lỗi"] if count[state_of.FAULTY] else []
    parts += [f"{count[state_of.MISSING]} chưa gửi"] if count[state_of.MISSING] else []
    return ", ".join(parts)


def state(row) -> str:
    """đã nhận 14/3/2024 · đã nhận 18/3/2024, muộn 2 ngày làm việc · có lỗi (3) · CHƯA GỬI, quá hạn 4 ngày làm việc."""
    from cchc_lib.domain.printing import short_date
    from cchc_lib.intake import collection as state_of

    if row.state == state_of.MISSING:
        return "CHƯA GỬI" + (f", quá hạn {row.late_days} ngày làm việc" if row.late_days else "")
    if row.state == state_of.MERGED:
        return "gộp trong biểu của đơn vị đầu mối"
    words = [f"đã nhận {short_date(row.arrived)}" if row.arrived else "đã nhận, không rõ ngày"]
    words += [f"muộn {row.late_days} ngày làm việc"] if row.late_days else []
    words += [f"CÓ LỖI ({row.faults})"] if row.faults else []
    return ", ".join(words)


def as_data(args, collected, rows) -> dict:
    """For --json."""
    from cchc_lib.intake.collection import faults_beside_forms

    return {
        "period": args.period.id, "today": args.today.isoformat(),
        "due": {one.quarter.id: one.due.isoformat() for one in collected},
        "forms": [row.to_dict() for own in rows for row in own],
        "missing": [{"quarter": each.quarter, "unit": each.unit, "form": each.form} for one in collected for each in one.data.missing],
        "faults": [fault.to_dict() for one in collected for fault in faults_beside_forms(one)],
    }
