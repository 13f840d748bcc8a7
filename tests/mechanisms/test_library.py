"""The shipped mechanisms are sound, and say what the rules they cite say."""

import pytest

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import parse_span
from bihuan.mechanisms import checker, library, loading
from bihuan.mechanisms.loading import Loaded


def _loaded(name: str) -> Loaded:
    return loading.load(library.read(name), name)


def test_what_is_shipped() -> None:
    assert library.names() == (
        "anyang-hotline", "campaign", "firm-rating", "hetang-inspection", "hotline",
        "leader-notes", "ledger", "media", "no-favours", "petition", "petition-mirror",
        "proposals", "quanzhou-enterprise", "shanggao-roundtable", "shantou-river",
        "shifeng-enterprise", "task-sheet", "wechat-group", "yinchuan-lights",
    )  # fmt: skip


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        library.read("../petition")
    assert refused.value.code == "mechanism.unknown"


@pytest.mark.parametrize("name", library.names())
def test_each_passes_the_check_without_a_word(name: str) -> None:
    assert checker.check(_loaded(name)) == ()
    assert _loaded(name).mechanism.main_clock()


@pytest.mark.parametrize("name", library.names())
def test_each_number_has_a_source_or_is_marked_assumed(name: str) -> None:
    """A limit stands under a basis, beside a remark, or is assumed."""
    loaded = _loaded(name)
    lines = library.read(name).decode().splitlines()
    assumed = {one.path for one in loaded.assumed}
    for clock in loaded.document.clocks:
        path = f"clocks.{clock}.within"
        place = loaded.tree.place(("clocks", clock))
        near = "".join(lines[place.line - 3 : place.line + 1])
        assert path in assumed or "#" in near or loaded.document.clocks[clock].basis, path


def test_petitions_follow_the_statutory_procedure() -> None:
    found = _loaded("petition").mechanism
    clocks = found.clocks
    assert clocks["accept"].within == parse_span("15d")
    assert clocks["return"].within == parse_span("5wd")
    finish = clocks["finish"]
    assert (finish.within, finish.starts) == (parse_span("60d"), {"accepted", "reopened"})
    assert finish.extend is not None
    assert (finish.extend.times, finish.extend.by) == (1, parse_span("30d"))
    assert (finish.extend.judgement, finish.extend.approver) == ("情况复杂", "unit-head")
    assert [level.name for level in found.reviews] == ["review", "rereview"]
    assert {level.ask_within for level in found.reviews} == {parse_span("30d")}
    assert {clocks[name].within for name in ("review", "rereview")} == {parse_span("30d")}
    assert clocks["rereview"].grounds == {"hearing"}
    assert {kind.code: kind.solves for kind in found.closings.values()}["supported"] is True
    accusation = found.refusals["accusation"].when
    assert accusation is not None
    assert accusation.holds({"class": "accusation"}) is True


def test_the_mirror_leaves_the_case_with_the_platform() -> None:
    found = _loaded("petition-mirror").mechanism
    assert (found.record_only, found.platform) == (True, "国家信访信息系统")
    assert found.reviews == ()


def test_the_inspection_protects_the_informant() -> None:
    found = _loaded("hetang-inspection").mechanism
    assert (found.restricted, found.confirm_first) == (True, True)
    assert found.access.accused_field == "complained_of"
    assert (found.access.hide_from_accused, found.access.hide_person) == (True, True)
    assert found.window[0] is not None
    assert found.window[1] is not None
    assert found.letters == {
        "rectify": "立行立改函", "handover": "移交办理函", "upward": "专项报告",
    }  # fmt: skip
    assert [row.letter for row in found.routes] == ["handover"] * 3 + ["rectify"]
    assert found.verify is not None
    assert found.verify.by == "inspection-team"
    assert found.clocks["upward"].holds == "outside"


def test_the_hotline_returns_once_and_calls_everybody_back() -> None:
    found = _loaded("hotline").mechanism
    assert found.clocks["return"].within == parse_span("1wd")
    assert found.clocks["reply"].within == parse_span("5wd")
    assert found.clocks["reply-consult"].classes == {"consult"}
    assert found.returns is not None
    assert found.returns.needs == ("reason", "suggested")
    assert found.verify is not None
    assert (found.verify.by, found.verify.share) == ("owner", 1.0)


def test_a_ledger_asks_for_nothing_but_what_is_wanted() -> None:
    found = _loaded("ledger").mechanism
    assert [field.name for field in found.fields if field.required] == ["text"]
    assert [row.to for row in found.routes] == ["field:unit", found.owner]
