"""The contract's forms as data: titles, columns and keys as staff see them in Excel, and the windows of quarters.

Written from the description of the forms, not from the program: a stranger's reading to hold the program against.
Types: t text · i integer · d decimal · n date · m reporting month · y yes/no · c choice · p personal (never to be seen again).
A capital letter marks a column that may be blank.
"""

from __future__ import annotations

import datetime as dt

FORMS = {
    "Chỉ số CCHC": {"Chỉ số": "c", "Năm": "i", "Điểm": "d", "Xếp hạng": "I"},
    "Chỉ đạo điều hành": {"Số, ký hiệu": "t", "Ngày ban hành": "n", "Trích yếu": "t", "Loại văn bản": "c"},
    "Kiểm tra CCHC": {"Ngày kiểm tra": "n", "Đơn vị được kiểm tra": "t", "Số vấn đề phát hiện": "i", "Số vấn đề đã khắc phục": "i"},
    "Tuyên truyền": {"Ngày": "n", "Hình thức": "c", "Số lượng": "i", "Nội dung": "T"},
    "Nhiệm vụ": {"Mã nhiệm vụ": "t", "Đơn vị": "t", "Tình trạng": "c", "Ngày hoàn thành": "N", "Kết quả": "T", "Khó khăn, vướng mắc": "T"},
    "Đánh giá chung": {"Mục": "c", "Nội dung": "t", "Đơn vị": "T", "Mã chỉ tiêu": "T"},
    "Văn bản QPPL": {"Số, ký hiệu": "T", "Tên văn bản": "t", "Loại văn bản": "t", "Ngày trình": "n", "Đúng trình tự, thủ tục": "y", "Ngày ban hành": "N"},
    "Phổ biến pháp luật": {"Tên văn bản": "t", "Nhóm": "c", "Hạn phổ biến": "n", "Ngày phổ biến": "N", "Hình thức": "T", "Số công chức được phổ biến": "I"},
    "Rà soát văn bản": {"Tên văn bản": "t", "Ngày rà soát": "n", "Kết quả": "c"},
    "Theo dõi thi hành": {"Ngày": "n", "Lĩnh vực": "c", "Số doanh nghiệp": "i", "Số vi phạm": "i", "Số vi phạm đã xử lý": "i"},
    "Danh mục TTHC": {
        "Mã TTHC": "t", "Tên TTHC": "t", "Lĩnh vực": "t", "Thời hạn giải quyết": "T", "Đủ điều kiện trực tuyến": "y",
        "Đủ điều kiện toàn trình": "y", "Mức độ cung cấp": "c", "Có nghĩa vụ tài chính": "y", "Đã triển khai thanh toán trực tuyến": "y",
    },
    "Hồ sơ TTHC": {
        "Mã hồ sơ": "t", "Mã TTHC": "t", "Ngày tiếp nhận": "n", "Ngày hẹn trả": "n", "Ngày trả kết quả": "N", "Kênh tiếp nhận": "c",
        "Trạng thái": "c", "Đã số hóa hồ sơ": "y", "Đã số hóa kết quả": "Y", "Hình thức thanh toán": "c", "Ngày xin lỗi": "N",
        "Chủ hồ sơ": "p", "Số điện thoại": "p", "Email": "p", "Số giấy tờ": "p", "Địa chỉ": "p",
    },
    "Hài lòng TTHC": {"Ngày": "n", "Rất hài lòng": "i", "Hài lòng": "i", "Bình thường": "i", "Không hài lòng": "i", "Rất không hài lòng": "i"},
    "Phản ánh kiến nghị": {"Mã": "t", "Ngày tiếp nhận": "n", "Hạn trả lời": "n", "Ngày trả lời": "N", "Đã công khai": "y"},
    "Rà soát TTHC": {"Mã TTHC": "t", "Phương án đơn giản hóa": "t", "Ngày trình": "N", "Ngày thông qua": "N"},
    "Tổ chức bộ máy": {
        "Đơn vị": "t", "Loại đơn vị": "c", "Công chức được giao": "i", "Công chức có mặt": "i", "Viên chức được giao": "i",
        "Viên chức có mặt": "i", "Viên chức trong kế hoạch tuyển dụng được duyệt": "i",
    },
    "Hài lòng phục vụ": {"Ngày": "n", "Rất hài lòng": "i", "Hài lòng": "i", "Bình thường": "i", "Không hài lòng": "i", "Rất không hài lòng": "i"},
    "Công chức viên chức": {
        "Đơn vị": "t", "Số CCVC": "i", "Bố trí đúng vị trí việc làm": "i", "Được đào tạo từ đầu năm": "i",
        "Xử lý công việc hoàn toàn trên mạng": "i", "Đã cập nhật CSDL": "i",
    },
    "Đánh giá xếp loại": {
        "Tháng": "m", "Đơn vị": "t", "Số phải đánh giá": "i", "Hoàn thành xuất sắc": "i", "Hoàn thành tốt": "i", "Hoàn thành": "i",
        "Không hoàn thành": "i",
    },
    "Chế độ chính sách": {"Tháng": "m", "Loại chế độ": "t", "Số trường hợp phát sinh": "i", "Số giải quyết kịp thời": "i"},
    "Đào tạo bồi dưỡng": {"Ngày": "n", "Tên lớp": "t", "Số người": "i"},
    "Kỷ luật kỷ cương": {"Ngày": "n", "Đơn vị được kiểm tra": "t", "Số vi phạm": "i", "Hình thức xử lý": "T"},
    "Vốn đầu tư công": {"Mã dự án": "t", "Tên dự án": "t", "Kế hoạch vốn năm": "d", "Giải ngân lũy kế": "d"},
    "Kinh phí tự chủ": {"Nội dung": "t", "Dự toán năm": "d", "Thực hiện lũy kế": "d", "Kinh phí tiết kiệm": "D"},
    "Văn bản điện tử": {"Tháng": "m", "Đơn vị": "t", "Tổng số văn bản đi": "i", "Văn bản mật": "i", "Văn bản điện tử": "i", "Ký số đầy đủ": "i"},
    "Hồ sơ công việc": {"Tháng": "m", "Đơn vị": "t", "Tổng số hồ sơ": "i", "Hồ sơ mật": "i", "Lập hồ sơ điện tử": "i"},
    "Trang thông tin": {"Mục": "t", "Bắt buộc": "y", "Đáp ứng": "y", "Ghi chú": "T"},
    "Chế độ báo cáo": {"Tháng": "m", "Tên báo cáo": "t", "Thực hiện trên hệ thống": "y"},
}

