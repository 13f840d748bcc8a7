"""A mechanism that declares how it is scored, and its figures of one month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import publishing as mechanisms
from bihuan.matters.actions.scoring import publishing, running
from bihuan.matters.models import (
    Exclusion,
    Matter,
    MechanismVersion,
    Objection,
    ScoreRow,
    ScoreRun,
)
from bihuan.matters.rules.scoring import keeping
from bihuan.registers.journal.models import Entry

SCORED = (
    "score: {response: 0.30, solution: 0.35, satisfaction: 0.35, min_sample: 3,"
    " objection_within: 2wd, exclusions: {beyond: 超出职权, unreachable: 无法联系},"
    " signed_by: [verifier, leader]}\npublication: {small_cells: 2}\n"
)
PERIOD = running.Asked(
    cast.REGION, datetime(2026, 3, 1, tzinfo=LOCAL), datetime(2026, 4, 1, tzinfo=LOCAL), ("m",)
)
AFTER = datetime(2026, 4, 1, 9, 0, tzinfo=LOCAL)  # a Wednesday
LATER = datetime(2026, 4, 9, 9, 0, tzinfo=LOCAL)
clerk, second, caller = (lambda p=p: cast.actor(p) for p in ("clerk", "second-clerk", "caller"))
handler, water, leader = (
    lambda p=p: cast.actor(p) for p in ("handler", "water-handler", "leader")
)


def declared() -> MechanismVersion:
    """A mechanism with a formula, a window, grounds and signatures."""
    body = cast.DECLARED.format(code="m", owner="office", verifier="owner", restricted="false")
    whole = body[: body.index("score:")] + SCORED
    return mechanisms.publish(whole.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)


def closed(version: MechanismVersion, **said: str) -> Matter:
    matter = cast.replied(version)
    answers = {"contacted": "yes", "solved": "yes", "satisfied": "yes", **said}
    cast.do(matter, "call-back", "caller", **answers)
    return cast.do(matter, "strike-off", "clerk")


def made(**asked: Any) -> ScoreRun:
    return running.run(PERIOD, by=asked.get("by") or clerk(), now=asked.get("now", AFTER))


def whole(run: ScoreRun) -> Any:
    run.refresh_from_db()
    return keeping.from_record(run.sums).whole.counts


def units(run: ScoreRun) -> dict[str, int]:
    run.refresh_from_db()
    groups = keeping.from_record(run.sums).groups["unit"]
    return {code: tally.counts.matters for code, tally in groups.items()}


def published(run: ScoreRun) -> ScoreRun:
    publishing.ask(run.pk, by=clerk(), now=LATER)
    publishing.sign(run.pk, by=caller(), now=LATER)
    return publishing.sign(run.pk, by=leader(), now=LATER)


def code_of(deed: Callable[..., object], *args: Any, **rest: Any) -> str:
    """The refusal, after which nothing has changed."""
    before = standing()
    with pytest.raises(Refused) as refused:
        deed(*args, **rest)
    assert standing() == before
    return refused.value.code


def standing() -> tuple[object, ...]:
    heads = tuple(ScoreRun.objects.order_by("pk").values_list("pk", "head", "length", "sums"))
    decisions = tuple(Exclusion.objects.values_list("pk", "decision"))
    rulings = tuple(Objection.objects.values_list("pk", "decision"))
    return heads, decisions, rulings, ScoreRow.objects.count(), Entry.objects.count()
