"""`cchc diff`: what moved between two runs, and why."""

import argparse
from pathlib import Path

from cchc_lib.cli import options

LISTED = 3  # causes named beside a figure


def register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="LẦN_CHẠY_CŨ", help="thư mục, tên lần chạy hoặc kỳ (lần chạy mới nhất)")
    parser.add_argument("new", metavar="LẦN_CHẠY_MỚI", help="như trên")
    parser.add_argument("--note", metavar="TỆP.docx", type=Path, help="soạn văn bản giải trình số liệu điều chỉnh (số cũ, số mới, nguyên nhân)")
    options.outputs(parser)
    options.json_output(parser)


def run(args: argparse.Namespace) -> int:
    """The figures, sentences and causes that differ."""
    from cchc_lib.domain.exit_codes import ExitCode
    from cchc_lib.presentation.prose import Templates
    from cchc_lib.runs.archive import folder
    from cchc_lib.runs.explain.diff import diff

    found = diff(folder.resolve(args.old, args.outputs).path, folder.resolve(args.new, args.outputs).path)
    note = _written(args, found) if args.note else None
    lines = told(found, Templates(options.ROOT / "templates")) + ([f"Đã soạn văn bản giải trình: {note}"] if note else [])
    return args.output.deliver(ExitCode.DONE, "\n".join(lines), found.to_dict() | {"note": str(note) if note else None})


def _written(args: argparse.Namespace, found) -> Path:
    """Write the note; a file that is there already is somebody's and stays."""
    from cchc_lib.domain.disk import writing
    from cchc_lib.domain.errors import UsageError
    from cchc_lib.presentation.prose import Templates
    from cchc_lib.runs.explain.adjustments import adjustment_note

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


def told(found, templates) -> list[str]:
    """What went in differently, numbered; then each figure with old, new and the numbers of its causes; then the sentences."""
    from cchc_lib.runs.explain.in_words import InWords, changed_words

    if found.same and not found.causes:
        return ["Hai lần chạy giống nhau."]
    words = InWords(found, templates)
    said: dict[str, list] = {}
    for cause in found.causes:
        said.setdefault(words.cause(cause), []).append(cause)
    number = {cause: f"[{n}]" for n, causes in enumerate(said.values(), 1) for cause in causes}
    lines = ["Đã thay đổi giữa hai lần chạy:", *(f"  {number[causes[0]]} {text}{_files(causes)}" for text, causes in said.items())]
    if not found.causes:
        lines[1:] = ["  không thấy thay đổi nào"]
    rows = words.rows()
    if rows:
        lines += ["", f"Số liệu thay đổi ({len(rows)}):"]
        lines += [f"  {row.name}: {row.old} → {row.new}   {_numbers(row.causes, number)}" for row in rows]
    sentences = [one for one in found.sentences if not one.cell]
    if sentences:
        lines += ["", f"Đoạn văn thay đổi ({len(sentences)}):", *(f"  {changed_words(one.old, one.new)}" for one in sentences)]
    if len(found.sentences) > len(sentences):
        lines += ["", f"Trong các bảng có {len(found.sentences) - len(sentences)} ô thay đổi theo; xem từng ô bằng --json."]
    return lines


def _numbers(causes, number: dict) -> str:
    """[1] [2], the first few; said when nothing explains it."""
    if not causes:
        return "[không rõ nguyên nhân]"
    said = list(dict.fromkeys(number[cause] for cause in causes))
    return " ".join(said[:LISTED]) + (f" … ({len(said)} nguyên nhân)" if len(said) > LISTED else "")


def _files(causes: list) -> str:
    """The files behind one sentence about code or templates."""
    if causes[0].old is not None or causes[0].new is not None:
        return ""
    more = f" và {len(causes) - LISTED} tệp khác" if len(causes) > LISTED else ""
    return f" ({', '.join(cause.where for cause in causes[:LISTED])}{more})"
