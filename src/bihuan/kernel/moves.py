"""The moves of the loop as one table: from where, to where, by whom, with what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.kernel.stages import OPEN, Stage


@dataclass(frozen=True, slots=True)
class Param:
    """One answer a move takes; a sealed one is personal and enters the journal as a commitment.

    `kind`: line, text, unit, units, post, matter, entry, date, span, stars, yes-no, files,
    rows (of a table), or choice with where its values come from (`closing`, `class`, `refusal`,
    `ground`, `clock`, `letter`, or the values themselves).
    """

    name: str
    kind: str
    required: bool = True
    sealed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table; `to` is None where the stage stays as it is."""

    stages: frozenset[Stage]
    to: Stage | None
    by: frozenset[str]
    params: tuple[Param, ...] = ()
    event: str = ""
    needs: frozenset[str] = frozenset()
    ends: bool = False  # ends the matter: its parts must have ended first
    while_pending: bool = False  # may be made while another move waits for signatures
    sealed: frozenset[str] = field(init=False)  # names of its personal answers

    def __post_init__(self) -> None:
        sealed = frozenset(param.name for param in self.params if param.sealed)
        object.__setattr__(self, "sealed", sealed)


def _at(stages: str) -> frozenset[Stage]:
    return frozenset(map(Stage, stages.split()))


