"""Which numbers a condition holds for, exactly: sets of rationals cut at points.

A cut lies just before or just after a number, so that a half-open interval between two cuts
says whether its ends belong to it; the whole line runs from the first cut to the last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from bihuan.mechanisms.conditions import tree

Cut = tuple[int, Fraction, int]  # (-1, 0, 0) and (1, 0, 0) are the ends of the line
Interval = tuple[Cut, Cut]
Numbers = tuple[Interval, ...]  # apart from each other, in order

FIRST: Cut = (-1, Fraction(0), 0)
LAST: Cut = (1, Fraction(0), 0)
ALL: Numbers = ((FIRST, LAST),)
NONE: Numbers = ()


def before(number: Fraction) -> Cut:
    return (0, number, 0)


def after(number: Fraction) -> Cut:
    return (0, number, 1)


def union(left: Numbers, right: Numbers) -> Numbers:
    """The numbers in either."""
    joined: list[Interval] = []
    for start, end in sorted((*left, *right)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def complement(numbers: Numbers) -> Numbers:
    """The numbers outside."""
    gaps: list[Interval] = []
    at = FIRST
    for start, end in numbers:
        if at < start:
            gaps.append((at, start))
        at = end
    return tuple([*gaps, (at, LAST)] if at < LAST else gaps)


def intersection(left: Numbers, right: Numbers) -> Numbers:
    """The numbers in both."""
    return complement(union(complement(left), complement(right)))


def numbers_of(condition: tree.Condition) -> Numbers | None:
    """The numbers for which it holds, or None where it asks about anything but one number."""
    return _solve(condition) if operand_of([condition]) is not None else None


def operand_of(conditions: Iterable[tree.Condition]) -> tree.Operand | None:
    """The one number that all the conditions are about, or None."""
    found = {leaf for condition in conditions for leaf in _operands(condition)}
    only = found.pop() if len(found) == 1 else None
    return only if only is not None and only.type == tree.NUMBER else None


def _operands(condition: tree.Condition) -> Iterable[tree.Operand | None]:
    match condition:
        case tree.Not(inner):
            yield from _operands(inner)
        case tree.Both(left, right) | tree.Either(left, right):
            yield from _operands(left)
            yield from _operands(right)
        case tree.Given():
            yield None  # about the answer, not about the number
        case _:
            yield condition.operand


def _solve(condition: tree.Condition) -> Numbers:
    match condition:
        case tree.Not(inner):
            return complement(_solve(inner))
        case tree.Both(left, right):
            return intersection(_solve(left), _solve(right))
        case tree.Either(left, right):
            return union(_solve(left), _solve(right))
        case tree.Among(_, literals):
            found = NONE
            for literal in literals:
                found = union(found, _compared("==", literal))
            return found
        case tree.Compare(_, sign, literal):
            return _compared(sign, literal)
    return NONE


def _compared(sign: str, literal: tree.Literal) -> Numbers:
    if not isinstance(literal, Fraction):
        return NONE
    below, above = before(literal), after(literal)
    found: Mapping[str, Numbers] = {
        "<": ((FIRST, below),),
        "<=": ((FIRST, above),),
        ">": ((above, LAST),),
        ">=": ((below, LAST),),
        "!=": ((FIRST, below), (above, LAST)),
        "==": ((below, above),),
    }
    return found[sign]


@dataclass(frozen=True, slots=True)
class Covering:
    """How a table covers a range: what no row holds for, and what two rows both hold for."""

    gaps: Numbers
    overlaps: tuple[tuple[int, int, Numbers], ...]


def covering(rows: Sequence[Numbers], within: Numbers = ALL) -> Covering:
    """The gaps and overlaps of a table of rows over `within`."""
    covered = NONE
    for row in rows:
        covered = union(covered, row)
    shared = (
        (first, second, intersection(intersection(rows[first], rows[second]), within))
        for first, second in combinations(range(len(rows)), 2)
    )
    return Covering(
        intersection(complement(covered), within),
        tuple(found for found in shared if found[2]),
    )


def between(least: Fraction | None, most: Fraction | None) -> Numbers:
    """The numbers from least to most, both included; None leaves that end open."""
    return ((FIRST if least is None else before(least), LAST if most is None else after(most)),)


def written(numbers: Numbers, name: str) -> str:
    """The set as a condition: `0 < gap < 10`, `gap >= 30`."""
    return " or ".join(_written(start, end, name) for start, end in numbers)


def _written(start: Cut, end: Cut, name: str) -> str:
    low, high = tree.shown(start[1]), tree.shown(end[1])
    opening = "<" if start[2] else "<="
    closing = "<=" if end[2] else "<"
    if start == FIRST:
        return f"{name} {closing} {high}" if end != LAST else name
    if end == LAST:
        return f"{name} {'>' if start[2] else '>='} {low}"
    if start[1] == end[1]:
        return f"{name} == {low}"
    return f"{low} {opening} {name} {closing} {high}"
