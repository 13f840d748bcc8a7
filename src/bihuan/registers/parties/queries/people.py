"""Who sits where, and which person a telephone number belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties import secrecy
from bihuan.registers.parties.models import Account, Holding, Person
from bihuan.registers.parties.queries import reading
from bihuan.registers.parties.rules.directory import Directory

# Asked by every request of the staff, and therefore written out: to build it takes four times as
# long as to ask it.
_HELD = """
SELECT post_id, (SELECT head FROM journal_book WHERE name = %s),
 (SELECT head FROM journal_book WHERE name = %s)
FROM parties_holding WHERE person_id = %s AND since <= %s AND ("until" IS NULL OR "until" > %s)
ORDER BY since, post_id
"""


def holdings_on(on: date) -> QuerySet[Holding]:
    """Who sits in which post on a day."""
    current = Q(until__isnull=True) | Q(until__gt=on)
    return Holding.objects.filter(current, since__lte=on)


def current_or_coming(on: date) -> QuerySet[Holding]:
    """Who sits in a post on a day or will later."""
    return Holding.objects.filter(Q(until__isnull=True) | Q(until__gt=on))


def holders_of(posts: Iterable[str], on: date) -> dict[str, Person]:
    """The person in each post that is filled on a day, in one query."""
    found = holdings_on(on).filter(post__in=list(posts)).select_related("person")
    return {holding.post_id: holding.person for holding in found}


def posts_held(person: int, on: date) -> tuple[str, ...]:
    """The posts of a person, the longest held first; the first is where she works by default."""
    held = holdings_on(on).filter(person=person).order_by("since", "post_id")
    return tuple(held.values_list("post_id", flat=True))


def person_name(person: str) -> str:
    """The name of a person by the key an entry names her with; empty for nobody on record."""
    found = Person.objects.filter(pk=int(person)).first() if person.isdecimal() else None
    return found.name if found else ""


def people_called(phone: str) -> tuple[Person, ...]:
    """The persons with a number, found without opening any; refuses `secrecy.key-missing`."""
    return tuple(Person.objects.filter(phone_index__in=secrecy.indexes(phone)).order_by("pk"))


def actor_of(account: Account, post_code: str | None = None, *, on: date) -> Actor:
    """Whom an account acts as on a day, through the post asked for or the one longest held.

    One query, which also brings the heads of the books. An administrator acts through no post.
    Refuses `account.closed`, `account.expired`, `account.no-person`, `account.no-post`,
    `account.post-not-held`, `post.closed` and `unit.dissolved`.
    """
    _check_open(account, on)
    if account.administers:
        person = str(account.person_id or "")
        return Actor(person, "", "", frozenset(), (), "", account.administers)
    if account.person_id is None:
        raise Refused("account.no-person", username=account.username)
    held, heads = _held(account.person_id, on)
    if not held:
        raise Refused("account.no-post", username=account.username)
    if post_code is not None and post_code not in held:
        raise Refused("account.post-not-held", post=post_code)
    return _actor_in(reading.tree(heads), post_code or held[0], str(account.person_id), on)


def acting_in(post_code: str, *, on: date) -> Actor:
    """Whom somebody acts as who was given leave for one post, without an account.

    Refuses `post.vacant`, `post.closed` and `unit.dissolved`.
    """
    held = holders_of([post_code], on).get(post_code)
    if held is None:
        raise Refused("post.vacant", post=post_code)
    return _actor_in(reading.tree(), post_code, str(held.pk), on)


def _check_open(account: Account, on: date) -> None:
    if not account.is_active:
        raise Refused("account.closed", username=account.username)
    if account.expires_on is not None and account.expires_on <= on:
        raise Refused("account.expired", username=account.username, on=account.expires_on)


def _held(person: int, on: date) -> tuple[list[str], reading.Heads]:
    day = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [reading.REGISTERS, reading.CALENDAR, person, day, day])
        rows = cursor.fetchall()
    heads = reading.Heads(rows[0][1] or "", rows[0][2] or "") if rows else reading.Heads()
    if rows:
        reading.attest(heads)
    return [row[0] for row in rows], heads


def _actor_in(tree: Directory, post_code: str, person: str, on: date) -> Actor:
    post = tree.posts[post_code]
    unit = tree.unit(post.unit)
    if not post.active:
        raise Refused("post.closed", post=post.title)
    if not unit.stands(on):
        raise Refused("unit.dissolved", unit=unit.name, on=unit.valid_until)
    line = tree.superiors(unit.code, on)
    return Actor(person, post.code, unit.code, post.duties, line, unit.region)
