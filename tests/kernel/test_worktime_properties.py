from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bihuan.kernel import worktime
from bihuan.kernel.worktime import LOCAL, Calendar, CountFrom, DayKind, Pause, Span, SpanUnit

_NATIONAL = worktime.national_calendar()
_DAYS = (SpanUnit.WORKING_DAY, SpanUnit.DAY, SpanUnit.MONTH)
_MOST = {
    SpanUnit.MINUTE: 50_000,
    SpanUnit.HOUR: 800,
    SpanUnit.WORKING_HOUR: 200,
    SpanUnit.WORKING_DAY: 40,
    SpanUnit.DAY: 60,
    SpanUnit.MONTH: 4,
}
_unhurried = settings(deadline=None)  # a busy machine is not a fault
_NEVER = datetime.max.replace(tzinfo=LOCAL)

_dates = st.dates(date(2025, 11, 1), date(2027, 3, 1))
_moments = st.datetimes(datetime(2025, 11, 1), datetime(2027, 3, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=LOCAL)
)
_units = st.sampled_from(SpanUnit)
_counts = st.sampled_from(CountFrom)


@st.composite
def _spans(draw: st.DrawFn, units: Sequence[SpanUnit] = tuple(SpanUnit)) -> Span:
    unit = draw(st.sampled_from(units))
    return Span(draw(st.integers(0, _MOST[unit])), unit)


@st.composite
def _calendars(draw: st.DrawFn) -> Calendar:
    named = draw(st.dictionaries(_dates, st.sampled_from(DayKind), max_size=30))
    base = draw(st.sampled_from([{}, _NATIONAL.days]))
    days = {**base, **{day: (kind, "（演示）") for day, kind in named.items()}}
    announced = draw(st.sampled_from([frozenset({2025, 2026}), frozenset({2025, 2027})]))
    return Calendar("430204", 1, days, announced)


@st.composite
def _pauses(draw: st.DrawFn) -> list[Pause]:
    found: list[Pause] = []
    for _ in range(draw(st.integers(0, 3))):
        began = draw(_moments)
        ended = draw(
            st.one_of(
                st.none(), st.timedeltas(timedelta(0), timedelta(days=40)).map(began.__add__)
            )
            if not found
            else st.timedeltas(timedelta(0), timedelta(days=40)).map(began.__add__)
        )
        found.append(Pause(began, ended, "检测"))
    return found


@_unhurried
@given(_calendars(), _dates)
def test_working_days_are_numbered_as_one_would_count_them(calendar: Calendar, day: date) -> None:
    following = [day + timedelta(days=n) for n in range(1, 80)]
    preceding = [day - timedelta(days=n) for n in range(1, 80)]
    worked = [d for d in following if calendar.is_working(d)]
    before = [d for d in preceding if calendar.is_working(d)]
    assert [calendar.nth_working_day(day, n + 1) for n in range(len(worked))] == worked
    assert [calendar.nth_working_day(day, -n - 1) for n in range(len(before))] == before
    assert calendar.working_days_between(day, following[-1]) == len(worked)


