"""Making a run: every matter of a period judged, its row kept, the time for objections opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from bihuan.kernel import worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import Calendar
from bihuan.matters.actions.scoring import book
from bihuan.matters.models import Matter, MechanismVersion, ScoreRow, ScoreRun
from bihuan.matters.queries import scores, versions
from bihuan.matters.queries.scoring import judging, runs
from bihuan.matters.queries.visible import visible_to
from bihuan.matters.rules.scoring import deciding, keeping
from bihuan.matters.rules.scoring.judging import Digest, Judged
from bihuan.matters.rules.scoring.tallying import summed
from bihuan.registers.journal import writing
from bihuan.registers.parties import queries as parties

CHUNK = 2000
AT_ONCE = 2000  # matters that a page waits for; more are a job
Told = Callable[[int, int | None], None]


def _quiet(_done: int, _total: int | None) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The figures asked for: matters received in a period under mechanisms of one office.

    The formula is that of the first mechanism, in its version of the period.
    """

    region: str
    since: datetime
    until: datetime
    mechanisms: tuple[str, ...]


def check(asked: Asked, *, by: Actor, now: datetime) -> MechanismVersion:
    """The version whose formula holds for the figures asked for.

    Refuses `score.period-wrong`, `score.period-not-over`, `score.mechanism-unknown`, and
    `score.not-owner` to all but the office that owns every one of the mechanisms.
    """
    if asked.since >= asked.until:
        raise Refused("score.period-wrong")
    if asked.until > now:
        raise Refused("score.period-not-over", until=asked.until)
    if not asked.mechanisms:
        raise Refused("score.mechanism-unknown", code="—")
    found = [runs.formula_in_force(asked.region, c, asked.until) for c in asked.mechanisms]
    for version in found:
        deciding.check_owner(by, runs.standing(version.owner))
    return found[0]


def run(asked: Asked, *, by: Actor, now: datetime, told: Told = _quiet) -> ScoreRun:
    """Judge every matter of the period and keep the rows; restricted matters are not counted.

    `told` hears how many of how many are judged. Refuses what `check` refuses.
    """
    formula = check(asked, by=by, now=now)
    judged = _judged(asked, formula, by, now, told)
    with transaction.atomic():
        return _made(asked, formula, judged, by=by, now=now)


def correctable(key: int, reason: str, *, by: Actor) -> ScoreRun:
    """The published run that is to be made anew.

    Refuses `score.unknown`, `score.not-published`, `score.reason-missing`, `score.not-owner`.
    """
    deciding.checked_reason(reason)
    old = runs.run_for(by, key)
    deciding.check_owner(by, runs.standing(old.owner))
    if old.published_at is None:
        raise Refused("score.not-published")
    return old


def correct(key: int, reason: str, *, by: Actor, now: datetime, told: Told = _quiet) -> ScoreRun:
    """Make the figures of a published run anew, as matters stand now; the old ones stay.

    What was excluded or ruled there holds here too. Refuses what `correctable` refuses.
    """
    asked = asked_of(correctable(key, reason, by=by))
    why = deciding.checked_reason(reason)[:300]
    formula = runs.run_for(by, key).formula
    judged = _judged(asked, formula, by, now, told)
    with transaction.atomic():
        old = book.locked(by, key, published=True)
        new = _made(asked, formula, judged, by=by, now=now, corrects=old, reason=why)
        book.enter(old, "correction-begun", {"run": new.pk}, by=by, now=now)
        book.save(old)
    return new


def asked_of(old: ScoreRun) -> Asked:
    """What a run was asked for."""
    return Asked(old.region_id, old.since, old.until, tuple(old.mechanisms))


def large(asked: Asked, by: Actor) -> bool:
    """Whether so many matters are to be judged that nobody should wait for a page."""
    return counted(asked, by).count() > AT_ONCE


def _made(  # noqa: PLR0913 - what is counted, by whom and when, and what it corrects
    asked: Asked,
    formula: MechanismVersion,
    judged: Iterable[judging.Read],
    *,
    by: Actor,
    now: datetime,
    corrects: ScoreRun | None = None,
    reason: str = "",
) -> ScoreRun:
    declared = versions.compiled(formula.pk).score
    office = parties.answering(formula.owner, worktime.local(now).date()) or formula.owner
    made = ScoreRun.objects.create(
        region_id=asked.region, since=asked.since, until=asked.until,
        mechanisms=list(asked.mechanisms), formula=formula, owner=office, asked_by=by.post,
        made_at=now, corrects=corrects, reason=reason,
    )  # fmt: skip
    digest = Digest()
    sums = summed(_kept(made, _as_decided(made, judged), digest))
    made.rows, made.digest = digest.rows, digest.hex()
    made.sums = keeping.to_record(sums)
    made.names = _names(made)
    _open(made, parties.calendar_for(asked.region), now)
    payload = {
        "region": asked.region, "since": asked.since.isoformat(), "until": asked.until.isoformat(),
        "mechanisms": list(asked.mechanisms), "formula": formula.sha256,
        "weights": [declared.response, declared.solution, declared.satisfaction],
        "rows": made.rows, "digest": made.digest, "sums": made.sums,
        "objections_until": made.objections_until.isoformat() if made.objections_until else None,
        "corrects": corrects.pk if corrects else None,
    }  # fmt: skip
    book.enter(
        made, "run", payload, by=by, now=now, private={"reason": reason} if reason else None
    )
    book.save(made, "rows", "digest", "sums", "names", "objections_until", "calendar")
    return made


