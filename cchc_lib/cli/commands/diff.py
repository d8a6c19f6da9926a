"""`cchc diff`: what moved between two runs, and why."""

import argparse
from pathlib import Path

from cchc_lib.cli import options


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="LẦN_CHẠY_CŨ", help="thư mục, tên lần chạy hoặc kỳ (lần chạy mới nhất)")
    parser.add_argument("new", metavar="LẦN_CHẠY_MỚI", help="như trên")
    parser.add_argument("--note", metavar="TỆP.docx", type=Path, help="soạn văn bản giải trình số liệu điều chỉnh (số cũ, số mới, nguyên nhân)")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """The figures, sentences and causes that differ."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.runs import folder
    from cchc_lib.runs.diff import diff

    found = diff(folder.resolve(args.old, args.outputs).path, folder.resolve(args.new, args.outputs).path)
    note = _written(args, found) if args.note else None
    lines = told(found) + ([f"Đã soạn văn bản giải trình: {note}"] if note else [])
    return args.output.deliver(ExitCode.DONE, "\n".join(lines), found.to_dict() | {"note": str(note) if note else None})


def _written(args: argparse.Namespace, found) -> Path:
    """Write the note; a file that is there already is somebody's and stays."""
    from cchc_lib.domain.errors import UsageError
    from cchc_lib.presentation.prose import Templates
    from cchc_lib.runs.adjustments import adjustment_note
    from cchc_lib.runs.folder import writing

    path = args.note if args.note.suffix.lower() == ".docx" else args.note.with_name(f"{args.note.name}.docx")
    if path.exists():
        raise UsageError("đã có tệp này, không ghi đè", where=str(path), remedy="chọn tên khác sau --note, hoặc chuyển tệp cũ đi nơi khác.")
    content = adjustment_note(found, Templates(options.ROOT / "templates"))
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.part")
        aside.write_bytes(content)
        aside.replace(path)
    return path


def told(found) -> list[str]:
    """Old, new and cause, one line a figure; then sentences; then everything that went in differently."""
    if found.same and not found.causes:
        return ["Hai lần chạy giống nhau."]
    lines = []
    for one in found.figures:
        causes = "; ".join(str(cause) for cause in one.causes[:3]) or "không rõ nguyên nhân"
        lines.append(f"{one.id} ({one.part}): {one.old} → {one.new}   [{causes}]")
    lines += [f"câu: «{one.old or '(không có)'}» → «{one.new or '(đã bỏ)'}»" for one in found.sentences]
    lines += ["Đã thay đổi giữa hai lần chạy:", *(f"  - {cause}" for cause in found.causes)]
    return lines
