"""Who may read which matters: the one rule that every list, count, search and job starts from."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.kernel.actor import OFFICE, Actor
from bihuan.kernel.stages import Stage
from bihuan.matters.models import Grant, Involvement, Matter
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.queries import reading

_OWNING = OFFICE | {"verifier", "unit-head", "unit-deputy"}
_CALLED = (Stage.REPLIED.value, Stage.CLOSED.value)
ANYBODY = "outside-unit-line"
_LINE = frozenset({"leader", "unit-head", "unit-deputy", "clerk", "dispatcher"})


def visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters this actor may know of; none for administrators and for those without a post.

    Open to an actor: matters of the mechanisms his unit owns or verifies, matters his unit
    handles, was copied on, handled before or rules on, and, with a duty over others, those of
    the units below. A restricted matter is open through a grant alone.
    """
    if actor.administers or not actor.post:
        return Matter.objects.none()
    if "system" in actor.duties:
        return Matter.objects.all()
    granted = Grant.objects.filter(matter=OuterRef("pk"), post=actor.post, revoked_at=None)
    return Matter.objects.filter(
        (Q(restricted=False) & _ordinary(actor)) | (Q(restricted=True) & Exists(granted))
    )


def knows(actor: Actor, matter: Matter, owner: str) -> bool:
    """Whether one matter at hand is among those of `visible_to`; `owner` is its mechanism's.

    The desk that handles a matter and the office that owns it are told by the row itself; only
    for others are the tables asked, and always for a restricted matter.
    """
    plain = bool(actor.post) and not actor.administers and not matter.restricted
    if plain and (
        matter.unit_id == actor.unit or (actor.unit == owner and actor.duties & _OWNING)
    ):
        return True
    return visible_to(actor).filter(pk=matter.pk).exists()


def _ordinary(actor: Actor) -> Q:
    involved = Involvement.objects.filter(matter=OuterRef("pk"), unit=actor.unit)
    found = Q(unit=actor.unit) | Q(Exists(involved))
    if actor.duties & _OWNING:
        found |= Q(version__owner__in=answers_for(actor.unit))
    if "verifier" in actor.duties:
        found |= Q(stage__in=_CALLED, version__verified_by__in=[ANYBODY, *answers_for(actor.unit)])
    if actor.duties & _LINE:
        found |= Q(unit__in=parties.units_under(actor.unit))
    return found


def answers_for(unit: str) -> list[str]:
    """The unit and every abolished one it stands for today."""
    tree = reading.tree()
    gone = (u.code for u in tree.units.values() if u.valid_until is not None)
    return [unit, *(code for code in gone if tree.successor_of(code, None) == unit)]


def reads_whole(actor: Actor, matter: Matter) -> bool:
    """Whether the actor may read the letter and the person, not only the summary."""
    return not matter.restricted or _whole_grants(actor).filter(matter=matter).exists()


def read_whole(actor: Actor, page: Iterable[Matter]) -> set[int]:
    """Which matters of a page `reads_whole` holds for, in one query or in none."""
    rows = list(page)
    asked = [row.pk for row in rows if row.restricted]
    found = {row.pk for row in rows if not row.restricted}
    if asked:
        found |= set(
            _whole_grants(actor).filter(matter__in=asked).values_list("matter", flat=True)
        )
    return found


def readable_whole(actor: Actor) -> Q:
    """`reads_whole` as a condition: whoever searches in titles and letters starts from it too."""
    return Q(restricted=False) | Q(Exists(_whole_grants(actor).filter(matter=OuterRef("pk"))))


def _whole_grants(actor: Actor) -> QuerySet[Grant]:
    return Grant.objects.filter(post=actor.post, level="full", revoked_at=None)
