"""`cchc history`: a series of figures over the periods of the archive."""

import argparse
from pathlib import Path

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("figures", metavar="CHỈ_TIÊU", nargs="+", help="mã chỉ tiêu hoặc số liệu, ví dụ 2.2.a stat/3.09")
    parser.add_argument("--kind", choices=("Q", "6T", "9T", "N", "DX"), default=None, help="chỉ một loại kỳ")
    parser.add_argument("--csv", metavar="TỆP", type=Path, help="ghi thành tệp CSV (UTF-8)")
    parser.add_argument("--chart", metavar="TỆP.png", type=Path, help="vẽ thành biểu đồ")
    options.folders(parser)
    parser.set_defaults(data=None)  # --data, --sample: also periods that have no run yet


def run(args: argparse.Namespace) -> int:
    """The series as lines, CSV or a chart."""
    from cchc_lib.domain.disk import writing
    from cchc_lib.domain.exit_codes import ExitCode

    points = _points(args)
    if args.csv:
        with writing(args.csv):
            _write_csv(args.csv, points)
    if args.chart:
        with writing(args.chart):
            _draw(args.chart, points)
    lines = [f"{one.figure:<12} {one.period:<9} {one.printed or one.value or '–'!s:>12}  {one.status or ''}{'  (đã ban hành)' if one.final else '' if one.run else '  (tính từ biểu, chưa có lần chạy)'}".rstrip() for one in points]
    data = {"points": [{"figure": p.figure, "period": p.period, "run": p.run, "final": p.final, "value": p.value, "numerator": p.numerator, "denominator": p.denominator, "status": p.status} for p in points]}
    return args.output.deliver(ExitCode.DONE, "\n".join(lines), data)


def _points(args: argparse.Namespace) -> list:
    """The archive; with --data or --sample also what the inputs of other periods come to."""
    from cchc_lib.runs.archive.folder import runs
    from cchc_lib.runs.explain.history import completed, history

    points = history(args.outputs, args.figures, args.kind) if runs(args.outputs) or args.data is None else []
    return points if args.data is None else completed(points, args.data, args.parameters, args.figures, args.kind, sample=args.sample)


def _write_csv(path: Path, points) -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["so_lieu", "ky", "gia_tri", "tu_so", "mau_so", "danh_gia", "da_ban_hanh"])
        writer.writerows([p.figure, p.period, p.value, p.numerator, p.denominator, p.status, "x" if p.final else ""] for p in points)


def _draw(path: Path, points) -> None:
    from cchc_lib.domain.errors import UsageError
    from cchc_lib.runs.explain.archive_chart import history_chart

    drawn = history_chart(points)
    if drawn is None:
        raise UsageError("không có giá trị nào để vẽ", remedy="chạy report cho các kỳ cần vẽ trước, hoặc thêm --data (--sample) để tính từ biểu.")
    path.write_bytes(drawn.png)
