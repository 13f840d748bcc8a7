"""Warnings of formalism: piling on, quotas of reports, marks for persons, compulsory traces."""

import re
from collections.abc import Iterator

from bihuan.kernel.declaration import Mechanism
from bihuan.mechanisms.checks.clocks import longer
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.faults import Fault
from bihuan.mechanisms.reading import Path

_CHECK_IN = re.compile("打卡|签到|轨迹|留痕|在岗证明")
_PHOTO = re.compile("(每日|每天|每周|定期).{0,6}(照片|拍照|图片)")
# What a lower level may add of its own; where none of it differs, only the clocks do.
_SUBSTANCE = (
    "refusals", "returns", "signoffs", "parts", "verify", "rate", "closings", "carry", "reviews",
    "letters", "grounds", "classes",
)  # fmt: skip
_CARDS = {"yellow", "red"}


def check(reading: Reading) -> Iterator[Fault]:
    """The warnings on what makes work without solving anything."""
    yield from _piled_on(reading)
    yield from _occasions(reading)
    yield from _questions(reading)
    yield from _cards(reading)
    if reading.document.score.ranks == "persons":
        yield reading.fault(("score", "ranks"), "formal.persons-ranked")


def _piled_on(reading: Reading) -> Iterator[Fault]:
    higher = reading.higher(reading.mechanism.follows) if reading.mechanism.follows else None
    if higher is None:
        return
    mine, theirs = reading.mechanism.clocks, higher.clocks
    common = [name for name in mine if name in theirs]
    shorter = [name for name in common if longer(theirs[name].within, mine[name].within)]
    looser = [name for name in common if longer(mine[name].within, theirs[name].within)]
    if (
        shorter
        and not looser
        and mine.keys() == theirs.keys()
        and _same(reading.mechanism, higher)
    ):
        said = ", ".join(f"{n} {theirs[n].within} → {mine[n].within}" for n in shorter)
        facts = {"follows": higher.title, "clocks": said}
        yield reading.fault(("follows",), "formal.only-tightens", **facts)


def _same(mechanism: Mechanism, higher: Mechanism) -> bool:
    return all(getattr(mechanism, name) == getattr(higher, name) for name in _SUBSTANCE)


def _occasions(reading: Reading) -> Iterator[Fault]:
    for place, occasion in enumerate(reading.document.occasions):
        path: Path = ("occasions", place)
        if occasion.what == "report" and occasion.at_least:
            facts = {"name": occasion.name, "number": str(occasion.at_least)}
            yield reading.fault(path, "formal.report-quota", **facts)
        if occasion.what == "check-in" or _CHECK_IN.search(occasion.name):
            yield reading.fault(path, "formal.check-in", name=occasion.name)
        if occasion.what == "photo" or _PHOTO.search(occasion.name):
            yield reading.fault(path, "formal.photo", name=occasion.name)


def _questions(reading: Reading) -> Iterator[Fault]:
    for name, asked in reading.document.form.items():
        said = f"{asked.label or name} {asked.help}"
        if _CHECK_IN.search(said):
            yield reading.fault(("form", name), "formal.check-in", name=asked.label or name)
        if _PHOTO.search(said):
            yield reading.fault(("form", name), "formal.photo", name=asked.label or name)


def _cards(reading: Reading) -> Iterator[Fault]:
    """Outside bodies answer to somebody else: a card means nothing to them."""
    clocks = reading.mechanism.clocks
    for place, step in enumerate(reading.mechanism.escalations):
        if step.do not in _CARDS or step.clock not in clocks:
            continue
        named = [unit for unit in step.to if reading.outside(unit)]
        if clocks[step.clock].holds == "outside" or reading.outside(clocks[step.clock].holds):
            named.append(clocks[step.clock].label)
        for unit in named:
            yield reading.fault(("escalate", place), "formal.outside-carded", unit=unit)
