"""Tags of the pages: the ring, the strip, the frame around every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bihuan.kernel.actor import OFFICE
from bihuan.matters.queries.papers import room
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules import masking
from bihuan.web import dates, sentences, staff, words
from bihuan.web.daystrip import Cell
from bihuan.web.ring import Ring
from bihuan.web.ring import ring as ring_of

register = template.Library()

PAGES = (
    ("desk", _("Desk")),
    ("ledger", _("Ledger")),
    ("clerk-choose", _("Take in")),
    ("papers", _("Papers")),
    ("common", _("Common problems")),
    ("scores", _("Scores")),
    ("mechanisms", _("Mechanisms")),
)
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "desk": ("desk", "matter"),
    "ledger": (
        "ledger",
        "ledger-in",
        "ledger-in-columns",
        "ledger-in-preview",
        "list-out",
        "list-back",
        "back-preview",
    ),
    "clerk-choose": ("clerk-choose", "clerk", "quick"),
    "scores": ("scores", "scores-now", "score-run", "score-rows", "score-row"),
    "papers": ("papers", "press", "paper", "paper-templates"),
    "mechanisms": ("mechanisms", "mechanism"),
}


@register.inclusion_tag("web/_ring.html")
def ring(drawn: Ring, size: str = "", *, says: bool = True) -> dict[str, object]:
    """The ring of a matter; `says` off where the words beside it say the same."""
    return {"ring": drawn, "size": f"ring-{size}" if size else "", "says": says}


@register.inclusion_tag("web/_ring.html")
def mark() -> dict[str, object]:
    """The ring as the mark of the product."""
    return {"ring": ring_of("handling"), "size": "", "says": False}


@register.inclusion_tag("web/_days.html")
def days(cells: Sequence[Cell], label: str) -> dict[str, object]:
    """The strip of a deadline."""
    return {"cells": cells, "label": label}


@register.inclusion_tag("web/_field.html")
def field(asked: Any) -> dict[str, object]:
    """One question of a form."""
    return {"asked": asked}


@register.simple_tag
def demonstration() -> bool:
    """Whether everything here is invented."""
    return bool(settings.BIHUAN_DEMONSTRATION)


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> dict[str, Any]:
    """What stands around a page of the staff; empty for everybody else."""
    request: HttpRequest | None = context.get("request")
    actor = request.META.get(staff.ACTOR) if request is not None else None
    if request is None or actor is None or actor.administers:
        return {}
    region = parties.region_of(actor.region)
    return {
        "place": region.name if region else "",
        "chair": staff.chair(actor.post),
        "others": [one for one in staff.chairs(request) if one.code != actor.post],
        "pages": [_page(request, name, label) for name, label in PAGES if _open(name, actor)],
    }


def _open(name: str, actor: Any) -> bool:
    if name == "papers":
        return room.may_press(actor)
    return name not in ("clerk-choose", "common") or not actor.duties.isdisjoint(OFFICE)


def _page(request: HttpRequest, name: str, label: Any) -> dict[str, Any]:
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "address": reverse(name),
        "label": label,
        "here": here in FAMILIES.get(name, (name,)),
    }


@register.filter
def unit(code: str) -> str:
    """What a unit is called in daily speech."""
    return sentences.unit_name(code)


@register.filter
def channel(code: str) -> str:
    """What a channel is called."""
    return words.of(words.CHANNELS, code)


@register.filter
def masked(text: str) -> str:
    """A text with the middle of its telephone numbers starred."""
    return masking.hidden_numbers(text)


@register.filter
def message_kind(code: str) -> str:
    """What a message of a transcript is, where it is no request."""
    return words.of(words.MESSAGES, code)


@register.filter
def full_date(value: Any) -> str:
    """A day with its year; empty for none."""
    return dates.full(value) if value else ""


@register.filter
def percent(value: float | None) -> str:
    """A rate as whole per cent; a dash where nothing was counted."""
    return "—" if value is None else f"{value * 100:.0f}%"
