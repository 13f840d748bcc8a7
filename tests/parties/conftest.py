from __future__ import annotations

import pytest
from tests.parties.cast import CITY, DISTRICT, KEEPER, NOW, POSTS, UNITS

from bihuan.registers.parties import actions


@pytest.fixture
def district(db: None) -> None:
    """The district of the cast, in the tables."""
    del db  # asked for by name: only then are the tables made
    for region in (CITY, DISTRICT):
        actions.record_region(region, by=KEEPER, now=NOW)
    for unit in UNITS:
        actions.record_unit(unit, by=KEEPER, now=NOW)
    for post in POSTS:
        actions.record_post(post, by=KEEPER, now=NOW)
