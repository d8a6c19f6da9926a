"""The sample as the product reads it: parameters, typed tables of all eight quarters, the workspace that judges them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cchc_lib.analysis.measures import Workspace
from cchc_lib.domain.parameters import Parameters
from cchc_lib.domain.periods import Period
from cchc_lib.domain.submissions import QuarterData
from cchc_lib.intake.parameters import load_parameters
from cchc_lib.intake.quarter import read_quarters
from tools.sample_data import days

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"


@cache
def parameters() -> Parameters:
    return load_parameters(ROOT / "parameters")


@cache
def quarters_read() -> Mapping[Period, QuarterData]:
    return read_quarters(SAMPLE, days.QUARTERS, parameters(), parameters().calendar)


@cache
def workspace() -> Workspace:
    return Workspace(parameters(), quarters_read())
