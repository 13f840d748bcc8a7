"""How matters end is sound: somebody else verifies, something solves, weights are whole."""

from collections.abc import Iterator
from fractions import Fraction

from bihuan.kernel.declaration import Mechanism
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.faults import Fault


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on verification, closing, access and scoring."""
    yield from _verified(reading)
    yield from _kept(reading)
    mechanism = reading.mechanism
    if not any(kind.solves for kind in mechanism.closings.values()):
        yield reading.fault(("close",), "closing.none-solves")
    if mechanism.record_only and not mechanism.platform:
        yield reading.fault(("record_only",), "record-only.platform-missing")
    score = reading.document.score
    weights = (score.response, score.solution, score.satisfaction)
    total = sum((Fraction(str(weight)) for weight in weights), Fraction(0))
    if total != 1:
        yield reading.fault(("score",), "score.weights-sum", sum=f"{float(total):g}")
    if score.responds == "contact" and not _owes_contact(mechanism):
        yield reading.fault(("score", "responds"), "score.no-contact-clock")


def _owes_contact(mechanism: Mechanism) -> bool:
    return any("contacted" in clock.stops for clock in mechanism.clocks.values())


def _verified(reading: Reading) -> Iterator[Fault]:
    rule = reading.mechanism.verify
    if rule is None:
        yield reading.fault((), "verify.missing")
        return
    if rule.share == 0:
        yield reading.fault(("verify", "share"), "verify.nobody-called")
    verifier = reading.mechanism.owner if rule.by == "owner" else rule.by
    for place, row in enumerate(reading.mechanism.routes):
        if row.to == verifier:
            yield reading.fault(("route", place, "to"), "verify.own-work", unit=verifier)


def _kept(reading: Reading) -> Iterator[Fault]:
    mechanism = reading.mechanism
    if mechanism.restricted and not mechanism.access.accused_field:
        yield reading.fault(("restricted",), "restricted.accused-missing")
    if mechanism.restricted and mechanism.publication.cases:
        yield reading.fault(("publication", "cases"), "restricted.cases-published")
