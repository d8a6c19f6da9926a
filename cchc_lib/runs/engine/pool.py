"""A few kernels side by side: started ahead, fed with notebooks, thrown away after any failure.

This module imports nothing of Jupyter: the threads do, while the main process reads workbooks.
"""

from __future__ import annotations

import contextlib
import queue
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cchc_lib.runs.engine import stem
from cchc_lib.runs.engine.jobs import Event, Failure, Job, OnEvent, Outcome, check
from cchc_lib.runs.engine.stem import PRELOAD, Stem

if TYPE_CHECKING:
    from cchc_lib.runs.engine.kernels import Kernel

_STOP_SECONDS = 5
MOST_NOTEBOOKS = 140  # of one kernel: twenty reports of a batch; whatever grows in it is given back then
_IMPORTS = threading.Lock()
# papermill would load pyarrow for notebooks that lie in Hadoop, jsonschema the others for formats that no Jupyter schema asks for.
_DISPENSABLE = ("pyarrow", "isoduration", "rfc3986_validator", "webcolors", "fqdn", "uri_template")


class _Lacking:
    """Finds nothing of some packages, for imports of one thread; others find them."""

    def __init__(self, packages: Sequence[str]) -> None:
        self._packages, self._thread = packages, threading.get_ident()

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in self._packages and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(name)


@contextlib.contextmanager
def lacking(*packages: str) -> Iterator[None]:
    """Here, in this thread, packages that are not loaded yet cannot be imported: what can do without them does."""
    finder = _Lacking(packages)
    sys.meta_path.insert(0, finder)  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.meta_path.remove(finder)  # type: ignore[arg-type]


