from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bihuan.config.ticker import Ticker

NINE = datetime(2026, 2, 13, 9, 0, 20, tzinfo=UTC)


class House:
    """A clock that moves a minute with every look, a lease, and a sweep that may fall."""

    def __init__(self, *, leased: bool = True, falls: int = 0) -> None:
        self.now = NINE
        self.leased, self.falls = leased, falls
        self.swept: list[datetime] = []
        self.rested = 0
        self.ticker = Ticker(
            take_lease=lambda _now: self.leased,
            sweep=self.sweep,
            clock=lambda: self.now,
            rest=self.rest,
        )

    def sweep(self, now: datetime) -> None:
        self.swept.append(now)
        if len(self.swept) <= self.falls:
            raise RuntimeError("the database is being restarted")

    def rest(self) -> None:
        self.rested += 1
        self.now += timedelta(minutes=1)


def test_whoever_holds_the_lease_sweeps() -> None:
    house = House()
    house.ticker.tick()
    assert house.swept == [NINE]


def test_without_the_lease_nothing_is_swept() -> None:
    house = House(leased=False)
    house.ticker.tick()
    assert (house.swept, house.rested) == ([], 1)


def test_a_sweep_that_falls_is_written_down_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = House(falls=1)
    house.ticker.tick()
    house.ticker.tick()
    assert house.swept == [NINE, NINE + timedelta(minutes=1)]
    assert [(r.levelno, r.exc_info is not None) for r in caplog.records] == [(logging.ERROR, True)]


def test_the_first_sweep_does_not_wait_and_a_stop_is_heard() -> None:
    house = House()
    house.ticker.start()
    house.ticker.stop()
    assert house.swept == [NINE]


@pytest.mark.parametrize(("second", "left"), [(0, 60.0), (20, 40.0), (59, 1.0)])
def test_ticks_fall_on_the_minute(second: int, left: float) -> None:
    house = House()
    house.now = NINE.replace(second=second)
    assert house.ticker.until_next_minute() == left
