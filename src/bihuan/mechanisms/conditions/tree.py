"""The tree of a condition: what it asks, and how it answers. Total: it never raises.

A comparison with a missing answer is false, `!=` included; `given(field)` asks whether there is
an answer at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from bihuan.kernel import worktime

Literal = Fraction | date | str | bool

# A number with more digits is an accident, and would be slow to make exact.
_DIGITS = 40

TEXT, WORD, NUMBER, DATE, FLAG, LIST = "text", "word", "number", "date", "yes-no", "list"


@dataclass(frozen=True, slots=True)
class Operand:
    """A field, or a function of one; `type` says how its answer is read."""

    name: str
    type: str
    function: str = ""  # count_of, length_of

    def __str__(self) -> str:
        return f"{self.function}({self.name})" if self.function else self.name

    def of(self, values: Mapping[str, object]) -> Literal | tuple[str, ...] | None:
        """The answer as this operand's type; None when missing or not readable as that type."""
        found = values.get(self.name)
        match self.function:
            case "count_of":
                return Fraction(len(_list(found)))
            case "length_of":
                return Fraction(len(_text(found) or ""))
        return _READERS[self.type](found)


@dataclass(frozen=True, slots=True)
class Compare:
    operand: Operand
    sign: str
    literal: Literal

    def holds(self, values: Mapping[str, object]) -> bool:
        found = self.operand.of(values)
        if found is None or isinstance(found, tuple):
            return False
        return _compared(found, self.sign, self.literal)

    def __str__(self) -> str:
        return f"{self.operand} {self.sign} {shown(self.literal)}"


@dataclass(frozen=True, slots=True)
class Among:
    operand: Operand
    literals: tuple[Literal, ...]

    def holds(self, values: Mapping[str, object]) -> bool:
        found = self.operand.of(values)
        return found is not None and found in self.literals

    def __str__(self) -> str:
        return f"{self.operand} in [{', '.join(map(shown, self.literals))}]"


@dataclass(frozen=True, slots=True)
class Has:
    """A text that contains the words, or a list that contains the item."""

    operand: Operand
    literal: str

    def holds(self, values: Mapping[str, object]) -> bool:
        found = self.operand.of(values)
        return isinstance(found, (str, tuple)) and self.literal in found

    def __str__(self) -> str:
        return f"{self.operand} has {shown(self.literal)}"


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-no field standing alone: true when the answer is yes."""

    operand: Operand

    def holds(self, values: Mapping[str, object]) -> bool:
        return self.operand.of(values) is True

    def __str__(self) -> str:
        return str(self.operand)


@dataclass(frozen=True, slots=True)
class Given:
    """Whether a field was answered at all."""

    operand: Operand

    def holds(self, values: Mapping[str, object]) -> bool:
        return self.operand.of(values) not in (None, ())

    def __str__(self) -> str:
        return f"given({self.operand.name})"


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Condition"

    def holds(self, values: Mapping[str, object]) -> bool:
        return not self.inner.holds(values)

    def __str__(self) -> str:
        return f"not {_bracketed(self.inner)}"


@dataclass(frozen=True, slots=True)
class Both:
    left: "Condition"
    right: "Condition"

    def holds(self, values: Mapping[str, object]) -> bool:
        return self.left.holds(values) and self.right.holds(values)

    def __str__(self) -> str:
        return f"{_bracketed(self.left)} and {_bracketed(self.right)}"


@dataclass(frozen=True, slots=True)
class Either:
    left: "Condition"
    right: "Condition"

    def holds(self, values: Mapping[str, object]) -> bool:
        return self.left.holds(values) or self.right.holds(values)

    def __str__(self) -> str:
        return f"{_bracketed(self.left)} or {_bracketed(self.right)}"


Condition = Compare | Among | Has | Flag | Given | Not | Both | Either


def shown(literal: Literal) -> str:
    """A literal as it is written in a condition."""
    if isinstance(literal, bool):
        return "yes" if literal else "no"
    if isinstance(literal, Fraction):
        return _decimal(literal)
    if isinstance(literal, date):
        return literal.isoformat()
    escaped = literal.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _decimal(number: Fraction) -> str:
    """Exact: a literal was written in decimals, so it ends in decimals."""
    if number.denominator == 1:
        return str(number.numerator)
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _bracketed(inner: Condition) -> str:
    return f"({inner})" if isinstance(inner, (Both, Either, Not)) else str(inner)


def _compared(found: Literal, sign: str, literal: Literal) -> bool:
    match sign:
        case "==":
            return found == literal
        case "!=":
            return found != literal
    if isinstance(found, Fraction) and isinstance(literal, Fraction):
        return _ordered(found - literal, sign)
    if isinstance(found, date) and isinstance(literal, date):
        return _ordered(Fraction(found.toordinal() - literal.toordinal()), sign)
    return False


def _ordered(difference: Fraction, sign: str) -> bool:
    match sign:
        case "<":
            return difference < 0
        case "<=":
            return difference <= 0
        case ">":
            return difference > 0
    return difference >= 0


def _text(found: object) -> str | None:
    return (found.strip() or None) if isinstance(found, str) else None


def _number(found: object) -> Fraction | None:
    if isinstance(found, bool):
        return None
    if isinstance(found, (int, Fraction)):
        return Fraction(found)
    if not isinstance(found, (float, Decimal, str)):
        return None
    try:
        exact = Decimal(str(found).strip())
    except InvalidOperation:
        return None
    small = exact.is_finite() and abs(exact.adjusted()) <= _DIGITS
    return Fraction(exact) if small else None


def _date(found: object) -> date | None:
    if isinstance(found, datetime):
        return _day(found)
    if isinstance(found, date):
        return found
    if not isinstance(found, str):
        return None
    try:
        return date.fromisoformat(found.strip()[:10])
    except ValueError:
        return None


def _day(moment: datetime) -> date | None:
    try:
        return worktime.local(moment).date() if moment.tzinfo else moment.date()
    except OverflowError:  # within a day of the end of the calendar
        return None


def _flag(found: object) -> bool | None:
    if isinstance(found, bool):
        return found
    return {"yes": True, "no": False}.get(found) if isinstance(found, str) else None


def _list(found: object) -> tuple[str, ...]:
    if isinstance(found, (list, tuple, set, frozenset)):
        return tuple(item for item in found if isinstance(item, str))
    text = _text(found)
    return (text,) if text else ()


_READERS = {TEXT: _text, WORD: _text, NUMBER: _number, DATE: _date, FLAG: _flag, LIST: _list}
