"""Digital government: signed documents, electronic work files, the website, reports on the provincial system."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from cchc_lib.domain.periods import Period

from . import days, story
from .chance import Chance

Row = dict[str, object]


def documents(unit: str, quarter: Period) -> list[Row]:
    """The unit's rows of Văn bản điện tử."""
    return [row for row in _documents(quarter) if row["don_vi"] == story.UNITS[unit]]


@cache
def _documents(quarter: Period) -> tuple[Row, ...]:
    chance = Chance("documents", quarter)
    places = _places(quarter)
    sent = [chance.between(*_DOCUMENTS_A_MONTH[unit]) for unit, _ in places]
    secret = [1 if chance.share() < 0.2 else 0 for _ in places]
    short = chance.spread(story.NOT_SIGNED[days.QUARTERS.index(quarter)], sent)
    paper = [chance.between(0, one) for one in short]
    return tuple(
        {"thang": month, "don_vi": story.UNITS[unit], "tong_so_van_ban_di": sent[n], "van_ban_mat": secret[n],
         "van_ban_dien_tu": sent[n] - secret[n] - paper[n], "ky_so_day_du": sent[n] - secret[n] - short[n]}
        for n, (unit, month) in enumerate(places)
    )


_DOCUMENTS_A_MONTH = {story.OFFICE: (95, 140), story.INVESTMENT: (60, 95), story.BUSINESS: (55, 85), story.PLANNING: (45, 75),
                      story.CENTRE: (20, 40)}


def work_files(unit: str, quarter: Period) -> list[Row]:
    """The unit's rows of Hồ sơ công việc."""
    return [row for row in _work_files(quarter) if row["don_vi"] == story.UNITS[unit]]


@cache
def _work_files(quarter: Period) -> tuple[Row, ...]:
    """The story's share kept electronically; where it is a whole percentage, to the file."""
    chance = Chance("work-files", quarter)
    places = _places(quarter)
    open_files = [5 * chance.between(3, 7) for _ in places]
    secret = [1 if chance.share() < 0.15 else 0 for _ in places]
    share = Decimal(story.FILES_PERCENT[days.QUARTERS.index(quarter)]) / 100
    electronic = int((sum(open_files) * share).to_integral_value(ROUND_HALF_UP))
    kept = chance.spread(electronic, open_files)
    return tuple(
        {"thang": month, "don_vi": story.UNITS[unit], "tong_so_ho_so": open_files[n] + secret[n], "ho_so_mat": secret[n],
         "lap_ho_so_dien_tu": kept[n]}
        for n, (unit, month) in enumerate(places)
    )


def _places(quarter: Period) -> list[tuple[str, int]]:
    return [(unit, month) for unit in story.UNITS for month in days.months(quarter)]


# The kinds of information that Nghị định 42/2022/NĐ-CP asks of a website, in short; the last two are the office's own wish.
_SITE = (
    "Thông tin giới thiệu cơ quan", "Tin tức, sự kiện", "Thông tin chỉ đạo, điều hành",
    "Tuyên truyền, phổ biến, hướng dẫn thực hiện pháp luật", "Chiến lược, quy hoạch, kế hoạch phát triển",
    "Hệ thống văn bản quy phạm pháp luật", "Chương trình, đề tài khoa học", "Dự án, hạng mục đầu tư, đấu thầu, mua sắm công",
    "Lấy ý kiến góp ý của tổ chức, cá nhân", "Thủ tục hành chính, dịch vụ công trực tuyến", "Báo cáo, thống kê",
    "Công khai ngân sách, tài chính", "Thông tin liên hệ của cơ quan", "Tiếp nhận phản ánh, kiến nghị", "Dữ liệu mở",
    "Tra cứu, tìm kiếm thông tin", "Sơ đồ trang", "Hỗ trợ người khuyết tật tiếp cận thông tin",
    "Thông tin bằng tiếng nước ngoài cho nhà đầu tư", "Bản đồ các khu công nghiệp",
)
_REQUIRED = 18
_HARDEST = (17, 14, 15, 11)  # items missing at first, the one mended last in front


def website(quarter: Period) -> list[Row]:
    """Rows of Trang thông tin."""
    missing = _HARDEST[: _REQUIRED - story.SITE_MET[days.QUARTERS.index(quarter)]]
    return [
        {"muc": title, "bat_buoc": n < _REQUIRED, "dap_ung": n not in missing and n != len(_SITE) - 1,
         "ghi_chu": "Đang xây dựng" if n in missing else None}
        for n, title in enumerate(_SITE)
    ]


_REPORTS = (
    "Báo cáo tình hình thu hút đầu tư", "Báo cáo công tác kiểm soát TTHC", "Báo cáo kinh tế - xã hội", "Báo cáo chuyển đổi số",
    "Báo cáo giải ngân vốn đầu tư công",
)


def reports(quarter: Period) -> list[Row]:
    """Rows of Chế độ báo cáo."""
    made: list[Row] = [{"thang": month, "ten_bao_cao": name, "thuc_hien_tren_he_thong": True} for month in days.months(quarter) for name in _REPORTS]
    for row in Chance("reports", quarter).some(made, story.REPORTS_NOT_ON_SYSTEM[days.QUARTERS.index(quarter)]):
        row["thuc_hien_tren_he_thong"] = False
    return made
