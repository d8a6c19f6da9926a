"""Runs the notebooks on the sample data and keeps their outputs in the repository, so that a reader sees results without running.

    python -m tools.sample_outputs [notebook …]

What changes from run to run without meaning (execution times, the kernel's version) is left out.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # seconds of grammar that no notebook needs

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"


def run(path: Path) -> None:
    """Execute one notebook in the project's folder and write it back with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    tidy(notebook)
    path.write_text(nbformat.writes(notebook, indent=1) + "\n", encoding="utf-8", newline="\n")


def tidy(notebook: nbformat.NotebookNode) -> None:
    """Leave out what a run writes beside its outputs."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def main(names: list[str]) -> None:
    os.environ["CCHC_ROOT"] = str(ROOT)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    for path in sorted(NOTEBOOKS.rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts and (not names or path.stem in names):
            print(path.relative_to(ROOT))
            run(path)


if __name__ == "__main__":
    main(sys.argv[1:])
