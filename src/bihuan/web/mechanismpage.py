"""A mechanism in words: its basis, its clocks, who signs, who calls back, and its file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bihuan.kernel.declaration import Clock, Mechanism
from bihuan.kernel.worktime import CountFrom
from bihuan.matters.queries.declared import Edition
from bihuan.web import dates, sentences, suggestionwords, words

# Every clock stops with its matter; only what stops it otherwise is worth a word.
ENDS = frozenset({"closed", "refused", "merged", "withdrawn", "handed-over"})


def context(found: Edition, now: datetime) -> dict[str, Any]:
    """Everything the template names."""
    mechanism = found.mechanism
    return {
        "edition": found,
        "mechanism": mechanism,
        "owner": sentences.unit_name(mechanism.owner),
        "basis": _basis(mechanism),
        "channels": [words.of(words.CHANNELS, one) for one in mechanism.channels],
        "clocks": [_clock(one) for one in mechanism.clocks.values()],
        "routes": [_route(place, one) for place, one in enumerate(mechanism.routes, start=1)],
        "signoffs": [
            (words.of(words.ACTIONS, move), " → ".join(_duties(duties)))
            for move, duties in mechanism.signoffs.items()
        ],
        "steps": [_step(one, mechanism) for one in mechanism.escalations],
        "verifier": _verifier(mechanism),
        "closings": mechanism.closings.values(),
        "suggest": mechanism.suggest and round(mechanism.suggest.confident * 100),
        "learnt": [suggestionwords.standing(one, now) for one in found.learnt],
        "lines": [
            {"number": n, "text": text, "assumed": n in found.assumed}
            for n, text in enumerate(found.lines, start=1)
        ],
    }  # fmt: skip


def _basis(mechanism: Mechanism) -> list[tuple[str, str]]:
    basis = mechanism.basis
    said = [
        (_("Issued by"), basis.issuer),
        (_("Document"), basis.title),
        (_("Document number"), basis.number),
        (_("Articles"), basis.article),
        (_("In force from"), dates.full(basis.since) if basis.since else ""),
        (_("Until"), dates.full(basis.until) if basis.until else ""),
    ]
    return [
        (label, value or _("not given by any source"))
        for label, value in said
        if value or label != _("Articles")
    ]


def _clock(clock: Clock) -> dict[str, str]:
    return {
        "label": clock.label,
        "within": dates.span(clock.within),
        "count": _count(clock),
        "starts": _events(clock.starts),
        "stops": _events(clock.stops),
        "holds": words.of(words.DUTIES, clock.holds),
        "extend": _extend(clock),
        "basis": clock.basis,
    }


def _count(clock: Clock) -> str:
    match clock.count:
        case CountFrom.EVENT:
            return _("from the event")
        case CountFrom.NEXT_WORKING_DAY:
            return _("from the next working day")
    return _("from the next day")


def _extend(clock: Clock) -> str:
    rule = clock.extend
    if rule is None:
        return _("cannot be extended")
    return _("%(times)s × %(by)s, approved by: %(approver)s") % {
        "times": rule.times, "by": dates.span(rule.by),
        "approver": words.of(words.DUTIES, rule.approver),
    }  # fmt: skip


def _events(events: frozenset[str]) -> str:
    named = [one for one in words.EVENTS if one in events and one not in ENDS]
    return "、".join(words.of(words.EVENTS, one) for one in named)


def _duties(duties: Iterable[str]) -> list[str]:
    return [words.of(words.DUTIES, one) for one in duties]


def _route(place: int, route: Any) -> dict[str, Any]:
    named = route.to.startswith("field:")
    return {
        "rule": place,
        "when": route.when.text if route.when else _("otherwise"),
        "to": _("the unit named in the form") if named else sentences.unit_name(route.to),
        "why": route.why,
    }


def _step(step: Any, mechanism: Mechanism) -> dict[str, str]:
    amount = step.at.amount
    when = _("when it falls due")
    if amount:
        side = _("%(span)s before") if amount < 0 else _("%(span)s after")
        when = side % {"span": dates.span(step.at)}
    return {
        "clock": mechanism.clocks[step.clock].label,
        "when": when,
        "do": words.of(words.STEPS, step.do),
        "to": "、".join(_duties(step.to)),
    }


def _verifier(mechanism: Mechanism) -> str:
    rule = mechanism.verify
    if rule is None:
        return _("nobody calls back")
    if rule.by == "owner":
        by = sentences.unit_name(mechanism.owner)
    elif rule.by == "outside-unit-line":
        by = _("somebody outside the line of the handling unit")
    else:
        by = sentences.unit_name(rule.by)
    return _("%(by)s calls back %(share)s %% of the matters") % {
        "by": by,
        "share": round(rule.share * 100),
    }
