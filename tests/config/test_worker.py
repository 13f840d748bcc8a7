from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bihuan.config.worker import Worker


class House:
    """A queue of so many jobs, a clock that moves with every look, and a job that may fall."""

    def __init__(self, jobs: int = 0, *, falls: int = 0) -> None:
        self.now = datetime(2026, 2, 13, 9, tzinfo=UTC)
        self.jobs, self.falls = jobs, falls
        self.tidied: list[bool] = []
        self.rested = 0
        self.worker = Worker(
            work=self.work, tidy=self.tidied.append, clock=lambda: self.now, rest=self.rest
        )

    def work(self) -> bool:
        if self.falls:
            self.falls -= 1
            raise RuntimeError("the database is being restarted")
        self.jobs -= 1
        return self.jobs >= 0

    def rest(self) -> None:
        self.rested += 1
        self.now += timedelta(seconds=25)


def test_it_works_until_the_queue_is_empty_and_tidies_first_and_each_minute() -> None:
    house = House(jobs=3)
    assert [house.worker.look() for _ in range(4)] == [True, True, True, False]
    assert (house.tidied, house.rested) == ([True, False], 4)


def test_a_fault_is_written_down_and_the_next_look_works(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(jobs=1, falls=1)
    assert [house.worker.look(), house.worker.look()] == [False, True]
    assert [(r.levelno, r.exc_info is not None) for r in caplog.records] == [(logging.ERROR, True)]
    assert house.tidied == [True]


def test_a_stop_is_heard() -> None:
    house = House()
    house.worker.start()
    house.worker.stop()
    assert not house.worker._thread.is_alive()
