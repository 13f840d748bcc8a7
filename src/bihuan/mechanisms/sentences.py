"""What is said of each fault, in both languages, with its remedy: the table sentences.csv."""

import csv
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple


class Sentence(NamedTuple):
    """What is wrong and what to do about it; `{name}` is filled from the facts of the case."""

    level: str  # error, or warning: it may be published all the same
    zh: str
    zh_remedy: str
    en: str
    en_remedy: str


def _table() -> dict[str, Sentence]:
    text = resources.files("bihuan.mechanisms").joinpath("sentences.csv").read_text("utf-8")
    return {row.pop("code"): Sentence(**row) for row in csv.DictReader(text.splitlines())}


SENTENCES: Mapping[str, Sentence] = _table()
