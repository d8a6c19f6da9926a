"""A unit's blank workbook for one quarter, as bytes: the same parameters give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_lib.domain.forms import Form
from cchc_lib.domain.organisation import Unit
from cchc_lib.domain.periods import Span

from .. import mark
from .guide import add_guide, write_guide
from .known import Known, Prefill, prefill
from .lists import Lists
from .looks import EVERY_CELL, Looks
from .sheet import FormSheet
from .words import CATALOGUE, Words

_CODES = "ds_ma_tthc"
_MOST_CODES = 3_000


@dataclass(frozen=True)
class Request:
    """For whom and for when. forms: those that the unit owes, in order. collector: the unit that receives them. sample:
    made from invented figures, which every sheet says."""

    unit: Unit
    span: Span
    forms: Sequence[Form]
    due: dt.date
    collector: str
    sample: bool = False

    @property
    def name(self) -> str:
        """The file's name: it begins with the unit's id, by which it is known when it comes back."""
        return f"{self.unit.id}-{self.span.period.id.lower()}.xlsx"


def blank_workbook(request: Request, known: Known) -> bytes:
    """The workbook: guide, one sheet a form, hidden lists, hidden mark."""
    import xlsxwriter  # here: only writing needs it

    stream = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False,
        "default_format_properties": dict(EVERY_CELL),  # a copy: it is changed on the way
    }
    workbook = xlsxwriter.Workbook(stream, options)
    _set_properties(workbook, request)
    names = [unit.name for unit in known.units] or [request.unit.name]
    words = Words(request.unit, names, request.span, request.due, request.collector, request.sample)
    looks, lists = Looks(workbook), Lists()
    guide = add_guide(workbook)
    prefills = [prefill(form, request.unit, request.span, known) for form in request.forms]
    codes = _name_codes(workbook, request, known, lists)
    writer = FormSheet(workbook, looks, lists, words, codes)
    results = [writer.write(form, rows) for form, rows in zip(request.forms, prefills, strict=True)]
    write_guide(guide, looks, words, request.forms, results)
    lists.write(workbook, looks)
    _write_mark(workbook, request, [result.mark for result in results])
    workbook.close()
    return stream.getvalue()


def _set_properties(workbook, request: Request) -> None:
    """Fixed, so that nothing but the parameters decides the bytes."""
    created = dt.datetime.combine(request.span.window.start, dt.time())
    workbook.set_properties({
        "title": f"Biểu số liệu cải cách hành chính {request.span.period.label}", "subject": request.unit.name,
        "author": request.collector, "created": created,
    })


def _name_codes(workbook, request: Request, known: Known, lists: Lists) -> tuple[str, str] | None:
    """The known procedure codes: those of the catalogue in this very workbook, which may still grow, else last quarter's."""
    catalogue = next((form for form in request.forms if form.id == CATALOGUE), None)
    if catalogue:
        title = catalogue.title
        codes = f"'{title}'!$A$7:$A${_MOST_CODES}"
        workbook.define_name(_CODES, f"=OFFSET('{title}'!$A$7,0,0,MAX(1,COUNTA({codes})),1)")
        return _CODES, codes
    if not (known_codes := known.codes()):
        return None
    name = lists.name("ma_tthc", known_codes)
    return name, name


def _write_mark(workbook, request: Request, forms: Sequence[mark.FormMark]) -> None:
    sheet = workbook.add_worksheet(mark.SHEET)
    made = mark.Mark(request.unit.id, request.span.period.id, tuple(forms))
    for row, cells in enumerate(mark.mark_rows(made)):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.protect()
    sheet.very_hidden()
