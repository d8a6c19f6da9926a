"""Many agencies × periods from one file: each report by itself, a failing one stops no other, finished ones are not made again.

    periods: [2024-Q1, 2024-Q2]
    agencies:
      so-noi-vu: {name: Sở Nội vụ, data: so-noi-vu/data, parameters: so-noi-vu/parameters, outputs: so-noi-vu/outputs}

Folders are relative to the file. outputs may be left out (<outputs>/<agency>), parameters and templates too (the project's own).
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.errors import EnvironmentLacking, ParameterError, UserError
from cchc_lib.domain.exit_codes import ExitCode
from cchc_lib.domain.periods import Period, PeriodError, parse_period
from cchc_lib.domain.text import nearest

if TYPE_CHECKING:
    from cchc_lib.runs.engine.pool import Pool

TRIES = 2  # with others beside it; a report that broke its process twice is tried once more, alone
_KEYS = ("name", "data", "parameters", "templates", "outputs", "sample", "set")


@dataclass(frozen=True)
class Agency:
    """One agency of the file: where its things are. set: as --set, path -> value."""

    id: str
    name: str
    data: Path
    parameters: Path
    templates: Path
    outputs: Path
    sample: bool = False
    set: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """What a file declares: its agencies in order, and the periods of each."""

    agencies: tuple[Agency, ...]
    periods: tuple[Period, ...]

    @property
    def tasks(self) -> list[Task]:
        return [Task(agency, period.id) for period in self.periods for agency in self.agencies]


@dataclass(frozen=True)
class Task:
    """One report of a batch. period as text: a task travels between processes and machines."""

    agency: Agency
    period: str
    notebooks: Path | None = None
    workers: int = 1
    force: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.agency.id, self.period


@dataclass(frozen=True)
class Line:
    """What became of one report. code: its exit code; run, docx: where it is; said: one sentence where something is wrong."""

    agency: str
    name: str
    period: str
    code: int
    run: str | None = None
    docx: str | None = None
    unchanged: bool = False
    missing: int = 0
    said: str = ""

    @property
    def built(self) -> bool:
        return self.run is not None

    def to_dict(self) -> dict[str, Any]:
        return dict(self.__dict__)


def read_batch(path: Path, root: Path, outputs: Path) -> Batch:
    """The batch that a file declares. root: the project, for parameters and templates that an agency does not name.

    Raises ParameterError with every mistake at once.
    """
    from cchc_lib.intake.declared_files import read_yaml

    data = read_yaml(path)
    mistakes: list[str] = []
    if not isinstance(data, Mapping) or not isinstance(data.get("agencies"), Mapping) or not data.get("periods"):
        raise ParameterError("tệp khai báo hàng loạt cần «periods» và «agencies»", where=str(path))
    mistakes += [f"{key}: khóa lạ{_near(key, ('periods', 'agencies'))}" for key in data if key not in ("periods", "agencies")]
    periods = tuple(filter(None, (_period(text, mistakes) for text in _listed(data["periods"]))))
    home = path.resolve().parent
    agencies = tuple(filter(None, (_agency(str(key), body, home, root, outputs, mistakes) for key, body in data["agencies"].items())))
    shared = {one.outputs: one.id for one in agencies}
    mistakes += [f"{one.id}: cùng thư mục kết quả với {shared[one.outputs]}" for one in agencies if shared[one.outputs] != one.id]
    if mistakes:
        raise ParameterError("tệp khai báo hàng loạt có chỗ sai", where=str(path), details=mistakes)
    return Batch(agencies, periods)


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def _period(text: object, mistakes: list[str]) -> Period | None:
    try:
        return parse_period(str(text))
    except PeriodError as error:
        mistakes.append(f"periods: {error}")
        return None


def _agency(key: str, body: object, home: Path, root: Path, outputs: Path, mistakes: list[str]) -> Agency | None:
    if not isinstance(body, Mapping) or not isinstance(body.get("data"), str):
        mistakes.append(f"{key}: cần ít nhất «data», thư mục số liệu")
        return None
    mistakes += [f"{key}: khóa lạ «{name}»{_near(str(name), _KEYS)}" for name in body if name not in _KEYS]

    def folder(name: str, default: Path) -> Path:
        return (home / body[name]).resolve() if isinstance(body.get(name), str) else default

    overrides = {str(path): str(value) for path, value in (body.get("set") or {}).items()}
    return Agency(
        key, str(body.get("name", key)), folder("data", home), folder("parameters", root / "parameters"), folder("templates", root / "templates"),
        folder("outputs", outputs.resolve() / key), bool(body.get("sample", False)), overrides,
    )


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"; có phải «{near}»?" if near else ""


_OWN = threading.local()  # a worker of a cluster may make several reports at once, each in a thread


def kept_pool(workers: int) -> Pool:
    """The kernels of this worker, for one report after another: loading them takes longer than computing a report."""
    import atexit
    from multiprocessing.util import Finalize

    from cchc_lib.runs.engine.pool import Pool
    from cchc_lib.runs.request import CELL_SECONDS

    if not hasattr(_OWN, "pool"):
        _OWN.pool = Pool(workers, timeout=CELL_SECONDS, kept=True)
        Finalize(None, _OWN.pool.close, exitpriority=10)  # where a process of multiprocessing ends
        atexit.register(_OWN.pool.close)  # and any other
    return _OWN.pool


def report_of(task: Task) -> Line:
    """Make one report. Never raises for what is wrong with one agency: that is its line."""
    from cchc_lib.runs.report import build_report
    from cchc_lib.runs.request import ReportRequest
    from cchc_lib.runs.wiring import steps

    agency = task.agency
    line = {"agency": agency.id, "name": agency.name, "period": task.period}
    request = ReportRequest(
        parse_period(task.period), agency.data, agency.parameters, agency.outputs, task.notebooks or Path("notebooks"), agency.templates,
        sample=agency.sample, set=agency.set, force=task.force, workers=task.workers, pool=partial(kept_pool, task.workers),
    )
    try:
        made = build_report(request, steps(agency.outputs / ".cache"))
    except UserError as error:
        return Line(**line, code=int(error.exit_code), said=error.what)
    except Exception as error:
        return Line(**line, code=int(ExitCode.FAILED), said=f"{type(error).__name__}: {error}")
    wrong = [f"{len(made.faults)} lỗi trong số liệu"] if made.faults else []
    wrong += [f"{one.job.title}: {one.failure.message}" for one in made.failures if one.failure]
    return Line(
        **line, code=int(made.exit_code), run=str(made.run) if made.run else None, docx=str(made.docx) if made.docx else None,
        unchanged=made.unchanged, missing=len(made.missing), said="; ".join(wrong),
    )


MakeExecutor = Callable[[int], Executor]


def local(jobs: int) -> Executor:
    """Processes of this machine, started anew (never forked: an open library may not survive a fork), on every system alike."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def cluster(address: str) -> MakeExecutor:
    """Workers of a Dask cluster that is there already. Raises EnvironmentLacking without the extra, or without the cluster."""
    try:
        from distributed import Client
    except ImportError:
        raise EnvironmentLacking("chưa cài phần chạy trên cụm máy", remedy="pip install .[cluster]") from None
    try:
        client = Client(address, timeout="20s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise EnvironmentLacking(f"không nối được với cụm máy «{address}»", why=str(error), remedy="kiểm tra địa chỉ bộ điều phối.") from None
    return lambda jobs: client.get_executor(pure=False, retries=TRIES)


def run_batch(
    tasks: Sequence[Task], jobs: int, on_line: Callable[[Line], None] = lambda line: None, *, executor: MakeExecutor = local,
    work: Callable[[Task], Line] = report_of,
) -> list[Line]:
    """All reports of a batch, in the order of the tasks; each is told when it is done.

    A process that dies takes nothing along but its own report: what it left undone is tried again, at last alone.
    """
    lines: dict[tuple[str, str], Line] = {}

    def done(line: Line) -> None:
        lines[line.agency, line.period] = line
        on_line(line)

    left = list(tasks)
    for _ in range(TRIES):
        left = list(_round(left, jobs, executor, work, done))
    for task in left:
        if list(_round([task], 1, executor, work, done)):
            done(_died(task))
    return [lines[task.key] for task in tasks]


def _round(
    tasks: Sequence[Task], jobs: int, executor: MakeExecutor, work: Callable[[Task], Line], done: Callable[[Line], None]
) -> Iterator[Task]:
    """Run tasks side by side; gives those whose process died, which may be others' fault."""
    if not tasks:
        return
    pool = executor(jobs)
    running = {pool.submit(work, task): task for task in tasks}
    try:
        for future in as_completed(running):
            try:
                done(future.result())
            except (BrokenExecutor, CancelledError):
                yield running[future]
            except Exception as error:
                if type(error).__name__ != "KilledWorker":  # a cluster has tried again by itself before it says so
                    raise
                done(_died(running[future]))
    finally:
        for future in running:
            future.cancel()
        pool.shutdown(wait=True)


def _died(task: Task) -> Line:
    agency = task.agency
    return Line(agency.id, agency.name, task.period, int(ExitCode.FAILED), said="tiến trình chết giữa chừng nhiều lần")
