"""The answers of a move, checked against its row in the table and turned into values."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from bihuan.kernel import texts, worktime
from bihuan.kernel.case import Action
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.moves import Move, Param
from bihuan.kernel.refused import Refused

_UNKNOWN = {
    "class": "mechanism.class-unknown",
    "closing": "mechanism.closing-unknown",
    "refusal": "mechanism.refusal-unknown",
}
_LISTS: Mapping[str, Callable[[Mechanism], Iterable[str]]] = {
    "class": lambda mechanism: mechanism.classes,
    "closing": lambda mechanism: mechanism.closings,
    "refusal": lambda mechanism: mechanism.refusals,
    "ground": lambda mechanism: mechanism.grounds,
    "clock": lambda mechanism: mechanism.clocks,
    "letter": lambda mechanism: mechanism.letters,
}
_EMPTY: tuple[object, ...] = (None, "", [])
_YES: tuple[object, ...] = (True, "yes", "true", "1", "on")
_NO: tuple[object, ...] = (False, "no", "false", "0")


# Without these no move means anything.
_NAMING = frozenset({"unit", "date", "span", "matter", "post", "entry"})


def read(mechanism: Mechanism, action: Action, move: Move) -> dict[str, object]:
    """The parsed answers; refuses a missing one, a wrong one and a value not on its list.

    A move played from a file may lack what its source does not say: nothing is made up for it.
    """
    params, observed = action.params, action.origin == "observed"
    found: dict[str, object] = {}
    for param in move.params:
        given = params.get(param.name)
        if given not in _EMPTY:
            texts.check(param.name, given, param.name)
            reader = _READERS.get(param.kind)
            found[param.name] = reader(mechanism, param, given) if reader else str(given)
        elif param.required and (observed or param.kind in _NAMING):
            raise Refused("action.field-missing", action=action.name, field=param.name)
    return found


def allowed(mechanism: Mechanism, param: Param) -> tuple[str, ...]:
    """The values a choice may take under this mechanism."""
    listed = _LISTS.get(param.choices[0]) if len(param.choices) == 1 else None
    return tuple(listed(mechanism)) if listed else param.choices


def _wrong(param: Param, given: object, example: str) -> Refused:
    return Refused("action.field-wrong", field=param.name, value=given, allowed=example)


def _choice(mechanism: Mechanism, param: Param, given: object) -> str:
    values = allowed(mechanism, param)
    if given not in values:
        code = _UNKNOWN.get(param.choices[0] if param.choices else "", "action.field-wrong")
        raise Refused(code, field=param.name, value=given, allowed="、".join(values))
    return str(given)


def _date(_mechanism: Mechanism, param: Param, given: object) -> datetime:
    """A date stands for its last second (Civil Code, art. 203)."""
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=worktime.LOCAL)
    try:
        day = given if isinstance(given, date) else date.fromisoformat(str(given))
    except ValueError:
        raise _wrong(param, given, "2026-03-01") from None
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=worktime.LOCAL)


def _yes(_mechanism: Mechanism, param: Param, given: object) -> bool:
    if given in _YES:
        return True
    if given in _NO:
        return False
    raise _wrong(param, given, "yes、no")


def _stars(mechanism: Mechanism, param: Param, given: object) -> int:
    scale = mechanism.rate.scale if mechanism.rate else 5
    if str(given).isdecimal() and 1 <= int(str(given)) <= scale:
        return int(str(given))
    raise _wrong(param, given, f"1–{scale}")


def _entry(_mechanism: Mechanism, param: Param, given: object) -> int:
    if str(given).isdecimal() and int(str(given)) > 0:
        return int(str(given))
    raise _wrong(param, given, "1, 2, 3 …")


def _span(_mechanism: Mechanism, _param: Param, given: object) -> worktime.Span:
    return given if isinstance(given, worktime.Span) else worktime.parse_span(str(given))


def _many(_mechanism: Mechanism, _param: Param, given: object) -> list[str]:
    return list(map(str, given)) if isinstance(given, (list, tuple)) else [str(given)]


def _rows(_mechanism: Mechanism, param: Param, given: object) -> list[list[str]]:
    """Rows of cells, from a page or as JSON."""
    try:
        found = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        raise _wrong(param, given, '[["…", "…"]]') from None
    if not isinstance(found, (list, tuple)) or not all(
        isinstance(r, (list, tuple)) for r in found
    ):
        raise _wrong(param, given, '[["…", "…"]]')
    return [list(map(str, row)) for row in found]


_READERS: Mapping[str, Callable[[Mechanism, Param, object], object]] = {
    "choice": _choice,
    "date": _date,
    "yes-no": _yes,
    "stars": _stars,
    "entry": _entry,
    "span": _span,
    "units": _many,
    "files": _many,
    "rows": _rows,
}
