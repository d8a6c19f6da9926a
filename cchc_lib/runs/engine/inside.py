"""What runs inside a kernel: its start, the imports loaded ahead, and the return to a clean state between notebooks.

Nothing here knows of papermill or of the main process; that side is kernels.py.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import locale
import logging
import os
import sys
import threading
import warnings
from dataclasses import dataclass
from typing import Any

# rfc3987_syntax compiles grammars for 1,6 s at import, for a check that no Jupyter schema uses; jsonschema does without it.
# debugpy and jedi serve people at a keyboard; a kernel that runs notebooks needs neither.
UNNEEDED = ("rfc3987_syntax", "debugpy", "jedi")


def main() -> None:
    """Start an ordinary IPython kernel (python -m cchc_lib.runs.engine.inside -f connection.json)."""
    gc.disable()  # until prepare(): what is loaded lives as long as the kernel, and is not worth walking through
    block_unneeded()
    launch()


def block_unneeded() -> None:
    for name in UNNEEDED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def launch() -> None:
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance()


@dataclass
class State:
    """A kernel's process-wide state as it was before the first notebook."""

    environment: dict[str, str]
    folder: str
    path: list[str]
    arguments: list[str]
    filters: list[Any]
    streams: tuple[Any, ...]
    locale: str
    logging: tuple[int, list[Any]]
    threads: set[int]
    hooks: dict[str, list[Any]]
    options: dict[str, Any]
    rc: dict[str, Any] | None
    pandas: bool


_STATE: State | None = None
_STREAMS = ("stdin", "stdout", "stderr", "displayhook", "excepthook")


def prepare(modules: list[str]) -> None:
    """Import modules ahead and remember the state that reset() returns to.

    A module that cannot be imported is left to the notebook that needs it: there the error is seen and reported.
    """
    global _STATE
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    # A warning names the file of its cell; the usual one holds the number of the process.
    _shell().compile.get_code_name = lambda raw, transformed, number: f"<ô {number}>"
    _STATE = _state()
    # What is loaded by now lives as long as the kernel: the collector need not walk through it after every notebook.
    gc.freeze()
    gc.enable()


def _state() -> State:
    root = logging.getLogger()
    return State(
        environment=dict(os.environ),
        folder=os.getcwd(),
        path=list(sys.path),
        arguments=list(sys.argv),
        filters=list(warnings.filters),
        streams=tuple(getattr(sys, name) for name in _STREAMS),
        locale=locale.setlocale(locale.LC_ALL),
        logging=(root.level, list(root.handlers)),
        threads={thread.ident for thread in threading.enumerate() if thread.ident},
        hooks={name: list(calls) for name, calls in _shell().events.callbacks.items()},
        options=_pandas_options(),
        rc=_rc(),
        pandas="pandas" in sys.modules,
    )


def _shell() -> Any:
    from IPython.core.getipython import get_ipython

    return get_ipython()


def _pandas_options() -> dict[str, Any]:
    """Every pandas option by its dotted name, as it stands."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return {}
    found: dict[str, Any] = {}

    def walk(group: Any, prefix: str) -> None:
        for key in dir(group):
            value = getattr(group, key)
            if type(value) is type(group):
                walk(value, f"{prefix}{key}.")
            else:
                found[prefix + key] = value

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # reading a deprecated option warns
        walk(pandas.options, "")
    return found


def _rc() -> dict[str, Any] | None:
    """matplotlib's settings but the backend: whoever asks for that loads pyplot, which charts do without."""
    matplotlib = sys.modules.get("matplotlib")
    return None if matplotlib is None else {key: matplotlib.rcParams[key] for key in matplotlib.rcParams if key != "backend"}


def enter(folder: str) -> str:
    """Make folder the working folder of the next notebook: set here and not by the main process, whose threads share one."""
    os.chdir(folder)
    return "ok"


def memory() -> str:
    """The most memory that this kernel has used so far, in MB; empty where the system does not tell."""
    from cchc_lib.runs.engine.memory import peak_mb

    return str(peak_mb() or "")


def reset() -> str:
    """Return to the state that prepare() saw: namespace, figures, options, environment, warnings, working folder.

    Returns "ok", or why the kernel cannot be proven clean: then it is to be thrown away.
    """
    if _STATE is None:
        return "chưa ghi nhận trạng thái ban đầu"
    late = [name for name, seen in (("matplotlib", _STATE.rc), ("pandas", _STATE.pandas)) if not seen and name in sys.modules]
    if late:
        return f"{', '.join(late)} nạp sau khi ghi nhận trạng thái"
    _reset_shell(_STATE)
    _reset_process(_STATE)
    _reset_libraries(_STATE)
    if left := [thread.name for thread in threading.enumerate() if thread.ident not in _STATE.threads and not _is_kernels_own(thread)]:
        return f"còn luồng do sổ tính trước để lại: {', '.join(left)}"
    return "ok"


def _is_kernels_own(thread: threading.Thread) -> bool:
    """Whether the kernel itself started a thread late: sending a picture of 64 KiB or more starts one of zmq's."""
    return type(thread).__module__.partition(".")[0] in ("zmq", "ipykernel")


def _reset_shell(state: State) -> None:
    shell = _shell()
    if "matplotlib.pyplot" in sys.modules:  # before the hooks: closing shows nothing
        sys.modules["matplotlib.pyplot"].close("all")
    for name, calls in state.hooks.items():
        shell.events.callbacks[name][:] = calls
    shell.reset(new_session=True)


def _reset_process(state: State) -> None:
    for name in set(os.environ) - set(state.environment):
        del os.environ[name]
    os.environ.update(state.environment)
    os.chdir(state.folder)
    sys.path[:] = state.path
    sys.argv[:] = state.arguments
    for name, stream in zip(_STREAMS, state.streams, strict=True):
        setattr(sys, name, stream)
    if locale.setlocale(locale.LC_ALL) != state.locale:
        locale.setlocale(locale.LC_ALL, state.locale)
    root = logging.getLogger()
    root.setLevel(state.logging[0])
    root.handlers[:] = state.logging[1]
    warnings.filters[:] = state.filters  # type: ignore[index]
    with warnings.catch_warnings():
        pass  # entering and leaving tells the module that filters changed, so "once per place" starts anew everywhere


def _reset_libraries(state: State) -> None:
    if state.options:
        pandas = sys.modules["pandas"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            changed = {key: state.options[key] for key, value in _pandas_options().items() if value is not state.options[key]}
            for key, value in changed.items():
                pandas.set_option(key, value)
    if state.rc is not None:
        matplotlib = sys.modules["matplotlib"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            matplotlib.rcParams.update(state.rc)
    decimal = sys.modules.get("decimal")
    if decimal is not None:
        decimal.setcontext(decimal.DefaultContext.copy())


if __name__ == "__main__":
    main()
