"""A month of matters under a mechanism that says how it is scored."""

from __future__ import annotations

from datetime import datetime

from tests.web import cast
from tests.web.conftest import answered, handled, move, take_in

from bihuan.matters.actions import publishing

SCORE = """
score: {response: 0.30, solution: 0.35, satisfaction: 0.35, min_sample: 3, objection_within: 2wd,
        responds: reply, exclusions: {beyond: 超出本级职权}, signed_by: [verifier]}
publication: {figures: true, small_cells: 2}
"""


def declared(now: datetime = cast.NOW) -> None:
    """The next version of the mechanism, with its formula."""
    body = cast.MECHANISM.read_text().replace('version: "2026-1"', 'version: "2026-2"') + SCORE
    publishing.publish(body.encode(), region=cast.REGION, by=cast.KEEPER, now=now)


def month(now: datetime = cast.NOW) -> list[str]:
    """Four matters of the housing bureau, the last of them never answered; one of nobody's."""
    declared(now)
    numbers = []
    for _ in range(3):
        number = answered(take_in(now).matter.number, now).number
        said = {"contacted": "yes", "solved": "yes", "satisfied": "yes"}
        move(number, "call-back", "office-verifier", said, now)
        move(number, "strike-off", "office-clerk", now=now)
        numbers.append(number)
    late = take_in(now).matter.number
    handled(late, now)
    take_in(now)
    return [*numbers, late]
