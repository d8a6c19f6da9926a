"""`cchc check`: reads every submission, prints every fault at once, writes marked copies of the faulty workbooks."""

import argparse
from itertools import groupby

from cchc_lib.cli import options
from cchc_lib.domain.errors import EnvironmentLacking
from cchc_lib.domain.exit_codes import gravest
from cchc_lib.domain.findings import gathered
from cchc_lib.domain.text import capitalised

NOTES = 15  # so many are told on the terminal
STATES = {"kept": " (đã có người sửa, GIỮ NGUYÊN)", "open": " (đang mở trong Excel, CHƯA GHI LẠI; đóng tệp rồi chạy lại)"}


def register(parser: argparse.ArgumentParser) -> None:
    options.period(parser)
    options.folders(parser)
    options.today(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code FAULTS, else MISSING_FORMS, else DONE."""
    from cchc_lib.cli.collecting import code_of, gather
    from cchc_lib.intake.marked import write_marked

    parameters, collected = gather(args)
    marked, refused = [], None
    try:
        for one in collected:
            if one.folder:
                marked += write_marked(one.folder, one.data, args.outputs / one.quarter.id / "can-sua", parameters.forms.values())
    except EnvironmentLacking as error:  # what was found is worth more than its copies
        refused = error
    lines = [line for one in collected for line in told(one, parameters)]
    lines += [f"Bản đánh dấu chỗ sai: {one.path}{STATES.get(one.state, '')}" for one in marked]
    if refused:
        args.output.say(f"Lỗi: {refused}")
    code = gravest([code_of(collected), refused.exit_code] if refused else [code_of(collected)])
    return args.output.deliver(code, "\n".join(lines), as_data(args.period, collected, marked) if args.output.as_json else {})


def told(one, parameters) -> list[str]:
    """One quarter: all faults by unit and file, findings in short, what is missing, and the numbers of each."""
    names = {unit.id: unit.name for unit in parameters.units.units}
    faults = sorted(one.data.faults, key=lambda fault: (fault.unit or "", *place_order(fault)))
    lines = [f"{capitalised(one.span.period.label)}: {received(one.data)} biểu đã nhận"]
    for unit, own in groupby(faults, key=lambda fault: fault.unit or ""):
        own = list(own)
        lines.append(f"{names.get(unit, unit or 'Chung')}: {len(own)} lỗi")
        lines += [f"  {fault}" for fault in own]
    lines += findings_told([finding for finding in one.data.findings if finding.severity == "finding"])
    lines += notes_told(one.data.notes)
    lines += missing_told(one, parameters)
    counts = (f"{len(faults)} lỗi phải sửa", f"{len(one.data.findings) - len(faults)} điểm nên xem", f"{len(one.data.missing)} biểu chưa gửi")
    return [*lines, "Cộng: " + ", ".join(counts) + ".", ""]


def received(data) -> int:
    """Forms that units have sent, each once: earlier versions and second copies are no more forms."""
    return len({(one.unit, one.form) for one in data.submissions if one.replaced_by is None})


def place_order(finding) -> tuple:
    place = finding.place
    return (place.file or "", place.sheet or "", place.row or 0, place.column or "", finding.code)


def findings_told(findings) -> list[str]:
    """All of them by code and place; those alike in one column in one line."""
    ordered = sorted(findings, key=lambda finding: (finding.code, *place_order(finding)))
    lines = [f"  {line}" for line in gathered(finding.to_dict() for finding in ordered)]
    return ["Nên xem (không chặn báo cáo; từng dòng: --json):", *lines] if lines else []


def notes_told(notes) -> list[str]:
    """What was decided on reading, so that staff can say when it was not meant so."""
    more = [f"  … và {len(notes) - NOTES} điều khác; xem đủ: --json"] if len(notes) > NOTES else []
    return ["Đã hiểu khi đọc:", *(f"  {note}" for note in notes[:NOTES]), *more] if notes else []


def missing_told(one, parameters) -> list[str]:
    if not one.data.missing:
        return []
    title = {form_id: form.title for form_id, form in parameters.forms.items()}
    by_unit = groupby(one.data.missing, key=lambda missing: missing.unit_name)
    return ["Chưa gửi:", *(f"  {name}: {', '.join(title.get(each.form, each.form) for each in own)}" for name, own in by_unit)]


def as_data(period, collected, marked) -> dict:
    """For --json: everything."""
    findings = [finding for one in collected for finding in one.data.findings]
    return {
        "period": period.id,
        "faults": [finding.to_dict() for finding in findings if finding.severity == "fault"],
        "findings": [finding.to_dict() for finding in findings if finding.severity == "finding"],
        "missing": [{"quarter": each.quarter, "unit": each.unit, "form": each.form} for one in collected for each in one.data.missing],
        "submissions": [each.to_dict() for one in collected for each in one.data.submissions],
        "notes": [note for one in collected for note in one.data.notes],
        "marked": [{"file": one.source, "copy": str(one.path), "state": one.state} for one in marked],
    }
