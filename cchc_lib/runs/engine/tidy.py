"""Executed notebooks made reproducible: clock times, durations, random ids and versions of the machine taken out.

What makes a notebook evidence stays: cells, outputs, execution numbers, the tag «parameters» and the injected parameters.
"""

from __future__ import annotations

import re
from typing import Any

# Where an object lies in memory, as its default repr tells it: <cchc_lib.notebook.OpenArea at 0x7f5ade994e90>.
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]+(?=>)")
_LANGUAGE_KEYS = ("name", "file_extension", "mimetype", "pygments_lexer")
INJECTED = "injected-parameters"


def tidied(notebook: dict[str, Any], source_ids: set[str]) -> dict[str, Any]:
    """The notebook without anything that differs from run to run; changed in place and returned.

    source_ids: the ids that cells had in the source notebook; any other id was drawn at random and is numbered instead.
    """
    metadata = notebook["metadata"]
    metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata["language_info"] = {
        key: value for key, value in (metadata.get("language_info") or {"name": "python"}).items() if key in _LANGUAGE_KEYS
    }
    metadata["papermill"] = {"parameters": dict(metadata.get("papermill", {}).get("parameters", {}))}
    metadata.pop("widgets", None)
    taken = set(source_ids)
    for number, cell in enumerate(notebook["cells"], 1):
        _tidy_cell(cell, number, source_ids, taken)
    return notebook


def _tidy_cell(cell: dict[str, Any], number: int, source_ids: set[str], taken: set[str]) -> None:
    metadata = cell["metadata"]
    for key in ("papermill", "execution", "ExecuteTime", "collapsed"):
        metadata.pop(key, None)
    if metadata.get("tags") == []:
        del metadata["tags"]  # papermill adds an empty list to every cell
    if cell.get("id") not in source_ids:
        wanted = INJECTED if INJECTED in metadata.get("tags", ()) else f"cell-{number}"
        while wanted in taken:
            wanted += "-x"
        taken.add(wanted)
        cell["id"] = wanted
    for output in cell.get("outputs", ()):
        output.get("metadata", {}).pop("execution", None)
        plain = output.get("data", {}).get("text/plain")
        if isinstance(plain, str):
            output["data"]["text/plain"] = _ADDRESS.sub("0x…", plain)
