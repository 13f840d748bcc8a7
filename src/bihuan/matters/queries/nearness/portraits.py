"""A matter as far as it is compared with others: its words, its place, its person's index."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bihuan.matters.models import Content, Matter
from bihuan.matters.rules.nearness import judging, shingles, signatures

# What is not read of a matter: it is long, or sealed, and says nothing here.
UNREAD = (
    "state", "part_after", "content__answers", "content__phone_sealed", "content__summary",
    "content__code_index",
)  # fmt: skip


@dataclass(frozen=True)
class Portrait:
    """What one matter is compared by; `pk` is 0 for one that is only being written."""

    pk: int
    said: shingles.Shingles
    traits: judging.Traits
    place_keys: tuple[int, ...]

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The keys it is found by, worked out where they are asked for: it takes a while."""
        return tuple(dict.fromkeys((*signatures.text_keys(self.said), *self.place_keys)))


def wordless(one: Portrait) -> Portrait:
    """The same without its words: what it is compared by where they are a label."""
    traits = replace(one.traits, digest="")
    return Portrait(one.pk, frozenset(), traits, one.place_keys)


def portrait(row: Matter, content: Content | None) -> Portrait:
    """The portrait of a matter at hand."""
    text = content.text if content is not None else ""
    return _drawn(
        row.pk,
        text,
        places=signatures.place_keys(
            row.region_id,
            content.enterprise_id if content is not None else None,
            signatures.places_in(f"{row.title} {text}"),
        ),
        traits=(row.received_at, row.unit_id or "", row.class_code, row.text_digest),
        person=content.phone_index if content is not None else "",
    )


def sketch(text: str, title: str, region: str, now: datetime, person: str = "") -> Portrait:
    """The portrait of a text that is only being written."""
    places = signatures.place_keys(region, None, signatures.places_in(f"{title} {text}"))
    return _drawn(0, text, places=places, traits=(now, "", "", ""), person=person)


def comparable(rows: Iterable[Matter]) -> list[Matter]:
    """Those that are compared at all: whole matters that are not restricted."""
    return [row for row in rows if not row.restricted and row.parent_id is None]


def _drawn(
    pk: int,
    text: str,
    *,
    places: tuple[int, ...],
    traits: tuple[datetime, str, str, str],
    person: str,
) -> Portrait:
    said = shingles.shingles(text)
    received, unit, class_, digest = traits
    seen = judging.Traits(received, unit, class_, digest, person, frozenset(places))
    return Portrait(pk, said, seen, places)
