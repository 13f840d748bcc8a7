"""What is wrong with a mechanism file, where, and how to put it right, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bihuan.kernel.refused import Refused
from bihuan.mechanisms.sentences import SENTENCES, Sentence

ERROR = "error"
WARNING = "warning"
# A sentence quotes what was written, not a whole file of it.
_LONGEST_FACT = 600


class _Shown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def _clipped(fact: str) -> str:
    return fact if len(fact) <= _LONGEST_FACT else f"{fact[:_LONGEST_FACT]}…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding at a line and column, counted from 1; 0 where the file as a whole is meant.

    A warning does not keep a file from being published.
    """

    line: int
    column: int
    path: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """`error` or `warning`."""
        return self._sentence().level

    def say(self, language: str = "zh") -> str:
        """What is wrong, in Chinese unless the language begins with `en`."""
        found = self._sentence()
        return self._filled(found.en if language.startswith("en") else found.zh)

    def remedy(self, language: str = "zh") -> str:
        """What to do about it."""
        found = self._sentence()
        return self._filled(found.en_remedy if language.startswith("en") else found.zh_remedy)

    def _sentence(self) -> Sentence:
        return SENTENCES[self.code]

    def _filled(self, template: str) -> str:
        clipped = {name: _clipped(fact) for name, fact in self.facts.items()}
        return template.format_map(_Shown(clipped))

    @property
    def order(self) -> tuple[int, int, str, str]:
        return (self.line, self.column, self.path, self.code)


def ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults in the order of the file, each once."""
    found = {fault.order: fault for fault in faults}
    return tuple(found[order] for order in sorted(found))


def refusal(name: str, faults: Iterable[Fault]) -> Refused:
    """The refusal of a whole file, with every fault in the order of the file."""
    found = ordered(faults)
    return Refused("mechanism.invalid", name=name, count=len(found), faults=found)
