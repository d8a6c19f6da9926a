"""python -m tools.sample_data [folder]: writes the sample body of data (data/sample)."""

from __future__ import annotations

import sys
from pathlib import Path

from cchc_lib.intake.parameters import load_parameters

from .body import write

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "sample"
    write(target, load_parameters(ROOT / "parameters"))
    print(target)
