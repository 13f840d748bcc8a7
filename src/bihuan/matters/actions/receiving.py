"""Taking a matter in: by a person through a link, by a clerk, from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from bihuan.kernel import receiving, tables, texts, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.case import Outcome
from bihuan.kernel.declaration import Mechanism
from bihuan.matters.actions import grants, numbering, resolving, rows
from bihuan.matters.actions.nearness import proposing
from bihuan.matters.models import Content, Matter, MechanismVersion, Repeat
from bihuan.matters.queries import versions
from bihuan.matters.queries.nearness import labels
from bihuan.matters.rules import numbers, titles
from bihuan.matters.rules.nearness import shingles
from bihuan.registers.journal import actions as journal
from bihuan.registers.journal.rules import chain
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties import secrecy


@dataclass(frozen=True, slots=True)
class Arrival:
    """A matter as it comes in: `values` answer the form, `phone` is the person's."""

    channel: str
    values: Mapping[str, object]
    class_: str = ""
    accused: tuple[str, ...] = ()
    requester: str = ""
    phone: str = ""
    hidden: bool = False
    source: str = ""
    source_key: str = ""
    origin: chain.Origin = "observed"
    precision: chain.Precision = "moment"
    recorded_at: datetime | None = None
    platform: str = ""
    platform_number: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """The matter and the person's own code, shown once and kept only as an index."""

    matter: Matter
    code: str


def receive(version: MechanismVersion, arrival: Arrival, *, by: Actor, now: datetime) -> Received:
    """Take a matter in, number it and give the person a code; refuses what the kernel refuses."""
    with transaction.atomic():
        mechanism = versions.compiled(version.pk)
        arrival = named(mechanism, arrival)
        year = now.astimezone(worktime.LOCAL).year
        number = numbering.next_number(numbers.series(mechanism.code, year))
        accused = {*arrival.accused, *resolving.complained_of(mechanism, arrival.values)}
        grants.check_readable(mechanism, accused, now=now)
        intake = receiving.Intake(
            number, arrival.channel, arrival.values, arrival.class_, tuple(sorted(accused))
        )
        calendar = parties.calendar_for(version.region_id)
        outcome = receiving.receive(mechanism, intake, calendar, now)
        row = _row(version, mechanism, arrival, outcome)
        code = numbers.new_code()
        row.save()
        _enter(row, outcome, arrival, by=by, now=now)
        row.save(update_fields=["head", "length"])
        content = _keep_content(row, mechanism, arrival, code)
        grants.admit_readers(row, mechanism, by=by, now=now)
        propose_repeat(row, content.text)
        proposing.note([row], {row.pk: content})
    return Received(row, code)


def named(mechanism: Mechanism, arrival: Arrival) -> Arrival:
    """The arrival with the person taken out of the form: a name and a number are kept apart.

    Refuses `text.too-long` and `text.unprintable`.
    """
    given = {f.kind: str(arrival.values.get(f.name) or "") for f in mechanism.fields}
    found = replace(
        arrival,
        requester=arrival.requester or given.get("name", ""),
        phone=arrival.phone or given.get("phone", ""),
    )
    for name in ("requester", "phone", "platform", "platform_number"):
        texts.check(name, getattr(found, name), name)
    return found


def code_index(number: str, code: str) -> str:
    """What is kept of a person's code: an index keyed by the installation, useless elsewhere."""
    return secrecy.index(f"{number}:{numbers.normal_code(code)}")


def text_of(mechanism: Mechanism, values: Mapping[str, object]) -> str:
    """The letter itself among the answers."""
    return str(values.get(mechanism.text_field) or "")


def _row(
    version: MechanismVersion, mechanism: Mechanism, arrival: Arrival, outcome: Outcome
) -> Matter:
    text = text_of(mechanism, arrival.values)
    title = titles.title(str(arrival.values.get(mechanism.title_field) or ""), text)
    row = Matter(
        number=outcome.matter.number, region_id=version.region_id, version=version,
        mechanism=mechanism.code, channel=arrival.channel, title=title,
        restricted=mechanism.restricted, record_only=mechanism.record_only,
        received_at=outcome.matter.received_at, source=arrival.source,
        source_key=arrival.source_key, origin=arrival.origin, platform=arrival.platform,
        platform_number=arrival.platform_number,
        text_digest=numbers.digest(text) if text else "",
    )  # fmt: skip
    rows.spread(row, mechanism, outcome.matter)
    return row


def _enter(row: Matter, outcome: Outcome, arrival: Arrival, *, by: Actor, now: datetime) -> None:
    personal = apart(versions.compiled(row.version_id))
    private = {k: v for k, v in outcome.entry.sealed.items() if k not in personal}
    if arrival.requester:
        private["requester"] = arrival.requester
    if arrival.phone:  # never in the open, not even in the sealed text
        private["phone"] = secrecy.sealed(arrival.phone)
    journal.append(
        row,
        kind="receive",
        payload={"data": outcome.entry.data, "cycle": 1, "changes": rows.journaled(row.state)},
        author=by,
        happened_at=now,
        recorded_at=arrival.recorded_at or now,
        precision=arrival.precision,
        origin=arrival.origin,
        private=private or None,
    )


def _keep_content(row: Matter, mechanism: Mechanism, arrival: Arrival, code: str) -> Content:
    elsewhere = {mechanism.text_field, tables.name_of(mechanism), *apart(mechanism)}
    content = Content(
        matter=row,
        text=text_of(mechanism, arrival.values),
        answers={k: str(v) for k, v in arrival.values.items() if k not in elsewhere},
        requester=arrival.requester,
        hidden=arrival.hidden,
        code_index=code_index(row.number, code),
    )
    if arrival.phone:
        content.phone_sealed = secrecy.sealed(arrival.phone)
        content.phone_index = secrecy.index(arrival.phone)
    content.save(force_insert=True)
    return content


def like_restricted(version: MechanismVersion, **found: object) -> QuerySet[Matter]:
    """Whole matters that one of this version may be compared with: a restricted one with those of
    its own mechanism alone, an ordinary one with no restricted one.
    """
    same = Matter.objects.filter(parent=None, restricted=version.restricted, **found)
    return same.filter(mechanism=version.code) if version.restricted else same


def apart(mechanism: Mechanism) -> set[str]:
    """The fields that say who the person is."""
    return {f.name for f in mechanism.fields if f.kind in ("name", "phone")}


def propose_repeat(row: Matter, text: str) -> Repeat | None:
    """Propose that a matter repeats the first with the very same text; a clerk decides.

    A text that names a kind of matter and no more is no repeat.
    """
    if not row.text_digest:
        return None
    same = like_restricted(row.version, text_digest=row.text_digest).filter(pk__lt=row.pk)
    earlier = same.order_by("pk").first()
    said = {row.text_digest: len(shingles.shingles(text))}
    if earlier is None or labels.labels(said, restricted=row.restricted):
        return None
    return Repeat.objects.create(matter=row, earlier=earlier, evidence="same-text")
