"""Turns what a file says of time into named clocks: short forms, then the declared, then reviews.

The order matters once: the first clock that a reply stops is what a person calls the deadline.
"""

from collections.abc import Iterator, Mapping

from bihuan.kernel import declaration, worktime
from bihuan.mechanisms.drafts import Draft
from bihuan.mechanisms.schema import words
from bihuan.mechanisms.schema.handling import Clock

# What the usual clocks are called.
LABELS: Mapping[str, str] = {
    "confirm": "核实", "accept": "受理", "assign": "派单", "sign": "签收", "return": "退单",
    "ruling": "退单审核", "contact": "首次联系", "reply": "答复", "finish": "办结",
    "person": "群众时限", "review": "复查", "rereview": "复核",
}  # fmt: skip
_IN_DAYS = {worktime.SpanUnit.DAY, worktime.SpanUnit.WORKING_DAY, worktime.SpanUnit.MONTH}


def compiled(draft: Draft) -> dict[str, declaration.Clock]:
    """All clocks of the draft by name; notes a name that is taken by a short form."""
    found = {clock.name: clock for clock in _short_forms(draft)}
    reviews = {clock.name: clock for clock in _reviews(draft)}
    for name, clock in draft.document.clocks.items():
        if name in found or name in reviews:
            draft.fault(("clocks", name), "clock.twice", clock=name, key=_KEYS[name])
        elif name == "contact" and "stops" not in clock.model_fields_set:
            draft.fault(("clocks", name), "clock.contact-stops")
        else:
            found[name] = _declared(name, clock)
    return {clock.name: clock for clock in (*found.values(), *reviews.values())}


_KEYS: Mapping[str, str] = {
    "confirm": "confirm.within", "accept": "accept.within", "assign": "assign.within",
    "sign": "sign.within", "return": "return.within", "ruling": "return.ruled_within",
    "review": "review", "rereview": "review",
}  # fmt: skip
# Which event starts and stops the clock of each short form.
_TURNS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "confirm": ("received", ("confirmed",)),
    "accept": ("received", ("accepted",)),
    "assign": ("accepted", ("assigned",)),
    "sign": ("assigned", ("signed", "returned")),
    "return": ("assigned", ("signed", "returned")),
    "ruling": ("returned", ("ruled",)),
    "review": ("review-asked", ("replied",)),
    "rereview": ("rereview-asked", ("replied",)),
}


def counted(within: worktime.Span, count: str | None) -> worktime.CountFrom:
    """From which day a limit is counted: as written, else the next day for days and months."""
    if count is not None:
        return worktime.CountFrom(count)
    in_days = within.unit in _IN_DAYS
    return worktime.CountFrom.NEXT_DAY if in_days else worktime.CountFrom.EVENT


def _short(
    name: str, within: worktime.Span, count: str | None, holds: str, **rest: object
) -> declaration.Clock:
    start, stops = _TURNS[name]
    starts = rest.pop("starts", frozenset({start}))
    return declaration.Clock(
        name, LABELS[name], within, starts, words.ENDING | set(stops),  # type: ignore[arg-type]
        counted(within, count), holds, **rest,  # type: ignore[arg-type]
    )  # fmt: skip


def _short_forms(draft: Draft) -> Iterator[declaration.Clock]:
    yield from _intake(draft)
    yield from _between_units(draft)


def _reviews(draft: Draft) -> Iterator[declaration.Clock]:
    for level in draft.document.review:
        yield _short(
            level.name, level.within, None, "superior",
            grounds=frozenset(level.grounds), basis=level.basis,
        )  # fmt: skip


def _intake(draft: Draft) -> Iterator[declaration.Clock]:
    confirm, accept = draft.document.confirm, draft.document.accept
    if confirm and confirm.within:
        yield _short("confirm", confirm.within, confirm.count, confirm.by)
    starts = frozenset({accept.starts})
    yield _short(
        "accept", accept.within, accept.count, accept.by, starts=starts, basis=accept.basis
    )
    assign = draft.document.assign
    if assign:
        # A recalled matter is to be assigned once more.
        again = frozenset({"accepted", "recalled"})
        yield _short(
            "assign", assign.within, assign.count, assign.by, starts=again, basis=assign.basis
        )


def _between_units(draft: Draft) -> Iterator[declaration.Clock]:
    sign, returns = draft.document.sign, draft.document.returns
    if sign:
        # A unit that reviews signs for the matter too.
        asked = {f"{level.name}-asked" for level in draft.document.review}
        yield _short(
            "sign", sign.within, sign.count, "unit", starts=frozenset({"assigned", *asked}),
            silence=sign.silence, basis=sign.basis,
        )  # fmt: skip
    if returns:
        yield _short("return", returns.within, returns.count, "unit", basis=returns.basis)
    if returns and returns.ruled_within:
        yield _short("ruling", returns.ruled_within, returns.count, "ruler", basis=returns.basis)


def _declared(name: str, clock: Clock) -> declaration.Clock:
    return declaration.Clock(
        name=name,
        label=clock.label or LABELS.get(name, name),
        within=clock.within,
        starts=frozenset(clock.starts),
        stops=frozenset(clock.stops) | words.ENDING,
        count=counted(clock.within, clock.count),
        holds=clock.holds,
        classes=frozenset(clock.classes),
        pauses=frozenset(clock.pauses),
        grounds=frozenset(clock.grounds),
        extend=_extension(clock),
        roll=clock.roll,
        basis=clock.basis,
    )


def _extension(clock: Clock) -> declaration.Extend | None:
    rule = clock.extend
    if rule is None:
        return None
    return declaration.Extend(
        rule.times, rule.by, rule.approver, rule.ask_before, rule.judge, rule.notify, rule.needs
    )
