"""Learning by night: one mechanism a minute, each once a day."""

from __future__ import annotations

from datetime import datetime

from bihuan.kernel import worktime
from bihuan.matters.models import Progress
from bihuan.matters.queries.suggesting import lessons

FROM, UNTIL = 1, 5  # the hours in which nobody waits for a page
NAME = "suggestions:{code}"


def turn(*, now: datetime) -> str:
    """The mechanism whose turn it is tonight; empty by day, and when all have been.

    Its turn is noted at once: one that fails waits for the next night.
    """
    local = now.astimezone(worktime.LOCAL)
    if not FROM <= local.hour < UNTIL:
        return ""
    today = local.date().toordinal()
    done = dict(
        Progress.objects.filter(name__startswith="suggestions:").values_list("name", "last")
    )
    for code in lessons.declaring():
        name = NAME.format(code=code)
        if done.get(name, 0) < today:
            Progress.objects.update_or_create(name=name, defaults={"last": today, "done": True})
            return code
    return ""
