from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.web import cast

from bihuan.registers.jobs import actions, kinds, running
from bihuan.registers.jobs.kinds import Done, Kind, Work
from bihuan.registers.jobs.models import Job
from bihuan.registers.parties import queries as parties


class Bench:
    """A queue with a clock turned by hand, and the kind `count` whose work a test may write."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = cast.NOW
        self.seen: list[Work] = []
        self.do: Callable[[Work], Done] = lambda _work: Done("Counted {count}.", {"count": 3})

    def clock(self) -> datetime:
        return self.now

    def later(self, **length: float) -> None:
        self.now += timedelta(**length)

    def run(self, work: Work) -> Done:
        self.seen.append(work)
        return self.do(work)

    def ask(self, post: str = "office-clerk", given: bytes | None = None, **payload: Any) -> Job:
        account = get_user_model().objects.get(username=post)
        by = parties.actor_of(account, post, on=self.now.date())
        return actions.ask(
            "count", payload, account=account.pk, by=by, now=self.now, root=self.root,
            given=io.BytesIO(given) if given is not None else None,
            given_name="台账.xlsx" if given is not None else "",
        )  # fmt: skip

    def work(self, worker: str = "one") -> int:
        return running.run_waiting(self.root, clock=self.clock, worker=worker)

    def recover(self, worker: str = "one", *, starting: bool = False) -> int:
        return running.recover(worker, clock=self.clock, starting=starting)


@pytest.fixture
def bench(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    cast.found_city()
    made = Bench(tmp_path)
    monkeypatch.setitem(kinds.KINDS, "count", Kind("count", "Count", made.run))
    return made
