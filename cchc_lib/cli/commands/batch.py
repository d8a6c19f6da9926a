"""`cchc batch`: many agencies × periods from one file, one line each, with a roll-up."""

import argparse
from pathlib import Path

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="TỆP.yaml", type=Path, help="khai báo các cơ quan và các kỳ (docs/scale.md có mẫu)")
    parser.add_argument(
        "--jobs", metavar="N", type=options.jobs, default=options.jobs_of_this_machine(), help="số báo cáo làm cùng lúc (mặc định: %(default)s)"
    )
    parser.add_argument("--cluster", metavar="ĐỊA_CHỈ", help="chạy trên cụm Dask có sẵn, ví dụ tcp://10.0.0.1:8786 (cần pip install .[cluster])")
    parser.add_argument("--force", action="store_true", help="làm lại cả những báo cáo không có gì thay đổi")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """The gravest exit code of all reports; the last line on stdout is the folder of the roll-up."""
    from dataclasses import replace

    from cchc_lib.domain.exit_codes import gravest
    from cchc_lib.runs import rollup
    from cchc_lib.runs.batch import cluster, local, read_batch, run_batch

    batch = read_batch(args.file, options.ROOT, args.outputs)
    workers = 1 if args.jobs > 1 or args.cluster else options.jobs_of_this_machine()
    tasks = [replace(task, notebooks=options.ROOT / "notebooks", workers=workers, force=args.force) for task in batch.tasks]
    args.output.say(f"{len(batch.agencies)} cơ quan × {len(batch.periods)} kỳ = {len(tasks)} báo cáo, {args.jobs} việc cùng lúc")
    executor = cluster(args.cluster) if args.cluster else local
    lines = run_batch(tasks, args.jobs, lambda line: args.output.say(told(line)), executor=executor)
    sums = rollup.rolled_up(lines)
    files = rollup.write(args.outputs, sums)
    text = "\n".join([*summary(lines), *(str(file) for file in files)])
    return args.output.deliver(gravest(line.code for line in lines), text, {"reports": [line.to_dict() for line in lines], "rollup": sums})


def told(line) -> str:
    """One report in one line."""
    if not line.built:
        return f"✗ {line.period} {line.agency}: mã {line.code}; {line.said or 'chưa lập được'}"
    notes = ["không đổi" if line.unchanged else "", f"thiếu {line.missing} biểu" if line.missing else ""]
    said = ", ".join(note for note in notes if note)
    return f"✓ {line.period} {line.agency}" + (f" ({said})" if said else "")


def summary(lines) -> list[str]:
    """A row a period: how many reports were made, and who is missing."""
    rows = []
    for period in dict.fromkeys(line.period for line in lines):
        own = [line for line in lines if line.period == period]
        missing = [line.name for line in own if not line.built]
        rows.append(f"{period}: lập được {len(own) - len(missing)}/{len(own)} báo cáo" + (f"; chưa có: {', '.join(missing)}" if missing else ""))
    return rows
