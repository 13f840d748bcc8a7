from __future__ import annotations

from typing import Any

import pytest
from tests.cli import district

from bihuan.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_a_move_is_made_as_an_account(bihuan: Any) -> None:
    number = district.take_in(district.settle()).matter.number
    found = bihuan("matter", "act", number, "accept", "--as", "clerk", "--json").one
    assert (found["number"], found["stage"]) == (number, "accepted")


def test_answers_are_given_by_name(bihuan: Any) -> None:
    number = district.take_in(district.settle()).matter.number
    said = bihuan(
        "matter", "act", number, "refuse", "ground=in-court", "reason=已立案", "--as", "clerk"
    )
    assert said.exit_code == 0
    assert Matter.objects.get(number=number).stage == "refused"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["accept"], "Say as whom"),
        (["accept", "--as", "handler"], "is not a matter you may see"),
        (["refuse", "ground", "--as", "clerk"], "“ground” is not an answer."),
        (["refuse", "--as", "clerk"], "needs “ground”"),
        (["assign", "unit=bureau", "--as", "clerk"], "cannot be done while the matter is"),
        (["accept", "--as", "clerk", "--expected", "0"], "Somebody was faster"),
        (["withdraw", "reason=算了", "--code", "AAAAAAAA"], "do not belong together"),
    ],
)
def test_a_refused_move_changes_nothing(bihuan: Any, words: list[str], sentence: str) -> None:
    number = district.take_in(district.settle()).matter.number
    before = Matter.objects.values().get(number=number)
    said = bihuan("matter", "act", number, *words)
    assert (said.exit_code, said.out) == (2, "")
    assert sentence in said.err
    assert Matter.objects.values().get(number=number) == before


def test_the_person_acts_by_the_code(bihuan: Any) -> None:
    taken = district.take_in(district.settle())
    number = taken.matter.number
    said = bihuan("matter", "act", number, "withdraw", "reason=算了", "--code", taken.code)
    assert said.exit_code == 0
    assert Matter.objects.get(number=number).stage == "withdrawn"


def test_a_name_given_twice_is_a_list(bihuan: Any) -> None:
    number = district.take_in(district.settle()).matter.number
    bihuan("matter", "act", number, "accept", "--as", "clerk")
    said = bihuan(
        "matter", "act", number, "assign", "unit=bureau", "copy=office", "copy=government",
        "--as", "clerk",
    )  # fmt: skip
    assert said.exit_code == 0
    copied = Matter.objects.get(number=number).involvements.filter(role="copied")
    assert sorted(copied.values_list("unit", flat=True)) == ["government", "office"]


def test_a_matter_is_shown_without_its_letter(bihuan: Any) -> None:
    number = district.assigned(district.settle(), "井盖松动").number
    found = bihuan("matter", "show", number, "--as", "handler", "--json").one
    assert found["stage"] == "assigned"
    assert {clock["name"] for clock in found["clocks"]} >= {"finish"}
    assert [entry["kind"] for entry in found["entries"]] == ["receive", "accept", "assign"]
    assert "周某" not in str(found)


def test_a_matter_is_shown_to_people(bihuan: Any) -> None:
    number = district.assigned(district.settle()).number
    lines = bihuan("matter", "show", number, "--as", "clerk").out.splitlines()
    assert lines[0] == f"number          {number}"
    assert "clocks" in lines
    assert lines[-1].split() == ["3", "2026-02-13", "16:05", "assign", "office-1", "observed"]


def test_nobody_is_shown_what_is_not_theirs(bihuan: Any) -> None:
    number = district.take_in(district.settle()).matter.number
    said = bihuan("matter", "show", number, "--as", "handler")
    assert (said.exit_code, said.out) == (2, "")
