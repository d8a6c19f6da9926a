"""Runs notebooks: papermill's meaning at a fraction of its cost. The only module that knows papermill.

What is papermill's own: the injected parameters, the executed copy saved after every cell, the error left where it happened.
What is ours: real kernels started at once and used again, and success judged by the product that a notebook had to write.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cchc_lib.runs.engine.jobs import Failure, Job, Outcome
from cchc_lib.runs.engine.kernels import Kernel  # first: it keeps a slow import out of Jupyter
from cchc_lib.runs.engine.tidy import tidied

import nbformat  # isort: skip
from nbclient.exceptions import CellTimeoutError, DeadKernelError  # isort: skip
from papermill.clientwrap import PapermillNotebookClient  # isort: skip
from papermill.engines import NBClientEngine, papermill_engines  # isort: skip
from papermill.exceptions import PapermillExecutionError  # isort: skip
from papermill.execute import execute_notebook  # isort: skip

ENGINE = "cchc"
DEAD, HUNG = "DeadKernelError", "CellTimeoutError"
IOPUB_SECONDS = 60
SAVE_SECONDS = 1.0


class _Client(PapermillNotebookClient):
    """papermill's client on a kernel that runs already; a dead or hung kernel becomes an error of the cell it died in."""

    def execute(self, **_: Any) -> Any:
        self.reset_execution_trackers()
        self.papermill_execute_cells()
        self.nb.metadata["language_info"] = self.language_info
        return self.nb

    def papermill_execute_cells(self) -> None:
        for index, cell in enumerate(self.nb.cells):
            lost: Exception | None = None
            try:
                self.nb_man.cell_start(cell, index)
                self.execute_cell(cell, index)
            except (CellTimeoutError, DeadKernelError) as error:
                # papermill marks this cell «completed»; a reader of the notebook must see where it ended.
                lost = error
                name = HUNG if isinstance(error, CellTimeoutError) else DEAD
                cell.outputs.append(nbformat.v4.new_output("error", ename=name, evalue=self.sentence(name), traceback=[]))
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
            except Exception as error:  # CellExecutionError: the output is in the cell already
                lost = error
                self.nb_man.cell_exception(cell, cell_index=index, exception=error)
            finally:
                self.nb_man.cell_complete(cell, cell_index=index)
            if lost is not None:
                break

    language_info: dict[str, Any]
    sentence: Callable[[str], str]


class _Engine(NBClientEngine):
    """papermill's engine on a given kernel."""

    @classmethod
    def execute_managed_notebook(  # type: ignore[override]
        cls, nb_man: Any, kernel_name: str, *, kernel: Kernel, execution_timeout: float | None = None, **_: Any
    ) -> Any:
        client = _Client(
            nb_man, km=kernel.manager, timeout=execution_timeout, kernel_name=kernel_name, iopub_timeout=IOPUB_SECONDS,
            coalesce_streams=True,  # where a stream is cut into messages is a matter of timing
        )
        client.kc = kernel.client
        client.language_info = kernel.language_info
        client.sentence = lambda name: lost_sentence(name, kernel, execution_timeout)
        with _saved_at_times(nb_man):
            return client.execute()


