"""Known failures: one Vietnamese sentence of cause, the place, the reason and what to do next. Never a traceback."""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """Something that a user can mend.

    what: one sentence of what is wrong. where: file, sheet, key. why: the reason, when it is not plain. remedy: what to do
    next. details: one line for each single mistake, when there are several. exit_code: see product.md.
    """

    exit_code = 2

    def __init__(
        self, what: str, *, where: str | None = None, why: str | None = None, remedy: str | None = None,
        details: Sequence[str] = (), exit_code: int | None = None,
    ) -> None:
        super().__init__(what)
        self.what, self.where, self.why, self.remedy, self.details = what, where, why, remedy, tuple(details)
        if exit_code is not None:
            self.exit_code = exit_code

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        lines = [head + (f" ({self.why})" if self.why else "")]
        lines += [f"  - {detail}" for detail in self.details]
        if self.remedy:
            lines.append(f"→ {self.remedy}")
        return "\n".join(lines)


class ParameterError(UserError):
    """A parameter, an option or a parameter file is wrong."""

    exit_code = 2


class DataError(UserError):
    """What was submitted has faults, or an identity does not hold."""

    exit_code = 3


class MachineError(UserError):
    """The machine lacks something."""

    exit_code = 7


class LockedError(UserError):
    """Another run holds the lock."""

    exit_code = 8


class RunError(UserError):
    """An area failed, or something unexpected happened in a run."""

    exit_code = 1
