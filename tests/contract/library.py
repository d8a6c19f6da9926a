"""The program as its notebooks call it: a body's results without seven notebooks and a Word file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cchc_lib.notebook import open_report

ROOT = Path(__file__).resolve().parents[2]


def results_of(data: Path, period: str, **options: Any) -> dict[str, Any]:
    """results.json of a period, as it would be written."""
    options = {"parameters": str(ROOT / "parameters"), "templates": str(ROOT / "templates"), "sample": False} | options
    return json.loads(json.dumps(open_report(period, data=str(data), **options).merged.results()))
