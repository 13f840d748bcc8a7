"""What a paper of a matter says: the fields a template may name, as they stand when it is drafted.

A paper names no person and no telephone. The handling slip may: it goes to the desk that has to
ring the person up, is printed for those who may open them, and is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel import record
from bihuan.kernel.actor import Actor
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local, remaining
from bihuan.matters.models import Matter, Paper
from bihuan.matters.queries import desk, versions
from bihuan.matters.queries.papers import room, standing
from bihuan.matters.rules.papers import matterwords
from bihuan.matters.rules.papers.kinds import ON_HANDLING, Kind
from bihuan.registers.journal.models import Entry, Sealed
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.queries import reading


def offered(row: Matter) -> tuple[str, ...]:
    """The kinds of paper a matter gives rise to where it stands."""
    state = record.from_record(row.state)
    found = ["slip"] if state.unit else []
    if row.stage in ("assigned", "handling", "contested"):
        found += ON_HANDLING
    if any(run.extensions for run in state.clocks):
        found.append("extension")
    if state.replied_at:
        found.append("result")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OnPage:
    """The papers of a matter as its page shows them, and those that may be begun there."""

    papers: tuple[Paper, ...]
    kinds: tuple[str, ...]
    may_draft: bool


def on_page(actor: Actor, row: Matter, *, whole: bool, now: datetime) -> OnPage:
    """What the page of a matter shows of papers; one query, and none where nobody may read them.

    The office that owns the mechanism prepares papers; the unit that handles it prints the slip.
    """
    if not whole:
        return OnPage((), (), may_draft=False)
    office = room.may_press(actor) and standing.owner_of(row, now) == actor.unit
    kinds = offered(row) if office else offered(row)[:1] if row.unit_id == actor.unit else ()
    papers = Paper.objects.filter(matter=row).order_by("-made_at", "-pk")
    if not office:
        papers = papers.filter(stage__in=["issued", "revoked"])
    return OnPage(tuple(papers[: room.SHOWN]), kinds, may_draft=office)


def fields(row: Matter, kind: Kind, office: str, now: datetime) -> dict[str, object]:
    """Everything the paper says of its matter; refuses `paper.nothing-to-tell` where the kind has
    no ground, such as a notice of an extension that was not granted.
    """
    state, mechanism = record.from_record(row.state), versions.compiled(row.version_id)
    names = {unit.code: unit.name for unit in parties.all_units()}
    closing = mechanism.closings.get(state.closing_kind)
    found: dict[str, object] = {
        "事项编号": row.number,
        "事项标题": desk.title_of(row, whole=True),
        "内容摘要": _said(row),
        "机制": mechanism.title,
        "来件日期": _day(row.received_at),
        "交办日期": _day(row.assigned_at),
        "办理时限": _day(row.due_at),
        "超期天数": _late(row, now),
        "承办单位": names.get(row.unit_id or "", ""),
        "协办单位": "、".join(names.get(part.unit_id or "", "") for part in row.parts.all()),
        "发文机关": reading.tree().units[office].name if office in reading.tree().units else "",
        "办理结果": closing.label if closing else "",
        "答复内容": _reply(row) if kind.code == "result" else "",
        **_extension(state, row),
    }
    _check_ground(kind, found, row)
    return found | {"正文": matterwords.paragraphs(kind, found), **_addressed(kind, found)}


def _check_ground(kind: Kind, found: Mapping[str, object], row: Matter) -> None:
    missing = (kind.code == "extension" and not found["延期至"]) or (
        kind.code == "result" and not row.replied_at
    )
    if missing or (kind.code != "letter" and not kind.of_press and not row.unit_id):
        raise Refused("paper.nothing-to-tell", kind=kind.name, number=row.number)


def _addressed(kind: Kind, found: Mapping[str, object]) -> dict[str, str]:
    """To whom; a notice to the person names nobody, since the envelope does."""
    if kind.code in ("extension", "result"):
        return {"主送": "诉求人"}
    return {"主送": str(found["承办单位"])}


def _said(row: Matter) -> str:
    content = getattr(row, "content", None)
    if content is None or content.erased_at:
        return ""
    text = content.summary or ("" if row.restricted else content.text)
    return matterwords.excerpt(text)


def _reply(row: Matter) -> str:
    """The answer as it was given last."""
    entry = Entry.objects.filter(subject_kind="matter", subject_id=row.pk, kind="reply")
    last = entry.order_by("-seq").first()
    if last is not None:
        kept = Sealed.objects.filter(entry=last).first()
        return str(kept.data.get("text", "")) if kept else ""
    return _signed_reply(row)


def _signed_reply(row: Matter) -> str:
    """An answer that took effect with the last signature lies in the entry that asked for it."""
    entries = Entry.objects.filter(subject_kind="matter", subject_id=row.pk, sealed__isnull=False)
    for entry in entries.select_related("sealed").order_by("-seq"):
        text = entry.sealed.data.get("text") if entry.seq > 1 else None
        if text:
            return str(text)
    return ""


def _extension(state: State, row: Matter) -> dict[str, object]:
    granted = [one for run in state.clocks for one in run.extensions]
    if not granted:
        return {"延期至": "", "延期理由": ""}
    return {"延期至": _day(row.due_at), "延期理由": granted[-1].reason}


def _day(moment: datetime | None) -> str:
    return matterwords.day(local(moment).date()) if moment else ""


def _late(row: Matter, now: datetime) -> int:
    if row.due_at is None or row.due_at >= now or row.replied_at:
        return 0
    return max(remaining(parties.calendar_for(row.region_id), now, row.due_at).working_days, 0)
