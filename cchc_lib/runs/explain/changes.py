"""What went into two runs differently: rows of inputs, parameters, code. The causes that diff and verify name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from cchc_lib.domain.printing import number
from cchc_lib.runs.archive.canonical import read_json
from cchc_lib.runs.archive.manifest import Manifest
from cchc_lib.runs.archive.snapshot import FOLDER, OVERRIDES, PARAMETERS, READING, read_of_record, read_snapshot
from cchc_lib.runs.explain import large_tables

if TYPE_CHECKING:
    import pandas

LARGE = 300_000  # rows; of tables with more only those are read that differ
Kind = Literal["input", "of_record", "parameter", "template", "notebook", "code", "environment", "option"]

@dataclass(frozen=True)
class Change:
    """One thing that differs. where: file › sheet › row › column, a parameter's file and path, a code file. form: of an input."""

    kind: Kind
    where: str
    old: str | None = None
    new: str | None = None
    form: str | None = None

    @property
    def row(self) -> str | None:
        """The place of the row that an input change is in, without the column; None for a whole table."""
        parts = self.where.split(" › ")
        return " › ".join(parts[:3]) if self.kind == "input" and len(parts) >= 3 else None

    def __str__(self) -> str:
        if self.old is None and self.new is None:
            return f"{self.where}: đã đổi"
        return f"{self.where}: {_shown(self.old)} → {_shown(self.new)}"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def _shown(value: str | None) -> str:
    return "(không có)" if value is None else f"«{value}»"


def changes(old: Path, new: Path, before: Manifest, after: Manifest) -> list[Change]:
    """Everything that two runs were made from differently, data first."""
    found = list(input_changes(old / FOLDER, new / FOLDER))
    found += record_changes(old / FOLDER, new / FOLDER)
    found += parameter_changes(old / FOLDER, new / FOLDER)
    names: tuple[tuple[Kind, str], ...] = (("template", "templates"), ("notebook", "notebooks"))
    for kind, key in names:
        found += file_changes(kind, f"{key}/", before.identity[key], after.identity[key])
    found += file_changes("code", "cchc_lib/", before.identity["library"]["files"], after.identity["library"]["files"])
    return found + list(environment_changes(before.identity, after.identity))


