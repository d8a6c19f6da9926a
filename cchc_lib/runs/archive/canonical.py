"""One way to write JSON and to hash: the same data gives the same bytes everywhere."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def canonical(data: Any) -> bytes:
    """Sorted keys, UTF-8, two spaces, a newline at the end; no NaN."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode()


def write_json(path: Path, data: Any) -> None:
    """Write beside, then rename: a reader sees the old file or the new one, never half of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(canonical(data))
    os.replace(beside, path)


def read_json(path: Path) -> Any:
    return json.loads(path.read_bytes())


def digest(data: Any) -> str:
    """sha256 of data's canonical form."""
    return hashlib.sha256(canonical(data)).hexdigest()


def file_digest(path: Path) -> str:
    """sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tree_digests(folder: Path, pattern: str = "*") -> dict[str, str]:
    """Every file below folder whose name fits the pattern, by its path with forward slashes; hidden files left out."""
    found = {}
    for path in sorted(folder.rglob(pattern)):
        name = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found[name.as_posix()] = file_digest(path)
    return found
