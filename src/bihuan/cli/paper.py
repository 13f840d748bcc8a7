"""`bihuan paper`: the figures of a week as papers have them, and the templates in force."""

from datetime import datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, Told, json_option, option
from bihuan.matters.queries.figures import reading
from bihuan.matters.queries.papers import templates as kept
from bihuan.matters.rules.figures import periods
from bihuan.matters.rules.papers import wording

_SHOWN = tuple(wording.FIGURES.values())
_HEADINGS = (
    noop("unit"), noop("received"), noop("accepted"), noop("answered"), noop("closed"),
    noop("solved"), noop("ended outside"), noop("sent back"), noop("overdue"), noop("due soon"),
    noop("red"), noop("stock at start"), noop("entered"), noop("left"), noop("stock at end"),
)  # fmt: skip
_WIDTHS = (24, *(8 for _name in _SHOWN))


@click.group(cls=Commands, help=noop("The figures papers are drawn from, and their templates."))
def paper() -> None:
    """Reads only: papers are pressed, signed and issued on the page."""


@paper.command(
    cls=Told,
    help=noop(
        "Print the figures of a week as its papers would have them now.\n\n"
        "They are those of an account: it counts the matters the account may know of."
    ),
)
@option("--as", "username", required=True, help=noop("The account whose matters are counted."))
@option("--post", default=None, help=noop("The post of the account; the longest held otherwise."))
@option("--day", type=moments.Moment(), help=noop("A day of the week; today otherwise."))
@option("--month", is_flag=True, help=noop("The month of the day instead of its week."))
@option("--mechanism", default="", help=noop("Of this mechanism only."))
@option("--unit", default="", help=noop("Of this unit and those below it only."))
@json_option
@click.pass_obj
def week(  # noqa: PLR0913 - one for each option
    house: House,
    *,
    username: str,
    post: str | None,
    day: datetime | None,
    month: bool,
    mechanism: str,
    unit: str,
    as_json: bool,
) -> None:
    """Freezes nothing: a press is an act of the office and happens on the page."""
    house.check_ready()
    now = moments.now()
    first = day.date() if day else None
    period = periods.of("month" if month else "week", now=now, first=first)
    actor = operator.acting_as(username, post)
    found = reading.figures(actor, period, reading.Scope(mechanism, unit))
    if as_json:
        printing.one(found)
        return
    units, whole = found["units"], found["whole"]
    assert isinstance(units, list)  # noqa: S101  as they are frozen
    assert isinstance(whole, dict)  # noqa: S101
    lines = [(one["name"] or "—", *(one[name] for name in _SHOWN)) for one in units]
    heads = tuple(_(heading) for heading in _HEADINGS)
    rows = [heads, (_("all"), *(whole[name] for name in _SHOWN)), *lines]
    printing.columns(rows, _WIDTHS)


@paper.command(
    cls=Told, help=noop("List the templates in force with the fields each kind may name.")
)
@option("--region", default="", help=noop("The region; the only one otherwise."))
@json_option
@click.pass_obj
def templates(house: House, *, region: str, as_json: bool) -> None:
    """Version 0 is the one we ship."""
    house.check_ready()
    found = kept.in_force(operator.region(region))
    if as_json:
        printing.each(
            {"kind": one.kind.code, "name": one.kind.name, "version": one.version,
             "sha256": one.sha256, "fields": list(one.fields)}
            for one in found
        )  # fmt: skip
        return
    printing.columns(
        ((one.kind.code, one.version, one.sha256[:12], one.kind.name) for one in found),
        (20, 4, 14),
    )
