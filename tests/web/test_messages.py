"""The catalogue: complete, compiled, and in step with what the code says."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
import pytest
from django.utils import translation

from bihuan.kernel.moves import MOVES
from bihuan.kernel.refused import CODES, Refused
from bihuan.kernel.stages import Stage
from bihuan.web import moveforms, sentences, words

TOOL = Path(__file__).parents[2] / "tools" / "messages.py"
SPEC = importlib.util.spec_from_file_location("messages", TOOL)
assert SPEC is not None
assert SPEC.loader is not None
messages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(messages)


def test_every_sentence_has_its_chinese() -> None:
    kept = {messages.key_of(entry): entry for entry in messages.catalogue()}
    lacking = [
        key for key in messages.messages() if key not in kept or not messages.translated(kept[key])
    ]
    assert lacking == []


def test_no_sentence_outlives_its_use() -> None:
    wanted = messages.messages()
    kept = map(messages.key_of, messages.catalogue())
    assert [key for key in kept if key not in wanted] == []


def test_the_compiled_catalogue_says_the_same() -> None:
    compiled = polib.mofile(str(messages.CATALOGUE.with_suffix(".mo")))
    assert _said(compiled) == _said(messages.catalogue())


def _said(entries: Iterable[polib.POEntry]) -> dict[Any, Any]:
    return {messages.key_of(one): one.msgstr or one.msgstr_plural for one in entries}


def test_a_translation_keeps_the_places_of_its_sentence() -> None:
    place = re.compile(r"%\(\w+\)s|\{\w+\}")
    moved = [
        entry.msgid
        for entry in messages.catalogue()
        if not set(place.findall(entry.msgstr or str(entry.msgstr_plural)))
        <= set(place.findall(entry.msgid + entry.msgid_plural))
    ]
    assert moved == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_is_told_in_chinese(code: str) -> None:
    with translation.override("zh-hans"):
        told = sentences.of(Refused(code))
    assert re.search("[\u4e00-\u9fff]", told), told


def test_a_refusal_names_things_as_the_office_does() -> None:
    refused = Refused("matter.stage-wrong", action="assign", stage="received")
    with translation.override("zh-hans"):
        assert sentences.of(refused) == "事项处于“待受理”，不能“派单”。"
    with translation.override("en"):
        told = sentences.of(refused)
    assert told == "“Assign” cannot be done while the matter is “To be accepted”."


def test_every_stage_and_every_move_has_its_words() -> None:
    assert {stage.value for stage in Stage} <= words.STAGES.keys()
    assert MOVES.keys() <= words.ACTIONS.keys()
    asked = {param.name for move in MOVES.values() for param in move.params}
    assert asked <= words.FIELDS.keys()


def test_keys_do_not_collide_at_any_stage() -> None:
    by_itself = {"release", "tick", "recount", "rate", "withdraw"}
    assert MOVES.keys() - by_itself == moveforms.KEYS.keys()
    for stage in Stage:
        at = [n for n, m in MOVES.items() if stage in m.stages and n in moveforms.KEYS]
        free = [n for n in at if n not in ("sign", "decline")]
        keys = [moveforms.KEYS[name] for name in free]
        assert len(keys) == len(set(keys)), (stage, sorted(zip(keys, free, strict=True)))
        pending = [moveforms.KEYS[n] for n in at if MOVES[n].while_pending]
        assert len(pending) == len(set(pending)), (stage, pending)


def test_the_stages_of_a_paper_are_told_in_words() -> None:
    refused = Refused("paper.stage", stage="issued", stages="draft、signing")
    with translation.override("zh-hans"):
        said = sentences.of(refused)
    assert said == "文书现在处于“已印发”，这一步需要：草稿、待签发。请刷新页面。"
