"""Whole histories kept at once: rows, chains, contents and proposals of a batch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.kernel import record, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter as State
from bihuan.matters.actions import grants, numbering, receiving, rows
from bihuan.matters.actions.nearness import proposing
from bihuan.matters.models import Content, Involvement, Matter, MechanismVersion, Repeat
from bihuan.matters.queries import versions
from bihuan.matters.rules import letters, numbers, playing, titles
from bihuan.registers.journal import actions as journal
from bihuan.registers.journal import writing
from bihuan.registers.parties import secrecy

History = tuple[letters.Letter, list[playing.Played]]


@dataclass(frozen=True, slots=True)
class Kept:
    """How many matters, moves and proposals of repeats a batch came to."""

    matters: int
    moves: int
    repeats: int
    near: int


@dataclass(frozen=True, slots=True)
class KeptBefore:
    """A matter kept from the same source under the same key."""

    number: str
    text_digest: str
    received_at: datetime

    def is_of(self, letter: letters.Letter) -> bool:
        """Whether it was made of this letter; what was done since is not asked."""
        digest = numbers.digest(letter.text) if letter.text else ""
        return (self.text_digest, self.received_at) == (digest, letter.received_at)


def kept_before(source: str, given: Iterable[letters.Letter]) -> dict[str, KeptBefore]:
    """The matters already taken in from a source under the keys of these letters."""
    found = Matter.objects.filter(source=source, source_key__in=[each.key for each in given])
    said = found.values_list("source_key", "number", "text_digest", "received_at")
    return {key: KeptBefore(number, digest, at) for key, number, digest, at in said}


def keep(
    version: MechanismVersion,
    histories: Iterable[History],
    *,
    source: str,
    by: Actor,
    now: datetime,
) -> Kept:
    """Write the histories, oldest move first in each chain; the caller holds the transaction."""
    played = list(histories)
    mechanism = versions.compiled(version.pk)
    found = []
    for (letter, moves), number in zip(played, _numbers(mechanism.code, played), strict=True):
        row = _row(version, letter, number, source)
        if letter.platform_number:
            row.platform, row.platform_number = (
                platform_of(mechanism, source),
                letter.platform_number,
            )
        row.channel = str(moves[0].outcome.entry.data["channel"])
        row.record_only = mechanism.record_only
        told = _told(moves, number)
        last = moves[-1].outcome.matter
        rows.spread(row, mechanism, last, _folded(told, last, number))
        # A date the ledger itself sets is on record, whatever had to be inferred around it.
        dated = letter.told is not None and letter.told.due is not None
        row.due_inferred = not dated and any(m.origin == playing.INFERRED for m in moves)
        found.append((row, letter, moves, told))
    kept = [row for row, *_ in found]
    # With their keys in hand the chains are composed first, so that each row is written once.
    for row, key in zip(kept, writing.reserve(Matter, len(kept)), strict=True):
        row.pk = key
    entries = []
    for row, letter, moves, told in found:
        entries += list(_entries(row, letter, moves, told, now))
    writing.insert_keyed(kept)
    journal.insert_all(entries)
    contents = [_content(row, mechanism, letter) for row, letter, *_ in found]
    writing.insert_many(contents)
    involved = [
        Involvement(matter=row, unit_id=unit, role=role)
        for row, _, moves, _ in found
        for unit, role in _involved(row, moves)
    ]
    writing.insert_many(involved)
    for row in kept if mechanism.access.readers and not version.restricted else ():
        grants.admit_readers(row, mechanism, by=by, now=now)
    grants.revise(kept, by=by, now=now)
    repeats = _propose(version, kept)
    near = proposing.note(kept, {content.matter_id: content for content in contents})
    return Kept(len(kept), len(entries), repeats, near)


def _told(moves: Sequence[playing.Played], number: str) -> list[dict[str, Any]]:
    """What each move is entered as having changed; the first all there is."""
    before: State | None = None
    found: list[dict[str, Any]] = []
    for move in moves:
        found.append(rows.told(before, move.outcome.matter))
        before = move.outcome.matter
    found[0]["number"] = number
    return found


def _folded(told: Sequence[dict[str, Any]], last: State, number: str) -> dict[str, Any]:
    """The record of the last state: what the moves changed, folded, is all there is to it.

    But for what waits for signatures, which the chain does not know whole.
    """
    if last.pending:
        return {**record.to_record(last), "number": number}
    folded: dict[str, Any] = {}
    for changed in told:
        folded |= changed
    return folded


def _involved(row: Matter, moves: Sequence[playing.Played]) -> Iterator[tuple[str, str]]:
    """The units with a part in a matter: the one that handles it, and those it was copied to."""
    if row.unit_id:
        yield row.unit_id, "handled"
    for move in moves:
        for effect in move.outcome.effects:
            if effect.kind == "copy":
                yield str(effect.data["unit"]), "copied"


def platform_of(mechanism: Mechanism, source: str) -> str:
    """Whose numbers a file gives: those of the platform the mechanism names, or of its source."""
    return mechanism.platform or source


def _numbers(mechanism: str, played: Sequence[History]) -> Iterator[str]:
    """Numbers of the years the letters came in, in the order of the file."""
    years = [letter.received_at.astimezone(worktime.LOCAL).year for letter, _ in played]
    reserved = {
        year: iter(numbering.reserve(numbers.series(mechanism, year), years.count(year)))
        for year in dict.fromkeys(years)
    }
    return (next(reserved[year]) for year in years)


def _row(version: MechanismVersion, letter: letters.Letter, number: str, source: str) -> Matter:
    return Matter(
        number=number, region_id=version.region_id, version=version, mechanism=version.code,
        title=titles.title(letter.title, letter.text),
        restricted=version.restricted, received_at=letter.received_at, source=source,
        source_key=letter.key, origin=playing.IMPORTED,
        text_digest=numbers.digest(letter.text) if letter.text else "",
    )  # fmt: skip


def _entries(
    row: Matter,
    letter: letters.Letter,
    moves: Sequence[playing.Played],
    told: Sequence[dict[str, Any]],
    now: datetime,
) -> Iterator[journal.Prepared]:
    for move, changed in zip(moves, told, strict=True):
        private: dict[str, object] = dict(move.outcome.entry.sealed)
        if move is moves[0]:
            private = _person(row, letter, private)
        yield journal.prepare(
            row,
            kind=move.outcome.entry.kind,
            payload={
                "data": move.outcome.entry.data,
                "cycle": move.outcome.matter.cycle,
                "changes": changed,
            },
            author=move.by,
            happened_at=None if move.precision == "unknown" else move.at,
            recorded_at=now,
            precision=move.precision,
            origin=move.origin,
            private=private or None,
        )


def _person(row: Matter, letter: letters.Letter, said: dict[str, object]) -> dict[str, object]:
    """What a receipt seals: name and number apart from the form, the number never in the open."""
    personal = receiving.apart(versions.compiled(row.version_id))
    private = {name: value for name, value in said.items() if name not in personal}
    if letter.requester:
        private["requester"] = letter.requester
    if letter.phone:
        private["phone"] = secrecy.sealed(letter.phone)
    return private


def _content(row: Matter, mechanism: Mechanism, letter: letters.Letter) -> Content:
    personal = receiving.apart(mechanism)
    content = Content(
        matter=row, text=letter.text, requester=letter.requester,
        answers={k: v for k, v in letter.answers.items() if k not in personal},
    )  # fmt: skip
    if letter.phone:
        content.phone_sealed = secrecy.sealed(letter.phone)
        content.phone_index = secrecy.index(letter.phone)
    return content


def _propose(version: MechanismVersion, kept: Sequence[Matter]) -> int:
    """Propose each matter whose text stands in an earlier one as a repeat of the first."""
    texts = {row.text_digest for row in kept if row.text_digest}
    first: dict[str, int] = {}
    same = receiving.like_restricted(version, text_digest__in=texts).order_by("pk")
    for digest, pk in same.values_list("text_digest", "pk"):
        first.setdefault(digest, pk)
    proposals = [
        Repeat(matter=row, earlier_id=first[row.text_digest], evidence="same-text")
        for row in kept
        if row.text_digest and first[row.text_digest] < row.pk
    ]
    Repeat.objects.bulk_create(proposals)
    return len(proposals)
