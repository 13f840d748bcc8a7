"""The account of an administrator, opened together with the role."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.registers.parties.actions.people import open_account, set_administers
from bihuan.registers.parties.models import Account


def open_administrator(
    username: str, *, administers: str, password: str | None, by: Actor, now: datetime
) -> Account:
    """Open an account that administers; refuses what `open_account` and `set_administers` do."""
    with transaction.atomic():
        account = open_account(username, person=None, password=password, by=by, now=now)
        return set_administers(account, administers=administers, by=by, now=now)
