"""What a report is asked for, what it needs of other rooms, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_lib.domain.exit_codes import ExitCode
from cchc_lib.domain.findings import Finding
from cchc_lib.domain.overrides import spoken
from cchc_lib.domain.periods import Period, Span
from cchc_lib.domain.submissions import Missing, QuarterData
from cchc_lib.runs.engine.jobs import Outcome

if TYPE_CHECKING:
    from cchc_lib.domain.parameters import Parameters
    from cchc_lib.runs.engine.pool import Pool
    from cchc_lib.runs.engine.stem import Stem

CELL_SECONDS = 600


@dataclass(frozen=True)
class FormatFinding:
    """One finding of the format check; mandatory: the decree binds (bắt buộc)."""

    message: str
    mandatory: bool = False


@dataclass(frozen=True)
class Steps:
    """The work of other rooms, as a run calls it; tests put toys in their place.

    load(parameters folder, overrides) -> Parameters. read(parameters, data folder, span) -> what was read, oldest quarter first,
    every quarter that the report needs. check_format(docx) -> findings. extras(run folder, names) makes what was asked for
    beside the document (pdf, xlsx) and tells in sentences what it could not make. ahead() loads what check_format needs,
    while the kernels are still starting.
    """

    load: Callable[[Path, Mapping[str, str]], Parameters]
    read: Callable[[Parameters, Path, Span], Sequence[QuarterData]]
    check_format: Callable[[Path], Sequence[FormatFinding]] = lambda docx: ()
    extras: Callable[[Path, Sequence[str]], Sequence[str]] = lambda run, names: ()
    ahead: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class ReportRequest:
    """What was asked for. set: --set path -> value, as the user wrote it or bound to the period. extras: pdf, xlsx. of_record: figures
    of record (of_record.py); None: those of the issued runs in outputs. workers, reuse, timeout, pool, early: how, never what. pool: gives a
    kept one to run the notebooks on, once there is something to run; None: one of its own. early: a stem that loads already (early.py)."""

    period: Period
    data: Path
    parameters: Path
    outputs: Path
    notebooks: Path
    templates: Path
    sample: bool = False
    draft: bool = False
    set: Mapping[str, str] = field(default_factory=dict)
    extras: tuple[str, ...] = ()
    of_record: Mapping[str, Any] | None = None
    force: bool = False
    workers: int = 2
    reuse: bool = True
    timeout: float | None = CELL_SECONDS
    dry_run: bool = False
    pool: Callable[[], Pool] | None = None
    early: Stem | None = None

    def __post_init__(self) -> None:
        """Folders hold from wherever the caller stands: kernels work in folders of their own."""
        for name in ("data", "parameters", "outputs", "notebooks", "templates"):
            object.__setattr__(self, name, Path(getattr(self, name)).absolute())

    @property
    def options(self) -> dict[str, Any]:
        """What changes the result, and nothing else."""
        return {"sample": self.sample, "draft": self.draft, "set": spoken(self.set), "extras": sorted(self.extras)}


@dataclass(frozen=True)
class ReportOutcome:
    """What became of it. run None: nothing was built, or it failed (failed: where its notebooks are). findings: of reading;
    computed: of the computation, as sentences."""

    exit_code: ExitCode
    span: Span
    run: Path | None = None
    docx: Path | None = None
    unchanged: bool = False
    findings: tuple[Finding, ...] = ()
    computed: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    failures: tuple[Outcome, ...] = ()
    failed: Path | None = None
    format_findings: tuple[FormatFinding, ...] = ()
    reused: tuple[str, ...] = ()
    edited: Path | None = None

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity == "fault")
