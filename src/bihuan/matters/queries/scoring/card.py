"""The scorecard of one run as one reader may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import worktime
from bihuan.kernel.actor import DESK, Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.worktime import DayLine
from bihuan.matters.models import Exclusion, MechanismVersion, Objection, ScoreRow, ScoreRun
from bihuan.matters.queries.scoring import drill, publication, ratings, runs
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.scoring import deciding, keeping, withholding
from bihuan.matters.rules.scoring.judging import Judged
from bihuan.matters.rules.scoring.lines import Ranked, lines, whole
from bihuan.matters.rules.scoring.rates import known
from bihuan.matters.rules.scoring.snapshot import recomputed
from bihuan.matters.rules.scoring.tallying import BY
from bihuan.registers.parties import queries as parties

Run = ScoreRun  # for those who name what they are shown
ALL, PUBLISHED, OWN = "all", "published", "own"
MOST_RUNS = 100


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of a run, what was asked about its rows, and what the reader may do."""

    run: ScoreRun
    mechanism: Mechanism
    seen: str  # all, published, own
    way: str
    whole: Ranked
    lines: tuple[Ranked, ...]
    corrected: Mapping[str, Ranked]  # the same groups in the newest published correction
    corrections: tuple[ScoreRun, ...]
    stars: Mapping[str, ratings.Stars]
    days: tuple[DayLine, ...]  # the arithmetic of the window
    exclusions: tuple[Exclusion, ...]
    objections: tuple[Objection, ...]
    deeds: frozenset[str]  # publish, sign, correct, object, exclude
    due: str  # whose signature
    deciding: frozenset[str]  # `exclusion:7`, `objection:3` that await this reader


def card(actor: Actor, key: int, way: str, *, now: datetime) -> Card:
    """One run by unit, town or mechanism; refuses `score.unknown`."""
    run = runs.run_for(actor, key)
    way = way if way in BY else BY[0]
    seen = _seen(actor, run)
    above, found = _lines(actor, run, way, seen)
    after = tuple(publication.corrections(run))
    asked = _asked(actor, run, seen)
    return Card(
        run=run,
        mechanism=runs.mechanism_of(run),
        seen=seen,
        way=way,
        whole=above,
        lines=tuple(found),
        corrected=_published(after[-1], way) if after else {},
        corrections=after,
        stars=_stars(actor, run, seen, way, now),
        days=_window(run),
        exclusions=asked[0],
        objections=asked[1],
        deeds=_deeds(actor, run, seen, now),
        due=publication.next_duty(run),
        deciding=_awaiting(actor, run, *asked),
    )


def published_card(key: int, way: str) -> Card:
    """What is published of a run, for a reader without an account; refuses `score.unknown`."""
    run = publication.opened(key)
    way = way if way in BY else BY[0]
    found = [line for by, line in recomputed(publication.file_of(run)) if by == way]
    after = tuple(publication.corrections(run))
    return Card(
        run, runs.mechanism_of(run), PUBLISHED, way, found[0], tuple(found[1:]),
        _published(after[-1], way) if after else {}, after, {}, _window(run),
        (), (), frozenset(), "", frozenset(),
    )  # fmt: skip


def readable(actor: Actor, key: int) -> ScoreRun:
    """A run the actor may read; refuses `score.unknown`."""
    return runs.run_for(actor, key)


def _seen(actor: Actor, run: ScoreRun) -> str:
    if runs.reads_all(actor, run):
        return ALL
    return PUBLISHED if run.published_at is not None else OWN


def _lines(actor: Actor, run: ScoreRun, way: str, seen: str) -> tuple[Ranked, list[Ranked]]:
    formula, sums = runs.formula_of(run), keeping.from_record(run.sums)
    names = run.names.get(way, {})
    if seen == PUBLISHED:
        found = [line for by, line in recomputed(publication.file_of(run)) if by == way]
        return found[0], found[1:]
    groups = {code: tally.counts for code, tally in sums.groups[way].items()}
    if seen == ALL:
        told = {code: known(counts) for code, counts in groups.items()}
        return whole(known(sums.whole.counts), formula), lines(
            told, names, formula, ranks=way == "unit"
        )
    least = runs.mechanism_of(run).publication.small_cells
    own = {actor.unit: groups[actor.unit]} if way == "unit" and actor.unit in groups else {}
    above = withholding.withheld({"": sums.whole.counts}, least)[""]
    held = withholding.withheld(own, least)
    return whole(above, formula), lines(held, names, formula, ranks=False)


def _published(run: ScoreRun, way: str) -> dict[str, Ranked]:
    return {line.code: line for by, line in recomputed(publication.file_of(run)) if by == way}


def _stars(
    actor: Actor, run: ScoreRun, seen: str, way: str, now: datetime
) -> dict[str, ratings.Stars]:
    if way != "unit" or (seen == PUBLISHED):
        return {}
    found = ratings.by_unit(run, now)
    if seen == ALL:
        return found
    return {actor.unit: found[actor.unit]} if actor.unit in found else {}


