"""`cchc trace`: from a figure of a report back to formula, workbook, sheet and rows."""

import argparse

from cchc_lib.cli import options

VALUES = {"value": "giá trị", "numerator": "tử số", "denominator": "mẫu số", "target": "mục tiêu", "status": "đánh giá", "printed": "in là", "year_to_date": "lũy kế"}


def register(parser: argparse.ArgumentParser) -> None:
    options.run_name(parser)
    parser.add_argument("figure", metavar="SỐ_LIỆU", help="mã chỉ tiêu (2.2.a), 06a/<lĩnh vực>/<cột>, task/<mã>, stat/<mã>, hoặc con số đã in")
    parser.add_argument("--rows", action="store_true", help="in cả các dòng đã tính (không có thông tin cá nhân)")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """Where the figure comes from."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.runs.archive import folder
    from cchc_lib.runs.explain.trace import trace

    found = trace(folder.resolve(args.run, args.outputs).path, args.figure, rows=args.rows)
    return args.output.deliver(ExitCode.DONE, "\n".join(told(found)), found.to_dict())


def told(found) -> list[str]:
    """Name, values, formula, terms, sources, and the rows when asked for."""
    lines = [f"{found.id}: {found.name}"]
    lines += [f"  {VALUES[key]}: {value}" for key, value in found.values.items() if key in VALUES and value is not None]
    lines.append(f"  công thức: {found.formula}")
    lines += [f"  {term}: {text}" for term, text in found.terms.items()]
    lines += [f"  nguồn: {one.words}" for one in found.sources] or ["  nguồn: không có dòng nào"]
    places = {one.get("place") for one in found.printed if one.get("place")}
    lines += [f"  in ở: {place}" for place in sorted(places)]
    if found.rows is not None and any(one.counted is not None for one in found.sources):
        lines.append("  nguồn có quá nhiều dòng thì không liệt kê từng dòng; lọc bảng của biểu trong JupyterLab (python run.py lab)")
    for row in found.rows or ():
        shown = ", ".join(f"{name}={value}" for name, value in row.items() if not name.startswith("_") and value is not None)
        lines.append(f"    {row['_file']} › {row['_sheet']} › dòng {row['_row']}: {shown}")
    return lines
