"""Sentences and tables onto official pages, every figure of the text noted with its place and exact value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cchc_lib.nd30 import Cell, Column, Document, Run, Table
from cchc_lib.presentation.prose import Figure, pieces, plain
from cchc_lib.presentation.tables import TableData

from .merged import Merged


class Page:
    """Writes onto a document and keeps the list of figures (figures.json).

    An entry: id and part of the result, printed text, exact value, place (the heading it stands under), bookmark in the
    text or row and column of a table.
    """

    def __init__(self, document: Document, merged: Merged) -> None:
        self.document = document
        self.merged = merged
        self.figures: list[dict[str, Any]] = []
        self._place = "Mở đầu"
        self._bookmarks = 0

    def heading(self, level: int, text: str) -> None:
        self._place = text if level == 1 else f"{self._place.split(' › ')[0]} › {text}"
        self.document.heading(level, text)

    def annex(self, number: str, title: str, reference: str, *, landscape: bool) -> None:
        self._place = f"Phụ lục {number}"
        self.document.annex(number, title, reference, landscape=landscape)

    def paragraph(self, marked: str) -> None:
        self.document.paragraph(self.runs(marked))

    def bullet(self, marked: str) -> None:
        self.document.bullet(self.runs(marked))

    def runs(self, marked: str) -> list[Run]:
        """The sentence as runs, each figure in a bookmark."""
        return [self._figure_run(piece.text, piece.figure, piece.part) if piece.figure else Run(piece.text) for piece in pieces(marked)]

    def _figure_run(self, text: str, figure: str, part: str | None) -> Run:
        self._bookmarks += 1
        bookmark = f"so_{self._bookmarks:04d}"
        self._note(text, figure, part or "value", bookmark=bookmark)
        return Run(text, bookmark=bookmark)

    def _note(self, text: str, figure: str, part: str, **where: Any) -> None:
        exact = self.merged.exact(figure, part)
        self.figures.append({"id": figure, "part": part, "printed": text, "value": exact, "place": self._place, **where})

    def table(self, data: TableData, *, caption: str | None = None, unit: str | None = None, small: bool | None = None) -> None:
        """A table with its caption; its figures are noted by row and column."""
        rows = [self._row(data, row, number) for number, row in enumerate(data.rows, 1)]
        total = [self._cell(data, cell, len(rows) + 1, column) for column, cell in enumerate(data.total)] if data.total else None
        self.document.table(
            Table(
                columns=[Column(column.title, align=column.align) for column in data.columns],  # type: ignore[arg-type]
                rows=rows, head=_head(data), numbering=data.numbering or None, total=total, caption=caption, unit=unit,
                small=small, description=data.title, empty=data.empty,
            )
        )

    def _row(self, data: TableData, row: Sequence[str], number: int) -> list[str | Cell]:
        if len(row) == 1 and len(data.columns) > 1:
            return [Cell(plain(row[0]), columns=len(data.columns), bold=True)]
        return [self._cell(data, cell, number, column) for column, cell in enumerate(row)]

    def _cell(self, data: TableData, cell: str, row: int, column: int) -> str:
        where = {"table": data.id, "row": row, "column": data.columns[column].title}
        if isinstance(cell, Figure):
            figure = pieces(cell.marked)[0]
            self._note(str(cell), figure.figure or "", figure.part or "value", **where)
            return str(cell)
        for piece in pieces(cell):
            if piece.figure:
                self._note(piece.text, piece.figure, piece.part or "value", **where)
        return plain(cell)


def _head(data: TableData) -> Sequence[Sequence[Cell]] | None:
    if not data.head:
        return None
    return [[Cell(cell.text, columns=cell.columns, rows=cell.rows) for cell in line] for line in data.head]
