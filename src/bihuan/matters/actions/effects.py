"""What follows from a decided move: parts, copies, notices, drafts, ratings, grants."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Effect, Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions import correcting, grants, parts
from bihuan.matters.models import Content, Involvement, Matter, Notice, Rating
from bihuan.matters.queries import merging
from bihuan.matters.rules import seals

_Carry = Callable[[Matter, Mechanism, Effect, Actor, datetime], None]


def carry_out(
    row: Matter, mechanism: Mechanism, outcome: Outcome, *, by: Actor, now: datetime
) -> None:
    """Write the rows that follow from a move, in the transaction of the move."""
    for effect in outcome.effects:
        carry = _EFFECTS.get(effect.kind)
        if carry is not None:
            carry(row, mechanism, effect, by, now)
    follow = _MOVES.get(outcome.entry.kind)
    if follow is not None:
        follow(row, mechanism, outcome, by, now)
    if row.restricted:
        grants.revise([row], by=by, now=now)


def _part(row: Matter, mechanism: Mechanism, effect: Effect, by: Actor, now: datetime) -> None:
    parts.open_part(row, mechanism, effect, by=by, now=now)


def _copy(row: Matter, _mechanism: Mechanism, effect: Effect, _by: Actor, _now: datetime) -> None:
    Involvement.objects.get_or_create(matter=row, unit_id=effect.data["unit"], role="copied")


def _notify(row: Matter, _mechanism: Mechanism, effect: Effect, _by: Actor, now: datetime) -> None:
    data = effect.data
    if data.get("do") == "draft":  # the letter that comes with it is the notice
        return
    send, to = data.get("send_after"), data.get("to")
    step, round_ = data.get("step"), data.get("round")
    Notice.objects.create(
        matter=row,
        cycle=row.cycle,
        clock=str(data.get("clock", "")),
        round=round_ if isinstance(round_, int) else 1,
        step=step if isinstance(step, int) else None,
        kind=str(data.get("do") or data.get("about")),
        to=to if isinstance(to, list) else [to],
        made_at=now,
        send_after=datetime.fromisoformat(str(send)) if send else now,
    )


def _draft(row: Matter, _mechanism: Mechanism, effect: Effect, _by: Actor, now: datetime) -> None:
    """A letter drafted by the machine; a person checks, signs, numbers and seals it."""
    Notice.objects.create(
        matter=row,
        cycle=row.cycle,
        kind="draft",
        letter=str(effect.data["letter"]),
        to=[effect.data["to"]],
        made_at=now,
        send_after=now,
    )


def _assigned(
    row: Matter, _mechanism: Mechanism, outcome: Outcome, _by: Actor, _now: datetime
) -> None:
    summary = outcome.entry.sealed.get("summary")
    if summary:
        Content.objects.filter(matter=row).update(summary=summary)
    if row.unit_id:
        Involvement.objects.get_or_create(matter=row, unit_id=row.unit_id, role="handled")


def _returned(
    row: Matter, mechanism: Mechanism, outcome: Outcome, _by: Actor, now: datetime
) -> None:
    ruler = grants.ruler_of(row, mechanism, outcome, now)
    if ruler:
        grants.involve_ruler(row, ruler)


def _rated(row: Matter, mechanism: Mechanism, outcome: Outcome, _by: Actor, now: datetime) -> None:
    stars = outcome.entry.data.get("stars")
    Rating.objects.create(
        matter=row,
        cycle=row.cycle,
        unit=merging.leading(row).unit_id or "",  # who answered a merged matter is rated
        solved=str(outcome.entry.data["solved"]),
        stars=int(str(stars)) if stars else None,
        given_at=now,
        sealed_until=seals.sealed_until(mechanism.rate, now),
    )


def _corrected(
    row: Matter, mechanism: Mechanism, outcome: Outcome, _by: Actor, now: datetime
) -> None:
    grants.check_readable(mechanism, outcome.matter.accused, now=now)
    correcting.apply(row, mechanism, outcome)


_EFFECTS: Mapping[str, _Carry] = {
    "part": _part,
    "copy": _copy,
    "notify": _notify,
    "draft": _draft,
}

_MOVES: Mapping[str, Callable[[Matter, Mechanism, Outcome, Actor, datetime], None]] = {
    "assign": _assigned,
    "rule": _assigned,
    "release": _assigned,
    "ask-review": _assigned,
    "return": _returned,
    "rate": _rated,
    correcting.KIND: _corrected,
}
