"""What every test stands on: no way out to the network, and the real data where it is present."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from bihuan.config.middleware import SECOND_FACTOR
from bihuan.matters.queries import versions
from bihuan.registers.jobs import running

# The same cases every time, and no clock: a busy machine finds nothing that is not there.
# Now and then, look further: pytest --hypothesis-profile=searching
STEADY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("searching", max_examples=1000, **STEADY)
settings.register_profile("steady", derandomize=True, **STEADY)
settings.load_profile("steady")

# The browser's driver runs an event loop in the thread of the test, which Django takes for async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
HERE = {"127.0.0.1", "::1", "localhost"}


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(os.environ["BIHUAN_HOME"], ignore_errors=True)


def _at_home(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in HERE:
            pytest.fail(f"A test tried to reach {address[0]}: tests talk to this machine only.")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _closed_sockets() -> Iterator[None]:
    """Tests may talk to this machine and to nobody else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _at_home(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _at_home(socket.socket.connect_ex))
        yield


@pytest.fixture
def signed_in() -> Callable[[AbstractBaseUser], Client]:
    """A browser of the account given, past its password and its second factor."""

    def browser(account: AbstractBaseUser) -> Client:
        client = Client()
        client.force_login(account)
        session = client.session
        session[SECOND_FACTOR] = True
        session.save()
        return client

    return browser


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Does every job that waits, here and now, as the worker of `serve` would."""
    return lambda: running.run_waiting(django_settings.BIHUAN_HOME, clock=timezone.now)


@pytest.fixture(autouse=True)
def _fresh_mechanisms() -> Iterator[None]:
    """A version's row never changes and is compiled once; after a rollback another has its key."""
    yield
    versions.compiled.cache_clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data for development; a test that needs it is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data, which is not on this machine")
    return SHARED_DATA
