"""`bihuan job`: long work that somebody asked for."""

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import printing
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, json_option, option
from bihuan.registers.jobs import queries

_SHOWN = ("number", "state", "kind", "account", "done", "total", "asked_at")
_WIDTHS = (8, 9, 18, 20, 9, 9)


@click.group(cls=Commands, help=noop("Long work that somebody asked for: list it, do it."))
@click.pass_obj
def job(house: House) -> None:
    """Jobs are rows: the tables must be there."""
    house.check_ready()


@job.command("list", help=noop("List the latest jobs, without what was asked or what came of it."))
@option("--limit", type=click.IntRange(1), default=50, help=noop("At most so many."))
@json_option
def list_(*, limit: int, as_json: bool) -> None:
    """The newest first."""
    rows = queries.listed(most=limit)
    if as_json:
        printing.each(rows)
    else:
        printing.columns(([row[name] for name in _SHOWN] for row in rows), _WIDTHS)


@job.command(
    help=noop(
        "Do every job that waits, then end.\n\n`bihuan serve` does this by itself; this is for "
        "another machine on the same database and files, or for one that serves elsewhere."
    )
)
@json_option
@click.pass_obj
def run(house: House, *, as_json: bool) -> None:
    """Beside a worker that is running: no job is done twice."""
    done = house.work()
    if as_json:
        printing.one({"jobs": done})
    else:
        click.echo(_("{jobs} jobs done.").format(jobs=done))
