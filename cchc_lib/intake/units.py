"""Which unit a file or a cell speaks of."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from pathlib import PurePosixPath

from cchc_lib.domain.organisation import Unit, Units
from cchc_lib.domain.text import nearest, tidy, vid

_VERSION = re.compile(r"(?:^|[\s_.-]+)l[aầ]n[\s_.-]*(\d{1,2})$", re.IGNORECASE)
UNKNOWN = "không rõ"


class UnitFinder:
    """The units by id, name and alias; those of the day before those of other days."""

    def __init__(self, units: Units, day: dt.date) -> None:
        self._units = sorted(units.units, key=lambda unit: not unit.holds(day))
        collecting = [unit for unit in units.on(day) if unit.collects]
        self.collector = collecting[0] if len(collecting) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, Unit]:
        found: dict[str, Unit] = {}
        for names in (lambda unit: (unit.id,), lambda unit: (unit.name,), lambda unit: unit.aliases):
            for unit in self._units:
                for name in names(unit):
                    found.setdefault(vid(name), unit)
        return found

    @cached_property
    def _prefixes(self) -> list[tuple[str, Unit]]:
        """Ids, then names, the longest first: «phong-dau-tu-2» is not a file of «phong-dau-tu»."""
        ids = sorted({vid(unit.id): unit for unit in reversed(self._units)}.items(), key=lambda item: -len(item[0]))
        names = sorted(((name, unit) for name, unit in self._by_name.items() if len(name) > 3), key=lambda item: -len(item[0]))
        return ids + names

    def named(self, name: str) -> Unit | None:
        return self._by_name.get(vid(name))

    def near(self, name: str) -> str | None:
        """The name of the unit that a name looks like."""
        return nearest(name, [unit.name for unit in self._units], cutoff=0.75)

    def of_stem(self, stem: str) -> tuple[Unit | None, str]:
        """The unit whose id begins a file name, and what follows it there."""
        own = vid(stem)
        for prefix, unit in self._prefixes:
            if own == prefix or own.startswith(prefix + "_"):
                return unit, own[len(prefix):].strip("_")
        return None, own


def unit_of_name(file: str, units: UnitFinder) -> str | None:
    """The id of the unit whose id begins the name of a file that was not read."""
    unit = units.of_stem(without_version(PurePosixPath(file).stem)[0])[0]
    return unit.id if unit else None


def without_version(stem: str) -> tuple[str, int]:
    """A file name's stem without its «-lan2», and the version that it says (1 without)."""
    match = _VERSION.search(tidy(stem))
    return (tidy(stem)[: match.start()], max(int(match[1]), 1)) if match else (tidy(stem), 1)


def folder_names(relative: str) -> list[str]:
    """The folders of a relative path, the nearest first."""
    return [part for part in reversed(PurePosixPath(relative).parent.parts) if part]
