"""What the head says: national name and motto, the bodies, number and symbol, place and date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..decree import KIND_ABBREVIATIONS, KIND_CLAUSE, MOTTO, NATIONAL_NAME, NATIONAL_NAMES
from ..elements.recognised import Recognised
from ..elements.words import SHORT_DATE, fold
from ..reading.model import Piece
from .base import Hit, Rule, check, hit

DASHES = "‐‑‒–—―−"
_BLANKS = " \u00a0\t"
_DATE = re.compile(
    r"(?P<place>.*?)(?P<comma>,?)\s*ng[àa]y(?P<day>[\s.…_\d]*)th[áa]ng(?P<month>[\s.…_\d]*)n[ăa]m(?P<year>[\s.…_\d]*)",
    re.IGNORECASE,
)
# What every document with a national header has, whatever it is; the rest is only asked of a document whose kind is known.
_ALWAYS = {"national_name", "motto", "issuer"}


def nfc(text: str) -> str:
    """Text with composed letters and single blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@check("present")
def present(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The element is there. ``unless_kind``: kinds of document that have none; ``once_issued``: asked of numbered ones only."""
    kind = fold(found.kind_name)
    if found.kind == "unnamed" and rule.element not in _ALWAYS:
        return
    if found.pieces(rule.element or "") or any(kind.startswith(fold(name)) for name in rule.params.get("unless_kind", ())):
        return
    only = rule.params.get("only_kind")
    if only and not any(kind.startswith(fold(name)) for name in only):
        return
    needs = rule.params.get("needs")
    if needs and not any(found.pieces(key) for key in needs):
        return
    if rule.params.get("title_apart") and found.inline_title:
        return
    if rule.params.get("once_issued") and _awaits_its_number(found):
        return
    yield Hit(rule.model.name, "", "không có", rule.params["required"])


def _awaits_its_number(found: Recognised) -> bool:
    """The registry has not numbered the document, so who signs it may still be open too (Điều 15)."""
    line = number_line(found)
    return line is not None and not re.search(r"\w", line.number)


@check("national_name")
def national_name(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Spelled as in the decree (HÒA or HOÀ); capitals are another rule."""
    pieces = found.pieces("national_name")
    text = nfc(found.text("national_name"))
    if pieces and text.upper() not in NATIONAL_NAMES:
        yield hit(rule, pieces[0], f"«{text}»", f"«{NATIONAL_NAME}»")


@check("one_line")
def one_line(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The national name is not broken into lines."""
    pieces = found.pieces(rule.element or "")
    if len(pieces) > 1:
        yield hit(rule, pieces[0], f"ngắt thành {len(pieces)} dòng", "một dòng")


def _motto_words(text: str) -> str:
    return re.sub(rf"\s*[-{DASHES}]\s*", " - ", text)


@check("right_half")
def right_half(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The national name stands right of the issuing body, where one table holds both."""
    name, issuer = found.pieces("national_name"), found.pieces("issuer")
    if not name or not issuer:
        return
    one, two = name[0].paragraph.cell, issuer[0].paragraph.cell
    if one is not None and two is not None and one.table == two.table and one.col < two.col:
        yield hit(rule, name[0], "ở bên trái tên cơ quan", "ở phía trên cùng, bên phải")


@check("motto_words")
def motto_words(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Words and capitals of the motto; dashes are another rule."""
    for piece in found.pieces("motto")[:1]:
        if _motto_words(nfc(piece.text)).rstrip(".") != MOTTO:
            yield hit(rule, piece, f"«{nfc(piece.text)}»", f"«{MOTTO}»")


@check("motto_dash")
def motto_dash(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Hyphens with one blank on each side."""
    for piece in found.pieces("motto")[:1]:
        text = nfc(piece.text)
        if _motto_words(text).rstrip(".") == MOTTO and text != MOTTO:
            dash = "gạch dài (–)" if any(sign in text for sign in DASHES) else "thiếu hoặc thừa cách chữ, dấu"
            yield hit(rule, piece, f"«{text}»: {dash}", f"«{MOTTO}» (gạch nối -, có cách chữ)")


class NumberLine:
    """The number line taken apart: label, colon, number, slash, symbol, as typed."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.raw = unicodedata.normalize("NFC", piece.raw).strip(_BLANKS + "\n")
        self.labelled = fold(self.raw).startswith("SO")
        body = self.raw[2:] if self.labelled else self.raw
        self.colon = body.lstrip(_BLANKS)[:1] == ":"
        rest = body.lstrip(_BLANKS + ":;.,")
        self.after_colon = body.partition(":")[2] if self.colon else ""
        head, self.slash, self.symbol = rest.partition("/")
        self.number = head.strip(_BLANKS)
        self.digits = self.number if self.number.isdigit() else ""


def number_line(found: Recognised) -> NumberLine | None:
    """The number line of a document, None where there is none."""
    pieces = found.pieces("number")
    return NumberLine(pieces[0]) if pieces else None


@check("number_colon")
def number_colon(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Số:`` with its colon."""
    line = number_line(found)
    if line and line.labelled and not line.colon:
        yield hit(rule, line.piece, f"«{line.raw}»", "«Số:» có dấu hai chấm")
    elif line and not line.labelled:
        yield hit(rule, line.piece, f"«{line.raw}»: thiếu chữ «Số:»", "«Số:» trước số văn bản")


@check("number_label_case")
def number_label_case(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Số`` in small letters."""
    line = number_line(found)
    if line and line.labelled and line.raw[:2] in ("SỐ", "số"):
        yield hit(rule, line.piece, f"«{line.raw[:2]}»", "«Số»")


@check("number_space")
def number_space(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A blank between the colon and the number."""
    line = number_line(found)
    if line and line.colon and line.digits and line.after_colon[:1].isdigit():
        yield hit(rule, line.piece, f"«{line.raw}»: dính liền sau dấu hai chấm", f"«Số: {line.after_colon.strip()}»")


@check("number_zero")
def number_zero(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Two figures below 10."""
    line = number_line(found)
    if line and line.slash and len(line.digits) == 1 and line.digits != "0":
        yield hit(rule, line.piece, f"số {line.digits}", f"số 0{line.digits}")


@check("number_slash")
def number_slash(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A slash between number and symbol."""
    line = number_line(found)
    if line and line.labelled and not line.slash and any(letter.isalpha() for letter in line.number):
        yield hit(rule, line.piece, f"«{line.raw}»", "dấu gạch chéo (/) giữa số và ký hiệu")


@check("symbol_dash")
def symbol_dash(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Groups of the symbol joined by hyphens."""
    line = number_line(found)
    if line and any(sign in line.symbol for sign in DASHES + "_"):
        yield hit(rule, line.piece, f"«{line.symbol.strip()}»", "gạch nối (-) giữa các nhóm chữ viết tắt")


@check("symbol_space")
def symbol_space(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No blanks inside the symbol; a long blank for the registry before the slash is none."""
    line = number_line(found)
    if line is None or not line.slash or not any(letter.isalpha() for letter in line.symbol):
        return
    symbol = line.symbol.rstrip(_BLANKS)
    before_slash = bool(line.digits) and bool(re.search(r"\d[ \u00a0]+/", line.raw))
    if re.search(rf"\s[-{DASHES}]|[-{DASHES}]\s", symbol) or symbol[:1] in _BLANKS and symbol.strip() or before_slash:
        yield hit(rule, line.piece, f"«{line.raw}»", "không cách chữ trong số, ký hiệu")


@check("symbol_case")
def symbol_case(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Symbol in capitals; the decree's own QyĐ, CTr, TTr and offices' own mixed abbreviations (QĐ-TTg) are left alone."""
    line = number_line(found)
    if line is None or any(span.format.caps for span in line.piece.written):
        return
    groups = [part for part in re.split(rf"[-{DASHES}/\s]+", line.symbol) if part.isalpha()]
    low = [part for part in groups if len(part) > 1 and part == part.lower()]
    if low:
        yield hit(rule, line.piece, f"«{line.symbol.strip()}»: chữ thường «{', '.join(low)}»", "ký hiệu bằng chữ in hoa")


@check("symbol_kind")
def symbol_kind(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The symbol of a named document begins with the abbreviation of its kind (Mục I Phụ lục III)."""
    line = number_line(found)
    wanted = next((short for name, short in KIND_ABBREVIATIONS.items() if fold(name) == fold(found.kind_name)), None)
    if line is None or wanted is None or not line.slash:
        return
    first = re.split(rf"[-{DASHES}\s]", line.symbol.strip())[0]
    if any(letter.isalpha() for letter in first) and first.casefold() != wanted.casefold() and "…" not in first:
        required = f"«{wanted}» là chữ viết tắt của {found.kind_name} ({KIND_CLAUSE})"
        yield hit(rule, line.piece, f"ký hiệu bắt đầu bằng «{first}»", required)


class DateLine:
    """Place and date taken apart; a part that is blank or dotted is ""."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        text = nfc(piece.text)
        match = _DATE.search(text)
        self.known = match is not None
        self.place = match["place"].strip() if match else ""
        self.comma = bool(match and match["comma"])
        self.day, self.month, self.year = ((match[key].strip(" .…_") if match else "") for key in ("day", "month", "year"))


def date_line(found: Recognised) -> DateLine | None:
    """The place-and-date line, None where it is missing or cannot be taken apart."""
    pieces = found.pieces("place_date")
    line = DateLine(pieces[0]) if pieces else None
    return line if line and line.known and "«" not in pieces[0].text else None


@check("date_comma")
def date_comma(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A comma after the place."""
    line = date_line(found)
    if line and line.place and not line.comma and any(letter.isalpha() for letter in line.place):
        yield hit(rule, line.piece, "thiếu dấu phẩy sau địa danh", f"«{line.place}, ngày …»")


@check("date_place")
def date_place(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A place is named, its first letters capitals."""
    line = date_line(found)
    if line is None:
        return
    if not any(letter.isalpha() for letter in line.place):
        if "…" not in line.place and "." not in line.place:
            yield hit(rule, line.piece, "không ghi địa danh", "địa danh trước ngày, tháng, năm")
    elif line.place[0].islower():
        yield hit(rule, line.piece, f"«{line.place}»", "viết hoa chữ cái đầu của địa danh")


@check("date_day_zero")
def date_day_zero(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A zero before days 1–9."""
    line = date_line(found)
    if line and re.fullmatch(r"[1-9]", line.day):
        yield hit(rule, line.piece, f"ngày {line.day}", f"ngày 0{line.day}")


@check("date_month_zero")
def date_month_zero(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A zero before months 1 and 2."""
    line = date_line(found)
    if line and line.month in ("1", "2"):
        yield hit(rule, line.piece, f"tháng {line.month}", f"tháng 0{line.month}")


@check("date_month_no_zero")
def date_month_no_zero(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No zero before months 3–9."""
    line = date_line(found)
    if line and re.fullmatch(r"0[3-9]", line.month):
        yield hit(rule, line.piece, f"tháng {line.month}", f"tháng {line.month[1]} (chỉ thêm số 0 với tháng 1, 2)")


@check("date_possible")
def date_possible(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A day and month that exist."""
    line = date_line(found)
    if line is None:
        return
    day, month = (int(part) if part.isdigit() else 1 for part in (line.day, line.month))
    if not 1 <= day <= 31 or not 1 <= month <= 12 or (day == 31 and month in (4, 6, 9, 11)) or (day > 29 and month == 2):
        yield hit(rule, line.piece, f"ngày {line.day} tháng {line.month}", "một ngày có thật")


@check("date_full")
def date_full(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Day, month and year in words and figures, not with slashes."""
    for piece in found.pieces("place_date")[:1]:
        if not DateLine(piece).known and SHORT_DATE.search(fold(piece.text)):
            yield hit(rule, piece, f"«{piece.text}»", "viết đầy đủ «ngày … tháng … năm …»")


@check("same_row")
def same_row(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Number and date stand in one row, where a table tells the rows apart."""
    number, date = found.pieces("number"), found.pieces("place_date")
    if not number or not date:
        return
    one, two = number[0].paragraph.cell, date[0].paragraph.cell
    if one is not None and two is not None and one.table == two.table and one.row != two.row:
        yield hit(rule, date[0], "không cùng hàng với số, ký hiệu", "cùng một dòng với số, ký hiệu")
