"""Sign-in links of the demonstration: signed, short-lived, worthless everywhere else."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing

from bihuan.kernel.refused import Refused

SALT = "bihuan.demonstration"
LASTS = timedelta(days=7)


def make(username: str) -> str:
    """A token that signs in as this account; refuses `demonstration.absent`."""
    _check()
    return signing.dumps(username, salt=SALT)


def read(token: str) -> str:
    """The account a token signs in as; refuses what `make` does and `demonstration.link-over`."""
    _check()
    try:
        found: str = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature as fault:
        raise Refused("demonstration.link-over") from fault
    return found


def _check() -> None:
    if not settings.BIHUAN_DEMONSTRATION:
        raise Refused("demonstration.absent")
