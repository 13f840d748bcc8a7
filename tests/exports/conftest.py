from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web import cast
from tests.web.conftest import actor

from bihuan.config import lists
from bihuan.matters.actions.exports import coming_back, reading, writing
from bihuan.matters.queries import ledger, versions
from bihuan.matters.queries.exports import choosing, columns
from bihuan.matters.rules.exports.identity import Columns

Write = Callable[..., Path]
Take = Callable[..., coming_back.Outcome]


@pytest.fixture
def city(db: None) -> None:
    versions.compiled.cache_clear()
    cast.found_city()


@pytest.fixture
def write(city: None, tmp_path: Path) -> Write:
    """The list of a post, as a workbook."""
    made: list[Path] = []

    def written(post: str = "office-clerk", asked: Columns | None = None, **sieve: str) -> Path:
        path = tmp_path / f"list-{len(made)}.xlsx"
        wish = choosing.Wish(ledger.Sieve(**sieve))
        wanted = writing.Wanted(wish, asked or columns.default(), lists.say)
        writing.write(path, wanted, by=actor(post), now=cast.NOW, progress=lambda *_: None)
        made.append(path)
        return path

    return written


@pytest.fixture
def take(city: None) -> Take:
    """A sheet that a post brings back."""

    def taken(
        data: bytes, post: str = "office-clerk", *, really: bool = True
    ) -> coming_back.Outcome:
        bringing = coming_back.Bringing(actor(post), cast.NOW, "据回传台账", lists.say, really)
        return coming_back.take(reading.read(data), bringing, lambda *_: None)

    return taken
