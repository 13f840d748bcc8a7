"""A text that names a kind of matter is no repeat; a campaign of equal letters is."""

import pytest
from tests.matters import cast, files

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import importing
from bihuan.matters.models import MechanismVersion, NeighbourKey, Repeat
from bihuan.matters.rules import maps
from bihuan.matters.rules.nearness import judging

KIND = "Street Light Outages"
CAMPAIGN = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))
MANY = judging.SHARED + 1


@pytest.mark.parametrize(
    ("said", "shared", "label"),
    [(16, 50, False), (16, 51, True), (37, 51, True), (38, 5000, False)],
)
def test_a_label_is_a_short_text_that_many_have(said: int, shared: int, *, label: bool) -> None:
    assert judging.is_label(said, shared) is label


def taken(version: MechanismVersion, text: str) -> importing.Imported:
    shape = maps.read_map(files.MAP.replace("{units}", "reject"))
    data = files.as_csv(*(files.letter(n, 内容=text) for n in range(1, MANY + 1)))
    return importing.import_file(data, shape, version, by=SYSTEM, now=cast.NOW)


def test_no_repeat_is_proposed_of_a_label_nor_is_it_kept_by_its_words(
    version: MechanismVersion,
) -> None:
    done = taken(version, KIND)
    assert (done.accepted, done.repeats, done.near) == (MANY, 0, 0)
    assert not Repeat.objects.exists()
    assert not NeighbourKey.objects.exists()


def test_a_campaign_of_equal_letters_is_proposed(version: MechanismVersion) -> None:
    assert taken(version, CAMPAIGN).repeats == MANY - 1
    assert Repeat.objects.filter(evidence="same-text").count() == MANY - 1
