"""The job of a score over many matters: judged, kept, and opened when it is done."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as noop

from bihuan.matters.actions.scoring import running
from bihuan.registers.jobs.kinds import Done, Kind, Work

JUDGED = noop("{rows} matters judged and kept; every row can be opened.")


def make(work: Work) -> Done:
    """The figures of a period, or a correction of published ones."""
    said, now = work.payload, work.clock()
    if "corrects" in said:
        made = running.correct(
            said["corrects"], said["reason"], by=work.by, now=now, told=work.progress
        )
    else:
        since, until = (datetime.fromisoformat(said[name]) for name in ("since", "until"))
        asked = running.Asked(said["region"], since, until, tuple(said["mechanisms"]))
        made = running.run(asked, by=work.by, now=now, told=work.progress)
    return Done(JUDGED, {"rows": made.rows, "run": made.pk})


# Not begun anew when it was cut off: a run that was kept already would be kept twice.
KINDS = (Kind("score-run", noop("Scores of a period"), make, again=False, page="score-job"),)
