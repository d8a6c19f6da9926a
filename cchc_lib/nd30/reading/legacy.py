"""Text typed in the fonts of before Unicode: TCVN3 (``.VnTime``) and VNI (``VNI-Times``) read as the letters they show.

Such a font draws Vietnamese letters for Latin-1 codes.  Reading them lets the checker find the elements of an old file;
the encoding itself is a finding (khoản 4 Mục I: bộ mã ký tự Unicode).
"""

from __future__ import annotations

import unicodedata

_TCVN3_CODES = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ®¡¢§£¤¥¦"
)
_TCVN3_LETTERS = (
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĂÂĐÊÔƠƯ"
)
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323", "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT, "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE,
    "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT, "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_BASES = set("aeouyAEOUYôöÔÖ")


def legacy_kind(font: str) -> str | None:
    """``TCVN3`` or ``VNI`` for a typeface of before Unicode, else None."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "TCVN3"
    return "VNI" if name.startswith("vni-") or name.startswith("vni ") else None


def decode(text: str, font: str) -> str:
    """The letters that ``font`` shows for ``text``; unchanged where the text is already Unicode Vietnamese."""
    kind = legacy_kind(font)
    if kind is None or any(ord(letter) > 0xFF and letter.isalpha() for letter in text):
        return text
    decoded = text.translate(_TCVN3) if kind == "TCVN3" else _decode_vni(text)
    return decoded.upper() if kind == "TCVN3" and font.strip().upper().endswith("H") else decoded


def _decode_vni(text: str) -> str:
    result: list[str] = []
    previous = ""
    for letter in text:
        mark = _VNI_MARKS.get(letter.lower())
        if mark and previous in _VNI_BASES:
            result.append(mark)
        else:
            plain = _VNI_SINGLE.get(letter.lower())
            result.append((plain.upper() if letter.isupper() else plain) if plain else letter)
        previous = letter
    return unicodedata.normalize("NFC", "".join(result))
