"""Sign-offs: posts in order, each recorded; the move takes effect with the last signature."""

from dataclasses import replace
from datetime import datetime

from bihuan.kernel.actor import Actor
from bihuan.kernel.capacities import among, barred, leads, owns
from bihuan.kernel.case import Case
from bihuan.kernel.checks import running_clock
from bihuan.kernel.facts import Facts
from bihuan.kernel.matter import Matter, Pending
from bihuan.kernel.refused import Refused


def needed(case: Case) -> tuple[str, ...]:
    """The duties whose signatures this move waits for.

    An extension waits for its approver, unless the one who grants it asks. A move played from a
    file waits for nobody: it took effect when it was made, and who signed is not claimed.
    """
    if case.action.origin != "observed":
        return ()
    declared = case.mechanism.signoffs.get(case.action.name, ())
    if case.action.name != "extend":
        return declared
    rule = running_clock(case)[0].extend
    if rule is None:
        return declared
    asked = frozenset({rule.approver})
    grants = among(asked, case.mechanism, case.matter, case.action.by, case.facts)
    return declared if grants else (*declared, rule.approver)


def awaiting(case: Case, duties: tuple[str, ...]) -> Pending:
    """The move put by until the posts have signed."""
    by = case.action.by
    return Pending(case.action.name, dict(case.action.params), duties, by.unit, by.post, case.now)


def signed(matter: Matter, by: Actor, facts: Facts, now: datetime) -> Pending:
    """The pending move with one signature more; refuses a signature out of turn."""
    waiting = pending(matter)
    if barred(matter, by):
        raise Refused("matter.signature-not-due", needed=waiting.next_duty)
    return countersigned(waiting, by, facts, now)


def countersigned(waiting: Pending, by: Actor, facts: Facts, now: datetime) -> Pending:
    """What waits, of a matter or of a paper, with one signature more; refuses one out of turn."""
    duty = waiting.next_duty
    if not may_sign(waiting, by, facts):
        raise Refused("matter.signature-not-due", needed=duty)
    return replace(waiting, signed=(*waiting.signed, (duty, by.person, now)))


def pending(matter: Matter) -> Pending:
    """The move that waits; refuses when none does."""
    if matter.pending is None:
        raise Refused("matter.sign-off-none")
    return matter.pending


def may_sign(waiting: Pending, by: Actor, facts: Facts) -> bool:
    """Whether the actor holds the post whose signature is due."""
    match waiting.next_duty:
        case "owner":
            return owns(by, facts)
        case "leader":
            return leads(by, facts)
    return waiting.next_duty in by.duties and by.unit in (waiting.unit, facts.owner)


def standing(matter: Matter, by: Actor, facts: Facts) -> frozenset[str]:
    """The capacities in which the actor stands to the move that waits: signatory, asker, owner.

    The owner may put a move aside whose signatories have left, so that nothing waits for ever.
    """
    if matter.pending is None or barred(matter, by):
        return frozenset()
    found = {
        "signatory": may_sign(matter.pending, by, facts),
        "asker": by.post == matter.pending.asked_by,
        "owner": owns(by, facts),
    }
    return frozenset(name for name, holds in found.items() if holds)
