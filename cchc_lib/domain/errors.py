"""Failures that a user can mend: what, where, why, and what to do next. Never shown as a traceback."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_lib.domain.exit_codes import ExitCode


class UserError(Exception):
    """A known failure, told in Vietnamese.

    what: one sentence without its full stop; where: file › sheet › row › column, or empty; why: what was found and
    what was expected, or empty; remedy: what to do next; details: one line for each single mistake when there are
    several. A subclass sets its own `exit_code`.
    """

    exit_code = ExitCode.FAILED

    def __init__(
        self, what: str, *, where: str = "", why: str = "", remedy: str = "", details: Sequence[str] = (),
        exit_code: ExitCode | None = None,
    ):
        super().__init__(what)
        self.what, self.where, self.why, self.remedy, self.details = what, where, why, remedy, tuple(details)
        if exit_code is not None:
            self.exit_code = exit_code

    def __reduce__(self):
        # Keyword-only arguments: the default way of pickling would lose them between processes.
        return _rebuilt, (type(self), self.what, self.__dict__)

    def __str__(self) -> str:
        """All parts on their own lines, those that are empty left out."""
        labelled = (("", self.what), ("Ở đâu: ", self.where), ("Vì sao: ", self.why))
        lines = [label + text for label, text in labelled if text]
        lines += [f"  - {detail}" for detail in self.details]
        return "\n".join([*lines, *([f"Cách xử lý: {self.remedy}"] if self.remedy else [])])

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback: an analyst mends a value, not this library."""
        return in_notebook(str(self)).splitlines()

    def as_dict(self) -> dict[str, object]:
        """The parts by name, for `--json`."""
        data: dict[str, object] = {"what": self.what, "where": self.where, "why": self.why, "remedy": self.remedy}
        return data | ({"details": list(self.details)} if self.details else {})


def in_notebook(words: str) -> str:
    """words with the parameters of a notebook for the options of a command: «tham số data» for «--data»."""
    words = re.sub(r" \(hoặc --set [^)]*\)", "", words)  # a notebook changes a file, or the parameters cell
    return re.sub(r"--(data|parameters|sample)\b", r"tham số \1", words).replace("--outputs", "tham số output")


def _rebuilt(kind: type[UserError], what: str, state: dict) -> UserError:
    error = kind.__new__(kind, what)
    error.__dict__.update(state)
    return error


class UsageError(UserError):
    """A command, option, value or parameter that cannot be."""

    exit_code = ExitCode.USAGE


class ParameterError(UsageError):
    """A parameter file, or a template of sentences, is wrong."""


class EnvironmentLacking(UserError):
    """The machine lacks something that the work needs: a program, a package, disk space, a permission."""

    exit_code = ExitCode.ENVIRONMENT


class LockedError(UserError):
    """Another run holds the lock."""

    exit_code = ExitCode.LOCKED


class DataError(UserError):
    """What was submitted has faults, or an identity does not hold."""

    exit_code = ExitCode.FAULTS


class RunError(UserError):
    """An area failed, or something unexpected happened in a run."""

    exit_code = ExitCode.FAILED
