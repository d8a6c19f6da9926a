"""One submitted file: from its bytes to the results of its sheets, or to the one reason why it is not read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np

from cchc_lib.domain import disk
from cchc_lib.domain.findings import Finding, Place
from cchc_lib.domain.forms import Form
from cchc_lib.domain.parameters import Correction
from cchc_lib.domain.periods import Span
from cchc_lib.domain.text import vid

from . import corrections as declared
from .cells import Setting
from .checks import DOSSIERS, WindowCheck, window_check, window_problems, window_words
from .codes import finding
from .layout import form_of_name, match_sheet
from .mark import SHEET, Mark, read_mark
from .raw import RawBook, RawSheet
from .reading import LONG_KINDS, read_raw
from .refusal import Refused
from .sheets import SheetResult, read_sheet
from .stored_pieces import NoRoom, StoredPieces

_SUSPICIOUS = 10  # dossiers that ended before the window, with none active in it, before another quarter's file is suspected


@dataclass
class FileResult:
    """What one file gave. file: <quarter>/<relative path>. refused: it could not be read at all."""

    file: str
    sha256: str = ""
    sheets: list[SheetResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    mark: Mark | None = None
    refused: bool = False


@dataclass(frozen=True)
class Reading:
    """What the reading of every file of a quarter needs."""

    forms: Mapping[str, Form]
    span: Span
    setting: Setting
    slack_days: int
    corrections: Sequence[Correction] = ()
    only_forms: bool = False  # read nothing but sheets that are called like the forms
    cache: Path | None = None  # where what was read is kept

    @cached_property
    def settings_key(self) -> str:
        from .cache import settings_key

        return settings_key(self)


def read_file(path: Path, file: str, form_name: str, reading: Reading) -> FileResult:
    """Never raises for what is in a file. form_name: what a CSV or Parquet file is called, its unit and version taken off."""
    result = FileResult(file)
    try:
        with path.open("rb") if path.suffix.lower() in LONG_KINDS else io.BytesIO(path.read_bytes()) as stream:
            result.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            _read_or_recall(path, stream, result, form_name, reading)
    except Refused as refusal:
        return _refused(result, refusal)
    except OSError as error:
        return _refused(result, Refused("tep_khong_mo_duoc", reason=disk.reason(error)))
    except MemoryError:
        return _refused(result, Refused("tep_qua_lon", reason="không đủ bộ nhớ"))
    return result


def _read_or_recall(path: Path, stream: BinaryIO, result: FileResult, form_name: str, reading: Reading) -> None:
    if reading.cache is None:
        _read_content(path, stream, result, form_name, reading, None)
        return
    from . import cache

    corrections = declared.for_file(reading.corrections, result.file)
    key = cache.key_of(result.sha256, path.suffix.lower(), form_name, corrections, reading)
    if not cache.load(reading.cache, key, result, reading.forms):
        before = _state(path)
        _read_content(path, stream, result, form_name, reading, cache.pieces_of(reading.cache, key))
        if _state(path) == before:  # else what was read may not be what was hashed
            cache.store(reading.cache, key, result)


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _read_content(
    path: Path, stream: BinaryIO, result: FileResult, form_name: str, reading: Reading, pieces: Path | None,
) -> None:
    """pieces: where the rows of a long file are put away, a temporary place without one or where there is no room.

    Raises EnvironmentLacking where there is no room in either.
    """
    for place in dict.fromkeys((pieces, None)):
        try:
            book = read_raw(path, stream, {*reading.forms, vid(SHEET)} if reading.only_forms else None)
            _read_book(book, result, form_name, reading, place)
            return
        except NoRoom as full:
            if place is None:
                raise disk.disk_error(full.error, full.where) from full.error
            result.sheets, result.findings = [], []
            stream.seek(0)


def _refused(result: FileResult, refusal: Refused) -> FileResult:
    result.refused = True
    result.sheets, result.findings = [], []
    result.findings.append(finding(refusal.code, Place(result.file), **refusal.words))
    return result


def _read_book(book: RawBook, result: FileResult, form_name: str, reading: Reading, pieces: Path | None) -> None:
    result.mark = read_mark(book)
    if book.external_links:
        result.findings.append(finding("lien_ket_ngoai", Place(result.file)))
    corrections = declared.for_file(reading.corrections, result.file)
    forms = _forms_of(book, result, form_name, reading)
    for sheet, form in forms:
        own = result.mark.of_sheet(sheet.name) if result.mark else None
        of_sheet = declared.for_sheet(corrections, sheet.name)
        if book.further is not None:
            result.sheets += _read_long(book, form, result.file, reading, of_sheet, pieces)
        else:
            result.sheets.append(read_sheet(sheet, form, reading.setting, result.file, own, of_sheet))
    read = {id(one) for sheet, _ in forms for one in declared.for_sheet(corrections, sheet.name)}
    result.findings += [
        declared.not_found(one, f"trang «{one.sheet}»", result.file) for one in corrections if id(one) not in read
    ]
    if not forms and not any(one.severity == "fault" for one in result.findings):
        names = ", ".join(f"«{sheet.name}»" for sheet in book.sheets[:10])
        result.findings.append(finding("tep_khong_co_bieu", Place(result.file), sheets=names or "không có"))
    for form_id in dict.fromkeys(sheet.form.id for sheet in result.sheets):
        _check_window(result, form_id, reading)


def _read_long(
    book: RawBook, form: Form, file: str, reading: Reading, corrections: Sequence[Correction], pieces: Path | None,
) -> list[SheetResult]:
    from .long_sheets import read_pieces

    store = StoredPieces(form, pieces)
    try:
        return read_pieces(book, form, reading.setting, file, corrections, store)
    except BaseException:
        store.discard()
        raise


def _forms_of(book: RawBook, result: FileResult, form_name: str, reading: Reading) -> list[tuple[RawSheet, Form]]:
    """The sheets that are forms; near-misses become faults, the others are left alone."""
    if book.named_after_form:
        return _form_by_name(book.sheets[0], result, form_name, reading)
    found = []
    for sheet in book.sheets:
        if sheet.name == SHEET:
            continue
        match = match_sheet(sheet, dict(reading.forms))
        if match.form:
            found.append((sheet, match.form))
        elif match.near:
            near = "» hay «".join(match.near[:3])
            place = Place(result.file, sheet.name)
            result.findings.append(finding("ten_trang_gan_dung", place, found=sheet.name, near=near, form=vid(match.near[0])))
    return found


def _form_by_name(sheet: RawSheet, result: FileResult, name: str, reading: Reading) -> list[tuple[RawSheet, Form]]:
    form, near = form_of_name(name, dict(reading.forms))
    if form:
        sheet.name = form.title
        return [(sheet, form)]
    near = near or next(iter(match_sheet(sheet, dict(reading.forms)).near), None)
    if near:
        result.findings.append(finding("ten_tep_khong_ro_bieu", Place(result.file), near=near, form=vid(near)))
    return []


def _check_window(result: FileResult, form_id: str, reading: Reading) -> None:
    """Dates against the window, over all sheets of a form in the file: another quarter's file is one fault, not hundreds."""
    sheets = [sheet for sheet in result.sheets if sheet.form.id == form_id]
    checked = [window_check(sheet.columns, sheet.form, reading.span) for sheet in sheets]
    words = window_words(reading.span, sheets[0].form)
    if any(one.dated.any() for one in checked) and all(one.all_outside or not one.dated.any() for one in checked):
        for sheet in sheets:
            sheet.faulty[:] = True
        place = Place(result.file, sheets[0].sheet)
        count = sum(int(one.dated.sum()) for one in checked)
        result.findings.append(finding("tat_ca_ngoai_ky", place, found=count, needed=words, form=form_id))
        return
    for sheet, check in zip(sheets, checked, strict=True):
        for problem in window_problems(sheet.columns, sheet.form, reading.span, reading.slack_days, check):
            sheet.report(result.file, problem.position, problem.code, problem.column, **problem.words)
    if form_id == DOSSIERS:
        _suspect_other_quarter(result, sheets, checked, words)


def _suspect_other_quarter(
    result: FileResult, sheets: Sequence[SheetResult], checked: Sequence[WindowCheck], words: str
) -> None:
    outside = int(np.sum([one.outside.sum() for one in checked]))
    if outside >= _SUSPICIOUS and not any(one.active for one in checked):
        place = Place(result.file, sheets[0].sheet)
        result.findings.append(finding("nghi_tep_ky_khac", place, found=outside, needed=words, form=DOSSIERS))


