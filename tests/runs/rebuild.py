"""One real report of the sample in a process of its own: python -m tests.runs.rebuild FOLDER JOBS ENGINE [PERIOD]

ENGINE: here (cells run in this process), reuse or strict (kernels). Prints the hashes of what must be the same everywhere.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from cchc_lib.cli.output import restart_in_utf8
from cchc_lib.runs.archive.manifest import read_manifest
from cchc_lib.runs.report import build_report
from cchc_lib.runs.wiring import steps

from .real import build, real_request

SAME = ("results.json", "figures.json")


def hashes(run: Path) -> dict[str, str]:
    """What is promised to be the same bytes whatever the environment, by name."""
    manifest = read_manifest(run)
    kept = {name: sha for name, sha in manifest.outputs.items() if name in SAME or name.startswith(("areas/", "figures/", "inputs/"))}
    return kept | {"docx": manifest.outputs[manifest.docx or ""], "fingerprint": manifest.fingerprint}


if __name__ == "__main__":
    restart_in_utf8()  # as the command does
    folder, jobs, engine = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    request = real_request(folder, *sys.argv[4:], workers=jobs, reuse=engine != "strict")
    outcome = build(request) if engine == "here" else build_report(request, steps())
    found = hashes(outcome.run)
    if engine != "here":  # executed notebooks are evidence only where they were executed
        found |= {f"notebook {name}": sha for name, sha in read_manifest(outcome.run).outputs.items() if name.endswith(".ipynb")}
    print(json.dumps(found, sort_keys=True))
