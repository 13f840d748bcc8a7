"""Opening the personal data of a matter: allowed by standing, and written down each time."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Access
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.visible import reads_whole
from bihuan.registers.parties import secrecy


@dataclass(frozen=True, slots=True)
class Opened:
    """Who asked, in the open, and the personal answers of the form."""

    name: str
    phone: str


def open_person(number: str, *, by: Actor, now: datetime) -> Opened:
    """Name and telephone of the person; refuses `matter.unknown` and `matter.person-hidden`.

    Who opened them and when stays on record (Personal Information Protection Law, art. 51).
    """
    row = page.readable(by, number)
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    facts = facts_for(row, mechanism, state, "rule", {}, now)
    held = capacities(mechanism, state, by, facts)
    if not page.may_open_person(row, mechanism, held, whole=reads_whole(by, row)):
        raise Refused("matter.person-hidden", number=number)
    with transaction.atomic():
        Access.objects.create(matter=row, person=by.person, post=by.post, what="person", at=now)
    content = row.content
    phone = secrecy.opened(content.phone_sealed) if content.phone_sealed else ""
    return Opened(content.requester, phone)
