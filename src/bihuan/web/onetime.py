"""A form that takes effect once: its token is reserved together with what it did.

Two posts of one form meet at the same row; the second finds what the first one was answered. The
answer is kept for half an hour, sealed, under a digest of the token, so that a page that did not
arrive on a bad line can be shown again.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets

from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.db import SessionStore

from bihuan.registers.parties import secrecy

KEPT_FOR = 30 * 60
ANSWER = "answer"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")


class AlreadyTaken(Exception):
    """The form was posted before; its answer is kept."""


def token() -> str:
    """A token for a fresh form."""
    return secrets.token_urlsafe(18)


def asked(given: str) -> str:
    """The token a form came with; a fresh one for what no form of ours ever held."""
    return given if _TOKEN.fullmatch(given) else token()


def reserve(given: str) -> SessionStore:
    """Take the token in the transaction of the deed; raises `AlreadyTaken` the second time."""
    store = SessionStore(_key(given))
    try:
        store.save(must_create=True)
    except CreateError as fault:
        raise AlreadyTaken from fault
    # Not earlier: it would read the store, which forgets a key that is not there yet.
    store.set_expiry(KEPT_FOR)
    return store


def keep(store: SessionStore, answer: dict[str, str]) -> None:
    """Keep what the deed was answered, sealed."""
    store[ANSWER] = secrecy.sealed(json.dumps(answer))
    store.save()


def kept(given: str) -> dict[str, str]:
    """What a form with this token was answered; empty where there was none, or too long ago."""
    sealed = SessionStore(_key(given)).get(ANSWER)
    found: dict[str, str] = json.loads(secrecy.opened(sealed)) if sealed else {}
    return found


def _key(given: str) -> str:
    return "once" + hashlib.sha256(given.encode()).hexdigest()[:28]
