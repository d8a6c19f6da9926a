"""Which check is mended by what. A check that is not here can only be mended by a person."""

from __future__ import annotations

from collections.abc import Callable

from ..elements.recognised import Recognised
from ..rulebook.base import Hit, Rule
from . import letters, pages, punctuation

Mender = Callable[[Recognised, Rule, Hit], bool]

BY_CHECK: dict[str, Mender] = {
    "paper": pages.paper,
    "margin": pages.margin,
    "font": letters.typeface,
    "composed": letters.compose,
    "colour": letters.colour,
    "page_number_first": pages.hide_on_first,
    "page_number_centred": letters.align("center"),
    "page_number_size": letters.page_number_letters("sz", "28"),
    "page_number_upright": letters.page_number_letters("i", "0"),
    "page_number_arabic": pages.arabic,
    "page_number_start": pages.from_one,
    "annex_pages": pages.from_one,
    "size": letters.size,
    "letters_on": letters.switch("", True),
    "letters_off": letters.switch("", False),
    "capitals": letters.switch("caps", True),
    "align": letters.align("center"),
    "size_pair": letters.size_pair,
    "motto_dash": punctuation.motto_dash,
    "number_colon": punctuation.number_colon,
    "number_space": punctuation.number_space,
    "number_zero": punctuation.number_zero,
    "symbol_dash": punctuation.symbol_dash,
    "symbol_space": punctuation.symbol_space,
    "date_comma": punctuation.date_comma,
    "date_day_zero": punctuation.day_zero,
    "date_month_zero": punctuation.month_zero,
    "date_month_no_zero": punctuation.month_no_zero,
    "full_stop": punctuation.ending(""),
    "gap_above": letters.gap_above,
    "addressee_colon": punctuation.label_colon,
    "addressee_ends": punctuation.ending_from_rule,
    "basis_italic": letters.switch("i", True),
    "basis_size": letters.size,
    "basis_semicolon": punctuation.ending(";"),
    "basis_dot": punctuation.ending("."),
    "body_justified": letters.align("both"),
    "body_indent": letters.indent,
    "body_gap": letters.gap,
    "body_line_spacing": letters.line_spacing,
    "body_size": letters.size,
    "body_one_size": letters.one_size,
    "heading_bold": letters.switch("b", True),
    "heading_capitals": letters.switch("caps", True),
    "heading_upright": letters.switch("i", False),
    "heading_end": punctuation.ending(""),
    "centred_block": letters.align("center"),
    "authority_dot": punctuation.authority_dot,
    "authority_space": punctuation.authority_space,
    "recipients_colon": punctuation.label_colon,
    "recipients_dash": punctuation.recipients_dash,
    "recipients_semicolon": punctuation.ending(";"),
    "recipients_dot": punctuation.ending("."),
    "kept_form": punctuation.kept_form,
}


def mender_of(rule: Rule) -> Mender | None:
    """The mender of a rule's check (for the letters of an annex: of the check that it tries)."""
    return BY_CHECK.get(rule.params["trial"] if rule.check == "annex_part" else rule.check)
