"""What the words of a mechanism file are called, set by set: the table choices.csv."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

ZH, EN = 0, 1


@cache
def table() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Each set of words, each word in Chinese and English."""
    text = resources.files("bihuan.mechanisms").joinpath("choices.csv").read_text("utf-8")
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["set"], {})[row["code"]] = (row["zh"], row["en"])
    return found


def called(which: str, code: str, column: int) -> str:
    """What a word of a set is called; the word itself where the table does not know it."""
    named = table().get(which, {}).get(code)
    return named[column] if named else code


def set_of(codes: Iterable[str]) -> str:
    """The first set that knows all of these words; empty where none does."""
    wanted = {code for code in codes if code}
    return next((name for name, known in table().items() if wanted <= known.keys()), "")
