"""Every matter gets a class and a unit: tables cover every case once, and name what exists."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bihuan.kernel.declaration import Classing, Route
from bihuan.mechanisms.checks.reading import Reading
from bihuan.mechanisms.conditions import parsing, ranges, tree
from bihuan.mechanisms.faults import Fault

_NO_OTHERWISE = {"route": "route.otherwise-missing", "classify": "classify.otherwise-missing"}
Rows = Sequence[Route | Classing]


def check(reading: Reading) -> Iterator[Fault]:
    """The findings on the table of classes and the routing table.

    Where suggestions are learnt, a routing table may end without an `otherwise`: a clerk is shown
    them and decides.
    """
    if reading.mechanism.classings:
        yield from _table(reading, "classify", reading.mechanism.classings)
    yield from _table(reading, "route", reading.mechanism.routes)
    yield from _rows(reading)


def _table(reading: Reading, key: str, rows: Rows) -> Iterator[Fault]:
    for place, row in enumerate(rows[:-1]):
        if row.when is None:
            yield reading.fault((key, place), "route.otherwise-not-last")
    conditions = [_tree(row) for row in rows if row.when is not None]
    operand = ranges.operand_of(conditions) if conditions else None
    if operand is not None:
        yield from _numbers(reading, key, operand, rows)
    elif _has_no_otherwise(rows) and not (key == "route" and reading.mechanism.suggest):
        yield reading.fault((key,), _NO_OTHERWISE[key])


def _tree(row: Route | Classing) -> tree.Condition:
    assert isinstance(row.when, parsing.Written)  # noqa: S101 - compiled from this file
    return row.when.tree


def _has_no_otherwise(rows: Rows) -> bool:
    return all(row.when is not None for row in rows)


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


def _numbers(reading: Reading, key: str, operand: tree.Operand, rows: Rows) -> Iterator[Fault]:
    conditions = [_tree(row) for row in rows if row.when is not None]
    taken = [ranges.numbers_of(condition) or ranges.NONE for condition in conditions]
    found = ranges.covering(taken, _domain(reading, operand))
    name = str(operand)
    for first, second, shared in found.overlaps:
        facts = {"first": str(first + 1), "second": str(second + 1)}
        facts["numbers"] = ranges.written(shared, name)
        yield reading.fault((key, second, "when"), "route.overlap", **facts)
    if not _has_no_otherwise(rows):
        return
    if found.gaps:
        yield reading.fault((key,), "route.gap", numbers=ranges.written(found.gaps, name))
    if not operand.function and not reading.document.form[operand.name].required:
        yield reading.fault((key,), "route.answer-missing", field=operand.name)


def _domain(reading: Reading, operand: tree.Operand) -> ranges.Numbers:
    if operand.function:
        return ranges.between(Fraction(0), None)
    field = reading.document.form[operand.name]
    return ranges.between(_exact(field.least), _exact(field.most))


def _exact(number: float | None) -> Fraction | None:
    return None if number is None else Fraction(str(number))
