"""Writing a mechanism down: every saving is a row of its own; what is published is its bytes."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from django.db import IntegrityError, transaction

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import publishing
from bihuan.matters.models import MechanismDraft, MechanismVersion
from bihuan.matters.queries import drafts
from bihuan.matters.queries.drafts import Draft
from bihuan.matters.rules import drafting
from bihuan.mechanisms import checker, library, loading
from bihuan.mechanisms.editing import changing
from bihuan.mechanisms.editing.changing import Form


def answer(code: str, form: Form, *, upon: int, by: Actor, now: datetime) -> Draft:
    """Save what a form was answered, upon the saving it showed.

    Refuses `mechanism.draft-moved` where somebody saved meanwhile, and what `drafts.draft` does.
    """
    found = _at(code, upon, by)
    return _save(found, changing.answered(_begun(found), form), by=by, now=now)


def write(code: str, text: str, *, upon: int, by: Actor, now: datetime) -> Draft:
    """Save the file as it was typed; refuses `mechanism.draft-moved`."""
    found = _at(code, upon, by)
    return _save(found, text.replace("\r\n", "\n").encode(), by=by, now=now)


def copy(name: str, *, by: Actor, now: datetime) -> Draft:
    """Begin a draft from a shipped mechanism, run by the actor's unit.

    Refuses `mechanism.unknown`, and `mechanism.draft-not-yours` where another office runs it here.
    """
    body = library.read(name)
    code = loading.load(body, name).mechanism.code
    found = drafts.standing(by.region, code)
    owner = found.owner if found else by.unit
    drafting.check_write(by, code, owner)
    text = re.sub(
        r"(?m)^owner:[^\n#]*?(?=\s*(?:#.*)?$)", f"owner: {owner}", body.decode(), count=1
    )
    if found is not None and found.in_force is not None:
        text = _versioned(text, drafting.next_version(found.in_force.version))
    fresh = found or Draft(
        code=code, region=by.region, owner=by.unit, body=b"", number=0, begun=False,
        saved_at=None, saved_by="", based_on="", in_force=None,
    )  # fmt: skip
    return _save(fresh, text.encode(), by=by, now=now)


def discard(code: str, *, upon: int, by: Actor, now: datetime) -> None:
    """Drop a draft: the version in force is saved over it, or, before the first, nothing is kept.

    Refuses `mechanism.draft-moved`.
    """
    found = _at(code, upon, by)
    if found.in_force is not None:
        _save(found, bytes(found.in_force.body), by=by, now=now)
        return
    MechanismDraft.objects.filter(region_id=found.region, code=code).delete()


def publish(code: str, *, upon: int, by: Actor, now: datetime) -> MechanismVersion:
    """Put a draft into force; refuses all but a head of the owning office
    (`mechanism.draft-not-yours`), one that moved on, one with faults (`mechanism.invalid`, with
    the units on record), another code, and what `publishing.publish` refuses.
    """
    found = _at(code, upon, by)
    loaded = checker.admit(found.body, code, drafts.units())
    for owner in (found.owner, loaded.mechanism.owner):
        drafting.check_publish(by, code, owner)
    if loaded.mechanism.code != code:
        raise Refused("mechanism.draft-code", code=code, found=loaded.mechanism.code)
    if not found.begun:
        raise Refused("mechanism.draft-same")
    return publishing.publish(found.body, region=found.region, by=by, now=now)


def _at(code: str, upon: int, by: Actor) -> Draft:
    found = drafts.draft(by, code)
    if found.number != upon:
        raise _moved(found)
    return found


def _moved(found: Draft) -> Refused:
    return Refused("mechanism.draft-moved", saved_by=found.saved_by, at=found.saved_at)


def _begun(found: Draft) -> bytes:
    """What a first change is made upon: the version in force, under the version after it."""
    if found.begun:
        return found.body
    assert found.in_force is not None  # noqa: S101 - a draft not begun is the version in force
    version = drafting.next_version(found.in_force.version)
    return _versioned(found.body.decode("utf-8-sig"), version).encode()


def _versioned(text: str, version: str) -> str:
    return re.sub(r"(?m)^version:[^\n#]*?(?=\s*(?:#.*)?$)", f'version: "{version}"', text, count=1)


def _save(found: Draft, body: bytes, *, by: Actor, now: datetime) -> Draft:
    """One more saving; the same bytes again save nothing. Two at once: the second is refused."""
    if body == found.body:
        return found
    last = MechanismDraft.objects.filter(region_id=found.region, code=found.code)
    number = (last.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    based_on = found.based_on
    if not found.begun:
        based_on = found.in_force.version if found.in_force else ""
    try:
        with transaction.atomic():
            MechanismDraft.objects.create(
                region_id=found.region, code=found.code, number=number, unit=by.unit,
                based_on=based_on, body=body, sha256=hashlib.sha256(body).hexdigest(),
                saved_at=now, saved_by=by.post,
            )  # fmt: skip
    except IntegrityError:
        newest = drafts.standing(found.region, found.code)
        raise _moved(newest or found) from None
    return drafts.standing(found.region, found.code) or found
