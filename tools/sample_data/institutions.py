"""Institutional reform: legal texts submitted, reviewed and disseminated, enforcement followed up."""

from __future__ import annotations

from datetime import date

from cchc_lib.domain.periods import Period

from . import days
from .chance import Chance

Row = dict[str, object]

# Drafts submitted, by quarter; False: not in due procedure. None in 2023-Q2 and 2024-Q1.
_SUBMITTED: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "2023-Q1": (("Quyết định của UBND tỉnh", "Quy chế phối hợp quản lý nhà nước đối với các khu công nghiệp", True),
                ("Quyết định của UBND tỉnh", "Quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Ban", True)),
    "2023-Q2": (),
    "2023-Q3": (("Quyết định của UBND tỉnh", "Quy định quản lý, sử dụng hạ tầng kỹ thuật khu công nghiệp", True),),
    "2023-Q4": (("Nghị quyết của HĐND tỉnh", "Chính sách hỗ trợ đầu tư hạ tầng khu công nghiệp", True),
                ("Quyết định của UBND tỉnh", "Quy định về bảo vệ môi trường trong khu công nghiệp", True),
                ("Quyết định của UBND tỉnh", "Sửa đổi Quy chế phối hợp quản lý người lao động nước ngoài", False)),
    "2024-Q1": (),
    "2024-Q2": (("Quyết định của UBND tỉnh", "Quy định quản lý quy hoạch, kiến trúc khu công nghiệp", True),
                ("Quyết định của UBND tỉnh", "Quy chế phối hợp phòng cháy chữa cháy trong khu công nghiệp", True)),
    "2024-Q3": (("Quyết định của UBND tỉnh", "Sửa đổi Quy chế phối hợp quản lý nhà nước đối với các khu công nghiệp", True),),
    "2024-Q4": (("Nghị quyết của HĐND tỉnh", "Chính sách hỗ trợ nhà ở cho công nhân khu công nghiệp", True),
                ("Quyết định của UBND tỉnh", "Quy định trình tự hỗ trợ chi phí đầu tư trong khu công nghiệp", True)),
}


def submitted(quarter: Period) -> list[Row]:
    """Rows of Văn bản QPPL."""
    drafts = _SUBMITTED[quarter.id]
    dates = Chance("drafts", quarter).some(days.open_days(quarter)[10:-10], len(drafts))
    return [
        {"so_ky_hieu": None, "ten_van_ban": f"Dự thảo {kind} về: {name} (minh họa)", "loai_van_ban": kind.split(" của ")[0], "ngay_trinh": day,
         "dung_trinh_tu_thu_tuc": proper, "ngay_ban_hanh": None}
        for day, (kind, name, proper) in zip(dates, drafts, strict=True)
    ]


CORRUPTION, THRIFT, OTHER = "phòng chống tham nhũng", "tiết kiệm, chống lãng phí", "khác"
# Texts to disseminate, by quarter; the last of a quarter in _MISSED is not disseminated within it.
_TO_DISSEMINATE: dict[str, tuple[tuple[str, str], ...]] = {
    "2023-Q1": ((OTHER, "Luật Thanh tra"), (CORRUPTION, "Luật Phòng, chống tham nhũng"), (THRIFT, "Chương trình thực hành tiết kiệm, chống lãng phí năm 2023")),
    "2023-Q2": ((OTHER, "Luật Thực hiện dân chủ ở cơ sở"), (CORRUPTION, "Nghị định về kiểm soát tài sản, thu nhập")),
    "2023-Q3": ((THRIFT, "Luật Thực hành tiết kiệm, chống lãng phí"), (CORRUPTION, "Nghị định quy định chi tiết Luật Phòng, chống tham nhũng")),
    "2023-Q4": ((OTHER, "Luật Đấu thầu"), (CORRUPTION, "Kế hoạch kê khai tài sản, thu nhập năm 2023"), (THRIFT, "Quy chế chi tiêu nội bộ sửa đổi")),
    "2024-Q1": ((OTHER, "Luật Nhà ở"), (CORRUPTION, "Kế hoạch phòng, chống tham nhũng năm 2024"), (THRIFT, "Chương trình thực hành tiết kiệm, chống lãng phí năm 2024")),
    "2024-Q2": ((OTHER, "Luật Đất đai"), (THRIFT, "Quy định về quản lý, sử dụng tài sản công"), (CORRUPTION, "Quy định chuyển đổi vị trí công tác")),
    "2024-Q3": ((CORRUPTION, "Quy tắc ứng xử của người có chức vụ, quyền hạn"), (THRIFT, "Quy định tiêu chuẩn, định mức xe ô tô công")),
    "2024-Q4": ((OTHER, "Luật Căn cước"), (CORRUPTION, "Kế hoạch kê khai tài sản, thu nhập năm 2024"), (THRIFT, "Chỉ thị về đẩy mạnh thực hành tiết kiệm, chống lãng phí")),
}
_MISSED = ("2023-Q3", "2024-Q2")


