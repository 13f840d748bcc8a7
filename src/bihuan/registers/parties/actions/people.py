"""People and the accounts they sign in with."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties import secrecy
from bihuan.registers.parties.actions.change import Change, change
from bihuan.registers.parties.models import Account, Person
from bihuan.registers.parties.queries import people
from bihuan.registers.parties.rules.phones import checked_phone
from bihuan.registers.parties.rules.roles import ADMINISTERS
from bihuan.registers.parties.rules.texts import check_text
from bihuan.registers.parties.rules.usernames import normal_username


def record_person(*, name: str, phone: str = "", by: Actor, now: datetime) -> Person:
    """Put a person into the register; the number is sealed, the journal keeps both apart.

    Refuses `parties.not-permitted`, `person.name-missing`, `person.phone-malformed`,
    `secrecy.key-missing`.
    """
    with change("keep-register", by=by, now=now) as opened:
        if not name.strip():
            raise Refused("person.name-missing")
        check_text("person", name)
        row = Person(name=name.strip())
        row.phone = checked_phone(phone) if phone else ""
        row.save()
        private = {"name": row.name, "phone": row.phone}
        opened.say("person-recorded", {"person": row.pk}, private)
        return row


def correct_person(person: Person, *, name: str, phone: str, by: Actor, now: datetime) -> Person:
    """Change the name or the number of a person; the same again changes nothing.

    Refuses what `record_person` refuses.
    """
    with change("keep-register", by=by, now=now) as opened:
        if not name.strip():
            raise Refused("person.name-missing")
        check_text("person", name)
        number = checked_phone(phone) if phone else ""
        row = Person.objects.select_for_update().get(pk=person.pk)
        if (row.name, row.phone) == (name.strip(), number):
            return row
        row.name, row.phone = name.strip(), number
        row.save()
        opened.say("person-corrected", {"person": row.pk}, {"name": row.name, "phone": number})
        return row


def reseal_people(*, by: Actor, now: datetime, batch: int = 500) -> int:
    """Seal every number with the current key after a change of the installation's secret.

    Works in batches of its own, so it can be broken off and begun again; returns how many numbers
    were sealed anew. Refuses `parties.not-permitted`, `secrecy.key-wrong`.
    """
    done, last = 0, 0
    while True:
        with change("keep-register", by=by, now=now) as opened:
            rows = list(Person.objects.filter(pk__gt=last).order_by("pk")[:batch])
            if not rows:
                return done
            last = rows[-1].pk
            stale = [row for row in rows if row.phone and not secrecy.is_current(row.phone_sealed)]
            for row in stale:
                row.phone = row.phone
            Person.objects.bulk_update(stale, ["phone_sealed", "phone_index"])
            if stale:
                opened.say("numbers-resealed", {"count": len(stale), "until": last})
            done += len(stale)


def open_account(
    username: str,
    *,
    person: Person | None,
    password: str | None,
    expires_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Account:
    """Open a means to sign in; without a password it waits for one to be set by its owner.

    Refuses `parties.not-permitted`, `account.exists`, `account.username-malformed`.
    """
    with change("open-account", by=by, now=now) as opened:
        name = checked_username(username)
        row = Account(username=name, person=person, expires_on=expires_on)
        row.set_password(password)
        row.save(force_insert=True)
        _say(opened, "account-opened", row, expires_on=str(expires_on or ""))
        return row


def checked_username(username: str) -> str:
    """The name under which an account is kept; refuses one malformed or taken."""
    name = normal_username(username)
    if Account.objects.filter(username=name).exists():
        raise Refused("account.exists", username=name)
    return name


def set_password(account: Account, *, password: str, by: Actor, now: datetime) -> Account:
    """Set the password of an account; refuses `parties.not-permitted`."""
    with change("open-account", by=by, now=now) as opened:
        account.set_password(password)
        account.save(update_fields=["password"])
        _say(opened, "account-password-set", account)
        return account


def close_account(account: Account, *, by: Actor, now: datetime) -> Account:
    """Let nobody sign in with an account any more; refuses `parties.not-permitted`."""
    with change("close-account", by=by, now=now) as opened:
        if account.is_active:
            account.is_active = False
            account.save(update_fields=["is_active"])
            _say(opened, "account-closed", account)
        return account


def set_administers(account: Account, *, administers: str, by: Actor, now: datetime) -> Account:
    """Make an account one of the three administrators, or take that from it (empty).

    No person ever holds two of the three, or one of them and a post. Refuses
    `parties.not-permitted`, `account.role-unknown`, `person.holds-post`, `person.administers`.
    """
    with change("set-administers", by=by, now=now) as opened:
        if administers not in {"", *ADMINISTERS}:
            allowed = "、".join(sorted(ADMINISTERS))
            raise Refused("account.role-unknown", role=administers, allowed=allowed)
        if administers and account.person_id is not None:
            _check_free(account, administers, opened.today)
        if account.administers != administers:
            account.administers = administers
            account.save(update_fields=["administers"])
            _say(opened, "account-role-set", account, administers=administers)
        return account


def _check_free(account: Account, administers: str, today: date) -> None:
    person = account.person_id
    current = people.current_or_coming(today).filter(person=person).first()
    if current is not None:
        raise Refused("person.holds-post", post=current.post_id)
    others = Account.objects.filter(person=person).exclude(administers__in=["", administers])
    other = others.exclude(pk=account.pk).first()
    if other is not None:
        raise Refused("person.administers", role=other.administers)


def _say(opened: Change, kind: str, account: Account, **payload: object) -> None:
    said = {"account": account.pk, "person": account.person_id, **payload}
    opened.say(kind, said, {"username": account.username})
