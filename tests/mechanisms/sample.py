"""One small sound mechanism, and what is found in it after a change."""

import pytest

from bihuan.kernel.refused import Refused
from bihuan.mechanisms import checker, loading
from bihuan.mechanisms.faults import Fault

GOOD = """\
mechanism: sample
version: 2023.10
title: 示范机制（演示）
basis: {issuer: 某区, title: 办法, number: assumed, from: 2023-01-01}
owner: service-office
channels: [web, qr]
form:
  topic: {type: choice, of: {power: 用电, water: 用水}, required: true}
  amount: {type: number, min: 0}
  text: {type: text, required: true}
  urgent: {type: yes-no}
  park: {type: unit, required: true}
  units: {type: units}
  files: {type: files}
  when: {type: date}
classes: [general, hard]
accept: {within: 1wd}
refuse:
  - {code: in-court, tell: 已进入诉讼程序, decided_by: clerk}
route:
  - {when: topic == power, to: power-company, why: 供电}
  - {otherwise: true, to: unit_of(park)}
return:
  {within: 1wd, needs: [reason, suggested_unit], ruled_by: common_superior, ruled_within: 1wd}
clocks:
  contact: {starts: assigned, stops: contacted, within: 2wh}
  reply:
    starts: [assigned, reopened]
    within: 5wd
    pauses: contested
    grounds: test
    extend: {times: 1, by: 5wd, ask_before: 1wd, approver: unit-head}
grounds: {test: 检测}
signoff: {reply: [unit-deputy, unit-head]}
parts:
  - {key: survey, label: 勘察, to: power-company}
  - {key: repair, label: 施工, to: power-company, after: survey}
escalate:
  - {clock: reply, at: -1wd, do: remind, to: handler}
  - {clock: reply, at: 3wd, do: red, to: [unit-head, leader], draft: 督办单}
verify: {by: owner, reopens: {when: solved == no, times: 2}}
rate: {scale: 5}
close: [solved, partly, {code: talked, label: 已沟通, solves: false}]
letters: {urge: 催办函}
quiet: {from: 21:30, until: 7:30}
score: {response: 0.30, solution: 0.35, satisfaction: 0.35}
"""
UNITS = {"service-office": False, "power-company": True}


def changed(old: str, new: str) -> str:
    """The sample with one text replaced, which it must contain once."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def faults_of(text: str | bytes) -> tuple[Fault, ...]:
    """The faults for which a file is refused."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Refused) as refused:
        loading.load(data, "sample.yaml")
    assert refused.value.code == "mechanism.invalid"
    faults = refused.value.facts["faults"]
    assert isinstance(faults, tuple)
    assert refused.value.facts["count"] == len(faults) > 0
    return faults


def findings_of(text: str) -> tuple[Fault, ...]:
    """What the checker finds in a file that loads."""
    return checker.check(loading.load(text.encode(), "sample.yaml"), UNITS)


def line_of(text: str, part: str) -> int:
    """The line, counted from 1, on which a text stands."""
    return text.count("\n", 0, text.index(part)) + 1
