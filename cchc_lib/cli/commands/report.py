"""`cchc report`: the main job, from submissions to the Word report."""

import argparse

from cchc_lib.cli import options
from cchc_lib.domain.exit_codes import ExitCode
from cchc_lib.domain.findings import gathered
from cchc_lib.domain.periods import parse_period

ENGINES = ("reuse", "strict")
SHOWN = 20


def register(parser: argparse.ArgumentParser) -> None:
    options.period(parser)
    options.folders(parser)
    options.building(parser)
    parser.add_argument(
        "--engine", choices=ENGINES, default="reuse",
        help="reuse: dùng lại tiến trình tính toán (nhanh); strict: mỗi sổ tính một tiến trình mới (mặc định: %(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code as cchc_lib/domain/exit_codes.py orders them; the last line on stdout is the path of the .docx."""
    from cchc_lib.runs import early

    notebooks, templates = options.ROOT / "notebooks", options.ROOT / "templates"
    sources = (args.data, args.parameters, notebooks, templates)
    with early.loading(args.period.id, args.outputs, sources, wanted=args.engine == "reuse" and not args.dry_run, force=args.force) as stem:
        return build(args, notebooks, templates, stem)


def build(args: argparse.Namespace, notebooks, templates, stem) -> int:
    from cchc_lib.runs.report import build_report
    from cchc_lib.runs.request import ReportRequest
    from cchc_lib.runs.wiring import steps

    extras = tuple(name for name in ("pdf", "xlsx") if getattr(args, name))
    request = ReportRequest(
        args.period, args.data, args.parameters, args.outputs, notebooks, templates,
        sample=args.sample, draft=args.draft, set=dict(args.set), extras=extras, force=args.force, workers=args.jobs,
        reuse=args.engine == "reuse", dry_run=args.dry_run, early=stem,
    )
    progress = Progress(args.output)
    try:
        outcome = build_report(request, steps(args.outputs / options.CACHE), progress.heard)
    finally:
        leave_no_cache_alone(args.outputs)
    for line in told(outcome):
        args.output.say(line)
    return args.output.deliver(outcome.exit_code, str(outcome.docx) if outcome.docx else "", as_data(outcome))


def leave_no_cache_alone(outputs) -> None:
    """Where nothing was built and nothing was before, nothing is left: not the reader's cache either."""
    import shutil

    if outputs.is_dir() and [path.name for path in outputs.iterdir()] == [options.CACHE]:
        shutil.rmtree(outputs, ignore_errors=True)


class Progress:
    """Tells on stderr what goes on: one line each for what was started, finished or failed."""

    def __init__(self, output) -> None:
        self._output = output

    def heard(self, event) -> None:
        if event.kind == "said":
            self._output.say(event.note[:1].upper() + event.note[1:])
        elif event.kind == "started":
            self._output.say(f"… {event.job.title}")
        elif event.kind == "failed":
            self._output.say(f"✗ {event.job.title}: {event.outcome.failure.message}")
        elif event.kind == "finished":
            self._output.say(f"✓ {event.job.title} ({event.outcome.seconds:.1f} giây)")


def told(outcome) -> list[str]:
    """What the user must know of the outcome, gravest first; details in results.json and annex V."""
    lines = [f"Lỗi: {one}" for one in outcome.faults]
    if outcome.faults and outcome.run is None:
        lines.append(f"Số liệu có {len(outcome.faults)} lỗi nên chưa lập báo cáo. {of_earlier_quarters(outcome)}Sửa các lỗi trên rồi chạy lại ({checks(outcome)} ghi bản đánh dấu ô lỗi; --draft lập dự thảo bỏ các dòng lỗi).")
    lines += [f"Lỗi ở {one.job.title} ({one.job.notebook.name}): {one.failure.message}" for one in outcome.failures]
    if outcome.failed:
        lines.append(f"Lần chạy hỏng để ở: {outcome.failed}")
    findings = notable(outcome)
    lines += [f"Lưu ý: {one}" for one in findings[:SHOWN]]
    lines += [f"… và {len(findings) - SHOWN} điểm lưu ý khác {'(Phụ lục V, results.json)' if outcome.run else '(xem đủ bằng «check»)'}"] if len(findings) > SHOWN else []
    lines += [f"Thể thức: {one.message}" for one in outcome.format_findings]
    if outcome.missing:
        lines.append("Còn thiếu biểu:")
        lines += [f"  {unit}: {', '.join(forms)}" for unit, forms in lacking(outcome).items()]
    if outcome.exit_code == ExitCode.FORMAT:
        lines.append("Văn bản đã lập nhưng còn điểm thể thức bắt buộc phải sửa.")
    return lines


def of_earlier_quarters(outcome) -> str:
    """Why the report stops at quarters that are not its own, which `check` of its period does not look at."""
    own = {quarter.id for quarter in outcome.span.quarters}
    earlier = sorted({one.quarter for one in outcome.faults if one.quarter} - own)
    names = ", ".join(parse_period(quarter).label for quarter in earlier)
    return f"Báo cáo còn dùng số liệu {names}, ở đó cũng có lỗi. " if earlier else ""


def checks(outcome) -> str:
    """The commands that mark the faults, one for each quarter that has some."""
    quarters = sorted({one.quarter for one in outcome.faults if one.quarter}) or [outcome.span.period.id]
    return ", ".join(f"«check {quarter}»" for quarter in quarters)


def notable(outcome) -> list[str]:
    """The findings in sentences: of the period's own quarters, of the computation, then of the quarters before."""
    own = {quarter.id for quarter in outcome.span.quarters}
    found = [one for one in outcome.findings if one.severity == "finding"]
    sides = [gathered(one.to_dict() for one in found if (one.quarter in own) is mine) for mine in (True, False)]
    return [*sides[0], *outcome.computed, *sides[1]]


def lacking(outcome) -> dict[str, list[str]]:
    """Unit -> the titles of the forms that it owes, with the quarter where the period has several."""
    several = len(outcome.span.quarters) > 1
    found: dict[str, list[str]] = {}
    for one in outcome.missing:
        found.setdefault(one.unit_name, []).append(f"{one.form_title or one.form}{f' ({one.quarter})' if several else ''}")
    return found


def as_data(outcome) -> dict:
    """The outcome for --json."""
    return {
        "docx": str(outcome.docx) if outcome.docx else None, "run": str(outcome.run) if outcome.run else None,
        "failed": str(outcome.failed) if outcome.failed else None, "unchanged": outcome.unchanged,
        "faults": [one.to_dict() for one in outcome.faults],
        "findings": [one.to_dict() for one in outcome.findings if one.severity == "finding"]
        + [{"severity": "finding", "message": message} for message in outcome.computed],
        "missing": [{"unit": one.unit, "form": one.form, "quarter": one.quarter} for one in outcome.missing],
        "failures": [{"area": one.job.name, "notebook": one.job.notebook.name, "message": one.failure.message} for one in outcome.failures],
        "format": [{"message": one.message, "mandatory": one.mandatory} for one in outcome.format_findings],
    }
