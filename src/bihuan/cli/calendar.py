"""`bihuan calendar`: the yearly notice and local days, and the clocks they move."""

from pathlib import Path

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, json_option, option
from bihuan.matters.actions import calendars
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.sheet.notice import read_notice


@click.group(cls=Commands, help=noop("The calendar: take in a notice, show a revision."))
def calendar() -> None:
    """Holds its commands only."""


@calendar.command(
    "import",
    help=noop(
        "Take in a holiday notice: a file with the columns date, name and kind (off or work).\n\n"
        "Without --region it is the yearly notice for the whole country; with it, days of that "
        "region. Running clocks that meet a changed day are counted anew; none becomes overdue "
        "by it. Asked again after a stop, it goes on where it was."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@option("--notice", required=True, help=noop("The notice, as it is cited."))
@option("--year", type=int, help=noop("The year it announces, where the days leave it open."))
@option("--region", default="", help=noop("The region whose own days these are."))
@json_option
@click.pass_obj
def import_(
    house: House, *, file: Path, notice: str, year: int | None, region: str, as_json: bool
) -> None:
    """The revision first, then the clocks."""
    house.check_ready()
    now = moments.now()
    read = read_notice(file.read_bytes(), year=year, local=bool(region))
    if region:
        changed = registers.record_calendar_days(
            read.days, region=region, notice=notice, by=operator.CONSOLE, now=now
        )
    else:
        changed = registers.import_notice(read, notice=notice, by=operator.CONSOLE, now=now)
    moved = calendars.recount_after(changed, now=now)
    _told(changed, moved, as_json=as_json)


def _told(changed: registers.Changed, moved: int, *, as_json: bool) -> None:
    if as_json:
        printing.one(
            {
                "revision": changed.revision.number,
                "region": changed.region,
                "days": [day.isoformat() for day in changed.days],
                "announced": sorted(changed.announced),
                "matters_moved": moved,
            }
        )
        return
    said = _("{days} days changed; {moved} matters got another date.")
    click.echo(said.format(days=len(changed.days), moved=moved))


@calendar.command(help=noop("Show the days off and the make-up days of a year."))
@click.argument("year", type=int)
@option("--region", default="", help=noop("The region, where there are several."))
@json_option
@click.pass_obj
def show(house: House, *, year: int, region: str, as_json: bool) -> None:
    """What the region counts with in that year."""
    house.check_ready()
    found = parties.calendar_for(operator.region(region))
    days = [
        {"date": day, "kind": kind.value, "name": name}
        for day, (kind, name) in sorted(found.days.items())
        if day.year == year
    ]
    if as_json:
        printing.each(days)
    else:
        printing.columns(((d["date"], d["kind"], d["name"]) for d in days), (12, 14))