def _window(run: ScoreRun) -> tuple[DayLine, ...]:
    within = runs.formula_of(run).objection_within
    if within is None or run.objections_until is None:
        return ()
    calendar = parties.calendar_at(run.region_id, run.calendar)
    return worktime.explain(calendar, run.made_at, within)


def _asked(
    actor: Actor, run: ScoreRun, seen: str
) -> tuple[tuple[Exclusion, ...], tuple[Objection, ...]]:
    """What was asked about rows the reader may open: all of them, or those of the own unit."""
    if seen == PUBLISHED:
        return (), ()
    open_ = ScoreRow.objects.filter(run=run, matter__in=visible_to(actor)).values("pk")
    excluded = Exclusion.objects.filter(run=run, row__in=open_)
    contested = Objection.objects.filter(run=run, row__in=open_)
    return (
        tuple(excluded.select_related("row__matter").order_by("-pk")[:MOST_RUNS]),
        tuple(contested.select_related("row__matter").order_by("-pk")[:MOST_RUNS]),
    )


def _deeds(actor: Actor, run: ScoreRun, seen: str, now: datetime) -> frozenset[str]:
    held = runs.standing(run.owner)
    office = deciding.owns(actor, held)
    over = run.objections_until is None or now > run.objections_until
    due, done = publication.next_duty(run), run.published_at is not None
    found = {
        "publish": office and not done and over and not due,
        "sign": bool(due) and deciding.may_sign(actor, held, due),
        "correct": office and done,
        "object": seen == OWN and not over and bool(actor.duties & DESK),
        "exclude": not done and (office or seen == OWN),
    }
    return frozenset(name for name, open_ in found.items() if open_)


def _awaiting(
    actor: Actor, run: ScoreRun, excluded: tuple[Exclusion, ...], contested: tuple[Objection, ...]
) -> frozenset[str]:
    found = set()
    for kind, asked in (("exclusion", excluded), ("objection", contested)):
        for one in asked:
            if one.decided_at is None and run.published_at is None:
                held = runs.standing(run.owner, one.row.unit)
                if deciding.may_decide(actor, held, one.asked_by, one.asker):
                    found.add(f"{kind}:{one.pk}")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class RowCard:
    """One row: its matter, what it counts as, what was asked, what the reader may ask."""

    run: ScoreRun
    mechanism: Mechanism
    number: str
    title: str
    row: Judged
    blind: bool
    moved_on: bool
    exclusions: tuple[Exclusion, ...]
    objections: tuple[Objection, ...]
    deeds: frozenset[str]


def row_card(actor: Actor, key: int, number: str, *, now: datetime) -> RowCard:
    """One row of a run the reader may open; refuses `score.unknown`, `score.row-unknown`."""
    run = runs.run_for(actor, key)
    row = drill.row_of(actor, run, number)
    opened = drill.opened(actor, run, [row])[0]
    held = runs.standing(run.owner, opened.row.unit)
    desk_ = actor.unit == opened.row.unit and bool(actor.duties & DESK)
    done = run.published_at is not None
    open_ = run.objections_until is not None and now <= run.objections_until
    waits = opened.objection is not None and opened.objection.decided_at is None
    asked = opened.exclusion is not None and opened.exclusion.decided_at is None
    deeds = {
        "object": desk_ and open_ and not done and not waits,
        "exclude": not done and not asked and not opened.row.excluded
        and (desk_ or deciding.owns(actor, held)),
    }  # fmt: skip
    return RowCard(
        run, runs.mechanism_of(run), number, opened.title, opened.row, opened.blind,
        opened.moved_on,
        tuple(Exclusion.objects.filter(row=row).order_by("pk")),
        tuple(Objection.objects.filter(row=row).order_by("pk")),
        frozenset(name for name, held_ in deeds.items() if held_),
    )  # fmt: skip


def listed(actor: Actor) -> list[ScoreRun]:
    """The runs the reader may open, the newest first."""
    return list(runs.runs_for(actor).defer("sums", "published", "names")[:MOST_RUNS])


def own_mechanisms(actor: Actor) -> list[tuple[str, str]]:
    """Code and title of the mechanisms whose figures this actor may ask for."""
    found = MechanismVersion.objects.order_by("published_at", "pk")
    newest = {one.code: one for one in found if not one.restricted}
    return [
        (code, version.title)
        for code, version in sorted(newest.items())
        if deciding.owns(actor, runs.standing(version.owner))
    ]


def told(run: ScoreRun) -> dict[str, object]:
    """What a run is, as a command prints it."""
    return {
        "run": run.pk, "region": run.region_id, "from": run.since, "to": run.until,
        "mechanisms": list(run.mechanisms), "rows": run.rows, "digest": run.digest,
        "made_at": run.made_at, "objections_until": run.objections_until,
        "awaits_signature": publication.next_duty(run) or None,
        "published_at": run.published_at, "corrects": run.corrects.pk if run.corrects else None,
    }  # fmt: skip
