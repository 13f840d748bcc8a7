"""What a move is refused for, beyond stage, capacity and missing answers: one check for a move."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bihuan.kernel import clocks, correcting, tables, worktime
from bihuan.kernel.capacities import capacities, leads
from bihuan.kernel.case import Case
from bihuan.kernel.declaration import Clock, Extend, Verify
from bihuan.kernel.matter import CallBack, ClockRun
from bihuan.kernel.refused import Refused
from bihuan.kernel.sampling import drawn
from bihuan.kernel.stages import Stage

# How a mechanism file names what a unit must state when it returns a matter.
_STATED = {"suggested_unit": "suggested"}
LONGEST_YEARS = 30  # as far as the longest limit a mechanism may declare
_BEFORE_CLOCKS = (Stage.RECEIVED, Stage.ACCEPTED)


def parts_ended(case: Case) -> None:
    """A parent never ends before its parts."""
    if case.facts.open_parts:
        raise Refused("matter.parts-open", count=case.facts.open_parts)


def _parent_open(case: Case) -> None:
    """A part comes back only while its parent is open, or the parent would have ended first."""
    if case.facts.parent_ended:
        raise Refused("matter.parent-ended", number=case.matter.number)


def _confirmed(case: Case) -> None:
    """A move inferred from a file stands for one that somebody must have made then."""
    if case.action.origin == "inferred":
        return
    if case.mechanism.confirm_first and not case.matter.confirmed:
        raise Refused("matter.not-confirmed")


def _merge(case: Case) -> None:
    into = case.text("into")
    if into == case.matter.number:
        raise Refused("matter.merge-itself")
    if case.facts.into_open is False:
        raise Refused("matter.merge-ended", into=into)


def _predecessors(case: Case) -> None:
    if case.facts.open_predecessors:
        raise Refused("matter.predecessors-open", count=case.facts.open_predecessors)


def _release(case: Case) -> None:
    if case.matter.unit is None:
        raise Refused("matter.release-unassigned")
    _predecessors(case)


def _units_known(case: Case) -> None:
    named = [case.text("unit"), case.text("suggested"), *case.texts("assist"), *case.texts("copy")]
    for code in filter(None, named):
        unit = case.facts.units.get(code)
        if unit is None:
            raise Refused("matter.unit-unknown", unit=code)
        if set(case.matter.accused) & {code, *unit.line}:
            raise Refused("matter.accused-unit", unit=code)


def _assign(case: Case) -> None:
    _confirmed(case)
    _units_known(case)
    _named_once(case)
    unit = case.text("unit")
    if unit in case.matter.relieved:
        raise Refused("matter.relieved-unit", unit=unit)
    for part in case.mechanism.parts:
        if part.to in case.matter.accused:
            raise Refused("matter.accused-unit", unit=part.to)
    _predecessors(case)


def _named_once(case: Case) -> None:
    working = (case.text("unit"), *case.texts("assist"))
    for code in working:
        if working.count(code) > 1:
            raise Refused("matter.unit-twice", unit=code)


def _stated(case: Case, needs: tuple[str, ...]) -> None:
    """What the mechanism asks for must be given; a file may lack what its source does not say."""
    for name in needs:
        given = case.action.params.get(_STATED.get(name, name))
        if given is None and case.action.origin == "observed":
            raise Refused("action.field-missing", action=case.action.name, field=name)


def _return(case: Case) -> None:
    rule, matter = case.mechanism.returns, case.matter
    if rule is None:
        raise Refused("matter.return-undeclared")
    _stated(case, rule.needs)
    _units_known(case)
    if matter.unit in matter.ruled and not _may_contest_again(case, rule.final):
        raise Refused("matter.already-ruled", unit=matter.unit)
    window = matter.clock("return")
    if window is not None and window.effective is not None and case.asked_at > window.effective:
        raise Refused("matter.return-closed", until=window.effective)
    if case.facts.common_superior is None:
        raise Refused("matter.ruler-unknown", unit=matter.unit, suggested=case.text("suggested"))


def _may_contest_again(case: Case, final: str) -> bool:
    return final == "never" or (
        final == "unless-new-facts" and case.text("new_facts").strip() != ""
    )


def _pass_on(case: Case) -> None:
    desks = case.facts.desks
    if desks is not None and case.text("desk") not in desks:
        raise Refused("matter.desk-elsewhere", desk=case.text("desk"), unit=case.matter.unit)


def filled_table(case: Case) -> tables.Table | None:
    """The table with the rows that come with the move, where any do; only a part is filled."""
    rows = case.action.params.get("rows")
    if not isinstance(rows, list):
        return None
    table = tables.of(case.mechanism, case.matter.values)
    if table is None or not case.matter.part:
        raise Refused("table.none", number=case.matter.number)
    return tables.filled(table, rows)


def _progress(case: Case) -> None:
    filled_table(case)


def _reply(case: Case) -> None:
    """A part answers with its rows complete; the notice itself is answered by its parts."""
    table = tables.of(case.mechanism, case.matter.values)
    if table is not None and case.matter.part and case.action.origin == "observed":
        tables.complete(table)


def running_clock(case: Case) -> tuple[Clock, ClockRun]:
    """The running clock a move speaks of."""
    name = case.clock_name()
    run = case.matter.clock(name)
    if run is None:
        raise Refused("matter.no-clock", clock=_called(case, name))
    return case.mechanism.clocks[name], run


def _called(case: Case, name: str) -> str:
    """What those who work under a clock call it; a name nobody declared as it was given."""
    clock = case.mechanism.clocks.get(name)
    return clock.label or name if clock else name


def _extend(case: Case) -> None:
    clock, run = running_clock(case)
    rule = clock.extend
    if rule is None or len(run.extensions) >= rule.times:
        raise Refused(
            "matter.extension-limit",
            clock=_called(case, clock.name),
            times=rule.times if rule else 0,
        )
    if rule.judgement and not case.text("judgement"):
        raise Refused("matter.judgement-missing", judgement=rule.judgement)
    _stated(case, rule.needs)
    asked = case.span("by")
    if asked.unit != rule.by.unit or not 0 < asked.amount <= rule.by.amount:
        raise Refused("matter.extension-long", clock=_called(case, clock.name), longest=rule.by)
    _extension_in_time(case, run, rule)


def _extension_in_time(case: Case, run: ClockRun, rule: Extend) -> None:
    """Asked for in time is in time, however long the approver takes; a clock with no date now was
    suspended before it ran out.
    """
    due = run.effective
    if due is None:
        return
    before = rule.ask_before
    latest = (
        worktime.shift(case.calendar, due, worktime.Span(-abs(before.amount), before.unit))
        if before
        else due
    )
    if case.asked_at > latest:
        raise Refused("matter.extension-late", latest=latest)


def _suspend(case: Case) -> None:
    clock, run = running_clock(case)
    if case.text("ground") not in clock.grounds:
        raise Refused("matter.ground-unlisted", ground=case.text("ground"))
    if clocks.suspended(run) is not None:
        raise Refused("matter.already-suspended", clock=_called(case, clock.name))


def _resume(case: Case) -> None:
    clock, run = running_clock(case)
    if clocks.suspended(run) is None:
        raise Refused("matter.not-suspended", clock=_called(case, clock.name))


def _carry(case: Case) -> None:
    rule = case.mechanism.carry
    if rule is None or case.matter.carried >= rule.times:
        raise Refused("matter.carry-limit", times=rule.times if rule else 0)
    until = case.moment("until")
    _not_past(case, until)
    latest = worktime.deadline(case.calendar, case.now, rule.longest).due_at
    if latest is not None and until > latest:
        raise Refused("matter.carry-too-long", latest=latest)
    for run in case.matter.clocks:
        held = run.override
        if run.running and held and held.source != "carried" and until > held.due_at:
            raise Refused("matter.date-set", date=held.due_at, source=held.source)


def _not_past(case: Case, moment: datetime) -> None:
    """A date to come, and no further off than a slip of the pen would put it."""
    if moment < case.now:
        raise Refused("matter.date-past", date=moment)
    last = case.now.year + LONGEST_YEARS
    if moment.year > last:
        raise Refused("action.field-wrong", field="until", value=moment, allowed=f"≤ {last}-12-31")


def _set_date(case: Case) -> None:
    """A date may be set for a clock that runs, or has not begun to."""
    name = case.clock_name()
    if not name or case.matter.stage not in _BEFORE_CLOCKS:
        running_clock(case)
    _not_past(case, case.moment("until"))


def _platform(case: Case) -> None:
    if "until" in case.action.params:
        _set_date(case)


def _call_back(case: Case) -> None:
    """What was inferred never replaces what somebody was told."""
    said = case.matter.call_back
    if case.action.origin == "inferred" and said is not None and said.observed:
        raise Refused("matter.already-called-back")


def _rate(case: Case) -> None:
    """Once a cycle; a merged matter is rated by the answer to the matter it was merged into."""
    if case.matter.rated:
        raise Refused("matter.already-rated")
    if case.matter.stage is Stage.MERGED and not case.facts.into_answered:
        raise Refused("matter.merged-unanswered")


def _unmerge(case: Case) -> None:
    """Taken apart as long as the person has not rated the common answer: then a new cycle begins
    by `reconsider`, so that the rating stands.
    """
    _parent_open(case)
    if case.matter.rated:
        raise Refused("matter.merged-rated")


def _strike_off(case: Case) -> None:
    """Verified where the mechanism verifies; an unsolved matter is not closed as solved while it
    may still be sent back.
    """
    rule, matter = case.mechanism.verify, case.matter
    if rule is None or matter.part:
        return
    if matter.call_back is None:
        if case.action.origin != "inferred" and drawn(matter.number, matter.cycle, rule.share):
            raise Refused("matter.not-called-back")
        return
    closing = case.mechanism.closings.get(matter.closing_kind)
    claimed = closing is not None and closing.solves
    if claimed and _denied(rule, matter.call_back) and matter.reopened < rule.reopen_times:
        raise Refused("matter.unsolved")


def _denied(rule: Verify, said: CallBack) -> bool:
    """Whether the person's answers are those that send a matter back."""
    if rule.reopen_when is None:
        return said.solved == "no"
    return rule.reopen_when.holds(
        {"contacted": said.contacted, "solved": said.solved, "satisfied": said.satisfied}
    )


