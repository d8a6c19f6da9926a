"""Signature and recipients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..elements.recognised import Recognised
from ..elements.words import fold, is_upper
from ..reading.model import Piece
from .base import Hit, Rule, check, excerpt, hit

_PREFIX = re.compile(r"^(TM|KT|TL|TUQ|Q)\b\s*([.,]?)(\s*)", re.IGNORECASE)
_SLASHED = re.compile(r"^(T\s*/\s*M|K\s*/\s*T|T\s*/\s*L|T\s*/\s*U\s*/?\s*Q)\b", re.IGNORECASE)
# Honours and ranks before a name (điểm c khoản 7 Mục II).
_RANK = re.compile(
    r"^((GS|PGS|TS|THS|CN|KS|BS|DS|LS|CVC|CVCC|CKI|CKII|BSCK\w*|NGUT|NGND|TTND|TTUT|NSND|NSUT|TSKH)\s*[.,]|"
    r"(THAC SI|TIEN SI|GIAO SU|PHO GIAO SU|BAC SI|KY SU|CU NHAN|LUAT SU|DUOC SI|NHA GIAO|ONG|BA)\b\s*:?|"
    r"(DAI|THUONG|TRUNG|THIEU) (TUONG|TA|UY)\b)"
)
# "Phụ trách kế toán" is a post of its own.
_ACTING = re.compile(r"\bPHO\b.*\b(PHU TRACH|DIEU HANH)\b|^(Q\.\s*)?PHU TRACH\b(?! KE TOAN)")
# Bodies for which their branch's head may allow rank and degree (điểm c khoản 7 Mục II).
_RANKED_BODIES = re.compile(
    r"\b(TRUONG|HOC VIEN|DAI HOC|BENH VIEN|VIEN|TRUNG TAM Y TE|TRAM Y TE|SO Y TE|BO Y TE|CONG AN|QUAN SU|BO DOI|QUAN KHU|BO QUOC PHONG|"
    r"SU DOAN|LU DOAN|TRUNG DOAN|KHOA HOC)\b"
)
_SEVERAL_SIGN = ("BIEN BAN", "HOP DONG", "BAN GHI NHO", "BAN THOA THUAN")
_DRAFTER = re.compile(r"\.\s*[\w()., ]{1,14}$")


@check("authority_space")
def authority_space(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A blank after KT., TM. and the like."""
    for piece in found.pieces("authority"):
        match = _PREFIX.match(piece.text)
        if match and match[2] == "." and not match[3] and piece.text[match.end() :]:
            yield hit(rule, piece, f"«{piece.text}»", f"«{match[1].upper()}. {piece.text[match.end():]}»")


