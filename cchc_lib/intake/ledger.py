"""What was written into a folder and how it looked then, so that nobody's work on it is overwritten or thrown away."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from cchc_lib.domain.disk import writing

_NAME = ".da-ghi.json"
OPEN = "open"


class Ledger:
    """The files that the program wrote into one folder: relative name -> sha256 of what it wrote.

    An unreadable ledger is an empty one: then every file that differs counts as somebody's work.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written = _read(folder / _NAME)

    def put(self, name: str, content: bytes) -> str:
        """Writes a file. Returns written, unchanged (the same lay there), kept (changed by somebody since, left alone) or open:
        it is open in Word or Excel, and Windows lets nobody replace it. Raises EnvironmentLacking where nothing can be written."""
        path = self.folder / name
        state = self._state(path, name, content)
        if state == "written":
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                aside = path.with_name(f".{path.name}.part")
                aside.write_bytes(content)
            try:
                aside.replace(path)
            except PermissionError:
                aside.unlink()
                return OPEN
        if state != "kept":
            self._written[name] = _hash(content)
            self._save()
        return state

    def _state(self, path: Path, name: str, content: bytes) -> str:
        if not path.exists():
            return "written"
        present = _hash(path.read_bytes())
        if present == _hash(content):
            return "unchanged"
        return "written" if present == self._written.get(name) else "kept"

    def drop_all_but(self, names: set[str]) -> list[str]:
        """Removes the files written earlier that are not among names and that nobody has changed; returns their names."""
        gone = []
        for name in sorted(set(self._written) - names):
            path = self.folder / name
            if path.is_file() and _hash(path.read_bytes()) == self._written[name]:
                try:
                    path.unlink()
                except PermissionError:  # open in Word or Excel: another time
                    continue
                gone.append(name)
            del self._written[name]
        if gone:
            self._save()
        return gone

    def _save(self) -> None:
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / _NAME).write_text(json.dumps(self._written, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def _read(path: Path) -> dict[str, str]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
