"""Ids and loose matching of Vietnamese words, and days as people write them.

The id rule of the forms: a title's id is the title normalised to NFC, lower-cased, stripped of diacritics (đ -> d),
every run of other characters turned into one underscore: "Ngày tiếp nhận" -> ngay_tiep_nhan.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Ð (U+00D0, eth), typed by some Vietnamese keyboards, looks the same as Đ (U+0110) and means the same letter.
_D_LETTERS = str.maketrans({"Đ": "d", "đ": "d", "Ð": "d", "ð": "d"})
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_VIETNAMESE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b]+")  # the five tones, and â ă ơ
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def vid(title: object) -> str:
    """The id of a Vietnamese title, by the id rule. Empty for a title without letters or digits.

    Tone placement (hoà, hòa), composed or decomposed letters, capitals, spaces and missing diacritics make no difference.
    """
    text = str(title)
    return _short_vid(text) if len(text) <= _SHORT else _vid(text)


_SHORT = 80  # titles, names and choices come again and again; long texts do not


def _vid(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_D_LETTERS).casefold())
    letters = _VIETNAMESE_MARKS.sub("", decomposed)
    if not letters.isascii():
        letters = "".join(c for c in letters if not unicodedata.combining(c))
    return _SEPARATORS.sub("_", letters).strip("_")


_short_vid = lru_cache(maxsize=8192)(_vid)


def tidy(text: object) -> str:
    """Text as people mean it: NFC, the one letter Đ, runs of white space as one space, no space at the ends."""
    text = str(text)
    return _short_tidy(text) if len(text) <= _SHORT else _tidy(text)


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", nfc(text)).strip()


_short_tidy = lru_cache(maxsize=8192)(_tidy)


def capitalised(text: str) -> str:
    """With a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]


def nfc(text: str) -> str:
    """Composed letters (NFC) and one code point for Đ/đ; white space and everything else untouched."""
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")


def nearest(word: str, choices: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The choice that looks most like word by the id rule, or None when none is near."""
    by_id = {vid(choice): choice for choice in choices}
    found = difflib.get_close_matches(vid(word), list(by_id), n=1, cutoff=cutoff)
    return by_id[found[0]] if found else None


_WRITTEN = ("%Y-%m-%d", "%d/%m/%Y")


def day_as_written(text: str) -> dt.date | None:
    """2024-03-20 or 20/3/2024 as a date, the day before the month; None for anything else."""
    for form in _WRITTEN:
        try:
            return dt.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None
