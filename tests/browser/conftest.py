"""A real browser on the real pages; skipped, saying so, where there is no Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from tests.web import cast

from bihuan.config.middleware import SECOND_FACTOR
from bihuan.matters.queries import versions

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
Open = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """The browser. Its driver's event loop gives this thread other database connections.

    Django keeps connections by thread without a loop and by context with one, so each kind is
    closed on its own side: PostgreSQL drops no test database that somebody is still connected to.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}, which is not on this machine")
    connections.close_all()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def town(live_server: Any) -> str:
    """The cast behind a real server; its address."""
    cache.clear()
    versions.compiled.cache_clear()
    cast.found_city(timezone.now())
    return str(live_server.url)


@pytest.fixture
def browser(chromium: Browser, town: str) -> Iterator[Open]:
    """Opens a window: of a stranger, or of the holder of a post, signed in with both factors."""
    opened: list[BrowserContext] = []

    def window(post: str = "", **looks: Any) -> BrowserContext:
        context = chromium.new_context(
            **{"viewport": DESK, "locale": "zh-CN", "base_url": town, **looks}
        )
        opened.append(context)
        if post:
            context.add_cookies([{"name": "sessionid", "value": session_of(post), "url": town}])
        return context

    yield window
    for context in opened:
        context.close()


def session_of(post: str) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(username=post))
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return str(session.session_key)


def checked(page: Page) -> Page:
    """The page as it stands breaks no rule of accessibility and is not wider than the window."""
    found = Axe().run(page)
    assert found.response["passes"]
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
    return page
