"""`bihuan sweep`: whatever has fallen due is taken."""

from datetime import datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, printing
from bihuan.cli.house import House
from bihuan.cli.wording import EXIT_FAULT, Told, json_option, option
from bihuan.matters.actions import sweeping


@click.command(
    cls=Told,
    help=noop(
        "Take every step of a clock that has fallen due: reminders, cards, silence.\n\n"
        "`bihuan serve` does this every minute. Done twice, it does nothing the second time. Exit "
        "status 1 where a matter could not be moved on; the log says why."
    ),
)
@option(
    "--now",
    type=moments.Moment(),
    help=noop("As of this moment instead of the present one."),
)
@json_option
@click.pass_obj
def sweep(house: House, *, now: datetime | None, as_json: bool) -> None:
    """Each matter in a transaction of its own."""
    house.check_ready()
    swept = sweeping.sweep(now=now or moments.now())
    if as_json:
        printing.one({"matters": swept.matters, "faults": swept.faults})
    else:
        said = _("{matters} matters moved on, {faults} faults.")
        click.echo(said.format(matters=swept.matters, faults=swept.faults))
    if swept.faults:
        click.get_current_context().exit(EXIT_FAULT)
