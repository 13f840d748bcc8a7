"""Plays the stories through the real actions, in the order of time, the sweep between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from bihuan.config.demonstration import district
from bihuan.config.demonstration.story import Step, Story
from bihuan.kernel.actor import Actor
from bihuan.kernel.worktime import Calendar, local, parse_span, shift
from bihuan.matters.actions import acting, asking, receiving, sweeping
from bihuan.matters.models import Matter, MechanismVersion
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.models import Account
from bihuan.registers.parties.rules.masking import DEMONSTRATION

SURNAMES = "赵钱孙李周吴郑王冯陈"
MINUTES = re.compile(r"-(\d+)min")


class Theatre:
    """The stories under way: their numbers, their codes, and the moment the play ends."""

    def __init__(self, versions: Mapping[str, MechanismVersion], now: datetime) -> None:
        self._versions = versions
        self._now = now
        self._calendar: Calendar = parties.calendar_for(district.REGION)
        self._received: dict[int, receiving.Received] = {}
        self._numbers: dict[str, str] = {}

    def play(self, stories: Iterable[Story]) -> int:
        """Play every step at its moment; returns how many matters came of it."""
        told = list(stories)
        moments = [
            (self.moment(step.at if step else story.at), place, story, step)
            for place, story in enumerate(told)
            for step in (None, *story.steps)
        ]
        for at, place, story, step in sorted(moments, key=lambda each: each[0]):
            sweeping.sweep(now=at)
            if step is None:
                self._receive(place, story, at)
            else:
                self._act(place, story, step, at)
        sweeping.sweep(now=self._now)
        return Matter.objects.filter(parent=None).count()

    def moment(self, written: str) -> datetime:
        """`-40min` before now, or `-5wd 09:10`: that time of the fifth working day before."""
        minutes = MINUTES.fullmatch(written)
        if minutes:
            return self._now - timedelta(minutes=int(minutes[1]))
        span, _, clock = written.partition(" ")
        day = local(shift(self._calendar, self._now, parse_span(span))).date()
        return datetime.combine(day, time.fromisoformat(clock), local(self._now).tzinfo)

    def _receive(self, place: int, story: Story, at: datetime) -> None:
        version = self._versions[story.mechanism]
        name = f"{SURNAMES[place % len(SURNAMES)]}某某{DEMONSTRATION}"
        phone = f"1990000{7000 + place:04d}"
        texts = {"title": story.title, "text": story.text, "description": story.text}
        person = {"name": name, "phone": phone}
        arrival = receiving.Arrival(
            story.channel,
            {**texts, **person, **story.values},
            class_=story.class_,
            accused=story.accused,
            requester=name,
            phone=phone,
        )
        clerk = self._somebody(version.owner, "clerk", at)
        self._received[place] = receiving.receive(version, arrival, by=clerk, now=at)
        if story.key:
            self._numbers[story.key] = self._received[place].matter.number

    def _act(self, place: int, story: Story, step: Step, at: datetime) -> None:
        received = self._received[place]
        number = received.matter.number
        answers = {name: self._answer(value) for name, value in step.answers.items()}
        asked = acting.Asked(step.does, answers)
        if step.who == "person":
            asking.ask(number, received.code, asked, now=at)
            return
        unit, _, duty = step.who.partition(" ")
        row = Matter.objects.get(number=number)
        named = {"office": self._versions[story.mechanism].owner, "unit": row.unit_id or ""}
        actor = self._somebody(named.get(unit, unit), duty, at)
        acting.act(number, asked, by=actor, now=at)

    def _answer(self, value: object) -> object:
        text = str(value)
        if text.startswith("on:+"):
            day = shift(self._calendar, self._now, parse_span(text.removeprefix("on:+")))
            return local(day).date().isoformat()
        return self._numbers[text[len("of:") :]] if text.startswith("of:") else value

    def _somebody(self, unit: str, duty: str, at: datetime) -> Actor:
        """Whoever holds the first post with that duty in the unit."""
        post, on = parties.posts_with(unit, duty)[0].code, local(at).date()
        person = parties.holders_of([post], on)[post]
        return parties.actor_of(Account.objects.get(person=person), post, on=on)
