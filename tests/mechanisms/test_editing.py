"""A form writes the file: what nobody changed stays byte for byte, comments, order and quotes."""

from collections.abc import Iterator

import pytest

from bihuan.kernel.refused import Refused
from bihuan.mechanisms import library, loading
from bihuan.mechanisms.editing import boxes, changing, outline, sheet, wording
from bihuan.mechanisms.editing.changing import Form
from bihuan.mechanisms.editing.outline import Place

PETITION = library.read("petition")


def _changed(
    keys: str, given: dict[str, list[str]], deed: str = "", body: bytes = PETITION
) -> str:
    """The lines that are gone and those that came, one below the other."""
    after = changing.answered(body, Form((keys,), given, deed))
    old, new = body.decode().splitlines(), after.decode().splitlines()
    gone = [f"-{line.strip()}" for line in old if line not in new]
    return "\n".join([*gone, *(f"+{line.strip()}" for line in new if line not in old)])


@pytest.mark.parametrize("name", library.names())
def test_a_form_sent_back_as_it_came_changes_no_byte(name: str) -> None:
    body = library.read(name)
    given: dict[str, list[str]] = {}
    for box in boxes.leaves(boxes.boxes(sheet.opened(body))):
        several = box.place.kind == outline.WORDS
        given[box.name] = list(box.values) if several else [box.value]
        given |= {f"{box.name}@assumed": ["1"]} if box.assumed else {}
    assert len(given) > 50
    assert changing.answered(body, Form((), given)) == body


@pytest.mark.parametrize("indent", [b"a:\n- {x: 1}\n- {x: 2}\n", b"a:\n    - x: 1\n      y: 2\n"])
def test_the_layout_of_another_hand_is_kept(indent: bytes) -> None:
    assert sheet.keeps_layout(indent)


CHANGES = [
    ("clocks", {"clocks/0/within": ["50d"]}, "", "-within: 60d\n+within: 50d"),
    ("clocks", {"clocks/0/within": ["50d"], "clocks/0/within@assumed": ["1"]}, "",
     "-within: 60d\n+within: {value: 50d, assumed: true}"),
    ("clocks", {"clocks/0@key": ["done"]}, "", "-finish:\n+done:"),
    ("basis", {"basis/from": ["2025-01-01"]}, "", '-from: "2022-05-01"\n+from: "2025-01-01"'),
    ("escalate", {"escalate/0/at": ["-2d"], "escalate/0/to": ["clerk、owner"]}, "",
     ('-- {clock: accept, at: {value: "-3d", assumed: true}, do: remind, to: clerk}\n'
     '+- {clock: accept, at: "-2d", do: remind, to: [clerk, owner]}')),
    ("carry", {"carry/longest": ["3mo"]}, "", "+carry: {longest: 3mo}"),
    ("channels", {"channels/new": ["qr"]}, "",
     ("-channels: [web, letter, phone, visit, leader, import]\n"
     "+channels: [web, letter, phone, visit, leader, import, qr]")),
    ("channels", {"channels/new@key": ["接访室"], "channels/new": ["window"]}, "",
     ("-channels: [web, letter, phone, visit, leader, import]\n"
     "+channels: {web: web, letter: letter, phone: phone, visit: visit, leader: leader, "
     "import: import, 接访室: window}")),
    ("letters", {"letters/new@key": ["urge"], "letters/new": ["催办函"]}, "", "+urge: 催办函"),
    ("refuse", {}, "add:refuse", "+- {}"),
    ("review", {}, "remove:review",
     ("-review:\n"
     "-- {name: review, ask_within: 30d, within: 30d, by: superior, "
     "basis: 信访工作条例 第三十五条}\n"
     "-- {name: rereview, ask_within: 30d, within: 30d, by: superior, grounds: hearing, "
     "basis: 信访工作条例 第三十六条}")),
]  # fmt: skip


@pytest.mark.parametrize(("key", "given", "deed", "told"), CHANGES)
def test_only_the_place_that_was_answered_changes(
    key: str, given: dict[str, list[str]], deed: str, told: str
) -> None:
    found = _changed(key, given, deed)
    kept = "\n".join(line for line in found.splitlines() if not line.startswith(("-#", "+#")))
    assert kept == told


def test_rows_change_places_with_their_remarks() -> None:
    moved = changing.answered(PETITION, Form(("refuse",), {}, "up:refuse/1"))
    found = loading.load(moved, "moved").mechanism
    assert list(found.refusals) == ["legal-route", "accusation", "in-process", "finished"]
    assert b"legal-route # " in moved
    assert changing.answered(moved, Form(("refuse",), {}, "up:refuse/1")) == PETITION


def test_signatures_keep_their_order() -> None:
    given = {"signoff/0": ["unit-head", "leader", ""]}
    body = library.read("shifeng-enterprise")
    after = changing.answered(body, Form(("signoff",), given))
    assert loading.load(after, "x").mechanism.signoffs["reply"] == ("unit-head", "leader")


def test_a_file_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        changing.answered(b"mechanism: [\n", Form((), {}))
    assert refused.value.code == "mechanism.invalid"


def _places(among: tuple[Place, ...]) -> Iterator[Place]:
    for place in among:
        yield place
        yield from _places(place.inside)


def test_a_clerk_has_a_word_for_every_key_and_every_choice() -> None:
    for place in _places(outline.outline()):
        if place.key:
            assert (place.model, place.key) in wording.table()
        for code in filter(None, place.codes):
            assert wording.choice(place, code, "zh") != code


def test_every_key_is_in_a_section_even_one_nobody_thought_of() -> None:
    keys = (*(place.key for place in outline.outline()), "novelty")
    found = wording.sections(keys)
    assert found[wording.REST] == ("novelty",)
    assert {key for held in found.values() for key in held} == set(keys) - {"mechanism"}
