"""`bihuan unit`: the units on record, and the end of one."""

from datetime import date

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from bihuan.cli import moments, operator, printing
from bihuan.cli.house import House
from bihuan.cli.wording import Commands, json_option, option
from bihuan.registers.parties import actions as registers
from bihuan.registers.parties import queries as parties
from bihuan.registers.parties.rules.directory import UnitFacts

_WIDTHS = (26, 12, 12, 20)


@click.group(cls=Commands, help=noop("Units: list them, dissolve one."))
@click.pass_obj
def unit(house: House) -> None:
    """Units are rows: the tables must be there."""
    house.check_ready()


@unit.command("list", help=noop("List the units on record, dissolved ones included."))
@json_option
def list_(*, as_json: bool) -> None:
    """By code."""
    found = sorted(parties.all_units(), key=lambda each: each.code)
    if as_json:
        printing.each(map(_object, found))
        return
    printing.columns(
        ((each.code, each.region, each.valid_until, each.successor, each.name) for each in found),
        _WIDTHS,
    )


def _object(found: UnitFacts) -> dict[str, object]:
    return {
        "code": found.code,
        "name": found.name,
        "region": found.region,
        "above": found.territorial or None,
        "sectoral": found.sectoral or None,
        "external": found.external,
        "from": found.valid_from,
        "until": found.valid_until,
        "successor": found.successor or None,
    }


@unit.command(
    help=noop(
        "Dissolve a unit on a day; what is asked of it from then on is asked of its successor.\n\n"
        "Its posts end with it. Call-backs, rulings and grants of its matters pass to the "
        "successor. What it did stays under its name."
    )
)
@click.argument("code")
@option("--on", required=True, type=moments.Day(), help=noop("Its last day is the one before."))
@option("--successor", default=None, help=noop("The unit that inherits, by its code."))
@json_option
def dissolve(code: str, *, on: date, successor: str | None, as_json: bool) -> None:
    """A recorded act."""
    registers.dissolve_unit(
        code, on=on, successor=successor, by=operator.CONSOLE, now=moments.now()
    )
    found = parties.unit_of(code)
    if as_json:
        printing.one(_object(found))
        return
    said = (
        _("{name} is dissolved on {day}; {successor} inherits.")
        if successor
        else _("{name} is dissolved on {day}; nobody inherits.")
    )
    heir = parties.unit_of(successor).name if successor else ""
    click.echo(said.format(name=found.name, day=on, successor=heir))
