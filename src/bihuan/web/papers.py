"""Papers put into words for their pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import local
from bihuan.matters.queries.papers import room
from bihuan.matters.rules.papers import kinds, reminders
from bihuan.web import dates, sentences, words

KINDS: words.Words = {
    "circular": _("Weekly circular"),
    "special": _("Special report"),
    "superior": _("Superior's table"),
    "slip": _("Handling slip"),
    "assignment": _("Assignment slip"),
    "supervise-blue": _("Supervision slip, blue"),
    "supervise-yellow": _("Supervision slip, yellow"),
    "supervise-red": _("Supervision slip, red"),
    "urge": _("Reminder notice"),
    "extension": _("Notice of an extension"),
    "result": _("Notice of the result"),
    "rectify": _("Letter: rectify at once"),
    "handover": _("Letter: handed over to you"),
    "supervise": _("Letter of supervision"),
    "letter": _("Letter"),
}
DONE: words.Words = {
    "paper-drafted": _("Drafted"),
    "paper-changed": _("Text changed"),
    "paper-submitted": _("Put before those who sign"),
    "paper-signed": _("Signed"),
    "paper-declined": _("Sent back to be changed"),
    "paper-issued": _("Numbered and issued"),
    "paper-revoked": _("Revoked"),
}
COUNTED: tuple[tuple[str, str | Promise], ...] = (
    ("stock_start", _("Open at the start")),
    ("received", _("Received")),
    ("reopened", _("Sent back")),
    ("accepted", _("Accepted")),
    ("answered", _("Answered")),
    ("closed", _("Struck off")),
    ("solved", _("Solved")),
    ("ended_outside", _("Ended otherwise")),
    ("stock_end", _("Open at the end")),
    ("overdue", _("Overdue")),
    ("due_soon", _("Due soon")),
    ("red", _("Red cards")),
)


def line(paper: Any, now: datetime) -> dict[str, Any]:
    """One paper in a list."""
    return {
        "pk": paper.pk,
        "kind": words.of(KINDS, paper.kind),
        "title": paper.title,
        "number": paper.number,
        "stage": words.of(words.PAPERS, stage(paper)),
        "look": {"revoked": "tag-red", "issued": "tag-ok"}.get(paper.stage, ""),
        "matter": paper.matter.number if paper.matter else "",
        "restricted": bool(paper.matter and paper.matter.restricted),
        "at": dates.moment(paper.issued_at or paper.made_at, now),
    }


def stage(paper: Any) -> str:
    """Where a paper stands; one that lacks nothing but its number stands apart."""
    complete = paper.stage == "signing" and room.complete(paper)
    return "signed" if complete else str(paper.stage)


def press(made: Any, now: datetime) -> dict[str, Any]:
    """One press in a list."""
    return {
        "pk": made.pk,
        "since": dates.full(local(made.since)),
        "until": dates.full(local(made.until - room.A_DAY)),
        "as_of": dates.moment(made.as_of, now),
        "mechanism": made.mechanism,
        "sha256": made.sha256,
    }


def figures(found: Mapping[str, Any]) -> dict[str, Any]:
    """The table of a press."""
    return {
        "heads": [label for _name, label in COUNTED],
        "whole": [found["whole"][name] for name, _label in COUNTED],
        "units": [
            (one["name"], [one[name] for name, _label in COUNTED]) for one in found["units"]
        ],
        "cells": [(label, found["whole"][name]) for name, label in COUNTED],
        "reminders": reminders.reminders(found),
        "apart": found["restricted_apart"],
    }


def proposal(notice: Any, now: datetime) -> dict[str, Any]:
    """One letter the machine proposes."""
    return {
        "pk": notice.pk,
        "letter": room.letter_name(notice),
        "number": notice.matter.number,
        "to": "、".join(sentences.unit_name(code) for code in notice.to if code),
        "made": dates.moment(notice.made_at, now),
    }


def acts(actor: Actor, paper: Any, now: datetime) -> frozenset[str]:
    """What the actor may do with a paper where it stands."""
    mine = room.may_draft(actor, paper)
    at = stage(paper)
    found = {
        "change": mine and at == "draft",
        "submit": mine and at == "draft" and bool(paper.needed),
        "sign": room.may_sign(actor, paper, now),
        "decline": at in ("signing", "signed") and (mine or room.may_sign(actor, paper, now)),
        "issue": mine and (at == "signed" or (at == "draft" and not paper.needed)),
        "revoke": mine and at == "issued",
    }
    return frozenset(name for name, may in found.items() if may)


def signatures(paper: Any) -> list[dict[str, Any]]:
    """Who signs, in order, and who has."""
    signed = {duty: at for duty, _who, at in paper.signed}
    return [
        {"duty": words.of(words.DUTIES, duty), "at": signed.get(duty, "")[:16].replace("T", " ")}
        for duty in paper.needed
    ]


def history(paper: Any, now: datetime) -> list[dict[str, Any]]:
    """What was done to it, by whom, and the digests of what left."""
    return [
        {
            "does": words.of(DONE, entry.kind),
            "when": dates.moment(entry.recorded_at, now),
            "who": sentences.post_name(entry.actor_post),
            "reason": entry.data.get("reason", ""),
            "digests": [entry.data[name] for name in ("office", "pdf") if name in entry.data],
        }
        for entry in room.history(paper)
    ]


def offered(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Kinds of paper with their names."""
    return [(code, words.of(KINDS, code)) for code in codes if code in kinds.KINDS]
