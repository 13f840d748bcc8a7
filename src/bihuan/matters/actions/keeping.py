"""Whole histories kept at once: rows, chains, contents and proposals of a batch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Min

from bihuan.kernel import record, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter as State
from bihuan.matters.actions import grants, numbering, receiving, rows
from bihuan.matters.actions.nearness import proposing
from bihuan.matters.models import Content, Involvement, Matter, MechanismVersion, Repeat
from bihuan.matters.queries import versions
from bihuan.matters.queries.nearness import labels
from bihuan.matters.rules import letters, numbers, playing, titles
from bihuan.matters.rules.nearness import shingles
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
    numbered = zip(played, _numbers(mechanism.code, played), strict=True)
    found = [_composed(version, *each, number, source) for each, number in numbered]
    kept = [each.row for each in found]
    # With their keys in hand the chains are composed first, so that each row is written once.
    for row, key in zip(kept, writing.reserve(Matter, len(kept)), strict=True):
        row.pk = key
    entries = [entry for each in found for entry in _entries(each, now)]
    writing.insert_keyed(kept)
    journal.insert_all(entries)
    contents = [_content(each.row, mechanism, each.letter) for each in found]
    writing.insert_many(contents)
    involved = [
        Involvement(matter_id=each.row.pk, unit_id=unit, role=role)
        for each in found
        for unit, role in _involved(each.row, each.moves)
    ]
    writing.insert_many(involved)
    for row in kept if mechanism.access.readers and not version.restricted else ():
        grants.admit_readers(row, mechanism, by=by, now=now)
    grants.revise(kept, by=by, now=now)
    repeats = _propose(version, found)
    near = proposing.note(kept, {content.matter_id: content for content in contents}, fresh=True)
    return Kept(len(kept), len(entries), repeats, near)


class _Composed(NamedTuple):
    """A row and what it was made of; what each of its moves changed."""

    row: Matter
    letter: letters.Letter
    moves: Sequence[playing.Played]
    told: Sequence[dict[str, Any]]


def _composed(
    version: MechanismVersion,
    letter: letters.Letter,
    moves: Sequence[playing.Played],
    number: str,
    source: str,
) -> _Composed:
    mechanism = versions.compiled(version.pk)
    row = _row(version, letter, number, source)
    if letter.platform_number:
        row.platform = platform_of(mechanism, source)
        row.platform_number = letter.platform_number
    row.channel = str(moves[0].outcome.entry.data["channel"])
    row.record_only = mechanism.record_only
    told, folded = _told(moves, number)
    rows.spread(row, mechanism, moves[-1].outcome.matter, folded)
    # A date the ledger itself sets is on record, whatever had to be inferred around it.
    dated = letter.told is not None and letter.told.due is not None
    row.due_inferred = not dated and any(m.origin == playing.INFERRED for m in moves)
    return _Composed(row, letter, moves, told)


def _told(
    moves: Sequence[playing.Played], number: str
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What each move is entered as having changed, the first all there is; and the last record.

    What the moves changed, folded, is that record, but for what waits for signatures: the chain
    does not know it whole.
    """
    before: State | None = None
    found: list[dict[str, Any]] = []
    folded: dict[str, Any] = {}
    for move in moves:
        after = move.outcome.matter
        changed = rows.told(before, after, folded)
        if before is None:
            changed["number"] = number
        found.append(changed)
        folded = {**folded, **changed}
        before = after
    if before is not None and before.pending:
        folded = {**record.to_record(before), "number": number}
    return found, folded


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


def _entries(composed: _Composed, now: datetime) -> Iterator[journal.Prepared]:
    row, letter, moves, told = composed
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


def _propose(version: MechanismVersion, found: Sequence[_Composed]) -> int:
    """Propose each matter whose text stands in an earlier one as a repeat of the first.

    A text that names a kind of matter and no more is no repeat.
    """
    texts = {each.row.text_digest: each.letter.text for each in found if each.row.text_digest}
    same = receiving.like_restricted(version, text_digest__in=texts)
    earliest = same.values_list("text_digest").annotate(first=Min("pk"))
    first: dict[str, int] = dict(earliest)
    again = [e.row for e in found if first.get(e.row.text_digest, e.row.pk) < e.row.pk]
    said = {row.text_digest: len(shingles.shingles(texts[row.text_digest])) for row in again}
    named = labels.labels(said, restricted=version.restricted)
    proposals = [
        Repeat(matter=row, earlier_id=first[row.text_digest], evidence="same-text")
        for row in again
        if row.text_digest not in named
    ]
    Repeat.objects.bulk_create(proposals)
    return len(proposals)
