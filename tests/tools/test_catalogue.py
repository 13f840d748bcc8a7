"""The Chinese catalogue is complete, says the same facts, and is the one that is read."""

from __future__ import annotations

import re
from collections import Counter

import polib
from tests.tools.test_messages import messages

CATALOGUE = polib.pofile(str(messages.CATALOGUE))
FACT = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def facts(text: str) -> set[str]:
    return set(FACT.findall(text))


def chinese(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def test_every_sentence_has_its_chinese() -> None:
    kept = {messages.key_of(entry) for entry in CATALOGUE if messages.translated(entry)}
    assert sorted(set(messages.messages()) - kept) == []


def test_no_sentence_is_left_that_nobody_says() -> None:
    assert sorted({messages.key_of(entry) for entry in CATALOGUE} - set(messages.messages())) == []


def test_chinese_asks_for_no_fact_that_is_not_given() -> None:
    wrong = [
        entry.msgid
        for entry in CATALOGUE
        if facts(chinese(entry)) - facts(entry.msgid + entry.msgid_plural)
    ]
    assert wrong == []


def test_no_sentence_stands_twice() -> None:
    counted = Counter((entry.msgctxt, entry.msgid) for entry in CATALOGUE)
    assert [key for key, times in counted.items() if times > 1] == []


def test_the_compiled_catalogue_is_in_step() -> None:
    compiled = polib.mofile(str(messages.CATALOGUE.with_suffix(".mo")))
    read = {(entry.msgctxt, entry.msgid): chinese(entry) for entry in compiled}
    kept = {(entry.msgctxt, entry.msgid): chinese(entry) for entry in CATALOGUE}
    assert read == {key: said for key, said in kept.items() if said}
