"""A bad file says the line and what to do: one row for each thing that may be wrong."""

import csv
import re
from pathlib import Path

import pytest
from tests.mechanisms import sample

from bihuan.mechanisms import checker, loading
from bihuan.mechanisms.sentences import SENTENCES

SRC = Path(__file__).parents[2] / "src" / "bihuan" / "mechanisms"

# What stands in the sample, what is written instead, where the fault is said to be, its code.
BAD = [
    ("title: 示范机制（演示）", "title:", "title:", "schema.empty"),
    ("title: 示范机制（演示）", 'title: "  "', "title:", "text.empty"),
    ("title: 示范机制（演示）\n", "", "mechanism:", "schema.key-missing"),
    ("title: 示范机制（演示）", "title: assumed", "title:", "assumed.needs-value"),
    ("title: 示范机制（演示）", "tilte: x\ntitle: y", "tilte", "schema.key-unknown"),
    ("title: 示范机制（演示）", "tilte: assumed\ntitle: y", "tilte", "schema.key-unknown"),
    ("mechanism: sample", "mechanism: a b", "mechanism:", "name.wrong"),
    ("version: 2023.10", f"version: {'1' * 41}", "version:", "schema.too-long"),
    ("from: 2023-01-01", "from: 2023-1-1", "basis:", "date.wrong"),
    ("from: 2023-01-01", "from: 2023-01-01, until: 2022-01-01", "basis:", "dates.order"),
    ("classes:", "window: {from: 2023-02-01, until: 2023-01-01}\nclasses:",
     "window", "dates.order"),
    ("[web, qr]", "[web, fax]", "channels:", "schema.choice-wrong"),
    ("[web, qr]", "[]", "channels:", "schema.empty"),
    ("[web, qr]", "{网页: fax}", "channels:", "schema.choice-wrong"),
    ("[general, hard]", "[general, general]", "classes:", "word.twice"),
    ("text: {type", "and: {type", "  and:", "name.reserved"),
    ("text: {type", "1st: {type", "  1st:", "name.reserved"),
    ("{type: yes-no}", "{type: maybe}", "urgent:", "schema.choice-wrong"),
    ("{type: yes-no}", "{type: choice}", "urgent:", "field.choices-missing"),
    ("{type: yes-no}", "{type: yes-no, of: [a]}", "urgent:", "field.choices-unwanted"),
    ("{type: yes-no}", "{type: yes-no, min: 1}", "urgent:", "field.range-wrong"),
    ("min: 0}", "min: 5, max: 2}", "amount:", "field.range-wrong"),
    ("min: 0}", "min: .nan}", "amount:", "schema.number-wrong"),
    ("{type: yes-no}", "{type: yes-no, serves: title}", "urgent:", "field.serves-wrong"),
    ("{type: number, min: 0}", "[number]", "amount:", "schema.shape-wrong"),
    ("text: {type: text, required: true}", "text: {type: text, required: yes}",
     "text:", "flag.wrong"),
    ("accept: {within: 1wd}", "accept: 1wd", "accept:", "schema.shape-wrong"),
    ("accept: {within: 1wd}", "accept: {within: 0}", "accept:", "span.not-positive"),
    ("accept: {within: 1wd}", "accept: {within: -1wd}", "accept:", "span.not-positive"),
    ("accept: {within: 1wd}", "accept: {within: 99999d}", "accept:", "span.too-long"),
    ("accept: {within: 1wd}", "accept: {within: soon}", "accept:", "span.malformed"),
    ("accept: {within: 1wd}", "accept: {within: [1wd]}", "accept:", "span.malformed"),
    ("decided_by: clerk}", "decided_by: clerk}\n  - {code: in-court, tell: x}",
     "tell: x", "refuse.twice"),
    ("decided_by: clerk}", "when: topic = power}", "in-court", "condition.single-equals"),
    ("when: topic == power", "when: topic == gas", "gas", "condition.choice-unknown"),
    ("when: topic == power, ", "", "to: power-company, why", "route.when-missing"),
    ("{otherwise: true,", "{otherwise: true, when: urgent,", "otherwise", "route.when-twice"),
    ("to: unit_of(park)}", "to: unit_of(topic)}", "otherwise", "route.to-wrong"),
    ("to: unit_of(park)}", "to: 某 单位}", "otherwise", "route.to-wrong"),
    ("ruled_by: common_superior, ", "", "return:", "schema.key-missing"),
    ("starts: assigned, stops", "starts: assined, stops", "contact:", "schema.choice-wrong"),
    ("stops: contacted, ", "", "contact:", "clock.contact-stops"),
    ("  contact: {", "  accept: {", "  accept: {", "clock.twice"),
    ("pauses: contested", "pauses: closed", "pauses", "schema.choice-wrong"),
    ("times: 1, by", "times: 0, by", "extend:", "schema.number-range"),
    ("times: 1, by", "times: once, by", "extend:", "schema.number-wrong"),
    ("{reply: [unit-deputy", "{rpely: [unit-deputy", "signoff:", "schema.choice-wrong"),
    ("at: 3wd", "at: later", "later", "span.malformed"),
    ("when: solved == no", "when: solved == perhaps", "verify:", "condition.choice-unknown"),
    ("verify: {by: owner,", "verify: {by: owner, asks: [contacted],",
     "verify:", "condition.field-unknown"),
    ("label: 已沟通, ", "", "close:", "closing.unexplained"),
    ("[solved, partly,", "[solved, solved,", "close:", "closing.twice"),
    ("from: 21:30", "from: 25:30", "quiet:", "time.wrong"),
    ("response: 0.30", "response: 1.30", "score:", "schema.number-range"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "code"), BAD)
