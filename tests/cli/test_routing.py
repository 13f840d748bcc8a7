"""`bihuan routing`."""

import pytest
from tests.cli.conftest import Terminal
from tests.matters import cast
from tests.matters.suggesting import office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def answered(db: None) -> None:
    cast.district()
    office.answered(office.declared())


def test_learning_says_what_came_of_it(bihuan: Terminal) -> None:
    rows = bihuan("routing", "learn", "--json").rows
    assert [(row["what"], row["outcome"], row["letters"]) for row in rows] == [
        ("unit", "learnt", 24), ("class", "learnt", 24),
    ]  # fmt: skip
    assert "learning unit: unchanged, 24" in bihuan("routing", "learn", "learning").out


def test_what_was_learnt_is_shown_with_its_figures(bihuan: Terminal) -> None:
    bihuan("routing", "learn")
    unit = bihuan("routing", "show", "--json").rows[0]
    assert (unit["mechanism"], unit["what"], unit["taken"]["offered"]) == ("learning", "unit", 0)
    assert set(unit["figures"]) >= {"letters", "first", "three", "confident"}
    assert "learning" in bihuan("routing", "show").out


def test_a_mechanism_nobody_knows_is_refused(bihuan: Terminal) -> None:
    said = bihuan("routing", "learn", "nothing")
    assert said.exit_code == 2
    assert "nothing" in said.err
