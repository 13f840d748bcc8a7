from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.jobs.conftest import Bench
from tests.web.cast import KEEPER

from bihuan.kernel.refused import Refused
from bihuan.registers.jobs import kinds, queries, running
from bihuan.registers.jobs.kinds import Done, Work
from bihuan.registers.jobs.models import Job
from bihuan.registers.parties import actions as parties


def test_a_job_is_done_once_and_says_what_came_of_it(bench: Bench) -> None:
    job = bench.ask(since="2026")
    assert (bench.work(), bench.work()) == (1, 0)
    job.refresh_from_db()
    assert (job.state, job.said, job.facts) == (Job.DONE, "Counted {count}.", {"count": 3})
    assert bench.seen[0].by.post == "office-clerk"
    assert bench.seen[0].payload == {"since": "2026"}


def test_the_file_it_came_with_and_the_file_it_makes_lie_apart_from_other_jobs(
    bench: Bench,
) -> None:
    def copy(work: Work) -> Done:
        assert work.given is not None
        work.place("out.xlsx").write_bytes(work.given.read_bytes()[::-1])
        return Done("Copied.", file="out.xlsx")

    bench.do = copy
    first, second = bench.ask(given=b"abc"), bench.ask(given=b"xyz")
    bench.work()
    told = [
        queries.result(
            job.account_id, job.pk, root=bench.root, now=bench.now, on=bench.now.date()
        ).read_bytes()
        for job in (first, second)
    ]
    assert told == [b"cba", b"zyx"]


def test_the_rights_are_those_of_the_hour_in_which_it_runs(bench: Bench) -> None:
    job = bench.ask()
    account = get_user_model().objects.get(username="office-clerk")
    parties.close_account(account, by=KEEPER, now=bench.now)
    bench.work()
    job.refresh_from_db()
    assert (job.state, bench.seen) == (Job.REFUSED, [])
    assert job.facts == {"username": "office-clerk"}


def test_a_refusal_ends_the_job_with_its_sentence(bench: Bench) -> None:
    def refuse(_work: Work) -> Done:
        raise Refused("file.rows-too-many", path="x.xlsx", most=3)

    bench.do = refuse
    job = bench.ask()
    bench.work()
    job.refresh_from_db()
    assert (job.state, job.facts) == (Job.REFUSED, {"path": "x.xlsx", "most": 3})
    assert job.said.startswith("More than {most} rows")