@_unhurried
@given(_calendars(), _moments, _spans(), _counts, _pauses(), st.booleans())
@example(
    calendar=_NATIONAL,
    start=datetime(2026, 2, 13, 16, tzinfo=LOCAL),
    span=Span(5, SpanUnit.WORKING_DAY),
    count=CountFrom.EVENT,
    pauses=[],
    roll=True,
)
def test_the_explanation_agrees_with_the_deadline(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: CountFrom,
    pauses: list[Pause],
    roll: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    found = worktime.deadline(calendar, start, span, count, pauses, roll)
    lines = worktime.explain(calendar, start, span, count, pauses, roll)
    assert lines[0].day == start.date()
    assert all(b.day - a.day == timedelta(days=1) for a, b in pairwise(lines))
    assert all(line.kind is calendar.kind(line.day) for line in lines)
    ends = [n for n, line in enumerate(lines) if line.why in {"due", "rolled"}]
    if found.due_at is None:
        assert ends == []
        assert lines[-1].why == "paused"
        return
    assert ends == [len(lines) - 1]
    assert lines[-1].day == found.due_at.date()
    assert found.provisional == any(line.provisional for line in lines)
    ordinals = [line.counted for line in lines if line.counted is not None]
    assert ordinals == list(range(1, len(ordinals) + 1))
    if span.unit in {SpanUnit.WORKING_DAY, SpanUnit.DAY}:
        assert len(ordinals) == max(span.amount, 1)
    if span.unit in _DAYS:
        assert found.due_at.time() == calendar.day_ends
        assert not roll or calendar.is_working(found.due_at.date())


def _due(
    calendar: Calendar, start: datetime, span: Span, count: CountFrom, pauses: Sequence[Pause]
) -> datetime:
    return worktime.deadline(calendar, start, span, count, pauses).due_at or _NEVER


@_unhurried
@given(
    _calendars(),
    _moments,
    _spans(),
    _counts,
    _pauses(),
    st.timedeltas(timedelta(0), timedelta(60)),
)
def test_a_later_start_is_never_due_earlier(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: CountFrom,
    pauses: list[Pause],
    later: timedelta,
) -> None:
    # With nothing to count, clock time is due at once, in a pause or not; and a month begun on a
    # day that the next one lacks is longer than one begun after a pause, so months go without.
    assume(span.amount > 0 or span.unit in _DAYS)
    pauses = [] if span.unit is SpanUnit.MONTH else pauses
    first = _due(calendar, start, span, count, pauses)
    assert first <= _due(calendar, start + later, span, count, pauses)


@_unhurried
@given(_calendars(), _moments, _spans(), _counts, _pauses(), st.integers(1, 20))
def test_a_longer_limit_is_never_due_earlier(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: CountFrom,
    pauses: list[Pause],
    longer: int,
) -> None:
    more = Span(span.amount + longer, span.unit)
    assert start <= _due(calendar, start, span, count, pauses)
    shorter = _due(calendar, start, span, count, pauses)
    assert shorter <= _due(calendar, start, more, count, pauses)


@_unhurried
@given(_calendars(), _moments, _spans(), _counts, _pauses())
def test_a_pause_never_shortens(
    calendar: Calendar, start: datetime, span: Span, count: CountFrom, pauses: list[Pause]
) -> None:
    without = _due(calendar, start, span, count, pauses[1:])
    assert without <= _due(calendar, start, span, count, pauses)


@_unhurried
@given(
    _moments,
    _spans((SpanUnit.MINUTE, SpanUnit.HOUR)),
    st.timedeltas(timedelta(0), timedelta(days=20)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
)
def test_a_finished_pause_before_the_end_adds_just_its_length(
    start: datetime, span: Span, after: timedelta, length: timedelta
) -> None:
    pause = Pause(start + after, start + after + length, "检测")
    due = _due(_NATIONAL, start, span, CountFrom.NEXT_DAY, [])
    expected = due + length if pause.began < due else due
    assert _due(_NATIONAL, start, span, CountFrom.NEXT_DAY, [pause]) == expected


@_unhurried
@given(_calendars(), _moments, st.integers(1, 60))
def test_offsets_go_there_and_back_on_working_days(
    calendar: Calendar, moment: datetime, days: int
) -> None:
    assume(calendar.is_working(moment.date()))
    there = worktime.shift(calendar, moment, Span(days, SpanUnit.WORKING_DAY))
    assert there.timetz() == moment.timetz()
    assert worktime.shift(calendar, there, Span(-days, SpanUnit.WORKING_DAY)) == moment


@_unhurried
@given(
    _moments, st.integers(-30, 30), st.sampled_from([SpanUnit.MINUTE, SpanUnit.HOUR, SpanUnit.DAY])
)
def test_exact_offsets_go_there_and_back(moment: datetime, amount: int, unit: SpanUnit) -> None:
    there = worktime.shift(_NATIONAL, moment, Span(amount, unit))
    assert worktime.shift(_NATIONAL, there, Span(-amount, unit)) == moment


@_unhurried
@given(_calendars(), _dates, st.integers(0, 47), st.integers(1, 60))
def test_working_hours_are_those_one_would_count_by_half_hours(
    calendar: Calendar, day: date, half_hour: int, hours: int
) -> None:
    start = datetime(day.year, day.month, day.day, tzinfo=LOCAL) + half_hour * timedelta(
        minutes=30
    )
    at, left = start, hours * 2
    while left:
        in_office = any(opens <= at.time() < closes for opens, closes in calendar.hours)
        left -= in_office and calendar.is_working(at.date())
        at += timedelta(minutes=30)
    span = Span(hours, SpanUnit.WORKING_HOUR)
    assert worktime.deadline(calendar, start, span).due_at == at
    assert worktime.shift(calendar, start, span) == at
    back = worktime.shift(calendar, at, Span(-hours, SpanUnit.WORKING_HOUR))
    assert worktime.deadline(calendar, back, span).due_at == at


@_unhurried
@given(_calendars(), _moments, _spans(), _counts, _pauses(), st.randoms(use_true_random=False))
def test_it_does_not_matter_how_the_calendar_was_put_together(
    calendar: Calendar,
    start: datetime,
    span: Span,
    count: CountFrom,
    pauses: list[Pause],
    order: Random,
) -> None:
    said = list(calendar.days.items())
    order.shuffle(said)
    spelled = {start.date() + timedelta(days=n) for n in range(120)} - set(calendar.days)
    days = dict(said) | {day: (calendar.kind(day), "") for day in spelled}
    twin = Calendar("430204", 1, days, calendar.announced)
    assert worktime.deadline(twin, start, span, count, pauses[::-1]) == worktime.deadline(
        calendar, start, span, count, pauses
    )


@_unhurried
@given(_calendars(), _moments, _spans(_DAYS), st.integers(1, 30))
def test_an_extension_starts_on_the_day_after(
    calendar: Calendar, start: datetime, span: Span, days: int
) -> None:
    due = _due(calendar, start, span, CountFrom.NEXT_DAY, [])
    longer = worktime.extended(calendar, due, Span(days, SpanUnit.WORKING_DAY)).due_at
    assert longer is not None
    assert calendar.working_days_between(due.date(), longer.date()) == days


@_unhurried
@given(_calendars(), _moments, _moments)
def test_what_remains_is_never_negative(
    calendar: Calendar, now: datetime, due_at: datetime
) -> None:
    found = worktime.remaining(calendar, now, due_at)
    assert found.overdue == (now > due_at)
    assert found.minutes == abs(due_at - now) // timedelta(minutes=1)
    lower, upper = sorted((now.date(), due_at.date()))
    between = [lower + timedelta(days=n) for n in range(1, (upper - lower).days + 1)]
    assert found.working_days == sum(map(calendar.is_working, between))
