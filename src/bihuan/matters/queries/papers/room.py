"""The room of papers: what an actor may know of, what waits for him, and the numbers given out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.kernel import signoffs
from bihuan.kernel.actor import OFFICE, Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Notice, Paper, Press, Series
from bihuan.matters.queries import versions
from bihuan.matters.queries.papers import standing
from bihuan.matters.queries.visible import answers_for, readable_whole, visible_to
from bihuan.matters.rules.papers import numbers
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import queries as parties

SHOWN = 50
A_DAY = timedelta(days=1)
PUTS_OUT = OFFICE | {"verifier", "unit-head", "unit-deputy", "leader"}
SERIES = "papers:"


def may_press(actor: Actor) -> bool:
    """Whether a post puts out papers: those who read for their office, and leaders."""
    return bool(actor.post) and not actor.administers and bool(actor.duties & PUTS_OUT)


def presses(actor: Actor) -> QuerySet[Press]:
    """The presses of the actor's office, and, to a leader, of those below."""
    if not may_press(actor):
        return Press.objects.none()
    return Press.objects.filter(unit__in=_offices(actor))


def papers(actor: Actor) -> QuerySet[Paper]:
    """The papers an actor may know of: of the presses, and of matters he reads.

    A paper of a restricted matter is for those who read the whole of it: like the letter itself,
    it may name whom the summary does not.
    """
    if not actor.post or actor.administers:
        return Paper.objects.none()
    matters = visible_to(actor).filter(readable_whole(actor))
    found = Q(matter__in=matters) & (Q(unit__in=_offices(actor)) | Q(stage__in=_OUT))
    if may_press(actor):
        found |= Q(matter=None, unit__in=_offices(actor))
    return Paper.objects.filter(found)


_OUT = ("issued", "revoked")


def knows(actor: Actor, paper: Paper) -> bool:
    """Whether one paper is among those of `papers`."""
    return papers(actor).filter(pk=paper.pk).exists()


def _offices(actor: Actor) -> list[str]:
    below = parties.units_under(actor.unit) if "leader" in actor.duties else ()
    return [actor.unit, *below]


@dataclass(frozen=True, slots=True)
class Room:
    """What the first page shows."""

    press: Press | None
    presses: tuple[Press, ...]
    to_sign: tuple[Paper, ...]
    drafts: tuple[Paper, ...]
    proposed: tuple[Notice, ...]
    issued: tuple[Paper, ...]


def room(actor: Actor, *, now: datetime) -> Room:
    """The presses, what is to be checked, signed and numbered, and what went out last."""
    pressed = tuple(presses(actor).order_by("-made_at", "-pk")[:SHOWN])
    known = papers(actor).select_related("matter", "press")
    waiting = known.filter(stage="signing").order_by("made_at", "pk")[:SHOWN]
    drafts = known.filter(stage__in=["draft", "signing"], unit=actor.unit).order_by(
        "-made_at", "-pk"
    )
    return Room(
        pressed[0] if pressed else None,
        pressed,
        tuple(one for one in waiting if may_sign(actor, one, now)),
        tuple(drafts.order_by("-made_at", "-pk")[:SHOWN]),
        proposed(actor)[:SHOWN],
        tuple(known.filter(stage__in=_OUT).order_by("-issued_at", "-pk")[:SHOWN]),
    )


def proposed(actor: Actor) -> tuple[Notice, ...]:
    """Letters the machine has drafted that nobody has taken up: of matters the actor's office
    owns and he reads whole.
    """
    if not may_press(actor):
        return ()
    mine = Q(version__owner__in=answers_for(actor.unit))
    matters = visible_to(actor).filter(readable_whole(actor), mine)
    found = Notice.objects.filter(kind="draft", paper=None, done_at=None, matter__in=matters)
    found = found.exclude(letter="").select_related("matter", "matter__version")
    return tuple(found.order_by("-made_at", "-pk")[:SHOWN])


def letter_name(notice: Notice) -> str:
    """What the mechanism calls the letter that is proposed."""
    letters = versions.compiled(notice.matter.version_id).letters
    return letters.get(notice.letter, notice.letter)


def may_sign(actor: Actor, paper: Paper, now: datetime) -> bool:
    """Whether the signature due is the actor's."""
    if paper.stage != "signing" or complete(paper):
        return False
    return signoffs.may_sign(standing.waiting(paper), actor, standing.facts_of(paper, now))


def complete(paper: Paper) -> bool:
    """Whether every signature is given."""
    return len(paper.signed) == len(paper.needed)


def may_draft(actor: Actor, paper: Paper) -> bool:
    """Whether the actor prepares, issues and revokes the paper: those of its office."""
    return may_press(actor) and actor.unit == paper.unit_id


def one(actor: Actor, key: int) -> Paper:
    """The paper of a key; refuses `paper.unknown`."""
    known = papers(actor).select_related("matter", "press", "docx", "pdf", "region")
    found = known.filter(pk=key).first()
    if found is None:
        raise Refused("paper.unknown", paper=key)
    return found


def press(actor: Actor, key: int) -> Press:
    """The press of a key; refuses `paper.unknown`."""
    found = presses(actor).filter(pk=key).first()
    if found is None:
        raise Refused("paper.unknown", paper=key)
    return found


def figures_of(made: Press) -> dict[str, Any]:
    """The figures of a press as they were frozen."""
    found: dict[str, Any] = json.loads(made.figures)
    return found


def history(paper: Paper) -> tuple[Entry, ...]:
    """What was done to the paper, in order."""
    found = Entry.objects.filter(subject_kind=Paper.chain_kind, subject_id=paper.pk)
    return tuple(found.order_by("seq"))


def gaps(actor: Actor) -> list[numbers.Gap]:
    """The numbers of the office's series that stand on no paper, each with its reason."""
    if not may_press(actor):
        return []
    series = set(Paper.objects.filter(unit=actor.unit).exclude(series="")
                 .values_list("series", flat=True))  # fmt: skip
    skipped = _skipped()
    series |= {gap.series for gap in skipped if gap.series.startswith(f"{actor.region}:")}
    found: list[numbers.Gap] = []
    for name in sorted(series):
        row = Series.objects.filter(name=SERIES + name).first()
        given = Paper.objects.filter(series=name).values_list("place", flat=True)
        told = [gap for gap in skipped if gap.series == name]
        found += numbers.gaps(name, row.last if row else 0, [n for n in given if n], told)
    return found


def _skipped() -> list[numbers.Gap]:
    kept = Entry.objects.filter(subject_kind="book", kind="numbers-skipped").order_by("pk")
    told = [entry.data for entry in kept]
    return [numbers.Gap(t["series"], t["first"], t["last"], t["reason"]) for t in told]
