"""Who signs a paper, under which word it is numbered, and by what facts a signature is judged."""

from __future__ import annotations

from datetime import datetime

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import Pending
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.models import Matter, Paper
from bihuan.matters.queries import versions
from bihuan.matters.rules.papers import kinds, numbers
from bihuan.registers.parties.queries import reading


def signatures(region: str, mechanism: str) -> tuple[str, ...]:
    """Who signs the papers of a mechanism's figures, or of all, as declared."""
    if not mechanism:
        return kinds.SIGNED_BY
    try:
        version = versions.current(region, mechanism)
    except Refused:
        return kinds.SIGNED_BY
    return declared(versions.compiled(version.pk))


def declared(mechanism: Mechanism) -> tuple[str, ...]:
    """Who signs the papers of a mechanism."""
    return mechanism.signoffs.get(kinds.MOVE) or kinds.SIGNED_BY


def word(region: str, unit: str, kind: kinds.Kind) -> str:
    """The word used last for this kind by this office, else one made of its name."""
    if not kind.numbered:
        return ""
    before = Paper.objects.filter(region=region, unit=unit, kind=kind.code).exclude(word="")
    last = before.order_by("-made_at", "-pk").values_list("word", flat=True).first()
    if last:
        return last
    facts = reading.tree().units.get(unit)
    return numbers.word_of((facts.short_name or facts.name) if facts else unit, kind)


def facts_of(paper: Paper, now: datetime) -> Facts:
    """The facts by which the kernel judges a signature under a paper."""
    tree, on = reading.tree(), local(now).date()
    handling = (paper.matter.unit_id or "") if paper.matter else ""
    return Facts(
        owner=paper.unit_id,
        owner_line=tree.superiors(paper.unit_id, on) if paper.unit_id in tree.units else (),
        unit_line=tree.superiors(handling, on) if handling in tree.units else (),
    )


def waiting(paper: Paper) -> Pending:
    """A paper that waits for signatures, as the kernel sees whatever waits."""
    signed = tuple((duty, who, datetime.fromisoformat(at)) for duty, who, at in paper.signed)
    return Pending(
        kinds.MOVE, {}, tuple(paper.needed), paper.unit_id, paper.made_by, paper.made_at, signed
    )


def owner_of(row: Matter, now: datetime) -> str:
    """The office that puts out the papers of a matter today."""
    mechanism = versions.compiled(row.version_id)
    return reading.tree().answering(mechanism.owner, local(now).date())
