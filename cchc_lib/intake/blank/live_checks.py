"""Checks that a blank form makes by itself while it is filled in: one formula a row, in words, and one for the sheet.

They say early what the reader will say; the reader alone decides. ✓ good, ✗ to mend, ! will not be counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cchc_lib.domain.forms import Check, Form
from cchc_lib.domain.periods import Span

GOOD, BAD, OUTSIDE = "✓", "✗", "!"
CHECK_TITLE = "Kiểm tra"
UNTOUCHED = "chưa điền"
GIVEN_WAITING = "điền sẵn, chưa sửa hoặc xác nhận"
_WORDS = {"<=": ("không được lớn hơn", "không được sau"), ">=": ("không được nhỏ hơn", "không được trước")}


@dataclass(frozen=True)
class RowChecks:
    """What one row is checked for. letters: column id -> its letters in the sheet; given: prefilled column ids.

    months: the range with the period's months. codes: a range that holds the known procedure codes, or None.
    """

    form: Form
    letters: Mapping[str, str]
    given: Collection[str]
    span: Span
    months: str
    codes: str | None = None

    def formula(self, row: int) -> str:
        """The check cell of a row (1-based)."""
        steps = [(f"OR({self._blanks(row)})", self._missing(row))] if self._required else []
        steps += [(self._broken(check, row), _text(self._sentence(check))) for check in self.form.checks if self._can(check)]
        steps += self._states(row)
        outside = self._outside(row)
        last = f'IF({outside},{_text(f"{OUTSIDE} ngoài kỳ, dòng không được tính")},"{GOOD}")' if outside else f'"{GOOD}"'
        for condition, words in reversed(steps):
            last = f"IF({condition},{words},{last})"
        return f'=IF(COUNTA({self._own(row)})=0,"",{last})'

    @property
    def _required(self) -> list[str]:
        return [column.id for column in self.form.columns if column.required]

    def _own(self, row: int) -> str:
        """The cells that are the unit's to fill in, personal ones left out."""
        own = [column.id for column in self.form.kept if column.id not in self.given]
        return ",".join(f"{self.letters[column]}{row}" for column in own)

    def _blanks(self, row: int) -> str:
        return ",".join(f'{self.letters[column]}{row}=""' for column in self._required)

    def _missing(self, row: int) -> str:
        titles = [(self.letters[column], self.form.column(column).title) for column in self._required]
        named = "&".join(f'IF({letters}{row}="",{_text(f" «{title}»")},"")' for letters, title in titles)
        return f'"{BAD} còn trống:"&{named}'

    def _can(self, check: Check) -> bool:
        return check.operator != "in" or self.codes is not None

    def _broken(self, check: Check, row: int) -> str:
        left = [f"{self.letters[column]}{row}" for column in check.left]
        if check.operator == "in":
            return f"ISNA(MATCH({left[0]},{self.codes},0))"
        right = [f"{self.letters[column]}{row}" for column in check.right]
        cells = [*left, *right]
        wrong = ">" if check.operator == "<=" else "<"
        return f"AND(COUNT({','.join(cells)})={len(cells)},{'+'.join(left)}{wrong}{'+'.join(right)})"

    def _sentence(self, check: Check) -> str:
        def titles(columns: Sequence[str]) -> str:
            return " + ".join(f"«{self.form.column(column).title}»" for column in columns)

        if check.operator == "in":
            return f"{BAD} {titles(check.left)} không có trong danh mục"
        dates = self.form.column(check.left[0]).type == "date"
        return f"{BAD} {titles(check.left)} {_WORDS[check.operator][dates]} {titles(check.right)}"

    def _states(self, row: int) -> list[tuple[str, str]]:
        """Of a dossier: its state against its end date."""
        if not {"trang_thai", "ngay_tra_ket_qua"} <= set(self.letters):
            return []
        state, end = (f"{self.letters[column]}{row}" for column in ("trang_thai", "ngay_tra_ket_qua"))
        return [
            (f'AND({state}="đã trả kết quả",{end}="")', _text(f"{BAD} đã trả kết quả thì cần «Ngày trả kết quả»")),
            (f'AND({state}="đang giải quyết",{end}<>"")', _text(f"{BAD} đang giải quyết thì chưa có «Ngày trả kết quả»")),
        ]

    def _outside(self, row: int) -> str | None:
        """Of a flow form: its date against the window. A dossier received earlier still counts, so it is let be."""
        if self.form.date is None or self.form.id == "ho_so_tthc":
            return None
        cell = f"{self.letters[self.form.date]}{row}"
        if self.form.column(self.form.date).type == "month":
            return f"AND(LEN({cell})=7,ISNA(MATCH({cell},{self.months},0)))"
        window = self.span.window
        return f"AND(ISNUMBER({cell}),OR({cell}<{_day(window.start)},{cell}>{_day(window.end)}))"


def sheet_formula(checks: str, filled: str, tick: str) -> str:
    """The state of a whole sheet, in words. checks: its check cells, then some rows without one; filled: the cells beside
    them of a column that every row needs, by which rows without a check are found; tick: the «Không phát sinh» cell."""
    bad, good, outside = (f'COUNTIF({checks},"{sign}*")' for sign in (BAD, GOOD, OUTSIDE))
    unchecked = f'SUMPRODUCT(--({filled}<>""),--({checks}=""))'
    steps = [
        (f'AND({tick}<>"",{bad}+{good}+{outside}>0)', f'"{BAD} chọn «Không phát sinh» mà vẫn có dòng"'),
        (f"{bad}>0", f'"{BAD} "&{bad}&" dòng cần sửa, xem cột {CHECK_TITLE}"'),
        (f"{unchecked}>0", f'"! "&{unchecked}&" dòng chưa kiểm tra được: chép công thức cột {CHECK_TITLE} xuống"'),
        (f"{good}+{outside}>0", f'"{GOOD} "&{good}+{outside}&" dòng, chưa thấy lỗi"&IF({outside}>0,"; {OUTSIDE} "&{outside}&" dòng ngoài kỳ","")'),
        (f'{tick}<>""', f'"{GOOD} không phát sinh"'),
    ]
    last = f'"{UNTOUCHED}"'
    for condition, words in reversed(steps):
        last = f"IF({condition},{words},{last})"
    return f"={last}"


def given_formula(checks: str, tick: str) -> str:
    """The state of a sheet whose rows came complete: they count once something was changed, or with the tick."""
    bad, good = (f'COUNTIF({checks},"{sign}*")' for sign in (BAD, GOOD))
    waiting = f'{good}&" dòng {GIVEN_WAITING}"'
    return f'=IF({bad}>0,"{BAD} "&{bad}&" dòng cần sửa, xem cột {CHECK_TITLE}",IF({tick}<>"","{GOOD} "&{good}&" dòng, không thay đổi",{waiting}))'


def _text(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _day(day: dt.date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
