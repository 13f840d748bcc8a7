"""The cells of matters as one reader may see them, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.kernel.actor import Actor
from bihuan.matters.models import Content, Matter
from bihuan.matters.queries import desk, versions
from bihuan.matters.queries.exports.columns import Column, Say, Seen, column
from bihuan.matters.queries.visible import read_whole
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import queries as parties

_SAID = {"progress": "note", "reply": "text"}  # an entry, and its sealed text


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one matter by column, and the length of its chain when they were read."""

    number: str
    length: int
    texts: Mapping[str, str]


def cells(keys: Sequence[int], codes: Iterable[str], by: Actor, say: Say) -> list[Cells]:
    """The cells of these matters in this order; the caller has chosen them by `visible_to`."""
    rows = Matter.objects.filter(pk__in=keys).defer("state").select_related("content")
    at = {row.pk: row for row in rows}
    return cells_of([at[key] for key in keys if key in at], codes, by, say)


def cells_of(rows: Sequence[Matter], codes: Iterable[str], by: Actor, say: Say) -> list[Cells]:
    """The cells of rows at hand."""
    wanted = [one for one in map(column, codes) if one is not None]
    whole = read_whole(by, rows)
    told = _told(rows, wanted, whole, by)
    return [
        Cells(row.number, row.length, {one.code: one.text(seen) for one in wanted})
        for row in rows
        for seen in [_seen(row, row.pk in whole, told, say)]
    ]


def _seen(row: Matter, whole: bool, told: Mapping[tuple[int, str], str], say: Say) -> Seen:  # noqa: FBT001 - by place
    content: Content | None = getattr(row, "content", None)
    return Seen(
        row, versions.compiled(row.version_id), content, desk.title_of(row, whole=whole),
        desk.masked(row), whole, told.get((row.pk, "progress"), ""),
        told.get((row.pk, "reply"), ""), say,
    )  # fmt: skip


def _told(
    rows: Sequence[Matter], wanted: Sequence[Column], whole: set[int], by: Actor
) -> dict[tuple[int, str], str]:
    """The last progress and the last answer of each matter, as far as the reader may see them:
    who reads the whole matter, or sits in the unit that wrote it.
    """
    kinds = [kind for kind in _SAID if any(one.code == kind for one in wanted)]
    if not kinds or not rows:
        return {}
    entries = Entry.objects.filter(
        subject_kind=Matter.chain_kind, subject_id__in=[row.pk for row in rows], kind__in=kinds
    )
    ours = {post.code for post in parties.posts_of_unit(by.unit)} if by.unit else set()
    return {
        (entry.subject_id, entry.kind): str(entry.sealed.data.get(_SAID[entry.kind], ""))
        for entry in entries.select_related("sealed").order_by("id")
        if getattr(entry, "sealed", None) is not None
        and entry.sealed.text is not None
        and (entry.subject_id in whole or entry.actor_post in ours)
    }
