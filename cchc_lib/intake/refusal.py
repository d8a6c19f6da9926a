"""Why a file is not read."""

from __future__ import annotations


class Refused(Exception):
    """A file that is not read; code is one of codes.CODES, words fill its sentence."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words
