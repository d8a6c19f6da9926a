"""What the engine is given and what it gives back: jobs, outcomes, and the check of parameters before anything starts."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.text import nearest

FailureKind = Literal["exception", "exit", "dead", "timeout", "no_product", "no_kernel", "interrupted"]


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    notebook: the source, never written to. output: where the executed copy goes; its folder is the working folder of the
    cells. product: the file that the notebook must write; it alone proves success. parameters: plain values; a Path is given
    to the notebook relative to the working folder, so that an executed notebook names no machine. root: the folder that
    output, product and every Path must lie in. title: what messages call the job.
    """

    name: str
    title: str
    notebook: Path
    output: Path
    product: Path
    root: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Failure:
    """Why a job failed: kind, one Vietnamese sentence, the number of the cell (from 1) and its error's type and text."""

    kind: FailureKind
    message: str
    cell: int | None = None
    error: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a job. failure None: its product was written by this very run."""

    job: Job
    seconds: float
    failure: Failure | None = None
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.failure is None


@dataclass(frozen=True)
class Event:
    """Something worth showing while a run goes on. kind: started, finished, failed (a job); kernel, said (see note)."""

    kind: Literal["started", "finished", "failed", "kernel", "said"]
    job: Job | None = None
    outcome: Outcome | None = None
    note: str | None = None


OnEvent = Callable[[Event], None]


@dataclass(frozen=True)
class Declared:
    """A parameter as the notebook's «parameters» cell declares it; types empty where anything goes (default None)."""

    name: str
    types: tuple[type, ...]
    default: Any = None


def declared_parameters(notebook: Path) -> dict[str, Declared]:
    """The parameters of a notebook: the assignments of plain literals in the cell tagged «parameters».

    Raises ParameterError when the notebook cannot be read, has no such cell, or the cell is no Python.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError) as error:
        raise ParameterError("không đọc được sổ tính", where=str(notebook), why=str(error)) from None
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
    if not tagged:
        raise ParameterError(
            "sổ tính không có ô mang nhãn «parameters»", where=notebook.name,
            remedy="Gắn nhãn «parameters» cho ô khai tham số (JupyterLab › Property Inspector › Cell Tags).",
        )
    source = tagged[0]["source"]
    try:
        body = ast.parse(source if isinstance(source, str) else "".join(source)).body
    except SyntaxError as error:
        raise ParameterError(
            "ô «parameters» không phải mã Python đúng", where=notebook.name, why=f"dòng {error.lineno}: {error.msg}"
        ) from None
    found = (_declared(statement) for statement in body)
    return {one.name: one for one in found if one is not None}


def _declared(statement: ast.stmt) -> Declared | None:
    """name = literal, or name: type = literal; None for anything else."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, annotation = statement.targets[0], None
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, annotation = statement.target, statement.annotation
    else:
        return None
    if not isinstance(target, ast.Name):
        return None
    try:
        default = ast.literal_eval(statement.value)  # type: ignore[arg-type]
    except ValueError:
        default = None
    types_ = _annotated(annotation) if annotation is not None else ()
    return Declared(target.id, types_ or (() if default is None else (type(default),)), default)


_BUILTIN = {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict}


def _annotated(annotation: ast.expr) -> tuple[type, ...]:
    """The builtin types that an annotation allows: str, str | None, Optional[int], list[str]; () for any other."""
    match annotation:
        case ast.Name(id=name):
            return (_BUILTIN[name],) if name in _BUILTIN else ()
        case ast.Constant(value=None):
            return (type(None),)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            parts = (_annotated(left), _annotated(right))
            return parts[0] + parts[1] if all(parts) else ()
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            known = _annotated(inner)
            return (*known, type(None)) if known else ()
        case ast.Subscript(value=base):
            return _annotated(base)
    return ()


def check(jobs: Sequence[Job]) -> None:
    """Everything that can be wrong with jobs before a kernel starts. Raises ParameterError naming each mistake.

    papermill itself only warns of an unknown parameter and never looks at types: a report with a default in place of what
    was asked for would be the result.
    """
    mistakes = [mistake for job in jobs for mistake in _mistakes(job)]
    if mistakes:
        raise ParameterError("tham số của sổ tính không đúng", details=mistakes)


def _mistakes(job: Job) -> list[str]:
    declared = declared_parameters(job.notebook)
    mistakes = []
    for name, value in job.parameters.items():
        where = f"{job.notebook.name} › {name}"
        if name not in declared:
            near = nearest(name, declared)
            hint = f"có phải «{near}»?" if near else f"sổ tính có: {', '.join(declared) or 'không tham số nào'}"
            mistakes.append(f"{where}: sổ tính không có tham số này; {hint}")
            continue
        allowed = declared[name].types
        if allowed and not _fits(value, allowed):
            wanted = " hoặc ".join(one.__name__ for one in allowed)
            mistakes.append(f"{where}: thấy {value!r} ({type(value).__name__}), cần {wanted}")
        if isinstance(value, Path) and not inside(value, job.root):
            mistakes.append(f"{where}: đường dẫn «{value}» nằm ngoài thư mục của lần chạy")
    mistakes += [
        f"{job.notebook.name}: «{path}» nằm ngoài thư mục của lần chạy"
        for path in (job.output, job.product)
        if not inside(path, job.root)
    ]
    return mistakes


def _fits(value: Any, allowed: tuple[type, ...]) -> bool:
    """Whether a value may stand where these types are declared: an int for a float, a Path for a str; a bool is no int."""
    given = str if isinstance(value, Path) else type(value)
    return given in allowed or (given is int and float in allowed)


def inside(path: Path, root: Path) -> bool:
    """Whether path is root or lies below it, links and .. resolved."""
    return path.resolve().is_relative_to(root.resolve())
