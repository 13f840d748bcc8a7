"""The bytes of an entry, the digest that chains it, the commitment that stands for a text."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal, NamedTuple, Protocol

from bihuan.kernel.refused import Refused

Precision = Literal["moment", "day", "month", "unknown"]
Origin = Literal["observed", "imported", "inferred"]
PRECISIONS: tuple[Precision, ...] = ("moment", "day", "month", "unknown")
ORIGINS: tuple[Origin, ...] = ("observed", "imported", "inferred")

# The first item of what is hashed: a later form of the entry gets another name, so that old
# entries keep verifying by the form they were written in.
FORM = "bihuan-entry-1"
SEALED = "sealed"
ERASED = "erased"

_WORD = re.compile(r"[a-z][a-z0-9._-]{0,39}")


class Record(NamedTuple):
    """One entry as read from the table, in the order of its columns."""

    id: int
    subject_kind: str
    subject_id: int
    seq: int
    previous: str
    digest: str
    kind: str
    actor_person: str
    actor_post: str
    happened_at: datetime | None
    precision: str
    recorded_at: datetime | None  # none only where SQLite holds what is no moment any more
    origin: str
    payload: str
    corrects: int | None

    @property
    def data(self) -> dict[str, Any]:
        """What the entry says."""
        said: dict[str, Any] = json.loads(self.payload)
        return said


class Hashed(Protocol):
    """What a digest is computed from; the table's rows and `Record` both have it."""

    @property
    def subject_kind(self) -> str: ...
    @property
    def subject_id(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def actor_person(self) -> str: ...
    @property
    def actor_post(self) -> str: ...
    @property
    def happened_at(self) -> datetime | None: ...
    @property
    def precision(self) -> str: ...
    @property
    def recorded_at(self) -> datetime | None: ...
    @property
    def origin(self) -> str: ...
    @property
    def payload(self) -> str: ...
    @property
    def corrects(self) -> int | None: ...


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the journal takes JSON, dates and moments, not {type(value).__name__}")


_encode = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    default=_plain,
).encode


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, dates as ISO, moments in UTC.

    Refused when a text holds half a character (journal.text-broken).
    """
    text = _encode(value)
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        around = text[max(0, fault.start - 10) : fault.start]
        raise Refused("journal.text-broken", around=around) from fault
    return text


def stamp(moment: datetime) -> str:
    """A moment as it is hashed: UTC, always with microseconds."""
    if moment.tzinfo is None:
        raise ValueError("a moment in the journal has a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)


def digest(entry: Hashed) -> str:
    """SHA-256 over everything the entry says and over the digest of the entry before it."""
    head = _encode(
        (
            FORM,
            entry.previous,
            entry.subject_kind,
            entry.subject_id,
            entry.seq,
            entry.kind,
            entry.actor_person,
            entry.actor_post,
            stamp_or_none(entry.happened_at),
            entry.precision,
            stamp_or_none(entry.recorded_at),
            entry.origin,
            entry.corrects,
        )
    )
    return hashlib.sha256(f"{head}\n{entry.payload}".encode()).hexdigest()


def commitment(salt: str, field: str, value: object) -> str:
    """What the chain keeps of a personal text: worthless without the salt, binding with it."""
    return hmac.new(
        bytes.fromhex(salt), canonical([field, value]).encode(), hashlib.sha256
    ).hexdigest()


def commitments(salt: str, text: str) -> dict[str, str]:
    """The commitment of each field of a sealed JSON text."""
    fields: dict[str, object] = json.loads(text)
    return {field: commitment(salt, field, value) for field, value in fields.items()}


def sealed_in(payload: str) -> dict[str, str]:
    """The commitments an entry carries; empty when nothing personal was said."""
    if f'"{SEALED}":' not in payload:
        return {}
    found: dict[str, str] = json.loads(payload).get(SEALED, {})
    return found


def check_word(word: str) -> str:
    """A kind of entry or of chain, fit to stand in a line of an exported anchor."""
    if not _WORD.fullmatch(word):
        raise ValueError(f"{word!r} is not a lower-case word of the journal")
    return word


def check_time(happened_at: datetime | None, precision: str, origin: str) -> None:
    """An entry says how exactly it knows its time, and whence."""
    if precision not in PRECISIONS or origin not in ORIGINS:
        raise ValueError(f"unknown precision or origin: {precision!r}, {origin!r}")
    if happened_at is None and precision != "unknown":
        raise ValueError("only a time of unknown precision may be left out")


def check_payload(payload: Mapping[str, object]) -> None:
    """`sealed` is the journal's own key."""
    if SEALED in payload:
        raise ValueError("personal text is given as `private`, not as a sealed payload")
