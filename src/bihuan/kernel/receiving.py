"""How a matter enters the loop, and how its parts do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from bihuan.kernel import clocks, routing, tables, texts, worktime
from bihuan.kernel.case import Effect, Entry, Outcome
from bihuan.kernel.declaration import Field, Mechanism
from bihuan.kernel.matter import Matter
from bihuan.kernel.refused import Refused
from bihuan.kernel.stages import Stage
from bihuan.kernel.worktime import Calendar


@dataclass(frozen=True, slots=True)
class Intake:
    """A matter as it arrives: its number, channel, class, answers and the units complained of."""

    number: str
    channel: str
    values: Mapping[str, object]
    class_: str = ""
    accused: tuple[str, ...] = ()


_EMPTY: tuple[object, ...] = (None, "", [])


def receive(mechanism: Mechanism, intake: Intake, calendar: Calendar, now: datetime) -> Outcome:
    """Take a matter in; refuses outside the window, an unknown channel and missing answers."""
    _window(mechanism, now)
    if intake.channel not in mechanism.channels:
        raise Refused(
            "mechanism.channel-unknown",
            value=intake.channel,
            allowed="、".join(mechanism.channels),
        )
    values = filled(mechanism, intake.values)
    plain = _plain(mechanism)
    class_, why = _class(mechanism, intake, values)
    matter = Matter(
        intake.number, Stage.RECEIVED, now, class_=class_,
        values={n: v for n, v in values.items() if n in plain},
        accused=intake.accused,
    )  # fmt: skip
    runs = clocks.turned(mechanism, matter, ("received",), Stage.RECEIVED, calendar, now)
    told = {**values, "class": matter.class_, "channel": intake.channel}
    data: dict[str, object] = {
        "channel": intake.channel,
        "class": matter.class_,
        "values": tables.journaled(matter.values),
        "accused": list(intake.accused),
        "refusal_suggested": list(routing.grounds_suggested(mechanism, told)),
    }
    if why:
        data["class_why"] = why
    sealed = {n: str(v) for n, v in values.items() if n not in matter.values}
    sealed |= _tables(matter)
    after = matter.but(clocks=runs, next_due_at=clocks.next_due(runs))
    return Outcome(after, Entry("receive", data, sealed))


def filled(mechanism: Mechanism, given: Mapping[str, object]) -> dict[str, object]:
    """The answers to the form; refuses a missing required one and a choice not on its list."""
    found: dict[str, object] = {}
    for asked in mechanism.fields:
        value = given.get(asked.name)
        if value not in _EMPTY:
            check_answer(asked, value)
            found[asked.name] = value
        elif asked.required:
            raise Refused("action.field-missing", action="receive", field=asked.label)
    return found


def part(
    mechanism: Mechanism, number: str, unit: str, *, waits: bool, calendar: Calendar, now: datetime
) -> Outcome:
    """A part of a matter, assigned at once, or accepted and waiting for the parts before it."""
    blank = Matter(number, Stage.ACCEPTED, now, unit=unit, part=True, confirmed=True)
    return _part(mechanism, blank, waits=waits, calendar=calendar)


def part_of(
    parent: Matter,
    planned: Effect,
    number: str,
    *,
    mechanism: Mechanism,
    calendar: Calendar,
    now: datetime,
) -> Outcome:
    """The part an effect of assigning calls for: of its parent's class, and kept, like its parent,
    from those complained of.
    """
    blank = Matter(
        number, Stage.ACCEPTED, now, unit=str(planned.data["unit"]), part=True, confirmed=True,
        class_=parent.class_, accused=parent.accused,
    )  # fmt: skip
    rows = tables.share(mechanism, parent.values, str(blank.unit))
    if rows:  # what is given out by row is due by the date of the notice
        blank = blank.but(values=rows, dates=parent.dates)
    return _part(mechanism, blank, waits=bool(planned.data.get("after")), calendar=calendar)


def _part(mechanism: Mechanism, blank: Matter, *, waits: bool, calendar: Calendar) -> Outcome:
    now = blank.received_at
    entry = Entry("part", {"unit": blank.unit, "waits": waits}, _tables(blank))
    if waits:
        return Outcome(blank, entry)
    runs = clocks.turned(mechanism, blank, ("assigned",), Stage.ASSIGNED, calendar, now)
    due = clocks.next_due(runs)
    after = blank.but(stage=Stage.ASSIGNED, assigned_at=now, clocks=runs, next_due_at=due)
    return Outcome(after, entry)


def _tables(matter: Matter) -> dict[str, str]:
    """The tables as an entry seals them."""
    found = tables.sealed(matter.values)
    return {name: json.dumps(value, ensure_ascii=False) for name, value in found.items()}


@lru_cache(maxsize=256)
def _plain(mechanism: Mechanism) -> frozenset[str]:
    return frozenset(asked.name for asked in mechanism.fields if is_plain(asked))


def is_plain(asked: Field) -> bool:
    """Whether an answer may stand in the state of the matter: neither personal nor long."""
    return not asked.personal and asked.kind != "text"


def check_answer(asked: Field, value: object) -> None:
    """Refuses what cannot be kept, a choice that is not on its list, a number out of its range."""
    if asked.kind == tables.KIND:
        tables.check(asked, value)
        return
    texts.check(asked.label, value, asked.kind)
    if asked.kind == "choice" and asked.choices and value not in asked.choices:
        raise _wrong(asked, value, "、".join(asked.choices.values()))
    if asked.kind != "number":
        return
    try:
        found = Decimal(str(value).strip())
    except InvalidOperation:
        raise _wrong(asked, value, "12、3.5") from None
    least, most = _range(asked)
    if not found.is_finite() or not least <= found <= most:
        raise _wrong(asked, value, f"{least}–{most}")


def _wrong(asked: Field, value: object, allowed: str) -> Refused:
    return Refused("action.field-wrong", field=asked.label, value=value, allowed=allowed)


def _range(asked: Field) -> tuple[Decimal, Decimal]:
    """The ends of its range; no number of a form has more than fifteen digits."""
    least = Decimal("-1e15") if asked.least is None else Decimal(str(asked.least))
    return least, Decimal("1e15") if asked.most is None else Decimal(str(asked.most))


def _class(mechanism: Mechanism, intake: Intake, values: Mapping[str, object]) -> tuple[str, str]:
    """The class that was said, else the one the table gives, with its reason."""
    if intake.class_ and intake.class_ not in mechanism.classes:
        raise Refused(
            "mechanism.class-unknown", value=intake.class_, allowed="、".join(mechanism.classes)
        )
    told = {**values, "channel": intake.channel}
    row = None if intake.class_ else routing.classed(mechanism, told)
    return (row.class_, row.why) if row else (intake.class_, "")


def _window(mechanism: Mechanism, now: datetime) -> None:
    opens, closes = mechanism.window
    day = now.astimezone(worktime.LOCAL).date()
    if (opens and day < opens) or (closes and day > closes):
        raise Refused("mechanism.window-closed", opens=opens, closes=closes)