@check("authority_dot")
def authority_dot(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The full stop of the abbreviation, not a slash or nothing."""
    for piece in found.pieces("authority"):
        match = _PREFIX.match(piece.text)
        if _SLASHED.match(piece.text) or (match and match[2] != "."):
            yield hit(rule, piece, f"«{piece.text}»", "«TM.», «KT.», «TL.», «TUQ.», «Q.» có dấu chấm")


@check("authority_acting")
def authority_acting(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A deputy in charge signs as a deputy for the head: KT. above, his own post below."""
    for piece in found.pieces("authority"):
        if _ACTING.search(fold(piece.text)):
            yield hit(rule, piece, f"«{piece.text}»",
                      "cấp phó phụ trách ký như cấp phó ký thay: «KT. + chức vụ cấp trưởng», dòng dưới là chức vụ cấp phó")  # fmt: skip


@check("authority_deputy")
def authority_deputy(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Under KT. stands the deputy's own post."""
    pieces = found.pieces("authority")
    folded = [fold(piece.text) for piece in pieces]
    for position, text in enumerate(folded):
        if re.match(r"^KT\b", text) and not any(re.search(r"\bPHO\b", item) for item in folded[position:]):
            if position == len(folded) - 1:
                text = f"«{pieces[position].text}», không có dòng chức vụ cấp phó"
                yield hit(rule, pieces[position], text, "dòng dưới ghi chức vụ cấp phó")


@check("authority_kt")
def authority_kt(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A deputy who signs for the head writes KT. above; a deputy alone has no authority."""
    pieces = found.pieces("authority")
    texts = [fold(piece.text) for piece in pieces]
    if fold(found.kind_name).startswith(_SEVERAL_SIGN):
        return
    if texts and re.match(r"^PHO\b", texts[0]) and not _ACTING.search(texts[0]):
        yield hit(rule, pieces[0], f"«{pieces[0].text}»", "dòng trên ghi «KT. + chức vụ cấp trưởng»")


@check("name_rank")
def name_rank(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """No rank, degree or honour before the name; for schools, hospitals and the forces it cannot be decided."""
    if _RANKED_BODIES.search(fold(f"{found.text('parent')} {found.text('issuer')}")):
        return
    for piece in found.pieces("signer"):
        if _RANK.match(fold(piece.text)):
            yield hit(rule, piece, f"«{piece.text}»", "chỉ ghi họ và tên")


@check("name_case")
def name_case(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The name in small letters with capitals at the beginning of words."""
    for piece in found.pieces("signer"):
        caps = is_upper(piece.text) or all(span.format.caps for span in piece.written)
        if caps and len(piece.text) > 4:
            yield hit(rule, piece, f"«{piece.text}»: chữ in hoa", "chữ in thường")


@check("recipients_colon")
def recipients_colon(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Nơi nhận:`` with its colon."""
    for piece in found.pieces("recipients_label")[:1]:
        if not re.match(r"^NOI NHAN\s*:", fold(piece.text)):
            yield hit(rule, piece, f"«{piece.text}»", "«Nơi nhận:»")


def recipients(found: Recognised) -> list[list[Piece]]:
    """Recipients, each with its wrapped lines; a line without a dash goes on from the one above."""
    result: list[list[Piece]] = []
    for piece in found.pieces("recipient"):
        starts = piece.text[:1] in "-–—+*•" or bool(piece.paragraph.label)
        closed = bool(result) and result[-1][-1].text.endswith((";", "."))
        if starts or not result or closed or fold(piece.text).startswith("LUU"):
            result.append([piece])
        else:
            result[-1].append(piece)
    return result


@check("recipients_dash")
def recipients_dash(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every recipient begins with a hyphen."""
    for item in recipients(found):
        label = item[0].paragraph.label
        if item[0].text[:1] != "-" and not (label and label[:1] in "-–"):
            yield hit(rule, item[0], f"«{excerpt(item[0].text)}»", "đầu dòng có gạch đầu dòng (-)")


@check("recipients_semicolon")
def recipients_semicolon(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """Every recipient but the last ends with ";"."""
    for item in recipients(found)[:-1]:
        if not item[-1].text.endswith((";", "…")):
            yield hit(rule, item[-1], f"cuối dòng «{item[-1].text[-1:]}»", "cuối dòng có dấu chấm phẩy (;)")


@check("recipients_dot")
def recipients_dot(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The last ends with "." (a drafter's sign may follow it)."""
    items = recipients(found)
    if items:
        text = items[-1][-1].text
        if not text.endswith((".", "…")) and not _DRAFTER.search(text):
            yield hit(rule, items[-1][-1], f"cuối dòng «{text[-1:]}»", "dòng cuối cùng kết thúc bằng dấu chấm (.)")


def kept(found: Recognised) -> Piece | None:
    """The line ``- Lưu: …``."""
    for item in recipients(found):
        if re.match(r"^[-–—+*•\s]*LUU\b", fold(item[0].text)):
            return item[0]
    return None


@check("kept_last")
def kept_last(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """The list ends with ``Lưu``."""
    items = recipients(found)
    line = kept(found)
    if items and line is None:
        yield hit(rule, items[-1][0], "không có dòng «Lưu»", "dòng cuối cùng «- Lưu: VT, (đơn vị soạn thảo).»")
    elif items and line is not items[-1][0]:
        yield hit(rule, line or items[-1][0], "dòng «Lưu» không ở cuối", "dòng cuối cùng là «- Lưu: …»")


@check("kept_form")
def kept_form(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Lưu: VT, …``: colon after Lưu, VT first, then a comma."""
    line = kept(found)
    if line is None:
        return
    text = fold(line.text).lstrip("-–—+*• ")
    if not re.match(r"^LUU\s*:", text):
        yield hit(rule, line, f"«{line.text}»: thiếu dấu hai chấm sau «Lưu»", "«- Lưu: VT, (đơn vị soạn thảo).»")
    elif re.match(r"^LUU\s*:\s*VT\s+\w|^LUU\s*:\s*VT\s*[;\-/]\s*\w", text):
        yield hit(rule, line, f"«{line.text}»: thiếu dấu phẩy sau «VT»", "«- Lưu: VT, (đơn vị soạn thảo).»")


@check("as_above")
def as_above(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """A document with Kính gửi begins its recipients with ``Như trên``."""
    items = recipients(found)
    if found.pieces("addressee") and len(items) > 1 and not any("NHU TREN" in fold(item[0].text) for item in items[:2]):
        yield hit(rule, items[0][0], f"dòng đầu «{excerpt(items[0][0].text)}»", "dòng đầu «- Như trên;»")


@check("as_above_needless")
def as_above_needless(found: Recognised, rule: Rule) -> Iterator[Hit]:
    """``Như trên`` refers to a Kính gửi that must be there."""
    if found.pieces("addressee") or found.kind == "unnamed" or fold(found.kind_name).startswith("GIAY"):
        return  # the sample of the giấy giới thiệu itself has "Như trên" without "Kính gửi"
    for item in recipients(found):
        if re.match(r"^[-–\s]*NHU TREN\b", fold(item[0].text)):
            yield hit(rule, item[0], "«Như trên» nhưng văn bản không có «Kính gửi»", "ghi rõ nơi nhận, hoặc có «Kính gửi» ở trên")
