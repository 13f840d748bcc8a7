"""What must be true of every condition and of every table of numbers."""

from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bihuan.mechanisms.conditions import parsing, ranges, tree
from bihuan.mechanisms.conditions.parsing import Asked
from bihuan.mechanisms.conditions.tree import Operand

FIELDS = {
    "topic": Asked(tree.WORD),
    "count": Asked(tree.NUMBER),
    "text": Asked(tree.TEXT),
    "urgent": Asked(tree.FLAG),
    "day": Asked(tree.DATE),
    "units": Asked(tree.LIST),
}

numbers = st.decimals(-1000, 1000, places=3).map(Fraction)
words = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)
signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
equality = st.sampled_from(["==", "!="])
count = Operand("count", tree.NUMBER)
about_a_number = st.one_of(
    st.builds(tree.Compare, st.just(count), signs, numbers),
    st.builds(tree.Among, st.just(count), st.lists(numbers, min_size=1, max_size=3).map(tuple)),
)
leaves = st.one_of(
    about_a_number,
    st.builds(tree.Compare, st.just(Operand("topic", tree.WORD)), equality, words),
    st.builds(tree.Compare, st.just(Operand("day", tree.DATE)), signs, st.dates()),
    st.builds(tree.Compare, st.just(Operand("urgent", tree.FLAG)), equality, st.booleans()),
    st.builds(tree.Has, st.just(Operand("text", tree.TEXT)), words),
    st.builds(tree.Has, st.just(Operand("units", tree.LIST)), words),
    st.builds(tree.Flag, st.just(Operand("urgent", tree.FLAG))),
    st.builds(tree.Given, st.just(Operand("topic", tree.WORD))),
    st.builds(tree.Compare, st.just(Operand("units", tree.NUMBER, "count_of")), signs, numbers),
)


def combined(inner: st.SearchStrategy[tree.Condition]) -> st.SearchStrategy[tree.Condition]:
    return st.one_of(
        st.builds(tree.Not, inner),
        st.builds(tree.Both, inner, inner),
        st.builds(tree.Either, inner, inner),
    )


conditions = st.recursive(leaves, combined, max_leaves=8)
number_conditions = st.recursive(about_a_number, combined, max_leaves=6)
anything = st.one_of(
    st.none(), st.text(max_size=8), st.integers(), st.floats(), st.booleans(), st.dates(),
    st.datetimes(), st.decimals(), st.lists(st.one_of(st.text(max_size=4), st.integers())),
    st.dictionaries(st.text(max_size=2), st.text(max_size=2)), st.binary(max_size=4),
)  # fmt: skip


@given(conditions)
def test_a_condition_reads_back_as_it_was_written(condition: tree.Condition) -> None:
    assert parsing.parse(str(condition), FIELDS).tree == condition


@given(conditions, st.dictionaries(st.sampled_from(sorted(FIELDS)), anything))
def test_a_condition_always_answers(condition: tree.Condition, values: dict[str, object]) -> None:
    assert condition.holds(values) in (True, False)
    assert tree.Not(condition).holds(values) is not condition.holds(values)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    column = _misread_at(text)
    assert column is None or 1 <= column <= len(text) + 1


def _misread_at(text: str) -> int | None:
    try:
        parsing.parse(text, FIELDS)
    except parsing.Misread as bad:
        return bad.column
    return None


@given(number_conditions, numbers)
def test_the_numbers_of_a_condition_are_those_it_holds_for(
    condition: tree.Condition, number: Fraction
) -> None:
    found = ranges.numbers_of(condition)
    assert found is not None
    assert holds(found, number) is condition.holds({"count": number})


@given(number_conditions)
def test_a_set_and_its_complement_share_nothing_and_cover_all(condition: tree.Condition) -> None:
    found = ranges.numbers_of(condition) or ranges.NONE
    outside = ranges.complement(found)
    assert ranges.intersection(found, outside) == ranges.NONE
    assert ranges.union(found, outside) == ranges.ALL
    assert ranges.complement(outside) == found


@given(st.lists(number_conditions, min_size=1, max_size=5), numbers)
def test_a_table_without_gap_or_overlap_gives_each_number_one_row(
    rows: list[tree.Condition], number: Fraction
) -> None:
    sets = [ranges.numbers_of(row) or ranges.NONE for row in rows]
    found = ranges.covering(sets)
    fired = sum(row.holds({"count": number}) for row in rows)
    assert holds(found.gaps, number) is (fired == 0)
    shared = reduce(ranges.union, (overlap[2] for overlap in found.overlaps), ranges.NONE)
    assert holds(shared, number) is (fired > 1)


@given(st.lists(st.decimals(-100, 100, places=2), min_size=1, max_size=6, unique=True))
def test_half_open_steps_cover_every_number_once(steps: list[Decimal]) -> None:
    steps.sort()
    texts = [f"count < {steps[0]:f}"]
    texts += [f"count >= {low:f} and count < {high:f}" for low, high in pairwise(steps)]
    texts.append(f"count >= {steps[-1]:f}")
    sets = [ranges.numbers_of(parsing.parse(text, FIELDS).tree) or ranges.NONE for text in texts]
    assert ranges.covering(sets) == ranges.Covering(ranges.NONE, ())
    for left_out in range(len(sets)):
        rest = sets[:left_out] + sets[left_out + 1 :]
        assert ranges.covering(rest).gaps == sets[left_out]


def holds(found: ranges.Numbers, number: Fraction) -> bool:
    at = ranges.before(number), ranges.after(number)
    return any(start <= at[0] and at[1] <= end for start, end in found)


def test_the_published_rule_with_no_light_from_0_to_10_is_found() -> None:
    """Yinchuan's rule for project lights: green to 0, yellow from 10 to 30, red above 30."""
    rows = ["count <= 0", "count >= 10 and count <= 30", "count > 30"]
    sets = [ranges.numbers_of(parsing.parse(row, FIELDS).tree) or ranges.NONE for row in rows]
    found = ranges.covering(sets)
    assert found.overlaps == ()
    assert ranges.written(found.gaps, "gap") == "0 < gap < 10"


def test_a_condition_on_more_than_one_thing_has_no_numbers() -> None:
    for text in ("topic == 用电", "count > 1 and urgent", "given(count)", "day > 2026-01-01"):
        assert ranges.numbers_of(parsing.parse(text, FIELDS).tree) is None


def test_numbers_are_written_as_conditions() -> None:
    cases = {
        "count > 5": "x > 5", "count <= 0.5": "x <= 0.5", "count == 3": "x == 3",
        "count != 3": "x < 3 or x > 3", "count >= 1 and count < 2": "1 <= x < 2",
        "count < 1 or count >= 1": "x",
    }  # fmt: skip
    for text, expected in cases.items():
        found = ranges.numbers_of(parsing.parse(text, FIELDS).tree)
        assert ranges.written(found or ranges.NONE, "x") == expected
