"""The ledger finds what its reader may read, and betrays no title by finding it."""

from __future__ import annotations

from tests.matters import cast

from bihuan.matters.models import MechanismVersion
from bihuan.matters.queries import ledger


def _found(post: str, text: str) -> list[str]:
    sieve = ledger.Sieve(text=text)
    page = ledger.ledger(cast.actor(post), sieve, now=cast.NOW)
    return [row.matter.number for row in page.rows]


def test_a_matter_is_found_by_a_word_of_its_title_and_by_its_number(
    version: MechanismVersion,
) -> None:
    number = cast.handled(version).number
    assert _found("handler", "电线杆") == [number]
    assert _found("handler", "路灯") == []
    assert _found("handler", number) == [number]
    assert _found("water-handler", number) == []


def test_a_title_that_may_not_be_read_is_not_searched(version: MechanismVersion) -> None:
    restricted = cast.publish("restricted", restricted=True)
    number = cast.handled(restricted).number
    assert _found("handler", number) == [number]
    assert _found("handler", "电线杆") == []
    assert _found("clerk", "电线杆") == [number]
