"""The settings of the installation, and what a measure needs beside them."""

from __future__ import annotations

import os

from bihuan.config import databases, environment
from bihuan.config.settings import *  # noqa: F403  the settings under measure, whole
from bihuan.config.settings import DATABASES, HOME

ROOT_URLCONF = "bench.bare.urls"

# The small ledger beside the large one, or the bare rows of a replay; see standing.py.
_other = environment.Environment(
    HOME / "other", os.environ.get("BENCH_OTHER_URL", ""), (), https=False, secrets=()
)
_other.home.mkdir(exist_ok=True)
DATABASES["other"] = databases.configuration(_other)
