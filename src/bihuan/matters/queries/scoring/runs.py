"""The runs an actor may read, and how he stands to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism, Score
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Exclusion, MechanismVersion, Objection, ScoreRow, ScoreRun
from bihuan.matters.queries import versions
from bihuan.matters.queries.scoring.judging import CHUNK
from bihuan.matters.rules.scoring.deciding import OWNING, Standing
from bihuan.matters.rules.scoring.judging import Judged
from bihuan.registers.parties import queries as parties

COLUMNS = Judged._fields
Changes = Mapping[str, object]


def runs_for(actor: Actor) -> QuerySet[ScoreRun]:
    """The runs an actor may read, the newest first.

    The office that owns the figures and the leaders above it read all of theirs; the units that
    are counted in one, once it is made; everybody of the staff, what is published.
    """
    found = ScoreRun.objects.select_related("formula", "region", "corrects").order_by("-pk")
    if actor.administers or not actor.post:
        return found.none()
    if "system" in actor.duties:
        return found
    own = Q(owner=actor.unit) if actor.duties & OWNING else Q(pk__in=[])
    if "leader" in actor.duties:
        own |= Q(owner__in=parties.units_under(actor.unit))
    counted = ScoreRow.objects.filter(unit=actor.unit).values("run")
    return found.filter(own | Q(published_at__isnull=False) | Q(pk__in=counted))


def run_for(actor: Actor, key: int) -> ScoreRun:
    """One of those; refuses `score.unknown`."""
    run = runs_for(actor).filter(pk=key).first()
    if run is None:
        raise Refused("score.unknown")
    return run


def formula_of(run: ScoreRun) -> Score:
    """The unit formula: that of the version of the period."""
    return mechanism_of(run).score


def mechanism_of(run: ScoreRun) -> Mechanism:
    """The declaration whose formula counts."""
    return versions.compiled(run.formula_id)


def standing(owner: str, rated: str = "", on: date | None = None) -> Standing:
    """How the rated unit and the office stand to one another, as the units are today."""
    office = parties.answering(owner, on) or owner
    line: frozenset[str] = frozenset()
    if rated:
        line = frozenset({rated, *parties.superiors(rated, on), *parties.units_under(rated)})
    return Standing(office, parties.superiors(office, on), rated, line)


def reads_all(actor: Actor, run: ScoreRun) -> bool:
    """Whether the actor reads the lines of every unit before they are published."""
    held = standing(run.owner)
    return "system" in actor.duties or (
        (actor.unit == held.owner and bool(actor.duties & OWNING))
        or ("leader" in actor.duties and actor.unit in held.owner_line)
    )


def changes(run: ScoreRun) -> dict[int, Changes]:
    """What rulings and approved exclusions changed of the rows, by row."""
    found: dict[int, dict[str, object]] = {}
    upheld = Objection.objects.filter(run=run, decision="upheld").order_by("decided_at", "pk")
    for row, after in upheld.values_list("row", "after"):
        found.setdefault(row, {}).update(after)
    approved = Exclusion.objects.filter(run=run, decision="approved")
    for row, ground in approved.values_list("row", "ground"):
        found.setdefault(row, {})["excluded"] = ground
    return dict(found)


def rows(run: ScoreRun) -> Iterator[Judged]:
    """The rows of a run as they count now, in one streamed query beside those for the changes."""
    changed = changes(run)
    kept = ScoreRow.objects.filter(run=run).order_by("pk").values_list("pk", *COLUMNS)
    for pk, *held in kept.iterator(CHUNK):
        row = Judged(*held)
        yield row.but(changed[pk]) if pk in changed else row


def counted(run: ScoreRun, row: ScoreRow) -> Judged:
    """One row as it counts now."""
    return told(row).but(changes(run).get(row.pk, {}))


def told(row: ScoreRow) -> Judged:
    """One row as it was first judged."""
    return Judged(*(getattr(row, name) for name in COLUMNS))


def formula_in_force(region: str, code: str, until: object) -> MechanismVersion:
    """The version of a mechanism at the end of a period, else its first one.

    Refuses `score.mechanism-unknown`.
    """
    found = MechanismVersion.objects.filter(region_id=region, code=code)
    newest = found.filter(published_at__lt=until).order_by("-published_at", "-pk").first()
    version = newest or found.order_by("published_at", "pk").first()
    if version is None:
        raise Refused("score.mechanism-unknown", code=code)
    return version
