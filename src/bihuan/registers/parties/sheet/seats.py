"""Which post each person of a spreadsheet sits in, so that a second time changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bihuan.registers.parties.rules.directory import PostFacts
from bihuan.registers.parties.sheet.known import Known
from bihuan.registers.parties.sheet.people import Key, Somebody

ORDER_STEP = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """A chair that a row asks for: its unit, its title, and who sits in it (nobody: vacant)."""

    unit: str
    title: str
    duties: frozenset[str]
    somebody: Somebody | None


@dataclass
class Seats:
    """The posts of a plan: claimed where they exist, made where they do not."""

    known: Known
    new: dict[str, PostFacts] = field(default_factory=dict)
    filled: dict[str, Key] = field(default_factory=dict)
    claimed: dict[str, Key | None] = field(default_factory=dict)

    def seat(self, wanted: Sequence[Wanted]) -> None:
        """Give every row its post.

        A row whose person sits there already claims that post first. The others take a vacant
        post of their title, then one whose holder the file no longer names, then a new one.
        """
        left = [each for each in wanted if not self._keeps(each)]
        for each in left:
            post = self._free(each) or self._made(each)
            key = each.somebody.key if each.somebody else None
            self.claimed[post] = key
            if key is not None:
                self.filled[post] = key

    def _titled(self, wanted: Wanted) -> list[str]:
        posts = (*self.known.tree.posts.values(), *self.new.values())
        same = [p for p in posts if (p.unit, p.title) == (wanted.unit, wanted.title) and p.active]
        return [post.code for post in same if post.code not in self.claimed]

    def _keeps(self, wanted: Wanted) -> bool:
        somebody = wanted.somebody
        if somebody is None or somebody.pk is None:
            return False
        for code in self._titled(wanted):
            if self.known.holders.get(code) == somebody.pk:
                self.claimed[code] = somebody.key
                return True
        return False

    def _free(self, wanted: Wanted) -> str | None:
        titled = self._titled(wanted)
        vacant = [code for code in titled if code not in self.known.holders]
        return next(iter((*vacant, *titled)), None)

    def _made(self, wanted: Wanted) -> str:
        taken = {*self.known.tree.posts, *self.new}
        number = next(n for n in range(1, 10**6) if f"{wanted.unit}-{n:02d}" not in taken)
        post = PostFacts(
            f"{wanted.unit}-{number:02d}",
            wanted.unit,
            wanted.title,
            wanted.duties,
            number * ORDER_STEP,
        )
        self.new[post.code] = post
        return post.code
