"""What falls due by itself: escalation steps, silence that counts, and recounts after a notice."""

from datetime import datetime, timedelta

from bihuan.kernel import cards, clocks, worktime
from bihuan.kernel.actor import SYSTEM
from bihuan.kernel.case import Action, Case, Effect, Entry, Outcome
from bihuan.kernel.declaration import Escalation, Mechanism
from bihuan.kernel.facts import NOTHING
from bihuan.kernel.matter import ClockRun, Matter
from bihuan.kernel.moves import MOVES
from bihuan.kernel.worktime import Calendar


def tick(case: Case) -> Outcome:
    """Take every step that has fallen due, record each, announce only the latest of a clock."""
    taken: list[dict[str, object]] = []
    effects: list[Effect] = []
    runs: list[ClockRun] = []
    card = case.matter.card
    for run in case.matter.clocks:
        due = _due_steps(case, run)
        taken += [_record(run, *one) for one in due]
        effects += _announced(case, run, *due[-1]) if due else []
        card = cards.worse([card, *(_does(case, step) for _, _, step in due)])
        runs.append(_fired(case, run, due))
    silent = [run.name for run in runs if _silent(case, run)]
    effects += [effect for name in silent for effect in _silence(case, name)]
    kept = tuple(_stopped(case, run, silent) for run in runs)
    after = case.matter.but(clocks=kept, card=card, next_due_at=clocks.next_due(kept))
    return Outcome(after, Entry("tick", {"steps": taken, "silent": silent}), tuple(effects))


def overtaken(
    mechanism: Mechanism, matter: Matter, calendar: Calendar, now: datetime
) -> Outcome | None:
    """The steps of clocks that had run out before the matter came into this house, if there are.

    They are recorded as taken, announced to nobody and give no card; what falls due later, and
    silence that counts, is left to the sweep.
    """
    now = worktime.local(now)
    case = Case(mechanism, matter, Action("tick", {}, SYSTEM), NOTHING, calendar, now, now)
    taken: list[dict[str, object]] = []
    runs: list[ClockRun] = []
    for run in matter.clocks:
        out = run.effective is not None and run.effective <= now
        due = _due_steps(case, run) if out else ()
        taken += [_record(run, *one) for one in due]
        runs.append(_fired(case, run, due))
    if not taken:
        return None
    after = matter.but(clocks=tuple(runs), next_due_at=clocks.next_due(runs))
    return Outcome(after, Entry("tick", {"steps": taken, "silent": [], "overtaken": True}))


def recount(case: Case) -> Outcome:
    """Count every running clock under the calendar given; none becomes overdue by it."""
    runs = tuple(
        clocks.recounted(case.mechanism, run, case.calendar, case.now)
        if run.running and run.revision != case.calendar.revision
        else run
        for run in case.matter.clocks
    )
    moved = [
        {"clock": old.name, "from": _iso(old.effective), "to": _iso(new.effective)}
        for old, new in zip(case.matter.clocks, runs, strict=True)
        if old.effective != new.effective
    ]
    after = case.matter.but(clocks=runs, next_due_at=clocks.next_due(runs))
    entry = Entry("recount", {"revision": case.calendar.revision, "moved": moved})
    return Outcome(after, entry)


def _due_steps(case: Case, run: ClockRun) -> clocks.Steps:
    due = run.effective
    if due is None or not run.running:
        return ()
    steps = clocks.steps_of(case.mechanism, run.name, case.calendar, due)
    return tuple(one for one in steps if one[0] <= case.now and one[1] not in run.fired)


def _fired(case: Case, run: ClockRun, due: clocks.Steps) -> ClockRun:
    if not due:
        return run
    run = run.but(fired=(*run.fired, *(index for _, index, _ in due)))
    return run.but(next_at=clocks.next_step_at(case.mechanism, run, case.calendar))


def _record(run: ClockRun, at: datetime, index: int, step: Escalation) -> dict[str, object]:
    said = {"clock": run.name, "round": run.round, "step": index}
    return {**said, "do": step.do, "fell_due": at.isoformat()}


def _does(case: Case, step: Escalation) -> str:
    """Outside bodies are reported to, never carded."""
    return "report" if case.facts.external and step.do in ("yellow", "red") else step.do


def _announced(
    case: Case, run: ClockRun, at: datetime, index: int, step: Escalation
) -> list[Effect]:
    send = _after_quiet(case, case.now).isoformat()
    said = {"clock": run.name, "round": run.round, "step": index, "do": _does(case, step)}
    told = {"to": list(step.to), "fell_due": at.isoformat(), "send_after": send}
    found = [Effect("notify", {**said, **told})]
    if step.draft:
        found.append(Effect("draft", {"letter": step.draft, "to": case.matter.unit or ""}))
    return found


def _after_quiet(case: Case, moment: datetime) -> datetime:
    """The first moment outside the quiet hours, such as 22:00 to 08:00."""
    if case.mechanism.quiet is None:
        return moment
    begins, ends = case.mechanism.quiet
    local = moment.astimezone(worktime.LOCAL)
    at = local.time()
    if not ((begins <= at or at < ends) if begins > ends else begins <= at < ends):
        return moment
    opened = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return opened if opened > local else opened + timedelta(days=1)


def _silent(case: Case, run: ClockRun) -> bool:
    due = run.effective
    silence = case.mechanism.clocks[run.name].silence
    return bool(silence) and run.running and due is not None and due <= case.now


def _silence(case: Case, clock: str) -> list[Effect]:
    """The move that silence amounts to, where the matter still stands before it."""
    name = case.mechanism.clocks[clock].silence
    move = MOVES.get(name)
    if move is None or case.matter.stage not in move.stages or "system" not in move.by:
        return []
    return [Effect("act", {"action": name, "clock": clock})]


def _stopped(case: Case, run: ClockRun, silent: list[str]) -> ClockRun:
    if run.running and run.name in silent:
        return clocks.stopped(case.mechanism, run, "silence", case.calendar, case.now)
    return run


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
