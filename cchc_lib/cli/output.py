"""Results on stdout, everything else on stderr; with `--json` stdout is one JSON object and nothing more."""

import contextlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from cchc_lib.domain.errors import UserError
from cchc_lib.domain.exit_codes import ExitCode


class Output:
    """Where one call of the program puts its words."""

    def __init__(self, as_json: bool):
        self.as_json = as_json
        self._stdout: TextIO = sys.stdout
        self._delivered = False

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """With --json, keep stdout for the one object: whatever a library prints meanwhile goes to stderr."""
        if self.as_json:
            with contextlib.redirect_stdout(sys.stderr):
                yield
        else:
            yield

    def say(self, text: str) -> None:
        """Progress and messages, on stderr."""
        with contextlib.suppress(BrokenPipeError):
            print(as_typed(text), file=sys.stderr, flush=True)

    def deliver(self, code: int, text: str, data: Mapping[str, Any]) -> int:
        """Give the result of the command: text for people, or data with the exit code as JSON. Returns the code."""
        if self.as_json:
            import json

            if self._delivered:
                return int(code)
            text = json.dumps({**data, "exit": int(code)}, ensure_ascii=False, sort_keys=True)
        self._delivered = True
        self._write(text.rstrip("\n") + "\n" if text else "")
        return int(code)

    def fail(self, error: UserError) -> int:
        """Tell a known failure; returns its exit code."""
        interrupted = error.exit_code == ExitCode.INTERRUPTED
        self.say(f"{'Đã dừng' if interrupted else 'Lỗi'}: {error}")
        if self.as_json:
            self.deliver(error.exit_code, "", {"error": error.as_dict()})
        return int(error.exit_code)

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(text)
            self._stdout.flush()
        except BrokenPipeError:
            abandon_stdout()


def as_typed(text: str) -> str:
    """Commands in a message as this user types them: `cchc` is on nobody's path who starts with `python run.py`."""
    program = os.environ.get("CCHC_PROG", "cchc")
    return text if program == "cchc" else re.sub(r"\bcchc (?=[a-z]+\b)", f"{program} ", text)


def use_utf8() -> None:
    """Vietnamese on any console, also where Windows offers code page 1258 and where a file receives the output."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def restart_in_utf8() -> None:
    """Start this very command again in UTF-8 mode where Python would take file names for ASCII.

    It does so when the machine lacks the locale that the user names and UTF-8 mode is off. Not needed on Windows, whose names are Unicode.
    """
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and not sys.flags.utf8_mode:
        words = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execve(sys.executable, words, {**os.environ, "PYTHONUTF8": "1"})


def abandon_stdout() -> None:
    """The reader has gone (`cchc … | head`): let the rest, and the interpreter's last flush, go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.__stdout__.fileno())
        os.close(nowhere)
