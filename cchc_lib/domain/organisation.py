"""The body that reports: its names, units, signers, and who owes which form, each with the dates it holds."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import model_validator

from .errors import ParameterError
from .model import Day, Declared
from .printing import short_date
from .text import vid


class Dated(Declared):
    """Something that holds from a day to a day, both counted; None = open."""

    valid_from: Day | None = None
    valid_to: Day | None = None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @model_validator(mode="after")
    def _ordered(self) -> Dated:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to ({self.valid_to}) đứng trước valid_from ({self.valid_from})")
        return self


class Signer(Dated):
    """Who signs: the lines above the name. name None leaves room for the name.

    A deputy, in charge of the body or not, signs KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN (Nghị định 30/2020, Điều 13.1).
    """

    id: str
    lines: tuple[str, ...]
    name: str | None = None


class OfficeReport(Declared):
    """How the Office signs its own report to the head of the body, on who sent nothing or too late."""

    symbol: str = "BC-VP"
    signature: tuple[str, ...] = ("CHÁNH VĂN PHÒNG",)
    recipients: tuple[str, ...] = ()
    keep: str = "VP"


class Identity(Dated):
    """The body's names as they stood between two dates.

    notice_…: of the letter that reminds units; notice_signer: a signer's id, None the first in force.
    """

    parent: str
    issuer: str
    name: str
    short_name: str
    head_title: str
    symbol: str
    notice_symbol: str
    notice_signer: str | None = None
    notice_recipients: tuple[str, ...] = ()
    office_report: OfficeReport = OfficeReport()
    place: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    keep: str = "VT, VP"


class Organisation(Declared):
    """The body through time."""

    identities: tuple[Identity, ...]
    signers: tuple[Signer, ...]

    def identity(self, day: date) -> Identity | None:
        return next((one for one in self.identities if one.holds(day)), None)

    def identity_in_force(self, day: date) -> Identity:
        """For a document, which cannot do without. Raises ParameterError where no identity holds on day."""
        if found := self.identity(day):
            return found
        raise ParameterError(f"organisation.yaml không có tên cơ quan nào còn hiệu lực ngày {short_date(day)}", remedy="Thêm hoặc sửa valid_from, valid_to.")

    def signer(self, day: date, signer_id: str | None = None) -> Signer | None:
        """The signer with that id, else the first whose dates hold on day."""
        if signer_id:
            return next((one for one in self.signers if one.id == signer_id), None)
        return next((one for one in self.signers if one.holds(day)), None)

    def signer_in_force(self, day: date, signer_id: str | None = None) -> Signer:
        """For a document, which cannot do without. Raises ParameterError where nobody signs on day."""
        if found := self.signer(day, signer_id):
            return found
        raise ParameterError(f"organisation.yaml không có người ký {signer_id or f'nào còn hiệu lực ngày {short_date(day)}'}", remedy="Thêm người ký hoặc sửa signer của kỳ.")


class Owed(Dated):
    """Forms that a unit owes every quarter between two dates."""

    forms: tuple[str, ...]


class Unit(Dated):
    """A unit of the body. aliases: other names it goes by; succeeds: ids of the units it was made from.

    collects: the unit that merges the others' forms (Văn phòng): a merged form of its counts for all who owe it.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: Literal["tổ chức hành chính", "đơn vị sự nghiệp"] = "tổ chức hành chính"
    collects: bool = False
    owes: tuple[Owed, ...] = ()
    succeeds: tuple[str, ...] = ()

    def owed_on(self, day: date) -> tuple[str, ...]:
        return tuple(form for owed in self.owes if owed.holds(day) for form in owed.forms)

    def is_called(self, name: str) -> bool:
        return vid(name) in {vid(one) for one in (self.id, self.name, *self.aliases)}


class Units(Declared):
    """All units, present and past. proposal: why the list is only a proposal, when it is."""

    units: tuple[Unit, ...]
    proposal: str | None = None

    @model_validator(mode="after")
    def _ids_once(self) -> Units:
        seen: set[str] = set()
        for unit in self.units:
            if vid(unit.id) in seen:
                raise ValueError(f"đơn vị «{unit.id}» có hai lần")
            seen.add(vid(unit.id))
        unknown = [f"{unit.id}: succeeds {one}" for unit in self.units for one in unit.succeeds if vid(one) not in seen]
        if unknown:
            raise ValueError(f"succeeds nêu đơn vị không có trong danh sách ({'; '.join(unknown)})")
        return self

    def on(self, day: date) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.holds(day))

    def made_from(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the units that a unit was made from (renamed, merged, split), directly or through others."""
        found: dict[str, None] = {}
        waiting = [unit_id]
        while waiting:
            one = waiting.pop()
            before = [old for unit in self.units if unit.id == one for old in unit.succeeds if old not in found and old != unit_id]
            found |= dict.fromkeys(before)
            waiting += before
        return tuple(found)

    def became(self, unit_id: str) -> tuple[str, ...]:
        """Ids of the units that were made from a unit, directly or through others."""
        return tuple(unit.id for unit in self.units if unit_id in self.made_from(unit.id))

    def find(self, name: str) -> Unit | None:
        """The unit of that id, name or alias."""
        return next((unit for unit in self.units if unit.is_called(name)), None)
