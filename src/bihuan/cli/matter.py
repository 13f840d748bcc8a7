"""`bihuan matter`: matters listed, shown and moved."""

import click
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.sought import sought_options
from bihuan.cli.wording import Commands, json_option, option
from bihuan.kernel import moves
from bihuan.kernel.actor import Actor
from bihuan.kernel.refused import Refused
from bihuan.matters.actions import acting, asking
from bihuan.matters.queries import listing
from bihuan.registers.parties import queries as parties

_SHOWN = ("number", "stage", "unit", "due_at", "card", "closing_kind", "title")
_WIDTHS = (24, 12, 18, 16, 7, 12)

as_option = option("--as", "username", default="", help=noop("Act as this account."))
post_option = option("--post", default=None, help=noop("Through this post, of several held."))


@click.group(cls=Commands, help=noop("Matters: list, show, act, import, export."))
@click.pass_obj
def matter(house: House) -> None:
    """Matters are rows: the tables must be there."""
    house.check_ready()


@matter.command(
    "list",
    help=noop(
        "List matters in the order in which they were taken in.\n\n"
        "Without --as these are statistics: unrestricted matters, without titles. With --as they "
        "are the matters this account may read."
    ),
)
@sought_options
@as_option
@post_option
@json_option
def list_(*, sought: listing.Sought, username: str, post: str | None, as_json: bool) -> None:
    """Streams: a million rows take no more memory than a page."""
    now = moments.now()
    rows = (
        listing.readable(sought, operator.acting_as(username, post), now=now)
        if username
        else listing.statistics(sought, now=now)
    )
    if as_json:
        printing.each(rows)
        return
    shown = _SHOWN if username else _SHOWN[:-1]
    printing.columns(([row[name] for name in shown] for row in rows), _WIDTHS)


@matter.command(
    help=noop(
        "Show a matter: where it stands, its clocks and what was done.\n\n"
        "Neither the letter nor the person is shown: those are read on the page, which logs it."
    )
)
@click.argument("number")
@as_option
@post_option
@json_option
def show(number: str, *, username: str, post: str | None, as_json: bool) -> None:
    """One matter as the account may know it."""
    with parties.one_reading():
        found = listing.one(number, _actor(username, post))
    if as_json:
        printing.one(found)
        return
    for name, value in found.items():
        if not isinstance(value, list) and value not in (None, ""):
            printing.columns([(name, value)], (14,))
    for title, columns, widths in _LISTS:
        click.echo(f"\n{title}")
        rows = found[title]
        assert isinstance(rows, list)  # noqa: S101 - `one` puts lists there
        printing.columns(([row[name] for name in columns] for row in rows), widths)


_LISTS = (
    ("clocks", ("name", "cycle", "started_at", "due_at", "stopped_at"), (14, 2, 16, 16)),
    ("entries", ("seq", "happened_at", "kind", "post", "origin"), (4, 16, 14, 24)),
)


@matter.command(
    help=noop(
        "Make a move on a matter.\n\n"
        "ANSWERS are name=value, as the move takes them; a name given twice makes a list. The "
        "person's own moves (rate, withdraw, ask-review) take --code instead of --as."
    )
)
@click.argument("number")
@click.argument("action", type=click.Choice(list(moves.MOVES)), metavar="ACTION")
@click.argument("answers", nargs=-1)
@as_option
@post_option
@option("--code", default="", help=noop("The person's own code, for the person's moves."))
@option(
    "--expected",
    type=click.IntRange(0),
    help=noop("Refuse if the matter has moved on since it had so many entries."),
)
@json_option
def act(  # noqa: PLR0913 - one argument for each option
    number: str,
    action: str,
    answers: tuple[str, ...],
    *,
    username: str,
    post: str | None,
    code: str,
    expected: int | None,
    as_json: bool,
) -> None:
    """One move, wholly or not at all."""
    asked = acting.Asked(action, pairs(answers), expected)
    now = moments.now()
    if code:
        row = asking.ask(number, code, asked, now=now)
    else:
        row = acting.act(number, asked, by=_actor(username, post), now=now)
    found = listing.moved(row)
    if as_json:
        printing.one(found)
    else:
        printing.columns([[found[name] for name in _SHOWN[:-1]]], _WIDTHS)


def pairs(answers: tuple[str, ...]) -> dict[str, object]:
    """`name=value` words as answers; the same name again makes a list."""
    found: dict[str, object] = {}
    for pair in answers:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Refused("command.pair-malformed", pair=pair)
        former = found.get(name)
        if former is None:
            found[name] = value
        elif isinstance(former, list):
            former.append(value)
        else:
            found[name] = [former, value]
    return found


def _actor(username: str, post: str | None) -> Actor:
    if not username:
        raise Refused("command.who-missing")
    return operator.acting_as(username, post)
