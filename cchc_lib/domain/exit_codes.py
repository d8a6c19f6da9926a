"""Exit codes of every command, and which one counts when several things happened."""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells the shell; the members stand from the gravest to none."""

    USAGE = 2
    ENVIRONMENT = 7
    LOCKED = 8
    FAULTS = 3
    FAILED = 1
    FORMAT = 5
    MISSING_FORMS = 4
    DIFFERENCE = 6
    INTERRUPTED = 130
    DONE = 0


_GRAVITY = {code: place for place, code in enumerate(ExitCode)}


def gravest(codes: Iterable[int]) -> ExitCode:
    """The code that counts among these; DONE when there are none. ValueError for a number that is no exit code."""
    return min(map(ExitCode, codes), key=_GRAVITY.__getitem__, default=ExitCode.DONE)
