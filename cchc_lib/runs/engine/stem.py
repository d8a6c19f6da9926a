"""One process that has everything loaded, and kernels as copies of it: what is loaded once is paid for once, in time and memory.

Only where a copy is safe: on Linux, of a process that has a single thread and has opened nothing. Elsewhere, and whenever it
does not work, kernels are started one by one as ever; which of the two was done shows in no result.

This side belongs to the main process; what runs in the stem is stem_inside.py.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cchc_lib

POSSIBLE = sys.platform == "linux"
PRELOAD = ("pandas", "cchc_lib.notebook", "cchc_lib.gallery")
_END_SECONDS = 5


def environment(scratch: Path) -> dict[str, str]:
    """What a kernel is told by its environment: this very library, UTF-8 everywhere, nothing of the user's own set-up."""
    library = str(Path(cchc_lib.__file__).parent.parent)
    paths = [library, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    fixed = {
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)),
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",  # the order of a set never shows in a result
        "PYTHONSTARTUP": "",
        # Start-up files of a personal profile and a personal matplotlibrc would change results.
        "IPYTHONDIR": str(scratch / "ipython"),
        "MATPLOTLIBRC": str(scratch / "matplotlibrc"),
    }
    given = {
        "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false",
        "MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",  # one store of memory in a kernel, not one a thread and Arrow's own
    }
    if sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK):
        given["MPLCONFIGDIR"] = str(Path(sys.prefix) / "mpl")  # where set-up has built the list of fonts
    return {**os.environ, **{key: os.environ.get(key, value) for key, value in given.items()}, **fixed}


def scratch_folder() -> Path:
    """A new folder for the files of kernels, with the empty matplotlibrc that environment() tells them of."""
    scratch = Path(tempfile.mkdtemp(prefix="cchc-"))
    (scratch / "matplotlibrc").touch()
    return scratch


class NoStem(Exception):
    """The stem makes no copy: it has died, or a copy would not be safe."""


class Stem:
    """The loaded process. Questions are lines of JSON, answered in turn; any thread may ask.

    scratch: where it and its copies keep their files; gone when it is closed.
    """

    def __init__(self, modules: Sequence[str] = PRELOAD) -> None:
        self.scratch = scratch_folder()
        self._asking = threading.Lock()
        self._copies: list[Copy] = []
        with (self.scratch / "stem.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cchc_lib.runs.engine.stem_inside", *modules], env=environment(self.scratch), cwd=self.scratch,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
            )

    def copy(self, arguments: Sequence[str], log: Path) -> Copy:
        """A new kernel with the given arguments. Raises NoStem."""
        answer = self.ask(do="copy", arguments=list(arguments), log=str(log))
        if answer is None:
            raise NoStem
        self._copies.append(Copy(self, answer))
        return self._copies[-1]

    def ask(self, **question: Any) -> Any:
        with self._asking:
            try:
                self._process.stdin.write(json.dumps(question) + "\n")
                self._process.stdin.flush()
                return json.loads(self._process.stdout.readline())
            except (OSError, ValueError):
                raise NoStem from None

    def close(self) -> None:
        """End the stem and every copy that is left: at once when none is. Closed twice is closed."""
        if all(copy.returncode is not None for copy in self._copies):
            self._process.kill()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class Copy:
    """A kernel that the stem made, with as much of subprocess.Popen as a provisioner needs."""

    stdin = stdout = stderr = None

    def __init__(self, stem: Stem, pid: int) -> None:
        self._stem, self.pid = stem, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, as Popen has it; None while the process lives."""
        if self.returncode is None:
            try:
                self.returncode = self._stem.ask(do="poll", pid=self.pid)
            except NoStem:  # nobody is left to ask: a stem that ends takes its copies along
                self.returncode = -signal.SIGKILL
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        while self.poll() is None:
            time.sleep(0.02)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