def test_a_bad_file_says_the_line(old: str, new: str, at: str, code: str) -> None:
    text = sample.changed(old, new)
    faults = sample.faults_of(text)
    assert (sample.line_of(text, at), code) in [(fault.line, fault.code) for fault in faults]
    for fault in faults:
        assert_said(fault.say("zh"), fault.say("en"), fault.remedy("zh"), fault.remedy("en"))


def assert_said(*sentences: str) -> None:
    for sentence in sentences:
        assert sentence
        assert not re.search(r"\{[a-z_]+\}", sentence), sentence


def test_the_column_of_a_condition_is_that_of_its_fault() -> None:
    text = sample.changed("when: topic == power", "when: topic == power and urgnet")
    (fault,) = sample.faults_of(text)
    line = text.splitlines()[fault.line - 1]
    assert line[fault.column - 1 :].startswith("urgnet")
    quoted = sample.changed("when: topic == power", "when: 'topic == power and urgnet'")
    (fault,) = sample.faults_of(quoted)
    assert quoted.splitlines()[fault.line - 1][fault.column - 1 :].startswith("urgnet")


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        sample.changed("title: 示范机制（演示）", "title:")
        .replace("within: 2wh", "within: soon")
        .replace("scale: 5", "scale: 99")
    )
    assert [fault.code for fault in sample.faults_of(text)] == [
        "schema.empty", "span.malformed", "schema.number-range",
    ]  # fmt: skip
    lines = [fault.line for fault in sample.faults_of(text)]
    assert lines == sorted(lines)


def test_unknown_facts_of_a_sentence_stay_visible() -> None:
    (fault,) = sample.faults_of(sample.changed("title: 示范机制（演示）", "tilte: x\ntitle: y"))
    assert "title" in fault.say("en") + fault.remedy("en")
    assert "“tilte”" in fault.say()


def test_a_warning_is_no_error() -> None:
    text = sample.changed("verify: {by: owner, reopens: {when: solved == no, times: 2}}\n", "")
    found = {fault.code: fault.level for fault in sample.findings_of(text)}
    assert found["verify.missing"] == "warning"
    assert loading.load(text.encode(), "x").mechanism.verify is None
    assert checker.admit(text.encode(), "x", sample.UNITS).mechanism.verify is None


def test_every_sentence_is_whole_and_used() -> None:
    code = "".join(path.read_text("utf-8") for path in SRC.rglob("*.py"))
    with (SRC / "sentences.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(SENTENCES)
    for row in rows:
        assert row["level"] in {"error", "warning"}
        assert all(row.values()), row["code"]
        assert f'"{row["code"]}"' in code or row["code"].startswith("span."), row["code"]
        zh, en = row["zh"] + row["zh_remedy"], row["en"] + row["en_remedy"]
        names = [set(re.findall(r"(?<!\{)\{(\w+)\}", text)) for text in (zh, en)]
        assert names[0] == names[1], row["code"]
