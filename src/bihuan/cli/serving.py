"""`bihuan serve` and `bihuan demo`: the installation at work, and the invented district."""

from collections.abc import Sequence
from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, printing
from bihuan.cli.house import House, Link
from bihuan.cli.wording import Told, json_option, option

host_option = option(
    "--host", default="127.0.0.1", show_default=True, help=noop("The address to listen at.")
)
port_option = option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help=noop("The port."),
)
_WIDTHS = (30, 14, 10)
_ADMINISTRATORS = {
    "system": noop("system administrator"),
    "security": noop("security administrator"),
    "audit": noop("audit administrator"),
}


@click.command(
    cls=Told,
    help=noop(
        "Serve the pages until told to stop, and sweep the clocks every minute.\n\n"
        "Where tables are older than the program, a backup is written to the folder backups first "
        "and the tables are brought up to date."
    ),
)
@host_option
@port_option
@option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=noop("How many processes answer."),
)
@click.pass_obj
def serve(house: House, *, host: str, port: int, workers: int) -> None:
    """Ends with SIGTERM or SIGINT."""
    house.serve(host, port, workers, backup=lambda: backup_before_migration(house))


def backup_before_migration(house: House) -> Path:
    """Where the installation as it was before its tables changed was put."""
    now = moments.now()
    target = house.home / "backups" / f"before-migration-{now:%Y%m%d-%H%M%S}.tar.gz"
    house.back_up(target, with_secret=True, now=now)
    click.echo(_("Backed up to {path}").format(path=target), err=True)
    return target


@click.command(
    cls=Told,
    help=noop(
        "Build an invented district with matters in every queue, print sign-in links, serve.\n\n"
        "Nobody in it exists, and everything is marked （演示）. It is built once, in an empty "
        "BIHUAN_HOME only; sign-in links exist in the demonstration only. The region has a code "
        "of its own (demo-linjiang) that no division bears."
    ),
)
@host_option
@port_option
@option("--no-serve", is_flag=True, help=noop("Build it and print the links, do not serve."))
@json_option
@click.pass_obj
def demo(house: House, *, host: str, port: int, no_serve: bool, as_json: bool) -> None:
    """The second time it only serves."""
    house.prepare(backup=lambda: backup_before_migration(house))
    matters = house.demonstrate(moments.now())
    address = f"http://{host}:{port}"
    found = house.links(address)
    if as_json:
        printing.each(_object(link) for link in found)
    else:
        _tell(address, matters, found)
    if not no_serve:
        house.serve(host, port, 1, backup=lambda: backup_before_migration(house))


def _tell(address: str, matters: int, found: Sequence[Link]) -> None:
    said = _("An invented district with {matters} matters: nobody in it exists.")
    click.echo(said.format(matters=matters))
    click.echo(_("Pages for everybody: {address}/").format(address=address))
    click.echo(_("Sign in by one of these links; they hold for a week:"))
    printing.columns(
        ((link.unit, link.role, link.username, link.address) for link in found), _WIDTHS
    )


def _object(link: Link) -> dict[str, object]:
    return {
        "unit": link.unit,
        "role": link.role,
        "username": link.username,
        "address": link.address,
    }
