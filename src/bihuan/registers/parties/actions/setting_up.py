"""A spreadsheet of units, posts and people goes in: every accepted row, or none at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Greatest

from bihuan.kernel.actor import Actor
from bihuan.registers.parties import sheet
from bihuan.registers.parties.actions.change import Change, change
from bihuan.registers.parties.actions.places import unit_columns, unit_payload
from bihuan.registers.parties.actions.posts import post_payload
from bihuan.registers.parties.models import Account, Alias, Holding, Person, Post, Region, Unit
from bihuan.registers.parties.queries import setting_up

BATCH = 500


@dataclass(frozen=True, slots=True)
class SetUp:
    """What went in and what did not; `accepted` and `rejected` together are the rows given."""

    given: int
    accepted: int
    rejected: tuple[sheet.RejectedRow, ...]
    made: Mapping[str, int]

    @property
    def changed(self) -> bool:
        return any(self.made.values())


def set_up(read: sheet.SheetRead, *, home: str, by: Actor, now: datetime) -> SetUp:
    """Put a spreadsheet into the register, in one transaction and in batches.

    The same spreadsheet again changes nothing. Refuses `parties.not-permitted`, `region.unknown`,
    `region.retired`, `region.not-here`, `secrecy.key-missing`; rows are rejected one by one.
    """
    with change("keep-register", by=by, now=now) as opened:
        plan = setting_up.planned(read, home=home, today=opened.today)
        _write_places(plan, opened)
        _write_posts(plan, opened)
        people = _write_people(plan, opened)
        _write_holdings(plan, people, opened)
        _write_accounts(plan, people, opened)
    made = {
        "regions": len(plan.regions),
        "units": len(plan.units),
        "placed": len(plan.placed),
        "posts": len(plan.posts),
        "people": sum(somebody.pk is None for somebody in plan.people),
        "seated": len(plan.seated),
        "accounts": len(plan.accounts),
    }
    return SetUp(len(read.rows), len(plan.accepted), plan.rejected, made)


def _write_places(plan: sheet.Plan, opened: Change) -> None:
    for region in plan.regions.values():
        # A handful at most, and each stands under one made before it.
        Region.objects.create(
            code=region.code,
            name=region.name,
            level=region.level,
            parent_id=region.parent or None,
        )
        payload = {
            "region": region.code,
            "name": region.name,
            "level": region.level,
            "parent": region.parent,
        }
        opened.say("region-recorded", payload)
    units = [Unit(**unit_columns(unit)) for unit in plan.units.values()]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    aliases = [
        Alias(unit_id=unit.code, name=name)
        for unit in plan.units.values()
        for name in unit.aliases
    ]
    Alias.objects.bulk_create(aliases, batch_size=BATCH)
    for unit in plan.units.values():
        opened.say("unit-recorded", unit_payload(unit))
    moved = [Unit(**unit_columns(unit)) for unit in plan.placed.values()]
    Unit.objects.bulk_update(moved, ["territorial_parent", "sectoral_parent"], batch_size=BATCH)
    for unit in plan.placed.values():
        payload = {
            "unit": unit.code,
            "territorial": unit.territorial,
            "sectoral": unit.sectoral,
        }
        opened.say("unit-placed", payload)


def _write_posts(plan: sheet.Plan, opened: Change) -> None:
    posts = [
        Post(
            code=post.code,
            unit_id=post.unit,
            title=post.title,
            duties=sorted(post.duties),
            order=post.order,
        )
        for post in plan.posts.values()
    ]
    Post.objects.bulk_create(posts, batch_size=BATCH)
    for post in plan.posts.values():
        opened.say("post-recorded", post_payload(post))


def _write_people(plan: sheet.Plan, opened: Change) -> dict[tuple[str, str], int]:
    new = [somebody for somebody in plan.people if somebody.pk is None]
    rows = [Person(name=somebody.name) for somebody in new]
    for row, somebody in zip(rows, new, strict=True):
        row.phone = somebody.phone
    Person.objects.bulk_create(rows, batch_size=BATCH)
    for row, somebody in zip(rows, new, strict=True):
        private = {"name": somebody.name, "phone": somebody.phone}
        opened.say("person-recorded", {"person": row.pk}, private)
    found = {somebody.key: row.pk for row, somebody in zip(rows, new, strict=True)}
    found.update({each.key: each.pk for each in plan.people if each.pk is not None})
    return found


def _write_holdings(
    plan: sheet.Plan, people: Mapping[tuple[str, str], int], opened: Change
) -> None:
    if plan.seated:
        former = Holding.objects.filter(until__isnull=True, post__in=list(plan.seated))
        former.update(until=Greatest("since", opened.today))
    seated = {post: people[key] for post, key in plan.seated.items()}
    rows = [
        Holding(post_id=post, person_id=person, since=opened.today)
        for post, person in seated.items()
    ]
    Holding.objects.bulk_create(rows, batch_size=BATCH)
    for post, person in seated.items():
        payload = {"post": post, "person": person, "since": opened.today.isoformat()}
        opened.say("post-filled", payload)


def _write_accounts(
    plan: sheet.Plan, people: Mapping[tuple[str, str], int], opened: Change
) -> None:
    rows = [Account(username=name, person_id=people[key]) for name, key in plan.accounts.items()]
    for row in rows:
        row.set_unusable_password()
    Account.objects.bulk_create(rows, batch_size=BATCH)
    for row in rows:
        payload = {"account": row.pk, "person": row.person_id}
        opened.say("account-opened", payload, {"username": row.username})
