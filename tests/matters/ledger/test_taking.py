"""A ledger's rows become matters: with its dates, in the uploader's name, each of them once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.matters import cast, ledgers

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import local
from bihuan.matters.actions import importing, sweeping
from bihuan.matters.actions.ledgers import giving, pointing, taking
from bihuan.matters.models import (
    Content,
    Incoming,
    Involvement,
    LedgerMap,
    Matter,
    MechanismVersion,
    Notice,
)
from bihuan.matters.queries import ledger as lists
from bihuan.matters.queries.ledgers import preview
from bihuan.registers.journal import verification
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.models import Unit

pytestmark = pytest.mark.django_db
Give = Callable[..., Incoming]


@pytest.fixture
def ledger(db: None) -> MechanismVersion:
    cast.district()
    return ledgers.published()


@pytest.fixture
def give(ledger: MechanismVersion) -> Give:
    person = registers.record_person(name="周受理（演示）", by=SYSTEM, now=cast.NOW)
    account = registers.open_account("zhou", person=person, password=None, by=SYSTEM, now=cast.NOW)

    def given(data: bytes, name: str = "企业诉求台账.xlsx", post: str = "clerk") -> Incoming:
        return giving.give(
            data, name, ledger, account=account.pk, by=cast.actor(post), now=cast.NOW
        )

    return given


def take(row: Incoming, post: str = "clerk") -> importing.Imported:
    return taking.take_in(row, by=cast.actor(post), now=cast.NOW)


def all_doubts(row: Incoming) -> list[str]:
    found = preview.preview(row, now=cast.NOW)
    rows = [one for kind in found.rows.values() for one in kind]
    return [doubt.why.code for one in rows for doubt in one.doubts]


def test_a_row_becomes_a_matter_with_the_date_of_the_sheet_in_the_uploaders_name(
    give: Give,
) -> None:
    row = give(ledgers.book(ledgers.row(1, 责任单位="住建局（演示）、水利局（演示）")))
    assert take(row).counts() == {
        "given": 1, "accepted": 1, "known": 0, "rejected": 0, "repeats": 0, "near": 0,
        "moves": 7, "units_recorded": 0,
    }  # fmt: skip
    matter = Matter.objects.get()
    assert (matter.stage, matter.unit_id) == ("handling", "housing")
    assert local(matter.due_at).date() == date(2026, 2, 20)
    assert not matter.due_inferred
    assert Involvement.objects.filter(matter=matter, unit="water", role="copied").exists()
    kinds = Entry.objects.filter(subject_kind="matter").order_by("seq")
    said = list(kinds.values_list("kind", "origin", "actor_post"))
    assert said == [
        ("receive", "imported", "clerk"),
        ("set-date", "imported", "clerk"),
        ("accept", "inferred", "clerk"),
        ("assign", "inferred", "clerk"),
        ("sign-for", "inferred", "clerk"),
        ("progress", "imported", "clerk"),
        ("tick", "observed", "system"),
    ]
    assert verification.verify().ok


def test_what_is_past_its_own_date_stands_on_the_overdue_list(give: Give) -> None:
    take(give(ledgers.book(
        ledgers.row(1),
        ledgers.row(2, 办结时限="2026-04-01"),
        ledgers.row(3, 责任单位="", 办理情况="", 是否办结=""),
        ledgers.row(4, 是否办结="已办结", 答复日期="2026.2.10"),
    )))  # fmt: skip
    sieve = lists.Sieve(overdue=True)
    found = lists.ledger(cast.actor("clerk"), sieve, now=cast.NOW)
    assert sorted(row.matter.title for row in found.rows) == ["第1件", "第3件"]
    stages = dict(Matter.objects.values_list("title", "stage"))
    assert stages == {
        "第1件": "handling", "第2件": "handling", "第3件": "accepted", "第4件": "replied",
    }  # fmt: skip


def test_what_is_not_said_is_inferred_and_a_date_that_follows_from_it_is_scored_nowhere(
    give: Give,
) -> None:
    take(give(ledgers.book(ledgers.row(1, 办结时限=""))))
    matter = Matter.objects.get()
    assert matter.due_at is not None
    assert matter.due_inferred


def test_the_same_file_twice_changes_nothing_and_is_said(give: Give) -> None:
    data = ledgers.book(ledgers.row(1), ledgers.row(2))
    take(give(data))
    entries = Entry.objects.count()
    row = give(data, "又一份.xlsx")
    assert [why.code for why in preview.preview(row, now=cast.NOW).said] == ["ledger.same-file"]
    assert take(row).counts()["known"] == 2
    assert (Matter.objects.count(), Entry.objects.count()) == (2, entries)


def test_last_weeks_file_after_this_weeks_overwrites_nothing_and_is_said(give: Give) -> None:
    take(give(ledgers.book(ledgers.row(1, 是否办结="已办结", 答复日期="2026-02-25"))))
    older = give(ledgers.book(ledgers.row(1), ledgers.row(2), title="截至2026年2月20日"))
    assert "ledger.older" in [why.code for why in preview.preview(older, now=cast.NOW).said]
    assert take(older).counts()["known"] == 1
    assert dict(Matter.objects.values_list("title", "stage")) == {
        "第1件": "replied", "第2件": "handling",
    }  # fmt: skip


def test_rows_that_now_say_more_are_counted_and_left(give: Give) -> None:
    take(give(ledgers.book(ledgers.row(1))))
    newer = give(ledgers.book(ledgers.row(1, 是否办结="已办结"), title="截至2026年3月1日"))
    assert preview.preview(newer, now=cast.NOW).further == 1
    take(newer)
    assert Matter.objects.get().stage == "handling"


def test_one_file_given_by_two_people_is_taken_in_once(give: Give) -> None:
    data = ledgers.book(ledgers.row(1), ledgers.row(2))
    mine, hers = give(data), give(data, post="second-clerk")
    assert take(mine).accepted == 2
    assert take(hers, "second-clerk").counts()["known"] == 2
    assert Matter.objects.count() == 2


def test_a_ledger_pressed_twice_at_once_tells_what_was_taken_in(give: Give) -> None:
    mine = give(ledgers.book(ledgers.row(1), ledgers.row(2)))
    hers = Incoming.objects.get(pk=mine.pk)  # read before the other press was through
    take(mine)
    take(hers)
    told = Incoming.objects.get().counts
    assert (told["given"], told["accepted"], told["known"]) == (2, 2, 0)
    assert Matter.objects.count() == 2


def test_units_not_on_record_are_listed_once_and_recorded_with_the_first_row(give: Give) -> None:
    data = ledgers.book(
        ledgers.row(1, 责任单位="燃气公司"), ledgers.row(2, 责任单位="燃气公司、公交公司")
    )
    row = give(data)
    names = preview.preview(row, now=cast.NOW).names
    assert [(each.name, each.rows) for each in names] == [("燃气公司", 2), ("公交公司", 1)]
    assert take(row).units_recorded == 2
    assert Unit.objects.filter(name="燃气公司").count() == 1


def test_a_name_said_to_mean_a_unit_is_remembered(give: Give) -> None:
    data = ledgers.book(ledgers.row(1, 责任单位="区住建"))
    row = give(data)
    pointing.put_right(
        row, {}, [], [], {"区住建": "housing"}, record=False, by=cast.actor("clerk"), now=cast.NOW
    )
    assert take(row).counts()["accepted"] == 1
    assert Matter.objects.get().unit_id == "housing"
    again = give(ledgers.book(ledgers.row(2, 责任单位="区住建")))
    assert preview.preview(again, now=cast.NOW).names == ()
    assert LedgerMap.objects.count() == 1


def test_a_cell_is_put_right_in_place_and_a_row_left_out(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1, 收到时间="问过了"), ledgers.row(2), ledgers.row(3)))
    found = preview.preview(row, now=cast.NOW)
    assert (found.counts["fault"], found.rows["fault"][0].fault.code) == (  # type: ignore[union-attr]
        1, "row.date-unreadable",
    )  # fmt: skip
    pointing.put_right(
        row, {"台账|3|2": "2026-02-05"}, ["台账|5"], ["台账|5"], {}, record=True,
        by=cast.actor("clerk"), now=cast.NOW,
    )  # fmt: skip
    assert preview.preview(row, now=cast.NOW).counts["out"] == 1
    assert take(row).counts()["accepted"] == 2
    assert sorted(Matter.objects.values_list("title", flat=True)) == ["第1件", "第2件"]


def test_rejected_rows_come_back_in_the_same_shape_and_go_in_when_corrected(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1, 收到时间="问过了"), ledgers.row(2)))
    done = take(row)
    assert (done.accepted, len(done.rejected)) == (1, 1)
    row.refresh_from_db()
    back = give(bytes(row.rejected or b""), "rejected.xlsx")
    assert preview.preview(back, now=cast.NOW).counts == {"fault": 1}
    pointing.put_right(
        back, {"台账|2|2": "2026-02-05"}, [], [], {}, record=True, by=cast.actor("clerk"),
        now=cast.NOW,
    )  # fmt: skip
    assert take(back).accepted == 1
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"办结时限": "下周五"}, "doubt.relative"),
        ({"办结时限": "长期"}, "doubt.no-day"),
        ({"办结时限": "2026-01-01"}, "doubt.due-before"),
        ({"办结时限": "问过了"}, "doubt.due-unreadable"),
        ({"收到时间": ""}, "doubt.received-missing"),
        ({"是否办结": "再议"}, "doubt.status-unknown"),
        ({"是否办结": "已办结"}, "doubt.replied-missing"),
        ({"是否办结": "办理中", "答复日期": "2026-02-10"}, "doubt.status-but-replied"),
        ({"是否办结": "", "办理情况": "已解决，企业满意"}, "doubt.progress-says"),
        ({"责任单位": "", "办理情况": "在修"}, "doubt.unit-missing"),
        ({"责任单位": "住建局（演示）、水利局（演示）"}, "doubt.units-several"),
    ],
)
def test_what_is_understood_with_doubt_is_marked(
    give: Give, cells: dict[str, Any], doubt: str
) -> None:
    assert doubt in all_doubts(give(ledgers.book(ledgers.row(1, **cells))))


def test_a_cell_that_says_same_as_above_has_what_stands_above_it(give: Give) -> None:
    take(give(ledgers.book(ledgers.row(1), ledgers.row(2, 责任单位="同上"))))
    assert set(Matter.objects.values_list("unit", flat=True)) == {"housing"}


def test_a_map_that_says_nothing_of_the_matter_is_refused_and_kept_nowhere(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1)))
    with pytest.raises(Refused) as refused:
        pointing.set_columns(
            row, {"责任单位": "unit"}, as_of=None, by=cast.actor("clerk"), now=cast.NOW
        )
    assert refused.value.code == "ledger.text-missing"
    assert not LedgerMap.objects.exists()


def test_two_columns_of_one_meaning_are_refused(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1)))
    chosen = {"问题描述": "text", "办理情况": "text"}
    with pytest.raises(Refused) as refused:
        pointing.set_columns(row, chosen, as_of=None, by=cast.actor("clerk"), now=cast.NOW)
    assert refused.value.code == "ledger.meaning-twice"


@pytest.mark.parametrize("post", ["handler", "leader", "caller"])
def test_only_the_office_that_owns_the_mechanism_takes_its_ledgers_in(
    give: Give, post: str
) -> None:
    row = give(ledgers.book(ledgers.row(1)))
    with pytest.raises(Refused) as refused:
        take(row, post)
    assert refused.value.code == "ledger.not-yours"
    assert not Matter.objects.exists()


def test_a_ledger_taken_in_is_not_taken_twice_nor_changed(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1)))
    take(row)
    for again in (
        lambda: take(row),
        lambda: pointing.pick_sheets(row, "", now=cast.NOW),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.code == "ledger.taken"
    assert Matter.objects.count() == 1


def test_a_ledger_is_seen_by_the_account_that_gave_it_alone(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1)))
    assert preview.one(row.token, row.account_id) == row
    with pytest.raises(Refused) as refused:
        preview.one(row.token, row.account_id + 1)
    assert refused.value.code == "ledger.unknown"


def test_a_file_nobody_takes_is_forgotten_after_a_week(give: Give) -> None:
    row = give(ledgers.book(ledgers.row(1)))
    assert giving.forget(cast.NOW + timedelta(days=6)) == 0
    assert giving.forget(cast.NOW + timedelta(days=8)) == 1
    row.refresh_from_db()
    assert bytes(row.data) == b""


def test_a_kept_map_serves_the_command_line_too(give: Give, ledger: MechanismVersion) -> None:
    data = ledgers.book(ledgers.row(1), ledgers.row(2))
    shape = preview.shape_of(give(data))
    done = importing.import_file(
        data, shape, ledger, by=cast.actor("clerk"), now=cast.NOW, name="台账.xlsx"
    )
    assert done.accepted == 2
    assert Content.objects.filter(text="第1件").exists()
    assert get_user_model().objects.count() == 1


def test_what_was_overdue_before_it_came_in_is_recorded_and_calls_nobody(give: Give) -> None:
    rows = (ledgers.row(i, 办结时限=f"2026-{d}") for i, d in ((1, "02-20"), (2, "03-02")))
    take(give(ledgers.book(*rows)))
    assert sweeping.sweep(now=cast.NOW).faults == 0
    late, soon = Matter.objects.order_by("due_at")
    assert not Notice.objects.filter(matter=late).exists()
    assert list(Notice.objects.filter(matter=soon).values_list("kind", flat=True)) == ["remind"]
    assert (late.card, late.next_due_at) == ("", None)
    told = Entry.objects.filter(subject_kind="matter", subject_id=late.pk, kind="tick").get()
    assert told.data["data"]["overtaken"] is True
    assert verification.verify().ok
