"""What a verification says: how much it read, and the first faults, each in a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

What = Literal["changed", "reordered", "removed", "inserted", "row-differs"]

# Why a fault was found -> what it is called, and what is said of it.
FAULTS: dict[str, tuple[What, str]] = {
    "content": ("changed", "Entry {seq} of {subject} is not what was recorded."),
    "rewritten": (
        "changed",
        "Entry {seq} of {subject} was rewritten, digest and all: what follows knew another one.",
    ),
    "moved": ("reordered", "Entry {seq} of {subject} stands in another place of its chain."),
    "gone": ("removed", "Entry {seq} of {subject} is gone."),
    "foreign": ("inserted", "Entry {seq} of {subject} was put in afterwards."),
    "short": (
        "removed",
        "{subject} should have {length} entries: entry {seq} is not there.",
    ),
    "long": ("inserted", "{subject} should end after {length} entries: entry {seq} is too many."),
    "end": (
        "changed",
        "{subject} ends otherwise than its row says: entry {seq} or one before it was rewritten.",
    ),
    "row-gone": ("row-differs", "The row of {subject} is gone; its {seq} entries remain."),
    "row": ("row-differs", "{subject} does not say what its journal says: {difference}"),
    "text": ("changed", "The personal text of entry {seq} of {subject} is not the one sealed."),
    "text-gone": (
        "removed",
        "The personal text of entry {seq} of {subject} is gone, and no entry says it was erased.",
    ),
    "anchor": (
        "changed",
        "Anchor {seq} does not agree with the journal. Give all exported files to learn why.",
    ),
    "anchor-gone": ("removed", "Anchor {seq} is gone from the journal."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the journal is not what it was; `subject` is "matter:17" or "anchor"."""

    why: str
    subject: str
    seq: int
    entry: int | None = None
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def what(self) -> What:
        return FAULTS[self.why][0]

    @property
    def sentence(self) -> str:
        return FAULTS[self.why][1].format(subject=self.subject, seq=self.seq, **self.facts)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a verification; faults in the order of the journal, at most the first few."""

    entries: int
    chains: int
    anchors: int
    exported: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults

    @property
    def first_fault(self) -> Fault | None:
        return self.faults[0] if self.faults else None
