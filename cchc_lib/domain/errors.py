"""Failures that a user can mend: what, where, why, and what to do next. Never shown as a traceback."""

from cchc_lib.domain.exit_codes import ExitCode


class UserError(Exception):
    """A known failure, told in Vietnamese.

    what: one sentence without its full stop; where: file › sheet › row › column, or empty; why: what was found and
    what was expected, or empty; remedy: what to do next, always given. A subclass sets its own `exit_code`.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, what: str, *, remedy: str, where: str = "", why: str = "", exit_code: ExitCode | None = None):
        super().__init__(what)
        self.what, self.where, self.why, self.remedy = what, where, why, remedy
        if exit_code is not None:
            self.exit_code = exit_code

    def __reduce__(self):
        # Keyword-only arguments: the default way of pickling would lose them between processes.
        return _rebuilt, (type(self), self.what, self.__dict__)

    def __str__(self) -> str:
        """All four parts on their own lines, those that are empty left out."""
        labelled = (("", self.what), ("Ở đâu: ", self.where), ("Vì sao: ", self.why), ("Cách xử lý: ", self.remedy))
        return "\n".join(label + text for label, text in labelled if text)

    def as_dict(self) -> dict[str, str]:
        """The four parts by name, for `--json`."""
        return {"what": self.what, "where": self.where, "why": self.why, "remedy": self.remedy}


def _rebuilt(kind: type[UserError], what: str, state: dict) -> UserError:
    error = kind.__new__(kind, what)
    error.__dict__.update(state)
    return error


class UsageError(UserError):
    """A command, option, value or parameter that cannot be."""

    exit_code = ExitCode.USAGE


class EnvironmentLacking(UserError):
    """The machine lacks something that the work needs: a program, a package, disk space, a permission."""

    exit_code = ExitCode.ENVIRONMENT
