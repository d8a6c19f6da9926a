"""What runs in the stem: it loads modules, then copies itself for each kernel asked for, and tells how copies ended.

`python -m cchc_lib.runs.engine.stem_inside MODULE …`, a question a line on stdin. It never does anything but load and copy, so it has
one thread and nothing open that a copy must not share.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
from typing import Any

from cchc_lib.runs.engine import inside

# A kernel, and what it would import only once it starts.
_KERNEL = ("ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib", "IPython.core.debugger", "IPython.extensions.storemagic", "tornado.platform.asyncio")


def main(modules: list[str]) -> None:
    gc.disable()
    inside.block_unneeded()
    for name in (*_KERNEL, *modules):
        with contextlib.suppress(Exception):  # left to the notebook that needs it, as inside.prepare() does
            importlib.import_module(name)
    gc.freeze()  # a copy's collector leaves alone, and so shares, what was loaded
    answers, copies = sys.stdout, set()
    for line in sys.stdin:
        question = json.loads(line)
        if question["do"] == "copy":
            answer = _copy(question["arguments"], question["log"])
            copies |= {answer} - {None}
        else:
            answer = _ended(question["pid"], os.WNOHANG)
            copies -= set() if answer is None else {question["pid"]}
        print(json.dumps(answer), file=answers, flush=True)
    for pid in copies:  # the main process is gone, or wants no more of them
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        _ended(pid, 0)


def _copy(arguments: list[str], log: str) -> int | None:
    """The copy's process id; None where a copy would not be safe: another thread's locks would stay locked in it for ever."""
    if len(os.listdir("/proc/self/task")) > 1:
        return None
    stem = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        _become_kernel(arguments, log, stem)
    finally:
        os._exit(1)


def _become_kernel(arguments: list[str], log: str, stem: int) -> None:
    os.setsid()
    nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for target, source in ((0, nothing), (1, written), (2, written)):
        os.dup2(source, target)
    os.environ["JPY_PARENT_PID"] = str(stem)
    sys.argv = [inside.__file__, *arguments]
    _draw_other_numbers()
    inside.launch()


def _draw_other_numbers() -> None:
    """Copies would draw the same numbers: what is random at start is random in each."""
    import random

    random.seed()
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _ended(pid: int, how: int) -> int | None:
    """The exit code of a copy, negative for a signal; None while it lives."""
    try:
        ended, status = os.waitpid(pid, how)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None


if __name__ == "__main__":
    main(sys.argv[1:])
