"""One real IPython kernel: started with this interpreter, kept clean between notebooks, killed at once at the end.

A kernel belongs to the thread that starts it: its sockets live on that thread's event loop.
"""

from __future__ import annotations

import ast
import contextlib
import os
import queue
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cchc_lib.runs.engine.inside import UNNEEDED

for _name in UNNEEDED[:1]:
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]  # before the first import of anything of Jupyter

import zmq  # noqa: E402
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager  # noqa: E402
from jupyter_client.manager import AsyncKernelManager  # noqa: E402
from jupyter_client.provisioning.local_provisioner import LocalProvisioner  # noqa: E402
from jupyter_core.utils import ensure_event_loop  # noqa: E402

from cchc_lib.runs.engine.stem import Stem, environment  # noqa: E402

START_SECONDS = 60
REPLY_SECONDS = 30
ANSWER_SECONDS, OUTPUT_SECONDS = 1.0, 0.2  # of a kernel that is starting: then it is asked again
KNOCK_MILLISECONDS = 10  # between two tries to reach a socket that the kernel has not opened yet
ATTEMPTS = 3


class KernelStartError(Exception):
    """No kernel could be started; the message holds the end of what it printed."""


class _OwnSpec(KernelSpecManager):
    """Our own way to start a kernel, whatever kernels are or are not registered on this machine."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-m", "cchc_lib.runs.engine.inside", "-f", "{connection_file}"]
        metadata = {"supported_encryption": "curve"}
        return KernelSpec(argv=command, display_name="Python 3", language="python", metadata=metadata)


class _Copied(LocalProvisioner):
    """Starts a kernel as a copy of a stem."""

    stem: Stem
    log_file: Path

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """cmd: as for a process of its own; what follows the module's name are the kernel's arguments."""
        self.process = self.stem.copy(cmd[3:], self.log_file)
        self.pid = self.pgid = self.process.pid  # a copy leads a group of its own
        return self.connection_info


class Kernel:
    """A running kernel with its client. number names its files in the scratch folder."""

    def __init__(self, scratch: Path, number: int) -> None:
        self.scratch = scratch
        self.number = number
        self.log = scratch / f"kernel-{number}.log"
        self.language_info: dict[str, Any] = {}
        self.used = 0  # how many notebooks may have left something in it
        self.manager: AsyncKernelManager | None = None
        self.client: Any = None
        self._loop = ensure_event_loop(prefer_selector_loop=True)

    def start(self, preload: Sequence[str], stem: Stem | None = None) -> None:
        """Start, load modules ahead and remember the clean state. Raises KernelStartError after a few attempts.

        More than one attempt, since on Windows two kernels may be given the same free port. stem: what to copy at the first.
        """
        for attempt in range(ATTEMPTS):
            try:
                self._loop.run_until_complete(self._start(list(preload), attempt, None if attempt else stem))
                return
            except Exception as error:
                reason = f"{type(error).__name__}: {error}\n{self.last_words()}".strip()
                self.kill()
        raise KernelStartError(reason)

    async def _start(self, preload: list[str], attempt: int, stem: Stem | None) -> None:
        connection = self.scratch / f"kernel-{self.number}-{attempt}.json"
        self.manager = AsyncKernelManager(
            kernel_name="python3", kernel_spec_manager=_OwnSpec(), connection_file=str(connection), **self._transport(attempt)
        )
        if stem is not None:
            self.manager.kernel_id = f"copy-{self.number}"
            copied = _Copied(kernel_id=self.manager.kernel_id, kernel_spec=self.manager.kernel_spec, parent=self.manager)
            copied.stem, copied.log_file = stem, self.log
            self.manager.provisioner = copied
        with self.log.open("ab") as log:
            await self.manager.start_kernel(
                env=environment(self.scratch), cwd=str(self.scratch), stdout=log, stderr=log,
                extra_arguments=["--HistoryManager.hist_file=:memory:"],
            )
        self.client = self.manager.client()
        self.client.context.setsockopt(zmq.RECONNECT_IVL, KNOCK_MILLISECONDS)
        self.client.start_channels(stdin=False, hb=False)
        self.client.allow_stdin = False
        info = await self._first_answer(time.monotonic() + START_SECONDS)
        self.language_info = info["content"]["language_info"]
        # Not waited for: the kernel imports while the main process reads workbooks.
        self.client.execute(_call("prepare", preload), silent=True)

    async def _first_answer(self, until: float) -> dict[str, Any]:
        """The kernel's words on itself, once its output reaches us too.

        Jupyter's own wait listens for another 0.2 s whether anything more is to come; the idle of our own question is the last.
        """
        while time.monotonic() < until:
            question = self.client.kernel_info()
            with contextlib.suppress(queue.Empty):
                answer = await self._message_on(self.client.shell_channel, question, "kernel_info_reply", ANSWER_SECONDS)
                await self._message_on(self.client.iopub_channel, question, "idle", OUTPUT_SECONDS)
                return answer
            if not await self.manager.is_alive():
                raise RuntimeError("the kernel died before it answered")
        raise RuntimeError(f"no answer in {START_SECONDS} seconds")

    async def _message_on(self, channel: Any, question: str, kind: str, seconds: float) -> dict[str, Any]:
        """The message of a kind (its type, or the state that it tells) that a question led to; all before it is of earlier ones."""
        while True:
            message = await channel.get_msg(timeout=seconds)
            found = (message["msg_type"], message["content"].get("execution_state"))
            if message["parent_header"].get("msg_id") == question and kind in found:
                return message

    def _transport(self, attempt: int) -> dict[str, Any]:
        """Sockets in the scratch folder where there are such; on Windows encrypted TCP on this machine."""
        if os.name == "posix":
            return {"transport": "ipc", "ip": str(self.scratch / f"k{self.number}{attempt}")}
        return {"transport_encryption": "auto"}

    def enter(self, folder: Path) -> None:
        """Set the working folder of the cells. Waits until the kernel has loaded what it loads ahead."""
        self.used += 1
        self._ask("enter", str(folder), timeout=START_SECONDS)

    def memory(self) -> str:
        """The most memory that the kernel has used, in MB; empty when it does not tell."""
        try:
            return self._ask("memory", timeout=REPLY_SECONDS)
        except Exception:  # a word in the log is not worth a failure
            return ""

    def reset(self) -> str | None:
        """Make the kernel as it was when it started; None when it is clean, else why it is not."""
        try:
            answer = self._ask("reset", timeout=REPLY_SECONDS)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return None if answer == "ok" else answer

    def _ask(self, function: str, *arguments: Any, timeout: float) -> str:
        question = self.client.execute(
            "", silent=True, user_expressions={"answer": _call(function, *arguments)}, reply=True, timeout=timeout
        )
        content = self._loop.run_until_complete(question)["content"]
        answer = content.get("user_expressions", {}).get("answer", {})
        if answer.get("status") != "ok":
            raise RuntimeError(answer.get("evalue") or content.get("evalue") or "no answer")
        return str(ast.literal_eval(answer["data"]["text/plain"]))

    def last_words(self, lines: int = 5) -> str:
        """The end of what the kernel's process itself printed (a crash of a compiled library tells it there)."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join(text.strip().splitlines()[-lines:])

    @property
    def process(self) -> Any:
        provisioner = self.manager.provisioner if self.manager else None
        return getattr(provisioner, "process", None)

    @property
    def exit_code(self) -> int | None:
        """The process's exit code, -9 for one that was killed; None while it lives."""
        return self.process.poll() if self.process else None

    def kill(self) -> None:
        """End the process at once and close what belongs to it: nothing that a kernel holds is worth waiting for."""
        if self.client is not None:
            self.client.stop_channels()
            self.client = None
        if self.manager is not None:
            if self.process is not None:
                self._loop.run_until_complete(self.manager.shutdown_kernel(now=True))
            else:
                self._loop.run_until_complete(self.manager.cleanup_resources())
            self.manager = None

    def close(self) -> None:
        """Kill, and give the thread's event loop back."""
        self.kill()
        self._loop.close()


def _call(function: str, *arguments: Any) -> str:
    """An expression that calls a function of inside.py and leaves no name behind in the notebook's namespace."""
    return f"__import__('cchc_lib.runs.engine.inside', fromlist=['x']).{function}({', '.join(map(repr, arguments))})"
