"""The checker reads as a lawyer: one row for each loose end, dead reference and loose limit."""

from collections.abc import Callable

import pytest
from tests.mechanisms import sample

from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.mechanisms import checker, loading
from bihuan.mechanisms.checks import law


def test_the_sample_is_sound() -> None:
    assert sample.findings_of(sample.GOOD) == ()


# What stands in the sample, what is written instead, where the finding is said to be, its code.
ROUTES = """\
  - {when: topic == power, to: power-company, why: 供电}
  - {otherwise: true, to: unit_of(park)}
"""
REPLY = "    within: 5wd\n    pauses: contested"
LAST = "quiet: {from: 21:30, until: 7:30}"
FINDINGS = [
    ("  - {otherwise: true, to: unit_of(park)}\n", "", "route:", "route.otherwise-missing"),
    (
        ROUTES,
        "  - {otherwise: true, to: unit_of(park)}\n  - {when: urgent, to: power-company}\n",
        "- {otherwise",
        "route.otherwise-not-last",
    ),
    (
        "park: {type: unit, required: true}",
        "park: {type: unit}",
        "- {otherwise",
        "route.unit-unanswered",
    ),
    (", why: 供电}", ", letter: nothing}", "- {when: topic", "route.letter-unknown"),
    ("to: power-company, why", "to: gas-company, why", "- {when: topic", "unit.unknown"),
    (
        "to: power-company, why",
        "to: power-company, assist: gas-company, why",
        "assist",
        "unit.unknown",
    ),
    ("owner: service-office", "owner: other-office", "owner:", "unit.unknown"),
    ("{by: owner, reopens", "{by: other-office, reopens", "verify:", "unit.unknown"),
    ("ruled_by: common_superior", "ruled_by: other-office", "ruled_by", "unit.unknown"),
    ("ruled_by: common_superior", "ruled_by: power-company", "ruled_by", "ruling.own-cause"),
    ("{by: owner, reopens", "{by: power-company, reopens", "- {when: topic", "verify.own-work"),
    (REPLY, REPLY + "\n    holds: nobody", "holds: nobody", "clock.nobody"),
    (REPLY, REPLY + "\n    for: easy", "for: easy", "clock.class-unknown"),
    ("grounds: test\n", "grounds: [test, rain]\n", "grounds: [test", "clock.ground-unknown"),
    (
        "starts: [assigned, reopened]",
        "starts: [carried, confirmed]\n    stops: replied",
        "starts: [carried",
        "clock.never-starts",
    ),
    (
        "starts: [assigned, reopened]",
        "starts: replied\n    stops: accepted",
        "stops: accepted",
        "clock.never-stops",
    ),
    (
        "starts: [assigned, reopened]",
        "starts: review-asked",
        "starts: review-asked",
        "clock.never-starts",
    ),
    (
        "starts: [assigned, reopened]",
        "starts: [assigned, reopened]\n    stops: confirmed",
        "stops: confirmed",
        "clock.never-stops",
    ),
    (
        "starts: [assigned, reopened]",
        "starts: [assigned, reopened]\n    stops: rated",
        "clocks:",
        "clock.none-for-reply",
    ),
    ("ask_before: 1wd", "ask_before: 5wd", "ask_before", "extend.asked-late"),
    ("approver: unit-head", "approver: handler", "approver", "extend.self-approved"),
    ("{reply: [unit-deputy, unit-head]}", "{reply: handler}", "signoff:", "signoff.own"),
    (
        "accept: {within: 1wd}",
        "accept: {within: 1wd, by: handler}",
        "accept:",
        "stage.owner-cannot",
    ),
    ("decided_by: clerk}", "decided_by: leader}", "in-court", "refuse.decider-cannot"),
    ("clock: reply, at: -1wd", "clock: answer, at: -1wd", "at: -1wd", "escalate.clock-unknown"),
    ("at: -1wd", "at: -6wd", "at: -6wd", "escalate.before-start"),
    ("do: remind, to: handler", "do: remind, to: mayor", "mayor", "escalate.nobody"),
    ("do: remind, to: handler", "do: remind, to: other-office", "other-office", "escalate.nobody"),
    ("do: remind, to: handler", "do: draft, to: handler", "do: draft", "escalate.draft-missing"),
    ("draft: 督办单", "draft: 处分单", "处分单", "escalate.draft-unknown"),
    ("key: repair", "key: survey", "label: 施工", "part.twice"),
    ("after: survey", "after: nothing", "label: 施工", "part.after-unknown"),
    ("after: survey", "after: repair", "label: 施工", "part.circle"),
    (
        "key: survey, label: 勘察, to: power-company",
        "key: survey, label: 勘察, to: gas-company",
        "勘察",
        "unit.unknown",
    ),
    ("{by: owner, reopens", "{by: owner, share: 0, reopens", "verify:", "verify.nobody-called"),
    ("close: [solved, partly, ", "close: [partly, ", "close:", "closing.none-solves"),
    ("response: 0.30", "response: 0.35", "score:", "score.weights-sum"),
    (LAST, "record_only: true", "record_only", "record-only.platform-missing"),
    (LAST, "restricted: true", "restricted", "restricted.accused-missing"),
    (
        LAST,
        "restricted: true\npublication: {cases: true}",
        "publication",
        "restricted.cases-published",
    ),
    (
        LAST,
        "review:\n  - {name: rereview, ask_within: 30d, within: 30d}",
        "review:",
        "review.order",
    ),
    (LAST, "access: {readers: [other-office]}", "access:", "unit.unknown"),
    (
        "satisfaction: 0.35",
        "satisfaction: 0.35, ranks: persons",
        "score:",
        "formal.persons-ranked",
    ),
    (
        LAST,
        "occasions:\n  - {name: 问题线索, what: report, every: 1mo, at_least: 2}",
        "- {name: 问题",
        "formal.report-quota",
    ),
    (
        LAST,
        "occasions:\n  - {name: 每日打卡, what: meeting, every: 1d}",
        "打卡",
        "formal.check-in",
    ),
    (LAST, "occasions:\n  - {name: 现场, what: photo, every: 1d}", "现场", "formal.photo"),
    (
        "files: {type: files}",
        "files: {type: files, label: 每日现场照片}",
        "每日现场",
        "formal.photo",
    ),
    (
        "files: {type: files}",
        "files: {type: files, help: 签到截图}",
        "签到截图",
        "formal.check-in",
    ),
    (REPLY, REPLY + "\n    holds: outside", "do: red", "formal.outside-carded"),
    ("to: [unit-head, leader]", "to: [power-company]", "do: red", "formal.outside-carded"),
]


