"""Which check is mended by what. A check that is not here can only be mended by a person."""

from __future__ import annotations

from collections.abc import Callable

from ..elements.recognised import Recognised
from ..rulebook.base import Hit, Rule
from . import letters, pages, typing

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
    "motto_dash": typing.motto_dash,
    "number_colon": typing.number_colon,
    "number_space": typing.number_space,
    "number_zero": typing.number_zero,
    "symbol_dash": typing.symbol_dash,
    "symbol_space": typing.symbol_space,
    "date_comma": typing.date_comma,
    "date_day_zero": typing.day_zero,
    "date_month_zero": typing.month_zero,
    "date_month_no_zero": typing.month_no_zero,
    "full_stop": typing.ending(""),
    "gap_above": letters.gap_above,
    "addressee_colon": typing.label_colon,
    "addressee_ends": typing.ending_from_rule,
    "basis_italic": letters.switch("i", True),
    "basis_size": letters.size,
    "basis_semicolon": typing.ending(";"),
    "basis_dot": typing.ending("."),
    "body_justified": letters.align("both"),
    "body_indent": letters.indent,
    "body_gap": letters.gap,
    "body_line_spacing": letters.line_spacing,
    "body_size": letters.size,
    "body_one_size": letters.one_size,
    "heading_bold": letters.switch("b", True),
    "heading_capitals": letters.switch("caps", True),
    "heading_upright": letters.switch("i", False),
    "heading_end": typing.ending(""),
    "centred_block": letters.align("center"),
    "authority_dot": typing.authority_dot,
    "authority_space": typing.authority_space,
    "recipients_colon": typing.label_colon,
    "recipients_dash": typing.recipients_dash,
    "recipients_semicolon": typing.ending(";"),
    "recipients_dot": typing.ending("."),
    "kept_form": typing.kept_form,
}


def mender_of(rule: Rule) -> Mender | None:
    """The mender of a rule's check (for the letters of an annex: of the check that it tries)."""
    return BY_CHECK.get(rule.params["trial"] if rule.check == "annex_part" else rule.check)
