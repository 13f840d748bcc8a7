"""Learning anew from the answered matters of a mechanism: a recorded act."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Learnt, MechanismVersion
from bihuan.matters.queries import versions
from bihuan.matters.queries.suggesting import lessons, offering
from bihuan.matters.queries.suggesting.lessons import Lessons
from bihuan.matters.rules.suggesting import classes, figures, routes, storing
from bihuan.matters.rules.suggesting.figures import Figures
from bihuan.registers.journal import actions as journal

BOOK = "suggestions"
FEWEST_LABELS = 2


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning one thing: learnt anew, unchanged, or too little to learn from."""

    what: str
    outcome: str  # learnt, unchanged, too-few
    letters: int
    learnt: Learnt | None = None


def learn(mechanism: str, *, by: Actor, now: datetime) -> list[Lesson]:
    """Learn units and classes from what this actor may know of; the same matters change nothing.

    Refuses `mechanism.unknown`, `suggest.undeclared` where the mechanism declares none, and
    `suggest.restricted`: nothing is learnt from restricted matters.
    """
    version = MechanismVersion.objects.filter(code=mechanism).order_by("-published_at", "-pk")
    row = version.first()
    if row is None:
        raise Refused("mechanism.unknown", code=mechanism)
    rule = versions.compiled(row.pk).suggest
    if row.restricted:
        raise Refused("suggest.restricted", code=mechanism)
    if rule is None:
        raise Refused("suggest.undeclared", code=mechanism)
    return [_lesson(mechanism, what, rule.least, by, now) for what in lessons.WHATS]


def _lesson(mechanism: str, what: str, least: int, by: Actor, now: datetime) -> Lesson:
    found = lessons.lessons(by, mechanism, what, now=now)
    labels = {letter.label for letter in found.letters}
    if len(found.letters) < least or len(labels) < FEWEST_LABELS:
        return Lesson(what, "too-few", len(found.letters))
    before = offering.newest(mechanism, what)
    if before is not None and before.learnt_from == found.digest:
        return Lesson(what, "unchanged", len(found.letters), before)
    learnt = _kept(mechanism, what, found, by, now)
    return Lesson(what, "learnt", len(found.letters), learnt)


def _learnt(what: str, found: Lessons, now: datetime) -> tuple[Figures, bytes]:
    if what == lessons.CLASS:
        judged = figures.of_classes(found.letters)
        return judged, storing.packed(classes.learn(found.letters))
    register = lessons.register(now.astimezone(worktime.LOCAL).date())
    judged = figures.of_routes(register, found.letters)
    return judged, storing.packed(routes.learn(register, found.letters))


def _kept(mechanism: str, what: str, found: Lessons, by: Actor, now: datetime) -> Learnt:
    judged, body = _learnt(what, found, now)
    said = {
        "mechanism": mechanism, "what": what, "letters": len(found.letters),
        "learnt_from": found.digest, "sha256": hashlib.sha256(body).hexdigest(),
        "figures": judged.as_json(),
    }  # fmt: skip
    with transaction.atomic():
        Learnt.objects.filter(mechanism=mechanism, what=what).update(body=None)
        row = Learnt.objects.create(
            **said, until=found.until, body=body, made_at=now, made_by=by.post
        )
        journal.record(
            BOOK,
            kind="learnt",
            payload=said | {"until": found.until.isoformat()},
            author=by,
            happened_at=now,
            recorded_at=now,
        )
    return row
