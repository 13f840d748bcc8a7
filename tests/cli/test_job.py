from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.cli import district

from bihuan.kernel.actor import Actor
from bihuan.registers.jobs import actions, kinds
from bihuan.registers.jobs.kinds import Done, Kind

pytestmark = pytest.mark.django_db


def test_jobs_are_listed_without_what_was_asked(
    bihuan: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.settle()
    monkeypatch.setitem(kinds.KINDS, "count", Kind("count", "Count", lambda _work: Done("x")))
    account = get_user_model().objects.get(username="clerk")
    actions.ask(
        "count", {"text": "北门道路"}, account=account.pk,
        by=Actor("1", "desk", "", frozenset(), (), ""), now=district.NOW, root=tmp_path,
    )  # fmt: skip
    (found,) = bihuan("job", "list", "--json").rows
    assert (found["kind"], found["state"], found["account"]) == ("count", "waiting", "clerk")
    assert "北门" not in bihuan("job", "list", "--json").out
    assert "waiting" in bihuan("job", "list").out


def test_waiting_jobs_are_done_by_the_house(bihuan: Any) -> None:
    assert bihuan("job", "run").out == "2 jobs done.\n"
    assert bihuan("job", "run", "--json").rows == [{"jobs": 2}]