def file_changes(kind: Kind, prefix: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    return [Change(kind, prefix + name) for name in sorted({*old, *new}) if old.get(name) != new.get(name)]


def environment_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in ("sample", "draft"):
        if old["options"].get(key) != new["options"].get(key):
            yield Change("option", key, str(old["options"].get(key)), str(new["options"].get(key)))
    for key, name in (("python", "Python"), ("platform", "hệ máy")):
        if old[key] != new[key]:
            yield Change("environment", name, old[key], new[key])
    packages = [dict(item.rpartition("-")[::2] for item in side["packages"]) for side in (old, new)]
    for name in sorted({*packages[0], *packages[1]}):
        if packages[0].get(name) != packages[1].get(name):
            yield Change("environment", f"gói {name}", packages[0].get(name), packages[1].get(name))


def input_changes(old: Path, new: Path) -> Iterator[Change]:
    """The cells and rows that differ between two snapshots, each with its address."""
    index = [read_json(folder / READING)["quarters"] for folder in (old, new)]
    before, after = read_snapshot(old), read_snapshot(new)
    for quarter in sorted({*index[0], *index[1]}):
        tables = [side.get(quarter, {}).get("tables", {}) for side in index]
        for form in sorted({*tables[0], *tables[1]}):
            shas = [side.get(form, {}).get("sha256") for side in tables]
            if shas[0] == shas[1]:
                continue
            if shas[0] is None or shas[1] is None:
                yield Change("input", f"{quarter} › biểu {form}", *("chưa nộp" if sha is None else "đã nộp" for sha in shas), form=form)
                continue
            yield from _form_changes(before[quarter].tables, after[quarter].tables, quarter, form)


def _form_changes(old: Any, new: Any, quarter: str, form: str) -> Iterator[Change]:
    """Of two snapshots' tables; of large ones only the rows that differ are read."""
    if max(old.count(form), new.count(form)) <= LARGE:
        yield from table_changes(old[form], new[form], form)
        return
    rows = large_tables.differing_rows(old.stored(form)[0], new.stored(form)[0])
    if isinstance(rows[0], int):
        yield Change("input", f"{quarter} › biểu {form}", *(f"{number(count)} dòng khác bên kia" for count in rows), form=form)  # type: ignore[arg-type]
        return
    yield from table_changes(*(_some(side, form, own) for side, own in zip((old, new), rows, strict=True)), form)  # type: ignore[arg-type]


def _some(tables: Any, form: str, addresses: Iterable[large_tables.Address]) -> pandas.DataFrame:
    import pandas

    parts = [tables.at(form, *place, own) for place, own in large_tables.by_sheet(addresses).items()]
    return pandas.concat(parts, ignore_index=True) if parts else pandas.DataFrame(columns=["_file", "_sheet", "_row"])


def table_changes(old: pandas.DataFrame, new: pandas.DataFrame, form: str) -> Iterator[Change]:
    """Rows are matched by file, sheet and row number; what is left by its content, so that a row that only moved is no change."""
    sides = [_by_address(table) for table in (old, new)]
    gone, come, changed = [], [], []
    for address in sides[0].keys() | sides[1].keys():
        rows = [side.get(address) for side in sides]
        if rows[0] == rows[1]:
            continue
        if rows[0] is None or rows[1] is None:
            (gone if rows[1] is None else come).append((address, rows[0] or rows[1]))
        else:
            changed.append((address, rows[0], rows[1]))
    if gone or come:  # rows were put in or taken out: addresses below them moved, so content decides
        yield from _moved(sides, form)
        return
    for address, was, now in sorted(changed, key=lambda item: item[0]):
        for column in now:
            if was.get(column) != now[column]:
                yield Change("input", f"{_place(address)} › {column}", was.get(column), now[column], form)


def _moved(sides: list[dict[tuple[str, str, int], dict[str, str | None]]], form: str) -> Iterator[Change]:
    content = [{}, {}]  # type: list[dict[tuple, list]]
    for side, rows in zip(content, sides, strict=True):
        for address, row in sorted(rows.items()):
            side.setdefault(tuple(row.items()), []).append(address)
    for row in content[0].keys() | content[1].keys():
        was, now = content[0].get(row, []), content[1].get(row, [])
        for address in was[len(now):]:
            yield Change("input", _place(address), _row_text(row), None, form)
        for address in now[len(was):]:
            yield Change("input", _place(address), None, _row_text(row), form)


def _row_text(row: Iterable[tuple[str, str | None]]) -> str:
    return "; ".join(value for _, value in row if value)


def _by_address(table: pandas.DataFrame) -> dict[tuple[str, str, int], dict[str, str | None]]:
    import pandas

    names = [name for name in table.columns if not str(name).startswith("_")]
    return {
        (str(row["_file"]), str(row["_sheet"]), int(row["_row"])):
            {name: None if pandas.isna(row[name]) else _text(row[name]) for name in names}
        for row in table.to_dict("records")
    }


def _text(value: Any) -> str:
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def _place(address: tuple[str, str, int]) -> str:
    return f"{address[0]} › {address[1]} › dòng {address[2]}"


def parameter_changes(old: Path, new: Path) -> list[Change]:
    """Every value that differs between the parameters of two snapshots, by file and path; --set counts as a value."""
    from yaml import safe_load

    found = []
    files = [{path.relative_to(folder / PARAMETERS).as_posix(): path for path in (folder / PARAMETERS).rglob("*.yaml")} for folder in (old, new)]
    for name in sorted({*files[0], *files[1]}):
        texts = [side[name].read_bytes() if name in side else None for side in files]
        if texts[0] != texts[1]:
            flat = [_flat(safe_load(text) if text else None) for text in texts]
            found += _value_changes(name, *flat)
    sets = [read_json(folder / OVERRIDES) for folder in (old, new)]
    declared = [{path: _declared(folder / PARAMETERS, path) for path in {*sets[0], *sets[1]}} for folder in (old, new)]
    return found + _value_changes("--set", *(values | given for values, given in zip(declared, sets, strict=True)))


def _declared(folder: Path, path: str) -> Any:
    """What the parameters' own file says where --set puts another value; path: its file without .yaml, then the path in it."""
    from yaml import safe_load

    pieces = path.split("/")
    for at in range(len(pieces) - 1, 0, -1):
        file = folder.joinpath(*pieces[: at - 1], f"{pieces[at - 1]}.yaml")
        if file.is_file():
            return _flat(safe_load(file.read_bytes())).get("/".join(pieces[at:]))
    return None


def record_changes(old: Path, new: Path) -> list[Change]:
    """What differs between the figures of record that two runs were given; a report issued between them is one change."""
    sides = [read_of_record(folder) for folder in (old, new)]
    found: list[Change] = []
    for period in sorted({*sides[0], *sides[1]}):
        where, entries = f"số liệu đã ban hành › {period}", [side.get(period) for side in sides]
        if entries[0] is None or entries[1] is None:
            found.append(Change("of_record", where, *(None if one is None else f"báo cáo số {one['number']} ngày {one['date']}" for one in entries)))
        else:
            found += _value_changes(where, *(_flat(one) for one in entries), kind="of_record")
    return found


def _value_changes(name: str, old: Mapping[str, Any], new: Mapping[str, Any], kind: Kind = "parameter") -> list[Change]:
    return [
        Change(kind, f"{name} › {path}", *(None if side.get(path) is None else str(side[path]) for side in (old, new)))
        for path in sorted({*old, *new}) if old.get(path) != new.get(path)
    ]


def _flat(data: Any, prefix: str = "") -> dict[str, Any]:
    """Nested data by path; a list's item is named by its id where it has one, so that an insertion moves nothing."""
    if isinstance(data, Mapping):
        pairs: Iterable[tuple[str, Any]] = ((str(key), value) for key, value in data.items())
    elif isinstance(data, list):
        pairs = ((str(item["id"]) if isinstance(item, Mapping) and "id" in item else str(n), item) for n, item in enumerate(data))
    else:
        return {} if data is None else {prefix: data}
    found: dict[str, Any] = {}
    for key, value in pairs:
        found |= _flat(value, f"{prefix}/{key}" if prefix else key)
    return found
