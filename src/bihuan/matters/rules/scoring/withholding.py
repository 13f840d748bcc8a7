"""What is left out of published figures, because a small count could reveal a person.

Small groups are pooled, and counts below the least number withheld; of a column in which one count
is withheld at least one more is, so that subtraction from the whole tells none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bihuan.matters.rules.scoring.rates import Counts, Known

POOL = "+"
# Counts that are parts of another: withheld with the sample they are taken of.
SAMPLES: Mapping[str, tuple[str, ...]] = {
    "called": ("contacted",),
    "called_back": ("solved", "partly", "contacted"),
    "asked_satisfied": ("satisfied",),
    "contact_judged": ("contact_in_time",),
    "reply_judged": ("reply_in_time",),
}
# Counts that stand by themselves: withheld where they are small and not nought.
ALONE = ("withdrawn", "ended_outside", "excluded", "sent_back", "explained", "overdue", "on_time")


def pooled(groups: Mapping[str, Counts], least: int) -> dict[str, Counts]:
    """The groups with the small ones put together, until the pool is neither small nor of one.

    What belongs to nobody yet joins like any other. The pool keeps the sum.
    """
    order = sorted(groups, key=lambda code: (groups[code].matters, code))
    small = [code for code in order if 0 < groups[code].matters < least]
    taken = list(small)
    for code in order[: len(order)]:
        if not taken or (len(taken) > 1 and _matters(groups, taken) >= least):
            break
        if code not in taken and groups[code].matters:
            taken.append(code)
    kept = {code: counts for code, counts in groups.items() if code not in taken}
    if taken:
        kept[POOL] = added([groups[code] for code in taken])
    return kept


def _matters(groups: Mapping[str, Counts], codes: Sequence[str]) -> int:
    return sum(groups[code].matters for code in codes)


def added(parts: Sequence[Counts]) -> Counts:
    """The sum of counts."""
    return Counts(**{n: sum(getattr(one, n) for one in parts) for n in Counts.__slots__})


def withheld(groups: Mapping[str, Counts], least: int) -> dict[str, dict[str, int | None]]:
    """The counts of each group, None where one must not be told."""
    found: dict[str, dict[str, int | None]] = {
        code: {name: getattr(counts, name) for name in Counts.__slots__}
        for code, counts in groups.items()
    }
    for sample, parts in SAMPLES.items():
        for code in hidden({code: getattr(one, sample) for code, one in groups.items()}, least):
            for name in (sample, *parts):
                found[code][name] = None
    for name in ALONE:
        for code in hidden({code: getattr(one, name) for code, one in groups.items()}, least):
            found[code][name] = None
    return found


def hidden(column: Mapping[str, int], least: int) -> set[str]:
    """Whose count of one column is withheld: the small ones, and as many more as hide them."""
    order = sorted(column, key=lambda code: (column[code], code))
    taken = {code for code in order if 0 < column[code] < least}
    if not taken:
        return set()
    for code in order:
        if len(taken) > 1 and sum(column[one] for one in taken) >= least:
            break
        if column[code]:
            taken.add(code)
    return taken


def known_whole(groups: Mapping[str, Known], whole: Counts) -> dict[str, int | None]:
    """The counts of the whole; one that would give away the single count withheld goes as well."""
    found: dict[str, int | None] = {}
    for name in Counts.__slots__:
        lacking = sum(counts[name] is None for counts in groups.values())
        found[name] = None if lacking == 1 else getattr(whole, name)
    return found
