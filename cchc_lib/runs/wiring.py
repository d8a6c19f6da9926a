"""The other rooms as a run calls them; each is loaded when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_lib.runs.request import FormatFinding, Steps

if TYPE_CHECKING:
    from cchc_lib.domain.parameters import Parameters
    from cchc_lib.domain.periods import Span
    from cchc_lib.domain.submissions import QuarterData


def load(folder: Path, overrides: Mapping[str, str]) -> Parameters:
    from cchc_lib.intake.parameters import load_parameters

    return load_parameters(folder, overrides)


def reader(cache: Path | None) -> Callable[[Parameters, Path, Span], Sequence[QuarterData]]:
    """What reads the quarters of a report, typed tables of unchanged workbooks kept in cache (None: none is kept)."""

    def read(parameters: Parameters, data: Path, span: Span) -> Sequence[QuarterData]:
        from cchc_lib.intake.quarter import read_for_period

        found = read_for_period(data, span, parameters, cache=cache)
        return [found[quarter] for quarter in sorted(found, key=lambda one: one.id)]

    return read


def check_format(docx: Path) -> Sequence[FormatFinding]:
    from cchc_lib.nd30.check import check
    from cchc_lib.nd30.findings import MANDATORY

    return [
        FormatFinding(f"{one.title} ({one.clause}): {one.found}; cần {one.required}", one.severity == MANDATORY)
        for one in check(docx).findings
    ]


def ahead() -> None:
    from cchc_lib.nd30 import check

    check.load()


def extras(run: Path, names: Sequence[str]) -> Sequence[str]:
    """The report's workbook and PDF beside the document; what could not be made is told in sentences."""
    from cchc_lib.runs.extras import make

    return make(run, names)


def steps(cache: Path | None = None) -> Steps:
    """The real steps of a report."""
    return Steps(load, reader(cache), check_format, extras, ahead)


STEPS = steps()
