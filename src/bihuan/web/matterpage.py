"""The page of a matter put into words for its template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.kernel.stages import ENDED
from bihuan.matters.queries.nearness.neighbours import Neighbour
from bihuan.matters.queries.page import Page
from bihuan.web import (
    clockwords,
    dates,
    listing,
    sentences,
    similarwords,
    suggestionwords,
    timeline,
    words,
)
from bihuan.web.ring import ring


def context(found: Page, now: datetime) -> dict[str, Any]:
    """Everything the template names."""
    row, state = found.row, found.state
    return {
        "matter": row,
        "page": found,
        "title": listing.title(found.title, restricted=row.restricted),
        "ring": ring(row.stage, row.card, verified=row.verified),
        "stage": words.of(words.STAGES, row.stage),
        "card": words.of(words.CARDS, row.card) if row.card else "",
        "mechanism": found.mechanism,
        "unit": sentences.unit_name(row.unit_id) if row.unit_id else "",
        "channel": words.of(words.CHANNELS, row.channel),
        "received": dates.moment(row.received_at, now),
        "class_name": found.mechanism.classes.get(state.class_, ""),
        "closing": _closing(found),
        "cycle": words.of(words.CYCLES, state.cycle_kind) if state.cycle > 1 else "",
        "ended": state.stage in ENDED,
        "carried": dates.day(row.carried_until, now) if row.carried_until else "",
        "clocks": clockwords.clocks(found.clocks, now, found.calendar),
        "past": _past(found, now),
        "timeline": timeline.lines(found.timeline, found.mechanism, now),
        "pending": _pending(found, now),
        "parts": [_part(one) for one in found.parts],
        "common": found.common,
        "merged": [{"number": one.number} for one in found.merged],
        "similar": similarwords.rows(_others(found), now),
        "repeats": [_repeat(one, now) for one in found.repeats],
        "routed": _routed(found),
        "suggested": suggestionwords.shown(found, now),
        "drafts": [_draft(one, found, now) for one in found.drafts],
        "files": found.files,
    }


def _closing(found: Page) -> str:
    kind = found.mechanism.closings.get(found.state.closing_kind)
    return kind.label if kind else ""


def _pending(found: Page, now: datetime) -> dict[str, Any] | None:
    """The move that waits, who has signed it and who is still to."""
    waiting = found.state.pending
    if waiting is None:
        return None
    signed = {duty: dates.moment(at, now) for duty, _person, at in waiting.signed}
    return {
        "move": words.of(words.ACTIONS, waiting.action),
        "asked_by": sentences.post_name(waiting.asked_by),
        "asked_at": dates.moment(waiting.asked_at, now),
        "signs": [
            {"duty": words.of(words.DUTIES, duty), "at": signed.get(duty, ""),
             "next": duty == waiting.next_duty}
            for duty in waiting.needed
        ],
        "answers": timeline.answers(waiting.action, waiting.params, found.mechanism, now)
        if found.whole or found.person.may_open or found.moves
        else (),
    }  # fmt: skip


def _past(found: Page, now: datetime) -> list[dict[str, Any]]:
    """Finished rounds, each with its unit, its end and its clocks."""
    return [
        {
            "kind": words.of(words.CYCLES, cycle.kind),
            "unit": sentences.unit_name(cycle.unit) if cycle.unit else "",
            "replied": dates.day(cycle.replied_at, now) if cycle.replied_at else "",
            "closed": dates.day(cycle.closed_at, now) if cycle.closed_at else "",
            "closing": getattr(found.mechanism.closings.get(cycle.closing_kind), "label", ""),
        }
        for cycle in found.state.past
    ]


def _part(part: Any) -> dict[str, Any]:
    return {
        "number": part.number,
        "unit": sentences.unit_name(part.unit_id) if part.unit_id else "",
        "key": part.part_key,
        "stage": words.of(words.STAGES, part.stage),
        "ring": ring(part.stage, part.card, verified=part.verified),
    }


def _others(found: Page) -> list[Neighbour]:
    """The neighbours that are not proposed or decided already: those stand by themselves."""
    named = {repeat.earlier_id for repeat in found.repeats}
    return [one for one in found.similar if one.matter.pk not in named]


def _repeat(repeat: Any, now: datetime) -> dict[str, Any]:
    earlier = repeat.earlier
    return {
        "number": earlier.number,
        "received": dates.day(earlier.received_at, now),
        "stage": words.of(words.STAGES, earlier.stage),
        "unit": sentences.unit_name(earlier.unit_id) if earlier.unit_id else "",
        "evidence": words.of(words.EVIDENCE, repeat.evidence),
        "traits": similarwords.traits(repeat.facts),
        "proposed": repeat.decided == "proposed",
        "decided": repeat.decided,
    }


def _routed(found: Page) -> dict[str, Any] | None:
    if found.routed is None:
        return None
    fired = found.routed
    return {
        "unit": sentences.unit_name(fired.unit),
        "rule": fired.rule,
        "why": fired.why,
        "condition": "" if fired.condition == "otherwise" else fired.condition,
        "assist": "、".join(map(sentences.unit_name, fired.assist)),
        "copy": "、".join(map(sentences.unit_name, fired.copy)),
    }


def _draft(draft: Any, found: Page, now: datetime) -> dict[str, Any]:
    return {
        "pk": draft.pk,
        "letter": found.mechanism.letters.get(draft.letter, draft.letter),
        "to": "、".join(sentences.unit_name(code) for code in draft.to),
        "made": dates.moment(draft.made_at, now),
    }
