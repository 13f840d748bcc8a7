"""From a figure down to the matters it counts, as far as the reader may open them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.models import Exclusion, Matter, Objection, ScoreRow, ScoreRun
from bihuan.matters.queries import desk
from bihuan.matters.queries.scoring import runs
from bihuan.matters.queries.visible import read_whole, visible_to
from bihuan.matters.rules.scoring.judging import Judged

SIZE = 50
Fits = Callable[[Judged], bool]
# What a figure is opened to: the rows behind one of its counts, in the tables and by one row.
SIEVES: Mapping[str, tuple[Q, Fits]] = {
    "overdue": (Q(on_time=False), lambda row: row.on_time is False),
    "solved": (Q(solved=True), lambda row: row.solved),
    "unsolved": (Q(reached=True, solved=False), lambda row: row.reached and not row.solved),
    "explained": (Q(explained=True), lambda row: row.explained),
    "withdrawn": (Q(outside="withdrawn"), lambda row: row.outside == "withdrawn"),
    "sent-back": (Q(sent_back__gt=0), lambda row: row.sent_back > 0),
}
EXCLUDED = "excluded"
TOLD_BY_THE_PERSON = ("solved", "unsolved")  # the rated line sees these in sums alone


@dataclass(frozen=True, slots=True)
class Opened:
    """One row behind a figure: what it counts as, and how far the reader may see why."""

    matter: Matter
    title: str
    row: Judged
    blind: bool  # of the rated line: what the person said of it stays closed
    moved_on: bool  # the matter has gone on since it was judged
    exclusion: Exclusion | None
    objection: Objection | None


@dataclass(frozen=True, slots=True)
class Drill:
    """A page of them, how many there are in all, and how many of those may not be opened."""

    rows: tuple[Opened, ...]
    counted: int
    closed: int
    after: int
    sieve: str


def drill(actor: Actor, run: ScoreRun, way: str, code: str, sieve: str, after: int = 0) -> Drill:
    """The rows of one group that the reader may open, in the order of keys."""
    if sieve in TOLD_BY_THE_PERSON and not runs.reads_all(actor, run):
        sieve = ""
    found = _found(run, way, code, sieve)
    open_ = found.filter(matter__in=visible_to(actor))
    told, seen = found.count(), open_.count()
    page = list(open_.filter(pk__gt=after).order_by("pk").select_related("matter")[: SIZE + 1])
    rows = opened(actor, run, page[:SIZE])
    return Drill(rows, told, told - seen, page[SIZE - 1].pk if len(page) > SIZE else 0, sieve)


def _found(run: ScoreRun, way: str, code: str, sieve: str) -> QuerySet[ScoreRow]:
    """The rows of a group as they count now: what a ruling moved is with its new unit."""
    kept = ScoreRow.objects.filter(run=run)
    changed = runs.changes(run)
    asked, fits = SIEVES.get(sieve, (Q(), lambda _row: True))
    grouped = way in ("unit", "town", "mechanism")
    left_out = {EXCLUDED: ~Q(excluded=""), "": Q()}.get(sieve, Q(excluded=""))
    plain = asked & left_out & (Q(**{way: code}) if grouped else Q()) & ~Q(pk__in=list(changed))

    def counts(row: Judged) -> bool:
        here = not grouped or getattr(row, way) == code
        held = sieve == "" or bool(row.excluded) == (sieve == EXCLUDED)
        return here and held and fits(row)

    ruled = [
        row.pk
        for row in kept.filter(pk__in=list(changed))
        if counts(runs.told(row).but(changed[row.pk]))
    ]
    return kept.filter(plain | Q(pk__in=ruled))


def opened(actor: Actor, run: ScoreRun, page: list[ScoreRow]) -> tuple[Opened, ...]:
    """Rows with their matters, as far as the reader sees why."""
    changed = runs.changes(run)
    whole = read_whole(actor, [row.matter for row in page])
    left_out = {one.row_id: one for one in Exclusion.objects.filter(row__in=page).order_by("pk")}
    contested = {one.row_id: one for one in Objection.objects.filter(row__in=page).order_by("pk")}
    return tuple(
        Opened(
            row.matter,
            desk.title_of(row.matter, whole=row.matter_id in whole),
            runs.told(row).but(changed.get(row.pk, {})),
            desk.rated_line(actor, row.matter),
            row.matter.head != row.head,
            left_out.get(row.pk),
            contested.get(row.pk),
        )
        for row in page
    )


def row_of(actor: Actor, run: ScoreRun, number: str) -> ScoreRow:
    """The row of a matter the actor may open; refuses `score.row-unknown`."""
    matter = visible_to(actor).filter(number=number).values("pk")
    row: ScoreRow | None = ScoreRow.objects.filter(run=run, matter__in=matter).first()
    if row is None:
        raise Refused("score.row-unknown")
    return row
