"""What a clerk calls the keys of the file: the table keys.csv; others stand for themselves."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from bihuan.mechanisms import choices
from bihuan.mechanisms.editing.outline import Place, set_of


class Key(NamedTuple):
    """What a key is called in both languages, a line of help in Chinese, and what to offer:
    the codes of units, clocks, classes or letters.
    """

    zh: str
    en: str
    help: str
    offers: str


@cache
def table() -> Mapping[tuple[str, str], Key]:
    """Every key by the part of the schema it belongs to."""
    text = resources.files("bihuan.mechanisms").joinpath("keys.csv").read_text("utf-8")
    return {
        (row["model"], row["key"]): Key(row["zh"], row["en"], row["help"], row["offers"])
        for row in csv.DictReader(text.splitlines())
    }


def label(place: Place, language: str) -> str:
    """What the place is called; its key where the table does not know it."""
    found = table().get((place.model, place.key))
    if found is None:
        return place.key
    return found.en.capitalize() if language.startswith("en") else found.zh


def help_of(place: Place, language: str) -> str:
    """A line of help: in English what the schema says, in Chinese what the table says."""
    if language.startswith("en"):
        return place.means
    found = table().get((place.model, place.key))
    return found.help if found else ""


def offers(place: Place) -> str:
    """Which codes are offered where one is typed: units, clocks, classes, letters, or none."""
    found = table().get((place.model, place.key))
    return found.offers if found else ""


def choice(place: Place, code: str, language: str) -> str:
    """What one of the words of a place is called."""
    column = choices.EN if language.startswith("en") else choices.ZH
    return choices.called(set_of(place), code, column)


# The sections of the form, as a clerk thinks of them; a key that is in none comes under the last.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("basis", (
        "title", "version", "basis", "owner", "follows", "window", "restricted", "record_only",
        "platform",
    )),
    ("channels", ("channels",)),
    ("form", ("form",)),
    ("classes", ("classes", "classify")),
    ("accept", ("confirm", "accept", "refuse")),
    ("route", ("assign", "route", "suggest", "sign", "parts", "letters")),
    ("return", ("return",)),
    ("clocks", ("clocks", "grounds")),
    ("signoff", ("signoff",)),
    ("escalate", ("escalate", "quiet")),
    ("verify", ("verify", "rate")),
    ("close", ("close", "carry", "review")),
    ("score", ("score", "publication", "access", "occasions")),
)  # fmt: skip
REST = "rest"
_FIXED = ("mechanism",)


def sections(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The sections with those of the keys that belong to each; what none has is under `rest`."""
    found = {name: tuple(key for key in held if key in keys) for name, held in SECTIONS}
    placed = {key for _, held in SECTIONS for key in held} | set(_FIXED)
    rest = tuple(key for key in keys if key not in placed)
    return {**found, **({REST: rest} if rest else {})}
