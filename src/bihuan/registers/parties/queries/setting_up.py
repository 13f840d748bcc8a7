"""What a spreadsheet would change, against what is on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bihuan.registers.parties import secrecy, sheet
from bihuan.registers.parties.models import Account, Holding, Person
from bihuan.registers.parties.queries import reading


def known(read: sheet.SheetRead) -> sheet.Known:
    """What the register says already of everybody a spreadsheet may name."""
    heads = reading.heads()
    roles = dict(Account.objects.exclude(administers="").values_list("person_id", "administers"))
    people = {
        pk: sheet.KnownPerson(pk, name, index, roles.get(pk, ""))
        for pk, name, index in Person.objects.values_list("pk", "name", "phone_index")
    }
    current = Holding.objects.filter(until__isnull=True)
    return sheet.Known(
        tree=reading.tree(heads),
        names=reading.names(),
        people=people,
        holders=dict(current.values_list("post_id", "person_id")),
        accounts=dict(Account.objects.values_list("username", "person_id")),
        indexes={phone: secrecy.indexes(phone) for phone in _phones(read.rows)},
    )


def _phones(rows: Iterable[sheet.Given]) -> set[str]:
    return {phone for row in rows if (phone := sheet.phone_of(row))}


def planned(read: sheet.SheetRead, *, home: str, today: date) -> sheet.Plan:
    """What a spreadsheet would do, nothing of it done; refuses what `sheet.planned` refuses."""
    return sheet.planned(read, known(read), home=home, today=today)
