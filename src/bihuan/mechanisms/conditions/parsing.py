"""Reads a condition against the fields of a form: a small grammar, typed as it is read.

condition = all { "or" all }        all  = one { "and" one }
one  = "not" one | "(" condition ")" | "given" "(" field ")" | test
test = operand sign value | operand "in" "[" value { "," value } "]"
| operand "has" text | yes-no field
operand = field | "count_of" "(" field ")" | "length_of" "(" field ")"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bihuan.mechanisms.conditions import tree
from bihuan.mechanisms.conditions.lexing import Misread, Token, tokens

DEEPEST = 40
LONGEST = 1000  # keeps the tree of a chain of `and` shallow enough to be asked

# How the answer to each kind of field is read by a condition.
TYPES: Mapping[str, str] = {
    "text": tree.TEXT, "line": tree.TEXT, "phone": tree.TEXT, "name": tree.TEXT,
    "place": tree.TEXT, "enterprise": tree.TEXT, "choice": tree.WORD, "unit": tree.WORD,
    "number": tree.NUMBER, "date": tree.DATE, "yes-no": tree.FLAG,
    "units": tree.LIST, "files": tree.LIST, "table": tree.LIST,
}  # fmt: skip
# What each function takes.
FUNCTIONS: Mapping[str, frozenset[str]] = {
    "count_of": frozenset({tree.LIST}),
    "length_of": frozenset({tree.TEXT}),
}
_SIGNS = {"==", "!=", "<", "<=", ">", ">="}
_ORDERED = {tree.NUMBER, tree.DATE}


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as a condition sees it; an empty `choices` takes any word."""

    type: str
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """A condition ready to be asked: its text as written, and its tree."""

    text: str
    tree: tree.Condition

    def holds(self, values: Mapping[str, object]) -> bool:
        """Whether it holds for these answers; missing ones make a comparison false."""
        return self.tree.holds(values)


def parse(text: str, fields: Mapping[str, Asked]) -> Written:
    """The condition `text` over `fields`; refuses by Misread, with the column of the fault."""
    if len(text) > LONGEST:
        raise Misread(1, "condition.too-long", longest=str(LONGEST))
    return Written(text, _Parser(tokens(text), fields).whole())


