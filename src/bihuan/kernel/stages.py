"""Where a matter stands in the loop, and who has the ball there."""

from enum import StrEnum


class Stage(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    CONTESTED = "contested"
    HANDLING = "handling"
    REPLIED = "replied"
    CLOSED = "closed"
    REFUSED = "refused"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed-over"


ENDED_OUTSIDE = frozenset({Stage.REFUSED, Stage.MERGED, Stage.WITHDRAWN, Stage.HANDED_OVER})
ENDED = ENDED_OUTSIDE | {Stage.CLOSED}
OPEN = frozenset(Stage) - ENDED

# How far round the loop a matter is, in sixths: the arc of the ring.
ARC = {
    Stage.RECEIVED: 1,
    Stage.ACCEPTED: 2,
    Stage.ASSIGNED: 3,
    Stage.CONTESTED: 3,
    Stage.HANDLING: 4,
    Stage.REPLIED: 5,
    Stage.CLOSED: 6,
}
