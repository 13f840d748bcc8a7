"""The pages are read by a newcomer on SQLite, whatever database the suite runs on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.docs.reading import terminal


@pytest.fixture(autouse=True, scope="session")
def _on_sqlite() -> None:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("The pages are read on SQLite, in the other run of the suite.")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a demonstration; to be copied, not changed."""
    home = tmp_path_factory.mktemp("demonstration") / "home"
    env = terminal(home.parent, "en") | {"BIHUAN_HOME": str(home)}
    subprocess.run(["bihuan", "demo", "--no-serve"], env=env, check=True, capture_output=True)
    return home
