"""Posts, and who sits in them."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties.actions.change import change
from bihuan.registers.parties.models import Account, Holding, Person, Post
from bihuan.registers.parties.rules.directory import PostFacts
from bihuan.registers.parties.rules.roles import checked_duties
from bihuan.registers.parties.rules.texts import check_text


def record_post(facts: PostFacts, *, by: Actor, now: datetime) -> Post:
    """Put a post into a unit, or change its title, duties, order and whether it is in use.

    Refuses `parties.not-permitted`, `unit.unknown`, `post.duty-unknown`, `post.title-missing`,
    `post.of-another-unit`.
    """
    with change("keep-register", by=by, now=now) as opened:
        tree = opened.tree
        tree.unit(facts.unit)
        duties = checked_duties(facts.duties)
        if not facts.title.strip():
            raise Refused("post.title-missing", post=facts.code)
        check_text("title", facts.title)
        check_text("post", facts.code)
        former = tree.posts.get(facts.code)
        if former is not None and former.unit != facts.unit:
            raise Refused("post.of-another-unit", post=facts.code, unit=former.unit)
        if former == facts:
            return Post.objects.get(code=facts.code)
        row, _ = Post.objects.update_or_create(
            code=facts.code,
            defaults={
                "unit_id": facts.unit,
                "title": facts.title,
                "duties": duties,
                "order": facts.order,
                "active": facts.active,
            },
        )
        opened.say("post-recorded", post_payload(facts))
        return row


def post_payload(facts: PostFacts) -> dict[str, object]:
    """What the journal says of a post."""
    return {
        "post": facts.code,
        "unit": facts.unit,
        "title": facts.title,
        "duties": sorted(facts.duties),
        "order": facts.order,
        "active": facts.active,
    }


def appoint(post_code: str, *, person: Person, since: date, by: Actor, now: datetime) -> Holding:
    """Seat a person in a post from a day on; whoever sat there leaves that day.

    Matters, grants and signatures hang on the post and stay where they are. The same appointment
    again changes nothing. Refuses `parties.not-permitted`, `post.unknown`, `post.closed`,
    `person.administers`, `holding.before-former`.
    """
    with change("appoint", by=by, now=now) as opened:
        post = opened.tree.posts.get(post_code)
        if post is None:
            raise Refused("post.unknown", post=post_code)
        if not post.active:
            raise Refused("post.closed", post=post.title)
        check_no_administrator(person)
        former = Holding.objects.filter(post=post_code, until__isnull=True).first()
        if former is not None and former.person_id == person.pk:
            return former
        if former is not None:
            _leave(former, since)
        row = Holding.objects.create(post_id=post_code, person=person, since=since)
        payload = {"post": post_code, "person": person.pk, "since": since.isoformat()}
        opened.say("post-filled", payload)
        return row


def _leave(former: Holding, on: date) -> None:
    if on < former.since:
        raise Refused("holding.before-former", post=former.post_id, since=former.since)
    former.until = on
    former.save(update_fields=["until"])


def vacate(post_code: str, *, until: date, by: Actor, now: datetime) -> Holding:
    """Let the holder of a post leave it on a day without a successor.

    Refuses `parties.not-permitted`, `post.vacant`, `holding.before-former`.
    """
    with change("appoint", by=by, now=now) as opened:
        former = Holding.objects.filter(post=post_code, until__isnull=True).first()
        if former is None:
            raise Refused("post.vacant", post=post_code)
        _leave(former, until)
        payload = {"post": post_code, "person": former.person_id, "until": until.isoformat()}
        opened.say("post-vacated", payload)
        return former


def check_no_administrator(person: Person) -> None:
    """Refuse `person.administers`: who keeps the installation handles no matters."""
    roles = Account.objects.filter(person=person).exclude(administers="")
    held = roles.values_list("administers", flat=True).first()
    if held is not None:
        raise Refused("person.administers", role=held)
