"""Text typed in the fonts before Unicode (TCVN3 «.VnTime», VNI): recognised per cell, never changed here."""

from __future__ import annotations

import re
import unicodedata

# TCVN3 (ABC): one code per letter with its tone.
_TCVN3 = dict(zip(
    "\u00b5\u00b6\u00b7\u00b8\u00b9\u00a8\u00bb\u00bc\u00bd\u00be\u00c6\u00a9\u00c7\u00c8\u00c9\u00ca\u00cb\u00ae"
    "\u00cc\u00ce\u00cf\u00d0\u00d1\u00aa\u00d2\u00d3\u00d4\u00d5\u00d6\u00d7\u00d8\u00dc\u00dd\u00de"
    "\u00df\u00e1\u00e2\u00e3\u00e4\u00ab\u00e5\u00e6\u00e7\u00e8\u00e9\u00ac\u00ea\u00eb\u00ec\u00ed\u00ee"
    "\u00ef\u00f1\u00f2\u00f3\u00f4\u00ad\u00f5\u00f6\u00f7\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe"
    "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7",
    "àảãáạăằẳẵắặâầẩẫấậđ" "èẻẽéẹêềểễếệìỉĩíị" "òỏõóọôồổỗốộơờởỡớợ" "ùủũúụưừửữứựỳỷỹýỵ" "ĂÂÊÔƠƯĐ",
    strict=True,
))
_TONES = {"ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "á": "\u0301", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "é": "\u0301", "ë": "\u0323"}
_VNI_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "í": "í", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(r"([aeouyôö])([øûõùïâàåãáäêèúüéë])", re.IGNORECASE)

_ONSET = "(?:ngh|nh|ng|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    "(?:iêu|yêu|oai|oay|oeo|uây|uôi|ươi|ươu|uya|uyê|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|ua|uâ|ui|uê|uô|uơ|uy|ưa|"
    "ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(?:ch|nh|ng|[cmnpt])?")
_WORD = re.compile(r"[^\W\d_\u00d7\u00f7]+|[A-Za-z\u00a1-\u00ff]+")
_BEYOND = re.compile("[^\u0000-\u00ff]")
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def is_syllable(word: str) -> bool:
    """Whether a word in Unicode is built like a Vietnamese syllable."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONE_MARKS))
    return _SYLLABLE.fullmatch(bare) is not None


def legacy_encoding(text: str) -> str | None:
    """TCVN3 or VNI when text reads as Vietnamese only in that encoding; None for good text and whenever in doubt."""
    if any(c.isalpha() for c in _BEYOND.findall(text)):  # a letter that neither encoding has
        return None
    words = [word for word in re.split(r"[\s\d.,;:()/\"'?!_-]+", text) if any("\u0080" <= c <= "\u00ff" for c in word)]
    odd = [word for word in words if not is_syllable(word)]
    if not odd:
        return None
    for name, decode in (("TCVN3", _from_tcvn3), ("VNI", _from_vni)):
        if all(is_syllable(decoded := decode(word)) and decoded != word for word in odd):
            return name
    return None


def _from_tcvn3(word: str) -> str:
    return "".join(_TCVN3.get(c, c) for c in word)


def _from_vni(word: str) -> str:
    def pair(match: re.Match[str]) -> str:
        base, mark = match[1].lower(), match[2].lower()
        if mark in _TONES:
            return _VNI_SINGLE.get(base, base) + _TONES[mark]
        if base in "aeo" and mark in _CIRCUMFLEX:
            return base + "\u0302" + _CIRCUMFLEX[mark]
        return base + "\u0306" + _BREVE[mark] if base == "a" and mark in _BREVE else match[0]

    marked = _VNI_PAIR.sub(lambda match: f"\x00{pair(match)}\x00", word)
    parts = marked.split("\x00")
    return unicodedata.normalize("NFC", "".join(
        part if n % 2 else "".join(_VNI_SINGLE.get(c, c) for c in part.lower()) for n, part in enumerate(parts)
    ))
