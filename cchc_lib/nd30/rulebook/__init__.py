"""The rules of Phụ lục I as data (``rules.yaml``) and the few functions that try them on a recognised document."""

import importlib

_MODULES = ("style", "page", "page_number", "head", "rule_lines", "title", "body", "headings", "closing", "annex")


def load_checks() -> None:
    """Imports every module of checks, so that each is in the register."""
    for name in _MODULES:
        importlib.import_module(f"{__name__}.{name}")
