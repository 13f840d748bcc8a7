"""How a matter stands, in a few lines to paste into a chat group; no name or number in full."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.kernel import record
from bihuan.kernel.actor import OFFICE, Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.stages import ENDED
from bihuan.matters.queries.page import Page
from bihuan.registers.parties.rules import masking
from bihuan.web import dates, sentences, words

_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?)?[2-9]\d{6,7}(?!\d)")
WITH_UNIT = ("assigned", "contested", "handling")


def of_page(found: Page, request: HttpRequest, actor: Actor, now: datetime) -> str:
    """The text for the group on the page of a matter: for the office, none if restricted."""
    if actor.duties.isdisjoint(OFFICE) or not found.whole:
        return ""
    return of_row(found.row, found.mechanism, request, now)


def of_row(matter: Any, mechanism: Mechanism, request: HttpRequest, now: datetime) -> str:
    """Number, who has it, until when and how to follow; nothing of a restricted matter."""
    if matter.restricted or matter.parent_id:
        return ""
    follow = request.build_absolute_uri(reverse("track") + f"?number={matter.number}")
    lines = (
        _("“%(title)s” is registered.") % {"title": _title(matter) or mechanism.title},
        _("Number: %(number)s") % {"number": matter.number},
        _holder(matter, mechanism),
        _until(matter, mechanism, now),
        _("To follow it: %(address)s (the code is with the person who raised it).")
        % {"address": follow},
    )
    return "\n".join(line for line in lines if line)


def _title(matter: Any) -> str:
    """The title without a number, and without the name of whoever raised it."""
    said = _LANDLINE.sub("*******", masking.hidden_numbers(matter.title))
    content = getattr(matter, "content", None)
    name = content.requester if content else ""
    masked = "" if content is None or content.hidden else masking.masked_name(name)
    return said.replace(name, masked) if name else said


def _holder(matter: Any, mechanism: Mechanism) -> str:
    stage = words.of(words.STAGES, matter.stage)
    if matter.stage in {one.value for one in ENDED}:
        closing = mechanism.closings.get(matter.closing_kind)
        said = f"{stage}（{closing.label}）" if closing else stage
        return _("State: %(state)s") % {"state": said}
    unit = matter.unit_id if matter.unit_id and matter.stage in WITH_UNIT else mechanism.owner
    return _("With: %(unit)s (%(state)s)") % {"unit": sentences.unit_name(unit), "state": stage}


def _until(matter: Any, mechanism: Mechanism, now: datetime) -> str:
    if matter.stage in {one.value for one in ENDED}:
        return ""
    state = record.from_record(matter.state)
    main = mechanism.main_clock(state.class_)
    run, limit = state.clock(main), mechanism.clocks.get(main)
    if run is not None and run.effective is not None:
        return _("To be answered by: %(date)s") % {"date": dates.day(run.effective, now)}
    if run is not None or limit is None or matter.stage == "replied":
        return ""
    return _("To be answered within %(span)s, once a unit has it") % {
        "span": dates.span(limit.within)
    }