@contextlib.contextmanager
def _saved_at_times(nb_man: Any) -> Iterator[None]:
    """Save the executed copy at most once a second: papermill writes it anew twice a cell, charts and all.

    What a crash of this process loses is a second's cells; at the end papermill saves whatever happened.
    """
    save, last = nb_man.save, time.monotonic()

    def now_and_then(**options: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= SAVE_SECONDS:
            save(**options)
            last = time.monotonic()

    nb_man.save = now_and_then
    try:
        yield
    finally:
        del nb_man.save


papermill_engines.register(ENGINE, _Engine)


def load() -> None:
    """Compile ahead what notebooks are checked with whenever one is read or written."""
    nbformat.validator.get_validator(nbformat.current_nbformat, nbformat.current_nbformat_minor)


def lost_sentence(name: str, kernel: Kernel, timeout: float | None) -> str:
    """Why a cell never ended, in words for the user."""
    if name == HUNG:
        return f"một ô chạy quá {timeout:g} giây nên bị dừng"
    code = kernel.exit_code
    if code in (-9, 137):
        return "tiến trình tính toán bị hệ điều hành dừng giữa chừng (mã -9), thường vì máy hết bộ nhớ"
    words = kernel.last_words(1)
    return f"tiến trình tính toán chết giữa chừng (mã {code})" + (f": {words}" if words else "")


def run_job(job: Job, kernel: Kernel, timeout: float | None) -> Outcome:
    """Run one notebook on a kernel that is ready for it, and judge what came of it."""
    began = time.perf_counter()
    job.output.parent.mkdir(parents=True, exist_ok=True)
    job.product.parent.mkdir(parents=True, exist_ok=True)
    job.product.unlink(missing_ok=True)  # a product of an earlier try proves nothing
    error: Exception | None = None
    try:
        kernel.enter(job.output.parent)
        execute_notebook(
            str(job.notebook).replace("{", "{{").replace("}", "}}"),  # papermill fills in braces of paths
            str(job.output).replace("{", "{{").replace("}", "}}"),
            parameters=injected(job), engine_name=ENGINE, kernel_name="python3", language="python",
            progress_bar=False, kernel=kernel, execution_timeout=timeout,
        )
    except Exception as caught:
        error = caught
    notebook = _tidy(job)
    return Outcome(job, time.perf_counter() - began, _failure(job, error, notebook))


def injected(job: Job) -> dict[str, Any]:
    """The parameters as the notebook gets them: paths relative to its working folder, with forward slashes."""
    folder = job.output.parent.resolve()
    return {
        name: Path(os.path.relpath(value.resolve(), folder)).as_posix() if isinstance(value, Path) else value
        for name, value in job.parameters.items()
    }


def _tidy(job: Job) -> dict[str, Any] | None:
    """Rewrite the executed notebook without clock times and random ids; None when there is none."""
    try:
        source = json.loads(job.notebook.read_text(encoding="utf-8"))
        notebook = nbformat.read(job.output, as_version=4)
    except Exception:
        return None
    nbformat.write(tidied(notebook, {cell["id"] for cell in source["cells"] if "id" in cell}), job.output)
    return notebook


def _failure(job: Job, error: Exception | None, notebook: dict[str, Any] | None) -> Failure | None:
    """None when the product is there and nothing went wrong."""
    if isinstance(error, PapermillExecutionError):
        return _cell_failure(error)
    if error is not None:
        return Failure("exception", f"không chạy được: {type(error).__name__}: {error}", error=type(error).__name__)
    reason = _product_fault(job.product)
    if reason is None:
        return None
    left = _exit_cell(notebook)
    if left is not None:
        return Failure("exit", f"ô {left} gọi sys.exit() khi {reason}", cell=left, error="SystemExit")
    return Failure("no_product", f"sổ tính chạy hết mà {reason}")


def _cell_failure(error: PapermillExecutionError) -> Failure:
    kind = {DEAD: "dead", HUNG: "timeout"}.get(error.ename, "exception")
    text = str(error.evalue).strip() or error.ename
    message = text if kind != "exception" or _is_sentence(error.ename) else f"{error.ename}: {text}"
    detail = "\n".join(error.traceback) or None
    return Failure(kind, message, cell=error.exec_count, error=error.ename, detail=detail)  # type: ignore[arg-type]


def _is_sentence(name: str) -> bool:
    """Our own errors say what is wrong in Vietnamese; the names of their types would only be in the way."""
    from cchc_lib.domain import errors

    return isinstance(getattr(errors, name, None), type)


def _product_fault(product: Path) -> str | None:
    try:
        content = product.read_bytes()
    except OSError:
        return f"chưa ghi kết quả «{product.name}»"
    if not content:
        return f"kết quả «{product.name}» trống"
    if product.suffix == ".json":
        try:
            json.loads(content)
        except ValueError:
            return f"kết quả «{product.name}» không phải JSON đúng"
    return None


def _exit_cell(notebook: dict[str, Any] | None) -> int | None:
    """The execution number of the cell that left by sys.exit(0), which papermill takes for a normal end."""
    for cell in (notebook or {}).get("cells", ()):
        if any(one.get("ename") == "SystemExit" for one in cell.get("outputs", ()) if one["output_type"] == "error"):
            return cell.get("execution_count")
    return None
