"""Everything that a report depends on, hashed: cheap enough to ask before anything is started.

No clock, no file time, no folder name, no worker count goes in; nothing of pandas or Jupyter is imported.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cchc_lib
from cchc_lib.domain.periods import Period
from cchc_lib.runs.archive.canonical import digest, file_digest, tree_digests

if TYPE_CHECKING:
    from cchc_lib.domain.parameters import Parameters

_QUARTER = re.compile(r"\d{4}-Q[1-4]")
LOCK_FILE = "requirements.lock"


@dataclass(frozen=True)
class Ingredients:
    """What goes into a report. Mappings are of file -> sha256; inputs by <quarter>/<relative path>.

    of_record: period -> hash of the figures that its issued report holds. options: what was asked for and changes the result (sample, draft, set). packages: installed distributions with versions.
    """

    period: str
    options: Mapping[str, Any]
    inputs: Mapping[str, str]
    parameters: Mapping[str, str]
    templates: Mapping[str, str]
    notebooks: Mapping[str, str]
    library: Mapping[str, Any]
    lock: str | None
    packages: tuple[str, ...]
    python: str
    platform: str
    of_record: Mapping[str, str] = field(default_factory=dict)
    schema: int = field(default=1)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"packages": list(self.packages)}

    @property
    def fingerprint(self) -> str:
        """One hash of it all: equal for two runs that must give the same report."""
        return digest(self.to_dict())


def gather(
    period: Period, last_quarter: Period, *, data: Path, parameters: Path, templates: Path, notebooks: Path,
    options: Mapping[str, Any], of_record: Mapping[str, Any] | None = None,
) -> Ingredients:
    """Hash everything that a report of the period may read: no submission later than its last quarter is looked at."""
    return Ingredients(
        period=period.id, options=dict(options), inputs=input_digests(data, last_quarter),
        parameters=tree_digests(parameters, "*.yaml"), templates=tree_digests(templates),
        notebooks={path.name: file_digest(path) for path in sorted(notebooks.glob("[0-9]*.ipynb"))},
        library=library_digests(), lock=_lock_digest(), packages=installed(), python=platform.python_version(),
        platform=f"{sys.platform}-{platform.machine().lower()}",
        of_record={name: digest(entry) for name, entry in (of_record or {}).items()},
    )


def input_digests(data: Path, last_quarter: Period) -> dict[str, str]:
    """Every file of the quarters' folders up to last_quarter; not what Excel and others leave beside (~$…, hidden files)."""
    found: dict[str, str] = {}
    for folder in sorted(data.iterdir()) if data.is_dir() else ():
        if folder.is_dir() and _QUARTER.fullmatch(folder.name) and folder.name <= last_quarter.id:
            files = tree_digests(folder)
            found |= {f"{folder.name}/{name}": sha for name, sha in files.items() if not Path(name).name.startswith("~$")}
    return found


def library_digests() -> dict[str, Any]:
    """Version, hash and files of this library's own code and data: diff names the file that made a figure move."""
    root = Path(cchc_lib.__file__).parent
    files = {name: sha for name, sha in tree_digests(root).items() if "__pycache__" not in name}
    return {"version": cchc_lib.__version__, "sha256": digest(files), "files": files}


def _lock_digest() -> str | None:
    """The hash of the lock file beside the library, where it is run from its repository."""
    lock = Path(cchc_lib.__file__).parent.parent / LOCK_FILE
    return file_digest(lock) if lock.is_file() else None


def installed() -> tuple[str, ...]:
    """name-version of every installed distribution, from the names of their folders: metadata need not be opened."""
    names: set[str] = set()
    for entry in sys.path:
        try:
            names |= {name.removesuffix(".dist-info") for name in os.listdir(entry or ".") if name.endswith(".dist-info")}
        except OSError:
            continue
    return tuple(sorted(name for name in names if not name.startswith("cchc-")))


def forms_of_area(parameters: Parameters, area: str) -> frozenset[str]:
    """The forms that an area's result may be computed from: its own, the general ones, and those its measures name."""
    own = {form.id for form in parameters.forms.values() if form.area in (area, "general")}
    return frozenset(own | {parameters.measures[name].form for name in parameters.measures_of(area) if name in parameters.measures})


# What only the report itself looks at, so that another signer or number runs no area again.
_OF_THE_REPORT = ("number", "date", "signer", "notes")
_FILES_OF_THE_REPORT = ("organisation.yaml", "report.docx", "sentences/report.yaml", "sentences/notice.yaml", "sentences/adjustments.yaml")


def area_fingerprint(whole: Ingredients, parameters: Parameters, notebook: str, reading: Mapping[str, Any], forms: Collection[str]) -> str:
    """The hash of what one area depends on: its own forms' tables and findings, and all else that an area may look at.

    Not the report's own: figures of record, names (but how the body is called in a sentence) and signers, number and date, the report's template and sentences.
    parameters: as loaded, --set included. reading: the content of the snapshot's reading.json.
    """
    parts = whole.to_dict()
    del parts["inputs"], parts["of_record"]
    parts["notebooks"] = {notebook: whole.notebooks.get(notebook)}
    for key in ("parameters", "templates"):
        parts[key] = {name: sha for name, sha in parts[key].items() if name not in _FILES_OF_THE_REPORT and not name.startswith("periods/")}
    parts["periods"] = _periods_seen(parameters)
    parts["body"] = [[one.short_name, str(one.valid_from), str(one.valid_to)] for one in parameters.organisation.identities]
    unseen = {f"period/{key}" for key in _OF_THE_REPORT}
    changed = {path: value for path, value in whole.options.get("set", {}).items() if path not in unseen}
    parts["options"] = {"sample": whole.options.get("sample"), "set": changed}
    parts["reading"] = {
        quarter: {
            "tables": {form: entry for form, entry in body["tables"].items() if form in forms},
            **{key: [_of_an_area(one) for one in body[key] if one["form"] in forms] for key in ("submissions", "missing", "findings")},
        }
        for quarter, body in reading["quarters"].items()
    }
    return digest(parts)


def _of_an_area(one: Mapping[str, Any]) -> dict[str, Any]:
    """A submission without the hash of its whole workbook and its arrival: one that was sent again for another area's form
    changes nothing here, and the rows of the own forms are in the tables' hashes."""
    return {key: value for key, value in one.items() if key not in ("sha256", "arrived", "late_days")}


def _periods_seen(parameters: Parameters) -> dict[str, Any]:
    """What an area may see of the period files; a file that says nothing else than who signs is as good as none."""
    found = {
        name: own.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id", *_OF_THE_REPORT})
        for name, own in sorted(parameters.periods.items())
    }
    return {name: own for name, own in found.items() if own}
