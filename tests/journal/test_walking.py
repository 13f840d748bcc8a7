"""Any tampering with a chain is found, named by its first entry and called by its name."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.registers.journal.rules import chain, walking
from bihuan.registers.journal.rules.chain import Record
from bihuan.registers.journal.rules.walking import End

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)


def relinked(records: list[Record], start: int = 0) -> list[Record]:
    """Number and chain records anew from `start` on, as one who knows the rules would."""
    done = records[:start]
    for record in records[start:]:
        previous = done[-1].digest if done else ""
        linked = record._replace(seq=len(done) + 1, previous=previous)
        done.append(linked._replace(digest=chain.digest(linked)))
    return done


def renumbered(records: list[Record]) -> list[Record]:
    """Number records anew and leave their digests alone."""
    return [record._replace(seq=seq) for seq, record in enumerate(records, start=1)]


def made(length: int, word: str = "n") -> list[Record]:
    return relinked([_said(n, f'{{"{word}":{n}}}') for n in range(length)])


def _said(n: int, payload: str) -> Record:
    return Record(
        n, "matter", 1, 0, "", "", "noted", "p", "clerk", NOW, "moment", NOW, "observed",
        payload, None,
    )  # fmt: skip


def verdict(
    records: list[Record], exported: list[Record], end: End | None
) -> tuple[str, int] | None:
    known = {record.seq: record.digest for record in exported}
    broken = walking.walk(sorted(records, key=lambda r: r.seq), iter(sorted(known.items())), end)
    if broken is None:
        return None
    return walking.explain(broken, sorted(records, key=lambda r: r.seq), known, end)


def end_of(records: list[Record]) -> End:
    return End(records[-1].digest if records else "", len(records))


def swapped(records: list[Record], i: int, j: int) -> list[Record]:
    again = list(records)
    again[i], again[j] = again[j], again[i]
    return again


CHAIN = made(6)
PLACES = range(6)
FOREIGN = _said(99, '{"forged":true}')._replace(digest="f" * 64)


@given(st.integers(0, 8), st.integers(0, 8))
def test_a_sound_chain_has_no_break(length: int, exported: int) -> None:
    records = made(length)
    assert verdict(records, records[:exported], end_of(records)) is None


@pytest.mark.parametrize("exported", [[], CHAIN])
@pytest.mark.parametrize("place", PLACES)
def test_changed_content(place: int, exported: list[Record]) -> None:
    records = list(CHAIN)
    records[place] = records[place]._replace(payload="{}")
    assert verdict(records, exported, end_of(CHAIN)) == ("content", place + 1)


@pytest.mark.parametrize("exported", [[], CHAIN])
@pytest.mark.parametrize("place", PLACES)
def test_changed_content_with_its_digest(place: int, exported: list[Record]) -> None:
    records = list(CHAIN)
    forged = records[place]._replace(payload="{}")
    records[place] = forged._replace(digest=chain.digest(forged))
    last = "end" if place == 5 and not exported else "rewritten"
    assert verdict(records, exported, end_of(CHAIN)) == (last, place + 1)


@pytest.mark.parametrize("exported", [[], CHAIN])
@pytest.mark.parametrize(("i", "j"), list(itertools.combinations(PLACES, 2)))
def test_swapped_entries(i: int, j: int, exported: list[Record]) -> None:
    records = renumbered(swapped(CHAIN, i, j))
    assert verdict(records, exported, end_of(CHAIN)) == ("moved", i + 1)


@pytest.mark.parametrize("exported", [[], CHAIN])
@pytest.mark.parametrize("place", range(5))
def test_removed_entry(place: int, exported: list[Record]) -> None:
    records = CHAIN[:place] + CHAIN[place + 1 :]
    assert verdict(records, exported, end_of(CHAIN)) == ("gone", place + 1)
    assert verdict(renumbered(records), exported, end_of(CHAIN)) == ("gone", place + 1)


@pytest.mark.parametrize("left", PLACES)
def test_cut_tail(left: int) -> None:
    records = CHAIN[:left]
    assert verdict(records, [], end_of(CHAIN)) == ("short", left + 1)
    assert verdict(records, CHAIN, end_of(records)) == ("gone", left + 1)
    assert verdict(records, CHAIN, None) == ("gone", left + 1)


@pytest.mark.parametrize("exported", [[], CHAIN])
@pytest.mark.parametrize("place", PLACES)
def test_inserted_entry(place: int, exported: list[Record]) -> None:
    records = renumbered([*CHAIN[:place], FOREIGN, *CHAIN[place:]])
    assert verdict(records, exported, end_of(CHAIN)) == ("foreign", place + 1)


@pytest.mark.parametrize("place", PLACES)
def test_inserted_entry_with_its_digest(place: int) -> None:
    inserted = relinked([*CHAIN[:place], FOREIGN], place)
    records = renumbered([*inserted, *CHAIN[place:]])
    assert verdict(records, [], end_of(CHAIN)) == ("foreign", place + 1)


def test_an_entry_added_at_the_end() -> None:
    records = relinked([*CHAIN, FOREIGN], 6)
    assert verdict(records, CHAIN, end_of(CHAIN)) == ("long", 7)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("wrought", ["change", "remove", "insert", "swap"])
def test_a_chain_rewritten_to_its_end_is_found_by_the_export(place: int, wrought: str) -> None:
    deeds: dict[str, tuple[list[Record], str]] = {
        "change": ([*CHAIN[:place], FOREIGN, *CHAIN[place + 1 :]], "rewritten"),
        "remove": (CHAIN[:place] + CHAIN[place + 1 :], "gone"),
        "insert": ([*CHAIN[:place], FOREIGN, *CHAIN[place:]], "foreign"),
        "swap": (swapped(CHAIN, place, 5), "moved" if place < 5 else ""),
    }
    touched, why = deeds[wrought]
    records = relinked(touched, place)
    assert verdict(records, [], end_of(records)) is None
    expected = (why, place + 1) if why else None
    assert verdict(records, CHAIN, end_of(records)) == expected


@pytest.mark.parametrize("place", range(3, 6))
def test_an_export_of_the_later_entries_is_enough_for_them(place: int) -> None:
    records = relinked([*CHAIN[:place], FOREIGN, *CHAIN[place + 1 :]], place)
    assert verdict(records, CHAIN[3:], end_of(records)) == ("rewritten", place + 1)


@given(st.data())
def test_whatever_is_done_to_rows_is_found_at_its_first_entry(data: st.DataObject) -> None:
    records = made(data.draw(st.integers(2, 7)))
    place = data.draw(st.integers(0, len(records) - 1))
    column: str = data.draw(st.sampled_from(["payload", "kind", "previous", "happened_at"]))
    value: Any = {"happened_at": NOW.replace(year=2020), "payload": "{}"}.get(column, "other")
    touched = list(records)
    touched[place] = touched[place]._replace(**{column: value})
    assert verdict(touched, [], end_of(records)) == ("content", place + 1)
