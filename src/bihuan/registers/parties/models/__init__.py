"""Tables of the parties; every span of days is [from, until): `until` is the first day outside."""

from bihuan.registers.parties.models.calendars import CalendarRevision
from bihuan.registers.parties.models.people import Account, AccountsByName, Holding, Person
from bihuan.registers.parties.models.places import Alias, Post, Region, Unit

__all__ = [
    "Account",
    "AccountsByName",
    "Alias",
    "CalendarRevision",
    "Holding",
    "Person",
    "Post",
    "Region",
    "Unit",
]
