"""One press: the figures frozen, and the papers of it laid out as drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers import chaining
from bihuan.matters.models import Paper, Press
from bihuan.matters.queries.figures import reading
from bihuan.matters.queries.papers import room, standing
from bihuan.matters.rules.figures import frozen
from bihuan.matters.rules.figures.periods import Period
from bihuan.matters.rules.papers import wording
from bihuan.matters.rules.papers.kinds import KINDS
from bihuan.registers.journal import actions as journal
from bihuan.registers.parties import queries as parties

BOOK = "papers"
PRESSED = ("circular", "special", "superior")


def press(period: Period, scope: reading.Scope, *, by: Actor, now: datetime) -> Press:
    """Freeze the figures of a period and lay out circular, special report and superior's table.

    Refuses `paper.not-yours` to a post that puts out no papers.
    """
    if not room.may_press(by):
        raise Refused("paper.not-yours")
    with transaction.atomic(), parties.one_reading():
        figures = reading.figures(by, period, scope)
        made = _kept(figures, period, scope, by, now)
        for code in PRESSED:
            _drafted(made, code, figures, by, now)
    return made


def _kept(
    figures: frozen.Plain, period: Period, scope: reading.Scope, by: Actor, now: datetime
) -> Press:
    text = frozen.written(figures)
    made = Press.objects.create(
        region_id=by.region, unit_id=by.unit, mechanism=scope.mechanism, since=period.since,
        until=period.until, as_of=period.as_of, figures=text, sha256=frozen.digest(text),
        made_at=now, made_by=by.post,
    )  # fmt: skip
    journal.record(
        BOOK,
        kind="pressed",
        payload={
            "press": made.pk, "unit": by.unit, "mechanism": scope.mechanism,
            "since": period.since.isoformat(), "until": period.until.isoformat(),
            "sha256": made.sha256,
        },
        author=by,
        happened_at=now,
        recorded_at=now,
    )  # fmt: skip
    return made


def _drafted(
    made: Press, code: str, figures: Mapping[str, Any], by: Actor, now: datetime
) -> Paper:
    kind = KINDS[code]
    paper = Paper.objects.create(
        region_id=made.region_id, unit_id=made.unit_id, kind=code, press=made,
        title=wording.title(kind, figures), made_at=now, made_by=by.post,
        needed=list(standing.signatures(made.region_id, made.mechanism)) if kind.numbered else [],
        word=standing.word(made.region_id, made.unit_id, kind),
        fields={"note": "", "copies": ""},
    )  # fmt: skip
    chaining.note(paper, "drafted", {"press": made.sha256}, by=by, now=now)
    return paper
