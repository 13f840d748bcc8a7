"""No reference points nowhere: clocks, forms, parts, reviews and units that are named exist."""

from collections.abc import Iterator, Mapping

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Escalation
from bihuan.mechanisms.checks.clocks import longer
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.faults import Fault
from bihuan.mechanisms.reading import Path
from bihuan.mechanisms.schema import words

# Forms (单) every office has; letters (函) are declared under `letters`.
FORMS = ("交办单", "催办单", "督办单", "提醒单", "延期办理告知书", "黄牌", "红牌")


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on what the file refers to."""
    for place, step in enumerate(reading.mechanism.escalations):
        yield from _step(reading, ("escalate", place), step)
    yield from _parts(reading)
    yield from _reviews(reading)
    if reading.units is not None:
        yield from _units(reading, reading.units)


def _step(reading: Reading, path: Path, step: Escalation) -> Iterator[Fault]:
    clock = reading.mechanism.clocks.get(step.clock)
    if clock is None:
        known = ", ".join(reading.mechanism.clocks)
        yield reading.fault(
            (*path, "clock"), "escalate.clock-unknown", clock=step.clock, known=known
        )
    elif longer(worktime.Span(-step.at.amount, step.at.unit), clock.within):
        facts = {"at": str(step.at), "clock": clock.name, "within": str(clock.within)}
        yield reading.fault((*path, "at"), "escalate.before-start", **facts)
    yield from _draft(reading, path, step)
    for place, to in enumerate(step.to):
        if not _known(reading, to):
            facts = {"to": to, "known": ", ".join(words.TOLD)}
            yield reading.fault((*path, "to", place), "escalate.nobody", **facts)


def _draft(reading: Reading, path: Path, step: Escalation) -> Iterator[Fault]:
    letters = reading.mechanism.letters
    known = (*FORMS, *letters, *letters.values())
    if step.do == "draft" and not step.draft:
        yield reading.fault(path, "escalate.draft-missing")
    if step.draft and step.draft not in known:
        facts = {"draft": step.draft, "known": ", ".join(dict.fromkeys(known))}
        yield reading.fault((*path, "draft"), "escalate.draft-unknown", **facts)


def _known(reading: Reading, to: str) -> bool:
    if to in words.TOLD:
        return True
    return to in reading.units if reading.units is not None else "-" in to


def _parts(reading: Reading) -> Iterator[Fault]:
    parts = reading.mechanism.parts
    after = {part.key: part.after for part in parts}
    for place, part in enumerate(parts):
        if [other.key for other in parts[:place]].count(part.key):
            yield reading.fault(("parts", place, "key"), "part.twice", part=part.key)
        for name in part.after:
            if name not in after:
                facts = {"part": name, "known": ", ".join(after)}
                yield reading.fault(("parts", place, "after"), "part.after-unknown", **facts)
        if part.key in _waited_for(part.key, after):
            yield reading.fault(("parts", place, "after"), "part.circle", part=part.key)


def _waited_for(key: str, after: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Every part that must end before this one may begin."""
    found: set[str] = set()
    ahead = list(after[key])
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += after.get(name, ())
    return found


def _reviews(reading: Reading) -> Iterator[Fault]:
    names = [level.name for level in reading.mechanism.reviews]
    if names not in ([], ["review"], ["review", "rereview"]):
        yield reading.fault(("review",), "review.order")


def _units(reading: Reading, units: Mapping[str, bool]) -> Iterator[Fault]:
    for path, unit in _named(reading):
        if unit not in units and not unit.startswith("field:"):
            yield reading.fault(path, "unit.unknown", unit=unit)


def _named(reading: Reading) -> Iterator[tuple[Path, str]]:
    """Every unit code of the file, with its place."""
    mechanism = reading.mechanism
    yield ("owner",), mechanism.owner
    for place, row in enumerate(mechanism.routes):
        yield ("route", place, "to"), row.to
        yield from ((("route", place, "assist"), unit) for unit in row.assist)
        yield from ((("route", place, "copy"), unit) for unit in row.copy)
    for place, part in enumerate(mechanism.parts):
        yield ("parts", place, "to"), part.to
    yield from ((("access", "readers"), unit) for unit in mechanism.access.readers)
    if mechanism.access.fallback:
        yield ("access", "fallback"), mechanism.access.fallback
    if mechanism.returns and mechanism.returns.ruled_by not in {"common_superior", "owner"}:
        yield ("return", "ruled_by"), mechanism.returns.ruled_by
    if mechanism.verify and mechanism.verify.by not in {"outside-unit-line", "owner"}:
        yield ("verify", "by"), mechanism.verify.by
