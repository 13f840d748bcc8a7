"""Who acts: a person in a post, with the duties of that post."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting through a post; `line`: the units above on either line, nearest first."""

    person: str
    post: str
    unit: str
    duties: frozenset[str]
    line: tuple[str, ...]
    region: str
    administers: str = ""


OFFICE = frozenset({"clerk", "dispatcher", "inspector"})  # take matters in and send them out
DESK = frozenset({"handler", "unit-deputy", "unit-head"})  # handle them and answer
SYSTEM = Actor("", "system", "", frozenset({"system"}), (), "")
REQUESTER = Actor("", "requester", "", frozenset({"requester"}), (), "")
