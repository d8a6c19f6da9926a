"""Direction and management: published scores, documents issued, inspections, communication."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cchc_lib.domain.periods import Period

from . import days, story
from .chance import Chance

Row = dict[str, object]


def scores(quarter: Period) -> list[Row]:
    """Rows of Chỉ số CCHC: what is published of last year and of this one, the year before while last year's is not out."""
    now = days.QUARTERS.index(quarter)
    made: list[Row] = []
    for index, years in story.SCORES.items():
        known = {year: score for year, score in years.items() if score[2] <= now}
        made += [
            {"chi_so": index, "nam": year, "diem": Decimal(known[year][0]), "xep_hang": known[year][1]}
            for year in sorted(known)[-2:]
        ]
    return made


# Type, its sign, abstract. The first of a quarter reports on the period that has just ended, in the first days of the window.
_ISSUED = {
    1: (("báo cáo", "BC", "Kết quả cải cách hành chính năm {last_year}"), ("kế hoạch", "KH", "Cải cách hành chính năm {year}"),
        ("kế hoạch", "KH", "Kiểm soát thủ tục hành chính năm {year}"), ("kế hoạch", "KH", "Tuyên truyền cải cách hành chính năm {year}"),
        ("kế hoạch", "KH", "Chuyển đổi số năm {year}"), ("chỉ đạo", "CV", "Tăng cường kỷ luật, kỷ cương hành chính sau Tết Nguyên đán")),
    2: (("báo cáo", "BC", "Kết quả cải cách hành chính quý I năm {year}"), ("kế hoạch", "KH", "Rà soát, đánh giá thủ tục hành chính năm {year}"),
        ("chỉ đạo", "CV", "Đẩy mạnh nộp hồ sơ trực tuyến và thanh toán trực tuyến"), ("chỉ đạo", "CV", "Chấn chỉnh việc giải quyết hồ sơ quá hạn"),
        ("khác", "TB", "Kết luận họp giao ban công tác cải cách hành chính quý II năm {year}")),
    3: (("báo cáo", "BC", "Kết quả cải cách hành chính 6 tháng đầu năm {year}"), ("kế hoạch", "KH", "Kiểm tra công tác cải cách hành chính năm {year}"),
        ("chỉ đạo", "CV", "Đẩy nhanh tiến độ giải ngân vốn đầu tư công"), ("báo cáo", "BC", "Kết quả rà soát, đánh giá thủ tục hành chính năm {year}")),
    4: (("báo cáo", "BC", "Kết quả cải cách hành chính quý III năm {year}"), ("chỉ đạo", "CV", "Hoàn thành các chỉ tiêu cải cách hành chính năm {year}"),
        ("chỉ đạo", "CV", "Khắc phục tồn tại sau kiểm tra cải cách hành chính"), ("báo cáo", "BC", "Kết quả kiểm tra cải cách hành chính năm {year}"),
        ("khác", "QĐ", "Khen thưởng tập thể có thành tích trong cải cách hành chính năm {year}")),
}


def issued(quarter: Period) -> list[Row]:
    """Rows of Chỉ đạo điều hành."""
    documents = _ISSUED[quarter.quarter_number or 1]
    first, *later = days.open_days(quarter)[2:]
    dates = Chance("issued", quarter).some([day for day in later if day.year == quarter.year], len(documents) - 1)
    return [_document(day, *document, quarter.year) for day, document in zip((first, *dates), documents, strict=True)]


def _document(day: date, kind: str, sign: str, subject: str, year: int) -> Row:
    """One document; numbers grow with the day of the calendar year."""
    number = 5 + day.timetuple().tm_yday * 3 // 2
    return {"so_ky_hieu": f"{number}/BQL-VP" if sign == "CV" else f"{number}/{sign}-BQL", "ngay_ban_hanh": day,
            "trich_yeu": subject.format(year=year, last_year=year - 1), "loai_van_ban": kind}


def inspections(quarter: Period) -> list[Row]:
    """Rows of Kiểm tra CCHC; none in the first quarter of 2023."""
    if quarter == days.QUARTERS[0]:
        return []
    chance = Chance("inspections", quarter)
    units = chance.some([unit for unit in story.UNITS if unit != story.OFFICE], 2 if quarter.kind in ("Q3", "Q4") else 1)
    dates = chance.some(days.open_days(quarter), len(units))
    return [_inspected(story.UNITS[unit], day, chance) for unit, day in zip(units, dates, strict=True)]


def _inspected(unit: str, day: object, chance: Chance) -> Row:
    found = chance.between(1, 4)
    return {"ngay_kiem_tra": day, "don_vi_duoc_kiem_tra": unit, "so_van_de_phat_hien": found,
            "so_van_de_da_khac_phuc": found - chance.between(0, 1)}


_COMMUNICATION = {
    story.OFFICE: (("tin bài", 3, 7, "Kết quả cải cách hành chính của Ban"), ("trang thông tin", 4, 9, "Công khai danh mục TTHC, hướng dẫn nộp hồ sơ trực tuyến"),
                   ("hội nghị", 1, 1, "Quán triệt nhiệm vụ cải cách hành chính của quý")),
    story.BUSINESS: (("hội nghị", 1, 1, "Phổ biến quy định pháp luật mới cho doanh nghiệp trong khu công nghiệp"),
                     ("tờ rơi", 100, 250, "Hướng dẫn thanh toán trực tuyến phí, lệ phí")),
}


def communication(unit: str, quarter: Period) -> list[Row]:
    """The unit's rows of Tuyên truyền."""
    chance = Chance("communication", quarter, unit)
    kinds = _COMMUNICATION.get(unit, ())
    dates = chance.some(days.open_days(quarter), len(kinds))
    return [
        {"ngay": day, "hinh_thuc": kind, "so_luong": chance.between(low, high), "noi_dung": subject}
        for day, (kind, low, high, subject) in zip(dates, kinds, strict=True)
    ]
