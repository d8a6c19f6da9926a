"""Every notebook is thin, runs alone, holds nothing of a machine or a person, and shows what a run of it gives."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # seconds of grammar that no notebook needs

import nbformat

from cchc_lib.domain.areas import AREAS, REPORT_NOTEBOOK
from tools import sample_outputs

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
SETTINGS = Path(__file__).with_name("nbval.ini")
REPORTED = [f"{name}.ipynb" for name in (*(area.notebook for area in AREAS), REPORT_NOTEBOOK)]
EXPLORED = ["explore/start.ipynb", "explore/dossiers.ipynb", "explore/history.ipynb", "explore/what_if.ipynb"]
RULED_OUT = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda, ast.Try)


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / name, as_version=4)


def code_cells(name: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(name).cells if cell.cell_type == "code"]


def test_no_notebook_is_left_out_here() -> None:
    there = {path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts}
    assert there == {*REPORTED, *EXPLORED}


@pytest.mark.parametrize("name", [*REPORTED, *EXPLORED])
def test_it_is_thin(name: str) -> None:
    """No function, class or loop in a cell: what a notebook computes stands in the library and is tested there."""
    notebook = read(name)
    assert notebook.cells[0].source.startswith("# ")
    for cell in code_cells(name):
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, RULED_OUT)], cell.source
        assert len(cell.source.splitlines()) <= 10


@pytest.mark.parametrize("name", [*REPORTED, *EXPLORED[1:]])
def test_one_cell_is_tagged_parameters_and_holds_commented_literals(name: str) -> None:
    (cell,) = [cell for cell in code_cells(name) if "parameters" in cell.metadata.get("tags", ())]
    for statement, line in zip(ast.parse(cell.source).body, cell.source.splitlines(), strict=True):
        assert isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant)
        assert "  # " in line


@pytest.mark.parametrize("name", [*REPORTED, *EXPLORED])
def test_nothing_of_a_machine_a_clock_or_a_person_is_in_it(name: str) -> None:
    text = (NOTEBOOKS / name).read_text(encoding="utf-8")
    without_pictures = re.sub(r'"image/png": "[^"]*"', "", text)
    for pattern in (r"/home/|/root/|/Users/|[A-Z]:\\\\\\\\", r"0x[0-9a-f]{8,}", r"\b\d{1,2}:\d\d:\d\d\b", r"\b0\d{9}\b", r"[\w.]+@[\w-]+\.\w"):
        assert not re.search(pattern, without_pictures), pattern
    assert "execution" not in {key for cell in read(name).cells for key in cell.metadata}


@pytest.mark.parametrize("name", EXPLORED)
def test_explored_ones_are_kept_without_outputs(name: str) -> None:
    """Controls show themselves only in a running JupyterLab, so nothing would be seen of a kept output."""
    assert not [cell for cell in code_cells(name) if cell.outputs]


@pytest.mark.parametrize("name", EXPLORED)
def test_explored_ones_run(name: str) -> None:
    notebook = sample_outputs.executed(NOTEBOOKS / name)
    assert not [output for cell in notebook.cells for output in cell.get("outputs", ()) if output.output_type in ("error", "stream")]


@pytest.mark.parametrize("name", REPORTED)
def test_kept_outputs_are_those_of_a_run(name: str) -> None:
    """nbval runs the notebook and holds text and tables word for word, charts by what they say.

    Pictures are not compared byte by byte, since another machine may draw a line a little differently.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env", "-c", str(SETTINGS), str(NOTEBOOKS / name)]
    environment = os.environ | {"CCHC_ROOT": str(ROOT), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n→ python -m tools.sample_outputs {Path(name).stem}"
