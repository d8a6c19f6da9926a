"""The parser of one command's words; whatever is wrong with them is a UsageError that says what to try."""

import argparse
from collections.abc import Iterable
from typing import NoReturn

from cchc_lib.cli import vietnamese
from cchc_lib.domain.errors import UsageError

vietnamese.speak()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that this one was probably meant to be."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


class CommandParser(argparse.ArgumentParser):
    """An ArgumentParser that takes options only in full, and raises UsageError where others end the process."""

    def __init__(self, prog: str, description: str):
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, remedy=f"xem «{self.prog} --help».")

    def parse(self, words: list[str]) -> argparse.Namespace:
        """The options of these words."""
        options, unknown = self.parse_known_args(words)
        if not unknown:
            return options
        word = unknown[0].partition("=")[0]
        if not word.startswith("-"):
            raise UsageError(f"thừa «{word}»", remedy=f"xem «{self.prog} --help».")
        meant = nearest(word, self._option_string_actions)
        hint = f"có phải là «{meant}»? Nếu không, " if meant else ""
        raise UsageError(f"không có tùy chọn «{word}»", remedy=f"{hint}xem «{self.prog} --help».")