def _reopen(case: Case) -> None:
    rule, matter = case.mechanism.verify, case.matter
    _parent_open(case)
    last = len(case.mechanism.reviews)
    if matter.stage is Stage.CLOSED and last and matter.reviews >= last:
        raise Refused("matter.final")
    if rule is not None and rule.reopen_by != "verifier" and not matter.part:
        _sends_back(case, rule.reopen_by)
    limit = rule.reopen_times if rule else 2
    if matter.reopened >= limit and not leads(case.action.by, case.facts):
        raise Refused("matter.reopen-limit", times=limit)


def _sends_back(case: Case, declared: str) -> None:
    """Where the mechanism names another than the verifier, nobody else but a leader sends back."""
    held = capacities(case.mechanism, case.matter, case.action.by, case.facts)
    if held.isdisjoint({declared, "leader"}):
        raise Refused("matter.capacity-missing", action="reopen", needed=declared)


def _ask_review(case: Case) -> None:
    levels, matter, superior = case.mechanism.reviews, case.matter, case.facts.superior
    if not levels or matter.part:
        raise Refused("matter.review-undeclared")
    if matter.reviews >= len(levels):
        raise Refused("matter.final")
    if superior is None:
        raise Refused("matter.superior-unknown", unit=matter.unit)
    if superior in matter.accused:
        raise Refused("matter.accused-unit", unit=superior)
    asked_from = matter.replied_at or matter.closed_at or matter.received_at
    until = worktime.deadline(case.calendar, asked_from, levels[matter.reviews].ask_within).due_at
    if until is not None and case.now > until:
        raise Refused("matter.review-late", until=until)


def _withdraw(case: Case) -> None:
    """Others wait for the answer as well; one of them cannot end it for all. The system withdraws
    nothing but the parts of what the person withdrew.
    """
    if "system" in case.action.by.duties and not case.matter.part:
        raise Refused("matter.capacity-missing", action="withdraw", needed="requester")
    if case.facts.merged_here:
        raise Refused("matter.others-behind", count=case.facts.merged_here)


CHECKS: Mapping[str, Callable[[Case], None]] = {
    "accept": _confirmed,
    "ask-review": _ask_review,
    "assign": _assign,
    "call-back": _call_back,
    "carry": _carry,
    "correct": correcting.check,
    "extend": _extend,
    "merge": _merge,
    "pass-on": _pass_on,
    "platform": _platform,
    "progress": _progress,
    "rate": _rate,
    "reconsider": _parent_open,
    "refer-up": _units_known,
    "release": _release,
    "reopen": _reopen,
    "reply": _reply,
    "resume": _resume,
    "return": _return,
    "rule": _units_known,
    "set-date": _set_date,
    "strike-off": _strike_off,
    "suspend": _suspend,
    "unmerge": _unmerge,
    "withdraw": _withdraw,
}
