"""The forms (biểu) that units submit, as declared in parameters/forms/."""

from __future__ import annotations

import datetime as dt
import re
from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator, model_validator

from .model import Day, Declared
from .text import vid

Area = Literal[
    "general", "institutions", "tthc", "apparatus", "civil_service", "public_finance", "digital_government"
]
ColumnType = Literal["text", "integer", "decimal", "date", "month", "yes_no", "choice", "duration"]
NUMERIC = ("integer", "decimal")


class Column(Declared):
    """One column of a form: its exact title, its type and what it may hold.

    personal columns are dropped on reading: never stored, never printed. lines: a text column keeps the line breaks of its
    cells, where a unit writes paragraphs that the report carries over word for word.
    """

    title: str
    type: ColumnType
    required: bool = False
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    personal: bool = False
    lines: bool = False

    @cached_property
    def id(self) -> str:
        return vid(self.title)

    @model_validator(mode="after")
    def _choice_has_values(self) -> Column:
        if (self.type == "choice") != bool(self.values):
            raise ValueError(f"cột «{self.title}»: «values» đi cùng và chỉ đi cùng kiểu «choice»")
        if self.lines and self.type != "text":
            raise ValueError(f"cột «{self.title}»: «lines» chỉ dùng cho kiểu «text»")
        return self


class Check(Declared):
    """A rule between the columns of one row: left <= right, each side a sum of columns; or a known code."""

    text: str
    left: tuple[str, ...]
    operator: Literal["<=", ">=", "in"]
    right: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Check:
        """Raises ValueError for a text that is no check (a + b <= c, a >= b, a in form)."""
        match = re.fullmatch(r"\s*(.+?)\s*(<=|>=|\bin\b)\s*(.+?)\s*", text)
        if not match:
            raise ValueError(f"không hiểu điều kiện «{text}»; cần dạng «a + b <= c», «a >= b» hoặc «a in biểu»")
        sides = [tuple(part.strip() for part in match[n].split("+")) for n in (1, 3)]
        return cls(text=text, left=sides[0], operator=match[2], right=sides[1])


class Form(Declared):
    """One form: the table that units fill in.

    span: flow (rows dated inside the window count), stock (the state at the end of the period), ytd (cumulated by the
    submitter since 1 January). date: the column that dates a row of a flow form. key: the columns that identify a row.
    valid_from, valid_to: the days between which the form is in use. example: one line as a unit would fill it in, for the
    note on a blank form; a cell for each column, empty for the personal ones.
    """

    id: str
    title: str
    area: Area
    owner: Literal["office", "any"]
    span: Literal["flow", "stock", "ytd"]
    columns: tuple[Column, ...]
    date: str | None = None
    key: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    valid_from: Day | None = None
    valid_to: Day | None = None
    version: int = Field(default=1, ge=1)
    example: tuple[str, ...] = ()

    @field_validator("checks", mode="before")
    @classmethod
    def _parse_checks(cls, value: object) -> object:
        return [Check.parse(item) if isinstance(item, str) else item for item in value or ()]

    @model_validator(mode="after")
    def _columns_exist(self) -> Form:
        ids = [column.id for column in self.columns]
        if len(set(ids)) != len(ids):
            raise ValueError(f"biểu «{self.title}» có hai cột cùng mã")
        if (self.span == "flow") != (self.date is not None):
            raise ValueError(f"biểu «{self.title}»: «date» đi cùng và chỉ đi cùng «span: flow»")
        named = [*self.key, *((self.date,) if self.date else ())]
        for check in self.checks:
            named += check.left if check.operator == "in" else (*check.left, *check.right)
        if missing := [name for name in named if name not in ids]:
            raise ValueError(f"biểu «{self.title}» không có cột {', '.join(missing)}")
        if lines := [name for name in self.key if self.by_id[name].lines]:
            raise ValueError(f"biểu «{self.title}»: cột {', '.join(lines)} thuộc khóa nên không có «lines»")
        if self.example and len(self.example) != len(ids):
            raise ValueError(f"biểu «{self.title}»: «example» có {len(self.example)} ô, cần {len(ids)} ô (mỗi cột một ô)")
        return self

    @cached_property
    def by_id(self) -> dict[str, Column]:
        return {column.id: column for column in self.columns}

    def column(self, column_id: str) -> Column:
        return self.by_id[column_id]

    @cached_property
    def required(self) -> frozenset[str]:
        """The ids of the columns that every sheet of the form must have."""
        return frozenset(column.id for column in self.columns if column.required)

    @cached_property
    def names(self) -> dict[str, tuple[str, bool]]:
        """Every name by which a column goes, as an id -> (column id, whether it is the title itself)."""
        found: dict[str, tuple[str, bool]] = {}
        for column in self.columns:
            found |= {vid(alias): (column.id, False) for alias in column.aliases if vid(alias) not in found}
        return found | {column.id: (column.id, True) for column in self.columns}

    @cached_property
    def kept(self) -> tuple[Column, ...]:
        """The columns that pass the reader: all but the personal ones."""
        return tuple(column for column in self.columns if not column.personal)

    @property
    def has_unit(self) -> bool:
        return "don_vi" in self.by_id

    @property
    def row_key(self) -> tuple[str, ...]:
        """What identifies a row when forms of several submitters are put together.

        For forms of owner any the key begins with the submitting unit (source column _unit).
        """
        return ("_unit", *self.key) if self.key and self.owner == "any" else self.key

    def in_use(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
