"""Drafts of the papers of a matter: taken up from what the machine proposed, or begun by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import capacities
from bihuan.kernel.refused import Refused
from bihuan.matters.actions.papers import chaining
from bihuan.matters.models import Matter, Notice, Paper
from bihuan.matters.queries import page, versions
from bihuan.matters.queries.facts import facts_for
from bihuan.matters.queries.papers import of_matter, room, standing
from bihuan.matters.queries.visible import reads_whole
from bihuan.matters.rules.papers import kinds, numbers
from bihuan.registers.parties import queries as parties

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


def draft(
    number: str, code: str, *, by: Actor, now: datetime, notice: Notice | None = None,
    called: str = "",
) -> Paper:  # fmt: skip
    """A paper of a matter as a draft; refuses `matter.unknown`, `paper.kind-unknown`,
    `paper.not-yours` and `paper.nothing-to-tell`.
    """
    kind = kinds.kind(code)
    with transaction.atomic(), parties.one_reading():
        row = page.readable(by, number)
        office = standing.owner_of(row, now)
        _check_office(row, office, kind, by, now)
        fields = of_matter.fields(row, kind, office, now)
        paper = Paper.objects.create(
            region_id=row.region_id, unit_id=office, kind=kind.code, matter=row, notice=notice,
            title=_title(kind, row, called), fields={**fields, "note": "", "copies": ""},
            needed=list(standing.declared(versions.compiled(row.version_id))),
            word=standing.word(row.region_id, office, kind), made_at=now, made_by=by.post,
        )  # fmt: skip
        chaining.note(paper, "drafted", {"matter": row.number}, by=by, now=now)
    return paper


def take_up(key: int, *, by: Actor, now: datetime) -> Paper:
    """The draft the machine proposed, as a paper; the same one again is the paper there is.

    Refuses `paper.unknown` for a proposal the actor may not know of.
    """
    found = Notice.objects.select_related("matter", "paper").filter(pk=key, kind="draft").first()
    if found is None or not found.letter:
        raise Refused("paper.unknown", paper=key)
    held = getattr(found, "paper", None)
    if held is not None:
        return room.one(by, held.pk)
    row = page.readable(by, found.matter.number)
    name = versions.compiled(row.version_id).letters.get(found.letter, found.letter)
    kind = kinds.of_letter(name, row.card)
    return draft(row.number, kind.code, by=by, now=now, notice=found, called=name)


def change(key: int, given: dict[str, str], *, by: Actor, now: datetime) -> Paper:
    """The text of a draft changed: title, word, to whom, paragraphs, note, copies.

    Refuses `paper.stage`, `paper.word-malformed`, `paper.text-too-long`.
    """
    with transaction.atomic():
        paper = mine(key, "draft", by=by)
        for value in given.values():
            if len(value) > LONGEST_TEXT:
                raise Refused("paper.text-too-long", longest=LONGEST_TEXT)
        if paper.word and "word" in given:
            paper.word = numbers.checked(given["word"])
        paper.title = " ".join(given.get("title", paper.title).split())[:LONGEST_TITLE]
        paper.fields = paper.fields | _texts(given)
        chaining.note(paper, "changed", {"fields": sorted(given)}, by=by, now=now)
    return paper


def mine(key: int, *stages: str, by: Actor) -> Paper:
    """The paper, locked, of the actor's office and at one of the stages; refuses `paper.unknown`,
    `paper.not-yours` and `paper.stage`.
    """
    paper = chaining.locked(key, by=by)
    if not room.may_draft(by, paper):
        raise Refused("paper.not-yours")
    if paper.stage not in stages:
        raise Refused("paper.stage", stage=paper.stage, stages="、".join(stages))
    return paper


def _texts(given: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {name: given[name].strip() for name in ("note", "copies")
                                if name in given}  # fmt: skip
    if "to" in given:
        found["主送"] = given["to"].strip()
    if "body" in given:
        found["正文"] = [line.strip() for line in given["body"].splitlines() if line.strip()]
    return found


def _check_office(row: Matter, office: str, kind: kinds.Kind, by: Actor, now: datetime) -> None:
    """Papers are put out by the office that owns the mechanism, by those who read the whole."""
    mechanism, state = versions.compiled(row.version_id), record.from_record(row.state)
    held = capacities(mechanism, state, by, facts_for(row, mechanism, state, "rule", {}, now))
    may = by.unit == office and held & page.OFFICE_CAPACITIES and reads_whole(by, row)
    if kind.of_press or kind.contact or not may:
        raise Refused("paper.not-yours")


def _title(kind: kinds.Kind, row: Matter, called: str) -> str:
    if kind.layout != "letter":
        return called or kind.name
    name = called or kind.name
    about = row.title or row.number
    return f"关于“{about}”的{name}"[:LONGEST_TITLE]


def proposals(keys: Sequence[int], *, by: Actor, now: datetime) -> list[Paper]:
    """Several proposals taken up together."""
    return [take_up(key, by=by, now=now) for key in keys]
