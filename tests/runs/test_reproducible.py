"""The same inputs give the same bytes, whatever the clock's zone, the language, the hash seed, the folder and the workers.

Always a few environments; twenty with CCHC_THOROUGH=1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from .rebuild import hashes
from .toy_report import ROOT

ZONES = ("UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Kiritimati")
LANGUAGES = ("C", "C.UTF-8", "vi_VN.UTF-8", "tr_TR.UTF-8", "POSIX")
FOLDERS = ("a", "thư mục có dấu", "sâu/hơn/nữa")


def environment(number: int, engine: str) -> tuple[dict[str, str], str, int, str]:
    """The number-th environment: variables, folder, jobs, engine."""
    variables = {
        "TZ": ZONES[number % len(ZONES)], "LANG": LANGUAGES[number % len(LANGUAGES)], "LC_ALL": LANGUAGES[(number + 1) % len(LANGUAGES)],
        "PYTHONHASHSEED": str(number), "PYTHONPATH": str(ROOT), "PYTHONUTF8": str(number % 2), "COLUMNS": str(40 + number),
    }
    return variables, FOLDERS[number % len(FOLDERS)], 1 + number % 2, engine


ALWAYS = [environment(1, "here"), environment(3, "reuse")]
THOROUGH = [environment(number, ("here", "reuse", "strict")[number % 3]) for number in range(20)]


@pytest.mark.parametrize("variables, folder, jobs, engine", THOROUGH if os.environ.get("CCHC_THOROUGH") else ALWAYS)
def test_a_rebuild_elsewhere_gives_the_same_bytes(sample_run, tmp_path, variables, folder, jobs, engine):
    home = tmp_path / folder
    home.mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.runs.rebuild", str(home), str(jobs), engine], cwd=ROOT, env={**os.environ, **variables},
        capture_output=True, text=True, encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    found = {name: sha for name, sha in json.loads(done.stdout.splitlines()[-1]).items() if not name.startswith("notebook ")}

    assert found == hashes(sample_run[1].run)

