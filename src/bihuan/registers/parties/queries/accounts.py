"""Finding an account by the name it signs in with."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from bihuan.kernel.refused import Refused
from bihuan.registers.parties.models import Account
from bihuan.registers.parties.queries.people import holdings_on
from bihuan.registers.parties.rules.usernames import normal_username


def account_called(username: str) -> Account:
    """The account of that name, in whatever case it is written; refuses `account.unknown`."""
    try:
        return Account.objects.get_by_natural_key(username)
    except Account.DoesNotExist:
        raise Refused("account.unknown", username=username) from None


def role_of(username: str) -> str | None:
    """What the account of that name administers, empty for nothing; None where there is none."""
    name = normal_username(username)
    found = Account.objects.filter(username=name).values_list("administers", flat=True)
    return found.first()


def somebody_administers(role: str) -> bool:
    """Whether an open account has that role."""
    return Account.objects.filter(administers=role, is_active=True).exists()


def listed(on: date) -> list[dict[str, object]]:
    """Every account by name: whose, for which units, whether open and with a password."""
    units = _units(on)
    return [
        {
            "username": each.username,
            "name": str(each.person or ""),  # masked, as in every list
            "unit": "、".join(units.get(each.person_id or 0, ())),
            "administers": each.administers,
            "open": each.is_active and (each.expires_on is None or each.expires_on >= on),
            "password": each.has_usable_password(),
        }
        for each in Account.objects.select_related("person").order_by("username")
    ]


def without_password(on: date) -> list[tuple[Account, str]]:
    """The open accounts of people that nobody can sign in with yet, and the units of each."""
    units = _units(on)
    found = Account.objects.select_related("person").filter(
        is_active=True, person__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return [
        (each, "、".join(units.get(each.person_id or 0, ())))
        for each in found.order_by("username")
    ]


def _units(on: date) -> dict[int, list[str]]:
    """The names of the units each person holds a post in."""
    found: dict[int, list[str]] = {}
    for held in holdings_on(on).select_related("post__unit").order_by("post_id"):
        names = found.setdefault(held.person_id, [])
        if held.post.unit.name not in names:
            names.append(held.post.unit.name)
    return found