@pytest.mark.parametrize(("old", "new", "at", "code"), FINDINGS)
def test_a_finding_says_the_line(old: str, new: str, at: str, code: str) -> None:
    text = sample.changed(old, new)
    found = [(fault.line, fault.code) for fault in sample.findings_of(text)]
    assert (sample.line_of(text, at), code) in found


NUMBERS = [
    (["amount < 10", "amount >= 10"], []),
    (["amount <= 10", "amount > 10"], []),
    (["amount < 10", "amount > 10"], ["route.gap"]),
    (["amount <= 10", "amount >= 10"], ["route.overlap"]),
    (["amount in [1, 2]", "not amount in [1, 2]"], []),
    (["amount >= 0"], []),  # the form takes nothing less
    (["amount > 0"], ["route.gap"]),
]


@pytest.mark.parametrize(("rows", "codes"), NUMBERS)
def test_a_table_on_one_number_covers_every_value_once(rows: list[str], codes: list[str]) -> None:
    text = sample.changed(ROUTES, _rows(*rows))
    text = text.replace("min: 0}", "min: 0, required: true}")
    assert [fault.code for fault in sample.findings_of(text)] == codes


def _rows(*conditions: str) -> str:
    return "".join(f'  - {{when: "{one}", to: power-company}}\n' for one in conditions)


def test_a_number_that_may_be_left_empty_needs_an_otherwise() -> None:
    rows = _rows("amount < 10", "amount >= 10")
    text = sample.changed(ROUTES, rows)
    assert [fault.code for fault in sample.findings_of(text)] == ["route.answer-missing"]
    text = sample.changed(ROUTES, rows + "  - {otherwise: true, to: unit_of(park)}\n")
    assert sample.findings_of(text) == ()


def test_a_finding_calls_a_clock_by_its_label_and_its_name() -> None:
    body = sample.GOOD.replace(REPLY, REPLY + "\n    holds: nobody")
    [found] = sample.findings_of(body)
    assert found.facts["clock"] == "答复（reply）"
    assert "“答复（reply）”" in found.say()


def test_the_gap_of_a_table_is_named() -> None:
    rows = _rows("amount <= 0", "amount >= 10")
    text = sample.changed(ROUTES, rows).replace("min: 0}", "min: 0, required: true}")
    (fault,) = sample.findings_of(text)
    assert fault.say("en") == "No row holds for 0 < amount < 10."
    assert fault.say() == "0 < amount < 10 时没有一行成立。"


