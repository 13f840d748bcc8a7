"""Learning by night: one mechanism a minute, each once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bihuan.kernel import worktime
from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions.suggesting import learning
from bihuan.matters.actions.suggesting.learning import Lesson
from bihuan.matters.models import Progress
from bihuan.matters.queries.suggesting import lessons

FROM, UNTIL = 1, 5  # the hours in which nobody waits for a page
NAME = "suggestions:{code}"


def learn(*, now: datetime) -> Iterator[tuple[str, Lesson]]:
    """Learn for the next mechanism whose turn it is tonight; by day, and when all are done, none.

    Its turn is noted before it begins: one that fails is logged and waits for the next night.
    """
    local = now.astimezone(worktime.LOCAL)
    if not FROM <= local.hour < UNTIL:
        return
    today = local.date().toordinal()
    done = dict(
        Progress.objects.filter(name__startswith="suggestions:").values_list("name", "last")
    )
    for code in lessons.declaring():
        name = NAME.format(code=code)
        if done.get(name, 0) < today:
            Progress.objects.update_or_create(name=name, defaults={"last": today, "done": True})
            yield from ((code, lesson) for lesson in learning.learn(code, by=SYSTEM, now=now))
            return
