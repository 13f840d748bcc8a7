"""How many actions a second the server takes, beside a bare view that writes the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import timedelta
from http import HTTPStatus

from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import browsing, city, ledger, posting, serving
from bench.figures import Bar, Figure
from bench.rounds import in_turns
from bihuan.matters.models import Matter

CONNECTIONS, MATTERS, POSTS, TURNS = 4, 80, 200, 9
NOTE = "已到现场查看，施工单位明天进场，预计三天内修好，已电话告知来信人。"
LEAST = {"sqlite": 0.2, "postgresql": 0.35}


def measured(name: str) -> Iterator[Figure]:
    """Queries of one action, then actions a second beside bare ones."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    founded = city.found()
    now = timezone.now() - timedelta(days=2)
    rows = ledger.handled(founded, 2 * MATTERS, now)
    browser = browsing.signed_in(founded.accounts["handler"])
    session = browser.cookies["sessionid"].value
    queries = _queries(browser, rows[0])
    yield Figure(f"{name}-queries", queries, "queries", None, "", Bar("value", "most", 12))
    connections.close_all()
    with serving.served() as port:
        acting, bare = _rates(port, session, rows[:MATTERS], rows[MATTERS:])
    yield Figure(
        name, acting, "actions/s", bare, "bare view with the same sign-in and rows",
        Bar("ratio", "least", LEAST[connection.vendor]), "0.6",
    )  # fmt: skip


def _queries(browser: Client, row: Matter) -> int:
    """Every statement of one action, the beginning and the end of its transaction included."""
    _post(browser, row)
    with CaptureQueriesContext(connection) as asked:
        _post(browser, row)
    return len(asked)


def _post(browser: Client, row: Matter) -> None:
    path, answers = _action(row)
    answer = browser.post(path, answers)
    if answer.status_code != HTTPStatus.FOUND:
        raise AssertionError(answer.content.decode()[:600])
    row.length += 1


def _rates(
    port: int, session: str, acted: Sequence[Matter], bared: Sequence[Matter]
) -> tuple[float, float]:
    with ExitStack() as stack:
        browsers = [
            stack.enter_context(closing(posting.Connection(serving.HOST, port, session)))
            for _ in range(CONNECTIONS)
        ]
        turns = in_turns(
            lambda: posting.posted(browsers, _shared(acted)),
            lambda: posting.posted(browsers, _shared(bared, bare=True)),
            TURNS,
        )
    acting, bare = turns.medians
    return POSTS / acting, POSTS / bare


def _shared(rows: Sequence[Matter], *, bare: bool = False) -> list[list[posting.Post]]:
    """The posts of one turn: a matter on one connection only, each move on the page after it."""
    shares: list[list[posting.Post]] = [[] for _ in range(CONNECTIONS)]
    for n in range(POSTS):
        row = rows[n % len(rows)]
        path, answers = _action(row)
        shares[n % len(rows) % CONNECTIONS].append(
            (f"/bench/bare/{row.pk}/" if bare else path, answers)
        )
        row.length += 1
    return shares


def _action(row: Matter) -> posting.Post:
    return f"/m/{row.number}/act/progress/", {"expected": str(row.length), "note": NOTE}