PETITION = "    basis: 信访工作条例 第三十四条"
LIMITS = [
    ("within: 5wd\n", f"within: 60d\n{PETITION}\n", []),
    ("within: 5wd\n", f"within: 61d\n{PETITION}\n", ["limit.looser"]),
    ("within: 5wd\n", f"within: 60wd\n{PETITION}\n", ["limit.looser"]),
    ("within: 5wd\n", "within: 61d\n    basis: 《信访工作条例》第34条\n", ["limit.looser"]),
    ("within: 5wd\n", "within: 61d\n    basis: 信访工作条例 第三十三条\n", []),
    ("within: 5wd\n", "within: 61d\n    basis: 某办法 第三十四条\n", []),
    ("times: 1, by: 5wd", "times: 1, by: 31d", []),
    ("    pauses: contested\n    grounds", f"    pauses: contested\n{PETITION}\n    grounds", []),
]


@pytest.mark.parametrize(("old", "new", "codes"), LIMITS)
def test_no_limit_is_looser_than_the_law_it_cites(old: str, new: str, codes: list[str]) -> None:
    assert [fault.code for fault in sample.findings_of(sample.changed(old, new))] == codes


def test_an_extension_is_held_to_the_law_in_all() -> None:
    text = sample.changed("    within: 5wd\n", f"    within: 60d\n{PETITION}\n")
    once = text.replace("times: 1, by: 5wd", "times: 1, by: 30d")
    assert sample.findings_of(once) == ()
    (fault,) = sample.findings_of(text.replace("times: 1, by: 5wd", "times: 2, by: 16d"))
    assert fault.code == "limit.extension-looser"
    assert fault.say("en").endswith("《信访工作条例》, art. 34, allows 30d.")


def test_a_person_has_at_least_the_time_the_law_gives_to_ask() -> None:
    level = (
        "review:\n  - {name: review, ask_within: 29d, within: 31d, basis: 信访工作条例 第三十五条}"
    )
    found = {fault.code for fault in sample.findings_of(sample.changed(LAST, level))}
    assert found == {"limit.right-shorter", "limit.looser"}
    sound = level.replace("29d", "30d").replace("31d", "30d")
    assert sample.findings_of(sample.changed(LAST, sound)) == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("四", 4),
        ("十", 10),
        ("十四", 14),
        ("三十四", 34),
        ("一百零二", 102),
        ("36", 36),
        ("二百", 200),
    ],
)
def test_article_numbers_are_read_in_chinese(written: str, value: int) -> None:
    assert law.number(written) == value


def _higher(text: str) -> Callable[[str], Mechanism | None]:
    found = loading.load(text.encode(), "higher").mechanism
    return {"sample": found}.get


FOLLOWER = sample.GOOD.replace("mechanism: sample", "mechanism: lower\nfollows: sample")


def _warned(text: str) -> list[str]:
    loaded = loading.load(text.encode(), "lower")
    found = checker.check(loaded, sample.UNITS, _higher(sample.GOOD))
    return [fault.code for fault in found]


def test_a_lower_level_that_only_tightens_is_warned() -> None:
    assert _warned(FOLLOWER) == []
    tighter = FOLLOWER.replace("    within: 5wd", "    within: 3wd")
    assert _warned(tighter) == ["formal.only-tightens"]
    assert _warned(FOLLOWER.replace("    within: 5wd", "    within: 6wd")) == []
    with_signature = tighter.replace("{reply: [unit-deputy, unit-head]}", "{reply: unit-head}")
    assert _warned(with_signature) == []


def test_without_units_on_record_codes_are_taken_as_written() -> None:
    loaded = loading.load(sample.GOOD.replace("power-company", "any-company").encode(), "x")
    assert checker.check(loaded) == ()


def test_a_file_with_an_error_is_not_admitted_but_still_loads() -> None:
    text = sample.changed("clock: reply, at: -1wd", "clock: answer, at: -1wd").encode()
    with pytest.raises(Refused) as refused:
        checker.admit(text, "sample.yaml", sample.UNITS)
    assert refused.value.code == "mechanism.invalid"
    assert "sample.yaml" in str(refused.value)
    assert loading.load(text, "sample.yaml").mechanism.code == "sample"


def test_examining_tells_the_faults_of_a_file_that_does_not_load() -> None:
    found = checker.examine(b"a: [", "x")
    assert [fault.code for fault in found] == ["yaml.syntax"]
    assert checker.examine(sample.GOOD.encode(), "x", sample.UNITS) == ()


def test_a_shipped_mechanism_is_found_by_its_code() -> None:
    found = checker.shipped("shifeng-enterprise-service")
    assert found is not None
    assert found.owner == "enterprise-service-office"
    assert checker.shipped("nothing") is None
