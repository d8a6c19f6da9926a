"""The commands, each a module that is loaded only when it is called.

A module has `register(parser)`, which adds its options, and `run(args) -> int`, which does the work, gives its result
with `args.output.deliver(…)` and returns the exit code. Only argparse and the standard library at its top.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """A command: the word that calls it (also the name of its module here), its parameters and what it does."""

    name: str
    parameters: str
    summary: str


COMMANDS = (
    Command("report", "KỲ", "lập báo cáo: đọc, kiểm tra số liệu, tính và viết văn bản Word"),
    Command("check", "KỲ", "kiểm tra số liệu đã gửi: in mọi lỗi, ghi bản đánh dấu chỗ sai"),
    Command("forms", "KỲ", "làm biểu trống cho từng đơn vị, điền sẵn những gì đã biết"),
    Command("status", "KỲ", "đơn vị nào gửi gì, ai chưa gửi, ai muộn; --notice soạn công văn đôn đốc"),
    Command("lint", "TỆP.docx…", "kiểm tra thể thức văn bản Word theo Nghị định 30/2020/NĐ-CP"),
    Command("doctor", "", "máy này còn thiếu gì và cần làm gì"),
)
