"""4,215 real letters played through the kernel at their own dates: the ledger says the same."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from tests.matters import cast

from bihuan.kernel.actor import SYSTEM
from bihuan.matters.actions import importing, publishing
from bihuan.matters.models import (
    Content,
    Grant,
    Involvement,
    Matter,
    MechanismVersion,
    Notice,
    Rating,
    Repeat,
    Series,
)
from bihuan.matters.queries import scores
from bihuan.matters.rules import maps
from bihuan.matters.rules.nearness import judging
from bihuan.mechanisms import library
from bihuan.registers.journal.models import Entry, Sealed
from bihuan.registers.journal.verification import verify
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties.models import Unit
from bihuan.registers.parties.rules.directory import RegionFacts, UnitFacts

pytestmark = pytest.mark.django_db

LETTERS = 4215
MAP = Path(__file__).parents[2] / "examples" / "maps" / "petitions.yaml"
COUNTED = (
    Matter, Content, Entry, Sealed, Repeat, Involvement, Notice, Rating, Grant, Unit,
)  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """The letters taken in once, and the file they came from."""

    data: bytes
    shape: maps.Map
    version: MechanismVersion
    first: importing.Imported

    def again(self) -> importing.Imported:
        return importing.import_file(
            self.data, self.shape, self.version, by=SYSTEM, now=cast.NOW, replay=True
        )


@pytest.fixture(scope="module")
def ledger(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker, shared_data: Path
) -> Iterator[Ledger]:
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), transaction.atomic():
        registers.record_region(RegionFacts("310118", "青浦区", "county"), by=SYSTEM, now=cast.NOW)
        for code in ("petition-office", "district-government"):
            facts = UnitFacts(code, f"{code}（演示）", region="310118")
            registers.record_unit(facts, by=SYSTEM, now=cast.NOW)
        version = publishing.publish(
            library.read("petition"), region="310118", by=SYSTEM, now=cast.NOW
        )
        data = (shared_data / "petitions.csv.gz").read_bytes()
        shape = maps.read_map(MAP.read_bytes())
        first = importing.import_file(data, shape, version, by=SYSTEM, now=cast.NOW, replay=True)
        yield Ledger(data, shape, version, first)
        transaction.set_rollback(True)


def standing() -> tuple[object, ...]:
    """How many rows there are, where each chain ends, and what was numbered last."""
    heads = Matter.objects.order_by("number").values_list("number", "head", "length")
    digest = hashlib.sha256(repr(list(heads)).encode()).hexdigest()
    series = list(Series.objects.order_by("name").values_list("name", "last"))
    return (*(model.objects.count() for model in COUNTED), series, digest)


def test_none_is_lost(ledger: Ledger) -> None:
    assert ledger.first.counts() == {
        "given": LETTERS, "accepted": LETTERS, "known": 0, "rejected": 0, "repeats": 255,
        "near": 304, "moves": 6 * LETTERS, "units_recorded": 506,
    }  # fmt: skip
    assert Matter.objects.count() == LETTERS
    assert Content.objects.count() == LETTERS
    assert set(Matter.objects.values_list("stage", flat=True)) == {"closed"}


@pytest.mark.usefixtures("ledger")
def test_the_ledger_says_what_the_file_says() -> None:
    period = scores.Period(None, None)
    lines = scores.score(scores.statistics(), period, by="unit", now=cast.NOW)
    whole = lines[0]
    assert (whole.counts.matters, whole.counts.answered) == (LETTERS, LETTERS)
    assert whole.answered_after == {30: 1656, 60: 259}
    assert len(lines) - 1 == 506
    assert sum(line.counts.matters for line in lines[1:]) == LETTERS
    assert sum(line.answered_after[30] for line in lines[1:]) == 1656
    assert sum(line.answered_after[60] for line in lines[1:]) == 259


@pytest.mark.usefixtures("ledger")
def test_what_the_file_does_not_say_counts_as_verified_nowhere() -> None:
    assert not Matter.objects.filter(verified=True).exists()
    assert set(Entry.objects.filter(subject_kind="matter").values_list("kind", "origin")) == {
        ("receive", "imported"), ("accept", "inferred"), ("assign", "inferred"),
        ("sign-for", "inferred"), ("reply", "imported"), ("strike-off", "inferred"),
    }  # fmt: skip
    inferred = Entry.objects.filter(subject_kind="matter", origin="inferred")
    assert set(inferred.values_list("happened_at", "precision")) == {(None, "unknown")}
    whole = scores.score(scores.statistics(), scores.Period(None, None), now=cast.NOW)[0]
    assert (whole.counts.called_back, whole.counts.solved, whole.counts.satisfied) == (0, 0, 0)
    assert whole.rates.solution is None


@pytest.mark.usefixtures("ledger")
def test_a_limit_whose_start_is_not_on_record_is_scored_nowhere() -> None:
    assert not Matter.objects.filter(due_inferred=False).exists()
    assert Matter.objects.exclude(due_at=None).count() == LETTERS
    whole = scores.score(scores.statistics(), scores.Period(None, None), now=cast.NOW)[0]
    assert (whole.counts.on_time, whole.counts.overdue) == (0, 0)


@pytest.mark.usefixtures("ledger")
def test_repeated_letters_are_proposed_and_nothing_is_merged() -> None:
    same = Repeat.objects.filter(evidence="same-text")
    assert same.count() == 255
    assert set(Repeat.objects.values_list("decided", flat=True)) == {"proposed"}
    pairs = same.values_list("matter__text_digest", "earlier__text_digest")
    assert all(one == other for one, other in pairs)
    assert not same.filter(earlier__repeats__evidence="same-text").exists()
    assert Matter.objects.exclude(stage="closed").count() == 0


def judgements() -> list[dict[str, str]]:
    """A seeded sample of a hundred near repeats, read pair by pair: the same request, or not."""
    with (Path(__file__).parent / "near-repeats.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("ledger")
def test_the_pairs_that_were_read_are_still_proposed() -> None:
    near = Repeat.objects.filter(evidence="near-text")
    pairs = set(near.values_list("matter__source_key", "earlier__source_key"))
    read = [(row["letter"], row["earlier"]) for row in judgements()]
    assert len(set(read)) == 100
    assert [pair for pair in read if pair not in pairs] == []
    for repeat in near:
        assert repeat.facts["share"] >= judging.NEAR
        assert repeat.earlier_id < repeat.matter_id


def test_the_precision_that_is_published_is_that_of_the_table() -> None:
    verdicts = [row["verdict"] for row in judgements()]
    counted = {name: verdicts.count(name) for name in ("same", "unsure", "no")}
    assert counted == {"same": 94, "unsure": 1, "no": 5}
    page = Path(__file__).parents[2] / "docs" / "explain" / "neighbours.md"
    assert "94 of 100" in page.read_text(encoding="utf-8")


def test_a_second_import_changes_nothing(ledger: Ledger) -> None:
    before = standing()
    again = ledger.again()
    assert (again.accepted, again.known, again.rejected) == (0, LETTERS, [])
    assert standing() == before


@pytest.mark.usefixtures("ledger")
def test_the_journal_verifies() -> None:
    report = verify()
    assert report.ok, report.faults
    assert report.chains >= LETTERS
    assert report.entries >= 6 * LETTERS