class _Parser:
    def __init__(self, found: list[Token], fields: Mapping[str, Asked]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0
        self._fields = fields

    def whole(self) -> tree.Condition:
        if self._here.kind == "end":
            raise Misread(1, "condition.empty")
        found = self._either()
        if self._here.kind != "end":
            raise self._unexpected("and, or")
        return found

    @property
    def _here(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._here
        self._at += 1
        return token

    def _skip(self, text: str) -> bool:
        """Steps over a sign or keyword when it stands here."""
        if self._here.kind in {"sign", "keyword"} and self._here.text == text:
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            raise self._unexpected(text)

    def _unexpected(self, wanted: str) -> Misread:
        token = self._here
        if token.kind == "end":
            return Misread(token.column, "condition.unfinished", wanted=wanted)
        return Misread(token.column, "condition.unexpected", found=token.text, wanted=wanted)

    def _either(self) -> tree.Condition:
        found = self._both()
        while self._skip("or"):
            found = tree.Either(found, self._both())
        return found

    def _both(self) -> tree.Condition:
        found = self._one()
        while self._skip("and"):
            found = tree.Both(found, self._one())
        return found

    def _one(self) -> tree.Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Misread(self._here.column, "condition.too-deep", deepest=str(DEEPEST))
        try:
            return self._single()
        finally:
            self._depth -= 1

    def _single(self) -> tree.Condition:
        if self._skip("not"):
            return tree.Not(self._one())
        if self._skip("("):
            found = self._either()
            self._expect(")")
            return found
        if self._here.text == "given" and self._tokens[self._at + 1].text == "(":
            self._take()
            return tree.Given(self._argument())
        return self._test()

    def _argument(self) -> tree.Operand:
        self._expect("(")
        operand = self._field()
        self._expect(")")
        return operand

    def _field(self) -> tree.Operand:
        token = self._here
        if token.kind != "word":
            raise self._unexpected("/".join(self._fields))
        asked = self._fields.get(token.text)
        if asked is None:
            known = ", ".join(self._fields)
            raise Misread(token.column, "condition.field-unknown", field=token.text, known=known)
        self._take()
        return tree.Operand(token.text, asked.type)

    def _operand(self) -> tree.Operand:
        token = self._here
        if token.text not in FUNCTIONS or self._tokens[self._at + 1].text != "(":
            return self._field()
        self._take()
        inner = self._argument()
        if inner.type not in FUNCTIONS[token.text]:
            facts = {"field": inner.name, "function": token.text}
            raise Misread(token.column, "condition.function-wrong", **facts)
        return tree.Operand(inner.name, tree.NUMBER, token.text)

    def _test(self) -> tree.Condition:
        column = self._here.column
        operand = self._operand()
        if self._here.kind == "sign" and self._here.text in _SIGNS:
            return self._compare(operand)
        if self._here.kind == "keyword" and self._here.text in {"in", "has"}:
            return self._among(operand) if self._here.text == "in" else self._has(operand)
        if operand.type == tree.FLAG:
            return tree.Flag(operand)
        if self._here.kind == "end" or self._here.text in {"and", "or", ")"}:
            raise Misread(column, "condition.not-a-question", field=str(operand))
        raise self._unexpected("==, !=, in, has")

    def _compare(self, operand: tree.Operand) -> tree.Condition:
        sign = self._take()
        if operand.type == tree.LIST:
            raise Misread(sign.column, "condition.list-compared", field=str(operand))
        if sign.text not in {"==", "!="} and operand.type not in _ORDERED:
            facts = {"field": str(operand), "sign": sign.text}
            raise Misread(sign.column, "condition.not-ordered", **facts)
        return tree.Compare(operand, sign.text, self._literal(operand))

    def _among(self, operand: tree.Operand) -> tree.Condition:
        keyword = self._take()
        if operand.type in {tree.LIST, tree.FLAG}:
            raise Misread(keyword.column, "condition.list-compared", field=str(operand))
        self._expect("[")
        literals = [self._literal(operand)]
        while self._skip(","):
            literals.append(self._literal(operand))
        self._expect("]")
        return tree.Among(operand, tuple(literals))

    def _has(self, operand: tree.Operand) -> tree.Condition:
        keyword = self._take()
        if operand.type not in {tree.TEXT, tree.LIST}:
            raise Misread(keyword.column, "condition.cannot-have", field=str(operand))
        token = self._take()
        if token.kind not in {"word", "quoted", "number", "date"} or not token.text.strip():
            raise Misread(token.column, "condition.text-wanted", field=str(operand))
        return tree.Has(operand, token.text)

    def _literal(self, operand: tree.Operand) -> tree.Literal:
        token = self._here
        if token.kind in {"end", "sign"}:
            raise self._unexpected(_WANTED[operand.type])
        self._take()
        found = _read(operand.type, token)
        if found is None:
            facts = {"field": str(operand), "found": token.text, "wanted": _WANTED[operand.type]}
            raise Misread(token.column, "condition.wrong-type", **facts)
        choices = self._fields[operand.name].choices
        if not operand.function and choices and found not in choices:
            facts = {
                "field": str(operand),
                "found": token.text,
                "known": ", ".join(sorted(choices)),
            }
            raise Misread(token.column, "condition.choice-unknown", **facts)
        return found


_WANTED = {
    tree.TEXT: "text", tree.WORD: "a word", tree.NUMBER: "10, 0.5", tree.DATE: "2026-03-01",
    tree.FLAG: "yes, no", tree.LIST: "a word",
}  # fmt: skip


def _read(kind: str, token: Token) -> tree.Literal | None:
    match kind, token.kind:
        case tree.NUMBER, "number":
            return Fraction(token.text)
        case tree.DATE, "date":
            return _date(token.text)
        case tree.FLAG, "keyword":
            return {"yes": True, "no": False}.get(token.text)
        case ((tree.TEXT | tree.WORD), ("word" | "quoted" | "number" | "date")):
            return token.text.strip() or None
        case tree.WORD, "keyword":  # the answers yes and no of a call
            return token.text if token.text in {"yes", "no"} else None
    return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
