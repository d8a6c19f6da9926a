"""Apparatus and civil service: posts, staff, monthly assessments, training, entitlements, discipline."""

from __future__ import annotations

from cchc_lib.domain.periods import Period

from . import days, story
from .chance import Chance

Row = dict[str, object]


def present(unit: str, quarter: Period) -> int:
    """Civil servants and public employees of a unit as the quarter ends."""
    now = days.QUARTERS.index(quarter)
    return story.PUBLIC_EMPLOYEES[now] if unit == story.CENTRE else story.CIVIL_SERVANTS[unit][now]


def apparatus(quarter: Period) -> list[Row]:
    """Rows of Tổ chức bộ máy."""
    return [_posts(unit, quarter) for unit in story.UNITS]


def _posts(unit: str, quarter: Period) -> Row:
    year, now = quarter.year - 2023, days.QUARTERS.index(quarter)
    centre = unit == story.CENTRE
    return {
        "don_vi": story.UNITS[unit],
        "loai_don_vi": "đơn vị sự nghiệp" if centre else "tổ chức hành chính",
        "cong_chuc_duoc_giao": 0 if centre else story.CIVIL_QUOTAS[unit][year],
        "cong_chuc_co_mat": 0 if centre else present(unit, quarter),
        "vien_chuc_duoc_giao": story.PUBLIC_QUOTA[year] if centre else 0,
        "vien_chuc_co_mat": present(unit, quarter) if centre else 0,
        "vien_chuc_trong_ke_hoach_tuyen_dung_duoc_duyet": story.IN_RECRUITMENT_PLAN[now] if centre else 0,
    }


def civil_service(unit: str, quarter: Period) -> list[Row]:
    """The unit's row of Công chức viên chức."""
    staff, now = present(unit, quarter), days.QUARTERS.index(quarter)
    return [{
        "don_vi": story.UNITS[unit],
        "so_ccvc": staff,
        "bo_tri_dung_vi_tri_viec_lam": staff - _share_of(unit, story.NOT_PLACED[now], quarter, "placed"),
        "duoc_dao_tao_tu_dau_nam": trained(unit, quarter),
        "xu_ly_cong_viec_hoan_toan_tren_mang": staff - _share_of(unit, story.NOT_ONLINE[now], quarter, "online"),
        "da_cap_nhat_csdl": staff - _share_of(unit, story.NOT_UPDATED[now], quarter, "updated"),
    }]


def trained(unit: str, quarter: Period) -> int:
    return present(unit, quarter) * story.TRAINED_PERCENT[days.QUARTERS.index(quarter)] // 100


def _share_of(unit: str, total: int, quarter: Period, subject: str) -> int:
    """What of a number of persons falls on the unit, by its staff."""
    parts = Chance(subject, quarter.year).spread(total, [present(one, quarter) for one in story.UNITS])
    return dict(zip(story.UNITS, parts, strict=True))[unit]


def assessments(unit: str, quarter: Period) -> list[Row]:
    """The unit's rows of Đánh giá xếp loại, one a month."""
    return [_assessed(unit, quarter, month) for month in days.months(quarter)]


def _assessed(unit: str, quarter: Period, month: int) -> Row:
    chance = Chance("assessments", quarter, unit, month)
    staff = present(unit, quarter)
    assessed = staff - story.NOT_ASSESSED.get((quarter.id, unit, month), 0)
    excellent = chance.between(1, 2)
    fair = chance.between(0, 1)
    failed = 1 if chance.share() < 0.03 else 0
    return {
        "thang": month,
        "don_vi": story.UNITS[unit],
        "so_phai_danh_gia": staff,
        "hoan_thanh_xuat_sac": excellent,
        "hoan_thanh_tot": assessed - excellent - fair - failed,
        "hoan_thanh": fair,
        "khong_hoan_thanh": failed,
    }


_ENTITLEMENTS = (
    "Nâng bậc lương thường xuyên", "Nâng bậc lương trước thời hạn", "Phụ cấp thâm niên vượt khung", "Chế độ thai sản", "Chế độ ốm đau",
    "Nghỉ dưỡng sức, phục hồi sức khỏe",
)


def entitlements(quarter: Period) -> list[Row]:
    """Rows of Chế độ chính sách: two kinds of case a month."""
    chance = Chance("entitlements", quarter)
    made: list[Row] = []
    for month in days.months(quarter):
        for kind in chance.some(_ENTITLEMENTS, 2):
            cases = chance.between(1, 4)
            made.append({"thang": f"{month:02d}/{quarter.year}", "loai_che_do": kind, "so_truong_hop_phat_sinh": cases,
                         "so_giai_quyet_kip_thoi": cases})
    delayed = chance.pick(made)
    delayed["so_giai_quyet_kip_thoi"] -= story.CASES_NOT_IN_TIME[days.QUARTERS.index(quarter)]  # type: ignore[operator]
    return made


_COURSES = {
    1: ("Tập huấn nghiệp vụ giải quyết TTHC trên môi trường điện tử", "Phổ biến kế hoạch cải cách hành chính của năm"),
    2: ("Bồi dưỡng kỹ năng lập hồ sơ công việc điện tử và ký số", "Bồi dưỡng kiến thức quản lý nhà nước ngạch chuyên viên"),
    3: ("Tập huấn an toàn thông tin mạng", "Bồi dưỡng nghiệp vụ thẩm định dự án đầu tư"),
    4: ("Tập huấn kỹ năng chuyển đổi số cho công chức, viên chức", "Bồi dưỡng văn hóa công vụ, kỹ năng giao tiếp với doanh nghiệp"),
}


def training(quarter: Period) -> list[Row]:
    """Rows of Đào tạo bồi dưỡng: the first course brings the quarter's newly trained, the second is for some of all."""
    chance = Chance("training", quarter)
    before = 0 if quarter.kind == "Q1" else sum(trained(unit, quarter.previous) for unit in story.UNITS)  # type: ignore[arg-type]
    now = sum(trained(unit, quarter) for unit in story.UNITS)
    days_of_courses = sorted(chance.some([day for day in days.open_days(quarter) if day.year == quarter.year], 2))
    names = _COURSES[quarter.quarter_number or 1]
    people = (max(now - before, 1), chance.between(6, 12))
    return [
        {"ngay": day, "ten_lop": f"{name} (năm {quarter.year})", "so_nguoi": count}
        for day, name, count in zip(days_of_courses, names, people, strict=True)
    ]


def discipline(quarter: Period) -> list[Row]:
    """Rows of Kỷ luật kỷ cương: one or two inspections, a violation now and then."""
    chance = Chance("discipline", quarter)
    units = chance.some(list(story.UNITS), chance.between(1, 2))
    dates = chance.some(days.open_days(quarter), len(units))
    return [_inspection(story.UNITS[unit], day, chance) for unit, day in zip(units, dates, strict=True)]


def _inspection(unit: str, day: object, chance: Chance) -> Row:
    found = 1 if chance.share() < 0.25 else 0
    return {"ngay": day, "don_vi_duoc_kiem_tra": unit, "so_vi_pham": found,
            "hinh_thuc_xu_ly": "Phê bình, rút kinh nghiệm trước đơn vị" if found else None}
