"""Seals telephone numbers at rest and finds them again without opening them.

The key comes from the installation's secret and is handed over once, at start, by `bihuan.config`:
nothing here reads settings or the environment. A former secret may follow the current one, so that
what it sealed can still be opened until `actions.reseal_people` has sealed it anew.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bihuan.kernel.refused import Refused

SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class _Keys:
    seal: MultiFernet
    current: Fernet
    blinds: tuple[bytes, ...]


_keys: list[_Keys] = []


def _derived(secret: bytes, purpose: bytes) -> bytes:
    kdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"bihuan.parties", info=purpose)
    return kdf.derive(secret)


def use_key(secret: bytes, *former: bytes) -> None:
    """Take the installation's secret (and those it replaced); refuses `secrecy.key-short`."""
    if len(secret) < SHORTEST_SECRET:
        raise Refused("secrecy.key-short", least=SHORTEST_SECRET)
    secrets = (secret, *former)
    seals = [Fernet(urlsafe_b64encode(_derived(each, b"seal"))) for each in secrets]
    blinds = tuple(_derived(each, b"index") for each in secrets)
    _keys[:] = [_Keys(MultiFernet(seals), seals[0], blinds)]


def forget_key() -> None:
    _keys.clear()


def _in_use() -> _Keys:
    if not _keys:
        raise Refused("secrecy.key-missing")
    return _keys[0]


def sealed(text: str) -> str:
    """The text as a token only this installation can open; refuses `secrecy.key-missing`."""
    # The moment of sealing is personal data too and nobody needs it: every token says 1970.
    return _in_use().seal.encrypt_at_time(text.encode(), 0).decode()


def opened(token: str) -> str:
    """The text of a token; refuses `secrecy.key-missing`, `secrecy.key-wrong`."""
    try:
        return _in_use().seal.decrypt(token.encode()).decode()
    except InvalidToken as fault:
        raise Refused("secrecy.key-wrong") from fault


def is_current(token: str) -> bool:
    """Whether the token was sealed with the current key, not a former one."""
    try:
        _in_use().current.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def index(text: str) -> str:
    """What stands in the table beside a sealed text, so that it can be looked up."""
    return indexes(text)[0]


def indexes(text: str) -> tuple[str, ...]:
    """The index under the current key and under each former one, for look-ups."""
    return tuple(
        hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for key in _in_use().blinds
    )
