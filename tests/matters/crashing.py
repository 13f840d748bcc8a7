"""Kills a process at one statement after the other: `python -m tests.matters.crashing DEED`.

Each killed process is forked from this one and gets SIGKILL right before its n-th statement to the
database. After each, what is left is looked at; at the end the deed is done undisturbed. Every
finding is printed as one JSON object a line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the settings come first
from django.db import connection, connections  # noqa: E402
from tests.matters import cast, files  # noqa: E402

from bihuan.kernel.actor import SYSTEM  # noqa: E402
from bihuan.kernel.worktime import LOCAL, DayKind  # noqa: E402
from bihuan.matters.actions import importing, recounting, sweeping  # noqa: E402
from bihuan.matters.models import (  # noqa: E402
    Content,
    Matter,
    MechanismVersion,
    Notice,
    Progress,
)
from bihuan.matters.rules import maps  # noqa: E402
from bihuan.registers.journal.models import Entry  # noqa: E402
from bihuan.registers.journal.verification import verify  # noqa: E402
from bihuan.registers.parties import actions as registers  # noqa: E402
from bihuan.registers.parties.models import CalendarRevision  # noqa: E402

LATER = cast.later(days=30)
LETTERS = [files.letter(n, 办理单位=f"第{n % 4}局（演示）") for n in range(30)]


@dataclass(frozen=True)
class Deed:
    """Something long to be killed in the middle of: how it is prepared, done and looked at."""

    prepare: Callable[[MechanismVersion], object]
    do: Callable[[], object]
    look: Callable[[], dict[str, Any]]
    step: int  # from one statement it is killed at to the next


def report() -> dict[str, Any]:
    """What every deed must leave whole: chains, rows that follow from them, contents."""
    found = verify()
    return {
        "ok": found.ok,
        "faults": [fault.sentence for fault in found.faults],
        "matters": Matter.objects.count(),
        "contents": Content.objects.count(),
        "entries": Entry.objects.filter(subject_kind="matter").count(),
    }


def last_signature() -> None:
    row = Matter.objects.get()
    if row.pending_duty:
        cast.do(row, "sign", "head")


def one_waiting(version: MechanismVersion) -> None:
    """A reply that waits for its last signature."""
    matter = cast.handled(version)
    cast.do(matter, "reply", "handler", closing="solved", text="已扶正")
    cast.do(matter, "sign", "deputy")


def stands() -> dict[str, Any]:
    row = Matter.objects.get()
    return {**report(), "stage": row.stage, "length": row.length}


def take_in() -> None:
    shape = maps.read_map(files.MAP.replace("{units}", "record"))
    version = MechanismVersion.objects.get()
    data = files.as_csv(*LETTERS)
    importing.import_file(data, shape, version, by=SYSTEM, now=cast.NOW, replay=True)


def taken() -> dict[str, Any]:
    keys = Matter.objects.values_list("source_key", flat=True)
    return {**report(), "keys": sorted(set(keys), key=int), "twice": len(keys) - len(set(keys))}


def ten_handled(version: MechanismVersion) -> None:
    for _ in range(10):
        cast.handled(version)


def swept() -> dict[str, Any]:
    ticks = Entry.objects.filter(subject_kind="matter", kind="tick").count()
    told = Notice.objects.filter(kind="red").count()
    drafts = Notice.objects.filter(kind="draft").count()
    red = Matter.objects.filter(card="red").count()
    return {**report(), "ticks": ticks, "told": told, "drafts": drafts, "red": red}


def ten_to_recount(version: MechanismVersion) -> None:
    ten_handled(version)
    registers.record_calendar_days(
        {date(2026, 3, 6): (DayKind.HOLIDAY, "开园日（演示）")},
        region=cast.REGION, notice="通知（演示）", by=SYSTEM, now=cast.NOW,
    )  # fmt: skip


def counted() -> dict[str, Any]:
    due = datetime(2026, 3, 10, 12, tzinfo=LOCAL)
    moved = Matter.objects.filter(due_at__gte=due).count()
    entries = Entry.objects.filter(kind="recount").count()
    done = Progress.objects.filter(name__startswith="recount:", done=True).exists()
    return {**report(), "moved": moved, "recounts": entries, "done": done}


def recount() -> None:
    recounting.recount(CalendarRevision.objects.get(), now=cast.NOW)


DEEDS = {
    "action": Deed(one_waiting, last_signature, stands, step=1),
    "import": Deed(lambda _version: None, take_in, taken, step=9),
    "sweep": Deed(ten_handled, lambda: sweeping.sweep(now=LATER), swept, step=5),
    "recount": Deed(ten_to_recount, recount, counted, step=4),
}


class Killer:
    """Counts statements, and kills its own process right before the n-th."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __call__(self, execute: Callable[..., Any], *said: Any) -> Any:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*said)


def forked(do: Callable[[], object]) -> int:
    """Do it in a process of its own and say how that ended."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    status = 1
    try:
        do()
        status = 0
    finally:
        os._exit(status)


def killed(deed: Deed, at: int) -> bool:
    """Whether the deed got as far as its n-th statement, and no further."""

    def dying() -> None:
        with connection.execute_wrapper(Killer(at)):
            deed.do()

    status = forked(dying)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise SystemExit(f"the deed failed before statement {at}")
    return False


def say(**found: Any) -> None:
    print(json.dumps(found), flush=True)  # noqa: T201 - read by the test


def main(name: str) -> None:
    call_command("migrate", verbosity=0)
    importing.BATCH, sweeping.BATCH, recounting.BATCH = 10, 4, 4
    deed = DEEDS[name]
    cast.district()
    deed.prepare(cast.publish())
    say(when="before", **deed.look())
    at = 1
    while killed(deed, at):
        say(when="killed", at=at, **deed.look())
        at += deed.step
    say(when="after", **deed.look())
    deed.do()
    say(when="again", **deed.look())


if __name__ == "__main__":
    main(sys.argv[1])