def _of(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ANY = frozenset(Stage)
_REASON = Param("reason", "line")
_NOTE = Param("note", "text", sealed=True)
_MAYBE_NOTE = Param("note", "text", required=False, sealed=True)
_FILES = Param("files", "files", required=False)
_ROWS = Param("rows", "rows", required=False, sealed=True)
_UNIT = Param("unit", "unit")
_CLOCK = Param("clock", "choice", required=False, choices=("clock",))
_CLASS = Param("class", "choice", choices=("class",))
_ANSWERS = ("yes", "partly", "no", "unknown")
_SOLVED = Param("solved", "choice", choices=_ANSWERS)
_PARTS = _of("open_parts")

MOVES: Mapping[str, Move] = {
    "confirm": Move(_at("received accepted"), None, _of("clerk"), (_NOTE,), "confirmed"),
    "accept": Move(
        _at("received"),
        Stage.ACCEPTED,
        _of("clerk"),
        (Param("class", "choice", required=False, choices=("class",)), _MAYBE_NOTE),
        "accepted",
    ),
    "refuse": Move(
        _at("received"),
        Stage.REFUSED,
        _of("clerk"),
        (Param("ground", "choice", choices=("refusal",)), _REASON),
        "refused",
        needs=_PARTS,
        ends=True,
    ),
    "reconsider": Move(
        _at("refused merged handed-over"),
        Stage.RECEIVED,
        _of("owner leader"),
        (_REASON,),
        "received",
        needs=_of("parent_ended"),
    ),
    "merge": Move(
        _at("received accepted"),
        Stage.MERGED,
        _of("clerk"),
        (Param("into", "matter"), _REASON),
        "merged",
        needs=_of("open_parts into_open"),
        ends=True,
    ),
    "unmerge": Move(
        _at("merged"),
        None,  # back to where it stood
        _of("clerk owner leader"),
        (_REASON,),
        "unmerged",
        needs=_of("parent_ended"),
    ),
    "assign": Move(
        _at("accepted"),
        Stage.ASSIGNED,
        _of("clerk"),
        (
            _UNIT,
            Param("assist", "units", required=False),
            Param("copy", "units", required=False),
            Param("letter", "choice", required=False, choices=("letter",)),
            Param("summary", "text", required=False, sealed=True),
            Param("why", "line", required=False),
        ),
        "assigned",
        needs=_of("units open_predecessors"),
    ),
    "release": Move(
        _at("accepted"),
        Stage.ASSIGNED,
        _of("system"),
        (),
        "assigned",
        needs=_of("open_predecessors"),
    ),
    "sign-for": Move(_at("assigned"), Stage.HANDLING, _of("unit system"), (), "signed"),
    "return": Move(
        _at("assigned"),
        Stage.CONTESTED,
        _of("unit"),
        (
            _REASON,
            Param("suggested", "unit", required=False),
            Param("basis", "line", required=False),
            Param("new_facts", "text", required=False),
        ),
        "returned",
        needs=_of("units common_superior"),
    ),
    "rule": Move(
        _at("contested"),
        Stage.ASSIGNED,
        _of("ruler"),
        (_UNIT, _REASON),
        "ruled",
        needs=_of("units common_superior"),
    ),
    "pass-on": Move(
        _at("assigned handling"),
        None,
        _of("unit"),
        (Param("desk", "post"), _MAYBE_NOTE),
        "passed",
        needs=_of("desks"),
    ),
    "contact": Move(_at("handling"), None, _of("unit"), (_NOTE,), "contacted"),
    "progress": Move(
        _at("handling contested"), None, _of("unit clerk"), (_NOTE, _FILES, _ROWS), "progressed"
    ),
    "refer-up": Move(
        _at("handling"), None, _of("unit clerk"), (_UNIT, _NOTE), "referred", needs=_of("units")
    ),
    "extend": Move(
        _at("assigned handling"),
        None,
        _of("unit clerk"),
        (
            _CLOCK,
            Param("by", "span"),
            _REASON,
            Param("judgement", "text", required=False),
            Param("own_date", "date", required=False),
        ),
    ),
    "suspend": Move(
        _at("handling"),
        None,
        _of("unit clerk"),
        (_CLOCK, Param("ground", "choice", choices=("ground",)), _REASON),
    ),
    "resume": Move(_at("handling"), None, _of("unit clerk system"), (_CLOCK, _REASON)),
    "reply": Move(
        _at("handling"),
        Stage.REPLIED,
        _of("unit"),
        (
            Param("closing", "choice", choices=("closing",)),
            Param("text", "text", sealed=True),
            _FILES,
        ),
        "replied",
    ),
    "call-back": Move(
        _at("replied"),
        None,
        _of("verifier"),
        (
            Param("contacted", "yes-no"),
            _SOLVED,
            Param("satisfied", "choice", choices=_ANSWERS),
            _MAYBE_NOTE,
        ),
        "called-back",
    ),
    "reopen": Move(
        _at("replied closed"),
        Stage.HANDLING,
        _of("verifier clerk leader lead"),
        (_REASON,),
        "reopened",
        needs=_of("parent_ended"),
    ),
    "rate": Move(
        _at("replied closed merged"),
        None,
        _of("requester"),
        (
            _SOLVED,
            Param("stars", "stars", required=False),
            Param("comment", "text", required=False, sealed=True),
        ),
        "rated",
        needs=_of("into_answered"),
        while_pending=True,
    ),
    "strike-off": Move(
        _at("replied"),
        Stage.CLOSED,
        _of("clerk verifier lead"),
        (_MAYBE_NOTE,),
        "closed",
        needs=_PARTS,
        ends=True,
    ),
    "carry": Move(
        _at("handling"), None, _of("unit clerk"), (Param("until", "date"), _REASON), "carried"
    ),
    "ask-review": Move(
        _at("closed"),
        Stage.ASSIGNED,
        _of("requester clerk"),
        (_REASON,),
        "review-asked",
        needs=_of("superior"),
    ),
    "withdraw": Move(
        OPEN,
        Stage.WITHDRAWN,
        _of("requester system"),  # the system withdraws the parts with their matter
        (_REASON,),
        "withdrawn",
        needs=_of("open_parts merged_here"),
        ends=True,
        while_pending=True,
    ),
    "hand-over": Move(
        _at("received accepted handling"),
        Stage.HANDED_OVER,
        _of("clerk"),
        (Param("to", "line"), _REASON),
        "handed-over",
        needs=_PARTS,
        ends=True,
    ),
    "recall": Move(
        _at("assigned contested handling"), Stage.ACCEPTED, _of("clerk"), (_REASON,), "recalled"
    ),
    "reclassify": Move(OPEN, None, _of("clerk"), (_CLASS, _REASON), "reclassified"),
    "correct": Move(
        _ANY,
        None,
        _of("clerk"),
        (
            Param("entry", "entry"),
            Param("field", "line"),
            Param("value", "line", sealed=True),
            _REASON,
        ),
        needs=_of("units"),
        while_pending=True,
    ),
    "set-date": Move(
        OPEN,
        None,
        _of("leader clerk"),
        (Param("until", "date"), Param("source", "line"), _CLOCK),
        while_pending=True,
    ),
    "platform": Move(
        OPEN,
        None,
        _of("clerk"),
        (
            Param("platform", "line"),
            Param("platform_number", "line"),
            Param("until", "date", required=False),
        ),
        while_pending=True,
    ),
    "notice": Move(
        _ANY,
        None,
        _of("clerk unit"),
        (Param("kind", "line"), Param("to", "line"), _NOTE),
        while_pending=True,
    ),
    "sign": Move(_ANY, None, _of("signatory"), (_MAYBE_NOTE,), while_pending=True),
    "decline": Move(_ANY, None, _of("signatory asker owner"), (_REASON,), while_pending=True),
    "tick": Move(OPEN, None, _of("system"), while_pending=True),
    "recount": Move(OPEN, None, _of("system"), while_pending=True),
}
