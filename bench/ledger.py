"""Matters in every stage of handling, made through the actions themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bench.city import FOUNDED, UNITS, City
from bihuan.matters.actions import acting, receiving
from bihuan.matters.models import Matter
from bihuan.registers.parties import queries as parties

TEXT = "我家门前的路灯坏了一个多月，晚上出行很不方便，老人摔过一跤，希望尽快修复。" * 4


def received(city: City, many: int, now: datetime = FOUNDED) -> list[Matter]:
    """So many petitions taken in on one morning."""
    clerk = city.actor("clerk", now)
    found = []
    with parties.one_reading():
        for n in range(many):
            values = {"title": f"路灯不亮 {n}", "text": f"{n} {TEXT}", "unit": UNITS[0]}
            arrival = receiving.Arrival(
                "phone", values, requester="王某（演示）", phone=f"1390000{n:04d}"
            )
            at = now + timedelta(minutes=n)
            found.append(receiving.receive(city.version, arrival, by=clerk, now=at).matter)
    return found


def handled(city: City, many: int, now: datetime = FOUNDED) -> list[Matter]:
    """So many petitions accepted, given to the first unit and signed for by its desk."""
    return [_handled(city, row, row.received_at) for row in received(city, many, now)]


def _handled(city: City, row: Matter, now: datetime) -> Matter:
    clerk, desk = city.actor("clerk", now), city.actor("handler", now)
    assigned: dict[str, object] = {"unit": UNITS[0]}
    moves = (("accept", None, clerk), ("assign", assigned, clerk), ("sign-for", None, desk))
    for name, params, by in moves:
        now += timedelta(hours=2)
        row = acting.act(row.number, acting.Asked(name, params or {}), by=by, now=now)
    return row


def numbers(rows: Sequence[Matter]) -> list[str]:
    return [row.number for row in rows]