def counted(asked: Asked, by: Actor) -> QuerySet[Matter]:
    """The matters a run counts: those its asker may know of that are not restricted."""
    region = _regions(asked.region)
    found = visible_to(by).filter(
        restricted=False, parent=None, mechanism__in=asked.mechanisms, region__in=region
    )
    return scores.received_in(found, scores.Period(asked.since, asked.until))


def _regions(region: str) -> list[str]:
    """A region and those below it."""
    return [
        each.code for each in parties.all_regions() if region in parties.region_line(each.code)
    ]


def _judged(
    asked: Asked, formula: MechanismVersion, by: Actor, now: datetime, told: Told
) -> list[judging.Read]:
    """Every matter judged, before anything is written: nobody else's work waits for it.

    Read chunk by chunk, so that progress can be told; one that moves meanwhile is judged as it
    then stands, under its own head.
    """
    town = judging.town_of(versions.compiled(formula.pk).score)
    keys = list(counted(asked, by).order_by("pk").values_list("pk", flat=True))
    found: list[judging.Read] = []
    for at in range(0, len(keys), CHUNK):
        chunk = Matter.objects.filter(pk__in=keys[at : at + CHUNK])
        found += judging.stream(chunk, now, town)
        told(len(found), len(keys))
    return found


def _as_decided(made: ScoreRun, judged: Iterable[judging.Read]) -> Iterator[judging.Read]:
    carried = _carried(made)
    for read in judged:
        held = carried.get(read.matter)
        yield read._replace(row=read.row.but(held)) if held else read


def _carried(made: ScoreRun) -> Mapping[int, Mapping[str, object]]:
    """What was decided about the rows of the run corrected: who is counted, who is left out."""
    old = made.corrects
    if old is None:
        return {}
    changed = runs.changes(old)
    matters = dict(ScoreRow.objects.filter(pk__in=changed).values_list("pk", "matter"))
    found: dict[int, dict[str, object]] = {
        matters[row]: {n: v for n, v in after.items() if n in ("unit", "excluded")}
        for row, after in changed.items()
    }
    before = ScoreRow.objects.filter(run=old).exclude(excluded="")
    for matter, ground in before.values_list("matter", "excluded"):
        found.setdefault(matter, {}).setdefault("excluded", ground)
    return found


def _kept(made: ScoreRun, reads: Iterable[judging.Read], digest: Digest) -> Iterator[Judged]:
    """The rows as they go by, inserted in batches."""
    reads = iter(reads)
    while batch := list(islice(reads, CHUNK)):
        writing.insert_many([_row(made, read) for read in batch])
        for read in batch:
            digest.add(read.matter, read.head, read.length, read.row)
            yield read.row


def _row(made: ScoreRun, read: judging.Read) -> ScoreRow:
    return ScoreRow(
        run_id=made.pk, matter_id=read.matter, head=read.head, length=read.length,
        version_id=read.version, **read.row._asdict(),
    )  # fmt: skip


def _names(made: ScoreRun) -> dict[str, dict[str, str]]:
    """What the groups of the run are called today."""
    groups = made.sums["groups"]
    newest = {
        code: runs.formula_in_force(made.region_id, code, made.until) for code in made.mechanisms
    }
    towns = judging.town_names(
        runs.formula_of(made), {code: versions.compiled(v.pk) for code, v in newest.items()}
    )
    units = {unit.code: unit.name for unit in parties.all_units()}
    titles = {code: version.title for code, version in newest.items()}
    named = {"unit": units, "town": towns, "mechanism": titles}
    return {
        way: {code: named[way].get(code, code) for code in groups[way] if code} for way in named
    }


def _open(made: ScoreRun, calendar: Calendar, now: datetime) -> None:
    """Until when units may object: counted in working days like every deadline."""
    within = runs.formula_of(made).objection_within
    if within is not None:
        made.objections_until = worktime.deadline(calendar, now, within).due_at
        made.calendar = calendar.revision
