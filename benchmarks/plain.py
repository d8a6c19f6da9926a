"""The same computation and drawing as one plain script: every cell of the seven notebooks in one process, data read once.

No notebook machinery, no snapshot, no manifest: what a programmer would write who needs the document only.
"""

from __future__ import annotations

import argparse
import ast
import functools
import json
from pathlib import Path

from benchmarks.measure import ROOT


def main(period: str, output: str) -> None:
    from cchc_lib import opened
    from cchc_lib.intake import quarter
    from cchc_lib.runs.wiring import steps

    opened.load_parameters = functools.cache(opened.load_parameters)
    read, kept = quarter.read_for_period, []

    def read_once(*arguments, **options):
        if not kept:
            kept.append(read(*arguments, **options))
        return kept[0]

    quarter.read_for_period = read_once
    Path(output).mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        _cells(path, {"period": period, "output": str(Path(output).resolve())})
    steps().check_format(Path(output) / f"bao-cao-cchc-{period}.docx")


def _cells(path: Path, given: dict[str, object]) -> None:
    names: dict[str, object] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            _run("".join(cell["source"]), names)
            if "parameters" in cell["metadata"].get("tags", ()):
                names.update(given)


def _run(source: str, names: dict[str, object]) -> None:
    """A cell as a notebook runs it: what its last line gives is shown."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    if last is not None:
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        for show in ("__repr__", "_repr_html_", "_repr_png_", "_repr_markdown_"):
            getattr(value, show, lambda: None)()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("period", help="2024-Q1 …")
    parser.add_argument("output", help="the folder to write to")
    main(**vars(parser.parse_args()))
