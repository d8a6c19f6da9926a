"""Toy notebooks: small enough to run in a moment, each wrong in one way."""

from __future__ import annotations

from pathlib import Path

import nbformat

from cchc_lib.runs.engine.jobs import Job

PARAMETERS = 'period = "2024-Q1"  # kỳ\nsample = False\nlimit = 1.5\nproduct = ""  # nơi ghi kết quả\n'
SAVE = 'import json, pathlib\npathlib.Path(product).write_text(json.dumps({"period": period, "limit": limit}), encoding="utf-8")'


def notebook(path: Path, *cells: str, parameters: str | None = PARAMETERS, save: bool = True) -> Path:
    """Write a notebook: a title, the parameters cell, the given cells, and one that writes the product."""
    made = nbformat.v4.new_notebook()
    made.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made.cells.append(nbformat.v4.new_markdown_cell("# Sổ tính thử", id="title"))
    if parameters is not None:
        cell = nbformat.v4.new_code_cell(parameters, id="parameters")
        cell.metadata["tags"] = ["parameters"]
        made.cells.append(cell)
    for number, source in enumerate((*cells, SAVE) if save else cells, 1):
        made.cells.append(nbformat.v4.new_code_cell(source, id=f"step-{number}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


def job(folder: Path, name: str, *cells: str, save: bool = True, **parameters: object) -> Job:
    """A job on a toy notebook whose executed copy and product go to folder/run."""
    run = folder / "run"
    source = notebook(folder / "notebooks" / f"{name}.ipynb", *cells, save=save)
    product = run / "areas" / f"{name}.json"
    return Job(
        name, f"Lĩnh vực {name}", source, run / "notebooks" / f"{name}.ipynb", product, run,
        {"period": "2024-Q2", "product": product, **parameters},
    )
