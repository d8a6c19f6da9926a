"""Phụ lục I of Nghị định 30/2020/NĐ-CP as data: every size, range and fixed text once, beside its clause.

Writer and checker both read this module and neither repeats a number from it.  Sizes and spacings are in points
(``_pt``), paper measures in millimetres (``_mm``), line spacing in lines.  Clauses are worded as a Vietnamese reader
cites them; all of them are of Phần I of the annex.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


def clause(section: str, number: int | None = None, point: str | None = None) -> str:
    """The clause as cited in a finding, e.g. ``điểm b khoản 2 Mục II Phần I Phụ lục I``."""
    parts = [f"điểm {point}"] if point else []
    parts += [f"khoản {number}"] if number else []
    return " ".join([*parts, f"Mục {section} Phần I Phụ lục I"])


@dataclass(frozen=True)
class Range:
    """A closed range; ``high`` None means no upper bound."""

    low: float
    high: float | None

    def contains(self, value: float, tolerance: float = 0.0) -> bool:
        """Whether value lies inside, give or take ``tolerance`` (same unit as the range)."""
        return self.low - tolerance <= value and (self.high is None or value <= self.high + tolerance)

    def __str__(self) -> str:
        if self.high is None:
            return f"≥ {self.low:g}"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"


@dataclass(frozen=True)
class Page:
    """Paper and margins (khoản 1–3 Mục I), millimetres."""

    width_mm: float = 210
    height_mm: float = 297
    top_mm: Range = Range(20, 25)
    bottom_mm: Range = Range(20, 25)
    left_mm: Range = Range(30, 35)
    right_mm: Range = Range(15, 20)


PAGE = Page()
PAGE_NUMBER_CLAUSE = clause("I", 7)
FONT_NAME = "Times New Roman"
FONT_COLOUR = "000000"


@dataclass(frozen=True)
class Element:
    """One component of the document as the decree wants it printed.

    ``caps`` True: IN HOA, False: in thường, None: mixed (the symbol of a document).  ``align`` is the value Word writes
    (``center``, ``both``, ``left``) or None where the decree leaves it open.  None in ``bold`` or ``italic``: open too.
    """

    key: str
    name: str
    clause: str
    size_pt: Range
    caps: bool | None = False
    bold: bool | None = False
    italic: bool | None = False
    align: str | None = "center"


_12_13, _13_14 = Range(12, 13), Range(13, 14)
_ELEMENTS = (
    Element("national_name", "Quốc hiệu", clause("II", 1, "a"), _12_13, caps=True, bold=True),
    Element("motto", "Tiêu ngữ", clause("II", 1, "b"), _13_14, bold=True),
    Element("parent", "Tên cơ quan chủ quản", clause("II", 2, "b"), _12_13, caps=True),
    Element("issuer", "Tên cơ quan ban hành", clause("II", 2, "b"), _12_13, caps=True, bold=True),
    Element("number", "Số, ký hiệu", clause("II", 3, "c"), Range(13, 13), caps=None),
    Element("place_date", "Địa danh, thời gian", clause("II", 4, "c"), _13_14, italic=True),
    Element("kind", "Tên loại văn bản", clause("II", 5, "b"), _13_14, caps=True, bold=True),
    Element("abstract", "Trích yếu nội dung", clause("II", 5, "b"), _13_14, bold=True),
    Element("letter_abstract", "Trích yếu công văn", clause("II", 5, "b"), _12_13),
    Element("basis", "Căn cứ ban hành", clause("II", 6, "a"), _13_14, italic=True, align=None),
    Element("body", "Nội dung văn bản", clause("II", 6, "e"), _13_14, align="both"),
    Element("part", "Phần, chương", clause("II", 6, "đ"), _13_14, bold=True),
    Element("part_title", "Tiêu đề của phần, chương", clause("II", 6, "đ"), _13_14, caps=True, bold=True),
    Element("section", "Mục (I.)", clause("V", 6, "b"), _13_14, caps=True, bold=True, align=None),
    Element("article", "Điều", clause("II", 6, "đ"), _13_14, bold=True, align=None),
    Element("titled_item", "Khoản có tiêu đề (1.)", clause("II", 6, "đ"), _13_14, bold=True, align=None),
    Element("item", "Khoản không có tiêu đề (1.)", clause("II", 6, "đ"), _13_14, align="both"),
    Element("point", "Điểm a)", clause("II", 6, "đ"), _13_14, align="both"),
    Element("authority", "Quyền hạn, chức vụ của người ký", clause("II", 7, "đ"), _13_14, caps=True, bold=True),
    Element("signer", "Họ tên người ký", clause("II", 7, "đ"), _13_14, bold=True),
    Element("addressee", "Kính gửi", clause("II", 9, "d"), _13_14, align=None),
    Element("recipients_label", "Nơi nhận", clause("II", 9, "d"), Range(12, 12), bold=True, italic=True, align="left"),
    Element("recipient", "Danh sách nơi nhận", clause("II", 9, "d"), Range(11, 11), align="left"),
    Element("annex_label", "Phụ lục", clause("III", 1, "b"), Range(14, 14), bold=True),
    Element("annex_title", "Tên phụ lục", clause("III", 1, "b"), _13_14, caps=True, bold=True),
    Element("annex_reference", "Chỉ dẫn kèm theo văn bản", clause("III", 1, "c"), _13_14, italic=True),
    Element("urgency", "Dấu chỉ mức độ khẩn", clause("III", 2, "b"), _13_14, caps=True, bold=True),
    Element("circulation", "Chỉ dẫn về phạm vi lưu hành", clause("III", 2, "c"), _13_14, caps=True, bold=True),
    Element("drafter", "Ký hiệu người soạn thảo", clause("III", 3), Range(11, 11), caps=None, align=None),
    Element("contact", "Địa chỉ, thư điện tử", clause("III", 4), Range(11, 12), align=None),
    Element("page_number", "Số trang", PAGE_NUMBER_CLAUSE, _13_14),
)
ELEMENTS: Mapping[str, Element] = MappingProxyType({element.key: element for element in _ELEMENTS})


@dataclass(frozen=True)
class SizePair:
    """Sizes that rise and fall together (note under the sample table, Mục V), points."""

    national_name_pt: float
    motto_pt: float
    place_date_pt: float

    @property
    def name(self) -> str:
        """The pair as a user chooses it, e.g. ``13-14-14``."""
        return f"{self.national_name_pt:g}-{self.motto_pt:g}-{self.place_date_pt:g}"


SIZE_PAIRS: Mapping[str, SizePair] = MappingProxyType(
    {pair.name: pair for pair in (SizePair(13, 14, 14), SizePair(12, 13, 13))}
)
SIZE_PAIR_CLAUSE = clause("V")

# Lời văn: điểm e khoản 6 Mục II.
FIRST_LINE_INDENTS_MM = (10.0, 12.7)
PARAGRAPH_GAP_PT = Range(6, None)
LINE_SPACING = Range(1.0, 1.5)
LETTER_ABSTRACT_GAP_PT = 6  # điểm b khoản 5 Mục II

# Dòng kẻ: as a share of the printed text line (khoản 1 điểm b, khoản 2 điểm b, khoản 5 điểm b Mục II).
MOTTO_LINE_SHARE = Range(1.0, 1.0)
SHORT_LINE_SHARE = Range(1 / 3, 1 / 2)

# Not in the decree: the smallest size at which clerks and readers still accept a table.
TABLE_SIZE_PT = Range(11, None)

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
# The annex writes HÒA in its text and HOÀ in its own sample: both are right when checking.
NATIONAL_NAMES = (NATIONAL_NAME, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSEE_LABEL = "Kính gửi:"
RECIPIENTS_LABEL = "Nơi nhận:"
AS_ABOVE = "Như trên"
KEEP_LABEL = "Lưu:"
NUMBER_LABEL = "Số:"
LETTER_ABSTRACT_LABEL = "V/v"
ANNEX_LABEL = "Phụ lục"
END_MARK = "./."  # Mẫu 1.4 and mẫu phụ lục, Phụ lục III

# Quyền hạn của người ký: điểm b khoản 7 Mục II.
AUTHORITY_PREFIXES: Mapping[str, str] = MappingProxyType(
    {"TM.": "ký thay mặt tập thể", "Q.": "quyền cấp trưởng", "KT.": "ký thay người đứng đầu",
     "TL.": "ký thừa lệnh", "TUQ.": "ký thừa uỷ quyền"}
)

# Bảng chữ viết tắt tên loại: Mục I Phụ lục III.
KIND_ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {
        "Nghị quyết": "NQ", "Quyết định": "QĐ", "Chỉ thị": "CT", "Quy chế": "QC", "Quy định": "QyĐ",
        "Thông cáo": "TC", "Thông báo": "TB", "Hướng dẫn": "HD", "Chương trình": "CTr", "Kế hoạch": "KH",
        "Phương án": "PA", "Đề án": "ĐA", "Dự án": "DA", "Báo cáo": "BC", "Biên bản": "BB", "Tờ trình": "TTr",
        "Hợp đồng": "HĐ", "Công điện": "CĐ", "Bản ghi nhớ": "BGN", "Bản thỏa thuận": "BTT", "Giấy uỷ quyền": "GUQ",
        "Giấy mời": "GM", "Giấy giới thiệu": "GGT", "Giấy nghỉ phép": "GNP", "Phiếu gửi": "PG",
        "Phiếu chuyển": "PC", "Phiếu báo": "PB", "Sao y": "SY", "Trích sao": "TrS", "Sao lục": "SL",
    }
)  # fmt: skip
KIND_CLAUSE = "Mục I Phụ lục III"

# Điểm follow the Vietnamese alphabet (điểm đ khoản 6 Mục II); ă, â, ê, ô, ơ, ư are not used as signs of order.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Roman numeral of a mục or phụ lục, 1…49; ValueError outside."""
    if not 1 <= number <= 49:
        raise ValueError(f"số La Mã chỉ dùng cho 1–49, nhận {number}")
    tens, rest = divmod(number, 10)
    result = "XL" if tens == 4 else "X" * tens
    for value, sign in _ROMAN:
        while rest >= value:
            result, rest = result + sign, rest - value
    return result


