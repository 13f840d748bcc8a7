"""Learning from the matters of an office, and suggestions beside its decisions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.matters import cast
from tests.matters.suggesting import office

from bihuan.config import chores
from bihuan.kernel import record
from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting
from bihuan.matters.actions.suggesting import deciding, learning
from bihuan.matters.models import Learnt, Matter, MechanismVersion, Offer
from bihuan.matters.queries import versions
from bihuan.matters.queries.suggesting import lessons, offering, precision
from bihuan.matters.queries.suggesting.offering import Offered
from bihuan.registers.jobs import running
from bihuan.registers.jobs.models import Job
from bihuan.registers.journal.models import Entry
from bihuan.registers.parties import actions as registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def learning_office(db: None) -> Iterator[MechanismVersion]:
    cast.district()
    version = office.declared()
    office.answered(version)
    yield version
    office.forget()


def _learn(now: object = office.LATER) -> list[learning.Lesson]:
    return learning.learn("learning", by=SYSTEM, now=now)  # type: ignore[arg-type] # a moment


def _offered(row: Matter, post: str = "clerk") -> dict[str, Offered]:
    row.refresh_from_db()
    state = record.from_record(row.state)
    mechanism = versions.compiled(row.version_id)
    return offering.offered(row, mechanism, state, cast.actor(post), now=office.LATER)


def test_what_was_learnt_says_from_what_until_when_and_how_right(
    learning_office: MechanismVersion,
) -> None:
    unit, class_ = (lesson.learnt for lesson in _learn())
    assert unit is not None
    assert class_ is not None
    assert (unit.letters, unit.what, class_.what) == (24, "unit", "class")
    assert unit.figures["letters"] == 6
    entries = Entry.objects.filter(kind="learnt")
    assert {entry.data["sha256"] for entry in entries} == {unit.sha256, class_.sha256}


def test_the_same_matters_teach_the_same_and_change_nothing(
    learning_office: MechanismVersion,
) -> None:
    _learn()
    assert [lesson.outcome for lesson in _learn()] == ["unchanged", "unchanged"]
    assert Learnt.objects.count() == 2


def test_learning_again_from_more_keeps_the_row_and_drops_the_body(
    learning_office: MechanismVersion,
) -> None:
    _learn()
    office.answered(learning_office, 1)
    assert [lesson.outcome for lesson in _learn()] == ["learnt", "learnt"]
    bodies = Learnt.objects.filter(what="unit").order_by("pk").values_list("body", flat=True)
    assert [body is None for body in bodies] == [True, False]


def test_too_few_matters_teach_nothing(db: None) -> None:
    cast.district()
    office.answered(office.declared(), 3)
    assert [(one.outcome, one.letters) for one in _learn()] == [("too-few", 6), ("too-few", 6)]
    assert not Learnt.objects.exists()


def test_a_restricted_matter_is_never_learnt_from(learning_office: MechanismVersion) -> None:
    secret = office.answered(learning_office, 1)[0]
    Matter.objects.filter(pk=secret.pk).update(restricted=True)
    found = lessons.lessons(SYSTEM, "learning", "unit", now=office.LATER)
    assert len(found.letters) == 25


def test_nothing_is_learnt_from_a_restricted_mechanism(db: None) -> None:
    cast.district()
    office.declared(restricted=True)
    with pytest.raises(Refused) as refused:
        _learn()
    assert refused.value.code == "suggest.restricted"
    assert not Learnt.objects.exists()


def test_a_mechanism_that_declares_nothing_is_told_so(db: None) -> None:
    cast.district()
    cast.publish("plain")
    with pytest.raises(Refused) as refused:
        learning.learn("plain", by=SYSTEM, now=office.LATER)
    assert refused.value.code == "suggest.undeclared"
    assert lessons.declaring() == []


def test_who_reads_fewer_matters_learns_from_fewer(learning_office: MechanismVersion) -> None:
    found = lessons.lessons(cast.actor("handler"), "learning", "unit", now=office.LATER)
    assert {letter.label for letter in found.letters} == {"housing"}


def test_a_new_letter_gets_unit_and_class_with_reasons(learning_office: MechanismVersion) -> None:
    _learn()
    found = _offered(office.letter(learning_office, "water", turn=99))
    assert found["unit"].suggested.chosen == "water"
    assert found["class"].suggested.chosen == "river"
    assert found["unit"].suggested.choices[0].reasons[0].kind in {"like", "named"}


def test_where_a_row_of_the_table_holds_no_unit_is_suggested(
    learning_office: MechanismVersion,
) -> None:
    _learn()
    found = _offered(office.letter(learning_office, "water", channel="phone"))
    assert set(found) == {"class"}


def test_the_accused_unit_is_not_suggested(learning_office: MechanismVersion) -> None:
    _learn()
    row = office.letter(learning_office, "water")
    row.state = row.state | {"accused": ["water"]}
    row.save(update_fields=["state"])
    choices = _offered(row)["unit"].suggested.choices
    assert "water" not in {choice.label for choice in choices}


def test_an_abolished_unit_is_suggested_as_its_successor(
    learning_office: MechanismVersion,
) -> None:
    registers.dissolve_unit(
        "water", on=cast.NOW.date(), successor="street", by=SYSTEM, now=office.LATER
    )
    _learn()
    assert _offered(office.letter(learning_office, "water"))["unit"].suggested.chosen == "street"


def _assigned(row: Matter, unit: str) -> Matter:
    clerk = cast.actor("clerk")
    for asked in (acting.Asked("accept"), acting.Asked("assign", {"unit": unit})):
        row = deciding.act(row.number, asked, by=clerk, now=office.LATER)
    return row


def test_the_entry_says_what_was_suggested_and_what_was_chosen(
    learning_office: MechanismVersion,
) -> None:
    _learn()
    row = _assigned(office.letter(learning_office, "water"), "street")
    entry = Entry.objects.get(subject_id=row.pk, subject_kind="matter", kind="assign")
    said = entry.data["data"]["suggested"]
    assert (said["chosen"], said["choices"][0]["code"]) == ("street", "water")
    offer = Offer.objects.get()
    assert (offer.matter_id, offer.seq, offer.place) == (row.pk, entry.seq, 0)


def test_what_the_clerks_chose_is_counted(learning_office: MechanismVersion) -> None:
    _learn()
    _assigned(office.letter(learning_office, "water"), "water")
    _assigned(office.letter(learning_office, "housing"), "street")
    taken = precision.taken("learning", "unit")
    assert (taken.offered, taken.first, taken.three) == (2, 1, 1)


def test_a_refused_move_records_no_suggestion(learning_office: MechanismVersion) -> None:
    _learn()
    row = office.letter(learning_office, "water")
    asked = acting.Asked("assign", {"unit": "water"})
    with pytest.raises(Refused):
        deciding.act(row.number, asked, by=cast.actor("clerk"), now=office.LATER)
    assert not Offer.objects.exists()


def test_by_night_each_mechanism_is_learnt_once_by_a_job_of_the_house(
    learning_office: MechanismVersion, tmp_path: Path
) -> None:
    night = office.LATER.replace(hour=2)
    job = chores.learn_nightly(night)
    assert job is not None
    assert chores.learn_nightly(night.replace(minute=30)) is None
    assert chores.learn_nightly(office.LATER) is None
    assert not Learnt.objects.exists()
    running.run_waiting(tmp_path, clock=lambda: night)
    job.refresh_from_db()
    assert (job.state, job.facts["learnt"], job.account_id) == (Job.DONE, 2, None)
    assert Learnt.objects.filter(made_by="system").count() == 2
