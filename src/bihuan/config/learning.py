"""The nightly job: suggestions of a mechanism learnt anew, beside the sweep and not in it."""

from __future__ import annotations

import logging

from django.utils.translation import gettext_noop as noop

from bihuan.matters.actions.suggesting import learning
from bihuan.registers.jobs.kinds import Done, Kind, Work

JOB = "learn-suggestions"
LEARNT = noop("Suggestions of {mechanism}: learnt anew {learnt}, unchanged or too few {left}.")
log = logging.getLogger(__name__)


def learn(work: Work) -> Done:
    """Units and classes of one mechanism; the same matters change nothing."""
    code = str(work.payload["mechanism"])
    found = learning.learn(code, by=work.by, now=work.clock())
    for lesson in found:
        log.info("Learnt %s of %s: %s, %s letters.", lesson.what, code, lesson.outcome,
                 lesson.letters)  # fmt: skip
    learnt = sum(lesson.outcome == "learnt" for lesson in found)
    return Done(LEARNT, {"mechanism": code, "learnt": learnt, "left": len(found) - learnt})


KINDS = (Kind(JOB, noop("Suggestions learnt"), learn),)
