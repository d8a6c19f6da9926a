"""``fix(path, out)``: a corrected copy where the correction is mechanical; words are never touched, the original is kept."""

from __future__ import annotations

import datetime
import os
import shutil
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from .check import hits, rules_day
from .elements.recognise import recognise
from .elements.recognised import Recognised
from .mending.menders import mender_of
from .mending.pages import PageNumberWriter
from .reading.document import DocumentReader
from .reading.package import DocumentError, Package, open_package, refusal
from .rulebook.base import Hit, Rule

MAX_ROUNDS = 10  # one line is retyped once a round, and a mended size may bring another rule into play; two or three are usual
SUFFIX = "-sua"
MAX_COPY_BYTES = 1024**3


@dataclass(frozen=True)
class Change:
    """One correction: the rule, where, what stood there and what the rule wants."""

    rule: str
    title: str
    place: str
    before: str
    after: str
    count: int = 1

    def __str__(self) -> str:
        times = f" ({self.count} chỗ)" if self.count > 1 else ""
        return f"{self.place}: {self.before} → {self.after}{times} [{self.rule}]"

    def to_dict(self) -> dict[str, Any]:
        """For ``--json``."""
        return {"rule": self.rule, "title": self.title, "place": self.place, "before": self.before, "after": self.after,
                "count": self.count}  # fmt: skip


def default_output(path: str | os.PathLike[str]) -> Path:
    """``<name>-sua.docx`` beside the original."""
    path = Path(path)
    return path.with_name(f"{path.stem}{SUFFIX}.docx")


def fix(
    path: str | os.PathLike[str], out: str | os.PathLike[str] | None = None, *, on: datetime.date | None = None
) -> list[Change]:
    """Writes a corrected copy of ``path`` to ``out`` (``<name>-sua.docx``) and returns the changes.

    No copy is written where nothing can be corrected.  The same file gives the same bytes; a corrected file gives no
    further change.  DocumentError where the file cannot be read, is a Strict Open XML file, or ``out`` is the original.
    """
    path, out = Path(path), Path(out) if out is not None else default_output(path)
    if out.exists() and path.exists() and out.samefile(path):
        raise DocumentError(f"«{path.name}»: bản sửa phải ghi ra tệp khác, tệp gốc được giữ nguyên.")
    barred: set[str] = set()
    for _ in range(8):
        package = open_package(path)
        try:
            changes, worse, parts = _mend(package, on, barred)
            if not worse:
                if changes:
                    _write(package, parts, out)
                return changes
        finally:
            package.close()
        barred |= worse  # a correction that brings a new finding is no correction: do without it
    return []


def _mend(
    package: Package, on: datetime.date | None, barred: set[str]
) -> tuple[list[Change], set[str], dict[str, bytes]]:
    """Mends the parsed parts in rounds. Second result: rules to do without, because some rule is now broken more often."""
    numbers = PageNumberWriter(package)
    first: Counter[str] | None = None
    done: list[tuple[Rule, Hit]] = []
    for _ in range(MAX_ROUNDS + 1):
        found = recognise(DocumentReader(package, numbers.new_parts).read())
        if found.not_judged:
            return [], set(), {}
        if package.strict:
            raise DocumentError(f"«{package.path.name}» ở dạng Strict Open XML: hãy lưu lại dạng Word Document rồi sửa.")
        day = rules_day(found, on)
        broken = list(hits(found, day))
        first = first if first is not None else Counter(rule.id for rule, _ in broken)
        mended = [(rule, hit) for rule, hit in broken if rule.id not in barred and _one(found, rule, hit, numbers)]
        if not mended:
            if _worse(first, broken):
                return [], {rule.id for rule, _ in done} if len(barred) > 3 else _suspects(first, broken, done), {}
            break
        done += mended
    else:  # two corrections that undo each other: neither is one
        return [], {rule.id for rule, _ in mended}, {}
    return _changes(done), set(), {**_parts(package), **numbers.new_parts}


def _one(found: Recognised, rule: Rule, hit: Hit, numbers: PageNumberWriter) -> bool:
    if rule.check in ("page_number_missing", "page_number_bottom"):
        return numbers.add(found, rule, hit)
    mender = mender_of(rule)
    return mender is not None and mender(found, rule, hit)


def _worse(first: Counter[str], broken: list[tuple[Rule, Hit]]) -> set[str]:
    """Rules that are broken more often than at the beginning."""
    now = Counter(rule.id for rule, _ in broken)
    return {rule for rule, count in now.items() if count > first[rule]}


def _suspects(first: Counter[str], broken: list[tuple[Rule, Hit]], done: list[tuple[Rule, Hit]]) -> set[str]:
    """Corrections to blame: those about the same element as the new finding; all where there is none."""
    stems = {rule.split(".")[0] for rule in _worse(first, broken)}
    own = {rule.id for rule, _ in done if rule.id.split(".")[0] in stems}
    return own or {rule.id for rule, _ in done}


def _changes(done: list[tuple[Rule, Hit]]) -> list[Change]:
    """What was done, the same correction in many places told once."""
    groups: dict[tuple[str, str, str], tuple[Rule, list[Hit]]] = {}
    for rule, hit in done:
        groups.setdefault((rule.id, hit.found, hit.required), (rule, []))[1].append(hit)
    result = []
    for (_, before, after), (rule, own) in groups.items():
        text = f"{own[0].place} «{own[0].excerpt}»" if own[0].excerpt else own[0].place
        result.append(Change(rule.id, rule.title, text, before, after, len(own)))
    return result


def _parts(package: Package) -> dict[str, bytes]:
    """XML parts that differ from what the file holds."""
    result = {}
    for name, root in package.trees.items():
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        if etree.tostring(root) != etree.tostring(etree.fromstring(package.raw(name), parser)):
            result[name] = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return result


def _write(package: Package, parts: dict[str, bytes], out: Path) -> None:
    """The old parts in their order with their time stamps, changed ones replaced, new ones at the end; whole or not at all."""
    infos = package.archive.infolist()
    if sum(info.file_size for info in infos) > MAX_COPY_BYTES:
        raise DocumentError(f"«{package.path.name}» bung ra quá lớn so với một văn bản: không ghi bản sửa.")
    draft = out.with_name(out.name + ".tmp")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            _copy(package, parts, archive, infos)
        draft.replace(out)
    except OSError as error:
        raise DocumentError(f"Không ghi được bản sửa «{out}»: {refusal(error)}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DocumentError(f"«{package.path.name}» có phần bị hỏng (hình ảnh …): hãy mở bằng Word, lưu lại rồi sửa.") from error
    finally:
        draft.unlink(missing_ok=True)


def _copy(package: Package, parts: dict[str, bytes], archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    written = set()
    for info in infos:
        if info.filename in written or info.is_dir():
            continue
        written.add(info.filename)
        if info.filename in parts:
            archive.writestr(_stamp(info.filename, info.date_time), parts[info.filename])
            continue
        with package.archive.open(info) as source, archive.open(_stamp(info.filename, info.date_time), "w") as target:
            shutil.copyfileobj(source, target)
    for name in sorted(set(parts) - written):
        archive.writestr(_stamp(name, (1980, 1, 1, 0, 0, 0)), parts[name])


def _stamp(name: str, time: tuple) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3  # the same on every machine
    return info
