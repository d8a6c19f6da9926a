"""The table of a long CSV or Parquet file, read, typed and checked piece by piece by the rules of every sheet, and put away.

What a piece alone cannot say (whether the blanks of a column of ticks mean Không, whether a correction finds its row, whether
anything arose) is said when the last one was read.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cchc_lib.domain.forms import Column, Form
from cchc_lib.domain.parameters import Correction

from . import corrections as declared
from .cells import Setting
from .layout import find_header
from .many import Told
from .raw import RawBook
from .rows import Body, data_rows
from .sheets import SheetResult, header_problems, is_complete, notes_on, typed_rows, without_header
from .stored_pieces import StoredPieces
from .typed import TypedColumn, missing


@dataclass
class _Blanks:
    """The blanks of a column of yes and no: packed bits of each piece, and whether all that is filled in so far is x or ✓."""

    pieces: list[np.ndarray] = field(default_factory=list)
    only_ticks: bool | None = None

    def add(self, read: TypedColumn) -> None:
        undecided = read.undecided if read.undecided is not None else np.zeros(len(read.coded.positions), dtype=bool)
        self.pieces.append(np.packbits(undecided))
        if read.only_ticks is not None:
            self.only_ticks = read.only_ticks and self.only_ticks is not False

    def rows(self, piece: int, length: int) -> np.ndarray:
        """The positions of the blanks in a piece."""
        return np.flatnonzero(np.unpackbits(self.pieces[piece], count=length))


def read_pieces(
    book: RawBook, form: Form, setting: Setting, file: str, corrections: Sequence[Correction], store: StoredPieces,
) -> list[SheetResult]:
    """What sheets.read_sheet gives, a result a piece. Raises Refused for what is wrong with the file further down."""
    first, further = book.sheets[0], book.further or iter(())
    header = find_header(first, form)
    if header is None:
        for _ in further:
            pass  # a file that is broken further down is told as broken
        return [without_header(first, form, file, corrections)]
    findings = list(header_problems(first, form, header, file))
    blanks = {column.id: _Blanks() for column in form.kept if column.type == "yes_no" and column.id in header.columns}
    told, body, together = Told(), None, Body()
    parts: list[SheetResult] = []
    for piece in itertools.chain([first], further):
        piece.name = first.name
        made, corrections = declared.apply_to(piece, form, header, corrections, setting, file)
        body = data_rows(piece, form, header, setting, before=body)
        for kind, numbers in body.skipped.items():
            together.skipped.setdefault(kind, []).extend(numbers)
        result, read = typed_rows(piece, form, header, body, setting, file, told)
        findings += declared.without_effect(made, result.rows)
        for column_id, own in blanks.items():
            own.add(read[column_id])
        result.columns, result.coded, result.piece = store.add(result.coded), {}, len(parts)
        parts.append(result)
    store.close()
    findings += [declared.lost(one, form, header, file) for one in corrections]
    for column_id, own in blanks.items():
        _settle(own, form.column(column_id), parts, store, file)
    parts[0].findings[:0] = findings
    parts[0].notes += notes_on(first, together, file)
    for part in parts if not is_complete(findings) else ():
        part.faulty[:] = True
        part.state = "unreadable"
    if not any(len(part.rows) for part in parts) and is_complete(findings):
        for part in parts:
            part.state = "empty"
    return parts


def _settle(blanks: _Blanks, column: Column, parts: Sequence[SheetResult], store: StoredPieces, file: str) -> None:
    """What the blanks of a column mean, now that all of it was read (see typed.type_column)."""
    if blanks.only_ticks:
        store.blanks[column.id] = False
    elif column.required:
        problem = missing(column).problem
        for part in parts:
            for position in blanks.rows(part.piece, len(part.rows)):
                part.report_cell(file, int(position), column, problem)  # type: ignore[arg-type]
