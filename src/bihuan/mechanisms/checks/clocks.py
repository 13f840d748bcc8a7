"""Every clock has a start that can happen, a stop that can follow, and somebody it holds."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bihuan.kernel import worktime
from bihuan.kernel.declaration import Clock
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.faults import Fault
from bihuan.mechanisms.reading import Path
from bihuan.mechanisms.schema import words

# The main line of the loop: nothing on it comes back before an earlier one, save by reopening.
_LINE = (
    "received",
    "confirmed",
    "accepted",
    "assigned",
    "signed",
    "replied",
    "called-back",
    "closed",
)
# Events that only a declared part of a mechanism brings about.
_CAUSES: Mapping[str, str] = {
    "confirmed": "confirm",
    "returned": "returns",
    "ruled": "returns",
    "called-back": "verify",
    "rated": "rate",
    "carried": "carry",
}
_NOMINAL: Mapping[worktime.SpanUnit, Fraction] = {
    worktime.SpanUnit.MINUTE: Fraction(1, 1440),
    worktime.SpanUnit.HOUR: Fraction(1, 24),
    worktime.SpanUnit.WORKING_HOUR: Fraction(7, 40),
    worktime.SpanUnit.WORKING_DAY: Fraction(7, 5),
    worktime.SpanUnit.DAY: Fraction(1),
    worktime.SpanUnit.MONTH: Fraction(30),
}


def nominal(span: worktime.Span) -> Fraction:
    """A span in days as they usually fall: five working days of eight hours in seven days."""
    return span.amount * _NOMINAL[span.unit]


def longer(span: worktime.Span, other: worktime.Span) -> bool:
    """Whether one span is longer: exactly in one unit, as days usually fall between two."""
    return nominal(span) > nominal(other)


def path_of(reading: Reading, clock: str) -> Path:
    """Where a clock is declared, whether by its name or by a short form."""
    if clock in reading.document.clocks:
        return ("clocks", clock)
    if clock in {"review", "rereview"}:
        names = [level.name for level in reading.document.review]
        return ("review", names.index(clock))  # type: ignore[arg-type]
    return ("return", "ruled_within") if clock == "ruling" else (clock, "within")


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on all clocks."""
    happening = _happening(reading)
    for clock in reading.mechanism.clocks.values():
        path = path_of(reading, clock.name)
        yield from _turns(reading, clock, path, happening)
        yield from _holds(reading, clock, path)
        yield from _refers(reading, clock, path)
        yield from _extends(reading, clock, path)
    if not reading.mechanism.main_clock():
        yield reading.fault(("clocks",), "clock.none-for-reply")


def _happening(reading: Reading) -> frozenset[str]:
    """The events that can happen under this mechanism."""
    never = {event for event, key in _CAUSES.items() if getattr(reading.document, key) is None}
    asked = {f"{level.name}-asked" for level in reading.mechanism.reviews}
    return (frozenset(words.EVENTS) - never - {"review-asked", "rereview-asked"}) | asked


def _turns(
    reading: Reading, clock: Clock, path: Path, happening: frozenset[str]
) -> Iterator[Fault]:
    starts = clock.starts & happening
    if not starts:
        facts = {"clock": clock.name, "events": _listed(clock.starts)}
        yield reading.fault(_below(reading, path, "starts"), "clock.never-starts", **facts)
        return
    stops = clock.stops - words.ENDING
    if stops and not any(_follows(stop, starts) for stop in stops & happening):
        facts = {"clock": clock.name, "events": _listed(stops)}
        yield reading.fault(_below(reading, path, "stops"), "clock.never-stops", **facts)


def _below(reading: Reading, path: Path, key: str) -> Path:
    """The key of a clock where it was written, else the clock."""
    return (*path, key) if (*path, key) in reading.loaded.tree.places else path


def _follows(stop: str, starts: frozenset[str]) -> bool:
    """Whether the stop can come after one of the starts; off the main line anything may."""
    if stop not in _LINE:
        return True
    at = _LINE.index(stop)
    return any(start not in _LINE or _LINE.index(start) < at for start in starts)


def _holds(reading: Reading, clock: Clock, path: Path) -> Iterator[Fault]:
    """A duty, a capacity, or a unit; without units on record any other code is taken for one."""
    if clock.holds in words.HOLDERS or ("-" in clock.holds and reading.units is None):
        return
    if reading.units is not None and clock.holds in reading.units:
        return
    facts = {"clock": clock.name, "holds": clock.holds, "known": ", ".join(words.HOLDERS)}
    yield reading.fault((*path, "holds"), "clock.nobody", **facts)


def _refers(reading: Reading, clock: Clock, path: Path) -> Iterator[Fault]:
    classes, grounds = reading.mechanism.classes, reading.mechanism.grounds
    for name in sorted(clock.classes - classes.keys()):
        facts = {"class": name, "known": ", ".join(classes)}
        yield reading.fault((*path, "for"), "clock.class-unknown", **facts)
    for name in sorted(clock.grounds - grounds.keys()):
        facts = {"ground": name, "known": ", ".join(grounds)}
        yield reading.fault((*path, "grounds"), "clock.ground-unknown", **facts)


def _extends(reading: Reading, clock: Clock, path: Path) -> Iterator[Fault]:
    rule = clock.extend
    if rule and rule.ask_before and not longer(clock.within, rule.ask_before):
        facts = {"before": str(rule.ask_before), "within": str(clock.within)}
        yield reading.fault((*path, "extend", "ask_before"), "extend.asked-late", **facts)


def _listed(events: frozenset[str]) -> str:
    return ", ".join(sorted(events))
