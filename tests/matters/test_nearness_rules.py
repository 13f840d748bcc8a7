"""Words in common, keys, evidence: pure, as tables of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies

from bihuan.kernel.worktime import LOCAL
from bihuan.matters.rules.nearness import judging, likeness, shingles, signatures

LONG = "育才路从小学到五中，三根电线杆歪了，孩子天天从下面走，请尽快扶正，不要等出了事再来管。"
AGAIN = "尊敬的领导：育才路从小学到五中三根电线杆歪了！孩子天天从下面走，希望相关部门尽快扶正。"
OTHER = "北门外菜场的积水半年没有人清理，下雨天老人出门都要蹚水，摔了好几次。"
CHINESE = strategies.text(
    alphabet="电线杆歪了请扶正道路灯不亮修学校门口车", min_size=20, max_size=80
)
AT = datetime(2026, 3, 2, 9, tzinfo=LOCAL)


def common(one: str, other: str) -> likeness.Overlap:
    return likeness.overlap(shingles.shingles(one), shingles.shingles(other))


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("尊敬的领导，您好！路灯坏了。", "路灯坏了"),
        ("ＡＢＣ路１２号", "abc路12号"),
        ("  。，！", ""),
        ("本人反映：希望有关部门尽快解决", ""),
    ],
)
def test_what_every_letter_says_does_not_count(said: str, counts: str) -> None:
    assert shingles.normal(said) == counts


def test_the_same_in_other_courtesies_shares_most_words_and_a_key() -> None:
    found = common(LONG, AGAIN)
    assert found.share > 0.5
    assert found.of_other > found.of_one  # the second says less
    keys = (signatures.text_keys(shingles.shingles(text)) for text in (LONG, AGAIN, OTHER))
    one, again, other = map(set, keys)
    assert one & again
    assert not one & other


def test_a_text_that_says_too_little_has_no_key() -> None:
    assert signatures.text_keys(shingles.shingles("路灯不亮")) == ()
    assert len(signatures.text_keys(shingles.shingles(LONG))) == signatures.BANDS


@given(CHINESE)
def test_keys_fit_the_column_and_depend_on_the_words_alone(text: str) -> None:
    keys = signatures.text_keys(shingles.shingles(text))
    again = signatures.text_keys(shingles.shingles(f"您好，{text}。"))
    assert keys == again
    assert all(-(2**63) <= key < 2**63 for key in keys)


@given(CHINESE, CHINESE)
def test_passages_put_together_are_the_texts_and_what_is_marked_stands_in_both(
    one: str, other: str
) -> None:
    mine, theirs = likeness.passages(one, other)
    assert "".join(each.text for each in mine) == one
    assert "".join(each.text for each in theirs) == other
    marked = [shingles.normal(each.text) for each in mine if each.common]
    assert marked == [shingles.normal(each.text) for each in theirs if each.common]


def test_a_door_is_known_however_the_sentence_begins() -> None:
    assert signatures.places_in("我住在沪太路1895弄") == signatures.places_in("沪太路1895弄门口")
    assert signatures.places_in("沪太路很堵") == ()


def traits(days: int = 0, **given: object) -> judging.Traits:
    known = {"unit": "", "class_": "", "digest": "", "person": "", "places": frozenset()}
    return judging.Traits(AT + timedelta(days=days), **{**known, **given})  # type: ignore[arg-type]


NOTHING = likeness.Overlap(0, 0.0, 0.0, 0.0)
LITTLE = likeness.Overlap(9, 0.12, 0.2, 0.2)
MUCH = likeness.Overlap(30, 0.5, 0.6, 0.7)
HERE = frozenset({7})
SEEN = traits(places=HERE, class_="c")


@pytest.mark.parametrize(
    ("one", "other", "said", "kind"),
    [
        (traits(digest="d"), traits(900, digest="d"), MUCH, "same-text"),
        (traits(), traits(900), MUCH, "near-text"),
        (traits(), traits(), likeness.Overlap(7, 0.5, 0.6, 0.7), ""),
        (traits(), traits(), LITTLE, ""),
        (traits(person="p"), traits(person="p"), LITTLE, "same-person"),
        (traits(person="p"), traits(person="p"), NOTHING, ""),
        (traits(person="p", class_="c"), traits(person="p", class_="c"), NOTHING, "same-person"),
        (traits(person="p"), traits(91, person="p"), LITTLE, ""),
        (traits(places=HERE), traits(places=HERE), LITTLE, "same-place"),
        (traits(places=HERE), traits(places=HERE), NOTHING, ""),
        (SEEN, replace(SEEN, received_at=AT + timedelta(days=89)), NOTHING, "same-place"),
        (traits(class_="c"), traits(class_="c"), NOTHING, ""),
    ],
)  # fmt: skip
def test_what_is_evidence_enough(
    one: judging.Traits, other: judging.Traits, said: likeness.Overlap, kind: str
) -> None:
    found = judging.judged(one, other, said)
    assert found.kind == kind
    assert found == judging.judged(other, one, said)


def test_nothing_is_the_same_that_is_empty() -> None:
    assert judging.judged(traits(), traits(), NOTHING).same == ()
