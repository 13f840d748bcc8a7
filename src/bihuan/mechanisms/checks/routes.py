"""Every matter gets a unit: tables cover every case once, and name units that exist."""

from collections.abc import Iterator
from fractions import Fraction

from bihuan.kernel.declaration import Route
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.conditions import parsing, ranges, tree
from bihuan.mechanisms.faults import Fault


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on the routing table."""
    yield from _otherwise(reading)
    yield from _rows(reading)
    conditions = [_tree(row) for row in reading.mechanism.routes if row.when is not None]
    operand = ranges.operand_of(conditions) if conditions else None
    if operand is not None:
        yield from _numbers(reading, operand, conditions)
    elif _has_no_otherwise(reading):
        yield reading.fault(("route",), "route.otherwise-missing")


def _tree(row: Route) -> tree.Condition:
    assert isinstance(row.when, parsing.Written)  # noqa: S101 - compiled from this file
    return row.when.tree


def _has_no_otherwise(reading: Reading) -> bool:
    return all(row.when is not None for row in reading.mechanism.routes)


def _otherwise(reading: Reading) -> Iterator[Fault]:
    for place, row in enumerate(reading.mechanism.routes[:-1]):
        if row.when is None:
            yield reading.fault(("route", place), "route.otherwise-not-last")


def _rows(reading: Reading) -> Iterator[Fault]:
    letters = reading.mechanism.letters
    for place, row in enumerate(reading.mechanism.routes):
        if row.letter and row.letter not in letters:
            facts = {"letter": row.letter, "known": ", ".join(letters)}
            yield reading.fault(("route", place, "letter"), "route.letter-unknown", **facts)
        if row.to.startswith("field:"):
            yield from _answered(reading, place, row)


def _answered(reading: Reading, place: int, row: Route) -> Iterator[Fault]:
    """A row that names no unit when its question is left empty leaves nobody in charge."""
    name = row.to.removeprefix("field:")
    if reading.document.form[name].required:
        return
    if row.when is not None and name in _given(_tree(row)):
        return
    yield reading.fault(("route", place, "to"), "route.unit-unanswered", field=name)


def _given(condition: tree.Condition) -> set[str]:
    """The fields that must have been answered for the condition to hold."""
    match condition:
        case tree.Both(left, right):
            return _given(left) | _given(right)
        case tree.Either(left, right):
            return _given(left) & _given(right)
        case tree.Not():
            return set()
        case _:
            return {condition.operand.name} if not condition.operand.function else set()


def _numbers(
    reading: Reading, operand: tree.Operand, conditions: list[tree.Condition]
) -> Iterator[Fault]:
    rows = [ranges.numbers_of(condition) or ranges.NONE for condition in conditions]
    found = ranges.covering(rows, _domain(reading, operand))
    name = str(operand)
    for first, second, shared in found.overlaps:
        facts = {"first": str(first + 1), "second": str(second + 1)}
        facts["numbers"] = ranges.written(shared, name)
        yield reading.fault(("route", second, "when"), "route.overlap", **facts)
    if not _has_no_otherwise(reading):
        return
    if found.gaps:
        yield reading.fault(("route",), "route.gap", numbers=ranges.written(found.gaps, name))
    if not operand.function and not reading.document.form[operand.name].required:
        yield reading.fault(("route",), "route.answer-missing", field=operand.name)


def _domain(reading: Reading, operand: tree.Operand) -> ranges.Numbers:
    if operand.function:
        return ranges.between(Fraction(0), None)
    field = reading.document.form[operand.name]
    return ranges.between(_exact(field.least), _exact(field.most))


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(str(number))
