"""The words by which a mechanism is named at the command line, and what stands behind them."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bihuan.cli import operator
from bihuan.cli.house import House
from bihuan.kernel.declaration import Mechanism
from bihuan.kernel.refused import Refused
from bihuan.matters.queries import editions
from bihuan.mechanisms import library, loading

_ENDINGS = (".yaml", ".yml")


class Named(NamedTuple):
    """A declaration and what it was called."""

    name: str
    body: bytes


def read_file(path: Path) -> bytes:
    """The bytes of a file; refuses `file.missing`."""
    if not path.is_file():
        raise Refused("file.missing", path=str(path))
    return path.read_bytes()


def read_beside(given: Iterable[str]) -> dict[str, bytes]:
    """The files of `--beside NAME=FILE`, by name; refuses `file.missing`."""
    parts = (each.partition("=") for each in given)
    return {name.strip(): read_file(Path(path)) for name, _equals, path in parts}


def named(house: House, word: str, region: str) -> Named:
    """A file, a version `CODE@VERSION`, the version of CODE in force, or a shipped mechanism.

    What is shipped comes last: `petition` means the one that is in force here, if there is one.
    Refuses `file.missing` and `mechanism.unknown`.
    """
    if _is_file(word):
        return Named(word, read_file(Path(word)))
    if not _is_published(house, word):
        return Named(word, library.read(word))
    code, _, version = word.partition("@")
    return Named(*editions.body_of(operator.region(region), code, version))


def compiled(house: House, word: str, region: str) -> Mechanism:
    """The declaration a word names; refuses what `named` refuses and `mechanism.invalid`."""
    found = named(house, word, region)
    return loading.load(found.body, found.name).mechanism


def to_publish(word: str) -> Named:
    """A file or a shipped mechanism; refuses `file.missing` and `mechanism.unknown`."""
    if _is_file(word):
        return Named(word, read_file(Path(word)))
    return Named(word, library.read(word))


def _is_file(word: str) -> bool:
    return word.endswith(_ENDINGS) or "/" in word or Path(word).is_file()


def _is_published(house: House, word: str) -> bool:
    if word not in library.names():
        house.check_ready()
        return True
    try:
        house.check_ready()
    except Refused:
        return False
    return any(row["code"] == word for row in editions.published())


def summary(name: str, body: bytes) -> dict[str, object]:
    """What a declaration says in short; refuses `mechanism.invalid`."""
    loaded = loading.load(body, name)
    found = loaded.mechanism
    return {
        "code": found.code,
        "version": found.version,
        "title": found.title,
        "owner": found.owner,
        "restricted": found.restricted,
        "record_only": found.record_only,
        "channels": list(found.channels),
        "fields": [each.name for each in found.fields],
        "clocks": {each.name: str(each.within) for each in found.clocks.values()},
        "closings": list(found.closings),
        "assumed": [each.path for each in loaded.assumed],
        "sha256": loaded.sha256,
    }


def shipped(name: str) -> dict[str, object]:
    """A shipped mechanism as a row of a list."""
    found = loading.load(library.read(name), name)
    return {
        "name": name,
        "code": found.mechanism.code,
        "version": found.mechanism.version,
        "title": found.mechanism.title,
        "owner": found.mechanism.owner,
        "restricted": found.mechanism.restricted,
        "sha256": found.sha256,
    }
