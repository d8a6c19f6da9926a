"""What happens in the eight quarters: the figures that make a quarter good or bad, all in one place.

Tuples have one entry a quarter, from 2023-Q1 to 2024-Q4. words.py tells the same story in sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc_lib.domain.periods import Period

from . import days

OFFICE = "van-phong"
INVESTMENT, BUSINESS, PLANNING, CENTRE = "phong-dau-tu", "phong-doanh-nghiep", "phong-quy-hoach-xay-dung", "trung-tam-dich-vu"
UNITS = {
    OFFICE: "Văn phòng",
    INVESTMENT: "Phòng Quản lý đầu tư",
    BUSINESS: "Phòng Quản lý doanh nghiệp",
    PLANNING: "Phòng Quy hoạch - Xây dựng",
    CENTRE: "Trung tâm Dịch vụ khu công nghiệp",
}


@dataclass(frozen=True)
class DossierStory:
    """How the dossiers received in a quarter fare. quarter None: those still pending when 2023 begins."""

    quarter: Period | None
    received: int
    online: int
    on_time: int
    late: int
    very_late: int
    held: int
    refused: int
    withdrawn: int
    not_digitised: int
    results_not_digitised: int
    paid_online: int
    not_apologised: int

    @property
    def days(self) -> list[date]:
        return days.open_days(self.quarter) if self.quarter else days.working_days(date(2022, 12, 1), date(2022, 12, 14))


_Q = days.QUARTERS
DOSSIERS = (
    #            quarter  recv onl  ont late v.l held ref wdr !dig !res paid !apo
    DossierStory(None,      30,  12,  4,  1,  2,   3,  0,  0,   6,   0,   2,  1),
    DossierStory(_Q[0],    312, 150, 58,  6,  4,  11,  5,  4,  37,  30,  19,  3),
    DossierStory(_Q[1],    338, 179, 61,  6,  4,  12,  5,  3,  30,  23,  30,  3),
    DossierStory(_Q[2],    351, 197, 53, 10,  5,  10,  6,  4,  21,  17,  42,  4),
    DossierStory(_Q[3],    366, 214, 48,  8,  5,  11,  5,  4,  13,  11,  51,  2),
    DossierStory(_Q[4],    327, 201, 43,  5,  4,  12,  5,  3,   4,   6,  46,  2),
    DossierStory(_Q[5],    380, 244, 66, 17,  6,  13,  6,  4,   2,   3,  70,  3),
    DossierStory(_Q[6],    384, 261, 47,  9,  5,  12,  5,  5,   0,   1,  79,  1),
    DossierStory(_Q[7],    398, 291, 41,  6,  3,  11,  6,  4,   0,   0,  98,  0),
)

# --- who sends what, and when -------------------------------------------------------------------------------------------------
NOT_SENT = {("2023-Q3", OFFICE): ("hai_long_phuc_vu",)}  # a form that nobody submits
LATE_DAYS = {("2023-Q3", CENTRE): 3, ("2024-Q2", PLANNING): 1}  # working days after the due day

# --- staff: present at the end of each quarter; quotas of 2023 and 2024 ------------------------------------------------------
CIVIL_SERVANTS = {
    OFFICE: (12, 12, 12, 12, 12, 12, 12, 12),
    INVESTMENT: (11, 11, 12, 12, 12, 12, 11, 12),
    BUSINESS: (10, 10, 10, 11, 11, 11, 11, 11),
    PLANNING: (11, 11, 11, 11, 10, 11, 11, 11),
}
CIVIL_QUOTAS = {OFFICE: (13, 13), INVESTMENT: (12, 12), BUSINESS: (12, 11), PLANNING: (12, 11)}
PUBLIC_EMPLOYEES = (12, 12, 12, 13, 13, 13, 14, 15)
PUBLIC_QUOTA = (15, 15)
IN_RECRUITMENT_PLAN = (0, 2, 3, 2, 0, 2, 1, 0)

# Of all staff: not placed by their job position, not working wholly online, not in the database.
NOT_PLACED = (2, 1, 1, 0, 0, 0, 0, 0)
NOT_ONLINE = (6, 4, 3, 2, 1, 0, 0, 0)
NOT_UPDATED = (11, 8, 6, 3, 2, 1, 0, 0)
TRAINED_PERCENT = (18, 43, 71, 97, 24, 58, 83, 100)  # since 1 January
NOT_ASSESSED = {("2023-Q3", CENTRE, 8): 1, ("2024-Q2", PLANNING, 5): 2}  # quarter, unit, month: persons
CASES_NOT_IN_TIME = (1, 0, 0, 0, 0, 0, 1, 0)

# --- surveys: answers, and satisfied of them --------------------------------------------------------------------------------
SURVEY_PROCEDURES = ((125, 114), (130, 120), (114, 102), (138, 127), (131, 122), (130, 117), (145, 136), (150, 143))
SURVEY_SERVICE = ((105, 95), (108, 96), (0, 0), (105, 96), (108, 100), (120, 109), (127, 117), (134, 126))

# --- capital projects: plan of the year and disbursed since 1 January, million đồng -----------------------------------------
PROJECTS = {
    "MH-01": "Cải tạo, sửa chữa trụ sở làm việc của Ban (dự án minh họa)",
    "MH-02": "Hệ thống quan trắc nước thải tự động các khu công nghiệp (dự án minh họa)",
    "MH-03": "Cơ sở dữ liệu doanh nghiệp trong khu công nghiệp (dự án minh họa)",
    "MH-04": "Hệ thống chiếu sáng đường gom khu công nghiệp (dự án minh họa)",
    "MH-05": "Đường gom vào khu công nghiệp, giai đoạn 1 (dự án minh họa)",
}
CAPITAL = {
    2023: {
        "MH-01": ("12500", ("2100", "5200.4", "8900.4", "12410.4")),
        "MH-02": ("18750.5", ("1800.25", "6900.25", "12100.75", "17800.9")),
        "MH-03": ("9200", ("1200", "3900", "6300.2", "9012.6")),
        "MH-04": ("6400.75", ("500.5", "1850.5", "3600.5", "5800.25")),
    },
    2024: {
        "MH-02": ("15200", ("4300.5", "6400.5", "11350.5", "14900.5")),
        "MH-03": ("11400.25", ("3100.2", "4950.2", "8200.2", "11010.2")),
        "MH-04": ("7800", ("2450.75", "3300.75", "5700.75", "7650.75")),
        "MH-05": ("20600", ("4520", "9000", "14600", "18450")),
    },
}
BUDGET = {  # million đồng a year; spent by the end of each quarter, in percent; saved at the end of the year
    "Tiền lương, phụ cấp và các khoản đóng góp": ({2023: "7850.6", 2024: "8420.4"}, (21, 45, 70, 95), 0),
    "Chi hoạt động thường xuyên": ({2023: "2960", 2024: "3015.5"}, (19, 42, 66, 91), 6),
    "Chi mua sắm, sửa chữa tài sản": ({2023: "640", 2024: "585"}, (8, 31, 64, 93), 4),
}

# --- documents and work files ---------------------------------------------------------------------------------------------
NOT_SIGNED = (70, 45, 30, 18, 6, 1, 0, 0)  # outgoing, not secret, and not both electronic and fully signed
FILES_PERCENT = ("66", "71", "76", "80", "81.6", "83.9", "79.4", "86")  # work files kept electronically, of those not secret
SITE_MET = (14, 15, 17, 17, 17, 18, 18, 18)  # of the 18 required items of the website
REPORTS_NOT_ON_SYSTEM = (3, 2, 1, 0, 0, 1, 0, 0)

# --- scores published: index -> year -> (score, rank, number of the first quarter that knows it) ----------------------------
SCORES = {
    "PAR INDEX": {2021: ("86.42", 31, 0), 2022: ("86.95", 28, 1), 2023: ("87.61", 24, 5)},
    "PAPI": {2021: ("44.10", 18, 0), 2022: ("43.72", 21, 1), 2023: ("44.05", 19, 5)},
    "ICT INDEX": {2021: ("48.30", 27, 0), 2022: ("51.25", 22, 2), 2023: ("54.80", 20, 6)},
    "SIPAS": {2021: ("84.60", 30, 0), 2022: ("85.20", 26, 1), 2023: ("84.90", 29, 3), 2024: ("86.35", 23, 7)},
}
