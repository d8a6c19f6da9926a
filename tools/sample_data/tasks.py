"""Progress of the plan's tasks, unit by unit: Nhiệm vụ.

The plan of 2024 names no lead unit (its annex was never received); who reports what here is invented, like the plan of 2023.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc_lib.domain.periods import Period

from .story import BUSINESS, CENTRE, INVESTMENT, OFFICE, PLANNING, UNITS

Row = dict[str, object]

STATES = {"T": "thường xuyên", "D": "đang thực hiện", "H": "hoàn thành", "C": "chưa đến hạn", "M": "chậm"}
EVERY = tuple(UNITS)


@dataclass(frozen=True)
class Progress:
    """A task as its units report it. states: one letter a quarter. done: the day it was finished; trouble: why it is late.

    result: what is reported; so_far: in its place until the task is finished.
    """

    task: str
    units: tuple[str, ...]
    states: str
    result: str
    done: date | None = None
    trouble: str | None = None
    so_far: str | None = None


_PROGRESS: dict[int, tuple[Progress, ...]] = {
    2023: (
        Progress("III.1.1", (BUSINESS,), "DDDH", "Rà soát các văn bản về quản lý khu công nghiệp, kiến nghị xử lý gửi Sở Tư pháp", date(2023, 11, 28),
                 so_far="Đang rà soát các văn bản về quản lý khu công nghiệp"),
        Progress("III.1.2", (OFFICE,), "TTTT", "Tổ chức hội nghị, đăng tin bài phổ biến quy định mới"),
        Progress("III.1.3", (BUSINESS,), "CDDH", "Kiểm tra doanh nghiệp theo kế hoạch, ban hành kết luận", date(2023, 12, 8)),
        Progress("III.2.1", (OFFICE,), "HHHH", "Đã ban hành Kế hoạch kiểm soát thủ tục hành chính", date(2023, 2, 16)),
        Progress("III.2.2", (OFFICE,), "TTTT", "Niêm yết và đăng công khai danh mục thủ tục trên trang thông tin điện tử"),
        Progress("III.2.3", (INVESTMENT,), "TTTT", "Theo dõi hồ sơ đến hạn hằng ngày; gửi văn bản xin lỗi với hồ sơ quá hạn"),
        Progress("III.2.4", (OFFICE,), "CDHH", "01 phương án đơn giản hóa được Chủ tịch UBND tỉnh thông qua", date(2023, 8, 24),
                 so_far="Đã trình phương án đơn giản hóa, cắt giảm thời gian giải quyết"),
        Progress("III.2.5", (INVESTMENT,), "DDDM", "Số hóa kết quả còn hiệu lực lĩnh vực đầu tư",
                 trouble="Hồ sơ lưu trước năm 2015 nhiều, thiếu máy quét khổ lớn"),
        Progress("III.3.1", (OFFICE,), "DDMH", "Trình UBND tỉnh dự thảo quyết định", date(2023, 10, 20),
                 trouble="Chờ ý kiến thẩm định về cơ cấu tổ chức",
                 so_far="Đang hoàn thiện dự thảo quyết định, lấy ý kiến các sở"),
        Progress("III.4.1", (OFFICE,), "DDHH", "Đề án vị trí việc làm được phê duyệt", date(2023, 8, 25),
                 so_far="Đang xây dựng đề án vị trí việc làm"),
        Progress("III.4.2", (OFFICE,), "TTTT", "Thông báo kết quả xếp loại hằng tháng"),
        Progress("III.4.3", (CENTRE,), "CCDH", "Tuyển dụng 01 viên chức", date(2023, 10, 12),
                 so_far="Đã phê duyệt kế hoạch, thông báo tuyển dụng 01 viên chức"),
        Progress("III.5.1", (PLANNING,), "DDDH", "Giải ngân vượt mức tối thiểu 95% kế hoạch vốn", date(2023, 12, 12),
                 so_far="Đôn đốc thi công, giải ngân theo khối lượng nghiệm thu"),
        Progress("III.5.2", (OFFICE,), "DHHH", "Đã ban hành Quy chế chi tiêu nội bộ sửa đổi", date(2023, 3, 28),
                 so_far="Lấy ý kiến dự thảo Quy chế chi tiêu nội bộ"),
        Progress("III.6.1", EVERY, "TTTT", "Ký số văn bản đi, lập hồ sơ công việc trên hệ thống"),
        Progress("III.6.2", (CENTRE,), "DDDM", "Bổ sung các mục còn thiếu của trang thông tin điện tử",
                 trouble="Còn mục hỗ trợ người khuyết tật tiếp cận thông tin chưa hoàn thành"),
    ),
    2024: (
        Progress("III.1.1", (BUSINESS,), "TTTT", "Tham gia ý kiến vào các dự thảo văn bản do sở, ngành gửi"),
        Progress("III.1.2", (BUSINESS,), "DDDH", "Rà soát văn bản theo kế hoạch, kiến nghị xử lý văn bản không còn phù hợp", date(2024, 12, 5)),
        Progress("III.1.3", (OFFICE,), "TTTT", "Phổ biến văn bản mới tại hội nghị, sinh hoạt Ngày Pháp luật"),
        Progress("III.1.4", (BUSINESS, PLANNING), "DDDH", "Kiểm tra, giám sát doanh nghiệp theo kế hoạch", date(2024, 12, 10)),
        Progress("III.2.1", (OFFICE,), "HHHH", "Đã ban hành Kế hoạch kiểm soát thủ tục hành chính và văn bản quán triệt các chỉ thị", date(2024, 1, 24)),
        Progress("III.2.2", (OFFICE,), "TTTT", "Kiện toàn đầu mối, tập huấn nghiệp vụ cho công chức Bộ phận Một cửa"),
        Progress("III.2.3", (OFFICE,), "TTTT", "Niêm yết, đăng công khai danh mục và quy trình thủ tục"),
        Progress("III.2.4", (INVESTMENT, PLANNING), "TTTT", "Theo dõi hồ sơ đến hạn; gửi văn bản xin lỗi với hồ sơ quá hạn"),
        Progress("III.2.5", (INVESTMENT,), "DDDH", "Số hóa hồ sơ ngay khi tiếp nhận, số hóa kết quả khi trả", date(2024, 11, 29)),
        Progress("III.2.6", (OFFICE,), "CDHH", "Phương án đơn giản hóa được Chủ tịch UBND tỉnh thông qua", date(2024, 8, 15),
                 so_far="Đã ban hành kế hoạch rà soát, trình 02 phương án đơn giản hóa"),
        Progress("III.2.7", (BUSINESS,), "TTTT", "Hội nghị, tờ rơi hướng dẫn doanh nghiệp nộp hồ sơ trực tuyến"),
        Progress("III.2.8", (OFFICE,), "TTTT", "Tiếp nhận, trả lời phản ánh, kiến nghị trên Cổng Dịch vụ công"),
        Progress("III.2.9", (OFFICE,), "DDDH", "Kiểm tra các phòng theo kế hoạch", date(2024, 11, 20)),
        Progress("III.2.10", (OFFICE,), "TTTT", "Gửi báo cáo kiểm soát thủ tục hành chính đúng kỳ"),
        Progress("III.3.1", (OFFICE,), "DDDH", "Hoàn thiện quy định chức năng, nhiệm vụ theo Nghị định số 35/2022/NĐ-CP", date(2024, 10, 25)),
        Progress("III.3.2", (OFFICE,), "TTTT", "Quản lý biên chế trong số được giao"),
        Progress("III.4.1", (OFFICE,), "DDDH", "Rà soát bản mô tả công việc, bố trí theo vị trí việc làm", date(2024, 11, 8)),
        Progress("III.4.2", EVERY, "TTTT", "Đánh giá, xếp loại hằng tháng"),
        Progress("III.4.3", (OFFICE,), "CDHH", "Thực hiện chế độ tiền lương theo quy định mới", date(2024, 8, 5)),
        Progress("III.4.4", (OFFICE,), "DDDH", "Cử công chức, viên chức dự các lớp bồi dưỡng theo kế hoạch", date(2024, 11, 27)),
        Progress("III.4.5", (OFFICE,), "TTTT", "Kiểm tra đột xuất việc chấp hành kỷ luật, kỷ cương"),
        Progress("III.5.1", (OFFICE,), "TTTT", "Thực hiện tự chủ về kinh phí theo Quy chế chi tiêu nội bộ"),
        Progress("III.5.2", (OFFICE,), "TTTT", "Công khai dự toán, tình hình thực hiện dự toán hằng quý"),
        Progress("III.5.3", (PLANNING,), "DMDM", "Đôn đốc nhà thầu, hoàn thiện hồ sơ thanh toán khi có khối lượng",
                 trouble="Vướng giải phóng mặt bằng của dự án đường gom vào khu công nghiệp"),
        Progress("III.6.1", (CENTRE,), "TTTT", "Vận hành hệ thống dùng chung, rà soát an toàn thông tin"),
        Progress("III.6.2", EVERY, "TTTT", "Ký số văn bản đi, lập hồ sơ công việc khi bắt đầu giải quyết"),
        Progress("III.6.3", (CENTRE,), "DDDH", "Thực hiện các nhiệm vụ chuyển đổi số được giao trong năm", date(2024, 12, 4)),
        Progress("III.6.4", (CENTRE,), "DHHH", "Bổ sung đủ các mục của trang thông tin điện tử", date(2024, 5, 16),
                 so_far="Đang bổ sung mục còn thiếu của trang thông tin điện tử"),
        Progress("III.6.5", (OFFICE,), "DDHH", "Rà soát, đưa đủ thủ tục đủ điều kiện lên toàn trình", date(2024, 7, 30),
                 so_far="Đang rà soát, đưa dần thủ tục đủ điều kiện lên toàn trình"),
        Progress("IV.1.1", (OFFICE,), "HHHH", "Đã quán triệt tại hội nghị công chức, viên chức đầu năm", date(2024, 1, 26)),
        Progress("IV.1.2", EVERY, "TTTT", "Thực hiện các nhiệm vụ được phân công"),
        Progress("IV.1.3", EVERY, "TTTT", "Gửi báo cáo hằng quý về Văn phòng Ban"),
        Progress("IV.2", (OFFICE,), "TTTT", "Đôn đốc các phòng, tổng hợp báo cáo định kỳ"),
    ),
}


def progress(unit: str, quarter: Period) -> list[Row]:
    """The unit's rows of Nhiệm vụ."""
    return [_row(one, unit, quarter) for one in _PROGRESS[quarter.year] if unit in one.units]


def _row(one: Progress, unit: str, quarter: Period) -> Row:
    state = one.states[(quarter.quarter_number or 1) - 1]
    return {
        "ma_nhiem_vu": one.task,
        "don_vi": UNITS[unit],
        "tinh_trang": STATES[state],
        "ngay_hoan_thanh": one.done if state == "H" else None,
        "ket_qua": None if state == "C" else one.so_far if one.so_far and state in "DM" else one.result,
        "kho_khan_vuong_mac": one.trouble if state == "M" else None,
    }
