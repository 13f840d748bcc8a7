"""What happens to regions and units, and what is refused without changing anything."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.parties.cast import AUDITOR, CITY, DISTRICT, KEEPER, NOW, OFFICER, TODAY
from tests.parties.changes import refused, rows

from bihuan.registers.journal import queries as journal
from bihuan.registers.journal.models import Book
from bihuan.registers.parties import actions, queries
from bihuan.registers.parties.models import Alias, Unit
from bihuan.registers.parties.rules.directory import RegionFacts, UnitFacts

HOSPITAL = UnitFacts("hospital", "芦淞区医院", region="430203", territorial="gov")


@pytest.mark.django_db
def test_a_region_goes_in_with_its_first_year() -> None:
    actions.record_region(CITY, by=KEEPER, now=NOW)
    row = actions.record_region(DISTRICT, by=KEEPER, now=NOW)
    assert (row.name, row.level, row.parent_id, row.valid_from) == (
        "芦淞区",
        "county",
        "430200",
        1997,
    )
    said = journal.entries_of(Book.objects.get(name="registers"))
    assert [(e.kind, e.data["region"], e.actor_person) for e in said] == [
        ("region-recorded", "430200", "1"),
        ("region-recorded", "430203", "1"),
    ]


@pytest.mark.django_db
def test_a_zone_without_a_division_code_takes_its_own() -> None:
    zone = RegionFacts("high-tech-zone", "高新技术产业开发区（演示）", "county")
    assert actions.record_region(zone, by=KEEPER, now=NOW).valid_from is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (DISTRICT, "region.exists"),
        (RegionFacts("430299", "无名区", "county"), "region.unknown"),
        (RegionFacts("430221", "株洲县", "county"), "region.retired"),
        (RegionFacts("430204", "石峰区", "borough"), "region.level-unknown"),
        (RegionFacts("430204", "石峰区", "county", "430300"), "region.parent-unknown"),
    ],
)
@pytest.mark.usefixtures("district")
def test_a_region_is_refused(facts: RegionFacts, code: str) -> None:
    assert refused(lambda: actions.record_region(facts, by=KEEPER, now=NOW)).code == code


@pytest.mark.usefixtures("district")
def test_a_unit_goes_in_and_is_found() -> None:
    row = actions.record_unit(HOSPITAL, by=KEEPER, now=NOW)
    assert (row.name, row.region_id, row.territorial_parent_id) == ("芦淞区医院", "430203", "gov")
    assert queries.unit_by_name("区医院") == HOSPITAL
    assert queries.superiors("hospital", TODAY) == ("gov", "city-gov")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (UnitFacts("edu", "第二教育局", region="430203"), "unit.exists"),
        (UnitFacts("Upper Case", "甲", region="430203"), "unit.code-malformed"),
        (UnitFacts("blank", "  ", region="430203"), "unit.name-missing"),
        (UnitFacts("far", "远方局", region="110101"), "region.not-here"),
        (UnitFacts("lost", "无主局", region="430203", territorial="nobody"), "unit.unknown"),
        (UnitFacts("self", "自管局", region="430203", sectoral="self"), "unit.unknown"),
    ],
)
@pytest.mark.usefixtures("district")
def test_a_unit_is_refused(facts: UnitFacts, code: str) -> None:
    assert refused(lambda: actions.record_unit(facts, by=KEEPER, now=NOW)).code == code


@pytest.mark.parametrize("who", [AUDITOR, OFFICER])
@pytest.mark.usefixtures("district")
def test_only_the_system_administrator_keeps_the_register(who: object) -> None:
    deed = refused(lambda: actions.record_unit(HOSPITAL, by=who, now=NOW))
    assert (deed.code, deed.facts) == ("parties.not-permitted", {"needed": "system"})


@pytest.mark.usefixtures("district")
def test_a_renamed_unit_is_still_found_under_its_former_names() -> None:
    name, short = "芦淞区教育体育局", "区教体局"
    actions.rename_unit("edu", name=name, short_name=short, by=KEEPER, now=NOW)
    for text in (name, "区教体局", "教育体育局", "芦淞区教育局", "区教育局"):
        assert queries.unit_by_name(text).code == "edu"
    assert queries.unit_of("edu").name == name
    aliases = Alias.objects.filter(unit="edu").values_list("name", "until")
    assert sorted(aliases) == [("区教育局", TODAY), ("芦淞区教育局", TODAY)]


@pytest.mark.usefixtures("district")
def test_a_rename_is_refused() -> None:
    for unit, name, code in (("edu", " ", "unit.name-missing"), ("no", "甲", "unit.unknown")):
        deed = refused(
            lambda u=unit, n=name: actions.rename_unit(
                u, name=n, short_name="", by=KEEPER, now=NOW
            )
        )
        assert deed.code == code


@pytest.mark.usefixtures("district")
def test_an_alias_goes_in_once() -> None:
    actions.add_alias("land", name="国土资源局", by=KEEPER, now=NOW)
    assert queries.unit_by_name("区国土资源局").code == "land"
    before = rows()
    actions.add_alias("land", name="国土资源局", by=KEEPER, now=NOW)
    assert rows() == before
    deed = refused(lambda: actions.add_alias("no", name="甲", by=KEEPER, now=NOW))
    assert deed.code == "unit.unknown"


@pytest.mark.usefixtures("district")
def test_a_unit_moves_under_other_superiors() -> None:
    actions.place_unit("school", territorial="edu", sectoral="", by=KEEPER, now=NOW)
    assert queries.superiors("school") == ("edu", "gov", "city-edu", "city-gov")


@pytest.mark.usefixtures("district")
def test_nobody_is_put_under_his_own_inferior() -> None:
    deed = refused(
        lambda: actions.place_unit("gov", territorial="edu", sectoral="", by=KEEPER, now=NOW)
    )
    assert deed.code == "unit.line-circular"


@pytest.mark.usefixtures("district")
def test_a_dissolved_unit_is_followed_by_its_successor() -> None:
    until = date(2026, 12, 1)
    actions.dissolve_unit("edu", on=until, successor="land", by=KEEPER, now=NOW)
    assert queries.successor_of("edu", date(2026, 11, 30)) == "edu"
    assert queries.successor_of("edu", until) == "land"
    assert queries.superiors("school", until) == ("gov", "land", "city-gov")


@pytest.mark.parametrize(
    ("unit", "on", "successor", "code"),
    [
        ("old", TODAY, None, "unit.dissolved"),
        ("land", TODAY, "old", "unit.dissolved"),
        ("land", TODAY, "land", "unit.succession-circular"),
        ("land", TODAY, "nobody", "unit.unknown"),
        ("nobody", TODAY, None, "unit.unknown"),
        ("young", date(2026, 1, 1), None, "unit.ends-before-begun"),
        ("edu", TODAY, "older", "unit.succession-circular"),
    ],
)
@pytest.mark.usefixtures("district")
def test_dissolving_is_refused(unit: str, on: date, successor: str | None, code: str) -> None:
    young = UnitFacts("young", "新局", region="430203", valid_from=date(2026, 6, 1))
    for facts in (
        UnitFacts("old", "旧局", region="430203"),
        UnitFacts("older", "更旧局", region="430203"),
        young,
    ):
        actions.record_unit(facts, by=KEEPER, now=NOW)
    actions.dissolve_unit("old", on=TODAY, successor=None, by=KEEPER, now=NOW)
    actions.dissolve_unit("older", on=TODAY, successor="edu", by=KEEPER, now=NOW)
    deed = refused(
        lambda: actions.dissolve_unit(unit, on=on, successor=successor, by=KEEPER, now=NOW)
    )
    assert deed.code == code


@pytest.mark.usefixtures("district")
def test_the_tables_themselves_hold_what_must_never_be_false() -> None:
    for false in (
        {"territorial_parent": "edu"},
        {"successor": "land"},
        {"valid_from": TODAY, "valid_until": date(2026, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(code="edu").update(**false)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (UnitFacts("long", "长" * 121, region="430203"), "text.too-long"),
        (UnitFacts("short", "短局", "短" * 61, "430203"), "text.too-long"),
        (UnitFacts("nul", "零\0局", region="430203"), "text.unprintable"),
        (UnitFacts("half", "半\ud83d局", region="430203"), "text.unprintable"),
        (UnitFacts("other", "甲局", region="430203", aliases=("乙\n局",)), "text.unprintable"),
    ],
)
@pytest.mark.usefixtures("district")
def test_a_name_no_column_can_hold_is_refused(facts: UnitFacts, code: str) -> None:
    assert refused(lambda: actions.record_unit(facts, by=KEEPER, now=NOW)).code == code
