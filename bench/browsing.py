"""A signed-in browser without a network: the whole of a request but the server around it."""

from __future__ import annotations

from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.config.middleware import SECOND_FACTOR
from bihuan.registers.parties.models import Account

HOST = "localhost"


def signed_in(account: Account) -> Client:
    """A browser of this account, its second factor given."""
    browser = Client(headers={"host": HOST})
    browser.force_login(account)
    session = browser.session
    session[SECOND_FACTOR] = True
    session.save()
    return browser


def opened(browser: Client, path: str) -> None:
    """Open a page, which must be shown."""
    page = browser.get(path)
    if page.status_code != HTTPStatus.OK:
        raise AssertionError(f"{path}: {page.status_code} {page.content.decode()[:600]}")


def queries_of(browser: Client, path: str) -> int:
    """How many statements a page takes that is opened for the second time."""
    opened(browser, path)
    with CaptureQueriesContext(connection) as asked:
        opened(browser, path)
    return len(asked)
