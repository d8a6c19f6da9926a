"""The lower part: signature with recipients, and the head of an annex (khoản 7, 9 Mục II; khoản 1 Mục III)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, Frame, Paragraph, centred, rule, short_rule_length_pt
from .decree import ANNEX_LABEL, RECIPIENTS_LABEL
from .stylesheet import StyleSheet
from .text import as_runs, clean, upper
from .units import pt_to_twips
from .wording import authority_line, recipient_list

# The authority is centred in the right half, a little wide of the middle for long posts.
_LEFT_SHARE = 0.46
_GAP_ABOVE_PT = 14


@dataclass(frozen=True)
class Signature:
    """Who signs and who receives; ``as_above``: the document has a Kính gửi."""

    authority: Sequence[str]
    name: str
    recipients: Sequence[str]
    keep: str
    other_title: str | None = None
    as_above: bool = False


def signature_block(said: Signature, sheet: StyleSheet, text_width_pt: float) -> Frame:
    """``Nơi nhận`` left, level with the authority at the right; room for the signature; the name (ô 7, 9b)."""
    left_pt = text_width_pt * _LEFT_SHARE
    right_pt = text_width_pt - left_pt
    lines = recipient_list(said.recipients, said.keep, said.as_above)
    left = [Paragraph("Nơi nhận", as_runs(RECIPIENTS_LABEL))]
    left += [Paragraph("Danh sách nơi nhận", as_runs(line)) for line in lines]
    post = sheet.face("Chức vụ")
    right = [centred("Chức vụ", line, post, right_pt, keep_next=True) for line in map(authority_line, said.authority)]
    signer = "\n".join(clean(line).strip() for line in (said.other_title, said.name) if line)
    right.append(Paragraph("Họ tên", as_runs(signer)))
    total = pt_to_twips(text_width_pt)
    widths = (pt_to_twips(left_pt), total - pt_to_twips(left_pt))
    return Frame(widths, ((left, right),), top_pt=_GAP_ABOVE_PT)


def annex_head(
    number: str | None, title: str, reference: str | None, sheet: StyleSheet, text_width_pt: float
) -> list[Paragraph]:
    """``Phụ lục I``, its title in capitals, the reference in italics with its line (điểm b, c khoản 1 Mục III)."""
    label = f"{ANNEX_LABEL} {number}" if number else ANNEX_LABEL
    name, face = upper(title).strip(), sheet.face("Tên phụ lục")
    head = [
        Paragraph("Phụ lục", as_runs(label)),
        centred("Tên phụ lục", name, face, text_width_pt, text_width_pt * 0.9),
    ]
    if reference:
        style, text = "Chỉ dẫn phụ lục", clean(reference).strip()
        head.append(centred(style, text, sheet.face(style), text_width_pt))
        head.append(rule(short_rule_length_pt(text, sheet.face(style), text_width_pt), text_width_pt, keep_next=True))
    return head


def keep_with_last_lines(blocks: Sequence[Block], sheet: StyleSheet, text_width_pt: float) -> None:
    """Bind what follows to the end of the text, so that a signature never stands alone on a page.

    Word keeps two lines of a bound paragraph together; a last paragraph of one line takes the one before it along.
    """
    for block in blocks[:-3:-1]:
        block.keep_next = True
        one_line = isinstance(block, Paragraph) and sheet.face(block.style).width_pt(block.text) < 0.9 * text_width_pt
        if not one_line:
            return
