"""Which persons the rows speak of, and whether two of them can be the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.sheet.cells import CellFault, Told
from bihuan.registers.parties.sheet.known import Known, KnownPerson

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of a plan: on record under `pk`, or new."""

    key: Key
    name: str
    phone: str
    pk: int | None = None


@dataclass
class People:
    """The persons seen so far, by telephone number, or by unit and name where there is none."""

    known: Known
    seen: dict[Key, Somebody] = field(default_factory=dict)
    first_row: dict[Key, int] = field(default_factory=dict)
    accounts: dict[str, Key] = field(default_factory=dict)
    said: dict[tuple[str, ...], int] = field(default_factory=dict)

    def check(self, row: Told, unit: str) -> Somebody | None:
        """The person of a row; raises CellFault for one that cannot be told from another."""
        somebody = self._somebody(row, unit) if row.person else None
        saying = (unit, row.post, *(somebody.key if somebody else ("", "")))
        if somebody is not None and row.post and saying in self.said:
            why = Refused("sheet.row-repeated", row=self.said[saying])
            raise CellFault("person", why)
        self._check_account(row, somebody)
        if somebody is not None:
            self.seen.setdefault(somebody.key, somebody)
            self.first_row.setdefault(somebody.key, row.given.row)
            self.said[saying] = row.given.row
        return somebody

    def _somebody(self, row: Told, unit: str) -> Somebody:
        key = ("", row.phone) if row.phone else (unit, row.person)
        before = self.seen.get(key)
        if before is not None and before.name != row.person:
            why = Refused("sheet.phone-shared", row=self.first_row[key])
            raise CellFault("phone", why)
        if before is not None:
            return before
        known = self._on_record(row, unit)
        if known is not None and known.administers:
            raise CellFault("person", Refused("person.administers", role=known.administers))
        return Somebody(key, row.person, row.phone, known.pk if known else None)

    def _on_record(self, row: Told, unit: str) -> KnownPerson | None:
        if not row.phone:
            return self.known.in_unit(unit, row.person)
        found = self.known.by_phone(row.phone)
        same = [person for person in found if person.name == row.person]
        if found and not same:
            raise CellFault("phone", Refused("sheet.phone-of-another"))
        return same[0] if same else None

    def _check_account(self, row: Told, somebody: Somebody | None) -> None:
        if not row.account or somebody is None:
            return
        taken = self.accounts.setdefault(row.account, somebody.key) != somebody.key
        if row.account in self.known.accounts:
            owner = self.known.accounts[row.account]
            taken = taken or owner is None or owner != somebody.pk
        if taken:
            raise CellFault("account", Refused("account.exists", username=row.account))
