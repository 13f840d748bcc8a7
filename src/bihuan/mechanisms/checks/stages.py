"""Every stage has a way out, and somebody other than the one concerned who may take it."""

from collections.abc import Iterator

from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.faults import Fault
from bihuan.mechanisms.reading import Path

# Duties of the owning office that may accept, refuse and assign.
_OFFICE = ("clerk", "dispatcher", "inspector", "owner")


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on who moves a matter on from each stage."""
    yield from _intake(reading)
    yield from _refusals(reading)
    yield from _ruling(reading)
    yield from _own_signature(reading)


def _intake(reading: Reading) -> Iterator[Fault]:
    document = reading.document
    for key, rule in (
        ("confirm", document.confirm),
        ("accept", document.accept),
        ("assign", document.assign),
    ):
        if rule is not None and rule.by not in _OFFICE:
            facts = {"stage": key, "by": rule.by, "known": ", ".join(_OFFICE)}
            yield reading.fault((key, "by"), "stage.owner-cannot", **facts)


def _refusals(reading: Reading) -> Iterator[Fault]:
    """A decider outside the office decides by signing what the clerk proposes."""
    signers = reading.mechanism.signoffs.get("refuse", ())
    for place, ground in enumerate(reading.document.refuse):
        if ground.decided_by not in (*_OFFICE, *signers):
            path: Path = ("refuse", place, "decided_by")
            yield reading.fault(path, "refuse.decider-cannot", by=ground.decided_by)


def _ruling(reading: Reading) -> Iterator[Fault]:
    rule = reading.mechanism.returns
    if rule is None:
        return
    ruler = reading.mechanism.owner if rule.ruled_by == "owner" else rule.ruled_by
    if any(row.to == ruler for row in reading.mechanism.routes):
        yield reading.fault(("return", "ruled_by"), "ruling.own-cause", unit=ruler)


def _own_signature(reading: Reading) -> Iterator[Fault]:
    for move, signers in reading.mechanism.signoffs.items():
        if "handler" in signers:
            yield reading.fault(("signoff", move), "signoff.own", move=move)
    for name, clock in reading.document.clocks.items():
        if clock.extend and clock.extend.approver == "handler":
            path: Path = ("clocks", name, "extend", "approver")
            yield reading.fault(path, "extend.self-approved", clock=name)
