"""What the person behind a matter reads: where it is, in words anybody understands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.matters.queries.tracking import Step, Tracked
from bihuan.web import clockwords, dates, words
from bihuan.web.ring import ring

# Plain words for the person; the office's own words stay in the office.
WHERE: words.Words = {
    "received": gettext_lazy("Your matter has come in. It is being looked at."),
    "accepted": gettext_lazy("Your matter is accepted. A unit is being chosen to handle it."),
    "assigned": gettext_lazy("Your matter has been given to the unit below."),
    "contested": gettext_lazy("It is being decided which unit must handle your matter."),
    "handling": gettext_lazy("The unit below is working on your matter."),
    "replied": gettext_lazy(
        "There is an answer. Somebody else than the unit will call you about it."
    ),
    "closed": gettext_lazy("Your matter has been closed."),
    "refused": gettext_lazy("Your matter was not accepted here."),
    "merged": gettext_lazy("Your matter is handled together with another on the same thing."),
    "withdrawn": gettext_lazy("You have withdrawn your matter."),
    "handed-over": gettext_lazy("Your matter was handed over to the body responsible for it."),
}
# Where it differs for those behind a merged matter: it is the other person who is called.
TOGETHER: words.Words = {
    **WHERE,
    "replied": gettext_lazy("There is an answer; it stands below."),
}
STEPS: words.Words = {
    "receive": gettext_lazy("came in"),
    "accept": gettext_lazy("accepted"),
    "refuse": gettext_lazy("not accepted"),
    "reconsider": gettext_lazy("taken up again"),
    "merge": gettext_lazy("joined with another matter"),
    "unmerge": gettext_lazy("handled by itself again"),
    "assign": gettext_lazy("given to a unit"),
    "sign-for": gettext_lazy("the unit began"),
    "extend": gettext_lazy("given more time"),
    "suspend": gettext_lazy("paused"),
    "resume": gettext_lazy("went on"),
    "carry": gettext_lazy("put off to a later date"),
    "reply": gettext_lazy("answered"),
    "call-back": gettext_lazy("you were called"),
    "reopen": gettext_lazy("sent back to be handled again"),
    "strike-off": gettext_lazy("closed"),
    "rate": gettext_lazy("you rated it"),
    "ask-review": gettext_lazy("you asked for a review"),
    "withdraw": gettext_lazy("withdrawn"),
    "hand-over": gettext_lazy("handed over"),
}


def context(found: Tracked, now: datetime) -> dict[str, Any]:
    """Everything the template names."""
    row, lead = found.row, found.lead
    together = lead.pk != row.pk
    clocks = clockwords.clocks([found.clock], now, found.calendar) if found.clock else []
    kind = found.mechanism.closings.get(found.state.closing_kind)
    return {
        "ring": ring(lead.stage, verified=lead.verified),
        "title": _("What you raised on %(day)s") % {"day": dates.day(row.received_at, now)},
        "where": words.of(WHERE, row.stage),
        "together": words.of(TOGETHER, lead.stage) if together else "",
        "holder": found.holder,
        "clock": clocks[0] if clocks and clocks[0].running else None,
        "reply": found.reply,
        "closing": kind.label if kind else "",
        "reason": found.reason,
        "tell": found.tell,
        "carried": dates.day(lead.carried_until, now) if lead.carried_until else "",
        "steps": [_step(step, now) for step in found.steps],
        "mechanism": found.mechanism,
    }


def _step(step: Step, now: datetime) -> dict[str, str]:
    return {
        "what": words.of(STEPS, step.kind),
        "when": dates.day(step.at, now) if step.at else _("date not known"),
        "unit": step.unit,
    }
