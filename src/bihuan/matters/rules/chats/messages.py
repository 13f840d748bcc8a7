"""One message of a transcript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SAID, CHATTER, PART, SYSTEM, RECALLED, LOOSE = (
    "said", "chatter", "part", "system", "recalled", "loose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """What stood in a transcript under one head: `line` is where, `when` the time as written.

    `kind` is said, chatter (收到), part (a picture or file alone), system (somebody joined),
    recalled, or loose (before anybody spoke).
    """

    line: int
    speaker: str
    when: str
    at: datetime | None
    text: str
    quoted: str = ""
    kind: str = SAID

    @property
    def original(self) -> str:
        """The message as it is kept in evidence."""
        head = " ".join(filter(None, (self.speaker, self.when)))
        quoted = f"「{self.quoted}」\n" if self.quoted else ""
        return "\n".join(filter(None, (head, quoted + self.text)))
