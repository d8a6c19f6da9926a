"""A finished run as pages in outputs/site/<period>/, beside those of other periods; the run itself is never touched."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from cchc_lib.domain.disk import writing
from cchc_lib.domain.errors import EnvironmentLacking, RunError
from cchc_lib.domain.periods import PeriodError, parse_period
from cchc_lib.presentation.site import build_site
from cchc_lib.runs.archive.figures import read_results
from cchc_lib.runs.archive.folder import RunFolder
from cchc_lib.runs.archive.snapshot import FOLDER, read_parameters
from cchc_lib.runs.engine.inside import UNNEEDED
from cchc_lib.runs.explain.told import traces_of
from cchc_lib.runs.explain.trace import Tracer

SITE = "site"


def write_site(run: RunFolder, outputs: Path) -> Path:
    """Write the pages of a run in place of the period's earlier ones; the path of its index.html.

    Raises EnvironmentLacking without nbconvert or where nothing can be written, RunError for a run whose notebooks are gone.
    """
    results = read_results(run.path)
    period = results["period"]["id"]
    home = outputs / SITE
    known = sorted({period, *_periods_with_pages(home)})
    traces = traces_of(Tracer(run.path), results)
    pages = _pages(run, results, traces, known)
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        aside = home / f".{period}-{run.name}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        for name, page in pages.items():
            (aside / name).write_text(page, encoding="utf-8", newline="\n")
        shutil.rmtree(home / period, ignore_errors=True)
        aside.replace(home / period)
    return home / period / "index.html"


def _pages(run: RunFolder, results, traces, known) -> dict[str, str]:
    for name in UNNEEDED[:1]:  # grammars that take seconds to compile and that no notebook needs
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    parameters = read_parameters(run.path / FOLDER)
    identity = parameters.organisation.identity(parameters.calendar.span(parse_period(results["period"]["id"])).window.end)
    try:
        return build_site(results, run.path / "notebooks", traces, body_name=identity.name if identity else "", known=known)
    except ModuleNotFoundError as error:
        raise EnvironmentLacking(f"máy này chưa có gói {error.name}", remedy="chạy qua «python run.py site», hoặc pip install nbconvert.") from error
    except FileNotFoundError as error:
        raise RunError("lần chạy không còn sổ tính đã chạy", where=str(error.filename), remedy="Lập lại báo cáo với --force.") from error


def _periods_with_pages(home: Path) -> list[str]:
    found = []
    for folder in home.iterdir() if home.is_dir() else ():
        try:
            if (folder / "index.html").is_file():
                found.append(parse_period(folder.name).id)
        except PeriodError:
            continue
    return found
