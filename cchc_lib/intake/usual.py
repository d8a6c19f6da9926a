"""The targets that are counted where no plan was ever declared (usual_targets.yaml beside this module)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cchc_lib.domain.plan import Target

from .declared_files import read_yaml

_FILE = Path(__file__).with_name("usual_targets.yaml")
_SOURCE = "Chưa có kế hoạch"


@cache
def usual_targets() -> tuple[Target, ...]:
    """The usual targets, with no number to reach."""
    return tuple(Target.model_validate({**item, "text": item["name"], "source": _SOURCE}) for item in read_yaml(_FILE)["targets"])