def point_letter(number: int) -> str:
    """Letter of the number-th điểm, 1 = a … 23 = y; ValueError beyond the alphabet."""
    if not 1 <= number <= len(POINT_LETTERS):
        raise ValueError(f"một khoản có tối đa {len(POINT_LETTERS)} điểm, nhận {number}")
    return POINT_LETTERS[number - 1]


def day_text(day: int) -> str:
    """Day as printed: a zero before 1–9 (điểm b khoản 4 Mục II)."""
    return f"{day:02d}"


def month_text(month: int) -> str:
    """Month as printed: a zero before 1 and 2 only (điểm b khoản 4 Mục II)."""
    return f"{month:02d}" if month <= 2 else str(month)


def long_date(date: datetime.date) -> str:
    """``ngày 05 tháng 3 năm 2024`` (điểm b khoản 4 Mục II)."""
    return f"ngày {day_text(date.day)} tháng {month_text(date.month)} năm {date.year}"


def short_date(date: datetime.date) -> str:
    """``05/3/2024``: custom of citations and tables, with the zeros of the long form."""
    return f"{day_text(date.day)}/{month_text(date.month)}/{date.year}"


def document_number(number: str | int | None) -> str:
    """Number of the document: two digits below 10, "" where there is none yet (điểm c khoản 3 Mục II)."""
    text = "" if number is None else str(number).strip()
    return f"0{text}" if re.fullmatch(r"[1-9]", text) else text
