"""`bihuan matter neighbours`: the list of one, and the work on all."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cli import district

from bihuan.matters.models import NeighbourKey

pytestmark = pytest.mark.django_db
SAID = "育才路从小学到五中，三根电线杆歪了，孩子天天从下面走。"


def test_neighbours_are_listed_with_their_evidence(bihuan: Any) -> None:
    version = district.settle()
    first = district.take_in(version, SAID).matter
    second = district.take_in(version, f"您好！{SAID}请尽快扶正。").matter
    said = bihuan("matter", "neighbours", second.number, "--as", "clerk", "--json")
    [row] = said.rows
    assert (row["number"], row["kind"]) == (first.number, "near-text")
    assert "电线杆" not in said.out
    columns = bihuan("matter", "neighbours", second.number, "--as", "clerk").out.split()
    assert columns[:2] == [first.number, "near-text"]


def test_nobody_is_asked_for_in_nobodys_name(bihuan: Any) -> None:
    first = district.take_in(district.settle(), SAID).matter
    refused = bihuan("matter", "neighbours", first.number)
    assert refused.exit_code == 2
    assert first.number not in refused.out


def test_keys_are_made_anew_and_the_work_is_done_once(bihuan: Any) -> None:
    version = district.settle()
    for text in (SAID, f"{SAID}请尽快扶正。"):
        district.take_in(version, text)
    before = NeighbourKey.objects.count()
    done = bihuan("matter", "neighbours", "--rebuild", "--json").rows
    assert done == [{"matters": 2, "proposals": 1}]
    assert NeighbourKey.objects.count() == before
    again = bihuan("matter", "neighbours", "--json").rows
    assert again == [{"matters": 0, "proposals": 0}]
