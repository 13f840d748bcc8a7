"""How many steps the kernel decides in a second, in the life of a petition."""

from __future__ import annotations

from collections.abc import Iterator

from bench import calibration, lives
from bench.figures import Bar, Figure
from bench.rounds import in_turns

LIVES, BEATS, TURNS = 300, 500, 7


def measured(name: str) -> Iterator[Figure]:
    """Steps a second on one core, beside beats of plain Python a second."""
    life = lives.petition()
    steps = life.run() * LIVES
    turns = in_turns(
        lambda: [life.run() for _ in range(LIVES)], lambda: calibration.beats(BEATS), TURNS
    )
    seconds, beat_seconds = turns.medians
    yield Figure(
        name, steps / seconds, "steps/s", BEATS / beat_seconds, "beats of plain Python a second",
        Bar("value", "least", 30_000),
    )  # fmt: skip
