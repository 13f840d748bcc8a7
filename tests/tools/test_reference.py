"""The pages of the moves, the refusals and the loop say what the tables say."""

from __future__ import annotations

from tools import reference

from bihuan.kernel.moves import MOVES
from bihuan.kernel.stages import ENDED_OUTSIDE, Stage

REMEDY = "Run: .venv/bin/python tools/reference.py"


def test_the_page_of_the_moves_is_in_step() -> None:
    assert reference.MOVES_PAGE.read_text("utf-8") == reference.moves(), REMEDY


def test_the_page_of_the_refusals_is_in_step() -> None:
    assert reference.REFUSALS_PAGE.read_text("utf-8") == reference.refusals(), REMEDY


def test_the_drawing_of_the_loop_is_in_step() -> None:
    page = reference.LOOP_PAGE.read_text("utf-8")
    assert reference.loop(page) == page, REMEDY
    assert reference.BEGINS in page


def test_the_drawing_shows_every_move_that_leads_somewhere_and_every_stage() -> None:
    drawn = reference.drawing()
    words = set(drawn.replace(",", " ").split())
    assert {name for name, move in MOVES.items() if move.to} <= words
    assert {stage.value.replace("-", "_") for stage in Stage} <= words
    assert drawn.count("--> [*]") == len(ENDED_OUTSIDE) + 1