def test_a_fault_ends_one_job_and_not_the_next(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(work: Work) -> Done:
        if len(bench.seen) == 1:
            raise ZeroDivisionError
        return Done("Done.")

    bench.do = fall
    first, second = bench.ask(), bench.ask()
    assert bench.work() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (Job.FAILED, Job.DONE)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_progress_is_written_at_most_once_a_second_and_at_the_end(bench: Bench) -> None:
    written: list[int] = []

    def count(work: Work) -> Done:
        for done in range(1, 5):
            bench.later(seconds=0.4)
            work.progress(done, 5)
            written.append(Job.objects.get(pk=work.number).done)
        work.progress(5, 5)
        written.append(Job.objects.get(pk=work.number).done)
        return Done("Done.")

    bench.do = count
    bench.ask()
    bench.work()
    assert written == [1, 1, 1, 4, 5]


class Killed(BaseException):
    """The process ends here."""


def cut_off(bench: Bench) -> Job:
    def die(_work: Work) -> Done:
        raise Killed

    bench.do = die
    job = bench.ask()
    with pytest.raises(Killed):
        bench.work()
    return job


def test_a_job_cut_off_is_taken_up_by_the_same_worker_when_it_starts_again(bench: Bench) -> None:
    job = cut_off(bench)
    assert (bench.recover("two", starting=True), bench.recover("one", starting=True)) == (0, 1)
    bench.do = lambda _work: Done("Done.")
    assert bench.work() == 1
    job.refresh_from_db()
    assert (job.state, job.tries) == (Job.DONE, 2)


def test_what_a_try_that_was_cut_off_left_lying_is_taken_away(bench: Bench) -> None:
    def half(work: Work) -> Done:
        work.place("half.part").write_text("x")
        raise Killed

    bench.do = half
    job = bench.ask(given=b"abc")
    with pytest.raises(Killed):
        bench.work()
    bench.recover("one", starting=True)
    bench.do = lambda _work: Done("Done.")
    bench.work()
    assert [path.name for path in (bench.root / job.folder).iterdir()] == ["given"]


def test_another_worker_takes_it_once_the_first_was_silent_too_long(bench: Bench) -> None:
    cut_off(bench)
    assert bench.recover("two") == 0
    bench.later(minutes=11)
    assert bench.recover("two") == 1


def test_a_job_that_kills_its_worker_each_time_ends_with_a_sentence(bench: Bench) -> None:
    job = cut_off(bench)
    for _ in range(2):
        bench.recover("one", starting=True)
        with pytest.raises(Killed):
            bench.work()
    bench.recover("one", starting=True)
    job.refresh_from_db()
    assert (job.state, job.said, bench.work()) == (Job.FAILED, running.INTERRUPTED, 0)


def test_a_kind_that_cannot_be_done_twice_is_not_begun_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = kinds.Kind("count", "Count", bench.run, again=False)
    monkeypatch.setitem(kinds.KINDS, "count", once)
    job = cut_off(bench)
    bench.recover("one", starting=True)
    job.refresh_from_db()
    assert (job.state, bench.work()) == (Job.FAILED, 0)


def test_a_worker_that_was_taken_for_dead_stops_and_writes_nothing_more(bench: Bench) -> None:
    def sleep_long(work: Work) -> Done:
        bench.later(minutes=11)
        if len(bench.seen) == 1:
            bench.recover("two")
            work.progress(1, 2)
        return Done("Done by the {which}.", {"which": len(bench.seen)})

    bench.do = sleep_long
    job = bench.ask()
    assert bench.work() == 2
    job.refresh_from_db()
    assert job.facts == {"which": 2}


def test_nobody_reads_the_job_of_another(bench: Bench) -> None:
    job = bench.ask()
    bench.work()
    other = get_user_model().objects.get(username="housing-desk")
    with pytest.raises(Refused) as refused:
        queries.one(other.pk, job.pk)
    assert refused.value.code == "job.unknown"
    assert queries.of(other.pk) == []


def test_a_result_is_not_given_out_after_its_days_or_after_the_post(bench: Bench) -> None:
    bench.do = lambda work: Done("x", file=work.place("a.txt").write_text("a") and "a.txt")
    job = bench.ask()
    bench.work()
    ask = {"root": bench.root, "on": bench.now.date()}
    with pytest.raises(Refused) as refused:
        queries.result(job.account_id, job.pk, now=bench.now + timedelta(days=8), **ask)
    assert refused.value.code == "job.file-gone"
    parties.vacate("office-clerk", until=bench.now.date(), by=KEEPER, now=bench.now)
    with pytest.raises(Refused) as refused:
        queries.result(job.account_id, job.pk, now=bench.now, **ask)
    assert refused.value.code == "account.no-post"


def test_what_is_over_is_forgotten_with_its_files(bench: Bench) -> None:
    over = bench.ask(given=b"abc")
    bench.work()
    bench.later(days=8)
    waiting = bench.ask(given=b"abc")
    Job.objects.filter(pk=waiting.pk).update(expires_at=bench.now - timedelta(days=1))
    assert running.forget_expired(bench.root, clock=bench.clock) == 1
    assert list(Job.objects.values_list("pk", flat=True)) == [waiting.pk]
    assert [(bench.root / job.folder).exists() for job in (over, waiting)] == [False, True]


def test_one_who_has_many_waiting_is_told_to_wait(bench: Bench) -> None:
    for _ in range(20):
        bench.ask()
    with pytest.raises(Refused) as refused:
        bench.ask()
    assert refused.value.code == "job.too-many"
    assert Job.objects.count() == 20