class Pool:
    """Workers with a kernel each. reuse=False gives every notebook a fresh kernel, with nothing loaded ahead (strict).

    timeout: seconds that one cell may take, None for no limit. ready: how many kernels are started at once (all when None);
    the others when more notebooks wait than that. kept: for more than one report, see lend(). early: a stem that loads already,
    of this preload; it becomes the pool's.
    Use as a context manager; at its end no kernel is left.
    """

    def __init__(
        self, workers: int = 2, *, reuse: bool = True, timeout: float | None = None, preload: Sequence[str] = PRELOAD,
        on_event: OnEvent | None = None, ready: int | None = None, kept: bool = False, early: Stem | None = None,
    ) -> None:
        self.reuse, self.timeout, self.preload = reuse, timeout, tuple(preload) if reuse else ()
        self._on_event = on_event or (lambda event: None)
        self._events = threading.Lock()
        self._jobs: queue.Queue[tuple[Job, queue.Queue[Outcome]] | None] = queue.Queue()
        self._stopping = threading.Event()
        self._processes: dict[int, Any] = {}
        self._trouble: list[Exception] = []
        self._started = 0
        self._workers, self._kept = max(1, workers), kept
        self._threads: list[threading.Thread] = []
        at_once = self._workers if ready is None else ready
        # A stem loads while this process still imports what starts kernels; one kernel that is kept long is not worth the memory.
        stemmed = stem.POSSIBLE and bool(self.preload) and (self._workers > 1 or not kept)
        self._stem = (early or Stem(self.preload)) if stemmed else None
        self.scratch = self._stem.scratch if self._stem else stem.scratch_folder()
        self._grow(at_once)

    def _grow(self, wanted: int) -> None:
        for number in range(len(self._threads), min(wanted, self._workers)):
            self._threads.append(threading.Thread(target=self._work, name=f"kernel-{number}", daemon=True))
            self._threads[-1].start()

    def lend(self, on_event: OnEvent) -> Pool:
        """A kept pool for the next report: at the end of a `with` it stays as it is, until close()."""
        self._on_event = on_event
        self._trouble.clear()
        return self

    def run(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Run jobs in the order given, as many at a time as there are workers; one outcome each, in the order of jobs.

        Raises ParameterError, before any of them starts, when a job's parameters do not fit its notebook.
        """
        check(jobs)
        self._grow(len(jobs))
        answers: queue.Queue[Outcome] = queue.Queue()
        for job in jobs:
            self._jobs.put((job, answers))
        outcomes: dict[str, Outcome] = {}
        while len(outcomes) < len(jobs):
            if self._trouble:
                raise self._trouble[0]
            with contextlib.suppress(queue.Empty):  # a wait with an end, so that Ctrl+C is heard on Windows
                outcome = answers.get(timeout=0.5)
                outcomes[outcome.job.name] = outcome
        return [outcomes[job.name] for job in jobs]

    @property
    def kernels_started(self) -> int:
        return self._started

    def end(self) -> None:
        """No more is to be run: kernels end while the caller goes on. A kept pool stays."""
        if not self._kept:
            self._stop()

    def close(self) -> None:
        """End all kernels at once, also those at work; nothing is left running."""
        self._stop()
        until = time.monotonic() + _STOP_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        if self._stem is not None:
            self._stem.close()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _stop(self) -> None:
        self._stopping.set()
        for process in list(self._processes.values()):
            with contextlib.suppress(OSError):
                process.kill()
        for _ in self._threads:
            self._jobs.put(None)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._kept:
            self.close()

    # What follows runs in the worker threads.

    def _work(self) -> None:
        kernel: Kernel | None = None
        try:
            with contextlib.suppress(Exception):  # a job will try again and report it
                kernel = self._new_kernel()
            while not self._stopping.is_set() and (item := self._jobs.get()) is not None:
                job, answers = item
                self._tell(Event("started", job))
                outcome, kernel = self._run(job, kernel)
                self._tell(Event("finished" if outcome.ok else "failed", job, outcome))
                answers.put(outcome)
        finally:
            if kernel is not None:
                self._end(kernel)
            self._close_loop()

    def _run(self, job: Job, kernel: Kernel | None) -> tuple[Outcome, Kernel | None]:
        """The outcome, and the kernel if it may be used again. It is made clean for the next job, not after the last one."""
        from cchc_lib.runs.engine.execute import run_job

        try:
            kernel = (kernel and self._cleaned(kernel, job)) or self._new_kernel()
        except Exception as error:
            return Outcome(job, 0.0, Failure("no_kernel", f"không khởi động được tiến trình tính toán: {error}")), None
        try:
            outcome = run_job(job, kernel, self.timeout)
        except Exception as error:
            outcome = Outcome(job, 0.0, Failure("exception", f"lỗi ngoài dự kiến: {type(error).__name__}: {error}"))
        if outcome.ok and (most := kernel.memory()):
            self._tell(Event("kernel", job, note=f"bộ nhớ cao nhất của tiến trình {kernel.number}: {most} MB"))
        if outcome.ok and self.reuse:
            return outcome, kernel
        self._end(kernel)
        return outcome, None

    def _cleaned(self, kernel: Kernel, job: Job) -> Kernel | None:
        """The kernel as it was when it started, or None when it had to be thrown away."""
        if not kernel.used:
            return kernel
        reason = "đã chạy nhiều sổ tính" if kernel.used >= MOST_NOTEBOOKS else kernel.reset()
        if reason is None:
            return kernel
        self._tell(Event("kernel", job, note=f"thay tiến trình tính toán: {reason}"))
        self._end(kernel)
        return None

    def _new_kernel(self) -> Kernel:
        with _IMPORTS, lacking(*_DISPENSABLE):
            from cchc_lib.runs.engine import execute  # imported here, beside the main process's reading
            from cchc_lib.runs.engine.kernels import Kernel

            execute.load()
        with self._events:
            self._started += 1
            number = self._started
        kernel = Kernel(self.scratch, number)
        kernel.start(self.preload, self._stem)
        self._processes[number] = kernel.process
        if self._stopping.is_set():
            self._end(kernel)
            raise RuntimeError("stopping")
        return kernel

    def _end(self, kernel: Kernel) -> None:
        self._processes.pop(kernel.number, None)
        kernel.kill()

    def _close_loop(self) -> None:
        from jupyter_core.utils import ensure_event_loop

        ensure_event_loop().close()

    def _tell(self, event: Event) -> None:
        """Tell of an event, one at a time. What goes wrong there ends run(), not the worker: nobody would wait for its answer."""
        try:
            with self._events:
                self._on_event(event)
        except Exception as error:
            self._trouble.append(error)


def execute(
    jobs: Sequence[Job], *, reuse: bool = True, workers: int = 2, timeout: float | None = None,
    on_event: OnEvent | None = None, preload: Sequence[str] = PRELOAD,
) -> list[Outcome]:
    """Run notebooks with kernels of their own and give one outcome each; see Pool."""
    check(jobs)
    with Pool(workers, reuse=reuse, timeout=timeout, on_event=on_event, preload=preload) as pool:
        return pool.run(jobs)
