"""The catalogue of procedures (TTHC) of the sample, and how it grows online from quarter to quarter.

Codes, names and time limits of the procedures 1.…, 2.… are those published for the boards of industrial zones; their flags, and the
whole of the procedures 9.… (a first digit that the national database does not use), are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from cchc_lib.domain.periods import Period

from .days import QUARTERS

INVESTMENT, SCIENCE, SUPPORT = "Đầu tư tại Việt Nam", "Khoa học công nghệ", "Hỗ trợ đầu tư"
BUILDING, LABOUR, ENVIRONMENT, TRADE = "Hoạt động xây dựng", "Lao động", "Môi trường", "Thương mại quốc tế"

NEVER = len(QUARTERS)


@dataclass(frozen=True)
class Procedure:
    """One procedure. limit: its time limit as published, None where none is. weight: how often it is asked for.

    online, full, payment: from which quarter (0 = 2023-Q1) it is provided online, wholly online, payable online; None: it is not
    eligible. listed: the quarter from which it stands in the catalogue.
    """

    code: str
    name: str
    field: str
    limit: str | None
    weight: int
    online: int | None = 0
    full: int | None = None
    payment: int | None = None
    listed: int = 0

    @property
    def has_fee(self) -> bool:
        return self.payment is not None

    @property
    def days(self) -> int:
        """The time limit as a number; without a published one, ten working days as on the receipt."""
        return int(self.limit.split()[0]) if self.limit else 10

    @property
    def in_working_days(self) -> bool:
        return not self.limit or self.limit.endswith("làm việc")

    def payable_online(self, quarter: Period) -> bool:
        return self.payment is not None and self.payment <= QUARTERS.index(quarter)


W17 = "17 ngày làm việc"
_BOARD = "Ban quản lý khu công nghiệp, khu chế xuất, khu công nghệ cao, khu kinh tế"
_CHAIRMAN = "Chủ tịch Ủy ban nhân dân cấp tỉnh"

PROCEDURES: tuple[Procedure, ...] = (
    Procedure("1.009647", "Thủ tục điều chỉnh Giấy chứng nhận đăng ký đầu tư", INVESTMENT, None, 62, full=0),
    Procedure("1.009664", "Thủ tục cấp Giấy chứng nhận đăng ký đầu tư", INVESTMENT, "10 ngày", 26, full=0),
    Procedure("1.009662", "Thủ tục thông báo về việc tự quyết định chấm dứt hoạt động dự án của nhà đầu tư", INVESTMENT, "3 ngày làm việc", 6, full=0),
    Procedure("1.009748", f"Thủ tục chấp thuận chủ trương đầu tư thuộc thẩm quyền của {_BOARD}", INVESTMENT, W17, 5),
    Procedure("1.009759", f"Thủ tục chấp thuận điều chỉnh chủ trương đầu tư thuộc thẩm quyền của {_BOARD}", INVESTMENT, W17, 7),
    Procedure("1.009770", "Thủ tục gia hạn thời hạn hoạt động của dự án đầu tư thuộc thẩm quyền của Ban quản lý khu công nghiệp, khu chế xuất, khu công nghệ cao, khu kinh tế công nghệ cao, khu kinh tế", INVESTMENT, "17 ngày", 3),
    Procedure("1.009755", "Thủ tục chấp thuận nhà đầu tư thuộc thẩm quyền của Ban quản lý khu kinh tế", INVESTMENT, None, 2, online=1),
    Procedure("1.009659", f"Thủ tục gia hạn thời hạn hoạt động của dự án đầu tư thuộc thẩm quyền của {_CHAIRMAN}", INVESTMENT, W17, 2, online=2),
    Procedure("1.009645", f"Thủ tục chấp thuận chủ trương đầu tư thuộc thẩm quyền của {_CHAIRMAN}", INVESTMENT, W17, 3, online=3),
    Procedure("1.009644", f"Thủ tục điều chỉnh Quyết định chấp thuận nhà đầu tư thuộc thẩm quyền của {_CHAIRMAN}", INVESTMENT, W17, 1, online=3),
    Procedure("1.009642", f"Thủ tục chấp thuận nhà đầu tư thuộc thẩm quyền của {_CHAIRMAN}", INVESTMENT, W17, 1),
    Procedure("1.009736", "Thủ tục chấm dứt hoạt động văn phòng điều hành của nhà đầu tư nước ngoài trong hợp đồng BCC", INVESTMENT, "10 ngày làm việc", 1, full=1),
    Procedure("1.115146", "Thủ tục điều chỉnh Giấy chứng nhận đăng ký hoạt động văn phòng điều hành của nhà đầu tư nước ngoài trong hợp đồng BCC", INVESTMENT, "7 ngày làm việc", 1),
    Procedure("1.115145", "Thủ tục điều chỉnh Quyết định chấp thuận nhà đầu tư thuộc thẩm quyền của Ban quản lý khu kinh tế", INVESTMENT, W17, 1, online=None),
    Procedure("1.115144", f"Thủ tục điều chỉnh dự án đầu tư đã được chấp thuận chủ trương đầu tư nhưng chưa tổ chức lựa chọn nhà đầu tư hoặc chưa lựa chọn được nhà đầu tư thực hiện dự án thuộc thẩm quyền của {_BOARD}", INVESTMENT, W17, 1, online=None),
    Procedure("1.115147", "Thủ tục áp dụng biện pháp bảo đảm đầu tư", INVESTMENT, "30 ngày", 1, online=None),
    Procedure("2.002725", "Thủ tục cấp Giấy chứng nhận đăng ký đầu tư theo thủ tục đầu tư đặc biệt", INVESTMENT, "15 ngày", 6, full=2),
    Procedure("2.002727", "Thủ tục cấp đổi Giấy chứng nhận đăng ký đầu tư theo thủ tục đầu tư đặc biệt", INVESTMENT, "15 ngày", 4, full=3),
    Procedure("1.014565", "Đăng ký kinh doanh lần đầu, đăng ký thay đổi nội dung đăng ký kinh doanh, đăng ký cấp lại, hiệu đính thông tin đăng ký kinh doanh của tổ chức khoa học công nghệ, chi nhánh của tổ chức khoa học công nghệ", SCIENCE, "1 ngày", 3),
    Procedure("1.014566", "Đăng ký tạm ngừng kinh doanh, tiếp tục kinh doanh trước thời hạn đã đăng ký, chấm dứt kinh doanh của tổ chức khoa học và công nghệ, chi nhánh của tổ chức khoa học và công nghệ", SCIENCE, "1 ngày", 2),
    Procedure("1.014567", "Đề nghị thu hồi giấy tờ trong trường hợp có căn cứ xác định nội dung kê khai trong hồ sơ đăng ký kinh doanh của tổ chức khoa học và công nghệ là giả mạo", SCIENCE, "3 ngày", 1, online=None),
    Procedure("1.014316", "Hỗ trợ chi phí", SUPPORT, None, 4, online=5, listed=4),
    Procedure("9.000101", "Cấp giấy phép xây dựng công trình trong khu công nghiệp (thủ tục minh họa)", BUILDING, "20 ngày làm việc", 28, payment=0),
    Procedure("9.000102", "Điều chỉnh giấy phép xây dựng (thủ tục minh họa)", BUILDING, "20 ngày làm việc", 14, payment=0),
    Procedure("9.000103", "Gia hạn giấy phép xây dựng (thủ tục minh họa)", BUILDING, "5 ngày làm việc", 6, full=5, payment=1),
    Procedure("9.000104", "Thẩm định báo cáo nghiên cứu khả thi đầu tư xây dựng (thủ tục minh họa)", BUILDING, "25 ngày làm việc", 9, payment=6),
    Procedure("9.000201", "Cấp giấy phép lao động cho người lao động nước ngoài (thủ tục minh họa)", LABOUR, "5 ngày làm việc", 64, full=0, payment=0),
    Procedure("9.000202", "Gia hạn giấy phép lao động (thủ tục minh họa)", LABOUR, "5 ngày làm việc", 30, full=0, payment=0),
    Procedure("9.000203", "Cấp lại giấy phép lao động (thủ tục minh họa)", LABOUR, "3 ngày làm việc", 12, full=0, payment=0),
    Procedure("9.000204", "Xác nhận không thuộc diện cấp giấy phép lao động (thủ tục minh họa)", LABOUR, "5 ngày làm việc", 9, full=0),
    Procedure("9.000205", "Đăng ký nội quy lao động (thủ tục minh họa)", LABOUR, "7 ngày làm việc", 14, full=0),
    Procedure("9.000301", "Cấp giấy phép môi trường (thủ tục minh họa)", ENVIRONMENT, "30 ngày", 12, payment=NEVER),
    Procedure("9.000302", "Cấp đổi giấy phép môi trường (thủ tục minh họa)", ENVIRONMENT, "10 ngày làm việc", 7),
    Procedure("9.000401", "Cấp giấy phép thành lập văn phòng đại diện của thương nhân nước ngoài (thủ tục minh họa)", TRADE, "7 ngày làm việc", 9, payment=0),
    Procedure("9.000402", "Điều chỉnh giấy phép thành lập văn phòng đại diện (thủ tục minh họa)", TRADE, "5 ngày làm việc", 12, full=0, payment=2),
    Procedure("9.000403", "Chấm dứt hoạt động văn phòng đại diện (thủ tục minh họa)", TRADE, "5 ngày làm việc", 4, full=6),
)


def listed(quarter: Period) -> list[Procedure]:
    """The procedures in the catalogue of a quarter."""
    return [one for one in PROCEDURES if one.listed <= QUARTERS.index(quarter)]


def catalogue(quarter: Period) -> list[dict[str, object]]:
    """Rows of Danh mục TTHC as the quarter ends."""
    return [_row(one, QUARTERS.index(quarter)) for one in listed(quarter)]


def _row(one: Procedure, now: int) -> dict[str, object]:
    return {
        "ma_tthc": one.code,
        "ten_tthc": one.name,
        "linh_vuc": one.field,
        "thoi_han_giai_quyet": one.limit,
        "du_dieu_kien_truc_tuyen": one.online is not None,
        "du_dieu_kien_toan_trinh": one.full is not None,
        "muc_do_cung_cap": _level(one, now),
        "co_nghia_vu_tai_chinh": one.has_fee,
        "da_trien_khai_thanh_toan_truc_tuyen": one.payment is not None and one.payment <= now,
    }


def _level(one: Procedure, now: int) -> str:
    if one.full is not None and one.full <= now:
        return "toàn trình"
    if one.online is not None and one.online <= now:
        return "một phần"
    return "cung cấp thông tin"
