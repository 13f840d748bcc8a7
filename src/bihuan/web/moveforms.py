"""The form of a move, drawn from its row in the table of moves, and its answers read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.kernel import answers, worktime
from bihuan.kernel.actor import Actor
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.matter import Matter as State
from bihuan.kernel.moves import MOVES, Param
from bihuan.kernel.routing import Routed
from bihuan.registers.parties import queries as parties
from bihuan.web import dates, words

# Letters that are free at every stage where the move is offered; the first row is the way forward.
KEYS: Mapping[str, str] = {
    "confirm": "v", "accept": "a", "assign": "s", "sign-for": "g", "rule": "r", "reply": "a",
    "call-back": "h", "strike-off": "k", "sign": "s", "reconsider": "a",
    "contact": "t", "progress": "i", "return": "b", "refuse": "x", "decline": "x", "merge": "m",
    "pass-on": "f", "extend": "y", "suspend": "z", "resume": "q", "carry": "l", "refer-up": "u",
    "reopen": "o", "ask-review": "q", "hand-over": "j", "recall": "w", "reclassify": "c",
    "set-date": "d", "platform": "p", "notice": "n", "correct": "e", "unmerge": "u",
}  # fmt: skip
FORWARD = (
    "sign", "confirm", "accept", "assign", "sign-for", "rule", "reply", "call-back", "strike-off",
    "reconsider",
)  # fmt: skip
RARE = frozenset(
    {"recall", "reclassify", "correct", "set-date", "platform", "notice", "hand-over", "reopen",
     "unmerge", "ask-review", "refer-up", "suspend", "carry"}
)  # fmt: skip
LONGEST_LIST = 60
SUGGESTED = frozenset({"assign", "accept", "reclassify"})
ROWS = "rows"  # of a table, which has a page of its own


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a form as the template draws it."""

    name: str
    label: str
    kind: str
    required: bool
    options: tuple[Option, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    help: str = ""
    wrong: str = ""
    key: str = ""  # makes the ids of a page with several forms distinct

    @property
    def id(self) -> str:
        return f"{self.key}-{self.name}" if self.key else self.name


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move offered on a page: its words, its key, its questions."""

    action: str
    label: str
    key: str
    main: bool
    rare: bool
    fields: tuple[Asked, ...]
    open: bool = False
    refused: str = ""

    @property
    def has_files(self) -> bool:
        return any(one.kind == "files" for one in self.fields)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a form is drawn from besides the table."""

    mechanism: Mechanism
    state: State
    actor: Actor
    routed: Routed | None = None
    whole: bool = True
    learnt: Mapping[str, str] = field(default_factory=dict)  # answers chosen beforehand, if sure
    picked: Mapping[str, str] = field(default_factory=dict)  # answers a person pressed


def forms(moves: Iterable[str], ground: Ground) -> list[MoveForm]:
    """The offered moves as forms: the way forward first, the rare ones last."""
    names = ordered(moves)
    main = next((name for name in names if name in FORWARD), "")
    return [form(name, ground, main=name == main) for name in names]


def ordered(moves: Iterable[str]) -> list[str]:
    """The moves in the order of a page: the way forward first, the rare ones last."""
    return sorted(moves, key=_rank)


def form(action: str, ground: Ground, *, main: bool = False) -> MoveForm:
    """One move as a form."""
    asked = tuple(
        _asked(action, param, ground) for param in MOVES[action].params if param.kind != ROWS
    )
    return MoveForm(
        action, words.of(words.ACTIONS, action), KEYS.get(action, ""), main,
        action in RARE and not main, asked,
    )  # fmt: skip


def opened(drawn: MoveForm) -> MoveForm:
    """The same form, unfolded."""
    return replace(drawn, open=True)


def refilled(drawn: MoveForm, given: Mapping[str, Any], refused: str, wrong: str) -> MoveForm:
    """A form that was refused: open, with what was typed, and the sentence at its field."""
    fields = tuple(
        replace(one, value=_text(given.get(one.name)), values=_texts(given.get(one.name)),
                wrong=refused if one.name == wrong else "")
        for one in drawn.fields
    )  # fmt: skip
    return replace(drawn, fields=fields, open=True, refused=refused)


def read(action: str, posted: QueryDict) -> dict[str, Any]:
    """What was posted for a move; the kernel checks it. Files travel apart."""
    found: dict[str, Any] = {}
    for param in MOVES[action].params if action in MOVES else ():
        if param.kind in ("files", ROWS):
            continue
        if param.kind == "units":
            found[param.name] = posted.getlist(param.name)
        else:
            found[param.name] = posted.get(param.name, "").strip()
    return {name: value for name, value in found.items() if value}


def _rank(name: str) -> tuple[int, int, int]:
    order = list(KEYS)
    forward = FORWARD.index(name) if name in FORWARD else len(FORWARD)
    return int(name in RARE), forward, order.index(name) if name in order else len(order)


def _asked(action: str, param: Param, ground: Ground) -> Asked:
    needed = param.required or _declared(action, param, ground)
    prefilled = _prefilled(action, param, ground)
    return Asked(
        name=param.name,
        label=words.field_label(action, param.name),
        kind=_kind(param),
        required=needed,
        options=_options(param, ground),
        value=_text(prefilled),
        values=_texts(prefilled),
        help=_help(action, param, ground),
        key=action,
    )


def _kind(param: Param) -> str:
    return "choice" if param.kind == "span" else param.kind


def _declared(action: str, param: Param, ground: Ground) -> bool:
    """What the mechanism says a return or an extension must state."""
    mechanism = ground.mechanism
    if action == "return" and mechanism.returns is not None:
        return param.name in mechanism.returns.needs
    if action == "extend":
        clocks = (mechanism.clocks[run.name] for run in ground.state.clocks if run.running)
        return any(clock.extend and param.name in clock.extend.needs for clock in clocks)
    return False


def _options(param: Param, ground: Ground) -> tuple[Option, ...]:
    match param.kind:
        case "unit" | "units":
            return units(ground)
        case "post":
            posts = parties.posts_of_unit(ground.actor.unit)
            return tuple(Option(post.code, post.title) for post in posts)
        case "stars":
            scale = ground.mechanism.rate.scale if ground.mechanism.rate else 5
            return tuple(Option(str(n), str(n)) for n in range(1, scale + 1))
        case "yes-no":
            return tuple(Option(code, words.of(words.ANSWERS, code)) for code in ("yes", "no"))
        case "span":
            return _spans(ground)
        case "choice":
            return _choices(param, ground)
    return ()


def units(ground: Ground) -> tuple[Option, ...]:
    """The units that stand today, by name; those complained of are left out only for readers who
    know which they are.
    """
    tree = [unit for unit in parties.all_units() if unit.valid_until is None]
    named = sorted(tree, key=lambda unit: (unit.external, unit.region, unit.code))
    return tuple(
        Option(unit.code, unit.name)
        for unit in named
        if not ground.whole or unit.code not in ground.state.accused
    )


def _choices(param: Param, ground: Ground) -> tuple[Option, ...]:
    label = _label_of(param, ground.mechanism)
    codes: Iterable[str] = answers.allowed(ground.mechanism, param)
    if param.choices == ("clock",):
        codes = [run.name for run in ground.state.clocks if run.running]
    return tuple(Option(code, label(code)) for code in codes)


def _label_of(param: Param, mechanism: Mechanism) -> Callable[[str], str]:
    match param.choices:
        case ("class",):
            return lambda code: mechanism.classes[code]
        case ("closing",):
            return lambda code: mechanism.closings[code].label
        case ("refusal",):
            return lambda code: mechanism.refusals[code].label
        case ("ground",):
            return lambda code: mechanism.grounds[code]
        case ("clock",):
            return lambda code: mechanism.clocks[code].label
        case ("letter",):
            return lambda code: mechanism.letters[code]
    said = words.REPLIES.get(param.name, words.ANSWERS)
    return lambda code: words.of(said, code)


def _spans(ground: Ground) -> tuple[Option, ...]:
    """Every length up to the longest extension of a running clock."""
    clocks = (ground.mechanism.clocks[run.name] for run in ground.state.clocks if run.running)
    longest = [clock.extend.by for clock in clocks if clock.extend]
    found = {
        worktime.Span(n, span.unit): None
        for span in longest
        for n in range(1, min(span.amount, LONGEST_LIST) + 1)
    }
    return tuple(Option(str(span), dates.span(span)) for span in found)


def _prefilled(action: str, param: Param, ground: Ground) -> object:
    state, routed = ground.state, ground.routed
    if action in SUGGESTED and ground.picked.get(param.name):
        return ground.picked[param.name]
    if action == "assign" and routed is not None:
        return {
            "unit": routed.unit, "assist": routed.assist, "copy": routed.copy,
            "letter": routed.letter, "why": routed.why,
        }.get(param.name, "")  # fmt: skip
    if action == "rule" and param.name == "unit" and state.return_asked:
        return state.return_asked[1] or state.return_asked[0]
    if param.name == "class":
        return state.class_ or ground.learnt.get("class", "")
    if action == "assign" and param.name == "unit":
        return ground.learnt.get("unit", "")
    return ""


def _help(action: str, param: Param, ground: Ground) -> str:
    if action == "assign" and param.name == "summary" and ground.mechanism.restricted:
        return _(
            "The unit reads this instead of the letter: leave out who wrote and how it is known."
        )
    if param.kind == "date":
        return _("The whole of this day counts.")
    if action == "merge" and param.name == "into":
        return _("Such as %(number)s") % {"number": ground.state.number}
    return ""


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, (list, tuple)) else str(value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()
