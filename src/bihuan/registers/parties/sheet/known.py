"""What the register says already when a spreadsheet comes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.registers.parties.rules.directory import Directory
from bihuan.registers.parties.rules.names import Names


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person on record: the number is compared by its index, never opened."""

    pk: int
    name: str
    phone_index: str
    administers: str = ""


@dataclass(frozen=True)
class Known:
    """The tree and its names, people, who sits where, and whose the accounts are."""

    tree: Directory
    names: Names
    people: Mapping[int, KnownPerson] = field(default_factory=dict)
    holders: Mapping[str, int] = field(default_factory=dict)
    accounts: Mapping[str, int | None] = field(default_factory=dict)
    indexes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def by_phone(self, phone: str) -> tuple[KnownPerson, ...]:
        wanted = self.indexes.get(phone, ())
        return tuple(each for each in self.people.values() if each.phone_index in wanted)

    def in_unit(self, unit: str, name: str) -> KnownPerson | None:
        """The person of a name who sits in a unit."""
        for post, holder in self.holders.items():
            person = self.people[holder]
            if self.tree.posts[post].unit == unit and person.name == name:
                return person
        return None