# The column that dates a row, for the forms whose rows count when they are dated inside the window.
DATED_BY = {
    "Chỉ đạo điều hành": "Ngày ban hành", "Kiểm tra CCHC": "Ngày kiểm tra", "Tuyên truyền": "Ngày", "Văn bản QPPL": "Ngày trình",
    "Phổ biến pháp luật": "Hạn phổ biến", "Rà soát văn bản": "Ngày rà soát", "Theo dõi thi hành": "Ngày", "Hồ sơ TTHC": "Ngày tiếp nhận",
    "Hài lòng TTHC": "Ngày", "Phản ánh kiến nghị": "Ngày tiếp nhận", "Hài lòng phục vụ": "Ngày", "Đánh giá xếp loại": "Tháng",
    "Chế độ chính sách": "Tháng", "Đào tạo bồi dưỡng": "Ngày", "Kỷ luật kỷ cương": "Ngày", "Văn bản điện tử": "Tháng",
    "Hồ sơ công việc": "Tháng", "Chế độ báo cáo": "Tháng",
}

KEYS = {
    "Chỉ số CCHC": ("Chỉ số", "Năm"), "Chỉ đạo điều hành": ("Số, ký hiệu", "Ngày ban hành"), "Nhiệm vụ": ("Mã nhiệm vụ", "Đơn vị"),
    "Văn bản QPPL": ("Tên văn bản", "Ngày trình"), "Phổ biến pháp luật": ("Tên văn bản",), "Danh mục TTHC": ("Mã TTHC",),
    "Hồ sơ TTHC": ("Mã hồ sơ",), "Phản ánh kiến nghị": ("Mã",), "Rà soát TTHC": ("Mã TTHC",), "Tổ chức bộ máy": ("Đơn vị",),
    "Công chức viên chức": ("Đơn vị",), "Đánh giá xếp loại": ("Tháng", "Đơn vị"), "Vốn đầu tư công": ("Mã dự án",),
    "Kinh phí tự chủ": ("Nội dung",), "Văn bản điện tử": ("Tháng", "Đơn vị"), "Hồ sơ công việc": ("Tháng", "Đơn vị"),
    "Trang thông tin": ("Mục",), "Chế độ báo cáo": ("Tháng", "Tên báo cáo"),
}

Window = tuple[dt.date, dt.date]


def quarters_of(period: str) -> list[str]:
    """The quarters that a period is made of: 2024-6T -> 2024-Q1, 2024-Q2."""
    year, kind = period.split("-")
    if kind.startswith("Q"):
        return [period]
    return [f"{year}-Q{n}" for n in range(1, {"6T": 2, "9T": 3, "N": 4}[kind] + 1)]


def to_date(period: str) -> list[str]:
    """The quarters from the start of the year to the period's end."""
    last = quarters_of(period)[-1]
    return [f"{last[:5]}Q{n}" for n in range(1, int(last[-1]) + 1)]


def window(quarters: list[str]) -> Window:
    """Quarter k runs from the 15th of the month before its first to the 14th of its last (Nghị định 09/2019/NĐ-CP)."""
    first, last = quarters[0], quarters[-1]
    year, k = int(first[:4]), int(first[-1])
    start = dt.date(year - 1, 12, 15) if k == 1 else dt.date(year, 3 * k - 3, 15)
    return start, dt.date(int(last[:4]), 3 * int(last[-1]), 14)


def months(quarter: str) -> list[dt.date]:
    """The three reporting months of a quarter, each as its first calendar day."""
    return [dt.date(int(quarter[:4]), 3 * int(quarter[-1]) - 2 + n, 1) for n in range(3)]


def quarter_before(quarter: str) -> str:
    year, k = int(quarter[:4]), int(quarter[-1])
    return f"{year - 1}-Q4" if k == 1 else f"{year}-Q{k - 1}"
