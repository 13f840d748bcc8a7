"""A file goes in row by row: what can be taken is, the rest comes back with its reason."""

from __future__ import annotations

import tracemalloc
from datetime import date

import pytest
from tests.matters import cast, files

from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import importing, publishing
from bihuan.matters.models import Content, Grant, Involvement, Matter, MechanismVersion, Repeat
from bihuan.matters.rules import maps
from bihuan.registers.journal.models import Entry, Sealed
from bihuan.registers.journal.queries import entries_of
from bihuan.registers.journal.verification import verify
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import secrecy
from bihuan.registers.parties.models import Unit
from bihuan.registers.parties.rules.directory import UnitFacts

PHONE = "13800002207"
MORE = """
source: letters
columns: {key: 编号, text: 内容, received_at: 日期, %s}
"""


def take(
    version: MechanismVersion,
    data: bytes,
    *,
    units: str = "reject",
    written: str = "",
    replay: bool = True,
) -> importing.Imported:
    shape = maps.read_map(written or files.MAP.replace("{units}", units))
    return importing.import_file(data, shape, version, by=SYSTEM, now=cast.NOW, replay=replay)


def codes(done: importing.Imported) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.code) for fault in done.rejected]


def rows_of(*cells: dict[str, str]) -> bytes:
    header = list(dict.fromkeys(name for row in cells for name in row))
    return files.as_csv(*([row.get(n, "") for n in header] for row in cells), header=header)


def test_every_row_is_accepted_known_or_rejected(version: MechanismVersion) -> None:
    data = files.as_csv(
        files.letter(1),
        files.letter(2, 来信日期="6月底前"),
        files.letter(3, 办理单位="区太空局"),
        files.letter(1),
        files.letter(1, 内容="另一封信"),
        files.letter(4, 回复日期="2025-06-18"),
        files.letter(5, 内容=""),
        files.letter(6, 来信日期="2026-03-03", 回复日期=""),
        files.letter(7, 来信日期="45827", 回复日期="2025年7月14日"),
    )
    done = take(version, data)
    assert (done.given, done.accepted, done.known) == (9, 2, 1)
    assert codes(done) == [
        (3, "来信日期", "row.date-unreadable"),
        (7, "回复日期", "row.answer-before-question"),
        (8, "内容", "row.cell-empty"),
        (9, "来信日期", "row.date-future"),
        (6, "编号", "row.duplicate-key"),
        (4, "办理单位", "row.unit-unknown"),
    ]
    assert all("{" not in fault.sentence() for fault in done.rejected)
    assert set(Matter.objects.values_list("source_key", flat=True)) == {"1", "7"}
    assert verify().ok


def test_the_rejected_file_goes_in_once_corrected(version: MechanismVersion) -> None:
    data = files.as_csv(files.letter(1), files.letter(2, 来信日期="6月底前"), encoding="gb18030")
    done = take(version, data)
    back = done.rejected_file().replace("6月底前".encode(), b"2025-06-30", 1)
    again = take(version, back)
    assert (again.given, again.accepted, again.rejected) == (1, 1, [])
    assert Matter.objects.count() == 2


def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(version: MechanismVersion) -> None:
    with pytest.raises(Refused) as refused:
        take(version, files.as_csv(files.letter(1), header=("a", "b", "c", "d", "e", "f")))
    assert refused.value.code == "table.columns-missing"
    assert not Matter.objects.exists()


def test_a_second_import_changes_nothing(version: MechanismVersion) -> None:
    data = files.as_csv(*(files.letter(n) for n in range(5)))
    take(version, data)
    before = list(Matter.objects.order_by("pk").values())
    entries, units = Entry.objects.count(), Unit.objects.count()
    again = take(version, data)
    assert (again.accepted, again.known) == (0, 5)
    assert list(Matter.objects.order_by("pk").values()) == before
    assert (Entry.objects.count(), Unit.objects.count()) == (entries, units)


def test_the_same_number_with_another_letter_is_not_known(version: MechanismVersion) -> None:
    take(version, files.as_csv(files.letter(1), files.letter(2)))
    number = Matter.objects.get(source_key="1").number
    data = files.as_csv(files.letter(1, 内容="另一封信"), files.letter(2, 来信日期="2025-06-20"))
    again = take(version, data)
    assert codes(again) == [(2, "编号", "row.key-taken"), (3, "编号", "row.key-taken")]
    assert again.rejected[0].facts["number"] == number
    assert Matter.objects.count() == 2