def to_disseminate(quarter: Period) -> list[Row]:
    """Rows of Phổ biến pháp luật."""
    chance = Chance("dissemination", quarter)
    texts = _TO_DISSEMINATE[quarter.id]
    due = chance.some(days.open_days(quarter)[15:], len(texts))
    made: list[Row] = []
    for n, (day, (group, name)) in enumerate(zip(due, texts, strict=True)):
        missed = quarter.id in _MISSED and n == len(texts) - 1
        made.append({"ten_van_ban": name, "nhom": group, "han_pho_bien": day, "ngay_pho_bien": None if missed else _before(day, chance),
                     "hinh_thuc": None if missed else chance.pick(("Hội nghị", "Gửi văn bản điện tử", "Sinh hoạt Ngày Pháp luật")),
                     "so_cong_chuc_duoc_pho_bien": None if missed else chance.between(38, 46)})
    return made


def _before(day: date, chance: Chance) -> date:
    return days.working_days(date.fromordinal(day.toordinal() - 20), day)[-1 - chance.between(0, 8)]


_REVIEWED = (
    "Quyết định ban hành Quy chế phối hợp quản lý khu công nghiệp", "Quyết định quy định giá dịch vụ hạ tầng khu công nghiệp",
    "Quyết định về quản lý người lao động nước ngoài", "Nghị quyết về hỗ trợ đầu tư", "Quyết định phân cấp quản lý trật tự xây dựng",
    "Quyết định quy định quản lý chất thải khu công nghiệp", "Quyết định về nhà ở công nhân", "Chỉ thị về bảo đảm an toàn phòng cháy, chữa cháy",
)


def reviewed(quarter: Period) -> list[Row]:
    """Rows of Rà soát văn bản."""
    chance = Chance("review", quarter)
    names = chance.some(_REVIEWED, chance.between(2, 4))
    dates = chance.some(days.open_days(quarter), len(names))
    outcomes = ("còn phù hợp", "kiến nghị sửa đổi", "kiến nghị thay thế", "kiến nghị bãi bỏ")
    return [
        {"ten_van_ban": f"{name} (minh họa)", "ngay_ra_soat": day, "ket_qua": chance.weighted(outcomes, (6, 3, 1, 1))}
        for name, day in zip(names, dates, strict=True)
    ]


def followed_up(quarter: Period) -> list[Row]:
    """Rows of Theo dõi thi hành: enterprises checked, violations found and dealt with."""
    chance = Chance("enforcement", quarter)
    fields = chance.some(("môi trường", "phòng cháy chữa cháy", "xây dựng", "lao động"), 2 if quarter.kind == "Q1" else 3)
    dates = chance.some(days.open_days(quarter), len(fields))
    return [_checked(day, field, chance) for day, field in zip(dates, fields, strict=True)]


def _checked(day: date, field: str, chance: Chance) -> Row:
    found = chance.between(0, 4)
    return {"ngay": day, "linh_vuc": field, "so_doanh_nghiep": chance.between(4, 12), "so_vi_pham": found,
            "so_vi_pham_da_xu_ly": max(found - chance.between(0, 1), 0)}


# Simplification proposals: procedure, proposal, submitted, approved. Cumulated since 1 January.
_PROPOSALS = (
    ("1.009647", "Cắt giảm 02 ngày làm việc thời gian giải quyết", date(2023, 5, 18), date(2023, 8, 24)),
    ("9.000202", "Bãi bỏ bản sao hợp đồng lao động trong thành phần hồ sơ", date(2024, 5, 9), date(2024, 8, 15)),
    ("1.009664", "Cắt giảm thời gian giải quyết từ 10 ngày xuống 08 ngày", date(2024, 5, 21), date(2024, 10, 30)),
)


def proposals(quarter: Period) -> list[Row]:
    """Rows of Rà soát TTHC."""
    end = days.window(quarter).end
    return [
        {"ma_tthc": code, "phuong_an_don_gian_hoa": what, "ngay_trinh": sent, "ngay_thong_qua": approved if approved <= end else None}
        for code, what, sent, approved in _PROPOSALS
        if sent.year == quarter.year and sent <= end
    ]
