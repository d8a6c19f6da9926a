"""Words as the checker compares them: without diacritics and capitals, and the patterns by which elements are known."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from ..decree import KIND_ABBREVIATIONS, MOTTO, NATIONAL_NAME

_DASHES = str.maketrans({dash: "-" for dash in "‐‑‒–—―−"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Capitals without diacritics, blanks collapsed, every dash a hyphen: two spellings of one word fold alike."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").replace("ð", "d").replace("Ð", "D"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain.translate(_DASHES)).strip().upper()


NATIONAL_FOLDED, MOTTO_FOLDED = fold(NATIONAL_NAME), fold(MOTTO)
_LETTERS_ONLY = re.compile(r"[^A-Z0-9]+")


def resembles(text: str, folded_model: str, least: float = 0.82) -> bool:
    """Whether text is the model, possibly misspelled; blanks and punctuation do not count."""
    model, own = _LETTERS_ONLY.sub("", folded_model), _LETTERS_ONLY.sub("", fold(text))
    if not own or not 0.6 < len(own) / len(model) < 1.5:
        return False
    if own == model:
        return True
    matcher = SequenceMatcher(None, own, model, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


NUMBER = re.compile(r"^SO\s*[:;.,]?\s*[\d.…_\s]*[A-Z]{0,3}\s*[/\\]|^SO\s*:|^\d{1,5}\s*/\s*[A-Z]{2,}")
PLACE_DATE = re.compile(r"NGAY.{0,14}THANG.{0,14}NAM(?=[\s.…_\d]|$)")
SHORT_DATE = re.compile(r"NGAY\s*[\d.…_]*\s*[/-]\s*[\d.…_]*\s*[/-]\s*[\d.…_]*")
# Marks above the head that are no body's name.
MARK = re.compile(r"^(MAU( SO)?\b|BIEU( SO)?\b|PHU LUC|DU THAO|BAN SAO|SO LIEU MINH HOA|SAO Y|TRICH SAO|SAO LUC)")
LETTER_ABSTRACT = re.compile(r"^V\s*/\s*V\b")
TYPED_LINE = re.compile(r"^[-_=–—―*.…~¯─━\s]{3,}$")
STAR = re.compile(r"^\*+$")
ADDRESSEE = re.compile(r"^KINH GUI\b")
RECIPIENTS = re.compile(r"^NOI NHAN\b")
BASIS = re.compile(r"^(CAN CU|THEO DE NGHI|XET DE NGHI|THUC HIEN|XET TO TRINH|THEO TO TRINH)\b")
BASIS_FIRST = re.compile(r"^CAN CU\b")
DRAFTER = re.compile(r"^[A-Z]{1,6}\s*[.,]?\s*\(?\s*\d{1,4}\s*(BAN|B)?\)?\.?$")
CONTACT = re.compile(r"^(DIA CHI|TRU SO|DIEN THOAI|DT\s*:|SO DIEN THOAI|E-?MAIL|THU DIEN TU|WEBSITE|TRANG THONG TIN|FAX)\b")
URGENCY = {"KHAN", "THUONG KHAN", "HOA TOC", "HOA TOC HEN GIO"}
SECRECY = {"MAT", "TOI MAT", "TUYET MAT"}
CIRCULATION = {"XEM XONG TRA LAI", "LUU HANH NOI BO"}
PARTY = fold("ĐẢNG CỘNG SẢN VIỆT NAM")
ANNEX = re.compile(r"^PHU LUC(\s*(SO\s*)?[:.]?\s*([IVXLC]+|\d{1,2}|[A-Z]))?\s*[.:]?$")
ANNEX_WITH_TITLE = re.compile(r"^PHU LUC\s*(SO\s*)?([IVXLC]+|\d{1,2})\s*[:.\-]\s*[A-Z]")
ISSUED_WITH = re.compile(r"^\(?\s*(BAN HANH )?(DUOC )?(KEM THEO|BAN HANH THEO|BAN HANH KEM)")
SIGNING_PREFIX = re.compile(r"^(TM|KT|TL|TUQ|T/M|K/T|T/L|TUQ|Q)\s*[.,]?\s*(?=[A-Z])")
_POST_WORDS = (
    "CHU TICH", "GIAM DOC", "TONG GIAM DOC", "HIEU TRUONG", "TRUONG BAN", "TRUONG PHONG", "BO TRUONG", "THU TRUONG",
    "CHANH VAN PHONG", "CHANH THANH TRA", "CUC TRUONG", "VU TRUONG", "VIEN TRUONG", "TONG CUC TRUONG", "CHI CUC TRUONG",
    "DOI TRUONG", "TRAM TRUONG", "TRUONG CONG AN", "TRUONG TRAM", "BI THU", "THU TUONG", "KE TOAN TRUONG", "TO TRUONG",
    "TRUONG KHOA", "TRUONG DOAN", "CHANH AN", "VIEN TRUONG", "HOI TRUONG", "TONG BIEN TAP", "QUYEN HAN", "CHI HUY TRUONG",
    "CHINH UY", "TU LENH", "HAT TRUONG", "CHU NHIEM", "DAI DIEN", "THANH TRA",
)  # fmt: skip
POST = re.compile(r"^((TM|KT|TL|TUQ|Q)\s*[.,]?\s*)?(PHO |QUYEN |NGUOI )?(" + "|".join(_POST_WORDS) + r")\b")

KINDS = {fold(name) for name in KIND_ABBREVIATIONS} | {"CONG VAN", "QUYET NGHI", "LOI KEU GOI", "DE CUONG", "TO TRINH TOM TAT"}
LEGAL_KINDS = {fold(name) for name in ("Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch", "Hiến pháp")}
LEGAL_NUMBER = re.compile(r"/(19|20)\d\d/")
# Kinds whose sample forms have no abstract (Mẫu 1.8, 1.10 and the phiếu): what follows the kind is already the text.
NO_ABSTRACT = {fold(name) for name in ("Giấy giới thiệu", "Giấy nghỉ phép", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo",
                                       "Giấy uỷ quyền")}  # fmt: skip

ORGANISATION = re.compile(
    r"^(UBND|HDND|UY BAN|HOI DONG|SO|BAN|BO|TRUONG|CHI CUC|CUC|TONG CUC|VU|TRUNG TAM|BENH VIEN|PHONG|VAN PHONG|VIEN|"
    r"CONG AN|THANH TRA|CONG TY|TONG CONG TY|TAP DOAN|KHO BAC|BAO HIEM|BAO TANG|THU VIEN|TRAM|DOAN|HOI|LIEN DOAN|TOA AN|"
    r"NGAN HANG|DAI|BAO|HOC VIEN|HAT|DON|DOI|KHOA|TO|CHINH PHU|QUOC HOI|MAT TRAN|UBMTTQ|QUY|CO QUAN|THANH DOAN|TINH DOAN|"
    r"TEN CO QUAN|TEN CQ|KIEM TOAN|THUE|HAI QUAN|BO CHI HUY|BO TU LENH)\b"
)  # fmt: skip
# Stricter: words that begin a body's own name even right under another name.
BODY_START = re.compile(
    r"^(SO|BAN (QUAN LY|CHI DAO|DAN TOC|TIEP)|TRUONG|CHI CUC|CUC|TRUNG TAM|BENH VIEN|PHONG|VAN PHONG|CONG AN|THANH TRA|HAT|"
    r"TRAM|UY BAN NHAN DAN|UBND|TEN CO QUAN)\b"
)
# A line that ends so goes on in the next one.
UNFINISHED = re.compile(
    r"\b(CO PHAN|TRUNG TAM|VA|BAN|TRUONG|CONG TY|VAN PHONG|PHONG|TNHH|QUAN LY|CHI DAO|SO|HOI|THANH VIEN|CUA|CAC|,|-)$"
)
CONTINUATION = re.compile(
    r"^(TINH|THANH PHO|TP\.?|QUAN|HUYEN|THI XA|THI TRAN|XA|PHUONG|VA|CUA|TRUNG UONG|KHU VUC|CAC KHU|KHU|NUOC|VIET NAM|-|THUOC|"
    r"CAP|TAI|SO \d|[IVX]+$|TO CHUC)"
)  # fmt: skip


def is_form(text: str) -> bool:
    """Whether a line is a form to fill in: dots, mostly."""
    dots = text.count(".") + text.count("…") + text.count("_")
    return dots > 0 and dots > 0.4 * len("".join(text.split()))


def is_upper(text: str) -> bool:
    """Whether every letter is a capital (at least one letter)."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all(letter == letter.upper() for letter in letters)
