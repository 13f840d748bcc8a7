"""Papers: pressed from one set of figures, signed, numbered at issue, never changed afterwards."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.matters import cast

from bihuan.kernel.refused import Refused
from bihuan.kernel.worktime import LOCAL
from bihuan.matters.actions import sweeping
from bihuan.matters.actions.papers import drafting, issuing, pressing, signing
from bihuan.matters.models import MechanismVersion, Notice, Paper, Press, Series
from bihuan.matters.queries.figures.reading import Scope
from bihuan.matters.queries.papers import drawing, room
from bihuan.matters.rules.figures import periods
from bihuan.matters.rules.papers import documents, fonts, kinds, numbers, reminders, workbooks
from bihuan.registers.journal.verification import verify

FRIDAY = datetime(2026, 3, 6, 15, 30, tzinfo=LOCAL)
LATER = datetime(2026, 3, 16, 9, tzinfo=LOCAL)


@pytest.fixture
def desk(tmp_path: Path) -> issuing.Desk:
    try:
        fonts.found(tmp_path / "fonts")
    except Refused:
        pytest.skip("needs a Chinese font, such as fonts-noto-cjk")
    return issuing.Desk(tmp_path)


def busy(version: MechanismVersion) -> None:
    """A week with something in every figure."""
    for n in range(3):
        cast.handled(version, at=cast.later(hours=n))
    cast.arrive(version)
    done = cast.replied(version)
    cast.do(done, "call-back", "caller", contacted=True, solved="yes", satisfied="yes")
    cast.do(done, "strike-off", "clerk")


def pressed(by: str = "clerk", now: datetime = FRIDAY) -> Press:
    period = periods.of("week", now=now)
    return pressing.press(period, Scope(), by=cast.actor(by), now=now)


def paper(made: Press, kind: str) -> Paper:
    return Paper.objects.get(press=made, kind=kind)


def refused(code: str, call: Any, *args: Any, **given: Any) -> None:
    before = (Paper.objects.count(), list(Paper.objects.values_list("stage", "length", "number")))
    with pytest.raises(Refused) as fault:
        call(*args, **given)
    assert fault.value.code == code
    assert before == (
        Paper.objects.count(), list(Paper.objects.values_list("stage", "length", "number"))
    )  # fmt: skip


def by(post: str, now: datetime = FRIDAY) -> dict[str, Any]:
    return {"by": cast.actor(post), "now": now}


def issued(key: int, desk: issuing.Desk, now: datetime = FRIDAY) -> Paper:
    signing.submit(key, **by("clerk", now))
    signing.sign(key, **by("leader", now))
    return issuing.issue(key, **by("clerk", now), desk=desk)


SAID = {
    "received": "共收件(\\d+)件", "accepted": "受理(\\d+)件", "answered": "答复(\\d+)件",
    "closed": "销号(\\d+)件", "solved": "核实解决(\\d+)件", "stock_start": "期初在办(\\d+)件",
    "entered": "转入(\\d+)件", "left": "转出(\\d+)件", "stock_end": "期末在办(\\d+)件",
    "overdue": "超期未答复(\\d+)件", "due_soon": "到期(\\d+)件", "red": "红牌(\\d+)件",
}  # fmt: skip
REMINDED = {"stock_end": "在办(\\d+)件", "overdue": "超期(\\d+)件", "due_soon": "内到期(\\d+)件"}


def read(patterns: dict[str, str], text: str) -> dict[str, int]:
    found = {name: re.search(pattern, text) for name, pattern in patterns.items()}
    return {name: int(match[1]) for name, match in found.items() if match}


def table_of(text: str, columns: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """The lines of the units in a document."""
    lines = [line.split("\t") for line in text.splitlines()]
    start = next(n for n, line in enumerate(lines) if line[0] == "单位" and "收件" in line)
    found = {}
    for line in lines[start + 1 :]:
        if len(line) != len(lines[start]):
            break
        found[line[0]] = dict(zip(columns, map(int, line[1:]), strict=True))
    return found


UNIT_COLUMNS = ("received", "answered", "closed", "solved", "overdue", "due_soon", "stock_end")
SHEET_COLUMNS = ("stock_start", "received", "accepted", "answered", "closed", "solved", "overdue",
                 "due_soon", "stock_end")  # fmt: skip


def test_every_number_of_every_paper_of_a_press_agrees(version: MechanismVersion) -> None:
    busy(version)
    monday = datetime(2026, 3, 9, 10, tzinfo=LOCAL)
    period = periods.of("own", now=monday, first=cast.NOW.date(), last=monday.date())
    made = pressing.press(period, Scope(), **by("clerk", monday))
    figures = room.figures_of(made)
    whole, units = figures["whole"], {one["name"]: one for one in figures["units"]}
    assert whole["received"] == 5
    assert whole["overdue"] > 0
    for kind in ("circular", "special"):
        body, _ = drawing.office_file(paper(made, kind))
        text = documents.text_of(body)
        assert read(SAID, text) == {name: whole[name] for name in SAID}
        lines = table_of(text, UNIT_COLUMNS)
        assert lines == {
            name or "尚未派单": {column: one[column] for column in UNIT_COLUMNS}
            for name, one in units.items()
        }
    rows = workbooks.values(drawing.office_file(paper(made, "superior"))[0])
    assert [dict(zip(SHEET_COLUMNS, row[2:], strict=True)) for row in rows[3:]] == [
        {column: one[column] for column in SHEET_COLUMNS} for one in (*units.values(), whole)
    ]
    told = reminders.reminders(figures)
    assert {one.unit: read(REMINDED, one.text) for one in told} == {
        name: {column: one[column] for column in REMINDED}
        for name, one in units.items()
        if name and (one["overdue"] or one["due_soon"])
    }
    assert told


def test_a_press_is_frozen_whatever_happens_afterwards(version: MechanismVersion) -> None:
    busy(version)
    made = pressed()
    before = [drawing.office_file(paper(made, kind)) for kind in pressing.PRESSED]
    busy(version)
    assert [drawing.office_file(paper(made, kind)) for kind in pressing.PRESSED] == before
    with pytest.raises(Refused) as fault:
        made.save()
    assert fault.value.code == "paper.press-frozen"


def test_a_second_press_at_the_same_moment_has_the_same_figures(version: MechanismVersion) -> None:
    busy(version)
    assert pressed().sha256 == pressed().sha256


@pytest.mark.parametrize("post", ["handler", "water-handler"])
def test_a_desk_presses_no_papers(version: MechanismVersion, post: str) -> None:
    refused("paper.not-yours", pressed, post)
    assert not Press.objects.exists()


def test_a_press_is_read_by_the_office_and_the_leader_above(version: MechanismVersion) -> None:
    made = pressed()
    readers = {post for post in cast.POSTS if made in room.presses(cast.actor(post))}
    assert readers == {"clerk", "second-clerk", "caller", "leader"}
    known = {post for post in cast.POSTS if room.papers(cast.actor(post)).exists()}
    assert known == readers


def test_a_paper_is_signed_numbered_and_kept(
    version: MechanismVersion, desk: issuing.Desk
) -> None:
    circular = paper(pressed(), "circular")
    refused("paper.unsigned", issuing.issue, circular.pk, **by("clerk"), desk=desk)
    signing.submit(circular.pk, **by("clerk"))
    refused("matter.signature-not-due", signing.sign, circular.pk, **by("clerk"))
    signing.sign(circular.pk, **by("leader"))
    refused("paper.stage", signing.sign, circular.pk, **by("leader"))
    refused("paper.stage", drafting.change, circular.pk, {"title": "别的"}, **by("clerk"))
    done = issuing.issue(circular.pk, **by("clerk"), desk=desk)
    assert done.number == "区诉求中心通报〔2026〕1号"
    assert (done.docx is not None, done.pdf is not None) == (True, True)
    last = room.history(done)[-1]
    assert last.data["office"] == done.docx.sha256  # type: ignore[union-attr]
    assert [entry.kind for entry in room.history(done)] == [
        "paper-drafted", "paper-submitted", "paper-signed", "paper-issued",
    ]  # fmt: skip
    text = documents.text_of((desk.root / done.docx.path).read_bytes())  # type: ignore[union-attr]
    assert "〔2026〕1号" in text
    assert "草稿" not in text
    assert verify().ok


def test_numbers_run_on_and_a_revoked_one_stays_used(
    version: MechanismVersion, desk: issuing.Desk
) -> None:
    first, second = (issued(paper(pressed(), "circular").pk, desk) for _ in range(2))
    issuing.revoke(first.pk, "数字有误", **by("clerk"))
    for other in ("head", "deputy"):
        refused("paper.not-yours", issuing.skip, first.word, 4, "别的单位", **by(other))
    issuing.skip(first.word, 4, "年初手工编号", **by("clerk"))
    third = issued(paper(pressed(), "circular").pk, desk)
    assert [one.place for one in (first, second, third)] == [1, 2, 5]
    assert room.gaps(cast.actor("clerk")) == [numbers.Gap(first.series, 3, 4, "年初手工编号")]
    refused("paper.numbers-given", issuing.skip, first.word, 5, "再来", **by("clerk"))
    refused("paper.reason-missing", issuing.skip, first.word, 9, " ", **by("clerk"))
    refused("paper.stage", issuing.revoke, first.pk, "再撤", **by("clerk"))
    assert room.history(Paper.objects.get(pk=first.pk))[-1].data["reason"] == "数字有误"


def test_a_paper_that_cannot_be_set_takes_no_number(
    version: MechanismVersion, desk: issuing.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    circular = paper(pressed(), "circular")
    signing.submit(circular.pk, **by("clerk"))
    signing.sign(circular.pk, **by("leader"))
    monkeypatch.setattr(fonts, "found", lambda _folder: fonts.chosen([]))
    refused("paper.font-missing", issuing.issue, circular.pk, **by("clerk"), desk=desk)
    assert not Series.objects.filter(name__startswith=room.SERIES).exists()


def test_a_machine_without_chinese_types_sets_nothing() -> None:
    with pytest.raises(Refused) as fault:
        fonts.chosen(["DejaVu Sans", "Noto Sans CJK JP"], ["/srv/fonts"])
    assert fault.value.code == "paper.font-missing"
    assert "/srv/fonts" in str(fault.value)
    assert fonts.chosen(["fangsong", "SimSun"]).body == ("fangsong", "SimSun")


def test_a_declined_paper_goes_back_to_its_drafter(version: MechanismVersion) -> None:
    circular = paper(pressed(), "circular")
    refused("paper.stage", signing.decline, circular.pk, "改", **by("leader"))
    signing.submit(circular.pk, **by("clerk"))
    refused("paper.reason-missing", signing.decline, circular.pk, " ", **by("leader"))
    signing.decline(circular.pk, "标题有误", **by("leader"))
    changed = drafting.change(
        circular.pk, {"title": "通报", "note": "请各单位重视。"}, **by("clerk")
    )
    assert (changed.stage, changed.title) == ("draft", "通报")
    assert "请各单位重视。" in documents.text_of(drawing.office_file(changed)[0])


def late(version: MechanismVersion) -> Notice:
    """A matter the clock has gone red over, with the letter the machine drafted."""
    cast.handled(version)
    for day in range(20):
        sweeping.sweep(now=cast.later(days=day))
    return Notice.objects.get(kind="draft")


def test_what_the_machine_drafted_is_taken_up_once(
    version: MechanismVersion, desk: issuing.Desk
) -> None:
    notice = late(version)
    assert room.proposed(cast.actor("clerk")) == (notice,)
    assert room.proposed(cast.actor("handler")) == ()
    drafted = drafting.take_up(notice.pk, **by("clerk", LATER))
    assert (drafted.kind, drafted.matter) == ("supervise", notice.matter)
    assert drafting.take_up(notice.pk, **by("clerk", LATER)).pk == drafted.pk
    assert room.proposed(cast.actor("clerk")) == ()
    done = issued(drafted.pk, desk, LATER)
    assert done.number == "区诉求中心函〔2026〕1号"
    assert Notice.objects.get(pk=notice.pk).done_at == LATER


@pytest.mark.parametrize(
    ("name", "card", "kind"),
    [
        ("督办单", "red", "supervise-red"), ("督办单", "yellow", "supervise-yellow"),
        ("督办单", "", "supervise-blue"), ("催办单", "", "urge"), ("督办函", "red", "supervise"),
        ("移交办理函", "", "handover"), ("信访处理意见书", "", "result"), ("转送函", "", "letter"),
    ],
)  # fmt: skip
def test_a_letter_by_any_name_finds_its_kind(name: str, card: str, kind: str) -> None:
    assert kinds.of_letter(name, card).code == kind


@pytest.mark.parametrize("kind", [k for k in kinds.KINDS if not kinds.KINDS[k].of_press])
def test_papers_of_a_matter_name_no_person(version: MechanismVersion, kind: str) -> None:
    if kind in ("slip", "extension"):
        return
    matter = cast.handled(version, requester="赵恒泰（演示）", phone="13800002207")
    cast.do(matter, "reply", "handler", closing="solved", text="已扶正，可拨打 13900001111")
    cast.do(matter, "sign", "deputy")
    cast.do(matter, "sign", "head")
    drafted = drafting.draft(matter.number, kind, **by("clerk"))
    text = documents.text_of(drawing.office_file(drafted)[0])
    assert matter.number in text
    assert "赵恒泰" not in text
    assert "13800002207" not in text


def test_the_answer_stands_in_its_notice(version: MechanismVersion) -> None:
    matter = cast.replied(version)
    drafted = drafting.draft(matter.number, "result", **by("clerk"))
    assert "已扶正" in documents.text_of(drawing.office_file(drafted)[0])


def test_a_notice_without_its_ground_is_refused(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    for kind in ("extension", "result"):
        refused("paper.nothing-to-tell", drafting.draft, matter.number, kind, **by("clerk"))
    refused("paper.not-yours", drafting.draft, matter.number, "urge", **by("handler"))
    refused("paper.not-yours", drafting.draft, matter.number, "circular", **by("clerk"))
    refused("matter.unknown", drafting.draft, matter.number, "urge", **by("water-handler"))


def test_an_extension_is_told_with_its_new_date(version: MechanismVersion) -> None:
    matter = cast.handled(version)
    cast.do(matter, "extend", "clerk", by="5wd", reason="管线单位配合")
    drafted = drafting.draft(matter.number, "extension", **by("clerk"))
    assert "管线单位配合" in documents.text_of(drawing.office_file(drafted)[0])


def test_papers_of_a_secret_matter_are_secret(version: MechanismVersion) -> None:
    secret = cast.publish("secret", owner="team", verifier="team", restricted=True)
    matter = cast.arrive(secret).matter
    cast.do(matter, "accept", "member")
    cast.do(matter, "assign", "member", unit="housing", summary="请办理")
    drafted = drafting.draft(matter.number, "rectify", **by("member"))
    assert {p for p in cast.POSTS if room.knows(cast.actor(p), drafted)} == {"member"}
    refused("paper.unknown", signing.submit, drafted.pk, **by("clerk"))
