"""As whom a command acts: as the installation itself, or as an account through a post."""

from bihuan.cli import moments
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.queries import accounts

# Whoever may run commands on the machine can do what the installation can, and the journal says
# that it was done there; it never reads a matter.
CONSOLE = Actor("", "console", "", frozenset({"system"}), (), "")


def acting_as(username: str, post: str | None) -> Actor:
    """The actor behind an account today; refuses what `actor_of` refuses."""
    account = accounts.account_called(username)
    return parties.actor_of(account, post, on=moments.now().date())


def region(asked: str) -> str:
    """The region asked for, or the installation's one root; refuses where it must be named."""
    regions = parties.all_regions()
    if asked:
        if all(each.code != asked for each in regions):
            raise Refused("region.not-here", region=asked)
        return asked
    codes = {each.code for each in regions}
    roots = [each.code for each in regions if each.parent not in codes]
    if len(roots) != 1:
        raise Refused("region.unnamed", regions="、".join(sorted(roots)) or "—")
    return roots[0]
