"""Bytes, digests and commitments, without a database."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kernel.refused import Refused
from bihuan.registers.journal.rules import chain
from bihuan.registers.journal.rules.chain import Record

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
ENTRY = Record(
    7, "matter", 1, 2, "a" * 64, "", "assigned", "p1", "clerk", NOW, "moment", NOW, "observed",
    '{"unit":"住建局"}', None,
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), inner),
    max_leaves=8,
)  # fmt: skip


@given(VALUES)
def test_a_value_has_one_text_and_comes_back(value: object) -> None:
    text = chain.canonical(value)
    assert json.loads(text) == value
    assert chain.canonical(json.loads(text)) == text


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers()))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert chain.canonical(dict(reversed(value.items()))) == chain.canonical(value)


def test_moments_are_written_in_utc() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=8)))
    assert chain.canonical({"at": local, "on": date(2026, 11, 20)}) == (
        '{"at":"2026-11-20T01:02:03.000000+00:00","on":"2026-11-20"}'
    )
    assert chain.digest(ENTRY._replace(recorded_at=local)) == chain.digest(ENTRY)


def test_the_digest_of_an_entry_is_that_of_its_bytes() -> None:
    # Entries of past years must verify for ever: other bytes are another form, with its own name.
    head = (
        f'["bihuan-entry-1","{"a" * 64}","matter",1,2,"assigned","p1","clerk",'
        '"2026-11-20T01:02:03.000000+00:00","moment","2026-11-20T01:02:03.000000+00:00",'
        '"observed",null]'
    )
    whole = head + "\n" + '{"unit":"住建局"}'
    assert chain.digest(ENTRY) == hashlib.sha256(whole.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"subject_kind": "book"},
        {"subject_id": 2},
        {"seq": 3},
        {"previous": "b" * 64},
        {"kind": "signed"},
        {"actor_person": "p2"},
        {"actor_post": "p1"},
        {"happened_at": NOW + timedelta(microseconds=1)},
        {"happened_at": None},
        {"precision": "day"},
        {"recorded_at": NOW - timedelta(seconds=1)},
        {"origin": "inferred"},
        {"payload": '{"unit": "住建局"}'},
        {"corrects": 1},
    ],
)
def test_everything_an_entry_says_is_in_its_digest(change: dict[str, object]) -> None:
    assert chain.digest(ENTRY._replace(**change)) != chain.digest(ENTRY)


def test_fields_do_not_run_into_each_other() -> None:
    one = ENTRY._replace(actor_person="a", actor_post="bc")
    assert chain.digest(one) != chain.digest(ENTRY._replace(actor_person="ab", actor_post="c"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_an_error(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        chain.canonical({"n": value})


def test_other_objects_are_an_error() -> None:
    with pytest.raises(TypeError, match="not object"):
        chain.canonical({"n": object()})


def test_half_a_character_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as refusal:
        chain.canonical("漏水\ud83d")
    assert (refusal.value.code, refusal.value.facts) == (
        "journal.text-broken",
        {"around": '"漏水'},
    )


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), VALUES, max_size=4))
def test_commitments_hold_for_the_text_and_no_other(said: dict[str, object]) -> None:
    salt, text = "00" * 32, chain.canonical(said)
    committed = chain.commitments(salt, text)
    assert set(committed) == set(said)
    assert chain.commitments(salt, chain.canonical(json.loads(text))) == committed
    assert len(set(committed.values())) == len(said)
    assert not set(chain.commitments("01" * 32, text).values()) & set(committed.values())


def test_only_the_key_of_the_journal_counts_as_sealed() -> None:
    assert chain.sealed_in('{"a":"\\"sealed\\":"}') == {}
    assert chain.sealed_in('{"a":{"sealed":{"x":"y"}}}') == {}
    assert chain.sealed_in('{"sealed":{"x":"y"}}') == {"x": "y"}
