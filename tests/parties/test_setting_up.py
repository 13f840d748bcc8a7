"""The spreadsheet of a district goes in; what cannot be taken comes back with its reason."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import python_calamine
from pytest_django import DjangoAssertNumQueries
from tests.parties import district
from tests.parties.cast import KEEPER, NOW, OFFICER, TODAY
from tests.parties.changes import refused, rows

from bihuan.kernel.refused import Refused
from bihuan.registers.journal.models import Book, Entry
from bihuan.registers.parties import actions, invented, queries, sheet
from bihuan.registers.parties.models import Account, Holding, Person, Post, Region, Unit

HOME = "430203"


def set_up(data: bytes, home: str = HOME) -> actions.SetUp:
    return actions.set_up(sheet.read(data), home=home, by=KEEPER, now=NOW)


def counts() -> tuple[int, ...]:
    tables = (Region, Unit, Post, Person, Holding, Account)
    return tuple(table.objects.count() for table in tables)


@pytest.fixture(scope="module")
def dirty() -> bytes:
    return district.workbook()


@pytest.mark.django_db
def test_the_district_goes_in_with_exact_counts(dirty: bytes) -> None:
    done = set_up(dirty)
    # 222 good rows (219 officers, 3 outside bodies), one repeated, the faults.
    assert (done.given, done.accepted, len(done.rejected)) == (241, 222, 19)
    assert counts() == (1, 34 + 10 + 1 + 3, 219, 219, 219, 219)
    assert Unit.objects.filter(kind="department").count() == 34
    assert Unit.objects.filter(kind="town").count() == 10
    assert Unit.objects.filter(external=True).count() == 3


@pytest.mark.django_db
def test_the_dirt_is_named_by_sheet_row_and_column(dirty: bytes) -> None:
    done = set_up(dirty)
    assert {row.place: row.why.code for row in done.rejected} == district.faulty_places()


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing(dirty: bytes) -> None:
    set_up(dirty)
    before = rows()
    again = set_up(dirty)
    assert (again.changed, again.accepted, len(again.rejected)) == (False, 222, 19)
    assert rows() == before


@pytest.mark.django_db
def test_rejected_rows_corrected_go_in_by_their_own_file(dirty: bytes) -> None:
    read = sheet.read(dirty)
    done = set_up(dirty)
    back = sheet.read(sheet.rejected_file(read, done.rejected, kind="xlsx"))
    assert len(back.rows) == 19
    assert [row.value("person") for row in back.rows] == [
        row.given.value("person") for row in done.rejected
    ]
    fixed = [
        replace(row, values={**row.values, "phone": "19900009999"})
        for row in back.rows
        if row.value("person") == "短号人（演示）"
    ]
    result = actions.set_up(replace(back, rows=tuple(fixed)), home=HOME, by=KEEPER, now=NOW)
    assert (result.accepted, result.made["people"], result.made["units"]) == (1, 1, 0)


@pytest.mark.django_db
def test_rows_go_in_by_batches_and_a_second_time_costs_only_the_look(
    dirty: bytes,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    read = sheet.read(dirty)
    with django_assert_max_num_queries(50):
        actions.set_up(read, home=HOME, by=KEEPER, now=NOW)
    with django_assert_num_queries(13):
        actions.set_up(read, home=HOME, by=KEEPER, now=NOW)


@pytest.mark.django_db
def test_everything_that_went_in_is_in_the_book(dirty: bytes) -> None:
    set_up(dirty)
    kinds = Entry.objects.values_list("kind", flat=True)
    assert {kind: list(kinds).count(kind) for kind in set(kinds)} == {
        "region-recorded": 1,
        "unit-recorded": 48,
        "post-recorded": 219,
        "person-recorded": 219,
        "post-filled": 219,
        "account-opened": 219,
    }
    assert Book.objects.get(name="registers").length == 925
    assert not any(
        "演示" in payload
        for payload in Entry.objects.values_list("payload", flat=True)
        if "person" in payload
    )


@pytest.mark.django_db
def test_what_went_in_works(dirty: bytes) -> None:
    set_up(dirty)
    head = queries.unit_by_name("自然资源局", TODAY)
    assert head.code == "natural-resources-bureau"
    assert queries.superiors(head.code) == (
        "district-government",
        "city-natural-resources-bureau",
    )
    assert queries.common_superior("education-bureau", head.code) == "district-government"
    account = Account.objects.get(username="officer001")
    actor = queries.actor_of(account, on=TODAY)
    assert (actor.unit, actor.duties) == ("district-government", frozenset({"leader"}))
    assert len(queries.posts_with("petition-office", "clerk")) == 1
    assert queries.posts_with("treasury", "clerk") == ()


@pytest.mark.django_db
def test_a_plan_writes_nothing(dirty: bytes) -> None:
    before = rows()
    plan = queries.planned(sheet.read(dirty), home=HOME, today=TODAY)
    assert (len(plan.accepted), len(plan.rejected), plan.changes) == (222, 19, 925)
    assert rows() == before


def roster(*table: invented.Row) -> bytes:
    return invented.workbook(table)


CHIEF = invented.Row("区教育局", title="局长", person="张三（演示）", phone="19900000001")
CLERK = invented.Row("区教育局", title="科员", person="李四（演示）", phone="19900000002")


@pytest.mark.django_db
def test_a_new_name_in_a_post_ends_the_former_holding() -> None:
    set_up(roster(CHIEF, CLERK))
    post = Post.objects.get(title="局长")
    later = NOW + timedelta(days=30)
    read = sheet.read(roster(replace(CHIEF, person="王五（演示）", phone="19900000003"), CLERK))
    done = actions.set_up(read, home=HOME, by=KEEPER, now=later)
    assert (done.made["posts"], done.made["people"], done.made["seated"]) == (0, 1, 1)
    names = [h.person.name for h in Holding.objects.filter(post=post).order_by("since")]
    assert names == ["张三（演示）", "王五（演示）"]
    assert queries.holders_of([post.code], TODAY)[post.code].name == "张三（演示）"


@pytest.mark.django_db
def test_two_of_one_title_sit_in_two_posts_and_one_person_may_sit_in_two() -> None:
    second = replace(CLERK, person="赵六（演示）", phone="19900000004")
    deputy = replace(CLERK, unit="区信访局", title="副局长")
    set_up(roster(CLERK, second, deputy))
    assert counts() == (1, 2, 3, 2, 3, 0)
    before = rows()
    set_up(roster(CLERK, second, deputy))
    assert rows() == before


@pytest.mark.django_db
def test_a_vacant_post_is_made_and_later_filled() -> None:
    vacant = replace(CHIEF, person="", phone="")
    set_up(roster(vacant))
    assert counts() == (1, 1, 1, 0, 0, 0)
    set_up(roster(CHIEF))
    assert counts() == (1, 1, 1, 1, 1, 0)
    before = rows()
    set_up(roster(vacant))
    assert rows() == before


@pytest.mark.django_db
def test_a_number_on_record_under_another_name_is_rejected() -> None:
    set_up(roster(CHIEF))
    before = rows()
    done = set_up(roster(replace(CHIEF, person="冒名人（演示）")))
    assert [(row.place, row.why.code) for row in done.rejected] == [
        ("花名册 J2", "sheet.phone-of-another")
    ]
    assert rows() == before


@pytest.mark.django_db
def test_an_administrator_gets_no_post() -> None:
    set_up(roster(CHIEF))
    person = Person.objects.get()
    actions.vacate(Post.objects.get().code, until=TODAY, by=KEEPER, now=NOW)
    account = actions.open_account("keeper", person=person, password=None, by=KEEPER, now=NOW)
    security = replace(KEEPER, administers="security")
    actions.set_administers(account, administers="system", by=security, now=NOW)
    done = set_up(roster(CHIEF))
    assert [row.why.code for row in done.rejected] == ["person.administers"]


@pytest.mark.django_db
def test_a_superior_of_rejected_rows_only_takes_its_units_with_it() -> None:
    done = set_up(
        roster(
            invented.Row("区甲局", superior="区乙局", title="局长", person="甲（演示）"),
            invented.Row("区乙局", title="局长", person="乙（演示）", phone="12"),
            invented.Row("区丙局", superior="区甲局", title="局长", person="丙（演示）"),
        )
    )
    assert [(row.place, row.why.code) for row in done.rejected] == [
        ("花名册 E2", "unit.name-unknown"),
        ("花名册 J3", "person.phone-malformed"),
        ("花名册 E4", "sheet.superior-rejected"),
    ]
    assert counts() == (1, 0, 0, 0, 0, 0)


@pytest.mark.django_db
def test_units_above_one_another_are_told_apart_by_the_row_that_closes_the_circle() -> None:
    done = set_up(
        roster(
            invented.Row("区甲局", superior="区乙局"),
            invented.Row("区乙局", superior="区甲局"),
        )
    )
    assert [(row.place, row.why.code) for row in done.rejected] == [
        ("花名册 E2", "sheet.superior-rejected"),
        ("花名册 E3", "unit.line-circular"),
    ]


@pytest.mark.parametrize(
    ("home", "code"), [("430299", "region.unknown"), ("430221", "region.retired")]
)
@pytest.mark.django_db
def test_a_region_that_is_not_in_force_takes_no_spreadsheet(home: str, code: str) -> None:
    assert refused(lambda: set_up(roster(CHIEF), home)).code == code


@pytest.mark.usefixtures("district")
def test_another_tree_takes_no_spreadsheet_of_a_foreign_region() -> None:
    assert refused(lambda: set_up(roster(CHIEF), "110101")).code == "region.not-here"


@pytest.mark.django_db
def test_only_the_system_administrator_sets_up() -> None:
    read = sheet.read(roster(CHIEF))
    deed = refused(lambda: actions.set_up(read, home=HOME, by=OFFICER, now=NOW))
    assert deed.code == "parties.not-permitted"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_rejected_file_has_the_same_shape_and_no_formula(kind: str) -> None:
    read = sheet.read(roster(replace(CHIEF, title="=1+1", duties="@承办", phone="+86 1")))
    row = sheet.RejectedRow(read.rows[0], "G", Refused("sheet.unit-missing"))
    data = sheet.rejected_file(read, [row], kind=kind)
    if kind == "csv":
        assert data.decode("utf-8-sig").splitlines()[1].startswith("区教育局,,,,,,'=1+1,'@承办,")
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        header, cells = book.get_sheet_by_index(0).to_python()
        assert header == [*invented.HEADINGS, "原因"]
        assert cells[6:8] == ["=1+1", "@承办"]
        assert (
            cells[-1]
            == "花名册 G2: The unit is missing. Fill it in, also where the cell above says it."
        )
    again = sheet.read(data).rows[0]
    assert (again.value("post"), again.value("duties")) == ("=1+1", "@承办")
