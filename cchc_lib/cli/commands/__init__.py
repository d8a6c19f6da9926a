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
    Command("open", "KỲ", "mở kỳ mới từ kỳ trước: tham số, thư mục nhận biểu, biểu trống"),
    Command("forms", "KỲ", "làm biểu trống cho từng đơn vị, điền sẵn những gì đã biết"),
    Command("status", "KỲ", "đơn vị nào gửi gì, ai chưa gửi, ai muộn; --notice soạn công văn đôn đốc"),
    Command("runs", "[KỲ]", "liệt kê các lần chạy đã lưu"),
    Command("verify", "LẦN_CHẠY", "dựng lại một lần chạy từ những gì đã lưu và so sánh"),
    Command("diff", "CŨ MỚI", "số liệu nào đã đổi giữa hai lần chạy và vì sao"),
    Command("final", "LẦN_CHẠY", "đánh dấu lần chạy đã ban hành (số, ngày): số liệu của nó là chính thức"),
    Command("trace", "LẦN_CHẠY SỐ_LIỆU", "truy một con số của báo cáo về công thức, tệp, sheet, dòng"),
    Command("history", "CHỈ_TIÊU…", "chuỗi số liệu qua các kỳ: bảng, CSV hoặc biểu đồ"),
    Command("site", "KỲ", "kết quả của kỳ thành trang HTML mở được ở mọi máy, không cần mạng"),
    Command("batch", "TỆP.yaml", "lập báo cáo nhiều cơ quan × nhiều kỳ, có bảng tổng hợp; chạy tiếp được khi dừng giữa chừng"),
    Command("lint", "TỆP.docx…", "kiểm tra thể thức văn bản Word theo Nghị định 30/2020/NĐ-CP"),
    Command("lab", "", "mở các sổ tính bằng JupyterLab"),
    Command("clean", "--keep N", "xóa các lần chạy cũ sau khi hỏi"),
    Command("doctor", "", "máy này còn thiếu gì và cần làm gì"),
)
