"""A mechanism file on its way: what it says, where it says it, and the faults found so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.mechanisms.conditions import parsing, tree
from bihuan.mechanisms.conditions.lexing import Misread
from bihuan.mechanisms.faults import Fault
from bihuan.mechanisms.reading import Path, Tree
from bihuan.mechanisms.schema.document import Document

_ANSWERS = frozenset({"yes", "partly", "no", "unknown"})
QUESTIONS: Mapping[str, parsing.Asked] = {
    "contacted": parsing.Asked(tree.FLAG),
    "solved": parsing.Asked(tree.WORD, _ANSWERS),
    "satisfied": parsing.Asked(tree.WORD, _ANSWERS),
}


@dataclass(slots=True)
class Draft:
    """A document and its tree; faults are gathered, so that all of them are told at once."""

    document: Document
    tree: Tree
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Path, code: str, /, **facts: str) -> None:
        """Notes a fault at that path."""
        self.faults.append(self.tree.fault(path, code, **facts))

    def asked(self) -> dict[str, parsing.Asked]:
        """What a condition on a matter may ask: the form, the class and the channel."""
        found = {
            name: parsing.Asked(parsing.TYPES[field.kind], frozenset(field.of))
            for name, field in self.document.form.items()
        }
        if self.document.classes:
            found["class"] = parsing.Asked(tree.WORD, frozenset(self.document.classes))
        found["channel"] = parsing.Asked(tree.WORD, frozenset(self.document.channels))
        return found

    def condition(
        self, path: Path, text: str, fields: Mapping[str, parsing.Asked]
    ) -> parsing.Written | None:
        """The condition at that path; None, with the fault noted, when it cannot be read."""
        try:
            return parsing.parse(text, fields)
        except Misread as bad:
            found = self.tree.fault_in_text(path, bad.column, bad.code, **bad.facts)
            self.faults.append(found)
            return None