def test_a_double_far_below_is_found_whatever_the_batches(
    version: MechanismVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [files.letter(n) for n in range(5)]
    data = files.as_csv(*rows, files.letter(0, 回复日期="2025-07-15"), rows[1])
    done = take(version, data)
    assert (done.accepted, done.known) == (5, 1)
    assert codes(done) == [(7, "编号", "row.duplicate-key")]
    assert done.rejected[0].facts["row"] == 2


def test_a_cell_of_twenty_megabytes_costs_its_row_alone(version: MechanismVersion) -> None:
    data = files.as_csv(files.letter(1), files.letter(2, 内容="a" * 20 * 2**20), files.letter(3))
    tracemalloc.start()
    done = take(version, data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.accepted == 2
    assert codes(done) == [(3, "内容", "row.cell-too-long")]
    assert not done.fits_workbook()
    assert peak < 12 * len(data)


def test_rows_of_another_width_come_back(version: MechanismVersion) -> None:
    data = files.as_csv(files.letter(1), [*files.letter(2), "x"], files.letter(3)[:4])
    done = take(version, data)
    assert done.accepted == 1
    assert codes(done) == [(3, "", "row.too-long"), (4, "办理单位", "row.too-short")]


def test_formulas_go_in_as_text(version: MechanismVersion) -> None:
    take(version, files.as_csv(files.letter(1, 标题="=1+1", 内容="@SUM(A1)")))
    assert (Matter.objects.get().title, Content.objects.get().text) == ("=1+1", "@SUM(A1)")


def test_each_sheet_of_a_workbook_goes_in_and_its_name_stands_in_the_reason(
    version: MechanismVersion,
) -> None:
    done = take(
        version,
        files.as_book(
            六月=[files.letter(1), files.letter(2, 来信日期=date(2025, 6, 1))],
            七月=[files.letter(3, 来信日期="?")],
        ),
    )
    assert (done.given, done.accepted) == (3, 2)
    assert done.rejected[0].where == "七月 2"


def test_units_are_recorded_where_the_map_says_so_and_once(version: MechanismVersion) -> None:
    rows = [files.letter(n, 办理单位="中共芦区委、芦区人民政府") for n in (1, 2)]
    done = take(version, files.as_csv(*rows, files.letter(3)), units="record")
    assert (done.accepted, done.units_recorded) == (3, 1)
    unit = Unit.objects.get(kind="imported")
    assert (unit.name, unit.region_id) == ("中共芦区委、芦区人民政府", cast.REGION)
    assert Matter.objects.filter(unit=unit).count() == 2
    assert Matter.objects.filter(unit="housing").count() == 1


@pytest.mark.parametrize("units", ["reject", "record"])
def test_two_units_in_one_cell_are_not_taken_for_one(
    version: MechanismVersion, units: str
) -> None:
    row = files.letter(1, 办理单位="区住建局（演示）、区水利局（演示）")
    assert codes(take(version, files.as_csv(row), units=units)) == [
        (2, "办理单位", "row.units-several")
    ]


def test_a_name_that_may_mean_two_units_names_both(version: MechanismVersion) -> None:
    for code in ("school-1", "school-2"):
        facts = UnitFacts(code, "区第一小学", region=cast.REGION)
        registers.record_unit(facts, by=SYSTEM, now=cast.NOW)
    done = take(version, files.as_csv(files.letter(1, 办理单位="区第一小学")), units="record")
    assert codes(done) == [(2, "办理单位", "row.unit-ambiguous")]
    assert "school-2" in done.rejected[0].sentence()


def test_an_abolished_unit_keeps_its_answers_and_its_successor_gets_what_is_open(
    version: MechanismVersion,
) -> None:
    end = date(2025, 8, 1)
    registers.dissolve_unit("water", on=end, successor="housing", by=SYSTEM, now=cast.NOW)
    registers.dissolve_unit("street", on=end, successor=None, by=SYSTEM, now=cast.NOW)
    name = "区水利局（演示）"
    data = files.as_csv(
        files.letter(1, 办理单位=name),
        files.letter(2, 办理单位=name, 回复日期="2025-08-01"),
        files.letter(3, 办理单位=name, 回复日期=""),
        files.letter(4, 办理单位="月塘街道（演示）", 回复日期=""),
    )
    done = take(version, data)
    units = dict(Matter.objects.values_list("source_key", "unit"))
    assert units == {"1": "water", "2": "housing", "3": "housing"}
    assert codes(done) == [(5, "办理单位", "row.unit-dissolved")]


def test_retired_and_foreign_region_codes_come_back_with_what_followed(
    version: MechanismVersion,
) -> None:
    written = MORE % "region: 区划"
    data = rows_of(
        {"编号": "1", "内容": "a", "日期": "2025-06-01", "区划": "430202"},
        {"编号": "2", "内容": "b", "日期": "2025-06-01", "区划": "430221"},
        {"编号": "3", "内容": "c", "日期": "2025-06-01", "区划": "310118"},
        {"编号": "4", "内容": "d", "日期": "2025-06-01", "区划": "999999"},
        {"编号": "5", "内容": "e", "日期": "2025-06-01", "区划": ""},
    )
    done = take(version, data, written=written)
    assert done.accepted == 2
    assert codes(done) == [
        (3, "区划", "row.region-retired"),
        (4, "区划", "row.region-elsewhere"),
        (5, "区划", "row.region-unknown"),
    ]
    assert "430212" in done.rejected[0].sentence()  # 株洲县 became 渌口区 in 2018


def test_numbers_of_a_higher_platform_are_taken_once(version: MechanismVersion) -> None:
    written = MORE % "platform_number: 工单号"
    data = rows_of(
        {"编号": "1", "内容": "a", "日期": "2025-06-01", "工单号": "P1"},
        {"编号": "2", "内容": "b", "日期": "2025-06-01", "工单号": "P1"},
        {"编号": "3", "内容": "c", "日期": "2025-06-01", "工单号": ""},
        {"编号": "4", "内容": "d", "日期": "2025-06-01", "工单号": ""},
    )
    done = take(version, data, written=written)
    assert codes(done) == [(3, "工单号", "row.platform-number-taken")]
    more = rows_of({"编号": "5", "内容": "e", "日期": "2025-06-01", "工单号": "P1"})
    assert codes(take(version, more, written=written)) == [
        (2, "工单号", "row.platform-number-taken")
    ]
    assert Matter.objects.count() == 3


def test_closing_kinds_may_stand_there_by_their_names(version: MechanismVersion) -> None:
    written = MORE % "closing: 结果, unit: 单位, replied_at: 回复"
    row = {"内容": "a", "日期": "2025-06-01", "单位": "区住建局（演示）", "回复": "2025-06-02"}
    data = rows_of(
        {"编号": "1", "结果": "解释", **row},
        {"编号": "2", "结果": "solved", **row},
        {"编号": "3", "结果": "不了了之", **row},
    )
    done = take(version, data, written=written)
    closed = dict(Matter.objects.values_list("source_key", "closing_kind"))
    assert closed == {"1": "explained", "2": "solved"}
    assert codes(done) == [(4, "结果", "mechanism.closing-unknown")]


def test_a_missing_answer_of_the_form_names_its_column(db: None) -> None:
    cast.district()
    declared = cast.DECLARED.replace(
        "\naccept:", "\n  place: {{type: line, label: 地点, required: true}}\naccept:", 1
    )
    body = declared.format(code="placed", owner="office", verifier="owner", restricted="false")
    placed = publishing.publish(body.encode(), region=cast.REGION, by=SYSTEM, now=cast.NOW)
    written = MORE % "title: 标题" + "fields: {place: 何处}"
    data = rows_of({"编号": "1", "内容": "a", "日期": "2025-06-01", "标题": "t", "何处": ""})
    done = take(placed, data, written=written)
    assert codes(done) == [(2, "何处", "action.field-missing")]


def test_the_person_is_sealed_and_kept_apart(version: MechanismVersion) -> None:
    written = MORE % "requester: 姓名, phone: 电话"
    cells = {"姓名": "周某（演示）", "电话": PHONE}
    data = rows_of({"编号": "1", "内容": "a", "日期": "2025-06-01", **cells})
    take(version, data, written=written)
    content = Content.objects.get()
    assert (content.requester, secrecy.opened(content.phone_sealed)) == ("周某（演示）", PHONE)
    kept = [*Entry.objects.values_list("payload"), *Sealed.objects.values_list("text")]
    assert PHONE not in str(kept)
    assert PHONE not in str(list(Matter.objects.values()))


def test_what_is_open_waits_where_the_file_leaves_it(version: MechanismVersion) -> None:
    data = files.as_csv(files.letter(1, 回复日期=""), files.letter(2, 办理单位="", 回复日期=""))
    take(version, data)
    stages = dict(Matter.objects.values_list("source_key", "stage"))
    assert stages == {"1": "assigned", "2": "received"}
    assert Matter.objects.get(source_key="1").due_inferred
    assert Involvement.objects.get(role="handled").unit_id == "housing"


def test_without_replay_a_letter_is_received_and_nothing_more(version: MechanismVersion) -> None:
    take(version, files.as_csv(files.letter(1)), replay=False)
    row = Matter.objects.get()
    assert (row.stage, row.origin, row.due_inferred) == ("received", "imported", False)
    (entry,) = entries_of(row)
    assert (entry.kind, entry.origin, entry.precision) == ("receive", "imported", "day")


def test_repeats_are_proposed_across_imports(version: MechanismVersion) -> None:
    take(version, files.as_csv(files.letter(1), files.letter(2, 内容="第1封信")))
    done = take(version, files.as_csv(files.letter(3, 内容="第1封信")))
    assert done.repeats == 1
    pairs = Repeat.objects.values_list("matter__source_key", "earlier__source_key")
    assert sorted(pairs) == [("2", "1"), ("3", "1")]


def test_a_restricted_letter_is_granted_to_its_office_and_its_desk(db: None) -> None:
    cast.district()
    restricted = cast.publish("restricted", restricted=True)
    take(restricted, files.as_csv(files.letter(1, 回复日期="")))
    granted = dict(Grant.objects.values_list("post", "level"))
    assert granted == {
        "clerk": "full", "second-clerk": "full", "caller": "full",
        "handler": "handling", "deputy": "handling", "head": "handling",
    }  # fmt: skip
