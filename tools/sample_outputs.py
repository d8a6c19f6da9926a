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
ATTEMPTS = 3  # two kernels that start at once may be given the same free port, and one then ends


def run(path: Path) -> None:
    """Execute one notebook and write it back with its outputs."""
    path.write_text(nbformat.writes(executed(path), indent=1) + "\n", encoding="utf-8", newline="\n")


def executed(path: Path) -> nbformat.NotebookNode:
    """A notebook after Run All in its own folder, as JupyterLab would run it.

    What controls print stands in the cells' outputs: nbclient answers an output control on the very socket on which it waits for
    the cell's end, and then may not hear of that end before its timeout.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}
    for left in reversed(range(ATTEMPTS)):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}})
        client.widget_registry = {}
        try:
            client.execute(env=environment)
            break
        except RuntimeError:  # the kernel did not start; a cell that fails is another error
            if not left:
                raise
    tidy(notebook)
    return notebook


def tidy(notebook: nbformat.NotebookNode) -> None:
    """Leave out what a run writes beside its outputs."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)


def main(names: list[str]) -> None:
    """The notebooks of the report, all or those named; those of explore/ are kept without outputs, since they are controls."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not names or path.stem in names:
            print(path.relative_to(ROOT))
            run(path)


if __name__ == "__main__":
    main(sys.argv[1:])
