"""How often a wrong code may be tried: few times for one number, more for one address."""

from __future__ import annotations

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from bihuan.kernel.refused import Refused

MINUTES = 15
PER_NUMBER = 6
PER_ADDRESS = 30


def check(request: HttpRequest, number: str) -> None:
    """Refuse `tracking.too-many` where too many wrong codes came in the last minutes."""
    for key, most in _keys(request, number):
        if cache.get(key, 0) >= most:
            raise Refused("tracking.too-many", minutes=MINUTES)


def note(request: HttpRequest, number: str) -> None:
    """Remember one wrong code."""
    for key, _most in _keys(request, number):
        cache.add(key, 0, MINUTES * 60)
        try:
            cache.incr(key)
        except ValueError:  # ran out between the two
            cache.set(key, 1, MINUTES * 60)


def _keys(request: HttpRequest, number: str) -> tuple[tuple[str, int], tuple[str, int]]:
    address = get_adapter().get_client_ip(request)
    return (_key("number", number.upper()), PER_NUMBER), (_key("address", address), PER_ADDRESS)


def _key(kind: str, value: str) -> str:
    return f"attempts:{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"
