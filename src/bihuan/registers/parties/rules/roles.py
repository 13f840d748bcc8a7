"""Which administrator may do what to the register, and the words for the duties of a post."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused

DUTIES = frozenset(
    {
        "clerk",
        "dispatcher",
        "handler",
        "unit-deputy",
        "unit-head",
        "leader",
        "verifier",
        "owner",
        "inspector",
    }
)
ADMINISTERS = frozenset({"system", "security", "audit"})
# The installation keeps its three administrators apart (GB/T 22239-2019, 8.1.5): the system's
# keeps the register, the security's hands out rights, the audit's reads what the two did.
PERMITTED: dict[str, frozenset[str]] = {
    "keep-register": frozenset({"system"}),
    "keep-calendar": frozenset({"system"}),
    "open-account": frozenset({"system"}),
    "close-account": frozenset({"system", "security"}),
    "appoint": frozenset({"system", "security"}),
    "set-administers": frozenset({"security"}),
    "record-enterprise": frozenset({"system"}),
}
# Firms come in with the matters they raise, so those who take matters in may record them too.
DUTIES_FOR: dict[str, frozenset[str]] = {
    "record-enterprise": frozenset({"clerk", "dispatcher", "handler", "owner"}),
}


def check_permitted(by: Actor, deed: str) -> None:
    """Refuse `parties.not-permitted` to all but the administrators and duties named for a deed.

    The installation itself (set-up from the command line of the machine) may do all of them.
    """
    duties = DUTIES_FOR.get(deed, frozenset())
    if "system" in by.duties or by.administers in PERMITTED[deed] or by.duties & duties:
        return
    needed = "、".join(sorted(PERMITTED[deed] | duties))
    raise Refused("parties.not-permitted", needed=needed)


def checked_duties(duties: Iterable[str]) -> list[str]:
    """The duties in order; refuses `post.duty-unknown`."""
    given = sorted(set(duties))
    for duty in given:
        if duty not in DUTIES:
            raise Refused("post.duty-unknown", duty=duty, allowed="、".join(sorted(DUTIES)))
    return given
