"""What a move is entered as having changed is what differs between the records of the states."""

from datetime import datetime, timedelta

from bihuan.kernel import record
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.stages import Stage
from bihuan.kernel.worktime import LOCAL

AT = datetime(2026, 3, 2, 9, 30, tzinfo=LOCAL)
RUN = ClockRun("reply", AT, AT + timedelta(days=15))
BEFORE = Matter("P-1", Stage.ACCEPTED, AT, values={"place": "一"}, clocks=(RUN,))
AFTER = BEFORE.but(
    stage=Stage.ASSIGNED,
    values={"place": "一"},
    unit="desk",
    assigned_at=AT,
    clocks=(RUN, ClockRun("sign", AT, None)),
)


def test_the_changes_are_what_differs_between_the_records() -> None:
    was, now = record.to_record(BEFORE), record.to_record(AFTER)
    found = record.changes(BEFORE, AFTER, was)
    assert found == {name: value for name, value in now.items() if was[name] != value}
    assert {**was, **found} == now


def test_a_run_put_right_in_place_is_a_change() -> None:
    after = BEFORE.but(clocks=(RUN.but(stopped_at=AT, stopped_by="replied"),))
    found = record.changes(BEFORE, after, record.to_record(BEFORE))
    assert found == {"clocks": record.to_record(after)["clocks"]}


def test_what_was_replaced_by_its_equal_has_not_changed() -> None:
    assert (
        record.changes(BEFORE, BEFORE.but(values={"place": "一"}), record.to_record(BEFORE)) == {}
    )
