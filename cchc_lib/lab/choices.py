"""What can be chosen: sources that hold data, and periods whose quarters are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cchc_lib.domain.errors import ParameterError
from cchc_lib.domain.periods import CUMULATED, Period
from cchc_lib.intake.folders import available_quarters


@dataclass(frozen=True)
class Source:
    """Data to choose: folder is written as notebooks and commands take it."""

    name: str
    folder: str
    sample: bool
    periods: tuple[Period, ...]


def sources(root: Path) -> list[Source]:
    """The sample data and what units sent, as far as each holds a quarter."""
    found = []
    for name, folder, sample in (("Số liệu thật (data/inputs)", "data/inputs", False), ("Số liệu minh họa (data/sample)", "data/sample", True)):
        try:
            quarters = available_quarters(root / folder).quarters
        except ParameterError:  # no such folder, or no quarter in it: nothing to offer
            continue
        found.append(Source(name, folder, sample, tuple(periods_of(quarters))))
    return found


def periods_of(quarters: Iterable[Period]) -> list[Period]:
    """The periods that quarters can report: each quarter, and 6T, 9T, N where all their quarters are there; newest first."""
    there = set(quarters)
    years = {quarter.year for quarter in there}
    cumulated = [Period(year, kind) for year in years for kind in CUMULATED]
    whole = [period for period in cumulated if all(quarter in there for quarter in period.quarters)]
    return sorted([*there, *whole], key=lambda period: (period.year, period.quarter_number or 0, period.is_cumulated), reverse=True)
