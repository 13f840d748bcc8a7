"""Answers that no table can keep."""

from __future__ import annotations

import pytest
from tests.kernel.cast import CLERK, HANDLER, Story, at
from tests.kernel.test_answers import SAID

from bihuan.kernel import texts
from bihuan.kernel.refused import Refused


@pytest.mark.parametrize("text", ["a\0b", "\ud800", ["whole", "a\0"]])
def test_what_cannot_be_written_down_is_refused(text: object) -> None:
    with pytest.raises(Refused) as refused:
        texts.check("text", text)
    assert refused.value.code == "text.unprintable"


def test_signs_of_any_script_and_long_letters_are_kept() -> None:
    texts.check("text", "😀\u202e长\n\t" * 100_000)


def test_only_so_much_of_a_name_is_kept() -> None:
    texts.check("name", "甲" * 60, "name")
    with pytest.raises(Refused) as refused:
        texts.check("name", "甲" * 61, "name")
    assert refused.value.code == "text.too-long"
    assert refused.value.facts["longest"] == 60


def test_no_letter_and_no_move_carries_them() -> None:
    with pytest.raises(Refused) as refused:
        Story(values=SAID | {"text": "a\0b"})
    assert refused.value.code == "text.unprintable"
    story = at("handling")
    before = story.matter
    story.refuses("text.unprintable", "progress", HANDLER, note="a\0b")
    story.refuses("text.too-long", "platform", CLERK, platform="p" * 61, platform_number="1")
    story.refuses("text.unprintable", "correct", CLERK, entry="1", field="title", value="\0")
    assert story.matter == before
